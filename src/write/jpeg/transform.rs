//! 8 × 8 samples become quantised coefficients.
//!
//! The transform is that of Arai, Agui and Nakajima (1988): few multiplications, its scale taken back in the quantiser.
//! Up to quality 95 it runs in 16-bit lanes, eight at a time; there its noise stays below a hundredth of a decibel.
//! Finer steps would show it, so above it runs in `f32`. Both are plain loops that compilers turn into vector
//! instructions (checked in the assembly): the `inline(never)` keep them from being merged into single moves.

use std::f64::consts::{FRAC_1_SQRT_2, PI, SQRT_2};

/// Eight rows of eight.
pub(super) type Block = [[i16; 8]; 8];

/// Quantised coefficients, column by column: place (row r, column c) is `c * 8 + r`.
pub(super) type Coefficients = [i16; 64];

/// From this quality on steps are so small that the 16-bit transform would show: measured, its noise costs 0.4 to 0.9
/// dB at 100 and under 0.03 dB at 95.
const EXACT: u8 = 96;
/// Bits that samples are moved up before the first pass and down after it. They grow at most 10.05-fold a pass: 127 ×
/// 10.05 × 16 and 127 × 10.05² × 2 are within 16 bits.
const UP: u32 = 4;
const DOWN: u32 = 3;
/// T.81, table F.2: the rest of a block has at most ten bits and a sign.
const MOST: i16 = 1023;

/// The quantiser of one table.
pub(super) enum Quantiser {
    /// For the 16-bit transform.
    Fast(Box<Reciprocals>),
    /// For the exact one: what each coefficient is multiplied by.
    Exact(Box<[f32; 64]>),
}

/// Division by multiplication: `((|v| + half) × reciprocal >> 16) × shift >> 16`.
pub(super) struct Reciprocals {
    half: [u16; 64],
    reciprocal: [u16; 64],
    shift: [u16; 64],
}

impl Quantiser {
    /// For these steps, which `quality` made.
    pub(super) fn of(steps: &[u8; 64], quality: u8) -> Self {
        // What the transform of samples moved up by `scale` must be divided by, in the order of the coefficients.
        let divisor = |place: usize, scale: f64| {
            let (column, row) = (place / 8, place % 8);
            f64::from(steps[row * 8 + column]) * 8.0 * scale * growth(column) * growth(row)
        };
        if quality >= EXACT {
            return Self::Exact(Box::new(std::array::from_fn(|place| (1.0 / divisor(place, 1.0)) as f32)));
        }
        let moved = f64::from(1u32 << (UP - DOWN));
        let mut all = Reciprocals { half: [0; 64], reciprocal: [0; 64], shift: [0; 64] };
        for place in 0..64 {
            let divisor = divisor(place, moved);
            let bits = divisor.log2().floor().max(1.0).exp2();
            all.half[place] = (divisor / 2.0).round() as u16;
            all.reciprocal[place] = (65_536.0 * bits / divisor).round().min(65_535.0) as u16;
            all.shift[place] = (65_536.0 / bits) as u16;
        }
        Self::Fast(Box::new(all))
    }

    /// The coefficients of samples from −128 to 127.
    pub(super) fn transform(&self, samples: &mut Block, to: &mut Coefficients) {
        match self {
            Self::Fast(by) => {
                let mut other = [[0; 8]; 8];
                first(samples);
                shuffle(samples, &mut other);
                shuffle(&other, samples);
                shuffle(samples, &mut other);
                second(&mut other);
                divide(&other, by, to);
            }
            Self::Exact(by) => {
                let mut block = samples.map(|row| row.map(f32::from));
                columns(&mut block);
                let mut other = std::array::from_fn(|x| std::array::from_fn(|y| block[y][x]));
                columns(&mut other);
                for ((to, value), by) in to.iter_mut().zip(other.as_flattened()).zip(by.iter()) {
                    *to = ((value * by).round() as i16).clamp(-MOST, MOST);
                }
            }
        }
    }
}

