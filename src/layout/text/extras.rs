//! The room after letters beyond their own width: spacing, stretched spaces, and what brings them where the editor has
//! them.
//!
//! The editor draws a plain line at once. A line with letter spacing it draws letter by letter, each kerned to the one
//! before; one that is to be justified, word by word, each at the sum of what it measured before it (`_renderChars`).

use super::content::Content;
use super::line::Extras;
use super::shape::Shaper;
use super::wrap::Row;
use crate::text::{Text, TextAlign};

/// The room after each grapheme of a line, `spacing` apart and with `gap` more at spaces.
pub(super) fn extras(
    (text, content): (&Text, &Content<'_>),
    row: &Row,
    (spacing, gap): (f64, f64),
    shaper: &mut Shaper<'_>,
) -> Extras {
    let mut extras = Extras::even(row.graphemes.clone(), spacing);
    let is_by_word = !matches!(text.align, TextAlign::Left | TextAlign::Center | TextAlign::Right);
    let mut word = row.graphemes.start;
    for (at, extra) in row.graphemes.clone().zip(&mut extras.of) {
        let is_space = content.graphemes.get(at).is_some_and(|grapheme| grapheme.is_space);
        if is_space {
            *extra += gap;
        }
        if spacing != 0.0 && at + 1 < row.graphemes.end {
            *extra += shaper.added(at + 1) - shaper.alone(at + 1);
        } else if spacing == 0.0 && is_space && is_by_word {
            let drawn: f64 = shaper.shape(word..at).clusters.iter().map(|cluster| cluster.advance).sum();
            *extra += shaper.width(word..at) - drawn;
            word = at + 1;
        }
    }
    extras
}
