//! Rows become differences from their neighbours (PNG, third edition, section 9).
//!
//! Plain loops over slices of one length, which compilers turn into vector instructions.

/// Differences to: the left, above, the mean of both, the nearest of both and the one between (Paeth).
pub(super) const SUB: u8 = 1;
pub(super) const UP: u8 = 2;
const AVERAGE: u8 = 3;
const PAETH: u8 = 4;

/// Bytes of a row that are looked at together, and of so many of a long row: a quarter chooses as well as all.
const LOOK: usize = 256;
const OF: usize = 1024;
/// Bytes of a row from which on it is long.
const LONG: usize = 8192;

/// Room for a row while its filter is chosen.
#[derive(Default)]
pub(super) struct Filter {
    other: Vec<u8>,
}

impl Filter {
    /// Appends the row by the filter that leaves the least differences, its number first.
    pub(super) fn adaptive(&mut self, row: &[u8], above: &[u8], pixel: usize, to: &mut Vec<u8>) {
        self.other.resize(row.len(), 0);
        let costs = [PAETH, UP, SUB, AVERAGE].map(|filter| (self.cost(filter, row, above, pixel), filter));
        let (_, chosen) = costs.into_iter().min_by_key(|(cost, _)| *cost).unwrap_or_default();
        self.by(chosen, row, above, pixel, to);
    }

    /// What a filter leaves, of the part of the row that is looked at.
    fn cost(&mut self, filter: u8, row: &[u8], above: &[u8], pixel: usize) -> u32 {
        let step = if row.len() < LONG { LOOK } else { OF };
        let looks = (0..row.len()).step_by(step).map(|start| {
            let (from, end) = (start.saturating_sub(pixel), (start + LOOK).min(row.len()));
            let (row, above) = (row.get(from..end).unwrap_or_default(), above.get(from..end).unwrap_or_default());
            apply(filter, row, above, pixel, &mut self.other);
            // The first pixel of a part has none to its left here.
            cost(self.other.get(start - from..row.len()).unwrap_or_default())
        });
        looks.sum()
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
