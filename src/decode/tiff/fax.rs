//! Fax compression: rows of Modified Huffman, Group 3 in one and in two dimensions, Group 4 (ITU-T T.4, T.6; TIFF 6.0,
//! section 10).
//!
//! In: the bits of a strip. Out: rows of one bit a pixel, 0 = white, whatever the picture takes for white. Errors:
//! [`Fault::Input`](crate::Fault::Input) for codes that there are none of or that lead out of a row,
//! [`Fault::Unsupported`](crate::Fault::Unsupported) for the uncompressed mode, which nobody writes.

use crate::decode::reader::{damaged, truncated};
use crate::error::{Error, Result};
use crate::limits::Deadline;
use fax::BitReader;
use fax::maps::{Mode, black, mode, white};

/// Rows between two looks at the clock.
const ROWS: usize = 256;

/// Which of the codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// Rows that begin at whole bytes, or at words of so many.
    Rows(usize),
    /// Rows that a mark begins.
    Group3 {
        /// Whether the mark says of each row if it depends on the one before.
        is_two_dimensional: bool,
    },
    Group4,
}

/// The bits, and zeros behind the last.
struct Bits<'a> {
    data: &'a [u8],
    at: usize,
}

impl BitReader for Bits<'_> {
    type Error = std::convert::Infallible;

    fn peek(&self, bits: u8) -> Option<u16> {
        let byte = |index: usize| u32::from(self.data.get(self.at / 8 + index).copied().unwrap_or(0));
        let window = (byte(0) << 24 | byte(1) << 16 | byte(2) << 8) << (self.at % 8);
        (1..=16).contains(&bits).then(|| (window >> (32 - u32::from(bits))) as u16)
    }

    fn consume(&mut self, bits: u8) -> Result<(), Self::Error> {
        self.at += usize::from(bits);
        Ok(())
    }

    fn bits_to_byte_boundary(&self) -> u8 {
        (self.at.wrapping_neg() % 8) as u8
    }
}

impl Bits<'_> {
    fn is_over(&self) -> bool {
        self.at >= self.data.len() * 8
    }

    /// Goes over the mark at the begin of a row, eleven or more zeros and a one; whether there is one.
    fn pass_mark(&mut self) -> bool {
        if self.peek(11) != Some(0) {
            return false;
        }
        let mut at = self.at + 11;
        while self.data.get(at / 8).is_some_and(|byte| byte << (at % 8) & 0x80 == 0) {
            at += 1;
        }
        let is_there = at < self.data.len() * 8;
        self.at = if is_there { at + 1 } else { self.data.len() * 8 };
        is_there
    }

    /// A run of one colour: multiples of 64, and the rest.
    fn run(&mut self, is_black: bool) -> Result<u32> {
        let mut sum = 0u32;
        loop {
            let part = if is_black { black::decode(self) } else { white::decode(self) };
            let part = part.ok_or_else(|| self.wrong())?;
            sum = sum.saturating_add(u32::from(part));
            if part < 64 {
                return Ok(sum);
            }
        }
    }

    fn wrong(&self) -> Error {
        if self.is_over() { truncated("TIFF") } else { damaged("TIFF", "a fax code that does not exist") }
    }
}

/// Where a row changes its colour, from white on: each place beyond the one before.
#[derive(Default)]
struct Changes(Vec<u32>);

impl Changes {
    /// Notes a change. Two at the same place are none.
    fn note(&mut self, at: u32) {
        match self.0.last() {
            Some(last) if *last == at => drop(self.0.pop()),
            _ => self.0.push(at),
        }
    }

    /// Writes the row.
    fn fill(&self, row: &mut [u8], width: u32) {
        row.fill(0);
        for pair in self.0.chunks(2) {
            let end = pair.get(1).copied().unwrap_or(width).min(width);
            for x in pair.first().copied().unwrap_or(end)..end {
                if let Some(byte) = row.get_mut(x as usize / 8) {
                    *byte |= 0x80 >> (x % 8);
                }
            }
        }
    }
}

/// Decodes rows of `width` pixels into bytes of which each row begins a new one.
pub(super) fn decode(data: &[u8], coding: Coding, width: u32, rows: &mut [u8], deadline: &Deadline) -> Result<()> {
    let stride = (width as usize).div_ceil(8).max(1);
    let mut bits = Bits { data, at: 0 };
    let mut before = Changes::default();
    for (index, row) in rows.chunks_exact_mut(stride).enumerate() {
        if index % ROWS == 0 {
            deadline.check()?;
        }
        let mut current = Changes::default();
        let is_alone = match coding {
            Coding::Rows(word) => {
                bits.at = bits.at.next_multiple_of(word * 8);
                true
            }
            Coding::Group3 { is_two_dimensional } => {
                let is_marked = bits.pass_mark();
                // Behind the mark a one for a row by itself; a row without mark is one.
                !(is_two_dimensional && is_marked && !take_bit(&mut bits))
            }
            Coding::Group4 => false,
        };
        if is_alone {
            alone(&mut bits, width, &mut current)?;
        } else if !beside(&mut bits, width, &before, &mut current)? {
            // The end, which may come before rows that are white.
            rows.get_mut(index * stride..).unwrap_or_default().fill(0);
            return Ok(());
        }
        current.fill(row, width);
        before = current;
    }
    Ok(())
}

