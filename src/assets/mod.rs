//! A [`Source`](crate::source::Source) becomes bytes: confined to its root, counted. The only room that opens files.
//!
//! Three implementations of [`Assets`](crate::source::Assets): [`NoAssets`] (closed, the default of an engine),
//! [`DirAssets`] (one folder and what lies below it) and [`MemoryAssets`] (names and bytes). [`mod@file`] reads what
//! the user named on the command line, [`fonts`] finds font files.

mod addresses;
pub mod data_uri;
mod dir;
pub mod file;
pub mod fonts;
mod memory;
mod spelling;

pub use dir::DirAssets;
pub use memory::{MemoryAssets, NoAssets};
