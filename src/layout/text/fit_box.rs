//! Text in a box of its own height: where its lines begin, and how far its letters shrink to fit.
//!
//! In: a text with a [`TextFrame`]. Out: the same text with smaller letters, or `None` where it fits as it is.
//! Promised: the largest letters that fit, to a millionth of their size; with every size shrink offsets of the baseline
//! and, since it counts in shares of the size, the spacing; strokes keep their width. A text that does not fit at all
//! is shrunk to [`SMALLEST`] and stands out of its box, with a note.

use super::content::Content;
use super::dress::dress;
use super::line;
use super::shape::Shaper;
use super::wrap;
use crate::error::Result;
use crate::fonts::Fonts;
use crate::report::{NoteKind, Report};
use crate::text::{Text, TextFrame, TextLook, VerticalAlign, Wrap};
use std::collections::HashMap;
use std::ops::Range;

/// Canvas units of the smallest letters: nobody reads smaller ones, on paper or on a screen.
const SMALLEST: f64 = 1.0;

/// Halvings of the interval in which the size is searched: a millionth is left of it.
const HALVINGS: u32 = 20;

/// What rounding may add to a width or height.
const NEAR: f64 = 1e-9;

/// From the box's middle to the top of the first line of lines that are `total` high.
pub(super) fn top(frame: Option<TextFrame>, total: f64) -> f64 {
    let Some(frame) = frame else { return -total / 2.0 };
    match frame.align {
        VerticalAlign::Top => -frame.height / 2.0,
        VerticalAlign::Middle => -total / 2.0,
        VerticalAlign::Bottom => frame.height / 2.0 - total,
    }
}

/// The text with letters so small that it fits its box.
///
/// # Errors
/// For a damaged font.
pub(super) fn shrunk(text: &Text, fonts: &Fonts, place: &str, report: &mut Report) -> Result<Option<Text>> {
    // Letters on a path have no lines that a box could hold.
    let frame = text.frame.filter(|frame| frame.shrinks && text.path.is_none());
    let Some(frame) = frame else { return Ok(None) };
    let content = Content::new(text);
    // What is replaced is said once, when the text is set.
    let dress = dress(&content, fonts, place, &mut Report::new());
    let spacing = text.char_spacing * text.look.size / 1000.0;
    let mut shaper = Shaper::new(&content, &dress, spacing, text)?;
    let mut known: HashMap<Range<usize>, f64> = HashMap::new();
    // Widths grow with the letters in proportion, so that smaller letters in the box are these letters in a larger one.
    let mut fits = |share: f64| {
        let mut measure = |range: Range<usize>| match known.get(&range) {
            Some(width) => *width,
            None => *known.entry(range.clone()).or_insert_with(|| shaper.width(range)),
        };
        let (wrap, width) = widened(text.wrap, share);
        let (rows, found) = wrap::rows(&content, wrap, spacing, &mut measure);
        found <= width + NEAR && line::heights(&content, &rows, text.line_height).total <= frame.height / share + NEAR
    };
    if fits(1.0) {
        return Ok(None);
    }
    let (mut least, mut most) = ((SMALLEST / text.look.size).clamp(f64::EPSILON, 1.0), 1.0);
    if !fits(least) {
        report.note(NoteKind::Doubtful, place, "the text does not fit its box, however small its letters");
        return Ok(Some(scaled(text, least)));
    }
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(least, most);
        if fits(middle) {
            least = middle;
        } else {
            most = middle;
        }
    }
    let (from, to) = (text.look.size, text.look.size * least);
    report.note(
        NoteKind::Chosen,
        place,
        format!("letters shrink from {from:.2} to {to:.2} so that the text fits its box"),
    );
    Ok(Some(scaled(text, least)))
}

/// The wrap in a box that is wider by as much as letters would be smaller, and its width.
fn widened(wrap: Wrap, share: f64) -> (Wrap, f64) {
    match wrap {
        Wrap::Never => (wrap, f64::INFINITY),
        Wrap::Words { width } => (Wrap::Words { width: width / share }, width / share),
        Wrap::Graphemes { width } => (Wrap::Graphemes { width: width / share }, width / share),
    }
}

fn scaled(text: &Text, share: f64) -> Text {
    let mut text = text.clone();
    let small = |look: &mut TextLook| (look.size, look.delta_y) = (look.size * share, look.delta_y * share);
    small(&mut text.look);
    text.styles.iter_mut().for_each(|span| small(&mut span.look));
    text
}

#[cfg(test)]
#[cfg(feature = "bundled-fonts")]
mod tests {
    use super::*;

    fn boxed(words: &str, size: f64, width: f64, height: f64) -> Text {
        Text {
            text: words.into(),
            look: TextLook { family: "Liberation Sans".into(), size, ..TextLook::default() },
            wrap: Wrap::Words { width },
            frame: Some(TextFrame { height, align: VerticalAlign::Middle, shrinks: true }),
            ..Text::default()
        }
    }

    fn size_of(text: &Text) -> (f64, Report) {
        let mut report = Report::new();
        let shrunk = shrunk(text, &Fonts::bundled(), "layer 1", &mut report).unwrap();
        (shrunk.map_or(text.look.size, |text| text.look.size), report)
    }

    #[test]
    fn what_fits_stays_and_what_is_too_high_shrinks_to_the_height() {
        assert_eq!(size_of(&boxed("one", 20.0, 300.0, 30.0)).0, 20.0);
        let (size, report) = size_of(&boxed("one", 40.0, 300.0, 11.3));
        assert!((size - 10.0).abs() < 1e-3, "{size}");
        assert_eq!(report.notes()[0].kind, NoteKind::Chosen);
    }

    #[test]
    fn no_word_is_wider_than_the_box() {
        let (size, _) = size_of(&boxed("Donaudampfschiff", 20.0, 80.41, 300.0));
        assert!((size - 10.0).abs() < 0.01, "160.84 wide at 20: {size}");
    }

    #[test]
    fn words_go_to_more_lines_before_letters_shrink_further() {
        // Two lines of 20 are 48.8 high; one line that is as wide as the box would be smaller.
        assert_eq!(size_of(&boxed("one two three", 20.0, 80.0, 49.0)).0, 20.0);
        let in_low = size_of(&boxed("one two three", 20.0, 80.0, 47.0)).0;
        assert!(in_low < 20.0 && in_low > 19.0, "{in_low}");
    }

    #[test]
    fn what_can_never_fit_is_told() {
        let (size, report) = size_of(&boxed("one", 40.0, 300.0, 0.5));
        assert_eq!((size, report.notes()[0].kind), (1.0, NoteKind::Doubtful));
    }

    #[test]
    fn lines_stand_at_the_top_in_the_middle_or_at_the_bottom() {
        let of = |align| top(Some(TextFrame { height: 100.0, align, shrinks: false }), 40.0);
        assert_eq!([VerticalAlign::Top, VerticalAlign::Middle, VerticalAlign::Bottom].map(of), [-50.0, -20.0, 10.0]);
        assert_eq!(top(None, 40.0), -20.0);
    }
}