fn take_bit(bits: &mut Bits<'_>) -> bool {
    let bit = bits.peek(1) == Some(1);
    bits.at += 1;
    bit
}

fn out_of_row() -> Error {
    damaged("TIFF", "a fax row is longer than the picture is wide")
}

/// A row by itself.
fn alone(bits: &mut Bits<'_>, width: u32, current: &mut Changes) -> Result<()> {
    let (mut at, mut is_black) = (0u32, false);
    while at < width {
        at = at.checked_add(bits.run(is_black)?).filter(|at| *at <= width).ok_or_else(out_of_row)?;
        current.note(at);
        is_black = !is_black;
    }
    Ok(())
}

/// A row by what it changes of the one before; whether it is there.
fn beside(bits: &mut Bits<'_>, width: u32, before: &Changes, current: &mut Changes) -> Result<bool> {
    // The place before the first pixel.
    let (mut at, mut is_black) = (-1i64, false);
    // Changes before this one are passed.
    let mut next = 0usize;
    let limit = i64::from(width);
    while at < limit {
        // The first change beyond `at` to the other colour.
        next = next.saturating_sub(2);
        let change = |index: usize| before.0.get(index).map_or(limit, |at| i64::from(*at));
        while next < before.0.len() && (change(next) <= at || (next % 2 == 1) != is_black) {
            next += 1;
        }
        let (first, second) = (change(next), change(next + 1));
        // Half of the mark of the end; the library takes nothing but zeros for it too.
        match bits.peek(12) {
            Some(1) => return Ok(false),
            Some(0) => return Err(bits.wrong()),
            _ => {}
        }
        match mode::decode(bits).ok_or_else(|| bits.wrong())? {
            Mode::Pass => at = second,
            Mode::Vertical(by) => {
                let to = first + i64::from(by);
                if to < at.max(0) || to > limit {
                    return Err(out_of_row());
                }
                current.note(to as u32);
                (at, is_black) = (to, !is_black);
            }
            Mode::Horizontal => {
                for _ in 0..2 {
                    at = at.max(0) + i64::from(bits.run(is_black)?);
                    if at > limit {
                        return Err(out_of_row());
                    }
                    current.note(at as u32);
                    is_black = !is_black;
                }
            }
            Mode::Extension => return Err(Error::unsupported("TIFFs with uncompressed fax rows cannot be read")),
            Mode::EOF => return Ok(false),
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Fault;

    fn decoded(data: &[u8], coding: Coding, width: u32, rows: usize) -> Result<Vec<u8>> {
        let mut out = vec![0xFF; width.div_ceil(8) as usize * rows];
        decode(data, coding, width, &mut out, &Deadline::NEVER).map(|()| out)
    }

    #[test]
    fn rows_by_themselves_begin_at_bytes_or_behind_marks() {
        // White 2 (0111), black 3 (10), white 3 (1000); the same again in the next byte but one.
        let rows = [0b0111_1010, 0b0000_0000, 0b0111_1010, 0];
        assert_eq!(decoded(&rows, Coding::Rows(1), 8, 2).unwrap(), [0b0011_1000; 2]);
        assert_eq!(decoded(&rows, Coding::Rows(2), 8, 2).unwrap(), [0b0011_1000; 2]);
        // A mark of twelve bits, filled up in front by four.
        let marked = [0, 1, 0b0111_1010, 0b0000_0000, 0b0000_0010, 0b1111_0100, 0];
        let coding = Coding::Group3 { is_two_dimensional: false };
        assert_eq!(decoded(&marked, coding, 8, 2).unwrap(), [0b0011_1000; 2]);
    }

    #[test]
    fn rows_of_group_4_follow_the_one_before() {
        // Horizontal (001) white 2, black 3; to the end (1). The same row: 1, 1, 1. Then one to the right (011), the
        // same (1), the end (1).
        let data = [0b0010_1111, 0b0111_1011, 0b1100_0000];
        assert_eq!(decoded(&data, Coding::Group4, 8, 3).unwrap(), [0b0011_1000, 0b0011_1000, 0b0001_1000]);
        // The end of the block, twelve bits twice: what is left is white.
        assert_eq!(decoded(&[0, 0x10, 0x01], Coding::Group4, 8, 2).unwrap(), [0, 0]);
    }

    #[test]
    fn what_ends_early_or_leads_out_is_refused() {
        let fault = |data: &[u8], coding| decoded(data, coding, 8, 2).unwrap_err().fault();
        assert_eq!(fault(&[0b0111_1010, 0], Coding::Rows(1)), Fault::Input);
        // White 16 (101010).
        assert_eq!(fault(&[0b1010_1000, 0], Coding::Rows(1)), Fault::Input);
        assert_eq!(fault(&[0b0010_1111], Coding::Group4), Fault::Input);
    }
}
