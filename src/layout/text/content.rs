//! A text as graphemes with their looks, in paragraphs.
//!
//! A grapheme is what an editor calls a character: joined emoji and letters with their marks are one.

use crate::text::{StyleSpan, Text, TextLook};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// What a text consists of.
pub(super) struct Content<'a> {
    text: &'a str,
    /// All graphemes but line breaks.
    pub(super) graphemes: Vec<Grapheme>,
    /// Ranges of graphemes between line breaks; at least one.
    pub(super) paragraphs: Vec<Range<usize>>,
    /// The object's look, then those of the spans.
    looks: Vec<&'a TextLook>,
    /// See [`Text::breaks_at_own_width`].
    pub(super) breaks_at_own_width: bool,
}

/// What an editor calls a character.
pub(super) struct Grapheme {
    bytes: Range<usize>,
    /// Index into the looks.
    pub(super) look: usize,
    /// Whether lines may wrap here and justified lines stretch here: space, tab, carriage return.
    pub(super) is_space: bool,
}

impl<'a> Content<'a> {
    pub(super) fn new(text: &'a Text) -> Self {
        let mut content = Self {
            text: &text.text,
            graphemes: Vec::new(),
            paragraphs: Vec::new(),
            looks: std::iter::once(&text.look).chain(text.styles.iter().map(|span| &span.look)).collect(),
            breaks_at_own_width: text.breaks_at_own_width,
        };
        let mut counted = Vec::new();
        let mut start = 0;
        for paragraph in text.text.split('\n') {
            content.add_paragraph(start, paragraph.strip_suffix('\r').unwrap_or(paragraph));
            counted.resize(content.graphemes.len(), counted.len());
            start += paragraph.len() + 1;
        }
        for (grapheme, look) in content.graphemes.iter_mut().zip(looks_of(&text.styles, counted.len())) {
            grapheme.look = look;
        }
        content
    }

    fn add_paragraph(&mut self, mut start: usize, paragraph: &str) {
        let first = self.graphemes.len();
        // Spaces are split off first: a mark after a space begins a word, as it does in the editor.
        for word in paragraph.split_inclusive(is_space) {
            for grapheme in word.graphemes(true) {
                let bytes = start..start + grapheme.len();
                start = bytes.end;
                self.graphemes.push(Grapheme { bytes, look: 0, is_space: grapheme.chars().all(is_space) });
            }
        }
        self.paragraphs.push(first..self.graphemes.len());
    }

    /// The letters as the document has them.
    pub(super) fn letters(&self, range: Range<usize>) -> &'a str {
        let graphemes = self.graphemes.get(range).unwrap_or_default();
        match (graphemes.first(), graphemes.last()) {
            (Some(first), Some(last)) => self.text.get(first.bytes.start..last.bytes.end).unwrap_or_default(),
            _ => "",
        }
    }

    /// The characters of one grapheme as they are shaped: tabs are spaces, other controls take no room.
    pub(super) fn shown(&self, grapheme: usize) -> impl Iterator<Item = char> + 'a {
        const ZERO_WIDTH_SPACE: char = '\u{200b}';
        self.letters(grapheme..grapheme + 1).chars().map(|c| match c {
            '\t' | '\r' | '\u{c}' => ' ',
            '\u{2028}' | '\u{2029}' => ZERO_WIDTH_SPACE,
            c if c.is_control() => ZERO_WIDTH_SPACE,
            c => c,
        })
    }

    /// The look of a grapheme; of the object where there is none.
    pub(super) fn look(&self, grapheme: usize) -> &'a TextLook {
        self.look_at(self.graphemes.get(grapheme).map_or(0, |grapheme| grapheme.look))
    }

    /// A look by its index.
    pub(super) fn look_at(&self, index: usize) -> &'a TextLook {
        const NO_LOOK: &TextLook = &TextLook {
            family: String::new(),
            size: 0.0,
            weight: 400,
            is_italic: false,
            fill: crate::style::Paint::None,
            stroke: crate::style::Paint::None,
            stroke_width: 0.0,
            underline: false,
            overline: false,
            linethrough: false,
            background: None,
            delta_y: 0.0,
            decoration_thickness: 0.0,
            decoration_color: None,
        };
        self.looks.get(index).copied().unwrap_or(NO_LOOK)
    }
}

/// Space, tab and carriage return: the editor's own set, without no-break and other Unicode spaces.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r')
}

/// For each of `count` graphemes the index of its look. Spans are taken from the last to the first and each grapheme
/// is set once, so that many wide spans cost no more than few.
fn looks_of(spans: &[StyleSpan], count: usize) -> Vec<usize> {
    let mut looks = vec![0; count];
    // `next[i]`: the first grapheme from `i` on that may still be free.
    let mut next: Vec<usize> = (0..=count).collect();
    let free_from = |next: &mut Vec<usize>, mut at: usize| {
        while let Some(&further) = next.get(at)
            && further != at
        {
            let beyond = next.get(further).copied().unwrap_or(further);
            if let Some(slot) = next.get_mut(at) {
                *slot = beyond;
            }
            at = further;
        }
        at
    };
    for (index, span) in spans.iter().enumerate().rev() {
        let mut at = free_from(&mut next, span.start.min(count));
        while at < span.end.min(count) {
            if let (Some(look), Some(slot)) = (looks.get_mut(at), next.get_mut(at)) {
                (*look, *slot) = (index + 1, at + 1);
            }
            at = free_from(&mut next, at + 1);
        }
    }
    looks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_spans_win() {
        let span = |start, end| StyleSpan { start, end, look: TextLook::default() };
        assert_eq!(looks_of(&[span(0, 4), span(1, 2), span(3, 9)], 6), [1, 2, 1, 3, 3, 3]);
        assert_eq!(looks_of(&[span(7, 9), span(2, 1)], 2), [0, 0]);
    }
}
