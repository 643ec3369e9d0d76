mod matrix;
mod writer;

use super::super::{at_least, extent, probe};
use super::rows::{self, Opened};
use super::space::Space;
use super::{Coded, jpeg_header};
use crate::error::Fault;
use crate::fit::Kernel;
use crate::geometry::Size;
use crate::limits::{Deadline, Limits};
use crate::picture::{ColorModel, Picture};
use crate::raster::Raster;
use crate::resize;
use crate::runner::InTurn;
use crate::source::tests::in_file;
use crate::source::{Bytes, Content};
use jpeg_encoder::{ColorType, Encoder, PixelDensity, PixelDensityUnit, SamplingFactor};
use std::io::Cursor;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

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

fn decode(bytes: &Bytes, wanted: Size) -> Raster {
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
fn inks_are_stored_inverted_with_and_without_adobes_marker() {
    // The encoder writes Adobe's marker and inverts: these are inks as given, cyan over half black.
    let bytes = encode(16, 16, ColorType::Cmyk, &[255, 0, 0, 128], |_| ());
    let adobe = bytes.windows(5).position(|part| part == b"Adobe").expect("the encoder writes the marker");
    let mut bare = bytes.to_vec();
    bare[adobe] = b'X';
    let remarks = |bytes: &Bytes| probe(bytes, &Limits::default()).unwrap().remarks;
    assert_eq!((remarks(&bytes).len(), remarks(&bare.clone().into()).len()), (0, 1));
    for bytes in [bytes, bare.into()] {
        let pixel = decode(&bytes, Size::new(16, 16)).data()[..4].to_vec();
        let near = |is: &[u8], should: [u8; 3]| is.iter().zip(should).all(|(is, should)| is.abs_diff(should) <= 4);
        assert!(near(&pixel, [0, 127, 127]), "{pixel:?}");
    }
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
    // Without nothing but the mark of its end the picture is whole.
    for length in 3..bytes.len() - 2 {
        let cut: Bytes = bytes[..length].into();
        let result = probe(&cut, &Limits::default())
            .and_then(|picture| at_least(&picture, Size::new(4, 4), &Limits::default(), &Deadline::NEVER));
        assert_eq!(result.unwrap_err().fault(), Fault::Input, "{length}");
    }
}

/// Noise that takes several windows of an open file.
fn noise(tweak: impl FnOnce(&mut Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    let mut state = 7u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let pixels: Vec<u8> = (0..900 * 700 * 3).map(|_| next()).collect();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 92);
    tweak(&mut encoder);
    encoder.encode(&pixels, 900, 700, ColorType::Rgb).unwrap();
    bytes
}

#[test]
fn an_open_file_gives_the_same_pixels_and_errors() {
    let files = [
        noise(|_| ()),
        noise(|encoder| {
            encoder.set_restart_interval(3);
            encoder.set_sampling_factor(SamplingFactor::F_2_2);
        }),
        noise(|encoder| encoder.set_progressive(true)),
    ];
    let decoded = |content: Content, wanted: u32| {
        let picture = probe(content, &Limits::default())?;
        at_least(&picture, Size::new(wanted, wanted), &Limits::default(), &Deadline::NEVER)
    };
    for bytes in files {
        assert!(bytes.len() > 600_000, "{}", bytes.len());
        for wanted in [60, 120, 350, 700] {
            assert_eq!(decoded(in_file(&bytes), wanted).unwrap(), decoded(bytes.clone().into(), wanted).unwrap());
        }
        let mut damaged = bytes.clone();
        // A marker amid the data.
        damaged[500_000..500_002].copy_from_slice(&[0xFF, 0xD9]);
        let flips = (1..8u32).map(|part| {
            let mut damaged = bytes.clone();
            damaged[bytes.len() / 8 * part as usize] ^= 0x5A;
            damaged
        });
        for bytes in flips.chain([damaged, bytes[..450_000].to_vec()]) {
            let (open, held) = (decoded(in_file(&bytes), 120), decoded(bytes.into(), 120));
            assert!(open.map_err(|error| error.to_string()) == held.map_err(|error| error.to_string()));
        }
    }
}

#[test]
fn bytes_that_only_fill_may_reach_over_a_window() {
    let bytes = noise(|encoder| encoder.set_restart_interval(3));
    let place = |number: u8| bytes.windows(2).rposition(|pair| pair == [0xFF, 0xD0 + number]).unwrap();
    let decoded = |content: Content| {
        let picture = probe(content, &Limits::default()).unwrap();
        at_least(&picture, Size::new(350, 350), &Limits::default(), &Deadline::NEVER).unwrap()
    };
    let reduced = decoded(bytes.clone().into());
    for number in 0..8 {
        for fill in [1, 5_000, 16_000, 16_360, 16_370, 16_380, 40_000, 700_000] {
            let at = place(number);
            let filled = [&bytes[..at], &vec![0xFF; fill], &bytes[at..]].concat();
            let open = decoded(in_file(&filled));
            assert!(open == reduced, "{number} {fill}");
        }
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

const LANDSCAPE: &[u8] = include_bytes!("../../../testdata/photos/landscape.jpg");

/// The landscape again, in another variant.
fn landscape(tweak: impl FnOnce(&mut Encoder<&mut Vec<u8>>)) -> Bytes {
    let raster = decode(&LANDSCAPE.into(), Size::new(640, 480));
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    tweak(&mut encoder);
    encoder.encode(raster.data(), 640, 480, ColorType::Rgba).unwrap();
    bytes.into()
}

/// Decibels between a full and a reduced decode, Lanczos3 to one `part`th after each.
fn decibels(bytes: &Bytes, part: u32, denominator: u32) -> f64 {
    let picture = probe(bytes, &Limits::default()).unwrap();
    let target = Size::new(picture.size.width / part, picture.size.height / part);
    let finish = |wanted| {
        let raster = decode(bytes, wanted);
        let (size, crop) = (raster.size(), extent(&picture, raster.size()));
        (size, resize::exactly(&InTurn, raster, crop, target, Kernel::Lanczos3, false).unwrap())
    };
    let ((_, whole), (size, reduced)) = (finish(picture.size), finish(target));
    assert_eq!(size.width, picture.size.width.div_ceil(denominator), "the denominator");
    let difference = |(a, b): (&u8, &u8)| (f64::from(*a) - f64::from(*b)).powi(2);
    let sum: f64 = whole.data().iter().zip(reduced.data()).map(difference).sum();
    // Alpha, which never differs, is a quarter of the bytes.
    10.0 * (255.0 * 255.0 / (sum / (whole.data().len() as f64 * 0.75))).log10()
}

#[test]
fn every_sampling_agrees_with_a_full_decode_at_every_size() {
    use SamplingFactor::{F_1_1, F_1_2, F_2_1, F_2_2, F_4_1, F_4_2};
    for sampling in [F_1_1, F_2_1, F_1_2, F_2_2, F_4_1, F_4_2] {
        for (progressive, restart) in [(false, 0), (true, 0), (false, 7), (true, 5)] {
            let bytes = landscape(|encoder| {
                encoder.set_sampling_factor(sampling);
                encoder.set_progressive(progressive);
                encoder.set_restart_interval(restart);
            });
            // The least that each denominator leaves: 1.75, 2 and 2.5 times.
            for (part, denominator) in [(4, 2), (8, 4), (20, 8)] {
                let decibels = decibels(&bytes, part, denominator);
                println!("{sampling:?} {progressive} {restart} 1/{denominator}: {decibels:.1} dB");
                assert!(decibels > 50.0, "{sampling:?} {progressive} {restart} 1/{denominator}: {decibels}");
            }
        }
    }
}

#[test]
fn full_size_is_what_another_decoder_makes() {
    use SamplingFactor::{F_1_1, F_1_2, F_2_1, F_2_2};
    let whole = decode(&LANDSCAPE.into(), Size::new(640, 480));
    for (width, height) in [(640, 480), (637, 471), (33, 17), (16, 16), (17, 40), (3, 5)] {
        let pixels: Vec<u8> =
            whole.data().chunks_exact(640 * 4).take(height).flat_map(|row| &row[..width * 4]).copied().collect();
        for (sampling, restart) in [(F_1_1, 0), (F_2_1, 3), (F_1_2, 0), (F_2_2, 0), (F_2_2, 5)] {
            let mut bytes = Vec::new();
            let mut encoder = Encoder::new(&mut bytes, 90);
            encoder.set_sampling_factor(sampling);
            encoder.set_restart_interval(restart);
            encoder.encode(&pixels, width as u16, height as u16, ColorType::Rgba).unwrap();
            let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::RGBA);
            let other = JpegDecoder::new_with_options(Cursor::new(&bytes), options).decode().unwrap();
            let own = decode(&bytes.into(), Size::new(width as u32, height as u32));
            let off: Vec<u8> = own.data().iter().zip(&other).map(|(a, b)| a.abs_diff(*b)).collect();
            let (most, sum) = (off.iter().max().unwrap(), off.iter().map(|off| f64::from(*off)).sum::<f64>());
            let mean = sum / off.len() as f64;
            println!("{width} x {height} {sampling:?} {restart}: at most {most}, mean {mean:.3}");
            assert_eq!(own.data().len(), other.len());
            assert!(
                *most <= 4 && mean < 0.05,
                "{width} x {height} {sampling:?} {restart}: at most {most}, mean {mean}"
            );
        }
    }
}

#[test]
fn samples_that_are_red_green_and_blue_are_known_by_adobes_marker() {
    let adobe = b"Adobe\0\x64\0\0\0\0\0".to_vec();
    let bytes = encode(160, 160, ColorType::Ycbcr, &[200, 100, 50], |encoder| {
        encoder.add_app_segment(14, adobe).unwrap();
    });
    // With a JFIF header, which the encoder writes, they would be YCbCr all the same.
    let mut bytes = bytes.to_vec();
    bytes[6] = b'X';
    let bytes = bytes.into();
    for wanted in [160, 40, 20, 8] {
        let raster = decode(&bytes, Size::new(wanted, wanted));
        let is_near = |pixel: &[u8]| pixel.iter().zip([200u8, 100, 50, 255]).all(|(a, b)| a.abs_diff(b) <= 3);
        assert!(raster.data().chunks_exact(4).all(is_near), "{wanted}: {:?}", &raster.data()[..4]);
    }
}

#[test]
fn inks_look_alike_however_they_are_stored() {
    let mean = |bytes: &'static [u8]| {
        let raster = decode(&bytes.into(), Size::new(10, 10));
        let mut sums = [0u64; 4];
        raster.data().chunks_exact(4).for_each(|pixel| {
            sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += u64::from(*value));
        });
        sums.map(|sum| sum / raster.size().pixels())
    };
    let plain = mean(include_bytes!("../../../testdata/photos/cmyk-plain.jpg"));
    for other in [
        mean(include_bytes!("../../../testdata/photos/cmyk-adobe.jpg")),
        mean(include_bytes!("../../../testdata/photos/ycck.jpg")),
    ] {
        assert!(plain.iter().zip(other).all(|(a, b)| a.abs_diff(b) <= 3), "{plain:?} {other:?}");
    }
}