/// How much larger than √8 times the true one the transform makes coefficient `k` of a row or column.
fn growth(k: usize) -> f64 {
    if k == 0 { 1.0 } else { (k as f64 * PI / 16.0).cos() * SQRT_2 }
}

/// A number of the transform.
trait Lane: Copy {
    fn plus(self, other: Self) -> Self;
    fn minus(self, other: Self) -> Self;
    /// Times a constant from 0 to 1.5.
    fn times(self, factor: f64) -> Self;
}

impl Lane for i16 {
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        self.wrapping_add(other)
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        self.wrapping_sub(other)
    }

    #[inline(always)]
    fn times(self, factor: f64) -> Self {
        // The upper half of a 16-bit product is one instruction; what does not fit into a signed factor is added whole.
        let factor = (factor * 65_536.0 + 0.5) as i32;
        let is_over = factor > i32::from(i16::MAX);
        let part = (i32::from(self) * (if is_over { factor - 65_536 } else { factor })) >> 16;
        if is_over { self.wrapping_add(part as i16) } else { part as i16 }
    }
}

impl Lane for f32 {
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        self + other
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        self - other
    }

    #[inline(always)]
    fn times(self, factor: f64) -> Self {
        self * factor as f32
    }
}

/// One pass: all eight columns, each transformed top to bottom.
#[inline(always)]
#[allow(clippy::needless_range_loop, reason = "eight rows at one place each: what a compiler makes eight lanes of")]
fn columns<T: Lane>(d: &mut [[T; 8]; 8]) {
    for x in 0..8 {
        let (s0, s7) = (d[0][x].plus(d[7][x]), d[0][x].minus(d[7][x]));
        let (s1, s6) = (d[1][x].plus(d[6][x]), d[1][x].minus(d[6][x]));
        let (s2, s5) = (d[2][x].plus(d[5][x]), d[2][x].minus(d[5][x]));
        let (s3, s4) = (d[3][x].plus(d[4][x]), d[3][x].minus(d[4][x]));
        // Even ones.
        let (e0, e3) = (s0.plus(s3), s0.minus(s3));
        let (e1, e2) = (s1.plus(s2), s1.minus(s2));
        d[0][x] = e0.plus(e1);
        d[4][x] = e0.minus(e1);
        let turned = e2.plus(e3).times(C4);
        d[2][x] = e3.plus(turned);
        d[6][x] = e3.minus(turned);
        // Odd ones.
        let (o0, o1, o2) = (s4.plus(s5), s5.plus(s6), s6.plus(s7));
        let both = o0.minus(o2).times(C6);
        let low = o0.times(C2_LESS_C6).plus(both);
        let high = o2.times(C2_PLUS_C6).plus(both);
        let middle = o1.times(C4);
        let (sum, difference) = (s7.plus(middle), s7.minus(middle));
        d[5][x] = difference.plus(low);
        d[3][x] = difference.minus(low);
        d[1][x] = sum.plus(high);
        d[7][x] = sum.minus(high);
    }
}

/// cos(4π/16), cos(6π/16), and the sums with cos(2π/16).
const C4: f64 = FRAC_1_SQRT_2;
const C6: f64 = 0.382_683_432_365_089_8;
const C2_LESS_C6: f64 = 0.541_196_100_146_197;
const C2_PLUS_C6: f64 = 1.306_562_964_876_376_4;

#[inline(never)]
fn first(d: &mut Block) {
    for row in d.iter_mut() {
        for value in row {
            *value <<= UP;
        }
    }
    columns(d);
    for row in d.iter_mut() {
        for value in row {
            *value = value.wrapping_add(1 << (DOWN - 1)) >> DOWN;
        }
    }
}

#[inline(never)]
fn second(d: &mut Block) {
    columns(d);
}

