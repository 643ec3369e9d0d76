//! Facts about whole documents.

use super::*;
use crate::color::Color;
use crate::error::Fault;
use crate::limits::Limits;
use crate::report::Report;
use crate::transform::Transform;
use serde_json::json;
use std::path::Path;

fn read_side(document: Value) -> (Result<Side>, Report) {
    let limits = Limits::default();
    let mut reader = Reader::new(&limits);
    let design = read(&document, &mut reader);
    let mut report = Report::new();
    reader.remarks.finish(&mut report);
    (design.map(|mut design| design.sides.remove(0)), report)
}

fn side_of(document: Value) -> Side {
    read_side(document).0.unwrap()
}

#[test]
fn an_empty_document_has_no_size_and_no_grounds() {
    let side = side_of(json!({"objects": []}));
    assert_eq!((side.canvas.width, side.canvas.height), (None, None));
    assert_eq!(Side { canvas: Canvas::default(), ..side }, Side::default());
}

#[test]
fn size_grounds_viewport_and_clip_are_read() {
    let side =
        side_of(json!({"version": "7.4.0", "width": 300, "height": "200", "background": "#fff", "backgroundVpt":
        false, "overlay": {"type": "linear", "coords": {}, "colorStops": [{"offset": 0, "color": "red"}]},
        "backgroundImage": {"type": "Image", "src": "a.png"}, "viewportTransform": [2, 0, 0, 2, 5, 6],
        "clipPath": {"type": "Circle", "radius": 5}, "objects": [{"type": "Rect"}]}));
    assert_eq!((side.canvas.width, side.canvas.height), (Some(300.0), Some(200.0)));
    assert_eq!(side.background.paint, Paint::Solid(Color::WHITE));
    assert!(side.background.ignores_viewport && !side.overlay.ignores_viewport);
    assert!(matches!(side.overlay.paint, Paint::Gradient(_)));
    assert_eq!(side.background.layer.unwrap().place, "background image");
    assert_eq!(side.viewport, Transform::new(2.0, 0.0, 0.0, 2.0, 5.0, 6.0));
    assert_eq!(side.clip.unwrap().layer.pose.origin_x, 0.5);
    assert_eq!(side.layers[0].pose.origin_x, 0.5);
}

#[test]
fn the_first_releases_name_the_background_picture_alone() {
    let document =
        json!({"width": 30, "height": 20, "backgroundImage": "a.png", "backgroundImageOpacity": 0.5, "objects": []});
    let layer = side_of(document).background.layer.unwrap();
    let LayerKind::Image(image) = layer.kind else { panic!() };
    assert_eq!(
        (image.width, image.height, image.window, layer.opacity),
        (Some(30.0), Some(20.0), Window::Stretch, 0.5)
    );
}

#[test]
fn no_layers_are_none_but_an_object_is_refused() {
    let (side, report) = read_side(json!({"objects": null}));
    assert!(side.unwrap().layers.is_empty());
    assert_eq!((report.notes().len(), report.serious().count()), (1, 0));
    let error = read_side(json!({"objects": {}})).0.unwrap_err();
    assert_eq!((error.fault(), error.place().unwrap()), (Fault::Input, "canvas: objects".into()));
}

#[test]
fn numbers_that_cannot_be_are_refused_with_their_place() {
    for bad in [json!(18446744073709551616.0), json!("NaN"), json!("Infinity"), json!({})] {
        let document = json!({"objects": [{"type": "rect"}, {"type": "rect", "name": "Logo", "left": bad}]});
        let error = read_side(document).0.unwrap_err();
        assert_eq!(error.place().unwrap(), "layer 2 \"Logo\": left");
    }
}

#[test]
fn unknown_properties_of_the_canvas_are_listed() {
    let (_, report) = read_side(json!({"objects": [], "preserveObjectStacking": true, "mood": "happy"}));
    assert_eq!(report.notes().len(), 1);
    assert!(report.notes()[0].message.contains("`mood`"));
}

#[test]
fn a_list_of_documents_has_a_side_each() {
    let limits = Limits::default();
    let value = json!([{"objects": [], "name": "Front"}, {"objects": []}]);
    assert!(looks_like(&value));
    let design = read(&value, &mut Reader::new(&limits)).unwrap();
    assert_eq!(design.sides.len(), 2);
    assert_eq!(design.sides[0].name.as_deref(), Some("Front"));
}

/// Documents that fabric.js 4 to 7 wrote. Skipped where they are not there.
#[test]
fn the_goldens_are_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/goldens/fabric");
    let Ok(versions) = std::fs::read_dir(root) else { return };
    for case in versions.flat_map(|version| std::fs::read_dir(version.unwrap().path()).unwrap()) {
        let path = case.unwrap().path().join("case.json");
        let case: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let (side, report) = read_side(case["fabric"].clone());
        assert!(side.is_ok(), "{path:?}: {side:?}");
        // Version 7 still saves the opacity of a stop that it does not draw.
        let expected = ["filters are not supported", "text on a path", "a stop's own `opacity`"];
        let surprise = report.serious().find(|note| !expected.iter().any(|known| note.message.contains(known)));
        assert!(surprise.is_none(), "{path:?}: {surprise:?}");
    }
}
