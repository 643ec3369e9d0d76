//! Layouts × compressions × byte orders × predictors × kinds of samples, against the samples that were written.

use super::super::super::{at_least, probe};
use super::writer::{File, Lengths};
use crate::error::{Fault, Result};
use crate::limits::{Deadline, Limits};

fn decoded(bytes: Vec<u8>) -> Result<Vec<u8>> {
    let picture = probe(bytes, &Limits::default())?;
    at_least(&picture, picture.size, &Limits::default(), &Deadline::NEVER).map(|raster| raster.data().to_vec())
}

/// What is written is what is read, within a step of rounding.
fn check(name: &str, file: &File, pixel: impl Fn(&[f64]) -> [f64; 4]) {
    let found = decoded(file.written()).unwrap_or_else(|error| panic!("{name}: {error}"));
    let light = |value: &u64| match (file.is_float, file.bits) {
        (true, 32) => f64::from(f32::from_bits(*value as u32)),
        (true, _) => f64::from_bits(*value),
        _ => *value as f64 / ((1u64 << file.bits) - 1) as f64,
    };
    for (at, (is, values)) in found.chunks_exact(4).zip(file.values.chunks_exact(file.samples)).enumerate() {
        let should = pixel(&values.iter().map(light).collect::<Vec<f64>>());
        let is_near = is.iter().zip(should).all(|(is, should)| (f64::from(*is) - should * 255.0).abs() <= 1.5);
        assert!(is_near, "{name}: pixel {at} is {is:?}, {should:?} was written");
    }
    assert_eq!(found.len(), file.size.0 * file.size.1 * 4, "{name}");
}

fn gray(values: &[f64]) -> [f64; 4] {
    [values[0], values[0], values[0], 1.0]
}

fn rgb(values: &[f64]) -> [f64; 4] {
    [values[0], values[1], values[2], 1.0]
}

/// Straight alpha behind the colours, multiplied in as rasters have it.
fn with_alpha(color: fn(&[f64]) -> [f64; 4], channels: usize) -> impl Fn(&[f64]) -> [f64; 4] {
    move |values| {
        let ([r, g, b, _], alpha) = (color(values), values[channels]);
        [r * alpha, g * alpha, b * alpha, alpha]
    }
}

fn cmyk(values: &[f64]) -> [f64; 4] {
    let light = |ink: usize| (1.0 - values[ink]) * (1.0 - values[3]);
    [light(0), light(1), light(2), 1.0]
}

/// Strips, one strip, a strip said to be endless, tiles that stand over on both sides and one that covers all.
fn layouts(file: &File) -> Vec<(String, File)> {
    let mut all = Vec::new();
    for (name, tile, rows) in [
        ("strips", None, 5),
        ("one strip", None, file.size.1),
        ("an endless strip", None, u32::MAX as usize),
        ("tiles", Some((16, 16)), 0),
        ("a tile", Some((64, 48)), 0),
    ] {
        for is_planar in [false, true] {
            if is_planar && file.samples == 1 {
                continue;
            }
            for is_little_endian in [true, false] {
                let is_big = is_planar == is_little_endian && tile.is_some();
                let name = format!("{name}, planar {is_planar}, little endian {is_little_endian}, big {is_big}");
                let rows = rows.min(1 << 20);
                all.push((name, File { tile, rows, is_planar, is_little_endian, is_big, ..file.clone() }));
            }
        }
    }
    all
}

#[test]
fn every_layout_and_compression_of_every_kind_is_read() {
    let mut seen = 0;
    for bits in [1, 2, 4, 5, 8, 12, 16, 24, 32] {
        for samples in [1, 3] {
            let file = File::new((37, 21), samples, bits, if samples == 1 { 1 } else { 2 });
            for (layout, file) in layouts(&file) {
                for compression in [1, 5, 8, 32_773, 32_946] {
                    for predictor in [1, 2] {
                        let can = matches!(compression, 5 | 8 | 32_946) && matches!(bits, 8 | 16 | 32);
                        if predictor == 2 && !can {
                            continue;
                        }
                        let fill_order = if (bits + samples) % 2 == 0 { 2 } else { 1 };
                        let file = File { compression, predictor, fill_order, ..file.clone() };
                        let name =
                            format!("{bits} bits x {samples}, {layout}, {compression}, {predictor}, {fill_order}");
                        check(&name, &file, if samples == 1 { gray } else { rgb });
                        seen += 1;
                    }
                }
            }
        }
    }
    assert!(seen > 1500, "{seen}");
}

