//! Graphemes become lines.
//!
//! The rules are fabric's Textbox: a line breaks at a space, which is dropped, or between any two graphemes; a word
//! that is wider than the box widens the box, for all lines; before release 6 lines still break at the width that was
//! asked for.

use super::content::Content;
use crate::text::Wrap;
use std::ops::Range;

/// One line: some graphemes of a paragraph, without the space at which it wraps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) graphemes: Range<usize>,
    /// Whether a paragraph ends here. In text that does not wrap only the last line counts as an end: so the editor
    /// stretches the others.
    pub(super) is_end: bool,
    /// The grapheme that gives the line its height when it is empty: the space at which it wraps. `None` where a
    /// paragraph ends: the object's own size holds.
    pub(super) heir: Option<usize>,
}

/// A word, or a grapheme where lines break anywhere.
struct Word {
    graphemes: Range<usize>,
    /// With spacing after every grapheme.
    width: f64,
}

/// The lines, and the width of the box they are wrapped to (0 for [`Wrap::Never`]). `width` measures graphemes that
/// are shaped alone, with `spacing` after every one.
pub(super) fn rows(
    content: &Content<'_>,
    wrap: Wrap,
    spacing: f64,
    mut width: impl FnMut(Range<usize>) -> f64,
) -> (Vec<Row>, f64) {
    let (wanted, splits_words) = match wrap {
        Wrap::Never => return (unwrapped(&content.paragraphs), 0.0),
        Wrap::Words { width } => (width, false),
        Wrap::Graphemes { width } => (width, true),
    };
    let mut measured = |paragraph: &Range<usize>| -> Vec<Word> {
        let words = split(content, paragraph, splits_words).into_iter();
        words.map(|graphemes| Word { width: width(graphemes.clone()), graphemes }).collect()
    };
    let paragraphs: Vec<Vec<Word>> = content.paragraphs.iter().map(&mut measured).collect();
    let widest = paragraphs.iter().flatten().map(|word| word.width).fold(0.0, f64::max);
    let mut least = 0.0_f64;
    let mut rows = Vec::new();
    for words in &paragraphs {
        let limit = if content.breaks_at_own_width { wanted } else { wanted.max(widest).max(least) };
        let space = |at: usize| if splits_words { 0.0 } else { width(at..at + 1) };
        rows.extend(fill_rows(words, limit, spacing, space));
        // The spacing after the last letter of the widest word counts for the limit but not for the box.
        if widest > least {
            least = widest - spacing;
        }
    }
    (rows, wanted.max(least))
}

fn unwrapped(paragraphs: &[Range<usize>]) -> Vec<Row> {
    let last = paragraphs.len().saturating_sub(1);
    let row = |(index, graphemes): (usize, &Range<usize>)| Row {
        graphemes: graphemes.clone(),
        is_end: index == last,
        heir: None,
    };
    paragraphs.iter().enumerate().map(row).collect()
}

/// The words between single spaces (empty ones between two spaces), or all graphemes; at least one, which may be empty.
fn split(content: &Content<'_>, paragraph: &Range<usize>, splits_words: bool) -> Vec<Range<usize>> {
    if splits_words && !paragraph.is_empty() {
        return paragraph.clone().map(|at| at..at + 1).collect();
    }
    let is_space = |at: &usize| content.graphemes.get(*at).is_some_and(|grapheme| grapheme.is_space);
    let mut words = Vec::new();
    let mut start = paragraph.start;
    for space in paragraph.clone().filter(is_space) {
        words.push(start..space);
        start = space + 1;
    }
    words.push(start..paragraph.end);
    words
}

/// Puts words on lines as long as they fit `limit`, the spacing after a line's last letter not counted. `space`
/// measures the space at a grapheme.
fn fill_rows(words: &[Word], limit: f64, spacing: f64, mut space: impl FnMut(usize) -> f64) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let (mut line_width, mut space_width) = (0.0, 0.0);
    let end = words.last().map_or(0, |word| word.graphemes.end);
    for word in words {
        line_width += space_width + word.width;
        match rows.last_mut() {
            Some(row) if line_width - spacing <= limit => row.graphemes.end = word.graphemes.end,
            _ => {
                let heir = Some(word.graphemes.start).filter(|start| *start < end);
                rows.push(Row { graphemes: word.graphemes.clone(), is_end: false, heir });
                line_width = word.width;
            }
        }
        space_width = space(word.graphemes.end);
    }
    if let Some(row) = rows.last_mut() {
        row.is_end = true;
    }
    rows
}
