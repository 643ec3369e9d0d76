//! A [`Design`](crate::design::Design), or a template and a picture, becomes a [`Scene`](crate::scene::Scene).

mod bleed;
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
mod overlay;
mod paint;
pub mod photo;
mod pose;
mod present;
mod rules;
#[cfg(test)]
mod samples;
mod shadow;
mod shape;
pub mod sheet;
mod side;
mod slots;
pub mod template;
pub mod text;

pub use bleed::SubjectBox;
pub use canvas_rule::{Presented, present as present_photo};
pub use overlay::{Measure, place as overlay};
pub use side::side;
