//! Planes become rows of pixels: every component as wide and as high as the picture, then colours.
//!
//! In: the planes of each row of units, from the top. Out: rows of pixels of four samples, as many as the picture has.
//! Where a component is half as high, the last row of a unit comes with the next one, whose samples it is made of too.

use super::band::Shape;
use super::color;
use super::space::Space;
use super::upsample::Stretch;
use crate::error::{Error, Result};

/// Takes a row of pixels.
pub(in crate::decode) type TakeRow<'a> = &'a mut dyn FnMut(&[[u8; 4]]) -> Result<()>;

/// The most components of a frame that is read.
const MOST: usize = 4;

/// What makes rows of planes.
pub(in crate::decode) struct Join {
    channels: Vec<Channel>,
    space: Space,
    line: Vec<[u8; 4]>,
    /// Rows of pixels of a unit, and those that are to come.
    rows: usize,
    left: usize,
    /// Whether the last row of a unit waits for the next unit.
    waits: bool,
    is_waiting: bool,
}

/// One component.
struct Channel {
    shape: Shape,
    stretch: Stretch,
    /// Rows of samples that are to come.
    left: usize,
    /// Its last row of the unit before.
    last: Vec<u8>,
}

impl Channel {
    /// A row of samples, as far as it belongs to the picture.
    #[inline]
    fn samples<'a>(&self, plane: &'a [u8], row: usize) -> &'a [u8] {
        let start = row * self.shape.stride;
        plane.get(start..start + self.shape.columns).unwrap_or_default()
    }

    /// Row `row` of the unit's pixels.
    fn row<'a>(&'a mut self, plane: &'a [u8], row: usize) -> &'a [u8] {
        let at = self.stretch.row_of(row);
        let near = self.samples(plane, at);
        if !self.stretch.is_doubled_down() {
            return self.stretch.row(near, near);
        }
        let Self { shape, stretch, left, last } = self;
        let samples = |at: usize| plane.get(at * shape.stride..at * shape.stride + shape.columns);
        let far = match row.is_multiple_of(2) {
            true if at == 0 && last.is_empty() => near,
            true if at == 0 => last,
            true => samples(at - 1).unwrap_or(near),
            false if at + 1 < shape.rows.min(*left) => samples(at + 1).unwrap_or(near),
            false => near,
        };
        stretch.row(near, far)
    }

    /// The row that waited.
    fn waited<'a>(&'a mut self, plane: &'a [u8]) -> &'a [u8] {
        let first = self.shape.columns;
        self.stretch.row(&self.last, plane.get(..first).unwrap_or_default())
    }
}

impl Join {
    /// For planes of these shapes, of a picture of `size` (columns, rows) whose units have so many pixels across and
    /// down.
    pub(super) fn new(shapes: &[Shape], space: Space, unit: (usize, usize), (width, height): (usize, usize)) -> Self {
        let channel = |shape: &Shape| Channel {
            shape: *shape,
            stretch: Stretch::new(*shape, unit, width),
            left: shape.lines,
            last: Vec::new(),
        };
        let channels: Vec<Channel> = shapes.iter().map(channel).collect();
        let waits = channels.iter().any(|channel| channel.stretch.is_doubled_down());
        Self { channels, space, line: vec![[0; 4]; width], rows: unit.1, left: height, waits, is_waiting: false }
    }

    /// The shapes of planes whose chroma has fewer samples than luma, and for how many pixels there is one, across and
    /// down.
    pub(super) fn fewer(&self) -> Option<([Shape; 3], (u32, u32))> {
        let [luma, blue, red] = &self.channels[..] else { return None };
        let per = |luma: usize, chroma: usize| [1, 2].into_iter().find(|per| luma == chroma * *per as usize);
        let (luma_shape, chroma) = (luma.shape, blue.shape);
        let per_sample = (per(luma_shape.stride, chroma.stride)?, per(luma_shape.rows, chroma.rows)?);
        let is_usual = self.space == Space::YCbCr && chroma == red.shape && luma.stretch.is_nothing();
        (is_usual && per_sample != (1, 1)).then_some(([luma_shape, chroma, chroma], per_sample))
    }

    /// Bytes of all planes of a row of units, one behind the other.
    pub(super) fn bytes(&self) -> usize {
        self.channels.iter().map(|channel| channel.shape.bytes()).sum()
    }

    /// Hands out the rows of a row of units, whose planes lie one behind the other.
    ///
    /// # Errors
    /// Those of `take`, and [`Fault::Internal`](crate::Fault::Internal) when planes are missing.
    pub(super) fn join(&mut self, mut planes: &[u8], take: TakeRow) -> Result<()> {
        let mut found: [&[u8]; MOST] = [&[]; MOST];
        for (plane, channel) in found.iter_mut().zip(&self.channels) {
            let split = planes.split_at_checked(channel.shape.bytes());
            (*plane, planes) = split.ok_or_else(|| Error::internal("a row of units is cut off"))?;
        }
        if std::mem::take(&mut self.is_waiting) {
            self.hand_out(&found, Channel::waited, take)?;
        }
        let is_end = self.left <= self.rows;
        let rows = if self.waits && !is_end { self.rows - 1 } else { self.rows.min(self.left) };
        for row in 0..rows {
            self.hand_out(&found, |channel, plane| channel.row(plane, row), take)?;
        }
        self.is_waiting = self.waits && !is_end;
        for (channel, plane) in self.channels.iter_mut().zip(found).filter(|_| self.is_waiting) {
            let last = channel.samples(plane, channel.stretch.row_of(self.rows - 1));
            channel.last.clear();
            channel.last.extend_from_slice(last);
            channel.left = channel.left.saturating_sub(channel.shape.rows);
        }
        Ok(())
    }

    /// Hands out a row, of which `row` gives each component.
    #[inline]
    fn hand_out<'a>(
        &'a mut self,
        planes: &[&'a [u8]; MOST],
        row: impl Fn(&'a mut Channel, &'a [u8]) -> &'a [u8],
        take: TakeRow,
    ) -> Result<()> {
        let mut rows: [&[u8]; MOST] = [&[]; MOST];
        let count = self.channels.len();
        for ((target, channel), plane) in rows.iter_mut().zip(&mut self.channels).zip(planes) {
            *target = row(channel, plane);
        }
        let (line, count) = (&mut self.line, count.min(MOST));
        match (self.space, rows) {
            (Space::Gray, [gray, ..]) => color::from_gray(gray, line),
            (Space::YCbCr, [luma, blue, red, _]) => color::from_ycbcr(luma, blue, red, line),
            (Space::Rgb, [red, green, blue, _]) => color::from_rgb(red, green, blue, line),
            (Space::Cmyk, rows) => color::from_light_of_inks(rows, line),
            (Space::Ycck, rows) => color::from_ycck(rows, line),
            (Space::Plain, rows) => color::plain(&rows[..count], line),
        }
        take(line)?;
        self.left -= 1;
        Ok(())
    }
}
