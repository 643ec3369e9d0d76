//! Where a raster lies in its source.

use crate::geometry::{Rect, Size};

/// Where a raster lies in its source, and how large the source is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Pixels of the whole source across and down.
    pub(super) source: (f64, f64),
    /// The source's pixel at the raster's left top corner.
    pub(super) origin: (f64, f64),
    /// Raster pixels to a source pixel, across and down.
    pub(super) scale: (f64, f64),
}

impl Frame {
    /// A raster of `size` that shows the part `crop` of a source.
    pub fn new(source: Size, crop: Rect, size: Size) -> Self {
        Self {
            source: (f64::from(source.width), f64::from(source.height)),
            origin: (crop.x, crop.y),
            scale: (f64::from(size.width) / crop.width, f64::from(size.height) / crop.height),
        }
    }

    /// The x in the source of the centre of a column.
    pub(super) fn x(&self, column: usize) -> f64 {
        self.origin.0 + (column as f64 + 0.5) / self.scale.0
    }

    /// The y in the source of the centre of a row.
    pub(super) fn y(&self, row: usize) -> f64 {
        self.origin.1 + (row as f64 + 0.5) / self.scale.1
    }

    /// The same raster as a part of a source that has other pixels.
    pub(super) fn resampled(self, x: f64, y: f64) -> Self {
        let source = ((self.source.0 * x).round().max(1.0), (self.source.1 * y).round().max(1.0));
        let (x, y) = (source.0 / self.source.0, source.1 / self.source.1);
        Self { source, origin: (self.origin.0 * x, self.origin.1 * y), scale: (self.scale.0 / x, self.scale.1 / y) }
    }
}
