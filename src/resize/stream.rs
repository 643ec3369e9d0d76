//! The resize of rows that come one after the other: what [`exactly`](super::exactly) makes of the whole picture, from
//! a few rows of it at a time.
//!
//! In: premultiplied rows from the top. Out: the raster, when all rows have come. Promised: within one level of what
//! the whole picture gives (the library's weights are whole numbers, whose last bit depends on the rows in hand).
//! Refused: what [`exactly`](super::exactly) refuses, and the nearest filter, which has nothing to gain.

use super::convolve::convolve_into;
use super::crop::inside;
use super::kernel::{overshoots, support};
use super::reach::Side;
use super::resample::bound;
use super::sums::Sums;
use super::window::Window;
use crate::error::{Error, Result};
use crate::fit::Kernel;
use crate::geometry::{Rect, Size};
use crate::raster::Raster;
use std::ops::Range;

/// Bytes of rows that wait for their horizontal pass. Its weights are worked out anew each time, so it is done for many
/// rows together: 4 MB are 256 rows of 4,096 pixels, whose pass takes some twenty times as long as the weights.
const WAITING: usize = 4 << 20;

/// Bytes of rows that are held for their vertical pass; where that would take more, sums are held instead. Holding rows
/// is two to three times as fast.
const ROWS: usize = 16 << 20;

/// The vertical pass.
enum Vertical {
    Rows(Window),
    Sums(Sums),
}

/// A resize that takes its source row by row.
pub struct Stream {
    source: Size,
    size: Size,
    kernel: Kernel,
    /// Across: the part that is wanted, and how many pixels it becomes.
    across: Side,
    /// Columns of the source that count, in samples.
    left: usize,
    right: usize,
    vertical: Vertical,
    /// Rows that have their final number and still the source's width, and how many that may be.
    waiting: Vec<u8>,
    room: usize,
    result: Vec<u8>,
    is_opaque: bool,
}

impl Stream {
    /// The part `crop` of a picture of size `source` (fractions of pixels allowed), to become exactly `size` pixels.
    /// The sizes must have been held against the limits.
    ///
    /// # Errors
    /// [`Fault::Internal`](crate::Fault::Internal) when the crop is not inside the picture, the size has no pixels, or
    /// the kernel is [`Kernel::Nearest`].
    pub fn new(source: Size, crop: Rect, size: Size, kernel: Kernel) -> Result<Self> {
        let crop = inside(crop, source)?;
        if size.pixels() == 0 {
            return Err(Error::internal(format!("a size of {size} has no pixels")));
        }
        let (across, down) = sides(source, crop, size, kernel)?;
        let columns = columns(across, kernel);
        let stride = columns.len() * 4;
        let room = (WAITING / stride.max(1)).clamp(1, size.height as usize);
        Ok(Self {
            source,
            size,
            kernel,
            across,
            left: columns.start * 4,
            right: columns.end * 4,
            vertical: match holds_rows(stride, down, kernel) {
                true => Vertical::Rows(Window::new(stride, down, kernel)),
                false => Vertical::Sums(Sums::new(stride, down, kernel)),
            },
            waiting: Vec::with_capacity(room * stride),
            room,
            result: Vec::with_capacity(size.pixels() as usize * 4),
            is_opaque: true,
        })
    }

    /// Bytes that a stream of these sizes holds, its result included.
    pub fn cost(source: Size, crop: Rect, size: Size, kernel: Kernel) -> u64 {
        let Ok((across, down)) = sides(source, crop, size, kernel) else { return 0 };
        let stride = columns(across, kernel).len() * 4;
        let waiting = stride * (WAITING / stride.max(1)).clamp(1, size.height.max(1) as usize);
        let vertical = match holds_rows(stride, down, kernel) {
            true => Window::cost(stride, down),
            false => Sums::cost(stride, down),
        };
        (vertical + waiting) as u64 + size.pixels() * 4
    }

