//! Facts about paints.

use super::*;
use crate::report::Report;
use serde_json::json;

fn fill(value: Value) -> (Result<Paint>, Report) {
    let map = json!({ "fill": value }).as_object().unwrap().clone();
    let mut remarks = Remarks::default();
    let paint = paint(&mut Fields::new(&map, "layer 1"), "fill", &Paint::Solid(Color::WHITE), &mut remarks);
    let mut report = Report::new();
    remarks.finish(&mut report);
    (paint, report)
}

fn cast(value: Value) -> Option<Shadow> {
    let map = json!({ "shadow": value }).as_object().unwrap().clone();
    shadow(&mut Fields::new(&map, ""), &mut Remarks::default()).unwrap()
}

#[test]
fn empty_paints_paint_nothing_and_unknown_colours_are_black() {
    for nothing in [json!(""), json!(null), json!("transparent"), json!("none"), json!(false)] {
        let (paint, report) = fill(nothing);
        assert_eq!(paint.unwrap(), Paint::None);
        assert!(report.is_empty());
    }
    let (paint, report) = fill(json!("sky"));
    assert_eq!(paint.unwrap(), Paint::Solid(Color::BLACK));
    assert_eq!(report.serious().count(), 1);
    let map = Map::new();
    let absent = super::paint(&mut Fields::new(&map, ""), "fill", &Paint::Solid(Color::WHITE), &mut Remarks::default());
    assert_eq!(absent.unwrap(), Paint::Solid(Color::WHITE));
}

#[test]
fn stops_are_sorted_and_their_opacity_replaces_the_alpha() {
    let (paint, report) =
        fill(json!({"type": "linear", "coords": {"x1": 0, "y1": 0, "x2": 10, "y2": 0}, "colorStops": [
        {"offset": 1, "color": "red", "opacity": 0.5}, {"offset": "0%", "color": "rgba(0,0,255,0.2)", "opacity": 1}]}));
    let Paint::Gradient(gradient) = paint.unwrap() else { panic!() };
    assert_eq!(gradient.stops[0], Stop { at: 0.0, color: Color::rgb(0, 0, 255) });
    assert_eq!(gradient.stops[1], Stop { at: 1.0, color: Color { r: 255, g: 0, b: 0, a: 128 } });
    assert!(!gradient.is_relative);
    assert_eq!(gradient.shape, GradientShape::Linear { from: (0.0, 0.0), to: (10.0, 0.0) });
    assert_eq!(report.serious().count(), 0);
}

#[test]
fn the_first_releases_write_stops_as_an_object() {
    let (paint, _) = fill(json!({"type": "radial", "gradientUnits": "percentage", "coords": {"r2": "0.5"},
        "colorStops": {"0": "red", "1": "blue"}, "gradientTransform": [1, 0, 0, 2, 3, 4], "offsetX": 5}));
    let Paint::Gradient(gradient) = paint.unwrap() else { panic!() };
    assert_eq!(gradient.stops.len(), 2);
    assert!(gradient.is_relative);
    assert_eq!(gradient.transform, Transform::new(1.0, 0.0, 0.0, 2.0, 3.0, 4.0));
    assert_eq!(gradient.offset, (5.0, 0.0));
    assert!(matches!(gradient.shape, GradientShape::Radial { to_radius: 0.5, .. }));
}

#[test]
fn a_coordinate_that_is_no_number_is_an_error_with_its_place() {
    let (paint, _) = fill(json!({"coords": {"x1": "far"}, "colorStops": []}));
    assert_eq!(paint.unwrap_err().place().unwrap(), "layer 1: fill: x1");
}

#[test]
fn patterns_name_a_picture() {
    for source in [json!("a.png"), json!({"src": "a.png"})] {
        let (paint, _) = fill(json!({"type": "pattern", "source": source, "repeat": "repeat-x", "offsetY": 2}));
        let Paint::Pattern(pattern) = paint.unwrap() else { panic!() };
        assert_eq!(pattern.source, Source::path("a.png"));
        assert_eq!((pattern.repeats_x, pattern.repeats_y, pattern.offset), (true, false, (0.0, 2.0)));
    }
    let (paint, report) = fill(json!({"source": "function () {}"}));
    assert_eq!(paint.unwrap(), Paint::None);
    assert_eq!(report.serious().count(), 1);
}

#[test]
fn shadows_are_objects_or_css() {
    let half = Color { r: 0, g: 0, b: 0, a: 128 };
    for text in ["rgba(0, 0, 0, .5) 2px -3px 10px", "2px -3px 10px rgba(0,0,0,.5)"] {
        let shadow = cast(json!(text)).unwrap();
        assert_eq!((shadow.color, shadow.dx, shadow.dy, shadow.blur), (half, 2.0, -3.0, 10.0), "{text}");
    }
    assert_eq!(cast(json!("1px 2px")).unwrap().color, Color::BLACK);
    assert!(cast(json!("")).is_none());
    let shadow = cast(json!({"color": "red", "blur": 4, "affectStroke": true, "nonScaling": "true"})).unwrap();
    assert!(shadow.from_stroke && shadow.ignores_scale && shadow.blur == 4.0);
}
