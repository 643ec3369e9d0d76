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
use super::filter::{Filter, UP};
use super::matches::{Matcher, runs};
use super::pixels::Pixels;
use crate::geometry::Size;
use crate::runner::Runner;
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
/// RFC 1950, section 8: the modulus of both sums of the checksum.
const MODULUS: u32 = 65_521;

/// What all strips share.
pub(super) struct Plan {
    /// How pixels are stored.
    pub(super) pixels: Pixels,
    /// Whether rows are filtered by the one above and nothing is weighed.
    is_hasty: bool,
    width: usize,
    rows: usize,
    strips: usize,
}

/// A finished strip: compressed bytes, and the checksum and length of what they say.
struct Piece {
    bytes: Vec<u8>,
    sum: u32,
    length: usize,
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

    /// Strip number `index` of premultiplied RGBA rows; `above` is the row before them.
    fn strip(&self, index: usize, rows: &[u8], above: &[u8]) -> Piece {
        let begin = if index == 0 { ZLIB.to_vec() } else { Vec::new() };
        let is_searched = self.is_searched(rows);
        let bytes = self.filtered(rows, above, !is_searched);
        piece(begin, &bytes, is_searched, index + 1 == self.strips)
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
            some.for_each(|some| bytes.append(&mut self.filtered(some, &nothing, is_filtered)));
            piece(Vec::new(), &bytes, !is_filtered, true).bytes.len()
        };
        length(false) < length(true)
    }

    /// The rows as the file stores them, a filter's number before each.
    fn filtered(&self, rows: &[u8], above: &[u8], is_filtered: bool) -> Vec<u8> {
        let (mut filter, mut row, mut before) = (Filter::default(), Vec::new(), Vec::new());
        self.pixels.row(above, &mut before);
        let bytes = self.pixels.bytes();
        let mut to = Vec::with_capacity(rows.len() / 4 * bytes + rows.len() / (self.width * 4).max(1));
        for line in rows.chunks_exact((self.width * 4).max(1)) {
            self.pixels.row(line, &mut row);
            match (is_filtered, self.is_hasty) {
                (true, false) => filter.adaptive(&row, &before, bytes, &mut to),
                (true, true) => filter.by(UP, &row, &before, bytes, &mut to),
                (false, _) => filter.by(0, &row, &before, bytes, &mut to),
            }
            std::mem::swap(&mut row, &mut before);
        }
        to
    }
}

/// Whether three quarters of the pixels are as the one to their left.
pub(super) fn is_flat(rows: &[u8], width: usize) -> bool {
    let pixels = rows.as_chunks::<4>().0;
    let like_left = |row: &[[u8; 4]]| row.iter().zip(row.iter().skip(1)).filter(|(one, next)| one == next).count();
    pixels.chunks(width.max(1)).map(like_left).sum::<usize>() * 4 >= pixels.len() * 3
}

fn piece(begin: Vec<u8>, bytes: &[u8], is_searched: bool, is_last: bool) -> Piece {
    let mut sum = Adler32::new();
    sum.write(bytes);
    let mut bits = Bits::after(begin);
    let mut matcher = is_searched.then(Matcher::new);
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

/// The stream of a file that grows by strips, from top to bottom.
pub(super) struct Stream {
    strips: usize,
    sum: u32,
    /// The last row of pixels.
    above: Vec<u8>,
}

impl Stream {
    /// Before the first strip: what stands above it counts as zero.
    pub(super) fn begin(plan: &Plan) -> Self {
        Self { strips: 0, sum: 1, above: vec![0; plan.width * 4] }
    }

    /// Compresses whole strips, of which only the picture's last may be short. Each is handed over in order.
    pub(super) fn add<E>(
        &mut self,
        plan: &Plan,
        rows: &[u8],
        runner: &impl Runner,
        mut take: impl FnMut(Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        let strips: Vec<&[u8]> = rows.chunks(plan.bytes().max(1)).collect();
        let last_row =
            |strip: &&[u8]| strip.get(strip.len().saturating_sub(plan.width * 4)..).unwrap_or_default().to_vec();
        let made = runner.map(strips.len(), |index| {
            let above =
                index.checked_sub(1).and_then(|before| strips.get(before)).map_or_else(|| self.above.clone(), last_row);
            plan.strip(self.strips + index, strips.get(index).copied().unwrap_or_default(), &above)
        });
        self.above = strips.last().map_or(std::mem::take(&mut self.above), last_row);
        for mut piece in made {
            self.strips += 1;
            self.sum = joined(self.sum, piece.sum, piece.length);
            if self.strips == plan.strips {
                piece.bytes.extend_from_slice(&self.sum.to_be_bytes());
            }
            take(piece.bytes)?;
        }
        Ok(())
    }
}

/// The checksum of two texts from those of each and the second's length: the first's sum stands in every sum of sums of
/// the second, less the one that each begins with.
fn joined(first: u32, second: u32, length: usize) -> u32 {
    let (a, b) = (first & 0xffff, first >> 16);
    let length = (length % MODULUS as usize) as u32;
    let sum = (a + (second & 0xffff) + MODULUS - 1) % MODULUS;
    let sums =
        (b + (second >> 16) + (u64::from(length) * u64::from(a + MODULUS - 1) % u64::from(MODULUS)) as u32) % MODULUS;
    sums << 16 | sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_of_parts_are_joined() {
        let bytes: Vec<u8> = (0..200_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 23) as u8).collect();
        let sum = |bytes: &[u8]| {
            let mut sum = Adler32::new();
            sum.write(bytes);
            sum.finish()
        };
        for at in [0, 1, 65_520, 65_521, 65_522, 131_042, 200_000] {
            let (one, other) = bytes.split_at(at);
            assert_eq!(joined(sum(one), sum(other), other.len()), sum(&bytes), "{at}");
        }
    }

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
