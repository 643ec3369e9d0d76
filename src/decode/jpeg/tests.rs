use super::super::{at_least, extent, probe};
use crate::error::Fault;
use crate::geometry::Size;
use crate::limits::{Deadline, Limits};
use crate::picture::ColorModel;
use crate::source::Bytes;
use jpeg_encoder::{ColorType, Encoder, PixelDensity, PixelDensityUnit, SamplingFactor};

fn encode(
    width: u16,
    height: u16,
    color: ColorType,
    pixel: &[u8],
    tweak: impl FnOnce(&mut Encoder<&mut Vec<u8>>),
) -> Bytes {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 95);
    tweak(&mut encoder);
    encoder.encode(&pixel.repeat(usize::from(width) * usize::from(height)), width, height, color).unwrap();
    bytes.into()
}

fn decode(bytes: &Bytes, wanted: Size) -> crate::raster::Raster {
    let picture = probe(bytes, &Limits::default()).unwrap();
    at_least(&picture, wanted, &Limits::default(), &Deadline::NEVER).unwrap()
}

#[test]
fn the_header_tells_size_model_and_density() {
    let bytes = encode(50, 30, ColorType::Luma, &[7], |encoder| {
        encoder.set_density(PixelDensity { density: (200, 200), unit: PixelDensityUnit::Inches });
    });
    let picture = probe(&bytes, &Limits::default()).unwrap();
    assert_eq!((picture.size, picture.model, picture.dpi), (Size::new(50, 30), ColorModel::Gray, Some(200.0)));
    assert!(!picture.has_alpha);
}

#[test]
fn every_size_shows_the_same_colour() {
    for progressive in [false, true] {
        let bytes = encode(801, 403, ColorType::Rgb, &[200, 100, 50], |encoder| {
            encoder.set_progressive(progressive);
            encoder.set_sampling_factor(SamplingFactor::F_2_2);
        });
        for (wanted, expected) in
            [(801, 801), (230, 801), (228, 401), (101, 401), (100, 201), (41, 201), (40, 101), (8, 101)]
        {
            let raster = decode(&bytes, Size::new(wanted, 10));
            assert_eq!(raster.size().width, expected);
            assert!(raster.is_opaque());
            for pixel in raster.data().chunks_exact(4) {
                assert!(
                    pixel.iter().zip([200u8, 100, 50, 255]).all(|(is, should)| is.abs_diff(should) <= 3),
                    "{pixel:?}"
                );
            }
        }
    }
}

#[test]
fn inks_are_read_right_with_and_without_adobes_marker() {
    // The encoder writes Adobe's marker and inverts: these are inks as given, cyan over half black.
    let bytes = encode(16, 16, ColorType::Cmyk, &[255, 0, 0, 128], |_| ());
    let pixel = decode(&bytes, Size::new(16, 16)).data()[..4].to_vec();
    let adobe = bytes.windows(5).position(|part| part == b"Adobe").expect("the encoder writes the marker");
    let mut bare = bytes.to_vec();
    bare[adobe] = b'X';
    let inverse = decode(&bare.into(), Size::new(16, 16)).data()[..4].to_vec();
    let near = |is: &[u8], should: [u8; 3]| is.iter().zip(should).all(|(is, should)| is.abs_diff(should) <= 4);
    assert!(near(&pixel, [0, 127, 127]), "{pixel:?}");
    assert!(near(&inverse, [128, 0, 0]), "{inverse:?}");
}

#[test]
fn orientation_turns_the_pixels_once() {
    let exif = super::super::exif::tests::sample(6);
    let segment = [b"Exif\0\0", &exif[..]].concat();
    let bytes = encode(40, 20, ColorType::Rgb, &[9, 9, 9], |encoder| encoder.add_app_segment(1, segment).unwrap());
    let picture = probe(&bytes, &Limits::default()).unwrap();
    assert_eq!((picture.size, picture.orientation.exif()), (Size::new(20, 40), 6));
    let raster = decode(&bytes, Size::new(20, 40));
    assert_eq!(raster.size(), Size::new(20, 40));
    assert_eq!(extent(&picture, raster.size()), raster.size().rect());
}

#[test]
fn every_cut_is_refused() {
    let bytes = encode(64, 64, ColorType::Rgb, &[1, 2, 3], |encoder| encoder.set_progressive(true));
    for length in 3..bytes.len() {
        let cut: Bytes = bytes[..length].into();
        let result = probe(&cut, &Limits::default())
            .and_then(|picture| at_least(&picture, Size::new(4, 4), &Limits::default(), &Deadline::NEVER));
        assert_eq!(result.unwrap_err().fault(), Fault::Input, "{length}");
    }
}

#[test]
fn limits_hold_before_anything_is_decoded() {
    let bytes = encode(64, 64, ColorType::Rgb, &[1, 2, 3], |encoder| encoder.set_progressive(true));
    for limits in [
        Limits { side: 63, ..Limits::default() },
        Limits { source_pixels: 4095, ..Limits::default() },
        Limits { jpeg_scans: 2, ..Limits::default() },
        Limits { input_bytes: 10, ..Limits::default() },
    ] {
        assert_eq!(probe(&bytes, &limits).unwrap_err().fault(), Fault::TooLarge);
    }
    let picture = probe(&bytes, &Limits::default()).unwrap();
    let over = Limits { seconds: 0.0, ..Limits::default() }.deadline();
    let late = at_least(&picture, Size::new(64, 64), &Limits::default(), &over);
    assert_eq!(late.unwrap_err().fault(), Fault::TimedOut);
}
