use super::*;
use crate::geometry::Size;
use crate::output::{Format, ProfileRule, WRITES_LOSSY_WEBP};
use crate::profile::Profile;
use image_webp::WebPDecoder;
use std::io::Cursor;

fn lossless(effort: u8) -> Output {
    Output { effort, lossless: true, ..Output::of(Format::Webp) }
}

/// A smooth picture with some structure, of this alpha.
fn picture(size: Size, alpha: u8) -> Raster {
    let pixel = |at: u64| {
        let (x, y) = (at % u64::from(size.width), at / u64::from(size.width));
        [(x * 255 / u64::from(size.width)) as u8, (y * 3 % 256) as u8, if x / 8 % 2 == 0 { 40 } else { 200 }, alpha]
    };
    Raster::from_straight(size, (0..size.pixels()).flat_map(pixel).collect()).unwrap()
}

fn read(file: &[u8]) -> (WebPDecoder<Cursor<&[u8]>>, Vec<u8>) {
    let mut decoder = WebPDecoder::new(Cursor::new(file)).unwrap();
    let mut data = vec![0; decoder.output_buffer_size().unwrap()];
    decoder.read_image(&mut data).unwrap();
    (decoder, data)
}

#[test]
fn lossless_pixels_survive_with_and_without_alpha_at_every_effort() {
    for (alpha, channels) in [(255, 3), (51, 4), (0, 4)] {
        for effort in 0..=9 {
            let straight: Vec<u8> = (0..20u8 * 10).flat_map(|i| [i / 5 * 5, 0, 255 - i / 5 * 5, alpha]).collect();
            let raster = Raster::from_straight(Size::new(20, 10), straight).unwrap();
            let expected = raster.clone().into_straight();
            let file = write(raster, &lossless(effort)).unwrap();
            let (decoder, data) = read(&file);
            assert_eq!((decoder.dimensions(), decoder.has_alpha()), ((20, 10), channels == 4));
            assert!(data.chunks(channels).eq(expected.chunks(4).map(|pixel| &pixel[..channels])), "effort {effort}");
        }
    }
}

#[test]
fn metadata_lies_around_every_kind_of_picture() {
    let wide = Profile::read(moxcms::ColorProfile::new_display_p3().encode().unwrap()).unwrap();
    for (alpha, is_lossless) in [(255, true), (90, true), (255, false), (90, false)] {
        let output = Output {
            lossless: is_lossless,
            profile: ProfileRule::Profile(wide.clone()),
            exif: Some(vec![b'I', b'I', 42, 0, 8].into()),
            ..Output::of(Format::Webp)
        };
        let plain = Output { profile: ProfileRule::Srgb, exif: None, ..output.clone() };
        let raster = || picture(Size::new(33, 7), alpha);
        let (with, without) = (write(raster(), &output).unwrap(), write(raster(), &plain).unwrap());
        let (mut decoder, data) = read(&with);
        assert_eq!(decoder.icc_profile().unwrap().as_deref(), Some(wide.bytes()));
        assert_eq!(decoder.exif_metadata().unwrap().unwrap(), [b'I', b'I', 42, 0, 8]);
        assert_eq!(decoder.has_alpha(), alpha < 255);
        assert_eq!(data, read(&without).1);
        assert_eq!(u32::from_le_bytes(with[4..8].try_into().unwrap()) as usize + 8, with.len());
    }
}

#[test]
fn the_resolution_is_written_as_exif_unless_all_is_stripped() {
    let dense = Output { dpi: Some(299.5), ..lossless(1) };
    let file = write(picture(Size::new(5, 5), 255), &dense).unwrap();
    let exif = read(&file).0.exif_metadata().unwrap().unwrap();
    let value = |at: usize| u32::from_le_bytes(exif[at..at + 4].try_into().unwrap());
    assert_eq!((value(18), value(50), value(54), exif.len()), (50, 299_500, 1000, 58));
    let bare = write(picture(Size::new(5, 5), 255), &Output { strip: Strip::All, ..dense }).unwrap();
    assert!(read(&bare).0.exif_metadata().unwrap().is_none());
}

#[test]
fn quality_makes_lossy_files_smaller_and_alpha_stays() {
    if !WRITES_LOSSY_WEBP {
        return;
    }
    let size = Size::new(320, 200);
    let at = |quality: u8, alpha: u8| {
        let output = Output { quality: Some(quality), ..Output::of(Format::Webp) };
        write(picture(size, alpha), &output).unwrap()
    };
    assert!(at(20, 255).len() < at(95, 255).len());
    let file = at(80, 77);
    let (mut decoder, data) = read(&file);
    assert!(decoder.is_lossy() && decoder.has_alpha());
    assert!(data.chunks(4).all(|pixel| pixel[3] == 77));
    let far = |file: &[u8], channels: usize| {
        let expected = picture(size, 255).into_straight();
        let (_, data) = read(file);
        let pairs = data.chunks(channels).zip(expected.chunks(4));
        let sum: u64 = pairs.flat_map(|(a, b)| (0..3).map(|c| u64::from(a[c].abs_diff(b[c])))).sum();
        sum as f64 / (size.pixels() * 3) as f64
    };
    let (good, bad) = (far(&at(95, 255), 3), far(&at(10, 255), 3));
    assert!(good < bad && good < 12.0, "{good} {bad}");
}

#[test]
fn a_side_over_the_format_is_refused() {
    let error = write(Raster::clear(Size::new(1, 16_384)), &Output::of(Format::Webp)).unwrap_err();
    assert_eq!(error.fault(), crate::Fault::TooLarge);
    assert!(error.to_string().contains("16383"));
}
