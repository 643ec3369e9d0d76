//! The stream of a file that grows by strips, from top to bottom.

use super::strips::{Piece, Plan};
use crate::error::Result;
use crate::geometry::{Rect, Size};
use crate::runner::Runner;
use crate::write::CutInto;
use std::ops::Range;

/// Strips that are cut together: what a resize works out anew for each part is then a small share of it.
const TOGETHER: usize = 2;
/// RFC 1950, section 8: the modulus of both sums of the checksum.
const MODULUS: u32 = 65_521;

/// How far a stream has come, and who takes it.
pub(super) struct Stream<T> {
    strips: usize,
    sum: u32,
    /// The last row of pixels.
    above: Vec<u8>,
    take: T,
}

/// Memory that strips are made in: new memory costs half a millisecond a megabyte.
#[derive(Default)]
struct Scratch {
    rows: Vec<u8>,
    bytes: Vec<u8>,
}

impl<T: FnMut(Vec<u8>) -> Result<()> + Send> Stream<T> {
    /// Before the first strip: what stands above it counts as zero. Finished strips go to `take`, in order.
    pub(super) fn begin(plan: &Plan, take: T) -> Self {
        Self { strips: 0, sum: 1, above: vec![0; plan.width * 4], take }
    }

    /// Compresses whole strips, of which only the picture's last may be short.
    pub(super) fn add(&mut self, plan: &Plan, rows: &[u8], runner: &impl Runner) -> Result<()> {
        let (first, stride) = (self.strips, plan.width * 4);
        let strips: Vec<&[u8]> = rows.chunks(plan.bytes().max(1)).collect();
        let before = std::mem::take(&mut self.above);
        let make = |index: usize, scratch: &mut Scratch| {
            let own = strips.get(index).copied().unwrap_or_default();
            let above = index.checked_sub(1).and_then(|one| strips.get(one));
            let above = above.map_or(&before[..], |above| last_row(above, stride));
            plan.strip(first + index, own, Some(above), &mut scratch.bytes)
        };
        let mut outcome = Ok(());
        runner.hand_on((0..strips.len()).collect(), make, |piece| {
            if outcome.is_ok() {
                outcome = self.join(plan, piece);
            }
        });
        self.above = strips.last().map_or_else(|| before.clone(), |strip| last_row(strip, stride).to_vec());
        outcome
    }

    /// Compresses all strips of a picture, whose rows `cut` makes anywhere. The last bits of a row may depend on those
    /// it is made with, so no strip looks at a row that was made with others.
    pub(super) fn add_cut(
        &mut self,
        plan: &Plan,
        (size, cut): (Size, &CutInto<'_>),
        runner: &impl Runner,
    ) -> Result<()> {
        let (stride, height) = (plan.width * 4, size.height as usize);
        let nothing = std::mem::take(&mut self.above);
        let make = |strips: Range<usize>, scratch: &mut Scratch| {
            let Scratch { rows, bytes } = scratch;
            let (first, end) = (strips.start * plan.rows, (strips.end * plan.rows).min(height));
            rows.resize((end - first) * stride, 0);
            cut(Rect::new(0.0, first as f64, f64::from(size.width), (end - first) as f64), rows)?;
            let mut above = (first == 0).then_some(&nothing[..]);
            let mut pieces = Vec::with_capacity(TOGETHER);
            for (index, own) in strips.zip(rows.chunks(plan.bytes().max(1))) {
                pieces.push(plan.strip(index, own, above, bytes));
                above = Some(last_row(own, stride));
            }
            Ok(pieces)
        };
        let groups = (0..plan.strips).step_by(TOGETHER).map(|first| first..(first + TOGETHER).min(plan.strips));
        let mut outcome = Ok(());
        runner.hand_on(groups.collect(), make, |pieces: Result<Vec<Piece>>| {
            if outcome.is_ok() {
                outcome = pieces.and_then(|pieces| pieces.into_iter().try_for_each(|piece| self.join(plan, piece)));
            }
        });
        outcome
    }

    /// Hands over the next strip.
    fn join(&mut self, plan: &Plan, mut piece: Piece) -> Result<()> {
        self.strips += 1;
        self.sum = joined(self.sum, piece.sum, piece.length);
        if self.strips == plan.strips {
            piece.bytes.extend_from_slice(&self.sum.to_be_bytes());
        }
        (self.take)(piece.bytes)
    }
}

fn last_row(strip: &[u8], stride: usize) -> &[u8] {
    strip.get(strip.len().saturating_sub(stride)..).unwrap_or_default()
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
    use simd_adler32::Adler32;

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
}
