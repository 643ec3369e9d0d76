//! Text becomes glyphs at their places, in the box's own coordinates.
//!
//! In: a [`Text`] of a design and the [`Fonts`]. Out: the size of its box, and what to paint, in order, with the box's
//! centre at (0, 0). The rules of lines are those of fabric.js (wrapping, line boxes, alignment, decorations); what a
//! run of letters looks like, a shaper says. Letters may stand on an outline or a circle. A family or a character that
//! no font has is replaced, and noted.
//!
//! Refused: more characters than [`Limits::text_characters`], and fonts that are damaged.

mod align;
mod arc;
mod bidi;
mod content;
mod decoration;
mod dress;
mod emoji;
mod extras;
mod fit_box;
mod ink;
mod line;
mod on_path;
mod placed;
mod shape;
mod track;
mod wrap;

#[cfg(all(test, feature = "bundled-fonts"))]
mod emoji_tests;
#[cfg(all(test, feature = "bundled-fonts"))]
mod path_tests;
#[cfg(all(test, feature = "bundled-fonts"))]
mod tests;

pub(super) use ink::bounds as ink;
pub use placed::{Part, Placed};

use crate::error::{Error, Result};
use crate::fonts::Fonts;
use crate::limits::{Limits, within};
use crate::report::{NoteKind, Report};
use crate::text::{Along, Text, TextPath, Wrap};
use content::Content;
use decoration::Decoration;
use dress::Dress;
use line::{Heights, SetLine};
use on_path::OnPath;
use shape::{Shaped, Shaper};
use track::Track;
use wrap::Row;

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
    let mut shaper = Shaper::new(&content, &dress, spacing, text).map_err(at_place)?;
    let (rows, wrap_width) = wrap::rows(&content, text.wrap, spacing, |range| shaper.width(range));
    let shaped: Vec<_> = rows.iter().map(|row| shaper.shape(row.graphemes.clone())).collect();
    // The spacing after a line's last letter does not count.
    let mut natural = |row: &Row| (shaper.width(row.graphemes.clone()) - spacing).max(0.0);
    let widths: Vec<f64> = rows.iter().map(|row| if row.graphemes.is_empty() { 0.0 } else { natural(row) }).collect();
    let width = match text.wrap {
        Wrap::Never => box_width(widths.iter().copied().fold(0.0, f64::max)),
        Wrap::Words { .. } | Wrap::Graphemes { .. } => wrap_width,
    };
    let heights = line::heights(&content, &rows, text.line_height);
    let on_path = OnPath { text, content: &content, dress: &dress, spacing };
    let track = match &text.path {
        Some(TextPath::Along(along)) => Track::new(&along.outline),
        _ => None,
    };
    let (size, lines) = match (&text.path, &track) {
        (Some(TextPath::Along(along)), Some(track)) => {
            let lines = on_path.along((along, track), (&shaped, &heights), &mut shaper, place, report);
            (box_along(along, text.wrap, (width, heights.total)), lines)
        }
        (Some(TextPath::Arc(arc)), _) => {
            let mut lines = on_path.on_circle(arc, (&shaped, &heights), &mut shaper, place, report);
            let glyphs = placed::glyphs(&lines, &content, &dress);
            let ink = ink::centre(&mut lines, glyphs);
            (arc.size.unwrap_or((box_width(ink.width), ink.height)), lines)
        }
        (path, _) => {
            if path.is_some() {
                report.note(
                    NoteKind::Doubtful,
                    place,
                    "the path of the text has no length: the text is drawn straight",
                );
            }
            let height = text.frame.map_or(heights.total, |frame| frame.height);
            let lines = Lines { rows: &rows, shaped: &shaped, widths: &widths, heights: &heights };
            ((width, height), straight(text, &content, &lines, (width, spacing), &mut shaper))
        }
    };
    Ok(Placed { width: size.0, height: size.1, parts: parts(&lines, &content, &dress, spacing) })
}

/// What is known of the lines of a text, each by its index.
struct Lines<'a> {
    rows: &'a [Row],
    shaped: &'a [Shaped],
    /// As the editor measures them.
    widths: &'a [f64],
    heights: &'a Heights,
}

/// Lines below one another.
fn straight(
    text: &Text,
    content: &Content<'_>,
    lines: &Lines<'_>,
    (width, spacing): (f64, f64),
    shaper: &mut Shaper<'_>,
) -> Vec<SetLine> {
    let Lines { rows, shaped, widths, heights } = lines;
    let mut top = fit_box::top(text.frame, heights.total);
    let mut set = Vec::with_capacity(rows.len());
    for (((row, shaped), &measured), &height) in rows.iter().zip(*shaped).zip(*widths).zip(&heights.boxes) {
        let free = width - measured;
        let gap = align::gap(text.align, row, content, free);
        let extras = extras::extras((text, content), row, (spacing, gap), shaper);
        let mut left = -width / 2.0 + align::offset(text.align, text.is_rtl, row.is_end, gap, free);
        if text.is_rtl {
            // Where reading begins a line stands as it was measured, and it is as wide as it is.
            let advances: f64 = shaped.clusters.iter().map(|cluster| cluster.advance).sum();
            let room = if gap > 0.0 { width } else { measured };
            left += room - advances - extras.of.iter().sum::<f64>();
        }
        let letters = (shaped.clusters.as_slice(), shaped.glyphs.as_slice());
        set.push(SetLine::new(letters, &extras, (left, top), height));
        top += height * text.line_height;
    }
    set
}

fn parts(lines: &[SetLine], content: &Content<'_>, dress: &Dress, spacing: f64) -> Vec<Part> {
    let mut parts = decoration::backgrounds(lines, content, spacing);
    parts.extend(decoration::lines(Decoration::Underline, lines, content));
    parts.extend(placed::glyphs(lines, content, dress));
    parts.extend(decoration::lines(Decoration::Overline, lines, content));
    parts.extend(decoration::lines(Decoration::Linethrough, lines, content));
    parts
}

/// The box is the path's; a text box keeps its own, as in the editor.
fn box_along(along: &Along, wrap: Wrap, straight: (f64, f64)) -> (f64, f64) {
    let bounds = along.outline.editor_bounds().unwrap_or_default();
    match wrap {
        Wrap::Never => (bounds.width + along.room, bounds.height + along.room),
        Wrap::Words { .. } | Wrap::Graphemes { .. } => straight,
    }
}

/// A text without any width keeps room for a cursor, as in the editor.
fn box_width(widest: f64) -> f64 {
    const CURSOR_WIDTH: f64 = 2.0;
    if widest > 0.0 { widest } else { CURSOR_WIDTH }
}
