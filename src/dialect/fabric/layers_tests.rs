//! Facts about layers, groups and clip paths.

use super::*;
use crate::color::Color;
use crate::design::Shape;
use crate::error::Fault;
use crate::limits::Limits;
use crate::report::Report;
use crate::style::Blend;
use crate::text::Wrap;
use serde_json::json;

fn read_within(limits: &Limits, layers: Value) -> (Result<Vec<Layer>>, Report) {
    let mut reader = Reader::new(limits);
    let layers = list(layers.as_array().unwrap(), "layer ", Version::default(), 0, &mut reader);
    let mut report = Report::new();
    reader.remarks.finish(&mut report);
    (layers, report)
}

fn read(layers: Value) -> (Vec<Layer>, Report) {
    let (layers, report) = read_within(&Limits::default(), layers);
    (layers.unwrap(), report)
}

#[test]
fn places_name_number_and_name() {
    let (layers, _) = read(json!([{"type": "rect"}, {"type": "group", "name": "Logo", "objects": [
        {"type": "rect"}, {"type": "circle", "id": 7, "clipPath": {"type": "rect", "visible": false}}]}]));
    let mut places = Vec::new();
    layers.iter().for_each(|layer| layer.walk(&mut |layer| places.push(layer.place.clone())));
    assert_eq!(places, ["layer 1", "layer 2 \"Logo\"", "layer 2.1", "layer 2.2", "layer 2.2: clip path"]);
    let LayerKind::Group(group) = &layers[1].kind else { panic!() };
    assert_eq!(group.layers[1].id.as_deref(), Some("7"));
}

#[test]
fn hidden_and_unknown_layers_are_left_out() {
    let (layers, report) =
        read(json!([{"type": "rect", "visible": false}, {"type": "Widget"}, null, {"type": "Rect"}]));
    assert_eq!(layers.len(), 1);
    assert_eq!(layers[0].place, "layer 4");
    assert_eq!(report.serious().count(), 1);
    assert!(report.notes()[0].message.contains("`Widget`"));
}

#[test]
fn an_element_that_is_no_object_is_an_error() {
    let (layers, _) = read_within(&Limits::default(), json!([{"type": "rect"}, 5]));
    assert_eq!(layers.unwrap_err().place().unwrap(), "layer 2");
}

#[test]
fn common_properties_are_read() {
    let (layers, report) = read(json!([{"type": "rect", "opacity": 0.5, "globalCompositeOperation": "multiply",
        "backgroundColor": "red", "objectCaching": false, "selectable": true, "shadow": null}]));
    let layer = &layers[0];
    assert_eq!((layer.opacity, layer.blend, layer.is_isolated), (0.5, Blend::Multiply, false));
    assert_eq!(layer.box_color, Some(Color::rgb(255, 0, 0)));
    assert!(report.is_empty(), "{report:?}");
}

#[test]
fn pictures_groups_and_lines_have_no_fill_and_the_first_two_no_stroke_width() {
    let (layers, _) = read(json!([{"type": "image", "src": "a"}, {"type": "group", "objects": []}, {"type": "line"}]));
    assert!(layers.iter().all(|layer| layer.style.fill == Paint::None));
    assert_eq!(layers.iter().map(|layer| layer.style.stroke_width).collect::<Vec<_>>(), [0.0, 0.0, 1.0]);
}

#[test]
fn children_follow_the_version_around_them_unless_they_say_their_own() {
    let (layers, _) = read(json!([{"type": "group", "version": "7.4.0", "objects": [
        {"type": "rect"}, {"type": "rect", "version": "6.9.1"}]}]));
    let LayerKind::Group(group) = &layers[0].kind else { panic!() };
    assert_eq!((group.layers[0].pose.origin_x, group.layers[1].pose.origin_x), (0.5, 0.0));
}

#[test]
fn clip_paths_nest() {
    let (layers, report) = read(json!([{"type": "rect", "clipPath": {"type": "circle", "radius": 5, "inverted": true,
        "clipPath": {"type": "rect", "absolutePositioned": "true"}}}]));
    let outer = layers[0].clip.as_deref().unwrap();
    let inner = outer.layer.clip.as_deref().unwrap();
    assert!(outer.is_inverted && !outer.is_absolute && inner.is_absolute);
    assert_eq!(report.serious().count(), 0, "{report:?}");
}

#[test]
fn layers_and_depth_are_limited() {
    let limits = Limits { layers: 3, layer_depth: 2, ..Limits::default() };
    let rect = json!({"type": "rect"});
    assert!(read_within(&limits, json!([rect, rect, rect])).0.is_ok());
    let error = read_within(&limits, json!([rect, rect, rect, rect])).0.unwrap_err();
    assert_eq!((error.fault(), error.place().unwrap()), (Fault::TooLarge, "layer 4".into()));
    let nested = |inner: &Value| json!({"type": "group", "objects": [inner]});
    let two = nested(&nested(&rect));
    assert!(read_within(&limits, json!([two])).0.is_ok());
    assert_eq!(read_within(&limits, json!([nested(&two)])).0.unwrap_err().fault(), Fault::TooLarge);
}

#[test]
fn unknown_properties_are_listed_once() {
    let (_, report) = read(json!([{"type": "rect", "sparkle": 1}, {"type": "rect", "sparkle": 2, "evented": false}]));
    assert_eq!(report.notes().len(), 1);
    assert_eq!(report.notes()[0].place, "layer 1, layer 2");
    assert!(report.notes()[0].message.contains("`sparkle`"));
}

#[test]
fn path_groups_of_the_first_release_place_paths_by_their_coordinates() {
    let (layers, _) = read(json!([{"type": "path-group", "width": 100, "height": 50, "paths": [
        {"type": "path", "left": 999, "path": [["M", 0, 0], ["L", 100, 50]]}]}]));
    let LayerKind::Group(group) = &layers[0].kind else { panic!() };
    let pose = &group.layers[0].pose;
    assert_eq!((pose.left, pose.top, pose.origin_x), (0.0, 0.0, 0.5));
}

#[test]
fn what_cannot_be_carried_is_said() {
    let (_, report) =
        read(json!([{"type": "rect", "clipTo": "function (ctx) {}", "transformMatrix": [1, 0, 0, 1, 5, 0]}]));
    assert_eq!(report.serious().count(), 2);
}

#[test]
fn a_text_without_a_type_is_a_textbox() {
    let (layers, report) = read(json!([{"text": "Heading", "width": 158, "height": 47.46, "underline": "false,"}]));
    let LayerKind::Text(text) = &layers[0].kind else { panic!() };
    assert_eq!(text.wrap, Wrap::Words { width: 158.0 });
    assert!(!text.look.underline);
    assert_eq!((report.notes().len(), report.serious().count()), (2, 0));
}

#[test]
fn shapes_arrive_as_shapes() {
    let (layers, _) = read(json!([{"type": "Ellipse", "rx": 5, "ry": 4, "width": 10, "height": 8}]));
    assert_eq!(layers[0].kind, LayerKind::Shape(Shape::Ellipse { rx: 5.0, ry: 4.0 }));
}
