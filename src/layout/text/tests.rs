//! What the editor does with the same text and fonts: the numbers of wrapping and width are fabric.js 7.4's own, on a
//! canvas that measures linearly.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use super::{Part, Placed, place};
use crate::color::Color;
use crate::error::Fault;
use crate::fonts::Fonts;
use crate::geometry::Rect;
use crate::limits::Limits;
use crate::report::{NoteKind, Report};
use crate::scene::Glyph;
use crate::style::Paint;
use crate::text::{StyleSpan, Text, TextAlign, TextLook, Wrap};

fn look() -> TextLook {
    TextLook { family: "Liberation Sans".into(), size: 20.0, ..TextLook::default() }
}

fn text(words: &str) -> Text {
    Text { text: words.into(), look: look(), ..Text::default() }
}

fn boxed(words: &str, width: f64) -> Text {
    Text { wrap: Wrap::Words { width }, ..text(words) }
}

fn span(start: usize, end: usize, change: impl FnOnce(&mut TextLook)) -> StyleSpan {
    let mut look = look();
    change(&mut look);
    StyleSpan { start, end, look }
}

fn set(text: &Text) -> Placed {
    let mut report = Report::new();
    let placed = place(text, &Fonts::bundled(), &Limits::default(), "layer 1", &mut report).unwrap();
    assert!(report.is_empty(), "{:?}", report.notes());
    placed
}

fn notes(text: &Text) -> Vec<(NoteKind, String)> {
    let mut report = Report::new();
    place(text, &Fonts::bundled(), &Limits::default(), "layer 1", &mut report).unwrap();
    report.notes().iter().map(|note| (note.kind, note.to_string())).collect()
}

fn glyphs(placed: &Placed) -> Vec<Glyph> {
    let of = |part: &Part| if let Part::Glyphs { glyphs, .. } = part { glyphs.clone() } else { Vec::new() };
    placed.parts.iter().flat_map(of).collect()
}

fn boxes(placed: &Placed) -> Vec<Rect> {
    placed.parts.iter().filter_map(|part| if let Part::Box { rect, .. } = part { Some(*rect) } else { None }).collect()
}

/// The x of the first glyph of each line, from the top.
fn starts(placed: &Placed) -> Vec<f64> {
    let mut glyphs = glyphs(placed);
    glyphs.sort_by(|a, b| (a.y, a.x).partial_cmp(&(b.y, b.x)).unwrap());
    glyphs.chunk_by(|a, b| a.y == b.y).map(|line| line[0].x).collect()
}

fn assert_near(actual: f64, expected: f64, what: &str) {
    assert!((actual - expected).abs() < 1e-6, "{what}: {actual} instead of {expected}");
}

fn assert_all_near(actual: &[f64], expected: &[f64], what: &str) {
    assert_eq!(actual.len(), expected.len(), "{what}: {actual:?} instead of {expected:?}");
    actual.iter().zip(expected).for_each(|(actual, expected)| assert_near(*actual, *expected, what));
}

/// Lines as text, with `|` between them.
fn lines(text: &Text) -> String {
    let content = super::content::Content::new(text);
    let dress = super::dress::dress(&content, &Fonts::bundled(), "", &mut Report::new());
    let spacing = text.char_spacing * text.look.size / 1000.0;
    let mut shaper = super::shape::Shaper::new(&content, &dress, spacing, text).unwrap();
    let (rows, _) = super::wrap::rows(&content, text.wrap, spacing, |range| shaper.width(range));
    rows.iter().map(|row| content.letters(row.graphemes.clone())).collect::<Vec<_>>().join("|")
}