#[test]
fn floating_samples_are_read_with_their_predictor() {
    for bits in [32, 64] {
        for samples in [1, 3] {
            let mut file = File::new((37, 21), samples, 16, if samples == 1 { 1 } else { 2 });
            file.bits = bits;
            file.is_float = true;
            for value in &mut file.values {
                let light = *value as f64 / 65_535.0;
                *value = if bits == 32 { u64::from((light as f32).to_bits()) } else { light.to_bits() };
            }
            for (layout, file) in layouts(&file) {
                for (compression, predictor) in [(1, 1), (5, 3), (8, 3), (8, 2)] {
                    let file = File { compression, predictor, ..file.clone() };
                    let name = format!("{bits} bits x {samples}, {layout}, {compression}, {predictor}");
                    check(&name, &file, if samples == 1 { gray } else { rgb });
                }
            }
        }
    }
}

#[test]
fn alpha_stands_beside_every_kind_of_colour() {
    let alpha = (338, vec![2]);
    for bits in [4, 8, 16] {
        for (photometric, channels, color) in
            [(1, 1, gray as fn(&[f64]) -> [f64; 4]), (0, 1, |v| gray(&[1.0 - v[0]])), (2, 3, rgb), (5, 4, cmyk)]
        {
            let mut file = File::new((37, 21), channels + 1, bits, photometric);
            file.tags.push(alpha.clone());
            for (layout, file) in layouts(&file) {
                let file = File { compression: 5, ..file };
                check(&format!("{photometric} of {bits} bits, {layout}"), &file, with_alpha(color, channels));
            }
        }
        // A palette of grays, falling.
        let mut file = File::new((37, 21), 2, bits, 3);
        let count = 1usize << bits;
        let ramp = (0..count).map(|index| ((count - 1 - index) * 65_535 / (count - 1)) as u16);
        file.tags.push((320, ramp.clone().chain(ramp.clone()).chain(ramp).collect()));
        check(&format!("a palette of {bits} bits"), &file, |values| gray(&[1.0 - values[0]]).map(|value| value));
        file.tags.push(alpha.clone());
        for (layout, file) in layouts(&file) {
            check(&format!("a palette of {bits} bits, {layout}"), &file, with_alpha(|v| gray(&[1.0 - v[0]]), 1));
        }
    }
}

#[test]
fn group_4_is_read_in_every_layout_and_from_either_side() {
    for (photometric, color) in [(0, (|v| gray(&[1.0 - v[0]])) as fn(&[f64]) -> [f64; 4]), (1, gray)] {
        for size in [(37, 21), (200, 3), (8, 8), (1, 9)] {
            let file = File { compression: 4, ..File::new(size, 1, 1, photometric) };
            for (layout, file) in layouts(&file) {
                for fill_order in [1, 2] {
                    let file = File { fill_order, ..file.clone() };
                    check(&format!("{photometric} {size:?}, {layout}, {fill_order}"), &file, color);
                }
            }
        }
    }
}

#[test]
fn lengths_that_are_missing_or_too_large_are_found_out() {
    for lengths in [Lengths::Missing, Lengths::TooLarge] {
        for (layout, file) in layouts(&File::new((37, 21), 3, 8, 2)) {
            for compression in [1, 5, 8, 32_773] {
                let file = File { compression, lengths, ..file.clone() };
                check(&format!("{layout}, {compression}, {lengths:?}"), &file, rgb);
            }
        }
    }
}

#[test]
fn what_is_not_read_is_named() {
    let fault = |file: &File| {
        let error = decoded(file.written()).unwrap_err();
        (error.fault(), error.what().to_owned())
    };
    let file = File::new((9, 7), 1, 8, 1);
    let half = File { bits: 16, is_float: true, values: vec![0; 63], ..file.clone() };
    let (kind, what) = fault(&half);
    assert!(kind == Fault::Unsupported && what.contains("floating samples of 16 bits"), "{what}");
    for (compression, name) in [(6, "old-style JPEG"), (34_925, "LZMA"), (50_000, "Zstandard"), (50_001, "WebP")] {
        let (kind, what) = fault(&File { compression, ..file.clone() });
        assert!(kind == Fault::Unsupported && what.contains(name), "{what}");
    }
    let lab = File::new((9, 7), 3, 8, 8);
    assert!(fault(&lab).1.contains("Lab"));
    let inks = File { tags: vec![(262, vec![5]), (332, vec![2])], ..File::new((9, 7), 4, 8, 5) };
    assert!(fault(&inks).1.contains("not CMYK"));
}

#[test]
fn every_cut_is_refused() {
    for compression in [1, 5, 8, 32_773] {
        let bytes = File { compression, ..File::new((9, 7), 3, 8, 2) }.written();
        for length in 4..bytes.len() - 4 {
            assert_eq!(decoded(bytes[..length].to_vec()).unwrap_err().fault(), Fault::Input, "{compression} {length}");
        }
    }
}
