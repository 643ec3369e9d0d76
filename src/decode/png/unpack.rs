//! Filtered lines become rows: the filters undone, four samples a pixel, colours and alpha.

use super::super::carried::{Colored, TOGETHER};
use super::unfilter::Unfilter;
use super::widen;
use crate::error::{Error, Result};
use crate::raster::{TakeRows, Unpack};
use png::ColorType;

/// What makes rows of lines of 8 bits.
pub(super) struct Lines {
    unfilter: Unfilter,
    color: ColorType,
    colored: Colored,
    /// Samples of a line, and bytes of a row.
    length: usize,
    stride: usize,
    /// Samples without filters, and rows.
    samples: Vec<u8>,
    rows: Vec<u8>,
}

impl Lines {
    /// For pictures of this width and colour type.
    pub(super) fn new(width: u32, color: ColorType, colored: Colored) -> Self {
        let (stride, length) = (width as usize * 4, width as usize * color.samples());
        let count = (TOGETHER / stride.max(1)).max(1);
        let samples = if color == ColorType::Rgba { 0 } else { count * length };
        Self {
            unfilter: Unfilter::new(color.samples(), length),
            color,
            colored,
            length,
            stride,
            samples: vec![0; samples],
            rows: vec![0; count * stride],
        }
    }
}

impl Unpack for Lines {
    fn unpack(&mut self, strip: &mut [u8], taker: &mut dyn TakeRows) -> Result<()> {
        let count = self.rows.len() / self.stride.max(1);
        for lines in strip.chunks((count * (self.length + 1)).max(1)) {
            let count = lines.len() / (self.length + 1);
            let rows = self.rows.get_mut(..count * self.stride).unwrap_or_default();
            let is_done = match self.color {
                ColorType::Rgba => self.unfilter.lines(lines, rows),
                color => {
                    let samples = self.samples.get_mut(..count * self.length).unwrap_or_default();
                    let is_done = self.unfilter.lines(lines, samples);
                    widen::<u8, 1>(samples, rows, color)?;
                    is_done
                }
            };
            if !is_done {
                return Err(Error::internal("a line of a PNG has no filter"));
            }
            self.colored.unpack(rows, taker)?;
        }
        Ok(())
    }
}
