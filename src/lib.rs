//! Renders design documents and presents photos, on your own machine.
//!
//! - [`open`] makes a thumbnail of a photo in one line.
//! - [`Engine::render`] draws a design document (fabric.js, Printcart, Artifi, Zakeke, native) at any size.
//! - [`Engine::apply`] presents a photo as a template says.
//! - [`Batch`] does any of it for thousands of files, in parallel.
//!
//! ```no_run
//! use artboard::{Ask, Engine, assets::DirAssets};
//!
//! let engine = Engine::builder().assets(DirAssets::new("shop/card")?).build();
//! let design = engine.read_design(std::fs::read("shop/card/card.json").unwrap())?;
//! let preview = engine.render(&design, &Ask::width(500).view("front"))?;
//! for note in preview.report.notes() {
//!     eprintln!("{note}");
//! }
//! # Ok::<(), artboard::Error>(())
//! ```
//!
//! # What holds everywhere
//! - Nothing panics on input; [`Limits`] are on by default; errors say what, where and what to do.
//! - The same input and options give the same bytes, whatever the number of threads.
//! - A document reads nothing but what [`Assets`] gives it; without assets, nothing at all.
//! - What is ignored, replaced or doubtful stands in the [`Report`] beside the result.
//!
//! # Features
//! `jpeg`, `png`, `webp`, `webp-lossy`, `tiff`, `gif`, `bmp`, `svg`, `psd` are the file formats, `bundled-fonts` the faces that are
//! always there, `cli` the program. All are on by default; every one compiles alone. `model`, which is not, lets photos
//! be cut out by a segmentation network: [`cutout::Model`].

#![forbid(unsafe_code)]

// Words: what everyone uses.
pub mod color;
pub mod edits;
pub mod error;
pub mod families;
pub mod filter;
pub mod fit;
pub mod geometry;
pub mod limits;
pub mod outline;
pub mod report;
pub mod runner;
pub mod source;
pub mod style;
pub mod transform;
pub mod units;

// Things: what travels between stages.
pub mod art;
pub mod ask;
pub mod design;
mod explain;
pub mod fonts;
pub mod output;
pub mod picture;
pub mod profile;
pub mod raster;
pub mod scene;
pub mod sheet;
pub mod template;
pub mod text;

// Stages: what happens.
pub mod assets;
pub mod cutout;
pub mod decode;
pub mod dialect;
pub mod layout;
pub mod paint;
pub mod resize;
pub mod write;

// Order: what happens when.
pub mod batch;
pub mod data;
pub mod engine;
mod memory;
pub mod photo;

pub use ask::Ask;
pub use batch::{Batch, Cancel, Outcome};
pub use engine::{Engine, EngineBuilder, Read, Rendered};
pub use error::{Error, Fault, Result};
pub use fonts::Fonts;
pub use limits::Limits;
pub use output::{Format, Output};
pub use photo::{from_bytes, open};
pub use report::{Found, Method, Note, NoteKind, Report};
pub use source::{Assets, Source};
