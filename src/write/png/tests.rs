use super::*;
use crate::geometry::Rect;
use crate::runner::InTurn;
use crate::runner::tests::Threads;
use png::{BitDepth, ColorType, Transformations};
use std::io::Cursor;

fn read(file: &[u8]) -> (png::OutputInfo, Option<PixelDimensions>, Vec<u8>) {
    let mut reader = png::Decoder::new(Cursor::new(file)).read_info().unwrap();
    let mut data = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut data).unwrap();
    assert!(reader.info().srgb.is_some());
    (info, reader.info().pixel_dims, data)
}

/// Straight RGBA of whatever is stored.
fn expanded(file: &[u8]) -> Vec<u8> {
    let mut decoder = png::Decoder::new(Cursor::new(file));
    decoder.set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
    let mut reader = decoder.read_info().unwrap();
    let mut data = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut data).unwrap();
    match info.color_type {
        ColorType::GrayscaleAlpha => data.chunks(2).flat_map(|p| [p[0], p[0], p[0], p[1]]).collect(),
        _ => data,
    }
}

/// Noise where `range` is large, repetitions where it is small.
fn noise(size: Size, range: u32, alpha: bool) -> Vec<u8> {
    let mut seed = 5u32;
    let mut next = |range: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        ((seed >> 9) % range) as u8
    };
    (0..size.pixels())
        .flat_map(|i| {
            let base = (i / 50) as u8;
            let color = [base.wrapping_add(next(range)), next(range), base];
            [color[0], color[1], color[2], if alpha { 255 - next(range.min(200)) } else { 255 }]
        })
        .collect()
}

#[test]
fn pixels_resolution_and_channels_survive_at_every_effort() {
    for effort in 0..=9 {
        let straight: Vec<u8> = (0..40u32 * 30).flat_map(|i| [(i % 256) as u8, (i / 7) as u8, 5, 255]).collect();
        let output = Output { effort, dpi: Some(300.0), ..Output::default() };
        let raster = Raster::from_straight(Size::new(40, 30), straight.clone()).unwrap();
        let (info, density, data) = read(&write(raster, &output, &InTurn).unwrap());
        assert_eq!((info.width, info.height, info.color_type), (40, 30, ColorType::Rgb));
        assert_eq!(density.unwrap().xppu, 11811);
        assert!(data.chunks(3).eq(straight.chunks(4).map(|pixel| &pixel[..3])), "effort {effort}");
    }
}

#[test]
fn transparency_is_stored_straight() {
    let raster = Raster::from_straight(Size::new(1, 1), vec![255, 0, 255, 51]).unwrap();
    let file = write(raster.clone(), &Output::default(), &InTurn).unwrap();
    assert_eq!(expanded(&file), [255, 0, 255, 51]);
    let (info, density, data) = read(&write(raster, &Output { effort: 0, ..Output::default() }, &InTurn).unwrap());
    assert_eq!((info.color_type, density.is_none()), (ColorType::Rgba, true));
    assert_eq!(data, [255, 0, 255, 51]);
}

#[test]
fn every_size_and_kind_of_picture_is_read_back() {
    for (width, height) in [(1, 1), (7, 9), (65_500, 2), (2, 9000), (300, 200), (1, 70_000)] {
        let size = Size::new(width, height);
        for range in [1, 2, 3, 9, 60, 255] {
            for alpha in [false, true] {
                let raster = Raster::from_straight(size, noise(size, range, alpha)).unwrap();
                let straight = raster.clone().into_straight();
                for effort in [0, 3, 4] {
                    let file = write(raster.clone(), &Output { effort, ..Output::default() }, &InTurn).unwrap();
                    assert!(expanded(&file) == straight, "{size} {range} {alpha} {effort}");
                }
            }
        }
    }
}

