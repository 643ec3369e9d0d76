//! What a slot of a scene holds once it is loaded.

use crate::error::Result;
use crate::geometry::{Rect, Size};
use crate::raster::Raster;
use std::fmt;
use std::sync::Arc;

/// Loaded art for one [`Slot`](crate::scene::Slot).
#[derive(Debug, Clone)]
pub enum Art {
    /// Pixels of exactly the slot's size.
    Raster(Raster),
    /// Pixels of the slot's size, too many to hold: made part by part.
    Parts(Parts),
    /// Vector art, drawn at any size.
    Drawing(Drawing),
}

/// Makes the pixels of a rectangle that lies inside, its edges on whole pixels.
pub type Cut = dyn Fn(Rect) -> Result<Raster> + Send + Sync;

/// Pixels of which any part can be had, as often as it is asked for.
#[derive(Clone)]
pub struct Parts {
    /// All of it.
    pub size: Size,
    /// Makes a part.
    pub cut: Arc<Cut>,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Parts({})", self.size)
    }
}

/// A parsed SVG that refers to nothing outside itself.
#[derive(Debug, Clone)]
pub struct Drawing {
    /// The resolved tree. Only with feature `svg`.
    #[cfg(feature = "svg")]
    pub tree: Arc<usvg::Tree>,
    /// Its own extent in its own units, at the origin.
    pub frame: Rect,
}
