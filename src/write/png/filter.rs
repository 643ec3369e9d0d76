//! Rows become differences from their neighbours (PNG, third edition, section 9).
//!
//! Plain loops over slices of one length, which compilers turn into vector instructions.

/// Differences to: the left, above, the mean of both, the nearest of both and the one between (Paeth).
pub(super) const SUB: u8 = 1;
pub(super) const UP: u8 = 2;
const AVERAGE: u8 = 3;
const PAETH: u8 = 4;

/// Room for rows while one is chosen.
#[derive(Default)]
pub(super) struct Filter {
    best: Vec<u8>,
    other: Vec<u8>,
}

impl Filter {
    /// Appends the row by the filter that leaves the least differences, its number first.
    pub(super) fn adaptive(&mut self, row: &[u8], above: &[u8], pixel: usize, to: &mut Vec<u8>) {
        self.other.resize(row.len(), 0);
        self.best.resize(row.len(), 0);
        let (mut least, mut chosen) = (u32::MAX, 0);
        // Most rows of photos take Paeth: with it first, fewer are swapped.
        for filter in [PAETH, UP, SUB, AVERAGE] {
            apply(filter, row, above, pixel, &mut self.other);
            let cost = cost(&self.other);
            if cost < least {
                (least, chosen) = (cost, filter);
                std::mem::swap(&mut self.best, &mut self.other);
            }
        }
        to.push(chosen);
        to.extend_from_slice(&self.best);
    }

    /// Appends the row by this filter.
    pub(super) fn by(&mut self, filter: u8, row: &[u8], above: &[u8], pixel: usize, to: &mut Vec<u8>) {
        self.other.resize(row.len(), 0);
        apply(filter, row, above, pixel, &mut self.other);
        to.push(filter);
        to.extend_from_slice(&self.other);
    }
}

/// The sum of distances from zero, as of signed bytes: 12.8 of the standard.
#[inline(never)]
fn cost(row: &[u8]) -> u32 {
    // 16 bits hold 256 times at most 128.
    let sum = |part: &[u8]| part.iter().map(|byte| u16::from((*byte).min(byte.wrapping_neg()))).sum::<u16>();
    row.chunks(256).map(|part| u32::from(sum(part))).sum()
}

/// `pixel` is how many bytes a pixel has: what stands left of the first one is zero.
#[inline(never)]
fn apply(filter: u8, row: &[u8], above: &[u8], pixel: usize, to: &mut [u8]) {
    let length = row.len().min(above.len()).min(to.len());
    let pixel = pixel.min(length);
    let (row, above, to) = (&row[..length], &above[..length], &mut to[..length]);
    let (first, to) = to.split_at_mut(pixel);
    let (x, a, b, c) = (&row[pixel..], row, &above[pixel..], above);
    match filter {
        SUB => {
            first.copy_from_slice(&row[..pixel]);
            to.iter_mut().zip(x).zip(a).for_each(|((to, x), a)| *to = x.wrapping_sub(*a));
        }
        AVERAGE => {
            first.iter_mut().zip(row).zip(above).for_each(|((to, x), b)| *to = x.wrapping_sub(b / 2));
            let mean = |a: u8, b: u8| ((u16::from(a) + u16::from(b)) / 2) as u8;
            to.iter_mut().zip(x).zip(a).zip(b).for_each(|(((to, x), a), b)| *to = x.wrapping_sub(mean(*a, *b)));
        }
        PAETH => {
            first.iter_mut().zip(row).zip(above).for_each(|((to, x), b)| *to = x.wrapping_sub(*b));
            let all = to.iter_mut().zip(x).zip(a).zip(b).zip(c);
            all.for_each(|((((to, x), a), b), c)| *to = x.wrapping_sub(nearest(*a, *b, *c)));
        }
        UP => {
            first.iter_mut().zip(row).zip(above).for_each(|((to, x), b)| *to = x.wrapping_sub(*b));
            to.iter_mut().zip(x).zip(b).for_each(|((to, x), b)| *to = x.wrapping_sub(*b));
        }
        _ => {
            first.copy_from_slice(&row[..pixel]);
            to.copy_from_slice(x);
        }
    }
}

/// The standard's 9.4: left, above, or left above, whichever is nearest to `a + b − c`, in this order.
#[inline(always)]
fn nearest(a: u8, b: u8, c: u8) -> u8 {
    let wide = [a, b, c].map(i16::from);
    let (to_a, to_b) = ((wide[1] - wide[2]).abs(), (wide[0] - wide[2]).abs());
    let to_c = (wide[0] + wide[1] - 2 * wide[2]).abs();
    let other = if to_b <= to_c { b } else { c };
    if to_a <= to_b.min(to_c) { a } else { other }
}
