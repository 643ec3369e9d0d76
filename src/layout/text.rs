//! Text becomes glyphs at their places, in the box's own coordinates.
//!
//! In: a [`Text`] of a design and the [`Fonts`]. Out: the size of its box, and what to paint, in order, with the box's
//! centre at (0, 0). The rules of lines are those of fabric.js (wrapping, line boxes, alignment, decorations); what a
//! run of letters looks like, a shaper says. A family or a character that no font has is replaced, and noted.
//!
//! Refused: more characters than [`Limits::text_characters`], and fonts that are damaged.

mod align;
mod bidi;
mod content;
mod decoration;
mod dress;
mod fit_box;
mod line;
mod placed;
mod shape;
mod wrap;

#[cfg(all(test, feature = "bundled-fonts"))]
mod tests;

pub use placed::{Part, Placed};

use crate::error::{Error, Result};
use crate::fonts::Fonts;
use crate::limits::{Limits, within};
use crate::report::Report;
use crate::text::{Text, Wrap};
use content::Content;
use decoration::Decoration;
use line::SetLine;
use shape::Shaper;

/// Sets a text. `place` says in notes and errors where it stands in the document.
///
/// # Errors
/// [`Fault::TooLarge`](crate::Fault::TooLarge) over [`Limits::text_characters`]; [`Fault::Input`](crate::Fault::Input)
/// for a damaged font.
pub fn place(text: &Text, fonts: &Fonts, limits: &Limits, place: &str, report: &mut Report) -> Result<Placed> {
    let at_place = |error: Error| error.at(place);
    let characters = text.text.chars().count();
    within("text_characters", characters as u64, u64::from(limits.text_characters)).map_err(at_place)?;
    let shrunk = fit_box::shrunk(text, fonts, place, report).map_err(at_place)?;
    let text = shrunk.as_ref().unwrap_or(text);
    let content = Content::new(text);
    let dress = dress::dress(&content, fonts, place, report);
    let spacing = text.char_spacing * text.look.size / 1000.0;
    let mut shaper = Shaper::new(&content, &dress, spacing, text.is_rtl).map_err(at_place)?;
    let (rows, wrap_width) = wrap::rows(&content, text.wrap, spacing, |range| shaper.width(range));
    let shaped: Vec<_> = rows.iter().map(|row| shaper.shape(row.graphemes.clone())).collect();
    let natural = |shaped| line::natural_width(shaped, spacing);
    let width = match text.wrap {
        Wrap::Never => box_width(shaped.iter().map(natural).fold(0.0, f64::max)),
        Wrap::Words { .. } | Wrap::Graphemes { .. } => wrap_width,
    };
    let heights = line::heights(&content, &rows, text.line_height);
    let height = text.frame.map_or(heights.total, |frame| frame.height);
    let mut top = fit_box::top(text.frame, heights.total);
    let mut lines = Vec::with_capacity(rows.len());
    for ((row, shaped), &height) in rows.iter().zip(&shaped).zip(&heights.boxes) {
        let free = width - natural(shaped);
        let gap = align::gap(text.align, row, &content, free);
        let left = -width / 2.0 + align::offset(text.align, text.is_rtl, row.is_end, gap, free);
        lines.push(SetLine::new(shaped, &content, spacing, gap, (left, top), height));
        top += height * text.line_height;
    }
    let mut parts = decoration::backgrounds(&lines, &content, spacing);
    parts.extend(decoration::lines(Decoration::Underline, &lines, &content));
    parts.extend(placed::glyphs(&lines, &content, &dress));
    parts.extend(decoration::lines(Decoration::Overline, &lines, &content));
    parts.extend(decoration::lines(Decoration::Linethrough, &lines, &content));
    Ok(Placed { width, height, parts })
}

/// A text without any width keeps room for a cursor, as in the editor.
fn box_width(widest: f64) -> f64 {
    const CURSOR_WIDTH: f64 = 2.0;
    if widest > 0.0 { widest } else { CURSOR_WIDTH }
}
