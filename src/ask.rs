//! What somebody asks of a design or a photo: one set of options for the library and the program.

use crate::color::Color;
use crate::edits::Edits;
use crate::fit::{Align, Enlarge, Fit, Focus, Kernel, Margins, Wanted};
use crate::output::Output;

/// What is asked of one rendering or one thumbnail.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ask {
    /// How large. Default: the thing's own size.
    pub size: Wanted,
    /// How a photo meets the box; designs are always rendered `inside`. Default inside.
    pub fit: Fit,
    /// Where in the free space. Default the centre.
    pub align: Align,
    /// What of a photo a crop keeps, instead of `align`. Default none.
    pub focus: Option<Focus>,
    /// Uniform borders of a photo are cut away first, with this tolerance of 255. Default none.
    pub trim: Option<u8>,
    /// What else is done to a photo, and what is laid over it or over a design. Default nothing.
    pub edits: Edits,
    /// Space kept free around a photo, inside the box that is asked for. Default none.
    pub margins: Margins,
    /// Whether photos grow; designs and SVG always do. Default never.
    pub enlarge: Enlarge,
    /// What lies behind everything. Default: what the design or the photo has.
    pub background: Option<Backdrop>,
    /// The filter of the resize. Default Lanczos3.
    pub kernel: Kernel,
    /// Whether photos are resampled in linear light. Default false.
    pub linear: bool,
    /// Which side of a design, by name, code or index from 0. Default the first.
    pub view: Option<String>,
    /// The canvas of a design that has none of its own, in canvas units. Default none.
    pub canvas: Option<(f64, f64)>,
    /// Whether the cut line and the safe zone of a design are drawn over it: for previews, never for prints. Default
    /// false.
    pub guides: bool,
    /// What to do about a picture that a design names and that cannot be had. Default an error.
    pub missing: Missing,
    /// The file. Default PNG.
    pub output: Output,
}

impl Ask {
    /// As wide as this, in pixels; 0 is absent.
    pub fn width(width: u32) -> Self {
        Self::inside(width, 0)
    }

    /// As high as this, in pixels; 0 is absent.
    pub fn height(height: u32) -> Self {
        Self::inside(0, height)
    }

    /// The largest inside a box, in pixels; 0 is absent.
    pub fn inside(width: u32, height: u32) -> Self {
        Self { size: Wanted::pixels(width, height), ..Self::default() }
    }

    /// This side of a design, by name, code or index from 0.
    #[must_use]
    pub fn view(mut self, view: impl Into<String>) -> Self {
        self.view = Some(view.into());
        self
    }

    /// This file.
    #[must_use]
    pub fn output(mut self, output: Output) -> Self {
        self.output = output;
        self
    }
}

/// What lies behind everything.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Backdrop {
    /// One colour, perhaps transparent.
    Color(Color),
    /// From the first row to the last.
    Gradient(Color, Color),
}

/// What to do about a picture that cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Missing {
    /// An error that names the layer.
    #[default]
    Error,
    /// A crossed box in its place, with a note.
    Placeholder,
    /// Nothing in its place, with a note.
    Skip,
}