#[test]
fn few_colours_take_few_bits_and_gray_takes_one_sample() {
    let kind = |colors: u32, is_gray: bool, alpha: u8| {
        let pixel = |i: u32| match is_gray {
            true => [(i % colors) as u8; 3],
            false => [(i % colors) as u8, (i % colors / 256) as u8, 7],
        };
        let straight: Vec<u8> = (0..64u32 * 64).flat_map(|i| [pixel(i)[0], pixel(i)[1], pixel(i)[2], alpha]).collect();
        let raster = Raster::from_straight(Size::new(64, 64), straight).unwrap();
        let expected = raster.clone().into_straight();
        let file = write(raster, &Output::default(), &InTurn).unwrap();
        assert!(expanded(&file) == expected);
        let info = png::Decoder::new(Cursor::new(file)).read_info().unwrap().info().clone();
        (info.color_type, info.bit_depth)
    };
    assert_eq!(kind(2, false, 255), (ColorType::Indexed, BitDepth::One));
    assert_eq!(kind(4, false, 255), (ColorType::Indexed, BitDepth::Two));
    assert_eq!(kind(16, true, 255), (ColorType::Indexed, BitDepth::Four));
    assert_eq!(kind(256, false, 255), (ColorType::Indexed, BitDepth::Eight));
    assert_eq!(kind(257, false, 255), (ColorType::Rgb, BitDepth::Eight));
    assert_eq!(kind(256, true, 255), (ColorType::Grayscale, BitDepth::Eight));
    assert_eq!(kind(100, true, 200), (ColorType::Indexed, BitDepth::Eight));
}

#[test]
fn more_effort_is_never_larger() {
    let size = Size::new(200, 150);
    for range in [2, 9, 255] {
        let raster = Raster::from_straight(size, noise(size, range, true)).unwrap();
        let length = |effort| write(raster.clone(), &Output { effort, ..Output::default() }, &InTurn).unwrap().len();
        let lengths: Vec<usize> = [3, 4, 9].map(length).to_vec();
        assert!(lengths.is_sorted_by(|a, b| a >= b), "{lengths:?}");
    }
}

#[test]
fn bytes_depend_neither_on_threads_nor_on_bands() {
    let size = Size::new(1000, 1100);
    for (range, alpha) in [(2, true), (200, false)] {
        let raster = Raster::from_straight(size, noise(size, range, alpha)).unwrap();
        for effort in [0, 3] {
            let output = Output { effort, ..Output::default() };
            let file = write(raster.clone(), &output, &InTurn).unwrap();
            let mut of_bands = Vec::new();
            for threads in [1, 2, 8] {
                assert!(write(raster.clone(), &output, &Threads(threads)).unwrap() == file);
                let mut rows = raster.data().chunks(size.width as usize * 4 * 150).map(|part| {
                    let height = (part.len() / (size.width as usize * 4)) as u32;
                    Raster::from_premultiplied(Size::new(size.width, height), part.to_vec(), !alpha)
                });
                let bands = Bands { size, is_opaque: !alpha, rows: &mut rows };
                of_bands.push(write_bands(bands, &output, &Threads(threads)).unwrap());
            }
            assert!(of_bands.iter().all(|bytes| *bytes == of_bands[0]));
            assert!(expanded(&of_bands[0]) == raster.clone().into_straight());
        }
    }
}

#[test]
fn strips_of_parts_need_no_row_that_was_made_with_others() {
    let size = Size::new(1100, 1001);
    // A sample that depends on the part it is made in, as the last bits of a resize do.
    let sample = |x: usize, y: usize, part: u8| {
        let mixed = (x as u32).wrapping_mul(2_654_435_761) ^ (y as u32).wrapping_mul(40_503) ^ u32::from(part) << 13;
        (mixed.wrapping_mul(2_246_822_519) >> 24) as u8
    };
    let cut = |part: Rect, target: &mut [u8]| {
        let (top, name) = (part.y as usize, (part.y / 5.0) as u8);
        for (at, pixel) in target.as_chunks_mut::<4>().0.iter_mut().enumerate() {
            *pixel = [sample(at % 1100, top + at / 1100, name), name, 250, 255];
        }
        Ok(())
    };
    for effort in [0, 3] {
        let parts = Parts { size, is_opaque: true, cut: &cut };
        let file = write_parts(parts, &Output { effort, ..Output::default() }, &Threads(3)).unwrap();
        let parts = Parts { size, is_opaque: true, cut: &cut };
        assert!(file == write_parts(parts, &Output { effort, ..Output::default() }, &InTurn).unwrap());
        let (_, _, data) = read(&file);
        let mut names = Vec::new();
        for (y, row) in data.chunks(1100 * 3).enumerate() {
            let name = row[1];
            names.push(name);
            for (x, pixel) in row.chunks(3).enumerate() {
                assert_eq!(pixel, [sample(x, y, name), name, 250], "effort {effort}, {x} {y}");
            }
        }
        names.dedup();
        assert!(names.len() > 1, "one part: the test shows nothing");
    }
}
