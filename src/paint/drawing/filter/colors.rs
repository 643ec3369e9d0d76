//! Steps that change each pixel by itself: matrices and curves of straight colours (Filter Effects 1, feColorMatrix,
//! feComponentTransfer).

use super::image::{Image, multiplied, straight};
use usvg::filter::{ColorMatrixKind, ComponentTransfer, TransferFunction};

/// Four rows of five factors: of red, green, blue, alpha and of 1.
type Matrix = [[f32; 5]; 4];

/// The image with its colours through a matrix.
pub(super) fn matrix(mut image: Image, kind: &ColorMatrixKind) -> Image {
    let rows = rows(kind);
    for pixel in &mut image.pixels {
        let [r, g, b] = straight(*pixel);
        let from = [r, g, b, pixel[3]].map(|channel| f32::from(channel) / 255.0);
        let [r, g, b, a] = rows.map(|row| {
            let sum: f32 = row.iter().zip(from).map(|(factor, channel)| factor * channel).sum();
            level(sum + row[4])
        });
        *pixel = multiplied([r, g, b], a);
    }
    image
}

fn level(value: f32) -> u8 {
    (value.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
}

fn rows(kind: &ColorMatrixKind) -> Matrix {
    let of = |rows: [[f32; 3]; 3]| {
        let [r, g, b] = rows.map(|[r, g, b]| [r, g, b, 0.0, 0.0]);
        [r, g, b, [0.0, 0.0, 0.0, 1.0, 0.0]]
    };
    match kind {
        ColorMatrixKind::Matrix(numbers) => {
            let mut rows = [[0.0; 5]; 4];
            rows.iter_mut().flatten().zip(numbers).for_each(|(to, from)| *to = *from);
            rows
        }
        ColorMatrixKind::Saturate(share) => {
            let s = share.get();
            of([
                [0.213 + 0.787 * s, 0.715 - 0.715 * s, 0.072 - 0.072 * s],
                [0.213 - 0.213 * s, 0.715 + 0.285 * s, 0.072 - 0.072 * s],
                [0.213 - 0.213 * s, 0.715 - 0.715 * s, 0.072 + 0.928 * s],
            ])
        }
        ColorMatrixKind::HueRotate(degrees) => {
            let (sin, cos) = degrees.to_radians().sin_cos();
            of([
                [
                    0.213 + 0.787 * cos - 0.213 * sin,
                    0.715 - 0.715 * cos - 0.715 * sin,
                    0.072 - 0.072 * cos + 0.928 * sin,
                ],
                [
                    0.213 - 0.213 * cos + 0.143 * sin,
                    0.715 + 0.285 * cos + 0.140 * sin,
                    0.072 - 0.072 * cos - 0.283 * sin,
                ],
                [
                    0.213 - 0.213 * cos - 0.787 * sin,
                    0.715 - 0.715 * cos + 0.715 * sin,
                    0.072 + 0.928 * cos + 0.072 * sin,
                ],
            ])
        }
        ColorMatrixKind::LuminanceToAlpha => {
            let mut rows = [[0.0; 5]; 4];
            rows[3] = [0.2125, 0.7154, 0.0721, 0.0, 0.0];
            rows
        }
    }
}

/// The image with each channel through its curve.
pub(super) fn transfer(mut image: Image, curves: &ComponentTransfer) -> Image {
    let tables = [curves.func_r(), curves.func_g(), curves.func_b(), curves.func_a()].map(table);
    for pixel in &mut image.pixels {
        let [r, g, b] = straight(*pixel);
        let [of_r, of_g, of_b, of_a] = &tables;
        let color = [of_r[usize::from(r)], of_g[usize::from(g)], of_b[usize::from(b)]];
        *pixel = multiplied(color, of_a[usize::from(pixel[3])]);
    }
    image
}

fn table(curve: &TransferFunction) -> [u8; 256] {
    std::array::from_fn(|index| level(at(curve, index as f32 / 255.0)))
}

fn at(curve: &TransferFunction, value: f32) -> f32 {
    let entry = |values: &[f32], index: usize| values.get(index.min(values.len().saturating_sub(1))).copied();
    match curve {
        TransferFunction::Identity => value,
        TransferFunction::Table(values) => {
            let place = value * values.len().saturating_sub(1) as f32;
            let (low, share) = (place.floor(), place.fract());
            let pair = entry(values, low as usize).zip(entry(values, low as usize + 1));
            pair.map_or(value, |(from, to)| from + (to - from) * share)
        }
        TransferFunction::Discrete(values) => {
            entry(values, (value * values.len() as f32).floor() as usize).unwrap_or(value)
        }
        TransferFunction::Linear { slope, intercept } => slope * value + intercept,
        TransferFunction::Gamma { amplitude, exponent, offset } => amplitude * value.powf(*exponent) + offset,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_are_those_of_the_specification() {
        let close = |curve: TransferFunction, value: f32, expected: f32| {
            let found = at(&curve, value);
            assert!((found - expected).abs() < 1e-5, "{curve:?} at {value}: {found}");
        };
        close(TransferFunction::Table(vec![0.0, 1.0, 0.5]), 0.25, 0.5);
        close(TransferFunction::Table(vec![0.0, 1.0, 0.5]), 1.0, 0.5);
        close(TransferFunction::Discrete(vec![0.0, 1.0]), 0.49, 0.0);
        close(TransferFunction::Discrete(vec![0.0, 1.0]), 1.0, 1.0);
        close(TransferFunction::Linear { slope: 2.0, intercept: -0.5 }, 0.5, 0.5);
        close(TransferFunction::Gamma { amplitude: 1.0, exponent: 2.0, offset: 0.1 }, 0.5, 0.35);
    }

    #[test]
    fn a_turn_of_no_degrees_and_a_full_saturation_change_nothing() {
        for kind in [ColorMatrixKind::HueRotate(0.0), ColorMatrixKind::Saturate(usvg::PositiveF32::new(1.0).unwrap())] {
            for (index, row) in rows(&kind).iter().enumerate() {
                for (column, factor) in row.iter().enumerate() {
                    assert!((factor - f32::from(u8::from(index == column))).abs() < 1e-6, "{kind:?}");
                }
            }
        }
    }
}
