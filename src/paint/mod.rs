//! A [`Scene`](crate::scene::Scene) and its loaded art become a [`Raster`](crate::raster::Raster).
//!
//! Promised: the same bytes for the same input; a window is the crop of the whole, byte for byte; nothing outside what
//! is visible is allocated. Refused: surfaces over 100 million pixels, art that does not fit its slot.

mod area;
mod blend;
mod blur;
mod bounds;
mod brush;
mod coat;
mod drawing;
pub mod filter;
mod glyphs;
mod items;
mod kit;
mod mask;
mod path;
mod pattern;
mod picture;
mod shadow;
mod squeeze;
mod stamp;
mod stroke;
mod surface;
mod tame;
mod tiles;
mod tone;

pub use stamp::stamp;
pub use tiles::{Window, is_seamless, paint, paint_into};
#[cfg(test)]
mod tests;
