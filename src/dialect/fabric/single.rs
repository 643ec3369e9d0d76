//! A saved object, without the canvas that it stood on, becomes a side as large as the object's own box.
//!
//! Such a document is an object of a known type with a place. Its box is what the document holds: width and height,
//! scaled, skewed and turned, with the stroke. Refused: what an object on a canvas is refused for.

use super::kind::is_known;
use super::layers::{Spot, layer};
use super::reader::Reader;
use super::version::Version;
use crate::design::{Canvas, Layer, LayerKind, Shape, Side};
use crate::dialect::lenient::Fields;
use crate::error::Result;
use crate::geometry::Rect;
use crate::transform::Transform;
use serde_json::{Map, Value};

/// Whether an object is one that stands on a canvas, and not a canvas.
pub(super) fn is_object(map: &Map<String, Value>) -> bool {
    let is_typed = map.get("type").and_then(Value::as_str).is_some_and(is_known);
    is_typed && map.contains_key("left") && map.contains_key("top")
}

/// The side of a saved object.
pub(super) fn side(value: &Value, map: &Map<String, Value>, reader: &mut Reader) -> Result<Side> {
    reader.remarks.lenient("", "the document is a single object: the canvas is the object's own box");
    let version = Version::default().of(&mut Fields::new(map, "layer 1"), &mut reader.remarks);
    let spot = Spot { address: "layer 1", version, depth: 0 };
    let extent = extent(map, reader)?;
    let mut layers: Vec<Layer> = layer(value, spot, reader)?.into_iter().collect();
    let mut canvas = Canvas { rule: "the box of the document's only object", ..Canvas::default() };
    if let Some(layer) = layers.first_mut() {
        let (width, height) = size(layer, extent);
        (canvas.width, canvas.height) =
            (Some(width).filter(|side| *side > 0.0), Some(height).filter(|side| *side > 0.0));
        let pose = &mut layer.pose;
        (pose.left, pose.top, pose.origin_x, pose.origin_y) = (width / 2.0, height / 2.0, 0.5, 0.5);
    }
    let name = layers.first().and_then(|layer| layer.name.clone());
    Ok(Side { name, canvas, layers, ..Side::default() })
}

/// The width and height in the document.
fn extent(map: &Map<String, Value>, reader: &mut Reader) -> Result<(f64, f64)> {
    let mut fields = Fields::new(map, "layer 1");
    let width = fields.number_or("width", 0.0, &mut reader.remarks)?.abs();
    Ok((width, fields.number_or("height", 0.0, &mut reader.remarks)?.abs()))
}

/// The size of the upright box around an object as it lies on a canvas.
fn size(layer: &Layer, said: (f64, f64)) -> (f64, f64) {
    let (width, height) = match &layer.kind {
        LayerKind::Shape(Shape::Circle { radius, .. }) => (2.0 * radius, 2.0 * radius),
        LayerKind::Shape(Shape::Ellipse { rx, ry }) => (2.0 * rx, 2.0 * ry),
        _ => said,
    };
    let (pose, style) = (&layer.pose, &layer.style);
    let (inside, outside) = match style.stroke_is_uniform {
        true => (0.0, style.stroke_width),
        false => (style.stroke_width, 0.0),
    };
    let (width, height) = (width + inside, height + inside);
    let shape = Transform::scale(pose.scale_x, pose.scale_y)
        .then_inner(Transform::skew_x(pose.skew_x))
        .then_inner(Transform::skew_y(pose.skew_y));
    let upright = shape.bounds_of(Rect::new(-width / 2.0, -height / 2.0, width, height)).grown(outside / 2.0);
    let turned = Transform::rotate(pose.angle).bounds_of(upright);
    (turned.width, turned.height)
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "helpers take what `json!` gives")]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use serde_json::json;

    fn read(value: Value) -> Side {
        let limits = Limits::default();
        side(&value, value.as_object().unwrap(), &mut Reader::new(&limits)).unwrap()
    }

    #[test]
    fn an_object_is_told_from_a_canvas() {
        let is = |value: Value| is_object(value.as_object().unwrap());
        assert!(is(json!({"type": "Group", "left": 0, "top": 0, "objects": []})));
        assert!(is(json!({"type": "i-text", "left": 0, "top": 0, "text": "a"})));
        assert!(!is(json!({"objects": [], "left": 0, "top": 0})));
        assert!(!is(json!({"type": "canvas", "left": 0, "top": 0, "objects": []})));
        assert!(!is(json!({"type": "rect", "schema": 1})));
    }

    #[test]
    fn the_canvas_is_the_objects_box_wherever_it_stood() {
        let found = read(json!({"type": "rect", "left": 300, "top": -20, "width": 30, "height": 10, "scaleX": 2,
            "strokeWidth": 2, "angle": 90}));
        assert_eq!(found.canvas.width.map(f64::round), Some(12.0));
        assert_eq!(found.canvas.height.map(f64::round), Some(64.0));
        let pose = &found.layers[0].pose;
        assert_eq!((pose.left.round(), pose.top.round(), pose.origin_x), (6.0, 32.0, 0.5));
        let circle = read(json!({"type": "circle", "left": 0, "top": 0, "radius": 20, "strokeWidth": 0}));
        assert_eq!((circle.canvas.width, circle.canvas.height), (Some(40.0), Some(40.0)));
    }
}
