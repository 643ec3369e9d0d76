//! The resize of a picture whose colours lie in planes, two of them with fewer samples: each plane for itself, joined
//! to pixels when they are small.
//!
//! In: rows of luma and of two kinds of chroma. Out: an opaque raster. Where chroma has half the width and height there
//! are three samples for eight of pixels, and colours are made of those that are left. Promised: within a level on
//! average of the resize of pixels; where colours change abruptly it differs most, since chroma is not stretched first.

use super::passes::Passes;
use crate::error::Result;
use crate::fit::Kernel;
use crate::geometry::{Rect, Size};
use crate::raster::{self, Merge, Raster};

/// A resize that takes three planes row by row.
pub struct Planes {
    size: Size,
    merge: Merge,
    luma: Passes<u8>,
    chroma: [Passes<u8>; 2],
    data: Vec<u8>,
}

impl Planes {
    /// The part `crop` of a picture of size `source`, whose colours lie in `planes`, to become exactly `size` pixels.
    ///
    /// # Errors
    /// As [`Stream::new`](super::Stream::new).
    pub fn new(source: Size, planes: raster::Planes, crop: Rect, size: Size, kernel: Kernel) -> Result<Self> {
        let raster::Planes { per_sample: (across, down), merge } = planes;
        let fewer = Size::new(source.width.div_ceil(across), source.height.div_ceil(down));
        let (x, y) = (f64::from(across), f64::from(down));
        let part = Rect::new(crop.x / x, crop.y / y, crop.width / x, crop.height / y);
        Ok(Self {
            size,
            merge,
            luma: Passes::new(source, crop, size, kernel)?,
            chroma: [Passes::new(fewer, part, size, kernel)?, Passes::new(fewer, part, size, kernel)?],
            data: Vec::with_capacity(size.pixels() as usize * 4),
        })
    }

    /// Takes the next row of luma.
    ///
    /// # Errors
    /// As [`Stream::take`](super::Stream::take).
    pub fn take_luma(&mut self, row: &[u8]) -> Result<()> {
        self.luma.take(row)
    }

    /// Takes the next rows of both kinds of chroma.
    ///
    /// # Errors
    /// As [`Stream::take`](super::Stream::take).
    pub fn take_chroma(&mut self, rows: [&[u8]; 2]) -> Result<()> {
        self.chroma.iter_mut().zip(rows).try_for_each(|(chroma, row)| chroma.take(row))?;
        self.merge();
        Ok(())
    }

    /// The raster, when all rows have come.
    ///
    /// # Errors
    /// [`Fault::Internal`](crate::Fault::Internal) when rows are missing.
    pub fn finish(mut self) -> Result<Raster> {
        self.luma.finish()?;
        self.chroma.iter_mut().try_for_each(Passes::finish)?;
        self.merge();
        Raster::from_premultiplied(self.size, self.data, true)
    }

    /// Makes pixels of what all planes have done.
    fn merge(&mut self) {
        let [blue, red] = &mut self.chroma;
        let (luma, blue, red) = (self.luma.done(), blue.done(), red.done());
        let count = luma.len().min(blue.len()).min(red.len());
        if count > 0 {
            let start = self.data.len();
            self.data.resize(start + count * 4, 0);
            let pixels = self.data.get_mut(start..).unwrap_or_default();
            (self.merge)(&luma[..count], [&blue[..count], &red[..count]], pixels);
            [luma, blue, red].into_iter().for_each(|plane| drop(plane.drain(..count)));
        }
    }
}

#[cfg(test)]
mod tests;
