//! The rows of the source that are in hand, and the vertical pass over them.
//!
//! In: the rows that count, in order. Out: rows in the number of the result. What no later row of the result looks at
//! is dropped.

use super::convolve::{Pixel, convolve_into};
use super::crop::inside;
use super::reach::Side;
use crate::error::Result;
use crate::fit::Kernel;
use crate::geometry::{Rect, Size};

/// Bytes of rows beyond those that one row of the result looks at, for each sample of a pixel, so that several are made
/// at once and rows are seldom moved up: twice what is needed, within bounds that a second cache and a small machine
/// allow.
const BEYOND: (usize, usize) = (128 << 10, 1 << 20);

/// Rows in hand.
pub(super) struct Window<P> {
    /// Pixels of a row.
    stride: usize,
    down: Side,
    kernel: Kernel,
    rows: Vec<P>,
    capacity: usize,
    /// Which row of the source the first one in hand is.
    top: usize,
    /// Which row of the source comes next.
    next: usize,
    /// Rows of the result that are made.
    made: u32,
}

impl<P: Pixel> Window<P> {
    /// For rows of `stride` pixels.
    pub(super) fn new(stride: usize, down: Side, kernel: Kernel) -> Self {
        let capacity = capacity::<P>(stride, down);
        Self { stride, down, kernel, rows: Vec::with_capacity(capacity * stride), capacity, top: 0, next: 0, made: 0 }
    }

    /// Bytes that such a window holds.
    pub(super) fn cost(stride: usize, down: Side) -> usize {
        capacity::<P>(stride, down) * stride * size_of::<P>()
    }

    /// Takes the next row; `false`, with the row not taken, when there is no room before a pass.
    pub(super) fn push(&mut self, row: &[P]) -> bool {
        let start = self.down.reach(self.made).start;
        if self.made >= self.down.size || self.next < start || self.next >= self.down.all().end {
            self.next += 1;
            return true;
        }
        if self.held() >= self.capacity && self.ready() > 0 {
            return false;
        }
        if self.rows.is_empty() {
            self.top = self.next;
        }
        self.rows.extend_from_slice(row);
        self.next += 1;
        true
    }

    /// Rows of the result that can be made of the rows in hand.
    pub(super) fn ready(&self) -> u32 {
        let end = self.top + self.held();
        (self.made..self.down.size).take_while(|row| self.down.reach(*row).end <= end).count() as u32
    }

    /// Appends at most so many rows of the result.
    pub(super) fn pass(&mut self, most: usize, to: &mut Vec<P>) -> Result<()> {
        let count = self.ready().min(u32::try_from(most).unwrap_or(u32::MAX));
        if count == 0 {
            return Ok(());
        }
        let width = self.stride as u32;
        let (from, size) = (Size::new(width, self.held() as u32), Size::new(width, count));
        let y = self.down.edge(self.made) - self.top as f64;
        let crop = Rect::new(0.0, y, f64::from(width), f64::from(count) * self.down.scale());
        let start = to.len();
        to.resize(start + count as usize * self.stride, P::zeroed());
        let target = to.get_mut(start..).unwrap_or_default();
        convolve_into(&self.rows, from, inside(crop, from)?, target, size, self.kernel)?;
        self.made += count;
        self.drop_passed();
        Ok(())
    }

    fn held(&self) -> usize {
        self.rows.len() / self.stride.max(1)
    }

    fn drop_passed(&mut self) {
        let passed = self.down.reach(self.made).start.saturating_sub(self.top).min(self.held());
        self.rows.drain(..passed * self.stride);
        self.top += passed;
    }
}

fn capacity<P: Pixel>(stride: usize, down: Side) -> usize {
    let (needed, bytes) = (down.longest(), stride * size_of::<P>());
    let (least, most) = (BEYOND.0 * P::SAMPLES, BEYOND.1 * P::SAMPLES);
    needed + (2 * needed * bytes).clamp(least, most) / bytes.max(1) + 1
}
