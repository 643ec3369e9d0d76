//! Scaled inverse transforms: the lowest coefficients of a block become 1, 2, 4 or 8 pixels on either side.
//!
//! Keeping the lowest N coefficients of eight and transforming them with N points is an ideal low pass within the
//! block. Measured against the whole transform and Lanczos3 after it, it is 1.3 to 4 dB nearer than the mean of the
//! pixels (which dulls). Arithmetic is in f32, four lanes of which every processor multiplies at once; no operation of
//! it depends on the machine, so neither do the bytes.

use std::array;
use std::ops::{Add, Mul, Sub};

/// Room for the coefficients of one block: 64, and at the end one place for those that nobody wants.
pub(super) const ROOM: usize = 128;

/// The place of a coefficient that is not kept.
pub(super) const NOWHERE: u8 = 127;

/// Turns one block into pixels: coefficients column by column, steps with [`scales`] in them, pixels, and their stride.
pub(super) type Transform = fn(&[i32; ROOM], &[f32; 64], &mut [u8], usize);

/// The transform to so many pixels across and down; `None` when there is none.
pub(super) fn choose(across: usize, down: usize) -> Option<Transform> {
    Some(match (across, down) {
        (1, 1) => transform::<1, 1>,
        (1, 2) => transform::<1, 2>,
        (1, 4) => transform::<1, 4>,
        (1, 8) => transform::<1, 8>,
        (2, 1) => transform::<2, 1>,
        (2, 2) => transform::<2, 2>,
        (2, 4) => transform::<2, 4>,
        (2, 8) => transform::<2, 8>,
        (4, 1) => transform::<4, 1>,
        (4, 2) => transform::<4, 2>,
        (4, 4) => transform::<4, 4>,
        (4, 8) => transform::<4, 8>,
        (8, 1) => transform::<8, 1>,
        (8, 2) => transform::<8, 2>,
        (8, 4) => transform::<8, 4>,
        (8, 8) => transform::<8, 8>,
        _ => return None,
    })
}

/// What each coefficient of a side of `points` has to be multiplied with before the transform: the 1/√8 of the
/// orthonormal transform, and for eight points the factors that its flow graph leaves out (Arai, Agui, Nakajima 1988).
pub(super) fn scales(points: usize) -> [f32; 8] {
    let plain = f64::from(8.0f32).sqrt().recip();
    array::from_fn(|index| {
        let left_out = match index {
            1.. if points == 8 => (index as f64 * std::f64::consts::PI / 16.0).cos() * std::f64::consts::SQRT_2,
            _ => 1.0,
        };
        (plain * left_out) as f32
    })
}

/// Some values that go the same way.
#[derive(Clone, Copy)]
struct Lanes<const L: usize>([f32; L]);

impl<const L: usize> Add for Lanes<L> {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(array::from_fn(|lane| self.0[lane] + other.0[lane]))
    }
}

impl<const L: usize> Sub for Lanes<L> {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(array::from_fn(|lane| self.0[lane] - other.0[lane]))
    }
}

impl<const L: usize> Mul<f32> for Lanes<L> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, factor: f32) -> Self {
        Self(self.0.map(|lane| lane * factor))
    }
}

/// 128 in the middle of the range, a little more than that so that halves go up, as in full decoders (a mean is one in
/// every other file: an eighth of an odd number times a step of four), and 1.5 × 2²³: added to a number below 2²², it
/// rounds it to the nearest whole number, whose lowest bits are then those of the sum.
const MIDDLE: f32 = 128.0 + 1.0 / 1024.0;
const ROUNDING: f32 = 12_582_912.0;

fn transform<const W: usize, const H: usize>(
    coefficients: &[i32; ROOM],
    steps: &[f32; 64],
    pixels: &mut [u8],
    stride: usize,
) {
    // Columns of coefficients: the horizontal pass has them as lanes.
    let mut columns = [[0.0f32; H]; W];
    for ((value, coefficient), step) in columns.as_flattened_mut().iter_mut().zip(coefficients).zip(steps) {
        *value = *coefficient as f32 * step;
    }
    columns[0][0] += MIDDLE;
    let mut columns = columns.map(Lanes);
    points(&mut columns);
    let mut rows: [Lanes<W>; H] = array::from_fn(|y| Lanes(array::from_fn(|x| columns[x].0[y])));
    points(&mut rows);
    // All at once, so that they are packed together.
    let mut values = rows.map(|row| row.0);
    let mut bytes = [[0u8; W]; H];
    for (byte, value) in bytes.as_flattened_mut().iter_mut().zip(values.as_flattened_mut()) {
        *byte = to_byte(*value);
    }
    for (y, row) in bytes.iter().enumerate() {
        if let Some(target) = pixels.get_mut(y * stride..).and_then(|rest| rest.first_chunk_mut::<W>()) {
            *target = *row;
        }
    }
}

/// Pixels of a block that has nothing but its mean.
pub(super) fn flat(mean: i32, step: f32) -> u8 {
    to_byte(mean as f32 * step + MIDDLE)
}

#[inline(always)]
fn to_byte(value: f32) -> u8 {
    // Comparisons, not `clamp`: they become single instructions.
    let value = if value > 0.0 { value } else { 0.0 };
    let value = if value < 255.0 { value } else { 255.0 };
    (value + ROUNDING).to_bits() as u8
}

