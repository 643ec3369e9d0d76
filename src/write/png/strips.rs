//! The pixels of a PNG in strips that do not depend on each other.
//!
//! A strip is some whole rows, compressed without looking at the others and ended at a whole byte, so that strips can
//! be made in any order and joined to one stream. Where they begin depends on the picture's size alone, and so do the
//! bytes.
//!
//! Photos: the filter with the least differences for each row, and of repetitions only runs of zeros; a search finds
//! next to nothing there and takes ten times as long. Flat art (most pixels are as the one before): without filters and
//! with a search, where a sample shows that to be smaller. Palettes: always so.

use super::deflate::Bits;
use super::filter::{Filter, SUB, UP};
use super::matches::{Matcher, runs};
use super::pixels::Pixels;
use crate::geometry::Size;
use simd_adler32::Adler32;

/// Pixels of a strip, about. What begins anew costs some hundred bytes, which of what so many pixels make is about a
/// thousandth on flat art and far less on photos.
const STRIP: u64 = 1 << 18;
/// Strips that a small picture has all the same, as long as they are half as large: so many threads share it.
const SHARED: u64 = 4;
/// Bytes that share their codes.
const BLOCK: usize = 1 << 16;
/// Rows that are tried together, and of how many such groups one is.
const SAMPLE: usize = 8;
/// zlib's header (RFC 1950): deflate with a window of 32 KiB, at the fastest level.
const ZLIB: [u8; 2] = [0x78, 0x01];

/// What all strips share.
pub(super) struct Plan {
    /// How pixels are stored.
    pub(super) pixels: Pixels,
    /// Whether rows are filtered by the one above and nothing is weighed.
    is_hasty: bool,
    pub(super) width: usize,
    /// Rows of a strip; the last may have fewer.
    pub(super) rows: usize,
    pub(super) strips: usize,
}

/// A finished strip: compressed bytes, and the checksum and length of what they say.
pub(super) struct Piece {
    pub(super) bytes: Vec<u8>,
    pub(super) sum: u32,
    pub(super) length: usize,
}

impl Plan {
    /// For a picture of this size.
    pub(super) fn of(size: Size, pixels: Pixels, is_hasty: bool) -> Self {
        let strips = (size.pixels() / STRIP).max((size.pixels() * 2 / STRIP).min(SHARED));
        let strips = strips.clamp(1, u64::from(size.height.max(1)));
        let rows = u64::from(size.height).div_ceil(strips).max(1);
        // No larger than a side.
        let (rows, strips) = (rows as usize, u64::from(size.height).div_ceil(rows) as usize);
        Self { pixels, is_hasty, width: size.width as usize, rows, strips }
    }

    /// Bytes of a strip of the raster.
    pub(super) fn bytes(&self) -> usize {
        self.rows * self.width * 4
    }

    /// Strip number `index` of premultiplied RGBA rows; `above` is the row before them, to the bit, or not known;
    /// `bytes` memory to be used.
    pub(super) fn strip(&self, index: usize, rows: &[u8], above: Option<&[u8]>, bytes: &mut Vec<u8>) -> Piece {
        let begin = if index == 0 { ZLIB.to_vec() } else { Vec::new() };
        let is_searched = self.is_searched(rows);
        bytes.clear();
        self.filter(rows, above, !is_searched, bytes);
        self.piece(begin, bytes, is_searched, index + 1 == self.strips)
    }

    /// Whether repetitions are looked for, without filters: tried on every eighth eight rows of flat art.
    fn is_searched(&self, rows: &[u8]) -> bool {
        if matches!(self.pixels, Pixels::Indexed(_)) {
            return true;
        }
        if self.is_hasty || !is_flat(rows, self.width) {
            return false;
        }
        let few = (self.width * 4 * SAMPLE).max(1);
        let length = |is_filtered: bool| {
            // A strip of fewer rows is tried whole.
            let step = if rows.len() < few * SAMPLE { 1 } else { SAMPLE };
            let some = rows.chunks(few).skip(step / 2).step_by(step);
            let nothing = vec![0; self.width * 4];
            let mut bytes = Vec::with_capacity(rows.len() / step + few);
            some.for_each(|some| self.filter(some, Some(&nothing), is_filtered, &mut bytes));
            self.piece(Vec::new(), &bytes, !is_filtered, true).bytes.len()
        };
        length(false) < length(true)
    }

    /// Appends the rows as the file stores them, a filter's number before each.
    fn filter(&self, rows: &[u8], above: Option<&[u8]>, is_filtered: bool, to: &mut Vec<u8>) {
        let (mut filter, mut row, mut before) = (Filter::default(), Vec::new(), Vec::new());
        let mut is_above_known = above.is_some();
        self.pixels.row(above.unwrap_or_default(), &mut before);
        let bytes = self.pixels.bytes();
        to.reserve(rows.len() / 4 * bytes + rows.len() / (self.width * 4).max(1));
        for line in rows.chunks_exact((self.width * 4).max(1)) {
            self.pixels.row(line, &mut row);
            match (is_filtered, self.is_hasty) {
                (true, _) if !is_above_known => filter.by(SUB, &row, &row, bytes, to),
                (true, false) => filter.adaptive(&row, &before, bytes, to),
                (true, true) => filter.by(UP, &row, &before, bytes, to),
                (false, _) => filter.by(0, &row, &before, bytes, to),
            }
            std::mem::swap(&mut row, &mut before);
            is_above_known = true;
        }
    }

    /// Bytes as the file stores them, compressed behind what the stream begins with.
    fn piece(&self, begin: Vec<u8>, bytes: &[u8], is_searched: bool, is_last: bool) -> Piece {
        let mut sum = Adler32::new();
        sum.write(bytes);
        let mut bits = Bits::after(begin);
        let mut matcher = is_searched.then(|| Matcher::new(self.pixels.bytes()));
        let (mut from, mut sequences) = (0, Vec::new());
        while from < bytes.len() {
            let to = (from + BLOCK).min(bytes.len());
            let (until, part) = (bytes.get(..to).unwrap_or_default(), bytes.get(from..to).unwrap_or_default());
            sequences.clear();
            match &mut matcher {
                Some(matcher) => matcher.find(until, from, &mut sequences),
                None => runs(part, &mut sequences),
            }
            bits.block(part, &sequences, is_last && to == bytes.len());
            from = to;
        }
        Piece { bytes: bits.finish(is_last), sum: sum.finish(), length: bytes.len() }
    }
}

/// Whether three quarters of the pixels are as the one to their left.
pub(super) fn is_flat(rows: &[u8], width: usize) -> bool {
    let pixels = rows.as_chunks::<4>().0;
    let like_left = |row: &[[u8; 4]]| row.iter().zip(row.iter().skip(1)).filter(|(one, next)| one == next).count();
    pixels.chunks(width.max(1)).map(like_left).sum::<usize>() * 4 >= pixels.len() * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_are_many_only_where_pixels_are() {
        let strips = |width, height| {
            let plan = Plan::of(Size::new(width, height), Pixels::Rgb, false);
            assert!(plan.rows * plan.strips >= height as usize && plan.rows * (plan.strips - 1) < height as usize);
            plan.strips
        };
        assert_eq!((strips(1, 1), strips(500, 500), strips(720, 540), strips(2000, 2000)), (1, 1, 2, 15));
        assert_eq!((strips(1_000_000, 3), strips(3, 1_000_000)), (3, 11));
    }
}
