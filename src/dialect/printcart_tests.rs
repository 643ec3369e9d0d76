//! Facts about Printcart's designs.

use super::*;
use crate::color::Color;
use crate::design::LayerKind;
use crate::limits::Limits;
use crate::report::Report;
use crate::source::Source;
use crate::style::Paint;
use crate::text::Wrap;
use serde_json::json;

fn design_of(value: Value) -> (Result<Design>, Report) {
    assert!(looks_like(&value));
    let limits = Limits::default();
    let mut reader = Reader::new(&limits);
    let design = read(&value, &mut reader);
    let mut report = Report::new();
    reader.remarks.finish(&mut report);
    (design, report)
}

fn side_of(value: Value) -> Side {
    design_of(value).0.unwrap().sides.remove(0)
}

fn webhook() -> Value {
    json!({"data": {
        "id": "cce4dc71", "note": "Design example note", "status": "processing",
        "side": {"name": "Edited", "dimension_unit": "cm", "design_area": {"width": 1, "height": 1}},
        "product": {"dpi": 72, "dimension_unit": "cm", "viewport_width": 1},
        "original_side": {"id": "c5661a1e", "name": "Front", "dimension_unit": "cm",
            "design_area": {"width": 5, "height": 5, "top": 50, "left": 50}, "show_cut_line": true,
            "cut_line_margin": {"x": 50.5, "y": 50.5}, "bg_type": "image", "bg_color_value": "red",
            "side_image": {"id": "e8", "url": "https://pictures.example/side.jpg", "width": 500},
            "img_overlay": {"url": "over.png"}, "show_overlay": true, "include_overlay": true},
        "original_output_options": {"dpi": 500, "dimension_unit": "inch"},
        "viewport": {"width": 500, "height": 400},
        "layers": [{"top": 38.9832354205, "left": 329.6631024663, "text": "Heading", "width": 158, "height": 47.46,
            "originX": "left", "originY": "top", "fontSize": 42, "minWidth": 20, "fontStyle": "normal",
            "textAlign": "left", "underline": "false,", "fontFamily": "Roboto", "fontWeight": "normal"}]},
        "message": "Created successfully"})
}

#[test]
fn the_webhook_is_read_and_the_original_side_wins() {
    let (design, report) = design_of(webhook());
    let side = design.unwrap().sides.remove(0);
    assert_eq!((side.name.as_deref(), side.code.as_deref()), (Some("Front"), Some("c5661a1e")));
    assert_eq!(
        side.canvas,
        Canvas {
            width: Some(500.0),
            height: Some(400.0),
            dpi: Some(100.0),
            cut: Some((5050.0, 4040.0)),
            rule: "the viewport",
            ..Canvas::default()
        }
    );
    let LayerKind::Text(text) = &side.layers[0].kind else { panic!() };
    assert_eq!((text.wrap, text.look.size), (Wrap::Words { width: 158.0 }, 42.0));
    assert!(!text.look.underline);
    assert_eq!(report.serious().count(), 0, "{report:?}");
}

#[test]
fn guides_lie_inside_the_design_area_by_their_margins() {
    let guides = |changes: Value| {
        let mut document = webhook();
        let side = document["data"]["original_side"].as_object_mut().unwrap();
        side.extend(changes.as_object().unwrap().clone());
        let canvas = side_of(document).canvas;
        (canvas.cut, canvas.safe)
    };
    let margins = json!({"cut_line_margin": {"x": 0.5, "y": "0.5"}, "safe_zone_margin": {"x": 1, "y": 0}});
    assert_eq!(guides(margins.clone()), (Some((50.0, 40.0)), Some((100.0, 0.0))));
    let hidden = json!({"show_cut_line": "false", "show_safe_zone": true, "safe_zone_margin": {"x": -1, "y": 1}});
    assert_eq!(guides(hidden), (None, Some((0.0, 80.0))));
    let mut nowhere = margins;
    nowhere["design_area"] = Value::Null;
    assert_eq!(guides(nowhere), (None, None));
}

#[test]
fn grounds_are_pictures_over_the_canvas() {
    let side = side_of(webhook());
    let LayerKind::Image(image) = side.background.layer.unwrap().kind else { panic!() };
    assert_eq!(image.source, Source::path("https://pictures.example/side.jpg"));
    assert_eq!((image.width, image.height), (Some(500.0), Some(400.0)));
    assert_eq!(side.background.paint, Paint::None);
    assert_eq!(side.overlay.layer.unwrap().place, "overlay image");
    let mut hidden = webhook();
    hidden["data"]["original_side"]["show_overlay"] = json!("false");
    assert!(side_of(hidden).overlay.layer.is_none());
}

#[test]
fn a_coloured_side_has_a_paint() {
    let side = side_of(json!({"side": {"bg_type": "color", "bg_color_value": "red"}, "layers": []}));
    assert_eq!(side.background.paint, Paint::Solid(Color::rgb(255, 0, 0)));
    let side = side_of(json!({"side": {"bg_type": "transparent", "bg_color_value": "red"}, "layers": []}));
    assert_eq!(side.background, Ground::default());
}

#[test]
fn what_clients_send_is_read() {
    let side = side_of(json!({"side_id": "s1", "viewport_width": "300", "viewport_height": 200, "layers": null}));
    assert_eq!((side.canvas.width, side.canvas.height, side.canvas.dpi), (Some(300.0), Some(200.0), None));
    assert_eq!(side.code.as_deref(), Some("s1"));
}

#[test]
fn several_designs_are_several_sides() {
    let one = json!({"layers": [{"type": "rect"}]});
    for value in [json!({"designs": [one, one]}), json!([one, {"data": one}]), json!({"data": [one, one]})] {
        let design = design_of(value).0.unwrap();
        assert_eq!(design.sides.len(), 2);
        assert_eq!(design.sides[1].layers[0].place, "side 2, layer 1");
    }
    assert!(design_of(json!({"designs": []})).0.is_err());
}

#[test]
fn layers_must_be_a_list() {
    let error = design_of(json!({"layers": {"a": 1}})).0.unwrap_err();
    assert_eq!(error.place().unwrap(), "design: layers");
}
