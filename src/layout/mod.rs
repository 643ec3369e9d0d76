//! A [`Design`](crate::design::Design), or a template and a picture, becomes a [`Scene`](crate::scene::Scene).

pub mod text;
