//! Which way letters run, and in which order runs stand: the Unicode Bidirectional Algorithm, UAX #9.

use unicode_bidi::{BidiInfo, Level};

/// The embedding levels of the graphemes of one line; odd ones run from right to left. Each grapheme is given by its
/// characters; the line stands in a paragraph that runs from right to left when `is_rtl`.
pub(super) fn levels(graphemes: &[String], is_rtl: bool) -> Vec<Level> {
    let is_plain = |grapheme: &String| grapheme.chars().all(|c| c < FIRST_RTL);
    if !is_rtl && graphemes.iter().all(is_plain) {
        return vec![Level::ltr(); graphemes.len()];
    }
    let text = graphemes.concat();
    let base = if is_rtl { Level::rtl() } else { Level::ltr() };
    let info = BidiInfo::new(&text, Some(base));
    let Some(paragraph) = info.paragraphs.first() else { return vec![base; graphemes.len()] };
    let of_bytes = info.reordered_levels(paragraph, paragraph.range.clone());
    let mut start = 0;
    let level_of = |grapheme: &String| {
        let level = of_bytes.get(start).copied().unwrap_or(base);
        start += grapheme.len();
        level
    };
    graphemes.iter().map(level_of).collect()
}

/// Runs with these levels, in the order in which they stand from left to right.
pub(super) fn visual_order(levels: &[Level]) -> Vec<usize> {
    BidiInfo::reorder_visual(levels)
}

/// The first character of Hebrew: nothing before it runs from right to left.
const FIRST_RTL: char = '\u{590}';
