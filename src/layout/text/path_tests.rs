//! Letters on paths and arcs: places along an outline are fabric.js 7.4's own, on a canvas that measures linearly.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use super::{Part, Placed, ink, place};
use crate::color::Color;
use crate::fonts::Fonts;
use crate::geometry::Rect;
use crate::limits::Limits;
use crate::outline::{Outline, Segment};
use crate::report::Report;
use crate::scene::Glyph;
use crate::style::{Gradient, GradientShape, Paint};
use crate::text::{Along, Bend, PathAlign, PathSide, Text, TextAlign, TextArc, TextLook, TextPath, Wrap};
use crate::transform::Transform;

fn text(words: &str, path: TextPath) -> Text {
    let look = TextLook { family: "Liberation Sans".into(), size: 20.0, ..TextLook::default() };
    let (styles, align, wrap) = (Vec::new(), TextAlign::Left, Wrap::Never);
    let (line_height, char_spacing, is_rtl) = (1.16, 0.0, false);
    Text {
        text: words.into(),
        look,
        styles,
        line_height,
        char_spacing,
        align,
        wrap,
        breaks_at_own_width: false,
        is_rtl,
        path: Some(path),
        frame: None,
    }
}

fn on(segments: Vec<Segment>) -> Along {
    let (side, align) = (PathSide::Left, PathAlign::Baseline);
    Along { outline: Outline { segments }, start_offset: 0.0, side, align, room: 0.0, style: None }
}

/// An arch, then straight on; 279.64 long, and for fabric.js 260 × 60.
fn arch() -> Along {
    on(vec![Segment::Move(0.0, 0.0), Segment::Quad(100.0, -80.0, 200.0, 0.0), Segment::Line(260.0, 0.0)])
}

fn straight(length: f64) -> Along {
    on(vec![Segment::Move(0.0, 0.0), Segment::Line(length, 0.0)])
}

fn set_with_notes(text: &Text) -> (Placed, usize) {
    let mut report = Report::new();
    let placed = place(text, &Fonts::bundled(), &Limits::default(), "layer 1", &mut report).unwrap();
    (placed, report.serious().count())
}

fn set(text: &Text) -> Placed {
    let (placed, notes) = set_with_notes(text);
    assert_eq!(notes, 0);
    placed
}

fn glyphs(placed: &Placed) -> Vec<Glyph> {
    let of = |part: &Part| if let Part::Glyphs { glyphs, .. } = part { glyphs.clone() } else { Vec::new() };
    placed.parts.iter().flat_map(of).collect()
}

/// Within a tenth of a pixel and a degree: fabric.js looks for places on a curve with steps of its own.
fn assert_at(glyph: Glyph, (x, y, angle): (f64, f64, f64)) {
    let turn = (glyph.angle - angle).rem_euclid(360.0);
    let near = (glyph.x - x).abs() < 0.1 && (glyph.y - y).abs() < 0.1 && turn.min(360.0 - turn) < 1.0;
    assert!(near, "{glyph:?} instead of {x} {y} {angle}");
}

#[test]
fn letters_stand_on_the_tangent_under_their_middle() {
    let placed = set(&text("AVA To", TextPath::Along(arch())));
    assert_eq!((placed.width, placed.height), (260.0, 60.0));
    let expected = [(-130.035, 29.915, -37.153), (-120.026, 22.296, -34.059), (-110.199, 15.596, -30.784)];
    for (glyph, expected) in glyphs(&placed).into_iter().zip(expected) {
        assert_at(glyph, expected);
    }
    assert_at(glyphs(&placed)[5], (-84.455, 1.754, -21.517));
}

#[test]
fn alignment_spacing_offset_and_side_move_letters_along_the_path() {
    let center = Text { align: TextAlign::Center, char_spacing: 100.0, ..text("AVA To", TextPath::Along(arch())) };
    assert_at(glyphs(&set(&center))[3], (4.763, -5.218, 17.066));
    let right = Text { align: TextAlign::Right, ..text("AVA To", TextPath::Along(arch())) };
    assert_at(glyphs(&set(&right))[4], (108.877, 30.0, 0.0));
    let reversed = Along { side: PathSide::Right, start_offset: 7.0, ..arch() };
    let reversed = set(&text("AVA To", TextPath::Along(reversed)));
    let mut all = glyphs(&reversed);
    all.sort_by(|a, b| b.x.total_cmp(&a.x));
    assert_at(all[0], (123.0, 30.0, 180.0));
    assert_at(all[5], (69.489, 29.514, 217.253));
}

#[test]
fn what_goes_beyond_the_end_begins_again_at_the_start() {
    let wrapped = set(&text("AVA To", TextPath::Along(Along { start_offset: 240.0, ..arch() })));
    assert_at(glyphs(&wrapped)[1], (102.953, 30.0, 0.0));
    assert_at(glyphs(&wrapped)[5], (-118.8, 21.457, -33.96));
    assert_eq!(set_with_notes(&text("AVA To", TextPath::Along(straight(20.0)))).1, 1, "longer than the path");
}

