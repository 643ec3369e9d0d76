//! Text becomes glyphs and boxes, each at its place around the centre of the text's box.

use crate::design::{Text, TextLook};
use crate::error::Result;
use crate::fonts::{Face, Fonts};
use crate::geometry::Rect;
use crate::limits::Limits;
use crate::report::Report;
use crate::scene::Glyph;
use crate::style::Paint;

/// Text whose every glyph has its place.
#[derive(Debug, Clone, Default)]
pub struct Placed {
    /// Of the whole box, in canvas units.
    pub width: f64,
    /// Of the whole box, in canvas units.
    pub height: f64,
    /// In painting order, around the box's centre.
    pub parts: Vec<Part>,
}

/// Something of a text that is painted.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant, reason = "most parts are glyphs")]
pub enum Part {
    /// Glyphs of one face, size and look.
    Glyphs {
        /// The face.
        face: Face,
        /// Pixels to the em.
        size: f64,
        /// Which glyph where.
        glyphs: Vec<Glyph>,
        /// How they look.
        look: TextLook,
    },
    /// A background or a decoration.
    Box {
        /// Where.
        rect: Rect,
        /// What it is painted with.
        paint: Paint,
    },
}

/// Places a text.
///
/// # Errors
/// When a font is damaged or a limit is exceeded.
pub fn place(_: &Text, _: &Fonts, _: &Limits, _: &str, _: &mut Report) -> Result<Placed> {
    Ok(Placed::default())
}
