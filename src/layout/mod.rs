//! A [`Design`](crate::design::Design), or a template and a picture, becomes a [`Scene`](crate::scene::Scene).

mod canvas_rule;
mod present;

pub mod photo;
pub mod template;
