//! Filters change a picture's pixels before it is painted.
//!
//! In: a raster, where it lies in its source, and filters. Out: the raster filtered. Colours are straight, and every
//! result is rounded to the nearest byte, halves to the even one, as canvas does; the formulas are those of
//! fabric.js's 2d path.
//!
//! **The rule of size.** Distances are pixels of the source, but the raster may have fewer of them: each distance is
//! multiplied by `raster pixels / source pixels`, so that a thumbnail looks like the large picture made small. At the
//! source's own size the pixels are those of fabric.js. Refused: nothing; what takes long ends at the deadline.

mod blend;
mod blur;
mod convolute;
mod curve;
mod frame;
mod grain;
mod key;
mod matrix;
mod pixels;
mod resample;
mod sharpen;
mod straight;
mod taps;
mod vivid;

pub use frame::Frame;
pub use straight::apply;
