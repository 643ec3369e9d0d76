//! The resize of rows that come one after the other: what [`exactly`](super::exactly) makes of the whole picture, from
//! a few rows of it at a time.
//!
//! In: premultiplied rows from the top. Out: the raster, when all rows have come. Promised: within one level of what
//! the whole picture gives (the library's weights are whole numbers, whose last bit depends on the rows in hand).
//! Refused: what [`exactly`](super::exactly) refuses, and the nearest filter, which has nothing to gain.

use super::kernel::overshoots;
use super::passes::Passes;
use super::resample::bound;
use crate::error::Result;
use crate::fit::Kernel;
use crate::geometry::{Rect, Size};
use crate::raster::Raster;

/// A resize that takes its source row by row.
pub struct Stream {
    source: Size,
    size: Size,
    kernel: Kernel,
    passes: Passes<[u8; 4]>,
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
        let mut passes = Passes::new(source, crop, size, kernel)?;
        passes.done().reserve_exact(size.pixels() as usize);
        Ok(Self { source, size, kernel, passes, is_opaque: true })
    }

    /// Bytes that a stream of these sizes holds, its result included.
    pub fn cost(source: Size, crop: Rect, size: Size, kernel: Kernel) -> u64 {
        Passes::<[u8; 4]>::cost(source, crop, size, kernel) + size.pixels() * 4
    }

    /// Takes the next rows, each as wide as the source. Rows beyond the source's last are passed over.
    ///
    /// # Errors
    /// [`Fault::Internal`](crate::Fault::Internal), which the sizes never come to.
    pub fn take(&mut self, rows: &[u8], is_opaque: bool) -> Result<()> {
        self.is_opaque &= is_opaque;
        let mut rows = rows.as_chunks::<4>().0.chunks_exact((self.source.width as usize).max(1));
        rows.try_for_each(|row| self.passes.take(row))
    }

    /// The raster, when all rows have come.
    ///
    /// # Errors
    /// [`Fault::Internal`](crate::Fault::Internal) when rows are missing.
    pub fn finish(mut self) -> Result<Raster> {
        self.passes.finish()?;
        let mut data = std::mem::take(self.passes.done()).into_flattened();
        bound(&mut data, self.is_opaque, overshoots(self.kernel));
        Raster::from_premultiplied(self.size, data, self.is_opaque)
    }
}

#[cfg(test)]
mod tests;
