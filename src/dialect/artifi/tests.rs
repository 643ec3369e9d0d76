//! Facts about Artifi's views and orders.

use super::*;
use crate::color::Color;
use crate::design::{LayerKind, Side, Window};
use crate::limits::Limits;
use crate::report::Report;
use crate::source::Source;
use crate::style::Paint;
use crate::text::{TextFrame, VerticalAlign, Wrap};

fn design_of(value: Value) -> (Result<Design>, Report) {
    assert!(looks_like(&value), "{value}");
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

fn view(objects: Value) -> Value {
    json!({"CanvasWidth": 400, "CanvasHeight": 300, "PrintWidth": 1200, "PrintHeight": 600,
        "DesignJson": {"background": "", "objects": objects}})
}

#[test]
fn a_view_is_read_from_an_object_or_from_json_text() {
    let inner = json!({"objects": [{"type": "image", "src": "a.png", "left": 1, "top": 2, "width": 30, "height": 20}]});
    let text = json!({"CanvasWidth": "400", "CanvasHeight": 300, "DesignJson": inner.to_string()});
    let side = side_of(text);
    assert_eq!((side.canvas.width, side.canvas.height), (Some(400.0), Some(300.0)));
    assert_eq!(side.layers, side_of(view(inner["objects"].clone())).layers);
    let (_, report) = design_of(view(json!([])));
    assert!(report.notes()[0].message.contains("2 times the canvas"), "{report:?}");
    let broken = json!({"CanvasWidth": 1, "CanvasHeight": 1, "DesignJson": "{"});
    assert_eq!(design_of(broken).0.unwrap_err().place().unwrap(), "view: DesignJson: line 1 column 1");
}

#[test]
fn pictures_are_stretched_and_centred_and_their_words_are_folders() {
    let side = side_of(view(json!([{"type": "image", "src": "AdminFolderPathKey/a.png", "left": 5, "top": 6,
        "width": 30, "height": 20, "cropX": 7, "Rotate180Degree": true, "angle": 10}])));
    let layer = &side.layers[0];
    let LayerKind::Image(image) = &layer.kind else { panic!() };
    assert_eq!(image.source, Source::path("AdminFolderPathKey/a.png"));
    assert_eq!((image.width, image.height, image.window), (Some(30.0), Some(20.0), Window::Stretch));
    assert_eq!((layer.pose.origin_x, layer.pose.origin_y, layer.pose.angle), (0.5, 0.5, 190.0));
}

#[test]
fn text_has_the_vendors_defaults() {
    let side = side_of(view(json!([{"type": "textbox", "text": "a"},
        {"type": "textbox", "text": "b", "vAlign": "bottom", "height": 90, "isAutoFontSize": "true"}])));
    let text = |index: usize| if let LayerKind::Text(text) = &side.layers[index].kind { text } else { panic!() };
    assert_eq!((text(0).look.family.as_str(), text(0).look.size), ("Arial", 26.0));
    assert_eq!(text(0).look.fill, Paint::Solid(Color::BLACK));
    assert_eq!(text(0).wrap, Wrap::Words { width: 200.0 });
    assert_eq!(text(0).frame, Some(TextFrame { height: 200.0, align: VerticalAlign::Middle, shrinks: false }));
    assert_eq!(text(1).frame, Some(TextFrame { height: 90.0, align: VerticalAlign::Bottom, shrinks: true }));
}

#[test]
fn what_is_not_for_the_output_is_left_out_with_a_note_in_groups_too() {
    let hidden = json!({"type": "rect", "width": 5, "height": 5, "IsVisibleOnOutput": "false", "name": "Guide"});
    let group = json!({"type": "group", "width": 9, "height": 9, "objects": [hidden, {"type": "rect"}]});
    let (design, report) = design_of(view(json!([hidden, {"type": "rect", "IsVisibleOnOutput": true}, group])));
    let side = design.unwrap().sides.remove(0);
    assert_eq!(side.layers.len(), 2);
    let LayerKind::Group(group) = &side.layers[1].kind else { panic!() };
    assert_eq!(group.layers.len(), 1);
    let note = report.notes().iter().find(|note| note.message.contains("not for the output")).unwrap();
    assert_eq!((note.kind, note.place.as_str()), (NoteKind::Chosen, "layer 1 \"Guide\", layer 3.1 \"Guide\""));
    assert_eq!(report.serious().count(), 0, "{report:?}");
}

#[test]
fn several_views_are_several_sides() {
    let mut front = view(json!([]));
    front["viewName"] = json!("Front");
    front["viewCode"] = json!(736_956);
    for document in
        [json!([front, front]), json!({"views": [front, front]}), json!({"Data": {"Views": [front, front]}})]
    {
        let design = design_of(document).0.unwrap();
        assert_eq!(design.sides.len(), 2);
        assert_eq!((design.sides[1].name.as_deref(), design.sides[1].code.as_deref()), (Some("Front"), Some("736956")));
    }
}

#[test]
fn an_order_without_places_is_stacked() {
    let order = json!({"Response": "Success", "Data": {"DesignId": 1, "CartJson": {
        "productDetails": {"productName": "Shirt"},
        "designDetails": {"views": [{"viewName": "Front", "viewCode": "1",
            "image": [{"imageName": "Whale", "originalUrl": ""}],
            "text": [{"text": "one", "fontSize": 40, "fontStyle": "BoldItalic", "color": "#f00", "vAlign": "middle"},
                {"text": "two", "fontSize": 20}], "monogram": []}], "groupViews": []}}}});
    let (design, report) = design_of(order);
    let design = design.unwrap();
    assert_eq!(design.name.as_deref(), Some("Shirt"));
    let side = &design.sides[0];
    assert_eq!((side.canvas.width, side.canvas.height), (Some(500.0), Some(500.0)));
    let LayerKind::Image(image) = &side.layers[0].kind else { panic!() };
    assert_eq!((&image.source, image.window), (&Source::path("Whale"), Window::Contain));
    let LayerKind::Text(text) = &side.layers[1].kind else { panic!() };
    assert_eq!((text.look.weight, text.look.is_italic, text.look.size), (700, true, 40.0));
    let tops: Vec<f64> = side.layers.iter().map(|layer| layer.pose.top).collect();
    let bottom = 475.0 - 60.0 * 1.13 * 1.16;
    assert_eq!(tops[0], 25.0);
    assert!((tops[1] - bottom).abs() < 1e-9 && (tops[2] - bottom - 40.0 * 1.13 * 1.16).abs() < 1e-9, "{tops:?}");
    assert_eq!(report.serious().count(), 0, "{report:?}");
}

#[test]
fn views_must_be_objects_and_there_must_be_one() {
    assert!(design_of(json!([{"CanvasWidth": 1}, 5])).0.is_err());
    let limits = Limits::default();
    assert!(read(&json!({"views": []}), &mut Reader::new(&limits)).is_err());
}
