//! A [`Design`](crate::design::Design), or a template and a picture, becomes a [`Scene`](crate::scene::Scene).

mod canvas_rule;
mod clip;
mod colored;
mod context;
mod finish;
mod glyphs;
mod group;
mod guides;
mod image;
mod margins;
mod missing;
mod paint;
pub mod photo;
mod pose;
mod present;
mod rules;
#[cfg(test)]
mod samples;
mod shadow;
mod shape;
mod side;
mod slots;
pub mod template;
pub mod text;

pub use side::side;