#[inline(always)]
fn points<const N: usize, const L: usize>(c: &mut [Lanes<L>; N]) {
    match N {
        2 => (c[0], c[1]) = (c[0] + c[1], c[0] - c[1]),
        4 => points4(c),
        8 => points8(c),
        _ => {}
    }
}

/// √2 cos π/8 and √2 cos 3π/8.
const COS_1: f32 = 1.306_562_9;
const COS_3: f32 = 0.541_196_1;

#[inline(always)]
fn points4<const N: usize, const L: usize>(c: &mut [Lanes<L>; N]) {
    let (sum, difference) = (c[0] + c[2], c[0] - c[2]);
    let outer = c[1] * COS_1 + c[3] * COS_3;
    let inner = c[1] * COS_3 - c[3] * COS_1;
    (c[0], c[1], c[2], c[3]) = (sum + outer, difference + inner, difference - inner, sum - outer);
}

/// The eight points of Arai, Agui and Nakajima: five multiplications. A loop over the lanes, which is too long for the
/// compiler to unroll before it takes four lanes at once.
#[inline(always)]
fn points8<const N: usize, const L: usize>(c: &mut [Lanes<L>; N]) {
    const ROOT: f32 = std::f32::consts::SQRT_2;
    for lane in 0..L {
        let at = |index: usize| c[index].0[lane];
        // Even coefficients.
        let (sum, difference) = (at(0) + at(4), at(0) - at(4));
        let around = at(2) + at(6);
        let turned = (at(2) - at(6)) * ROOT - around;
        let even = [sum + around, difference + turned, difference - turned, sum - around];
        // Odd coefficients: 2 cos π/8, 2 (cos π/8 − cos 3π/8), −2 (cos π/8 + cos 3π/8).
        let (plus53, minus53) = (at(5) + at(3), at(5) - at(3));
        let (plus17, minus17) = (at(1) + at(7), at(1) - at(7));
        let odd0 = plus17 + plus53;
        let shared = (minus53 + minus17) * 1.847_759_1;
        let odd1 = minus53 * -2.613_125_9 + shared - odd0;
        let odd2 = (plus17 - plus53) * ROOT - odd1;
        let odd3 = minus17 * 1.082_392_2 - shared + odd2;
        for (index, (even, odd)) in even.into_iter().zip([odd0, odd1, odd2, -odd3]).enumerate() {
            c[index].0[lane] = even + odd;
            c[7 - index].0[lane] = even - odd;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    /// The definition, in f64.
    fn naive(coefficients: &[i32; ROOM], across: usize, down: usize) -> Vec<u8> {
        let basis = |points: usize, at: usize, index: usize| {
            let weight = if index == 0 { 8.0f64.sqrt().recip() } else { 0.5 };
            weight * ((2 * at + 1) as f64 * index as f64 * PI / (2 * points) as f64).cos()
        };
        let mut pixels = Vec::new();
        for (y, x) in (0..down).flat_map(|y| (0..across).map(move |x| (y, x))) {
            let mut sum = 128.0;
            for (u, v) in (0..across).flat_map(|u| (0..down).map(move |v| (u, v))) {
                sum += f64::from(coefficients[u * down + v]) * basis(across, x, u) * basis(down, y, v);
            }
            pixels.push((sum + 0.5).floor().clamp(0.0, 255.0) as u8);
        }
        pixels
    }

    #[test]
    fn every_size_follows_its_definition() {
        let mut tried = 0;
        for (across, down) in [1, 2, 4, 8].into_iter().flat_map(|w| [1, 2, 4, 8].map(|h| (w, h))) {
            let Some(transform) = choose(across, down) else { continue };
            tried += 1;
            let (u, v) = (scales(across), scales(down));
            let mut steps = [0.0; 64];
            for (x, y) in (0..across).flat_map(|x| (0..down).map(move |y| (x, y))) {
                steps[x * down + y] = u[x] * v[y];
            }
            for seed in 1..100u32 {
                let coefficients: [i32; ROOM] = array::from_fn(|index| {
                    let value = seed.wrapping_mul(index as u32 * 2 + 1).wrapping_mul(0x9E37_79B1) >> 16;
                    (value as i32 - 32768) / (80 * (index as i32 + 1))
                });
                let mut pixels = vec![0; across * down];
                transform(&coefficients, &steps, &mut pixels, across);
                let expected = naive(&coefficients, across, down);
                let is_near = |(a, b): (&u8, &u8)| a.abs_diff(*b) <= 1;
                assert!(pixels.iter().zip(&expected).all(is_near), "{across} x {down}: {pixels:?} {expected:?}");
            }
        }
        assert_eq!(tried, 16);
    }

    #[test]
    fn numbers_out_of_range_end_at_black_and_white() {
        let steps = [1e9; 64];
        let mut pixels = [7; 16];
        transform::<4, 4>(&[i32::MAX; ROOM], &steps, &mut pixels, 4);
        transform::<8, 8>(&[i32::MIN; ROOM], &steps, &mut pixels, 3);
        assert_eq!((flat(-2000, 1.0), flat(0, 1.0), flat(2000, 1.0)), (0, 128, 255));
    }
}
