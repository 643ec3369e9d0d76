use super::super::{at_least, probe};
use crate::error::{Fault, Result};
use crate::geometry::Size;
use crate::limits::{Deadline, Limits};
use crate::picture::ColorModel;
use crate::raster::Raster;
use crate::source::Bytes;
use png::{BitDepth, ColorType, Encoder, PixelDimensions, Unit};

fn encode(
    size: (u32, u32),
    color: ColorType,
    depth: BitDepth,
    data: &[u8],
    tweak: impl FnOnce(&mut Encoder<&mut Vec<u8>>),
) -> Bytes {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, size.0, size.1);
    encoder.set_color(color);
    encoder.set_depth(depth);
    tweak(&mut encoder);
    encoder.write_header().unwrap().write_image_data(data).unwrap();
    bytes.into()
}

fn decode(bytes: &Bytes) -> Result<Raster> {
    let picture = probe(bytes, &Limits::default())?;
    at_least(&picture, Size::new(1, 1), &Limits::default(), &Deadline::NEVER)
}

#[test]
fn depths_and_transparency_come_to_premultiplied_pixels() {
    let deep = encode((1, 1), ColorType::Rgba, BitDepth::Sixteen, &[255, 255, 0, 255, 2, 0, 128, 128], |_| ());
    assert_eq!(decode(&deep).unwrap().data(), [128, 0, 1, 128]);
    let bits = encode((8, 1), ColorType::Grayscale, BitDepth::One, &[0b1010_0000], |_| ());
    assert_eq!(decode(&bits).unwrap().data()[..8], [255, 255, 255, 255, 0, 0, 0, 255]);
    let palette = encode((2, 1), ColorType::Indexed, BitDepth::Eight, &[1, 0], |encoder| {
        encoder.set_palette(vec![10, 20, 30, 40, 50, 60]);
        encoder.set_trns(vec![255, 0]);
    });
    assert_eq!(decode(&palette).unwrap().data(), [0, 0, 0, 0, 10, 20, 30, 255]);
    let keyed = encode((2, 1), ColorType::Rgb, BitDepth::Eight, &[1, 2, 3, 1, 2, 4], |encoder| {
        encoder.set_trns(vec![0, 1, 0, 2, 0, 3]);
    });
    assert_eq!(decode(&keyed).unwrap().data(), [0, 0, 0, 0, 1, 2, 4, 255]);
}

#[test]
fn the_header_tells_alpha_depth_and_resolution() {
    let bytes = encode((1, 1), ColorType::Grayscale, BitDepth::Sixteen, &[0, 0], |encoder| {
        encoder.set_pixel_dims(Some(PixelDimensions { xppu: 11811, yppu: 11811, unit: Unit::Meter }));
        encoder.set_trns(vec![0, 0]);
    });
    let picture = probe(&bytes, &Limits::default()).unwrap();
    assert_eq!((picture.depth, picture.model, picture.has_alpha), (16, ColorModel::Gray, true));
    assert_eq!(picture.dpi, Some(300.0));
}

#[test]
fn exif_behind_the_picture_turns_it() {
    let plain = encode((2, 1), ColorType::Grayscale, BitDepth::Eight, &[10, 20], |_| ());
    let exif = super::super::exif::tests::sample(6);
    let (picture, end) = plain.split_at(plain.len() - 12);
    let chunk = [&(exif.len() as u32).to_be_bytes()[..], b"eXIf", &exif, &[0; 4]].concat();
    let bytes: Bytes = [picture, &chunk, end].concat().into();
    let raster = decode(&bytes).unwrap();
    assert_eq!(raster.size(), Size::new(1, 2));
    assert_eq!(raster.data()[0], 10);
}

#[test]
fn every_cut_is_refused() {
    let bytes = encode((9, 9), ColorType::Rgb, BitDepth::Eight, &[77; 243], |_| ());
    for length in 8..bytes.len() {
        assert_eq!(decode(&bytes[..length].into()).unwrap_err().fault(), Fault::Input, "{length}");
    }
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    let mut bytes = encode((1, 1), ColorType::Rgb, BitDepth::Eight, &[0; 3], |_| ()).to_vec();
    bytes[16..24].copy_from_slice(&[0, 0, 0x7F, 0xFF, 0, 0, 0x7F, 0xFF]);
    let error = probe(bytes, &Limits::default()).unwrap_err();
    assert_eq!(error.fault(), Fault::TooLarge);
    assert!(error.what().contains("source_pixels 1073676289"), "{error}");
}

#[test]
fn a_clear_gray_of_few_bits_is_compared_in_those() {
    for (depth, sample, clear) in [
        (BitDepth::One, 0b1000_0000, [0, 0xFF]),
        (BitDepth::Two, 0b1100_0000, [0x55, 0xF3]),
        (BitDepth::Four, 0b1010_0000, [1, 0x5A]),
    ] {
        let with = |clear: [u8; 2]| {
            let file =
                encode((2, 1), ColorType::Grayscale, depth, &[sample], |encoder| encoder.set_trns(clear.to_vec()));
            decode(&file).unwrap().data().to_vec()
        };
        assert_eq!(with(clear), [0, 0, 0, 0, 0, 0, 0, 255], "{depth:?}");
        assert_eq!(with([0, 0])[4..], [0; 4], "{depth:?}");
    }
}

#[test]
fn colours_by_code_points_are_remarked() {
    let file = encode((1, 1), ColorType::Rgb, BitDepth::Eight, &[1, 2, 3], |_| ());
    let with = |points: [u8; 4]| {
        let chunk = [&b"cICP"[..], &points].concat();
        let sum = super::transparency::check_sum(&chunk).to_be_bytes();
        let bytes: Bytes = [&file[..33], &[0, 0, 0, 4], &chunk, &sum, &file[33..]].concat().into();
        probe(bytes, &Limits::default()).unwrap().remarks
    };
    assert!(with([1, 13, 0, 1]).is_empty());
    assert!(with([9, 16, 0, 1])[0].contains("primaries 9, transfer 16"));
}