    /// Takes the next rows, each as wide as the source. Rows beyond the source's last are passed over.
    ///
    /// # Errors
    /// [`Fault::Internal`](crate::Fault::Internal), which the sizes never come to.
    pub fn take(&mut self, rows: &[u8], is_opaque: bool) -> Result<()> {
        self.is_opaque &= is_opaque;
        for row in rows.chunks_exact((self.source.width as usize * 4).max(1)) {
            let row = row.get(self.left..self.right).unwrap_or_default();
            while !self.push(row) {
                if !self.pass()? {
                    return Err(Error::internal("a resize has no room for its rows"));
                }
            }
            self.make_room()?;
        }
        Ok(())
    }

    /// The raster, when all rows have come.
    ///
    /// # Errors
    /// [`Fault::Internal`](crate::Fault::Internal) when rows are missing.
    pub fn finish(mut self) -> Result<Raster> {
        while self.pass()? {}
        self.widths()?;
        let mut data = self.result;
        bound(&mut data, self.is_opaque, overshoots(self.kernel));
        Raster::from_premultiplied(self.size, data, self.is_opaque)
    }

    /// Takes a row; `false`, with the row not taken, when there is no room before a pass.
    fn push(&mut self, row: &[u8]) -> bool {
        match &mut self.vertical {
            Vertical::Rows(window) => window.push(row),
            Vertical::Sums(sums) => {
                sums.push(row, &mut self.waiting);
                true
            }
        }
    }

    /// The vertical pass, as far as the rows in hand go and there is room for what it makes; whether it made anything.
    fn pass(&mut self) -> Result<bool> {
        self.make_room()?;
        let before = self.waiting.len();
        match &mut self.vertical {
            Vertical::Rows(window) => {
                let free = self.room - before / (self.right - self.left).max(1);
                window.pass(free, &mut self.waiting)?;
            }
            Vertical::Sums(sums) => sums.add(&mut self.waiting),
        }
        Ok(self.waiting.len() > before)
    }

    fn make_room(&mut self) -> Result<()> {
        let is_full = self.waiting.len() >= self.room * (self.right - self.left);
        if is_full { self.widths() } else { Ok(()) }
    }

    /// The horizontal pass over all rows that wait for it.
    fn widths(&mut self) -> Result<()> {
        let stride = self.right - self.left;
        let count = self.waiting.len() / stride.max(1);
        if count == 0 {
            return Ok(());
        }
        let (from, to) = (Size::new((stride / 4) as u32, count as u32), Size::new(self.size.width, count as u32));
        let crop = Rect::new(self.across.from - (self.left / 4) as f64, 0.0, self.across.length, count as f64);
        let start = self.result.len();
        self.result.resize(start + to.pixels() as usize * 4, 0);
        let target = self.result.get_mut(start..).unwrap_or_default();
        convolve_into(&self.waiting, from, inside(crop, from)?, target, to, self.kernel)?;
        self.waiting.clear();
        Ok(())
    }
}

/// Whether the vertical pass holds rows. A box ends so abruptly that its weights must not depend on which rows are in
/// hand.
fn holds_rows(stride: usize, down: Side, kernel: Kernel) -> bool {
    kernel != Kernel::Box && Window::cost(stride, down) <= ROWS
}

/// The columns of the source that count; from the first on for a box, whose weights must not depend on where they
/// begin.
fn columns(across: Side, kernel: Kernel) -> Range<usize> {
    let all = across.all();
    if kernel == Kernel::Box { 0..all.end } else { all }
}

fn sides(source: Size, crop: Rect, size: Size, kernel: Kernel) -> Result<(Side, Side)> {
    let support = support(kernel).ok_or_else(|| Error::internal("the nearest filter takes no rows"))?;
    let side = |from, length, source, size| Side { from, length, source, size, support };
    Ok((side(crop.x, crop.width, source.width, size.width), side(crop.y, crop.height, source.height, size.height)))
}

#[cfg(test)]
mod tests;
