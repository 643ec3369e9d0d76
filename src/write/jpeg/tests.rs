use super::*;
use crate::color::Color;
use crate::geometry::Size;
use crate::output::Format;
use crate::runner::InTurn;
use crate::runner::tests::Threads;
use crate::write::Bands;
use zune_jpeg::zune_core::options::DecoderOptions;

fn picture(alpha: u8) -> Raster {
    wave(Size::new(64, 48), alpha)
}

/// Slow and fast waves of several colours.
fn wave(size: Size, alpha: u8) -> Raster {
    let level = |at: f64| (128.0 + 100.0 * at.sin()) as u8;
    let pixel = |i: u64| {
        let (x, y) = ((i % u64::from(size.width)) as f64, (i / u64::from(size.width)) as f64);
        [level(x / 9.0), level(y / 7.0), level((x + y) / 30.0), alpha]
    };
    Raster::from_straight(size, (0..size.pixels()).flat_map(pixel).collect()).unwrap()
}

fn decode(file: &[u8]) -> (Vec<u8>, (usize, usize)) {
    let options = DecoderOptions::default().set_max_width(65_535).set_max_height(65_535);
    let mut decoder = zune_jpeg::JpegDecoder::new_with_options(std::io::Cursor::new(file), options);
    (decoder.decode().unwrap(), decoder.dimensions().unwrap())
}

/// Decibels between a raster and a file.
fn psnr(raster: &Raster, file: &[u8]) -> f64 {
    let (data, size) = decode(file);
    assert_eq!(size, (raster.size().width as usize, raster.size().height as usize));
    let pairs = raster.data().chunks(4).zip(data.chunks(3));
    let sum: f64 = pairs.flat_map(|(a, b)| (0..3).map(|i| f64::from(a[i].abs_diff(b[i])).powi(2))).sum();
    10.0 * (255.0 * 255.0 * data.len() as f64 / sum.max(1.0)).log10()
}

fn has_marker(file: &[u8], marker: [u8; 2]) -> bool {
    file.windows(2).any(|pair| pair == marker)
}

#[test]
fn a_clear_picture_takes_the_matte() {
    for (quality, progressive) in [(95, false), (80, false), (95, true)] {
        let output =
            Output { matte: Color::rgb(10, 200, 30), quality: Some(quality), progressive, ..Output::of(Format::Jpeg) };
        let data = decode(&write(picture(0), &output, &InTurn).unwrap()).0;
        assert!(data.chunks(3).all(|p| p[0].abs_diff(10) < 3 && p[1].abs_diff(200) < 3 && p[2].abs_diff(30) < 3));
    }
}

#[test]
fn options_reach_the_file() {
    let output = Output { dpi: Some(300.4), quality: Some(90), ..Output::of(Format::Jpeg) };
    let file = write(picture(255), &output, &InTurn).unwrap();
    // JFIF: unit 1 = inch, then 300 twice.
    assert_eq!(file.get(13..18).unwrap(), [1, 1, 44, 1, 44]);
    let frame = file.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    assert_eq!(file[frame + 11], 0x11, "4:4:4 at quality 90");
    let file =
        write(picture(255), &Output { quality: Some(89), progressive: true, ..output.clone() }, &InTurn).unwrap();
    assert!(has_marker(&file, [0xff, 0xc2]));
    let frame = file.windows(2).position(|pair| pair == [0xff, 0xc2]).unwrap();
    assert_eq!(file[frame + 11], 0x22, "4:2:0 at quality 89");
    let profile = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let long = [profile.clone(), vec![0; 70_000]].concat();
    let profile = crate::profile::Profile::read(profile).unwrap();
    let rule = crate::output::ProfileRule::Profile(profile.clone());
    let file = write(picture(255), &Output { profile: rule, exif: Some(vec![1, 2].into()), ..output.clone() }, &InTurn);
    let mut decoder = zune_jpeg::JpegDecoder::new(std::io::Cursor::new(file.unwrap()));
    decoder.decode().unwrap();
    assert_eq!(decoder.icc_profile().unwrap(), profile.bytes());
    assert_eq!(decoder.exif().unwrap(), &[1, 2]);
    assert!(write(picture(255), &Output { exif: Some(long.into()), ..output }, &InTurn).is_err());
}

#[test]
fn effort_makes_the_file_smaller_and_hardly_changes_pixels() {
    let fast = write(picture(255), &Output::of(Format::Jpeg), &InTurn).unwrap();
    let small = write(picture(255), &Output { effort: 9, ..Output::of(Format::Jpeg) }, &InTurn).unwrap();
    assert!(small.len() < fast.len());
    let (one, other) = (psnr(&picture(255), &fast), psnr(&picture(255), &small));
    assert!((one - other).abs() < 0.4, "{one} {other}");
}

#[test]
fn every_size_is_read_back() {
    // Both sides of whole units, one pixel, the widest, and more than one strip.
    for (width, height) in [(1, 1), (7, 9), (8, 8), (16, 17), (17, 16), (65_500, 3), (3, 65_500), (600, 1000)] {
        for (quality, least) in [(30, 29.0), (89, 36.0), (90, 40.0), (96, 43.0), (100, 48.0)] {
            let raster = wave(Size::new(width, height), 255);
            let file =
                write(raster.clone(), &Output { quality: Some(quality), ..Output::of(Format::Jpeg) }, &InTurn).unwrap();
            let found = psnr(&raster, &file);
            // The waves are too fast for the colours of lines that are three pixels wide.
            let least = if width.min(height) < 8 { 20.0 } else { least };
            assert!(found > least, "{width} × {height} at {quality}: {found}");
        }
    }
}

#[test]
fn bytes_depend_neither_on_threads_nor_on_bands() {
    for alpha in [255, 100] {
        let raster = wave(Size::new(1001, 1203), alpha);
        for quality in [80, 92] {
            let output = Output { quality: Some(quality), matte: Color::rgb(9, 99, 199), ..Output::of(Format::Jpeg) };
            let file = write(raster.clone(), &output, &InTurn).unwrap();
            // Restart intervals are told of, and used.
            assert!(has_marker(&file, [0xff, 0xdd]) && has_marker(&file, [0xff, 0xd1]));
            for threads in [1, 2, 8] {
                assert!(write(raster.clone(), &output, &Threads(threads)).unwrap() == file);
                let mut rows = raster.data().chunks(1001 * 4 * 250).map(|part| {
                    let size = Size::new(1001, (part.len() / 4004) as u32);
                    Raster::from_premultiplied(size, part.to_vec(), alpha == 255)
                });
                let bands = Bands { size: raster.size(), is_opaque: alpha == 255, rows: &mut rows };
                assert!(write_bands(bands, &output, &Threads(threads)).unwrap() == file);
            }
        }
    }
}

#[test]
fn a_side_over_the_format_is_refused() {
    let error = write(Raster::clear(Size::new(65_536, 1)), &Output::of(Format::Jpeg), &InTurn).unwrap_err();
    assert_eq!(error.fault(), crate::Fault::TooLarge);
    assert!(error.to_string().contains("65535"));
}
