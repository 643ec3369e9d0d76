//! A picture in layers, for formats that keep them.

use crate::error::Result;
use crate::raster::Raster;

/// A picture in layers.
pub struct Layers<'a> {
    /// All of them together.
    pub composite: Raster,
    /// The lowest first.
    pub layers: &'a mut dyn Iterator<Item = Result<Layer>>,
}

/// One layer.
pub struct Layer {
    /// What people call it.
    pub name: String,
    /// As large as the composite.
    pub raster: Raster,
}