#[test]
fn lines_break_where_the_editor_breaks_them() {
    // Text, width, letter spacing, anywhere, lines, box width.
    let table: &[(&str, f64, f64, bool, &str, f64)] = &[
        ("one two three", 300.0, 0.0, false, "one two three", 300.0),
        ("one two three", 100.0, 0.0, false, "one two|three", 100.0),
        ("one two three", 60.0, 0.0, false, "one|two|three", 60.0),
        ("one two three", 1.0, 0.0, false, "one|two|three", 45.5859375),
        ("one  two", 30.0, 0.0, false, "one||two", 33.369140625),
        ("one   two", 40.0, 0.0, false, "one | two", 40.0),
        (" one", 100.0, 0.0, false, " one", 100.0),
        ("one ", 35.0, 0.0, false, "one|", 35.0),
        ("", 100.0, 0.0, false, "", 100.0),
        ("\n", 100.0, 0.0, false, "|", 100.0),
        ("a\n\nb", 100.0, 0.0, false, "a||b", 100.0),
        ("a\r\nb", 50.0, 0.0, false, "a|b", 50.0),
        ("one two\nthree four", 70.0, 0.0, false, "one|two|three|four", 70.0),
        ("a\tb c", 24.0, 0.0, false, "a|b|c", 24.0),
        ("no\u{a0}break here", 60.0, 0.0, false, "no\u{a0}break|here", 77.83203125),
        ("well-known fact", 90.0, 0.0, false, "well-known|fact", 98.92578125),
        ("AVATAR To Wave", 75.0, 0.0, false, "AVATAR|To|Wave", 75.0),
        ("Donaudampfschiff ahoi", 80.0, 0.0, false, "Donaudampfschiff|ahoi", 160.83984375),
        ("x Donaudampfschiff y", 80.0, 0.0, false, "x|Donaudampfschiff|y", 160.83984375),
        ("letters apart", 90.0, 200.0, false, "letters|apart", 90.0),
        ("letters apart", 70.0, -100.0, false, "letters|apart", 70.0),
        ("office fluff", 60.0, 0.0, false, "office|fluff", 60.0),
        ("e\u{301}e\u{301} e\u{301}", 30.0, 0.0, false, "e\u{301}e\u{301}|e\u{301}", 30.0),
        ("one two three", 60.0, 0.0, true, "one tw|o thre|e", 60.0),
        ("one two three", 5.0, 0.0, true, "o|n|e| t|w|o| t|h|r|e|e", 14.443359375),
        ("ab\ncd", 12.0, 0.0, true, "a|b|c|d", 12.0),
        ("wide WIDE", 40.0, 100.0, true, "wid|e W|IDE", 40.0),
    ];
    for &(words, width, char_spacing, anywhere, expected, box_width) in table {
        let wrap = if anywhere { Wrap::Graphemes { width } } else { Wrap::Words { width } };
        let text = Text { wrap, char_spacing, ..text(words) };
        assert_eq!(lines(&text), expected, "{words:?} at {width}");
        assert_near(set(&text).width, box_width, words);
    }
}

#[test]
fn a_text_is_as_wide_as_its_widest_line_and_as_high_as_its_line_boxes() {
    let placed = set(&text("one\nthree"));
    assert_near(placed.width, 45.5859375, "width");
    assert_near(placed.height, 22.6 * 1.16 + 22.6, "height");
    assert_near(set(&text("AVA")).width, 37.05078125, "kerned width");
    assert_near(set(&text("")).width, 2.0, "empty width");
    assert_near(set(&text("")).height, 22.6, "empty height");
}

#[test]
fn the_baseline_lies_in_the_line_box() {
    let placed = set(&text("x\nx"));
    let ys: Vec<f64> = glyphs(&placed).iter().map(|glyph| glyph.y).collect();
    let first = -placed.height / 2.0 + 22.6 * (1.0 - 0.222);
    assert_all_near(&ys, &[first, first + 22.6 * 1.16], "baselines");
}

#[test]
fn the_largest_letter_makes_the_line_and_shifts_move_letters_only() {
    let mut styled = text("ab\nc");
    styled.styles = vec![span(1, 2, |look| look.size = 40.0), span(2, 3, |look| look.delta_y = 5.0)];
    let placed = set(&styled);
    assert_near(placed.height, 45.2 * 1.16 + 22.6, "height");
    let top = -placed.height / 2.0;
    let ys: Vec<f64> = glyphs(&placed).iter().map(|glyph| glyph.y).collect();
    let (first, second) = (top + 45.2 * 0.778, top + 45.2 * 1.16 + 22.6 * 0.778 + 5.0);
    assert_all_near(&ys, &[first, first, second], "baselines");
}