/// A perfect shuffle of the rows' lanes; three of them transpose.
#[inline(never)]
fn shuffle(d: &Block, to: &mut Block) {
    let low = |a: [i16; 8], b: [i16; 8]| [a[0], b[0], a[1], b[1], a[2], b[2], a[3], b[3]];
    let high = |a: [i16; 8], b: [i16; 8]| [a[4], b[4], a[5], b[5], a[6], b[6], a[7], b[7]];
    *to = [
        low(d[0], d[4]),
        high(d[0], d[4]),
        low(d[1], d[5]),
        high(d[1], d[5]),
        low(d[2], d[6]),
        high(d[2], d[6]),
        low(d[3], d[7]),
        high(d[3], d[7]),
    ];
}

#[inline(never)]
fn divide(d: &Block, by: &Reciprocals, to: &mut Coefficients) {
    let Ok(d): Result<&[i16; 64], _> = d.as_flattened().try_into() else { return };
    for i in 0..64 {
        let sign = d[i] >> 15;
        let size = (d[i] ^ sign).wrapping_sub(sign) as u16;
        let part = (u32::from(size.wrapping_add(by.half[i])) * u32::from(by.reciprocal[i])) >> 16;
        let part = (((part * u32::from(by.shift[i])) >> 16) as i16).min(MOST);
        to[i] = (part ^ sign).wrapping_sub(sign);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// T.81, A.3.3, as it is written down, divided by the step.
    fn naive(samples: &Block, steps: &[u8; 64], column: usize, row: usize) -> f64 {
        let norm = |k: usize| if k == 0 { 0.5 / SQRT_2 } else { 0.5 };
        let wave = |at: usize, k: usize| ((2 * at + 1) as f64 * k as f64 * PI / 16.0).cos();
        let mut sum = 0.0;
        for (y, line) in samples.iter().enumerate() {
            for (x, sample) in line.iter().enumerate() {
                sum += f64::from(*sample) * wave(x, column) * wave(y, row);
            }
        }
        sum * norm(column) * norm(row) / f64::from(steps[row * 8 + column])
    }

    fn blocks() -> Vec<Block> {
        let mut seed = 7u32;
        let mut noise = |range: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((seed >> 8) % range) as i16 - (range / 2) as i16
        };
        let mut blocks: Vec<Block> =
            (0..20).map(|_| std::array::from_fn(|_| std::array::from_fn(|_| noise(256)))).collect();
        blocks.extend((0..20).map(|_| std::array::from_fn(|y| std::array::from_fn(|x| noise(20) + (x * y) as i16))));
        // What grows most: the signs of each wave at full contrast.
        for k in 0..64usize {
            let sign = |at: usize, k: usize| ((2 * at + 1) as f64 * k as f64 * PI / 16.0).cos().signum();
            let wave = |y, x| if sign(x, k / 8) * sign(y, k % 8) > 0.0 { 127 } else { -128 };
            blocks.push(std::array::from_fn(|y| std::array::from_fn(|x| wave(y, x))));
        }
        blocks
    }

    #[test]
    fn coefficients_are_those_of_the_standard() {
        for quality in [1, 30, 75, 90, 95, 96, 100] {
            for steps in super::super::tables::steps(quality) {
                let quantiser = Quantiser::of(&steps, quality);
                for mut block in blocks() {
                    let samples = block;
                    let mut found = [0; 64];
                    quantiser.transform(&mut block, &mut found);
                    for (place, found) in found.iter().enumerate() {
                        let (column, row) = (place / 8, place % 8);
                        let true_one = naive(&samples, &steps, column, row);
                        // Half a step is rounding; the rest is noise, a fraction of a unit before the step divides it.
                        let noise = if quality >= EXACT { 0.01 } else { 1.2 / f64::from(steps[row * 8 + column]) };
                        // Black is −1024 steps of one, and 1023 is the most.
                        let far = (f64::from(*found) - true_one).abs() - if true_one < -1023.0 { 1.0 } else { 0.0 };
                        assert!(far <= 0.52 + noise, "{quality} {column} {row}: {found} for {true_one}");
                    }
                }
            }
        }
    }
}
