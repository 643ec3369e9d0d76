//! Facts about the native form.

use super::*;
use crate::design::{LayerKind, Pose, Rules, Shape, Window};
use crate::limits::Limits;
use crate::style::{Blend, Paint};
use crate::text::{TextFrame, VerticalAlign, Wrap};
use serde_json::json;

fn design_of(value: Value) -> Result<Design> {
    assert!(looks_like(&value), "{value}");
    let limits = Limits::default();
    read(&value, &mut Reader::new(&limits))
}

fn on(canvas: Value, layers: Value) -> Result<Side> {
    let side = json!({"name": "Front", "id": "f", "canvas": canvas, "background": "white", "layers": layers});
    design_of(json!({"schema": 1, "name": "Card", "sides": [side]})).map(|mut design| design.sides.remove(0))
}

fn layers(layers: Value) -> Result<Side> {
    on(json!({"width": 100, "height": 50}), layers)
}

#[test]
fn lengths_are_pixels_at_the_canvases_dpi() {
    let canvas = json!({"width": 100, "height": "5cm", "unit": "mm", "dpi": 254, "bleed": 3, "safe": 4});
    let side = on(canvas, json!([{"kind": "rect", "x": 1, "y": "1in", "width": 2, "height": "72pt"}])).unwrap();
    assert_eq!((side.canvas.width, side.canvas.height, side.canvas.dpi), (Some(1000.0), Some(500.0), Some(254.0)));
    assert_eq!((side.canvas.bleed, side.canvas.cut, side.canvas.safe), (30.0, Some((0.0, 0.0)), Some((40.0, 40.0))));
    let layer = &side.layers[0];
    assert_eq!((layer.pose.left, layer.pose.top), (10.0, 254.0));
    assert_eq!(layer.kind, LayerKind::Shape(Shape::Rect { width: 20.0, height: 254.0, rx: 0.0, ry: 0.0 }));
    let on_screen = on(json!({"width": 100, "height": "1in"}), json!([])).unwrap().canvas;
    assert_eq!((on_screen.height, on_screen.dpi), (Some(96.0), None));
    let inch = on(json!({"width": 1, "height": 1, "unit": "inch"}), json!([])).unwrap().canvas;
    assert_eq!((inch.width, inch.dpi), (Some(300.0), Some(300.0)));
}

#[test]
fn every_kind_is_read() {
    let side = layers(json!([
        {"kind": "rect", "width": 9, "height": 9, "radius": 2, "fill": "none", "stroke": "red", "dash": [3]},
        {"kind": "ellipse", "width": 8, "height": 6},
        {"kind": "line", "from": [10, 10], "to": [30, 20]},
        {"kind": "polygon", "points": [[0, 0], [10, 0], [0, 10]], "fill": "teal"},
        {"kind": "path", "d": "M0 0H10V10Z", "fill_rule": "evenodd", "x": 5, "y": 6},
        {"kind": "image", "name": "Logo", "id": "i1", "source": "a.png", "width": 20, "height": 10, "fit": "cover"},
        {"kind": "text", "text": "Hi", "size": 12, "width": 40, "height": 30, "vertical_align": "bottom", "shrink": true,
            "align": "justify", "spans": [{"start": 0, "end": 1, "weight": 700, "fill": "red"}]},
        {"kind": "group", "width": 20, "height": 10, "x": 1, "layers": [{"kind": "rect", "x": 2, "width": 1, "height": 1}]}
    ]))
    .unwrap();
    assert_eq!((side.name.as_deref(), side.code.as_deref()), (Some("Front"), Some("f")));
    let pose = |index: usize| side.layers[index].pose.clone();
    assert_eq!(side.layers[0].style.dashes, [3.0, 3.0]);
    assert_eq!((side.layers[0].style.stroke_width, side.layers[1].style.stroke_width), (1.0, 0.0));
    assert_eq!((pose(2).left, pose(2).top, pose(2).origin_x), (20.0, 15.0, 0.5));
    assert_eq!((pose(4).left, pose(4).origin_x), (5.0, 0.0));
    let LayerKind::Image(image) = &side.layers[5].kind else { panic!() };
    assert_eq!(
        (image.window, side.layers[5].name.as_deref(), side.layers[5].id.as_deref()),
        (Window::Cover, Some("Logo"), Some("i1"))
    );
    let LayerKind::Text(text) = &side.layers[6].kind else { panic!() };
    assert_eq!((text.wrap, text.look.family.as_str()), (Wrap::Words { width: 40.0 }, "Arial"));
    assert_eq!(text.frame, Some(TextFrame { height: 30.0, align: VerticalAlign::Bottom, shrinks: true }));
    assert_eq!((text.styles[0].look.weight, text.styles[0].look.size), (700, 12.0));
    let LayerKind::Group(group) = &side.layers[7].kind else { panic!() };
    assert_eq!((group.layers[0].pose.left, group.layers[0].pose.top), (-8.0, -5.0));
    assert_eq!(group.layers[0].place, "layer 8.1");
}