#[test]
fn what_cannot_be_done_on_a_path_is_named() {
    let justified = Text { align: TextAlign::Justify, ..text("a b", TextPath::Along(straight(90.0))) };
    let (placed, notes) = set_with_notes(&justified);
    assert_eq!((notes, glyphs(&placed)[0].x), (1, -45.0));
    assert_eq!(set_with_notes(&text("a\nb", TextPath::Along(straight(90.0)))).1, 1);
    let (placed, notes) = set_with_notes(&text("a b", TextPath::Along(on(Vec::new()))));
    assert_eq!((notes, glyphs(&placed)[0].angle), (1, 0.0));
    assert!(placed.width > 20.0, "drawn straight");
}

#[test]
fn another_height_of_the_letters_may_lie_on_the_path() {
    let y = |align| glyphs(&set(&text("a", TextPath::Along(Along { align, ..straight(90.0) }))))[0].y;
    let (top, middle, bottom) = (y(PathAlign::Ascender), y(PathAlign::Center), y(PathAlign::Descender));
    assert_eq!(y(PathAlign::Baseline), 0.0);
    assert!((top - bottom - 20.0).abs() < 1e-9 && (f64::midpoint(top, bottom) - middle).abs() < 1e-9);
    assert!(top > 10.0 && bottom < 0.0);
}

#[test]
fn boxes_turn_with_their_letters_and_so_do_gradients() {
    let down = on(vec![Segment::Move(0.0, 0.0), Segment::Line(0.0, 90.0)]);
    let mut boxed = text("ab", TextPath::Along(down.clone()));
    (boxed.look.background, boxed.look.underline) = (Some(Color::WHITE), true);
    let boxes: Vec<(Rect, Transform)> = set(&boxed)
        .parts
        .iter()
        .filter_map(|part| if let Part::Box { rect, frame, .. } = part { Some((*rect, *frame)) } else { None })
        .collect();
    assert_eq!(boxes.len(), 4, "a background and an underline for each letter");
    let bounds = boxes[0].1.bounds_of(boxes[0].0);
    assert!((bounds.height - 11.123).abs() < 1e-3 && (bounds.width - 22.6).abs() < 1e-9, "{bounds:?}");
    assert!((bounds.y + 45.0).abs() < 1e-9, "from the start of the path");
    let shape = GradientShape::Linear { from: (0.0, 0.0), to: (1.0, 0.0) };
    let (stops, transform, offset) = (Vec::new(), Transform::IDENTITY, (0.0, 0.0));
    let mut colored = text("ab", TextPath::Along(down));
    colored.look.fill = Paint::Gradient(Gradient { shape, stops, is_relative: true, transform, offset });
    let parts = set(&colored).parts;
    assert_eq!(parts.len(), 2, "each letter in a frame of its own");
    assert!(parts.iter().all(|part| matches!(part, Part::Glyphs { frame, .. } if frame.b > 0.99)));
}

#[test]
fn the_box_of_a_text_box_and_room_around_a_path_are_kept() {
    let boxed = Text { wrap: Wrap::Words { width: 70.0 }, ..text("a", TextPath::Along(arch())) };
    assert_eq!(set(&boxed).width, 70.0);
    let roomy = set(&text("a", TextPath::Along(Along { room: 5.0, ..arch() })));
    assert_eq!((roomy.width, roomy.height), (265.0, 65.0));
}

#[test]
fn an_arc_is_symmetric_and_its_ink_lies_in_the_middle_of_its_box() {
    let arc = |bend, is_flipped, size| text("MooM", TextPath::Arc(TextArc { bend, is_flipped, size }));
    for (bend, is_flipped) in [
        (Bend::Chord { width: 60.0 }, false),
        (Bend::Radius { radius: 50.0 }, true),
        (Bend::Within { diameter: 150.0 }, false),
    ] {
        let placed = set(&arc(bend, is_flipped, None));
        let all = glyphs(&placed);
        assert!((all[0].angle + all[3].angle).abs() < 1e-6 && (all[0].angle > 0.0) == is_flipped, "{all:?}");
        let ink = ink(&placed.parts[0]).unwrap();
        assert!((ink.x + placed.width / 2.0).abs() < 1e-6 && (ink.width - placed.width).abs() < 1e-6, "{ink:?}");
        assert!((ink.y + placed.height / 2.0).abs() < 1e-6 && (ink.height - placed.height).abs() < 1e-6);
        let boxed = set(&arc(bend, is_flipped, Some((200.0, 90.0))));
        assert_eq!((boxed.width, boxed.height, glyphs(&boxed)), (200.0, 90.0, all));
    }
}

#[test]
fn further_lines_of_an_arc_lie_below() {
    let middle = |is_flipped| {
        let arc = TextArc { bend: Bend::Radius { radius: 60.0 }, is_flipped, size: None };
        let all = glyphs(&set(&text("o\no", TextPath::Arc(arc))));
        (all[1].y - all[0].y, all[1].x - all[0].x)
    };
    for is_flipped in [false, true] {
        let (down, across) = middle(is_flipped);
        assert!((down - 22.6 * 1.16).abs() < 0.5 && across.abs() < 0.2, "{down} {across}");
    }
    let long = TextArc { bend: Bend::Radius { radius: 10.0 }, is_flipped: false, size: None };
    assert_eq!(set_with_notes(&text("all around", TextPath::Arc(long))).1, 1);
}
