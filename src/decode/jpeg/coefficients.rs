//! The AC coefficients of a progressive scan (T.81, G.1.2.2 and G.1.2.3), block by block.
//!
//! In: bits, and what earlier scans left of a block: the kept coefficients, and of all which are not zero. Out: the
//! same after this scan, or `None` when the codes do not fit the band.

use super::band::Plane;
use super::bits::Bits;
use super::frame::Scan;
use super::huffman::{END, Table};
use super::refuse::damaged;
use super::transform::ROOM;
use crate::error::Result;

/// The AC coefficients of a scan.
pub(super) struct Coefficients<'a> {
    scan: &'a Scan,
    plane: &'a Plane,
    table: &'a Table,
    /// How many more blocks have ended already.
    ended: u32,
}

impl<'a> Coefficients<'a> {
    pub(super) fn new(scan: &'a Scan, plane: &'a Plane, table: &'a Table) -> Self {
        Self { scan, plane, table, ended: 0 }
    }

    /// An error when blocks were said to end that the scan does not have.
    pub(super) fn is_done(&self) -> Result<()> {
        if self.ended == 0 { Ok(()) } else { Err(damaged("a run of ended blocks is too long")) }
    }

    #[inline(always)]
    fn place(&self, position: u32) -> usize {
        usize::from(self.plane.places[position as usize & (ROOM - 1)])
    }

    /// A block of a band's first scan (T.81, G.1.2.2).
    #[inline(always)]
    pub(super) fn first(&mut self, bits: &mut Bits, kept: &mut [i16], nonzero: &mut u64) -> Option<()> {
        if self.ended > 0 {
            self.ended -= 1;
            return Some(());
        }
        let mut position = self.scan.first;
        while position <= self.scan.last {
            bits.refill();
            let symbol = self.table.next(bits)?;
            if symbol.advance == END {
                self.ended = symbol.value as u32;
                return Some(());
            }
            position += symbol.advance;
            if position > self.scan.last + 1 {
                return None;
            }
            let value = (symbol.value << self.scan.low) as i16;
            *nonzero |= u64::from(value != 0) << ((position - 1) & 63);
            if let Some(coefficient) = kept.get_mut(self.place(position - 1)) {
                *coefficient = value;
            }
        }
        Some(())
    }

    /// A block of a band's later scans (T.81, G.1.2.3): a bit for each coefficient that is not zero yet, new ones
    /// between.
    #[inline(always)]
    pub(super) fn refine(&mut self, bits: &mut Bits, kept: &mut [i16], nonzero: &mut u64) -> Option<()> {
        let end = self.scan.last + 1;
        let mut position = self.scan.first;
        while self.ended == 0 && position < end {
            bits.refill();
            let symbol = self.table.next(bits)?;
            if symbol.advance == END {
                // This block is one of those that end.
                self.ended = symbol.value as u32 + 1;
                break;
            }
            if symbol.value.abs() > 1 {
                return None;
            }
            let target = nth_zero(*nonzero, position, end, symbol.advance - 1)?;
            self.correct(bits, kept, *nonzero, position, target);
            if symbol.value != 0 {
                *nonzero |= 1 << (target & 63);
                if let Some(coefficient) = kept.get_mut(self.place(target)) {
                    *coefficient = (symbol.value << self.scan.low) as i16;
                }
            }
            position = target + 1;
        }
        if self.ended > 0 {
            self.ended -= 1;
            self.correct(bits, kept, *nonzero, position, end);
        }
        Some(())
    }

    /// Takes the bits of the coefficients from `from` to before `to` that are not zero.
    #[inline(always)]
    fn correct(&self, bits: &mut Bits, kept: &mut [i16], nonzero: u64, from: u32, to: u32) {
        let mut left = nonzero & between(from, to);
        while left != 0 {
            let position = left.trailing_zeros();
            if position > self.plane.last {
                break;
            }
            left &= left - 1;
            let step = 1i16 << self.scan.low;
            let coefficient = kept.get_mut(self.place(position));
            if bits.bit()
                && let Some(coefficient) = coefficient.filter(|coefficient| **coefficient & step == 0)
            {
                *coefficient = coefficient.wrapping_add(if *coefficient > 0 { step } else { -step });
            }
        }
        bits.skip(left.count_ones());
    }
}

/// Bits `from` to before `to`, of 64.
fn between(from: u32, to: u32) -> u64 {
    let below = |position: u32| 1u64.checked_shl(position).map_or(u64::MAX, |bit| bit - 1);
    below(to) & !below(from)
}

/// The position of the zero coefficient that `count` others precede, from `from` on; `None` when it is not before
/// `end`.
#[inline(always)]
fn nth_zero(nonzero: u64, from: u32, end: u32, count: u32) -> Option<u32> {
    let mut zeros = !nonzero & between(from, end);
    for _ in 0..count {
        zeros &= zeros.checked_sub(1)?;
    }
    (zeros != 0).then(|| zeros.trailing_zeros())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_counted_between_nonzero_coefficients() {
        let nonzero = 0b1011_0110;
        assert_eq!(nth_zero(nonzero, 1, 64, 0), Some(3));
        assert_eq!(nth_zero(nonzero, 1, 64, 2), Some(8));
        assert_eq!(nth_zero(nonzero, 1, 8, 2), None);
        assert_eq!(nth_zero(nonzero, 1, 8, 5), None);
        assert_eq!(nth_zero(0, 1, 64, 62), Some(63));
        assert_eq!((between(1, 64), between(0, 3), between(5, 5)), (u64::MAX - 1, 7, 0));
    }
}
