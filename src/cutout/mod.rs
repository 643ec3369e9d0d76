//! Pixels become a subject: where the product is, and what is background.
//!
//! In: an upright raster of the photo and what the template asks. Out: the [`Subject`]. Promised: the same pixels give
//! the same box, and what was asked and not done stands in the report. Refused: nothing.

mod alpha;
mod attention;
mod entropy;
mod focus;
mod scores;
mod subject;
mod trim;

pub use alpha::{ALPHA_THRESHOLD, alpha_box, box_in};
pub use focus::{FOCUS_SIDE, focus};
pub use subject::{Method, Subject, find};
pub use trim::trim;
