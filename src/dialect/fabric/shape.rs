//! Geometric figures.

use super::path;
use super::reader::Reader;
use super::version::Version;
use crate::design::Shape;
use crate::dialect::lenient::{Fields, number};
use crate::dialect::remarks::Remarks;
use crate::error::{Error, Result};
use crate::geometry::Rect;
use crate::outline::Outline;
use serde_json::Value;

/// The figure that `kind` names; `None` when it is not one of them, or (with a remark) has nothing to draw.
pub(super) fn shape(kind: &str, fields: &mut Fields, version: Version, reader: &mut Reader) -> Result<Option<Shape>> {
    let remarks = &mut reader.remarks;
    Ok(Some(match kind {
        "rect" | "rectangle" | "square" => rect(fields, remarks)?,
        "circle" => circle(fields, version, remarks)?,
        "ellipse" => Shape::Ellipse { rx: radius(fields, "rx", remarks)?, ry: radius(fields, "ry", remarks)? },
        "triangle" => Shape::Triangle {
            width: fields.number_or("width", 100.0, remarks)?,
            height: fields.number_or("height", 100.0, remarks)?,
        },
        "line" => Shape::Line {
            x1: fields.number_or("x1", 0.0, remarks)?,
            y1: fields.number_or("y1", 0.0, remarks)?,
            x2: fields.number_or("x2", 0.0, remarks)?,
            y2: fields.number_or("y2", 0.0, remarks)?,
            ends_count: version.counts_butt_ends() || !has_butt_ends(fields),
        },
        "polyline" | "polygon" => {
            if fields.flag("exactBoundingBox", false, remarks) {
                remarks.doubtful(fields.place(), "`exactBoundingBox` is not supported, the place may be a little off");
            }
            let Some(points) = points(fields, remarks)? else { return Ok(None) };
            Shape::Polyline { points, closed: kind == "polygon" }
        }
        "path" => match fields.get("path") {
            Some(value) => Shape::Path { outline: path::outline(value, fields.place(), remarks)? },
            None if fields.get("sourcePath").is_some() => {
                remarks.ignored(fields.place(), "the path stands in another file and was left out");
                return Ok(None);
            }
            None => Shape::Path { outline: Outline::default() },
        },
        _ => return Ok(None),
    }))
}

fn has_butt_ends(fields: &mut Fields) -> bool {
    !matches!(fields.get("strokeLineCap"), Some(Value::String(cap)) if cap == "round" || cap == "square")
}

/// The shape's own box, for an object that says no place; `None` for figures that have none of their own.
pub(crate) fn own_box(shape: &Shape) -> Option<Rect> {
    match shape {
        Shape::Line { x1, y1, x2, y2, .. } => Rect::around([(*x1, *y1), (*x2, *y2)]),
        Shape::Polyline { points, .. } => Rect::around(points.iter().copied()),
        Shape::Path { outline } => outline.editor_bounds(),
        _ => None,
    }
}

/// A radius: an arc of a negative one cannot be drawn on a canvas.
fn radius(fields: &mut Fields, key: &'static str, remarks: &mut Remarks) -> Result<f64> {
    let radius = fields.number_or(key, 0.0, remarks)?;
    if radius < 0.0 {
        remarks.doubtful(fields.place(), format!("a `{key}` of less than 0 draws nothing"));
    }
    Ok(radius.max(0.0))
}

/// One radius stands for both when the other is absent or 0. A negative side runs the other way from the centre.
fn rect(fields: &mut Fields, remarks: &mut Remarks) -> Result<Shape> {
    let (rx, ry) = (radius(fields, "rx", remarks)?, radius(fields, "ry", remarks)?);
    let (rx, ry) = (if rx == 0.0 { ry } else { rx }, if ry == 0.0 { rx } else { ry });
    Ok(Shape::Rect {
        width: fields.number_or("width", 0.0, remarks)?,
        height: fields.number_or("height", 0.0, remarks)?,
        rx,
        ry,
    })
}

fn circle(fields: &mut Fields, version: Version, remarks: &mut Remarks) -> Result<Shape> {
    let (start, end) = (fields.number("startAngle", remarks)?, fields.number("endAngle", remarks)?);
    let degrees = match version.counts_radians(start.unwrap_or(0.0), end.unwrap_or(360.0)) {
        true => f64::to_degrees,
        false => |angle| angle,
    };
    Ok(Shape::Circle {
        radius: radius(fields, "radius", remarks)?,
        start: start.map_or(0.0, degrees),
        end: end.map_or(360.0, degrees),
        counter_clockwise: fields.flag("counterClockwise", false, remarks),
    })
}

