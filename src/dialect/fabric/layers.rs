//! Objects become layers: the one file that walks groups and clip paths.
//!
//! Refused: more layers or deeper groups than the limits allow, an element that is no object. Hidden objects are
//! dropped, unknown types skipped with a remark.

use super::kind::kind;
use super::known::OF_OBJECTS;
use super::paint::{matrix, plain_color, shadow};
use super::pose::pose;
use super::reader::Reader;
use super::shape::{own_box, shape};
use super::style::{blend, style};
use super::version::Version;
use super::{image, text};
use crate::design::{Clip, Group, Layer, LayerKind, Window};
use crate::dialect::lenient::Fields;
use crate::dialect::remarks::short;
use crate::error::{Error, Result};
use crate::style::Paint;
use crate::transform::Transform;
use serde_json::{Map, Value};

/// Where in the document an object stands.
#[derive(Clone, Copy)]
pub(crate) struct Spot<'a> {
    /// For people: `layer 4`, `background image`.
    pub(crate) address: &'a str,
    /// The version around it.
    pub(crate) version: Version,
    /// How many groups and clip paths it lies in.
    pub(crate) depth: u32,
}

/// The layers of a list, named `prefix` and their number from 1.
pub(crate) fn list(
    values: &[Value],
    prefix: &str,
    version: Version,
    depth: u32,
    reader: &mut Reader,
) -> Result<Vec<Layer>> {
    let mut layers = Vec::new();
    for (index, value) in values.iter().enumerate() {
        let address = format!("{prefix}{}", index + 1);
        match value {
            Value::Null => reader.remarks.lenient(&address, "a layer that is null was skipped"),
            value => layers.extend(layer(value, Spot { address: &address, version, depth }, reader)?),
        }
    }
    Ok(layers)
}

/// One object; `None` when it is hidden or of an unknown type.
pub(crate) fn layer(value: &Value, spot: Spot, reader: &mut Reader) -> Result<Option<Layer>> {
    match value.as_object() {
        Some(map) => object(map, spot, false, reader),
        None => Err(Error::input("a layer is not an object").at(spot.address)),
    }
}

/// The clip path of a layer or canvas whose fields these are.
pub(crate) fn clip(fields: &mut Fields, spot: Spot, reader: &mut Reader) -> Result<Option<Box<Clip>>> {
    let Some(value) = fields.get("clipPath") else { return Ok(None) };
    let address = format!("{}: clip path", spot.address);
    let Some(map) = value.as_object() else {
        reader.remarks.ignored(&address, "a clip path that is no object was ignored");
        return Ok(None);
    };
    let spot = Spot { address: &address, depth: spot.depth + 1, ..spot };
    reader.check_depth(spot.depth, &address)?;
    let mut fields = Fields::new(map, &address);
    let is_inverted = fields.flag("inverted", false, &mut reader.remarks);
    let is_absolute = fields.flag("absolutePositioned", false, &mut reader.remarks);
    let layer = object(map, spot, true, reader)?;
    Ok(layer.map(|layer| Box::new(Clip { layer, is_inverted, is_absolute })))
}

