//! Run lengths of BMPs, of 4, 8 and 24 bits a pixel (the last of OS/2).
//!
//! In: the bytes behind the headers. Out: pixels from the first stored row on; what is passed over stays as it is, what
//! leads beyond a row is cut. Errors: [`Fault::Input`](crate::Fault::Input) when the bytes end before the picture.

use super::super::reader::truncated;
use crate::error::Result;
use crate::geometry::Size;
use crate::limits::Deadline;

/// Codes between two looks at the clock.
const CODES: usize = 64 << 10;

/// Where the next pixel goes.
pub(super) struct Pen<'a> {
    pub(super) size: Size,
    /// Bits of a pixel in the stream, and the colour of an index.
    pub(super) bits: u32,
    pub(super) color: &'a dyn Fn(usize) -> [u8; 4],
    pub(super) pixels: &'a mut [[u8; 4]],
    pub(super) x: usize,
    pub(super) y: usize,
}

impl Pen<'_> {
    fn put(&mut self, pixel: [u8; 4]) {
        let width = self.size.width as usize;
        if self.x < width
            && let Some(target) = self.pixels.get_mut(self.y * width + self.x)
        {
            *target = pixel;
        }
        self.x += 1;
    }

    fn is_done(&self) -> bool {
        self.y >= self.size.height as usize
    }

    /// Pixel `at` of those that stand as they are.
    fn pixel(&self, row: &[u8], at: usize) -> [u8; 4] {
        let byte = |at: usize| row.get(at).copied().unwrap_or(0);
        match self.bits {
            24 => [byte(at * 3 + 2), byte(at * 3 + 1), byte(at * 3), 255],
            8 => (self.color)(usize::from(byte(at))),
            // The first of two is the upper one.
            _ => (self.color)(usize::from(byte(at / 2) >> (4 - at % 2 * 4) & 15)),
        }
    }
}

/// Decodes all rows.
pub(super) fn decode(stored: &[u8], mut pen: Pen<'_>, deadline: &Deadline) -> Result<()> {
    let bits = pen.bits as usize;
    let mut rest = stored;
    let mut codes = 0usize;
    while !pen.is_done() {
        codes += 1;
        if codes.is_multiple_of(CODES) {
            deadline.check()?;
        }
        let [count, value, tail @ ..] = rest else {
            // Behind the last row nothing need be.
            let is_last = pen.y + 1 == pen.size.height as usize && pen.x >= pen.size.width as usize;
            return if is_last { Ok(()) } else { Err(truncated("BMP")) };
        };
        rest = tail;
        match (*count, *value) {
            (0, 0) => (pen.x, pen.y) = (0, pen.y + 1),
            (0, 1) => return Ok(()),
            (0, 2) => {
                let [right, up, tail @ ..] = rest else { return Err(truncated("BMP")) };
                (pen.x, pen.y, rest) = (pen.x + usize::from(*right), pen.y + usize::from(*up), tail);
            }
            (0, count) => {
                let count = usize::from(count);
                let length = (count * bits).div_ceil(8);
                let row = rest.get(..length).ok_or_else(|| truncated("BMP"))?;
                for at in 0..count {
                    pen.put(pen.pixel(row, at));
                }
                // Filled up to whole words.
                rest = rest.get(length.next_multiple_of(2)..).unwrap_or_default();
            }
            (count, blue) if bits == 24 => {
                let [green, red, tail @ ..] = rest else { return Err(truncated("BMP")) };
                (0..count).for_each(|_| pen.put([*red, *green, blue, 255]));
                rest = tail;
            }
            (count, value) => {
                for at in 0..usize::from(count) {
                    pen.put(pen.pixel(&[value], at % (8 / bits)));
                }
            }
        }
    }
    Ok(())
}
