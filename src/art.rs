//! What a slot of a scene holds once it is loaded.

use crate::geometry::Rect;
use crate::raster::Raster;

/// Loaded art for one [`Slot`](crate::scene::Slot).
#[derive(Debug, Clone)]
pub enum Art {
    /// Pixels of exactly the slot's size.
    Raster(Raster),
    /// Vector art, drawn at any size.
    Drawing(Drawing),
}

/// A parsed SVG that refers to nothing outside itself.
#[derive(Debug, Clone)]
pub struct Drawing {
    /// The resolved tree. Only with feature `svg`.
    #[cfg(feature = "svg")]
    pub tree: std::sync::Arc<usvg::Tree>,
    /// Its own extent in its own units, at the origin.
    pub frame: Rect,
}