/// `is_clip`: a clip path clips even when it is hidden.
fn object(map: &Map<String, Value>, spot: Spot, is_clip: bool, reader: &mut Reader) -> Result<Option<Layer>> {
    let name = word(map, "name");
    let place = match &name {
        Some(name) => format!("{} \"{}\"", spot.address, short(name)),
        None => spot.address.to_owned(),
    };
    reader.count_layer(&place)?;
    let mut fields = Fields::new(map, &place);
    fields.known(OF_OBJECTS);
    fields.known(&["name", "id", "inverted", "absolutePositioned"]);
    let version = spot.version.of(&mut fields, &mut reader.remarks);
    if !fields.flag("visible", true, &mut reader.remarks) && !is_clip {
        return Ok(None);
    }
    let Some(kind) = kind(&mut fields, &mut reader.remarks) else { return Ok(None) };
    let paints_itself = !matches!(kind, "image" | "group" | "pathgroup");
    let mut style = style(&mut fields, if paints_itself { 1.0 } else { 0.0 }, &mut reader.remarks)?;
    let kind = match kind {
        "group" | "pathgroup" => group(kind, &mut fields, Spot { version, ..spot }, reader)?.map(LayerKind::Group),
        "image" => Some(LayerKind::Image(image::image(&mut fields, version, &mut reader.remarks)?)),
        "text" | "textbox" | "circletext" => {
            Some(LayerKind::Text(Box::new(text::text(kind, &mut fields, &style, version, reader)?)))
        }
        kind => {
            // A line is only stroked.
            style.fill = if kind == "line" { Paint::None } else { style.fill };
            shape(kind, &mut fields, version, reader)?.map(LayerKind::Shape)
        }
    };
    let Some(kind) = kind else { return Ok(None) };
    if !paints_itself {
        style.fill = Paint::None;
    }
    if matches!(kind, LayerKind::Group(_)) {
        style.stroke = Paint::None;
    }
    let figure = if let LayerKind::Shape(shape) = &kind { Some(shape) } else { None };
    let mut pose = pose(&mut fields, figure, version, &mut reader.remarks)?;
    pose.rules.place = reader.place_rule.unwrap_or(pose.rules.place);
    pose.rules.size = match &kind {
        LayerKind::Image(image) if image.window == Window::Stretch => "as fabric 1.x has it",
        _ => "",
    };
    let clip = clip(&mut fields, Spot { version, ..spot }, reader)?;
    note_what_is_left_out(&mut fields, reader)?;
    let remarks = &mut reader.remarks;
    let layer = Layer {
        opacity: fields.number_or("opacity", 1.0, remarks)?.clamp(0.0, 1.0),
        blend: blend(&mut fields, remarks),
        shadow: shadow(&mut fields, remarks)?,
        box_color: plain_color(&mut fields, "backgroundColor", remarks),
        is_isolated: fields.flag("objectCaching", true, remarks),
        id: word(map, "id"),
        name,
        kind,
        pose,
        style,
        clip,
        place: place.clone(),
    };
    fields.finish(remarks);
    Ok(Some(layer))
}

/// A name or id: text that is not empty, or a number.
fn word(map: &Map<String, Value>, key: &str) -> Option<String> {
    match map.get(key)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn note_what_is_left_out(fields: &mut Fields, reader: &mut Reader) -> Result<()> {
    let remarks = &mut reader.remarks;
    if matches!(fields.get("clipTo"), Some(clip) if clip.as_str() != Some("")) {
        remarks.ignored(fields.place(), "`clipTo` is a program of fabric.js 1.x and was ignored");
    }
    if matches!(fields.get("eraser"), Some(Value::Object(_))) {
        remarks.ignored(fields.place(), "strokes of the eraser are not supported and were ignored");
    }
    if matrix(fields, "transformMatrix", remarks)? != Transform::IDENTITY {
        remarks.ignored(fields.place(), "`transformMatrix` of fabric.js 1.x is not supported and was ignored");
    }
    Ok(())
}

/// A group's children, one level deeper; `None`, with a remark, when they stand in another file.
fn group(kind: &str, fields: &mut Fields, spot: Spot, reader: &mut Reader) -> Result<Option<Group>> {
    let depth = spot.depth + 1;
    reader.check_depth(depth, fields.place())?;
    let key = if kind == "pathgroup" { "paths" } else { "objects" };
    if fields.get(key).is_some_and(Value::is_string) {
        reader.remarks.ignored(fields.place(), "the objects of the group stand in another file and were left out");
        return Ok(None);
    }
    let width = fields.number_or("width", 0.0, &mut reader.remarks)?.max(0.0);
    let height = fields.number_or("height", 0.0, &mut reader.remarks)?.max(0.0);
    let children = fields.list(key, &mut reader.remarks)?;
    let mut layers = list(children, &format!("{}.", spot.address), spot.version, depth, reader)?;
    if kind == "pathgroup" {
        layers.iter_mut().for_each(|layer| settle_in_path_group(layer, width, height));
    }
    Ok(Some(Group { width, height, layers }))
}

/// In a path group of 1.x children lie in coordinates from the group's left top corner; paths ignore their own place.
fn settle_in_path_group(layer: &mut Layer, width: f64, height: f64) {
    if let LayerKind::Shape(shape) = &layer.kind
        && let Some(own) = own_box(shape)
    {
        (layer.pose.left, layer.pose.top) = (own.x + own.width / 2.0, own.y + own.height / 2.0);
        (layer.pose.origin_x, layer.pose.origin_y) = (0.5, 0.5);
    }
    layer.pose.left -= width / 2.0;
    layer.pose.top -= height / 2.0;
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "helpers take what `json!` gives")]
#[path = "layers_tests.rs"]
mod tests;
