//! Rows out of a decoder, a few at a time: given their colours and their alpha, and handed on.

use super::finish::Colors;
use super::pixels::Kind;
use crate::error::Result;
use crate::geometry::Size;
use crate::limits::Deadline;
use crate::picture::Picture;
use crate::profile::Profile;
use crate::raster::{TakeRows, multiply_alpha};

/// Bytes that are worked on together: they stay in the second cache, and starting is paid seldom.
const TOGETHER: usize = 64 << 10;

/// What is known of the way before the first row: whose rows, into which colours, to whom, until when.
pub(super) struct Way<'a> {
    pub(super) picture: &'a Picture,
    /// The RGB profile in whose colours pixels are wanted; `None`: sRGB.
    pub(super) space: Option<&'a Profile>,
    pub(super) deadline: &'a Deadline,
    pub(super) taker: &'a mut dyn TakeRows,
}

impl Way<'_> {
    /// Begins a picture of this stored size, whose samples are of this kind.
    pub(super) fn begin(&mut self, size: Size, kind: Kind) -> Result<Strips<'_>> {
        let colors = Colors::new(kind, self.picture, self.space)?;
        let stride = size.width as usize * 4;
        let rows = (TOGETHER / stride.max(1)).max(1);
        self.taker.begin(size)?;
        let buffer = vec![0; rows * stride];
        Ok(Strips { colors, kind, deadline: self.deadline, taker: &mut *self.taker, buffer, stride, filled: 0 })
    }
}

/// Bytes held on the way of rows of this width.
pub(super) fn cost(width: u32) -> u64 {
    (TOGETHER as u64).max(u64::from(width) * 4)
}

/// Rows on their way.
pub(super) struct Strips<'a> {
    colors: Colors<u8>,
    kind: Kind,
    deadline: &'a Deadline,
    taker: &'a mut dyn TakeRows,
    buffer: Vec<u8>,
    stride: usize,
    filled: usize,
}

impl Strips<'_> {
    /// The next row, which `fill` writes: four samples a pixel as stored.
    pub(super) fn row(&mut self, fill: impl FnOnce(&mut [u8]) -> Result<()>) -> Result<()> {
        if self.filled >= self.buffer.len() {
            self.hand_on()?;
        }
        let end = self.filled + self.stride;
        fill(self.buffer.get_mut(self.filled..end).unwrap_or_default())?;
        self.filled = end;
        Ok(())
    }

    /// Hands on what is left.
    pub(super) fn finish(mut self) -> Result<()> {
        self.hand_on()
    }

    fn hand_on(&mut self) -> Result<()> {
        self.deadline.check()?;
        let rows = self.buffer.get_mut(..self.filled).unwrap_or_default();
        self.colors.apply(rows, self.deadline)?;
        let is_opaque = self.kind != Kind::Straight || multiply_alpha(rows);
        self.filled = 0;
        self.taker.take(rows, is_opaque)
    }
}
