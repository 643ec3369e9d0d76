//! Glyphs of the project's own colour fonts (`testdata/make_fonts.py`).

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

use crate::ask::Ask;
use crate::color::Color;
use crate::design::LayerKind;
use crate::fonts::Fonts;
use crate::layout::{samples, side as side_of};
use crate::limits::{Deadline, Limits};
use crate::picture::Pictures;
use crate::report::Report;
use crate::scene::{Brush, Item, ItemKind, Scene};
use crate::style::{Blend, GradientShape, Paint};
use crate::text::{Text, TextLook};

const FONTS: [&[u8]; 4] = [
    include_bytes!("../../../testdata/fonts/colors-0.ttf"),
    include_bytes!("../../../testdata/fonts/colors-1.ttf"),
    include_bytes!("../../../testdata/fonts/pictures-cbdt.ttf"),
    include_bytes!("../../../testdata/fonts/strikes-sbix.ttf"),
];
const ONE: &str = "Artboard Colors One";

fn scene(family: &str, words: &str, change: impl FnOnce(&mut TextLook)) -> Scene {
    let mut fonts = Fonts::none();
    FONTS.iter().for_each(|font| assert_eq!(fonts.add(*font).unwrap(), 1));
    let mut look = TextLook { family: family.into(), size: 20.0, ..TextLook::default() };
    change(&mut look);
    let text = Text { text: words.into(), look, ..Text::default() };
    let mut text = samples::of_kind("layer 1", LayerKind::Text(Box::new(text)));
    (text.pose.left, text.pose.top) = (50.0, 50.0);
    let (limits, mut report) = (Limits::default(), Report::new());
    let side = samples::on_canvas(vec![text]);
    side_of(&side, &Ask::default(), &Pictures::default(), &fonts, &limits, &Deadline::NEVER, &mut report).unwrap()
}

/// The items of the only glyph, and how opaque they are together.
fn glyph(scene: &Scene) -> (&[Item], f64) {
    match scene.items.as_slice() {
        [Item { kind: ItemKind::Group { items, is_isolated: true }, opacity, .. }] => (items, *opacity),
        other => panic!("{other:?}"),
    }
}

fn brush(item: &Item) -> &Brush {
    match &item.kind {
        ItemKind::Shape { coat, .. } => coat.fill.as_ref().unwrap(),
        other => panic!("{other:?}"),
    }
}

fn shape(item: &Item) -> (GradientShape, usize) {
    match brush(item) {
        Brush::Gradient { shape, stops, .. } => (*shape, stops.len()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn layers_have_the_colours_of_the_font_and_one_that_of_the_text() {
    for family in ["Artboard Colors Zero", ONE] {
        let scene = scene(family, "😀", |look| look.fill = Paint::Solid(Color { r: 1, g: 2, b: 3, a: 51 }));
        let (items, opacity) = glyph(&scene);
        assert!(items.len() == 2 && (opacity - 0.2).abs() < 1e-9, "{family}: {opacity}");
        assert_eq!(brush(&items[1]).color(), Some(Color::rgb(1, 2, 3)), "{family}");
    }
    let yellow = scene("Artboard Colors Zero", "😀", |_| {});
    assert_eq!(brush(&glyph(&yellow).0[0]).color(), Some(Color::rgb(255, 204, 26)));
}

#[test]
fn gradients_run_where_the_font_says_and_repeat_as_far_as_they_are_seen() {
    let sweep = scene(ONE, "🌈", |_| {});
    // Angles 0 to 180 of three colours, and the last goes on to the whole turn.
    assert_eq!(shape(&glyph(&sweep).0[0]), (GradientShape::Sweep { center: (600.0, 350.0) }, 4));
    let stripes = scene(ONE, "❤", |_| {});
    let (stripes, stops) = shape(&glyph(&stripes).0[0]);
    let GradientShape::Linear { from, to } = stripes else { panic!("{stripes:?}") };
    // Along the perpendicular of (100, 300) through (100, -150), one period of which is 180 to the right and 60 down.
    assert!(((to.0 - from.0) + 3.0 * (to.1 - from.1)).abs() < 1e-6, "{from:?} {to:?}");
    assert!((((to.0 - from.0) / 180.0).round() * 3.0 - stops as f64).abs() < 1e-6, "{stops}");
    let rings = scene(ONE, "☀", |_| {});
    let (rings, stops) = shape(&glyph(&rings).0[0]);
    let GradientShape::Radial { from_radius, to_radius, .. } = rings else { panic!("{rings:?}") };
    assert_eq!(from_radius, 0.0);
    assert!(to_radius >= 500.0 && stops as f64 == to_radius / 125.0 * 2.0, "{to_radius} {stops}");
}

#[test]
fn modes_become_blends_and_nested_clips_masks() {
    let moon = scene(ONE, "🌓", |_| {});
    let modes: Vec<Blend> = glyph(&moon).0.iter().map(|item| item.blend).collect();
    assert_eq!(modes, [Blend::SourceOver]);
    let text = moon.to_string();
    assert!(text.contains("blend Multiply") || text.contains("blend multiply"), "{text}");
    let gem = scene(ONE, "💎", |_| {});
    let mask = glyph(&gem).0[0].mask.as_ref().unwrap();
    assert!(matches!(mask.items[0].kind, ItemKind::Shape { .. }));
}

#[test]
fn joined_emoji_are_one_glyph() {
    for emoji in ["👨\u{200d}👩\u{200d}👧", "👍🏽", "🇩🇪"] {
        glyph(&scene(ONE, emoji, |_| {}));
    }
    assert_eq!(scene(ONE, "👨👩", |_| {}).items.len(), 1, "in a group");
}

#[test]
fn a_stroke_alone_paints_the_glyph_itself_and_nothing_paints_nothing() {
    let stroked = scene(ONE, "🇩🇪", |look| {
        (look.fill, look.stroke) = (Paint::None, Paint::Solid(Color::BLACK));
    });
    assert_eq!(glyph(&stroked).0.len(), 2);
    assert!(scene(ONE, "🇩🇪", |look| look.fill = Paint::None).items.is_empty());
}

#[test]
fn pictures_are_taken_from_the_nearest_strike_and_stand_on_the_baseline() {
    let picture = |family: &str, size: f64| {
        let scene = scene(family, "😀", |look| look.size = size);
        let (items, _) = glyph(&scene);
        let ItemKind::Picture { slot, dest, is_smooth: true } = items[0].kind else { panic!("{:?}", items[0].kind) };
        (scene.slots[slot].picture.size.width, items[0].transform.bounds_of(dest), scene.slots[slot].size.width)
    };
    // 36 pixels of a strike of 32 to the em: 22.5 at 20 px.
    let (own, dest, wanted) = picture("Artboard Pictures", 20.0);
    assert_eq!((own, wanted), (36, 23));
    assert!((dest.width - 22.5).abs() < 1e-9, "{dest:?}");
    assert_eq!([16.0, 20.0, 100.0].map(|size| picture("Artboard Strikes", size).0), [18, 72, 72]);
    let same = scene("Artboard Pictures", "😀😀", |_| {});
    assert_eq!(same.slots.len(), 1);
}
