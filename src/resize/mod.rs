//! A [`Raster`](crate::raster::Raster) becomes a raster of another size.
//!
//! In: premultiplied pixels and the part of them that is wanted, in fractions of pixels. Out: that part in exactly the
//! wanted number of pixels. Promised: opaque stays opaque, no channel goes above its alpha, the same pixels on every
//! machine with the same instruction set. Refused: a crop outside the raster, a size without pixels.

mod across;
mod convolve;
mod crop;
mod kernel;
mod linear;
mod passes;
mod planes;
mod reach;
mod resample;
mod settle;
mod stream;
mod sums;
mod window;

pub use planes::Planes;
pub use resample::{exactly, part, part_into};
pub use settle::settle;
pub use stream::Stream;