/// `{x, y}` objects, pairs, or text as SVG writes it. `None`, with a remark, when one of them is null: then the editor
/// draws nothing of the object.
fn points(fields: &mut Fields, remarks: &mut Remarks) -> Result<Option<Vec<(f64, f64)>>> {
    let place = fields.place();
    if matches!(fields.get("points"), Some(Value::Array(list)) if list.iter().any(Value::is_null)) {
        remarks.ignored(place, "one of the `points` is null: nothing is drawn");
        return Ok(None);
    }
    points_of(fields, remarks).map(Some)
}

fn points_of(fields: &mut Fields, remarks: &mut Remarks) -> Result<Vec<(f64, f64)>> {
    let place = fields.place();
    let mut read = |value: &Value| number(value, "points", place, remarks);
    let refuse = || Error::input("`points` is not a list of points").at("points").at(place);
    match fields.get("points") {
        None => Ok(Vec::new()),
        Some(Value::Array(list)) => list
            .iter()
            .map(|point| match point {
                Value::Object(map) => match (map.get("x"), map.get("y")) {
                    (Some(x), Some(y)) => Ok((read(x)?, read(y)?)),
                    _ => Err(refuse()),
                },
                Value::Array(pair) => match pair.as_slice() {
                    [x, y] => Ok((read(x)?, read(y)?)),
                    _ => Err(refuse()),
                },
                _ => Err(refuse()),
            })
            .collect(),
        Some(Value::String(text)) => {
            let words = text.split([' ', ',', '\n', '\t']).filter(|word| !word.is_empty());
            let numbers = words.map(|word| read(&Value::String(word.into()))).collect::<Result<Vec<f64>>>()?;
            Ok(numbers.as_chunks::<2>().0.iter().map(|&[x, y]| (x, y)).collect())
        }
        Some(_) => Err(refuse()),
    }
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "helpers take what `json!` gives")]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use serde_json::json;

    fn read(kind: &str, value: Value) -> Result<Option<Shape>> {
        let map = value.as_object().unwrap().clone();
        let limits = Limits::default();
        let mut reader = Reader::new(&limits);
        let mut fields = Fields::new(&map, "layer 1");
        let version = Version::default().of(&mut fields, &mut reader.remarks);
        shape(kind, &mut fields, version, &mut reader)
    }

    fn some(kind: &str, value: Value) -> Shape {
        read(kind, value).unwrap().unwrap()
    }

    #[test]
    fn circles_count_radians_before_version_five() {
        let full = |end: f64| Shape::Circle { radius: 5.0, start: 0.0, end, counter_clockwise: false };
        for (value, end) in [
            (json!({"radius": 5}), 360.0),
            (json!({"radius": 5, "version": "4.6.0"}), 360.0),
            (json!({"radius": 5, "version": "4.6.0", "startAngle": 0, "endAngle": std::f64::consts::TAU}), 360.0),
            (json!({"radius": 5, "version": "4.6.0", "endAngle": std::f64::consts::PI}), 180.0),
            (json!({"radius": 5, "version": "5.5.0", "endAngle": 90}), 90.0),
            (json!({"radius": 5, "endAngle": std::f64::consts::TAU}), 360.0),
            (json!({"radius": 5, "endAngle": std::f64::consts::FRAC_PI_2}), 90.0),
            (json!({"radius": 5, "endAngle": 30}), 30.0),
        ] {
            assert_eq!(some("circle", value.clone()), full(end), "{value}");
        }
    }

    #[test]
    fn a_rectangle_with_one_radius_has_both() {
        let rounded = some("rect", json!({"width": 10, "height": 5, "rx": 2}));
        assert_eq!(rounded, Shape::Rect { width: 10.0, height: 5.0, rx: 2.0, ry: 2.0 });
    }

    #[test]
    fn a_triangle_is_a_hundred_wide_unless_it_says_so() {
        assert_eq!(some("triangle", json!({"width": 50})), Shape::Triangle { width: 50.0, height: 100.0 });
    }

    #[test]
    fn points_are_read_in_three_ways() {
        let expected = Shape::Polyline { points: vec![(1.0, 2.0), (3.0, 4.5)], closed: true };
        for points in [json!([{"x": 1, "y": 2}, {"x": 3, "y": "4.5"}]), json!([[1, 2], [3, 4.5]]), json!("1,2 3,4.5")] {
            assert_eq!(some("polygon", json!({ "points": points })), expected);
        }
        assert!(read("polyline", json!({"points": [{"x": 1}]})).is_err());
        assert_eq!(read("polyline", json!({"points": [{"x": 1, "y": 2}, null]})).unwrap(), None);
        assert_eq!(some("polyline", json!({})), Shape::Polyline { points: vec![], closed: false });
    }
}