#[test]
fn what_all_layers_share_is_read() {
    let side = layers(json!([
        {"kind": "rect", "width": 9, "height": 9, "anchor": "bottom-right", "rotate": 30, "scale": 2, "flip": "horizontal",
            "opacity": 0.5, "blend": "multiply", "shadow": {"dx": 1, "blur": 4},
            "clip": {"layer": {"kind": "ellipse", "width": 5, "height": 5, "anchor": "center"}, "invert": true},
            "fill": {"gradient": "linear", "stops": [{"at": 1, "color": "red"}, {"at": 0, "color": "blue"}]}},
        {"kind": "rect", "width": 9, "height": 9, "visible": false}
    ]))
    .unwrap();
    assert_eq!(side.layers.len(), 1);
    let layer = &side.layers[0];
    let rules = Rules { place: "its anchor", size: "" };
    let turned = Pose { angle: 30.0, scale_x: -2.0, scale_y: 2.0, rules, ..Pose::default() };
    let expected = Pose { origin_x: 1.0, origin_y: 1.0, ..turned };
    assert_eq!((&layer.pose, layer.opacity, layer.blend), (&expected, 0.5, Blend::Multiply));
    assert_eq!(layer.shadow.unwrap().blur, 4.0);
    assert!(layer.clip.as_ref().unwrap().is_inverted);
    let Paint::Gradient(gradient) = &layer.style.fill else { panic!() };
    assert!(gradient.is_relative && gradient.stops[0].at == 0.0);
}

#[test]
fn errors_name_layer_field_value_and_what_is_allowed() {
    let broken = |layer: Value| layers(json!([{"kind": "rect", "width": 1, "height": 1}, layer])).unwrap_err();
    for (layer, place, help) in [
        (
            json!({"kind": "rect", "name": "Logo", "width": "wide", "height": 1}),
            "side 1: layer 2 \"Logo\": width",
            "3mm",
        ),
        (json!({"kind": "rect", "width": 1, "height": 0}), "side 1: layer 2: height", "above 0"),
        (json!({"kind": "circle"}), "side 1: layer 2: kind", "ellipse"),
        (json!({"kind": "rect", "width": 1, "height": 1, "opacity": 2}), "side 1: layer 2: opacity", "from 0 to 1"),
        (json!({"kind": "rect", "width": 1, "height": 1, "blend": "mix"}), "side 1: layer 2: blend", "multiply"),
        (json!({"kind": "text", "text": "a", "size": 5, "weight": 5}), "side 1: layer 2: weight", "100"),
        (json!({"kind": "text", "text": "a", "size": 5, "align": "middle"}), "side 1: layer 2: align", "center"),
        (
            json!({"kind": "group", "width": 1, "height": 1, "layers": [{"kind": "x"}]}),
            "side 1: layer 2.1: kind",
            "group",
        ),
    ] {
        let error = broken(layer.clone());
        let known = error.place().unwrap();
        assert!(place == known || place.strip_prefix("side 1: ") == Some(known.as_str()), "{layer}: {known}");
        assert!(error.help().unwrap().contains(help), "{layer}: {error:?}");
    }
    let unknown = broken(json!({"kind": "rect", "width": 1, "height": 1, "wobble": 1}));
    assert!(unknown.what().contains("unknown field `wobble`"), "{unknown}");
    let error = design_of(json!({"schema": 2, "sides": []})).unwrap_err();
    assert_eq!(error.place().as_deref(), Some("schema"));
    assert!(design_of(json!({"schema": 1, "sides": []})).is_err());
    let error = on(json!({"width": "5%", "height": 1}), json!([])).unwrap_err();
    assert_eq!(error.place().as_deref(), Some("side 1: canvas: width"));
}

#[test]
fn limits_hold() {
    let limits = Limits { layers: 1, ..Limits::default() };
    let rect = json!({"kind": "rect", "width": 1, "height": 1});
    let document = json!({"schema": 1, "sides": [{"canvas": {"width": 1, "height": 1}, "layers": [rect, rect]}]});
    assert_eq!(read(&document, &mut Reader::new(&limits)).unwrap_err().fault(), crate::error::Fault::TooLarge);
    let mut deep = json!({"kind": "rect", "width": 1, "height": 1});
    for _ in 0..60 {
        deep = json!({"kind": "group", "width": 1, "height": 1, "layers": [deep]});
    }
    assert_eq!(layers(json!([deep])).unwrap_err().fault(), crate::error::Fault::TooLarge);
}

#[test]
fn the_schema_describes_every_kind_and_field() {
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    let defs = schema["$defs"].as_object().unwrap();
    for kind in ["Rect", "Ellipse", "Line", "Polygon", "Path", "Image", "Text", "Group", "Side", "Canvas", "Gradient"] {
        let properties = defs[kind]["properties"].as_object().unwrap_or_else(|| panic!("{kind}"));
        for (name, property) in properties {
            assert!(property.get("description").is_some(), "{kind}.{name} has no description");
        }
        assert_eq!(defs[kind]["additionalProperties"], json!(false), "{kind}");
    }
    assert_eq!(defs["Rect"]["required"], json!(["kind", "width", "height"]));
}