#[test]
fn an_empty_line_has_the_size_of_the_object_or_of_the_space_it_wraps_at() {
    let mut styled = text("a\n\nb");
    styled.styles = vec![span(0, 2, |look| look.size = 40.0)];
    assert_near(set(&styled).height, (45.2 + 22.6) * 1.16 + 45.2, "object");
    let mut wrapped = boxed("one  two", 30.0);
    wrapped.styles = vec![span(4, 5, |look| look.size = 40.0)];
    assert_near(set(&wrapped).height, (22.6 + 45.2) * 1.16 + 22.6, "space");
    let mut trailing = boxed("one \nb", 35.0);
    trailing.styles = vec![span(4, 5, |look| look.size = 40.0)];
    assert_near(set(&trailing).height, (22.6 + 22.6) * 1.16 + 45.2, "end of paragraph");
}

#[test]
fn lines_stand_where_the_alignment_says() {
    // Widths of `one` and `three` alone, in a box of 100.
    let (one, three) = (33.369140625, 45.5859375);
    for (align, expected) in [
        (TextAlign::Left, [-50.0, -50.0]),
        (TextAlign::Center, [-one / 2.0, -three / 2.0]),
        (TextAlign::Right, [50.0 - one, 50.0 - three]),
        (TextAlign::Justify, [-50.0, -50.0]),
        (TextAlign::JustifyLeft, [-50.0, -50.0]),
        (TextAlign::JustifyCenter, [-one / 2.0, -three / 2.0]),
        (TextAlign::JustifyRight, [50.0 - one, 50.0 - three]),
    ] {
        let text = Text { align, ..boxed("one\nthree", 100.0) };
        assert_all_near(&starts(&set(&text)), &expected, &format!("{align:?}"));
        let mirrored = Text { is_rtl: true, ..text };
        let expected = if align == TextAlign::Justify { [50.0 - one, 50.0 - three] } else { expected };
        assert_all_near(&starts(&set(&mirrored)), &expected, &format!("{align:?} from right to left"));
    }
}

#[test]
fn justified_lines_stretch_their_spaces() {
    // In a box of 100 from -50 to 50; the underline shows where a line ends.
    let right_ends = |words: &str, align: TextAlign| {
        let text = Text { align, look: TextLook { underline: true, ..look() }, ..boxed(words, 100.0) };
        boxes(&set(&text)).iter().map(|rect| rect.right()).collect::<Vec<_>>()
    };
    let natural = |words: &str| set(&text(words)).width - 50.0;
    for (align, first, last) in [
        (TextAlign::Left, natural("one two"), natural("one a")),
        (TextAlign::JustifyLeft, 50.0, natural("one a")),
        (TextAlign::JustifyRight, 50.0, 50.0),
        (TextAlign::Justify, 50.0, 50.0),
    ] {
        assert_all_near(&right_ends("one two one a", align), &[first, last], &format!("{align:?}"));
    }
    let unwrapped = Text { align: TextAlign::JustifyLeft, ..text("a b\none two three\na b") };
    let placed = set(&Text { look: TextLook { underline: true, ..look() }, ..unwrapped });
    let widths: Vec<f64> = boxes(&placed).iter().map(|rect| rect.width).collect();
    let end = set(&text("a b")).width;
    assert_all_near(&widths, &[placed.width, placed.width, end], "without wrapping only the last line is an end");
}

#[test]
fn every_space_of_a_justified_line_grows_alike() {
    let text = Text { align: TextAlign::Justify, ..boxed("a b c", 100.0) };
    let xs: Vec<f64> = glyphs(&set(&text)).iter().map(|glyph| glyph.x).collect();
    let (letter, c) = (11.123046875, 10.0);
    let gap = (100.0 - 2.0 * letter - c) / 2.0;
    assert_near(xs[2] - xs[0], letter + gap, "second word");
    assert_near(xs[4] - xs[2], letter + gap, "third word");
}

#[test]
fn spacing_stands_between_letters_and_turns_ligatures_off() {
    let carlito = TextLook { family: "Carlito".into(), ..look() };
    let fi = Text { look: carlito.clone(), ..text("fi") };
    assert_eq!(glyphs(&set(&fi)).len(), 1, "a ligature");
    let apart = Text { char_spacing: 100.0, ..fi.clone() };
    let placed = set(&apart);
    assert_eq!(glyphs(&placed).len(), 2, "no ligature");
    let plain = set(&Text { char_spacing: 1e-9, ..fi.clone() }).width;
    assert_near(placed.width, plain + 2.0, "spacing after the last letter does not count");
    let mut colored = fi;
    colored.styles = vec![StyleSpan { start: 1, end: 2, look: TextLook { fill: Paint::None, ..carlito } }];
    assert_eq!(glyphs(&set(&colored)).len(), 2, "no ligature across a change of colour");
}