#[test]
fn stray_bytes_between_segments_are_passed_over() {
    let bytes = encode(64, 64, ColorType::Rgb, &[1, 2, 3], |_| ());
    let table = bytes.windows(2).position(|pair| pair == [0xFF, 0xDB]).unwrap();
    let stray = [&bytes[..table], &[7; 9], &bytes[table..]].concat();
    for wanted in [Size::new(64, 64), Size::new(4, 4)] {
        assert!(decode(&stray.clone().into(), wanted).data()[..3].iter().all(|value| *value < 6));
    }
}

fn opened(picture: &Picture, denominator: usize) -> crate::error::Result<Opened> {
    Opened::new(&picture.content, &jpeg_header::of(&picture.content)?, denominator)
}

/// How many rows come.
fn outcome(picture: &Picture, denominator: u32, deadline: &Deadline) -> crate::error::Result<usize> {
    let mut rows = 0;
    Coded::open(&picture.content, denominator, deadline)?.decode(deadline, &mut |_| {
        rows += 1;
        Ok(())
    })?;
    Ok(rows)
}

#[test]
fn damage_is_seen_at_every_size() {
    let mut random = 0x9E37_79B9_7F4A_7C15u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % below
    };
    let (mut done, mut refused) = (0, 0);
    for round in 0..3000 {
        let mut bytes = encode(40, 24, ColorType::Rgb, &[next(256) as u8, 9, 200, 3, next(256) as u8, 7], |encoder| {
            encoder.set_progressive(round % 2 == 1);
            encoder.set_restart_interval([0, 2][round / 2 % 2]);
            encoder.set_sampling_factor([SamplingFactor::F_2_2, SamplingFactor::F_2_1][round / 4 % 2]);
        })
        .to_vec();
        let at = next(bytes.len());
        match round % 3 {
            0 => bytes[at] = next(256) as u8,
            1 => drop(bytes.remove(at)),
            _ => bytes.insert(at, next(256) as u8),
        }
        let limits = Limits { source_pixels: 1 << 16, ..Limits::default() };
        let Ok(picture) = probe(bytes, &limits) else { continue };
        // Where only means are kept, damage of other coefficients is not seen: that size is not asked here.
        let rows = [1, 2, 4].map(|denominator| outcome(&picture, denominator, &Deadline::NEVER).ok());
        let height = super::stored_size(&picture).height;
        match rows {
            [Some(_), ..] => {
                done += 1;
                assert_eq!(rows, [1, 2, 4].map(|denominator| Some(height.div_ceil(denominator) as usize)), "{round}");
            }
            _ => {
                refused += 1;
                assert_eq!(rows, [None; 3], "{round}");
            }
        }
    }
    assert!(done > 300 && refused > 300, "{done} done, {refused} refused: the test shows nothing");
}

#[test]
fn a_reduced_decode_ends_with_the_deadline_and_with_its_sink() {
    for progressive in [false, true] {
        let bytes = encode(64, 64, ColorType::Rgb, &[1, 2, 3], |encoder| encoder.set_progressive(progressive));
        let picture = probe(&bytes, &Limits::default()).unwrap();
        assert_eq!(outcome(&picture, 4, &Deadline::NEVER).unwrap(), 16);
        let over = Limits { seconds: 0.0, ..Limits::default() }.deadline();
        assert_eq!(outcome(&picture, 4, &over).unwrap_err().fault(), Fault::TimedOut);
        let mut rows = 0;
        let opened = opened(&picture, 4).unwrap();
        let gives_up = rows::decode(opened, (Space::YCbCr, true), &Deadline::NEVER, &mut |_| {
            rows += 1;
            if rows > 3 { Err(crate::error::Error::internal("enough")) } else { Ok(()) }
        });
        assert_eq!(gives_up.unwrap_err().fault(), Fault::Internal);
    }
}
