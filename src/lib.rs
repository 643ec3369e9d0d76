//! Renders design documents and presents photos.

// Words: what everyone uses.
pub mod color;
pub mod error;
pub mod families;
pub mod fit;
pub mod geometry;
pub mod limits;
pub mod outline;
pub mod report;
pub mod source;
pub mod style;
pub mod transform;
pub mod units;

// Things: what travels between stages.
pub mod art;
pub mod ask;
pub mod design;
pub mod fonts;
pub mod output;
pub mod picture;
pub mod raster;
pub mod scene;
pub mod template;

// Stages: what happens, in this order.
pub mod assets;
pub mod cutout;
pub mod decode;
pub mod dialect;
pub mod layout;
pub mod paint;
pub mod resize;
pub mod write;

pub use error::{Error, Fault, Result};
pub use limits::Limits;
