//! Text becomes a [`Design`](crate::design::Design) or a [`Template`](crate::template::Template).

mod pixelz;
mod template_native;

pub mod template;
