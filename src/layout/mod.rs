//! A [`Design`](crate::design::Design), or a template and a picture, becomes a [`Scene`](crate::scene::Scene).

mod clip;
mod context;
mod finish;
mod glyphs;
mod group;
mod image;
mod missing;
mod paint;
mod pose;
#[cfg(test)]
mod samples;
mod shadow;
mod shape;
mod side;
mod slots;
pub mod text;

pub use side::side;
