//! Facts about Zakeke's items.

use super::*;
use crate::color::Color;
use crate::design::{LayerKind, Window};
use crate::limits::Limits;
use crate::report::Report;
use crate::source::Source;
use crate::style::Paint;
use crate::text::Wrap;
use serde_json::json;

fn design_of(value: Value) -> (Result<Design>, Report) {
    assert!(looks_like(&value), "{value}");
    let limits = Limits::default();
    let mut reader = Reader::new(&limits);
    let design = read(&value, &mut reader);
    let mut report = Report::new();
    reader.remarks.finish(&mut report);
    (design, report)
}

fn with_items(items: Value) -> Value {
    json!({"variant": {"name": "Red", "code": "R", "sides": [
        {"name": "Front", "ppcm": 20, "areas": [{"name": "Chest", "items": items}]}]}})
}

fn at(x: f64, y: f64, width: f64, height: f64, more: Value) -> Value {
    let mut item =
        json!({"coordinates": {"x": x, "y": y, "unit": "mm"}, "dimensions": {"width": width, "height": height}});
    item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    item
}

#[test]
fn items_stand_in_pixels_of_the_side_and_their_union_is_the_canvas() {
    let (design, report) = design_of(with_items(json!([
        at(
            10.0,
            20.0,
            50.0,
            10.0,
            json!({"text": "Hi", "fontFamily": "Roboto", "itemColors": [{"rgbCode": "#ff0000"}]})
        ),
        at(5.0, 25.0, 20.0, 30.0, json!({"sourceImageUrl": "a.png", "previewImageUrl": "b.png", "name": "Logo"})),
    ])));
    let side = design.unwrap().sides.remove(0);
    assert_eq!((side.name.as_deref(), side.code.as_deref()), (Some("Front"), Some("Chest")));
    // Two pixels to the millimetre, from 5, 20 to 60, 55.
    assert_eq!((side.canvas.width, side.canvas.height), (Some(110.0), Some(70.0)));
    assert!((side.canvas.dpi.unwrap() - 50.8).abs() < 1e-9);
    assert_eq!(side.viewport, Transform::translate(-10.0, -40.0));
    let LayerKind::Text(text) = &side.layers[0].kind else { panic!() };
    assert_eq!(text.look.fill, Paint::Solid(Color::rgb(255, 0, 0)));
    assert_eq!(text.wrap, Wrap::Words { width: 100.0 });
    assert!((text.look.size - 20.0 / 1.13).abs() < 1e-9);
    let LayerKind::Image(image) = &side.layers[1].kind else { panic!() };
    assert_eq!((&image.source, image.window), (&Source::path("a.png"), Window::Contain));
    assert_eq!((side.layers[1].pose.left, side.layers[1].pose.top), (10.0, 50.0));
    assert_eq!(side.layers[1].place, "side 1, item 2 \"Logo\"");
    assert_eq!(report.serious().count(), 0, "{report:?}");
}

#[test]
fn an_area_that_has_a_size_is_the_canvas() {
    let mut document = with_items(json!([at(10.0, 10.0, 5.0, 5.0, json!({"text": "a"}))]));
    document["variant"]["sides"][0]["areas"][0]["dimensions"] = json!({"width": 100, "height": 80});
    let side = design_of(document).0.unwrap().sides.remove(0);
    assert_eq!((side.canvas.width, side.canvas.height), (Some(200.0), Some(160.0)));
    assert_eq!(side.viewport, Transform::IDENTITY);
}

#[test]
fn json_that_is_a_fabric_object_wins_and_other_text_does_not() {
    let own = json!({"type": "rect", "width": 7, "height": 8, "fill": "blue"}).to_string();
    let item = |json: &str| at(10.0, 10.0, 5.0, 5.0, json!({"text": "a", "json": json}));
    let side = design_of(with_items(json!([item(&own), item("string"), item("{}")]))).0.unwrap().sides.remove(0);
    assert!(matches!(side.layers[0].kind, LayerKind::Shape(_)));
    assert_eq!((side.layers[0].pose.left, side.layers[0].pose.top), (20.0, 20.0));
    assert!(matches!(side.layers[1].kind, LayerKind::Text(_)) && matches!(side.layers[2].kind, LayerKind::Text(_)));
}

#[test]
fn every_area_is_a_side() {
    let area = |name: &str| json!({"name": name, "items": []});
    let document = json!({"sides": [{"name": "Front", "ppcm": 10, "areas": [area("Chest"), area("Sleeve")]},
        {"name": "Back", "ppcm": 10, "areas": [area("All")]}]});
    let names: Vec<_> = design_of(document).0.unwrap().sides.into_iter().map(|side| side.name.unwrap()).collect();
    assert_eq!(names, ["Front Chest", "Front Sleeve", "Back"]);
}

#[test]
fn what_is_no_object_or_number_is_refused_with_its_place() {
    let place = |document: Value| design_of(document).0.unwrap_err().place().unwrap();
    assert_eq!(place(with_items(json!([5]))), "side 1, item 1");
    assert_eq!(place(with_items(json!({"a": 1}))), "side 1: items");
    let bad = json!([{"coordinates": {"x": "left"}, "text": "a"}]);
    assert_eq!(place(with_items(bad)), "side 1, item 1: x");
    assert!(design_of(json!({"sides": [{"ppcm": 1, "areas": []}]})).0.is_err());
}
