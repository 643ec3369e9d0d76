//! Emoji in lines: which face draws them, and that joined ones stay whole.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use super::{Part, place};
use crate::fonts::Fonts;
use crate::limits::Limits;
use crate::report::Report;
use crate::text::{StyleSpan, Text, TextLook, Wrap};

const FAMILY: &str = "👨\u{200d}👩\u{200d}👧";
const COLORS: &str = "Artboard Colors One";

fn fonts() -> Fonts {
    let mut fonts = Fonts::bundled();
    fonts.add(include_bytes!("../../../testdata/fonts/colors-1.ttf").as_slice()).unwrap();
    fonts
}

fn look(family: &str) -> TextLook {
    TextLook { family: family.into(), size: 20.0, ..TextLook::default() }
}

/// The family and the number of glyphs of each part.
fn parts(text: &Text) -> (Vec<(String, usize)>, Report) {
    let mut report = Report::new();
    let placed = place(text, &fonts(), &Limits::default(), "layer 1", &mut report).unwrap();
    let of = |part: &Part| match part {
        Part::Glyphs { face, glyphs, .. } => Some((face.family().to_owned(), glyphs.len())),
        Part::Box { .. } => None,
    };
    (placed.parts.iter().filter_map(of).collect(), report)
}

fn families(words: &str, family: &str) -> Vec<String> {
    let text = Text { text: words.into(), look: look(family), ..Text::default() };
    parts(&text).0.into_iter().map(|(family, _)| family).collect()
}

#[test]
fn what_asks_for_colour_gets_it_and_what_asks_for_text_does_not() {
    // Carlito has no sun but Liberation Sans has a moon face and a heart.
    for (words, expected) in [
        ("\u{1f600}", COLORS),
        ("\u{2764}\u{fe0f}", COLORS),
        ("\u{263a}", "Liberation Sans"),
        ("\u{263a}\u{fe0f}", "Liberation Sans"),
        ("\u{1f44d}\u{1f3fd}", COLORS),
        ("\u{1f1e9}\u{1f1ea}", COLORS),
        (FAMILY, COLORS),
    ] {
        assert_eq!(families(words, "Liberation Sans"), [expected], "{words}");
    }
    assert_eq!(families("a\u{1f600}b", "Liberation Sans"), ["Liberation Sans", COLORS, "Liberation Sans"]);
}

#[test]
fn an_emoji_is_no_replacement_but_a_missing_letter_is() {
    let text = |words: &str| Text { text: words.into(), look: look("Liberation Sans"), ..Text::default() };
    assert!(parts(&text("a \u{1f600}")).1.is_empty());
    assert_eq!(parts(&text("a \u{2764}")).1.notes().len(), 1, "text by itself, and only the colour font has it");
}

#[test]
fn faces_that_the_document_lists_come_before_others_and_need_no_note() {
    let text = Text { text: "x\u{2764}".into(), look: look(&format!("Carlito, '{COLORS}'")), ..Text::default() };
    let (parts, report) = parts(&text);
    assert_eq!(parts, [("Carlito".to_owned(), 1), (COLORS.to_owned(), 1)]);
    assert!(report.is_empty(), "{:?}", report.notes());
}

#[test]
fn joined_emoji_stay_whole_where_lines_break_anywhere() {
    for whole in [FAMILY, "👍🏽", "🇩🇪"] {
        // 24 px each: one on a line.
        let text = Text {
            text: whole.repeat(3),
            look: look(COLORS),
            wrap: Wrap::Graphemes { width: 30.0 },
            ..Text::default()
        };
        let mut report = Report::new();
        let placed = place(&text, &fonts(), &Limits::default(), "layer 1", &mut report).unwrap();
        let Part::Glyphs { glyphs, .. } = &placed.parts[0] else { panic!() };
        let lines: Vec<f64> = glyphs.iter().map(|glyph| glyph.y).collect();
        assert_eq!(lines.len(), 3, "{whole}: each is one glyph");
        assert!(lines[0] < lines[1] && lines[1] < lines[2], "{whole}: {lines:?}");
        assert_eq!(placed.width, 30.0);
    }
}

#[test]
fn joined_emoji_count_as_one_character_of_a_style() {
    let small = TextLook { size: 10.0, ..look(COLORS) };
    let styles = vec![StyleSpan { start: 1, end: 2, look: small }];
    let text = Text { text: format!("{FAMILY}{FAMILY}{FAMILY}"), look: look(COLORS), styles, ..Text::default() };
    let (parts, _) = parts(&text);
    assert_eq!(parts.iter().map(|(_, glyphs)| *glyphs).collect::<Vec<_>>(), [1, 1, 1]);
}
