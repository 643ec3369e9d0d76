//! Where an object lies: place, origin, turn, scale with its flips, skew.

use super::shape::own_box;
use super::version::Version;
use crate::design::{Pose, Rules, Shape};
use crate::dialect::lenient::Fields;
use crate::dialect::remarks::{Remarks, short};
use crate::error::Result;
use serde_json::Value;

/// The pose of an object; a line, polyline or path that says no place lies where its own coordinates are.
pub(super) fn pose(
    fields: &mut Fields,
    shape: Option<&Shape>,
    version: Version,
    remarks: &mut Remarks,
) -> Result<Pose> {
    let flip = |flipped: bool| if flipped { -1.0 } else { 1.0 };
    let (flip_x, flip_y) = (fields.flag("flipX", false, remarks), fields.flag("flipY", false, remarks));
    let origin_x = origin(fields, "originX", ["left", "center", "right"], version, remarks)?;
    let origin_y = origin(fields, "originY", ["top", "center", "bottom"], version, remarks)?;
    let (left, top) = (coordinate(fields, "left", remarks)?, coordinate(fields, "top", remarks)?);
    let own = shape.and_then(own_box).unwrap_or_default();
    let by_edge = matches!(shape, Some(Shape::Line { .. }) | None) && version.places_lines_by_edge();
    let place = |at: Option<f64>, origin: f64, start: f64, extent: f64| match at {
        Some(at) => (at, origin),
        None if by_edge => (start + origin * extent, origin),
        None if shape.and_then(own_box).is_some() => (start + extent / 2.0, 0.5),
        None => (0.0, origin),
    };
    let rules = Rules { place: rule(fields, own_box_counts(left, top, shape), version), size: "" };
    let (left, origin_x) = place(left, origin_x, own.x, own.width);
    let (top, origin_y) = place(top, origin_y, own.y, own.height);
    Ok(Pose {
        left,
        top,
        origin_x,
        origin_y,
        angle: fields.number_or("angle", 0.0, remarks)?,
        scale_x: fields.number_or("scaleX", 1.0, remarks)? * flip(flip_x),
        scale_y: fields.number_or("scaleY", 1.0, remarks)? * flip(flip_y),
        skew_x: fields.number_or("skewX", 0.0, remarks)?,
        skew_y: fields.number_or("skewY", 0.0, remarks)?,
        rules,
    })
}

/// A coordinate. Empty text is 0, as it is in a sum of the editor's.
fn coordinate(fields: &mut Fields, key: &'static str, remarks: &mut Remarks) -> Result<Option<f64>> {
    let is_empty = matches!(fields.get(key), Some(Value::String(text)) if text.trim().is_empty());
    Ok(fields.number(key, remarks)?.or(is_empty.then_some(0.0)))
}

/// Whether a figure that says no place lies where its own coordinates are.
fn own_box_counts(left: Option<f64>, top: Option<f64>, shape: Option<&Shape>) -> bool {
    (left.is_none() || top.is_none()) && shape.and_then(own_box).is_some()
}

/// What placed an object, where it does not say so itself.
fn rule(fields: &Fields, is_by_own_box: bool, version: Version) -> &'static str {
    match () {
        () if is_by_own_box => "where its own coordinates are",
        () if fields.has("originX") && fields.has("originY") => "",
        () => version.origin_rule(),
    }
}

/// A name or, from 6.0 on, a fraction.
fn origin(
    fields: &mut Fields,
    key: &'static str,
    names: [&str; 3],
    version: Version,
    remarks: &mut Remarks,
) -> Result<f64> {
    let Some(value) = fields.get(key) else { return Ok(version.default_origin()) };
    let Value::String(name) = value else { return fields.number_or(key, 0.0, remarks) };
    let name = name.trim().to_ascii_lowercase();
    if let Some(index) = names.iter().position(|known| *known == name) {
        return Ok([0.0, 0.5, 1.0].get(index).copied().unwrap_or_default());
    }
    if matches!(name.as_str(), "centre" | "middle") {
        return Ok(0.5);
    }
    remarks.ignored(fields.place(), format!("`{}` of `{key}` is unknown and was ignored", short(&name)));
    Ok(version.default_origin())
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "helpers take what `json!` gives")]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: Value, shape: Option<&Shape>) -> Pose {
        let map = value.as_object().unwrap().clone();
        let mut fields = Fields::new(&map, "");
        let version = Version::default().of(&mut fields, &mut Remarks::default());
        pose(&mut fields, shape, version, &mut Remarks::default()).unwrap()
    }

    fn origins(value: Value) -> (f64, f64) {
        let pose = read(value, None);
        (pose.origin_x, pose.origin_y)
    }

    #[test]
    fn origins_are_names_fractions_or_the_default_of_the_version() {
        assert_eq!(origins(json!({})), (0.0, 0.0));
        assert_eq!(origins(json!({"version": "7.4.0"})), (0.5, 0.5));
        assert_eq!(origins(json!({"version": "7.4.0", "originX": "left", "originY": "bottom"})), (0.0, 1.0));
        assert_eq!(origins(json!({"originX": "right", "originY": "center"})), (1.0, 0.5));
        assert_eq!(origins(json!({"originX": 0.25, "originY": "0.75x"})), (0.25, 0.0));
    }

    #[test]
    fn flips_are_folded_into_the_scale() {
        let pose =
            read(json!({"scaleX": 2, "scaleY": -3, "flipX": true, "flipY": true, "angle": 30, "skewX": 5}), None);
        assert_eq!((pose.scale_x, pose.scale_y, pose.angle, pose.skew_x), (-2.0, 3.0, 30.0, 5.0));
    }

    #[test]
    fn without_a_place_coordinates_of_their_own_count() {
        let polygon = Shape::Polyline { points: vec![(10.0, 20.0), (30.0, 60.0)], closed: true };
        let pose = read(json!({}), Some(&polygon));
        assert_eq!((pose.left, pose.top, pose.origin_x, pose.origin_y), (20.0, 40.0, 0.5, 0.5));
        let pose = read(json!({"left": 1, "top": 2}), Some(&polygon));
        assert_eq!((pose.left, pose.top, pose.origin_x), (1.0, 2.0, 0.0));
        let line = Shape::Line { x1: 30.0, y1: 5.0, x2: 10.0, y2: 5.0, ends_count: true };
        assert_eq!((read(json!({"version": "5.5"}), Some(&line)).left, 0.0), (10.0, 0.0));
        assert_eq!(read(json!({"version": "6.0"}), Some(&line)).left, 20.0);
    }
}
