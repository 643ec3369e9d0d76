//! Undoing the filters of PNG lines (PNG 3, section 9), for 8-bit samples and pixels of 1 to 4 bytes.
//!
//! In: filtered lines, in strips. Out: their bytes. Lines whose pixels wait for one another (Paeth, Average) are undone
//! side by side, as a [`wave`]; the others line by line.

use super::wave::wave;
use std::array::from_fn;

/// Undoes the filters of a picture that arrives in strips of whole lines.
pub(super) struct Unfilter {
    bpp: usize,
    stride: usize,
    /// The last line of the strip before; zeros at first, as the standard has it.
    above: Vec<u8>,
}

impl Unfilter {
    /// For lines of `stride` bytes (without the filter byte) and pixels of `bpp` bytes.
    pub(super) fn new(bpp: usize, stride: usize) -> Self {
        Unfilter { bpp, stride, above: vec![0; stride] }
    }

    /// Undoes the filters of whole lines and writes them, without their filter bytes, to the beginning of `to`.
    /// False, with nothing written or remembered, when a filter is unknown, when `filtered` is not of whole lines,
    /// when `to` is too short, or for a `bpp` not of 1 to 4 or a `stride` of 0.
    #[must_use]
    pub(super) fn lines(&mut self, filtered: &[u8], to: &mut [u8]) -> bool {
        let n = filtered.len() / (self.stride + 1);
        let whole = filtered.len() == n * (self.stride + 1) && self.stride > 0;
        if !whole || to.len() < n * self.stride || filtered.iter().step_by(self.stride + 1).any(|f| *f > 4) {
            return false;
        }
        let to = &mut to[..n * self.stride];
        match self.bpp {
            1 => self.each::<1, 1, 16, 32>(filtered, to),
            2 => self.each::<2, 2, 8, 16>(filtered, to),
            3 => self.each::<3, 4, 4, 8>(filtered, to),
            4 => self.each::<4, 4, 4, 8>(filtered, to),
            _ => return false,
        }
        true
    }

    /// `lines` for one size of pixel. `LANE` is the room of a pixel in a row, `N` the lines of a wave of mixed
    /// filters (16 bytes a row), `M` those of a wave of Paeth alone (32 bytes: it has the registers to spare, and
    /// the second half of the row fills the time the first one waits).
    fn each<const BPP: usize, const LANE: usize, const N: usize, const M: usize>(
        &mut self,
        filtered: &[u8],
        to: &mut [u8],
    ) {
        let stride = self.stride;
        let filters: Vec<u8> = filtered.iter().step_by(stride + 1).copied().collect();
        let mut y = 0;
        while y < filters.len() {
            let (done, rest) = to.split_at_mut(y * stride);
            let above = done.rchunks_exact(stride).next().unwrap_or(&self.above);
            let lines = &filtered[y * (stride + 1)..];
            let (line, one) = (&lines[1..=stride], &mut rest[..stride]);
            let ahead = &filters[y..];
            let group = &ahead[..ahead.len().min(N)];
            let paeths = ahead.iter().take(M).take_while(|f| **f == 4).count();
            let mut n = 1;
            match filters[y] {
                0 => one.copy_from_slice(line),
                1 => sub::<BPP>(line, one),
                2 => one.iter_mut().zip(line).zip(above).for_each(|((to, x), b)| *to = x.wrapping_add(*b)),
                // Three bytes a pixel make poor lanes; the short chain of Average is faster alone.
                3 if BPP == 3 && !group.contains(&4) => average_line::<BPP>(above, line, one),
                _ if BPP > 1 && paeths > N => {
                    n = paeths;
                    wave::<BPP, LANE, M, 32, false>(&ahead[..n], above, lines, &mut rest[..n * stride]);
                }
                _ => {
                    // Lines at the group's end that need no wave are faster alone.
                    n = group.iter().rposition(|f| *f > 2).map_or(1, |last| last + 1);
                    wave::<BPP, LANE, N, 16, true>(&group[..n], above, lines, &mut rest[..n * stride]);
                }
            }
            y += n;
        }
        if let Some(last) = to.rchunks_exact(stride).next() {
            self.above.copy_from_slice(last);
        }
    }
}

/// A line of filter Sub.
fn sub<const BPP: usize>(from: &[u8], to: &mut [u8]) {
    let mut a = [0u8; BPP];
    let mut done = 0;
    if BPP == 4 {
        // Four pixels at a time are summed up among themselves; only the last addition waits for the four before.
        let mut left = [0u8; 16];
        for (x, y) in from.as_chunks::<16>().0.iter().zip(to.as_chunks_mut::<16>().0) {
            let mut sum = *x;
            for step in [4, 8] {
                let part = sum;
                for i in step..16 {
                    sum[i] = part[i].wrapping_add(part[i - step]);
                }
            }
            *y = from_fn(|i| sum[i].wrapping_add(left[i]));
            left = from_fn(|i| y[12 + i % 4]);
            done += 16;
        }
        a = from_fn(|i| left[i]);
    }
    let (xs, x_rest) = from[done..].as_chunks::<BPP>();
    let (ys, y_rest) = to[done..].as_chunks_mut::<BPP>();
    for (x, y) in xs.iter().zip(ys) {
        *y = from_fn(|i| x[i].wrapping_add(a[i]));
        a = *y;
    }
    for ((x, y), a) in x_rest.iter().zip(y_rest).zip(a) {
        *y = x.wrapping_add(a);
    }
}

/// A line of filter Average.
fn average_line<const BPP: usize>(above: &[u8], from: &[u8], to: &mut [u8]) {
    let mut a = [0u8; BPP];
    let half = |a: u8, b: u8| ((u16::from(a) + u16::from(b)) / 2) as u8;
    let (bs, b_rest) = above.as_chunks::<BPP>();
    let (xs, x_rest) = from.as_chunks::<BPP>();
    let (ys, y_rest) = to.as_chunks_mut::<BPP>();
    for ((x, b), y) in xs.iter().zip(bs).zip(ys) {
        *y = from_fn(|i| x[i].wrapping_add(half(a[i], b[i])));
        a = *y;
    }
    for (((x, b), y), a) in x_rest.iter().zip(b_rest).zip(y_rest).zip(a) {
        *y = x.wrapping_add(half(a, *b));
    }
}

#[cfg(test)]
mod tests;