#[test]
fn kerning_goes_through_a_change_of_colour_but_not_of_size() {
    let mut colored = text("AVA");
    colored.styles = vec![span(1, 2, |look| look.fill = Paint::Solid(Color::WHITE))];
    let placed = set(&colored);
    assert_near(placed.width, 37.05078125, "width");
    assert_eq!(placed.parts.len(), 3, "one part for each colour");
    let mut sized = text("AVA");
    sized.styles = vec![span(1, 2, |look| look.size = 20.5)];
    assert!(set(&sized).width > 40.0);
}

#[test]
fn one_look_is_one_part_over_all_lines() {
    assert_eq!(set(&boxed("one two three", 50.0)).parts.len(), 1);
}

#[test]
fn decorations_follow_the_letters() {
    let all = |look: &mut TextLook| (look.underline, look.overline, look.linethrough) = (true, true, true);
    let mut plain = text("one");
    all(&mut plain.look);
    let placed = set(&plain);
    let baseline = -11.3 + 22.6 * 0.778;
    let thickness = 20.0 * 66.667 / 1000.0;
    let tops = [baseline + 2.0, baseline - 0.81333 * 20.0 - thickness, baseline - 0.28167 * 20.0 - thickness / 2.0];
    for (rect, top) in boxes(&placed).iter().zip(tops) {
        assert_all_near(
            &[rect.x, rect.y, rect.width, rect.height],
            &[-placed.width / 2.0, top, placed.width, thickness],
            "decoration",
        );
    }
    let kinds: Vec<bool> = placed.parts.iter().map(|part| matches!(part, Part::Glyphs { .. })).collect();
    assert_eq!(kinds, [false, true, false, false], "underline, glyphs, overline, line through");
}

#[test]
fn decorations_of_a_larger_letter_stand_apart_but_keep_the_thickness_of_the_object() {
    let mut styled = text("ab c");
    styled.look.underline = true;
    let larger = |look: &mut TextLook| (look.size, look.underline, look.delta_y) = (40.0, true, -3.0);
    styled.styles = vec![span(1, 2, larger)];
    let rects = boxes(&set(&styled));
    assert_eq!(rects.len(), 3);
    assert_near(rects[1].y - rects[0].y, 2.0 - 3.0, "further down by its size, up by its shift");
    assert!(rects.iter().all(|rect| (rect.height - 20.0 * 66.667 / 1000.0).abs() < 1e-9));
    assert_near(rects[1].x, rects[0].right(), "without a gap");
}

#[test]
fn backgrounds_fill_the_line_box_by_colour() {
    let red = Some(Color::rgb(255, 0, 0));
    let mut styled = boxed("ab cd", 25.0);
    styled.look.background = red;
    styled.styles = vec![span(1, 2, |look| look.background = None)];
    let placed = set(&styled);
    let rects = boxes(&placed);
    assert_eq!(rects.len(), 2);
    assert_near(rects[0].y, -placed.height / 2.0, "top");
    assert_near(rects[0].height, 22.6, "height");
    assert_near(rects[1].y, -placed.height / 2.0 + 22.6 * 1.16, "second line");
    assert!(matches!(placed.parts[0], Part::Box { .. }), "under the glyphs");
    assert_near(
        boxes(&set(&Text { char_spacing: 100.0, look: TextLook { background: red, ..look() }, ..text("ab") }))[0].width,
        set(&Text { char_spacing: 100.0, ..text("ab") }).width + 2.0,
        "spacing after the last letter is coloured",
    );
}

#[test]
fn hebrew_runs_from_right_to_left() {
    let order = |text: &Text| {
        let mut glyphs = glyphs(&set(text));
        glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
        glyphs.iter().map(|glyph| glyph.id).collect::<Vec<_>>()
    };
    let ids = |words: &str| words.chars().map(|c| order(&text(&c.to_string()))[0]).collect::<Vec<_>>();
    assert_eq!(order(&text("אבג")), ids("גבא"));
    assert_eq!(order(&text("ab אבג cd")), ids("ab גבא cd"));
    let rtl = Text { is_rtl: true, ..text("ab אבג cd") };
    assert_eq!(order(&rtl), ids("cd גבא ab"));
    let brackets = Text { is_rtl: true, ..text("(א)") };
    assert_eq!(order(&brackets), ids("(א)"), "brackets are mirrored");
}

