//! Pixels become a subject: where the product is, and what is background.
//!
//! In: an upright raster of the photo and what the template asks. Out: the [`Subject`] by its alpha, the [`Matte`] by
//! its backdrop and how sure that is; what a crop should keep ([`focus`]); what uniform borders leave ([`trim`]).
//! Promised: the same pixels give the same answer, and what was asked and not done stands in the report. Refused:
//! nothing.

mod alpha;
mod attention;
mod border;
mod confidence;
mod costs;
mod cut_sides;
mod entropy;
mod focus;
mod frame;
mod grid;
mod holes;
mod matte;
mod min_cut;
pub mod model;
mod parts;
mod refine;
mod required;
mod scores;
mod segment;
mod shadow;
mod subject;
mod trim;
mod trimap;

pub use crate::report::Method;
pub use alpha::{ALPHA_THRESHOLD, alpha_box, box_in};
pub use cut_sides::cut_sides;
pub use focus::{FOCUS_SIDE, focus};
pub use matte::{DOUBTFUL, Matte, MatteOptions, USELESS, find as matte};
pub use model::{Mask, Model};
pub use required::required;
pub use subject::{Subject, find, judge};
pub use trim::{SMEARED, trim};