#[test]
fn spacing_in_hebrew_stands_between_letters() {
    let spaced =
        Text { is_rtl: true, char_spacing: 500.0, look: TextLook { underline: true, ..look() }, ..text("אב") };
    let placed = set(&spaced);
    let natural = set(&Text { is_rtl: true, ..text("אב") }).width;
    assert_near(placed.width, natural + 10.0, "width");
    assert_near(starts(&placed)[0], -placed.width / 2.0, "the last letter stands at the left edge");
    assert_eq!(boxes(&placed).len(), 1);
    assert_near(boxes(&placed)[0].width, placed.width, "underline");
}

#[test]
fn tabs_and_controls_are_not_boxes() {
    assert_near(set(&text("a\tb")).width, set(&text("a b")).width, "a tab is as wide as a space");
    assert_near(set(&text("a\u{1}b")).width, set(&text("ab")).width, "a control has no width");
}

#[test]
fn a_missing_family_is_named_once() {
    let look = |family: &str| TextLook { family: family.into(), ..look() };
    let lobster = Text { look: look("Lobster"), ..text("one two") };
    let message = "layer 1: the font `Lobster` is missing: drawn with `Liberation Sans`";
    assert_eq!(notes(&lobster), [(NoteKind::Replaced, message.to_owned())]);
    let arial = notes(&Text { look: look("Arial"), ..text("one") });
    assert_eq!(arial.len(), 1);
    assert_eq!(arial[0].0, NoteKind::Chosen);
}

#[test]
fn a_missing_character_is_drawn_with_another_face_or_as_a_box_and_named() {
    // Carlito has no Hebrew, no bundled face has Han.
    let mixed = Text { look: TextLook { family: "Carlito".into(), ..look() }, ..text("aאא中中") };
    let notes = notes(&mixed);
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert_eq!(notes[0].1, "layer 1: the font `Carlito` has no `א` (U+05D0): drawn with `Liberation Sans`");
    assert_eq!(notes[1].1, "layer 1: the font `Carlito` has no `中` (U+4E2D): drawn as a box");
    let placed = place(&mixed, &Fonts::bundled(), &Limits::default(), "", &mut Report::new()).unwrap();
    assert_eq!(glyphs(&placed).iter().filter(|glyph| glyph.id == 0).count(), 2);
}

#[test]
fn a_letter_keeps_its_face_when_no_face_has_its_mark() {
    let keycap = text("5\u{fe0f}\u{20e3}");
    let (kind, message) = notes(&keycap).remove(0);
    assert_eq!(kind, NoteKind::Replaced);
    assert!(message.ends_with("(U+0035 U+FE0F U+20E3): drawn as a box"), "{message}");
    let placed = place(&keycap, &Fonts::bundled(), &Limits::default(), "", &mut Report::new()).unwrap();
    assert_eq!(glyphs(&placed)[0].id, glyphs(&set(&text("5")))[0].id);
}

#[test]
fn a_family_without_bold_or_italic_gets_them_by_hand() {
    let mut fonts = Fonts::none();
    fonts.add(Fonts::bundled().faces()[0].bytes()).unwrap();
    let look = TextLook { family: "Carlito".into(), weight: 700, is_italic: true, ..look() };
    let placed = place(&Text { look, ..text("a") }, &fonts, &Limits::default(), "", &mut Report::new()).unwrap();
    assert!(matches!(placed.parts[0], Part::Glyphs { slant: 0.25, embolden: 0.03125, .. }));
}

#[test]
fn no_font_or_no_size_draws_nothing_and_says_so() {
    let mut report = Report::new();
    let placed = place(&text("one"), &Fonts::none(), &Limits::default(), "layer 1", &mut report).unwrap();
    assert!(placed.parts.is_empty());
    assert_eq!(report.serious().count(), 1);
    let flat = Text { look: TextLook { size: 0.0, ..look() }, ..text("one") };
    assert_eq!(notes(&flat).len(), 1);
}

#[test]
fn too_many_characters_are_refused() {
    let limits = Limits { text_characters: 3, ..Limits::default() };
    let place = |words| place(&text(words), &Fonts::bundled(), &limits, "layer 1", &mut Report::new());
    assert!(place("one").is_ok());
    assert_eq!(place("four").unwrap_err().fault(), Fault::TooLarge);
}
