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
use crate::design::{Clip, Group, Layer, LayerKind, Pose, Shape, Window};
use crate::dialect::lenient::Fields;
use crate::dialect::remarks::short;
use crate::error::{Error, Result};
use crate::style::{Blend, Paint, Style};
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
    let version = spot.version.of(&mut fields, &mut reader.remarks);
    let is_hidden = !fields.flag("visible", true, &mut reader.remarks)
        || fields.number_or("opacity", 1.0, &mut reader.remarks)? == 0.0;
    let Some(mut layer) = object(map, spot, true, reader)? else { return Ok(None) };
    if is_hidden && version.hides_by_hidden_clips() {
        reader.remarks.doubtful(&address, "a hidden clip path leaves nothing of what it clips before fabric.js 6");
        layer.kind = LayerKind::Group(Group::default());
    }
    Ok(Some(Box::new(Clip { layer, is_inverted, is_absolute })))
}

/// The clip of an object, and the strokes of its eraser, as one: what is left of the object is what both leave.
fn cuts(fields: &mut Fields, spot: Spot, reader: &mut Reader) -> Result<Option<Box<Clip>>> {
    let clip = clip(fields, spot, reader)?;
    let Some(Value::Object(map)) = fields.get("eraser") else { return Ok(clip) };
    let address = format!("{}: eraser", spot.address);
    let spot = Spot { address: &address, depth: spot.depth + 1, ..spot };
    reader.check_depth(spot.depth, &address)?;
    let Some(mut layer) = object(map, spot, true, reader)? else { return Ok(clip) };
    if !map.contains_key("originX") {
        (layer.pose.origin_x, layer.pose.origin_y) = (0.5, 0.5);
    }
    layer.clip = clip;
    Ok(Some(Box::new(Clip { layer, is_inverted: false, is_absolute: false })))
}

/// What strokes of an eraser take away from: it covers all of the object, however large that is.
fn cover(place: &str) -> Layer {
    /// Units across and down: larger than any canvas, small enough for the painter's single precision.
    const SIDE: f64 = 65_536.0;
    Layer {
        name: None,
        id: None,
        place: place.to_owned(),
        kind: LayerKind::Shape(Shape::Rect { width: SIDE, height: SIDE, rx: 0.0, ry: 0.0 }),
        pose: Pose { origin_x: 0.5, origin_y: 0.5, ..Pose::default() },
        style: Style { stroke_width: 0.0, ..Style::default() },
        opacity: 1.0,
        blend: Blend::SourceOver,
        shadow: None,
        clip: None,
        box_color: None,
        is_isolated: true,
    }
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
    let paints_itself = !matches!(kind, "image" | "group" | "pathgroup" | "eraser");
    let mut style = style(&mut fields, if paints_itself { 1.0 } else { 0.0 }, &mut reader.remarks)?;
    let kind = match kind {
        "group" | "pathgroup" | "eraser" => {
            group(kind, &mut fields, Spot { version, ..spot }, reader)?.map(LayerKind::Group)
        }
        "image" => Some(picture(&mut fields, version, reader)?),
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
    let clip = cuts(&mut fields, Spot { version, ..spot }, reader)?;
    let is_group = matches!(kind, LayerKind::Group(_));
    note_what_is_left_out(&mut fields, reader)?;
    let remarks = &mut reader.remarks;
    let layer = Layer {
        opacity: fields.number_or("opacity", 1.0, remarks)?.clamp(0.0, 1.0),
        blend: blend(&mut fields, remarks),
        shadow: shadow(&mut fields, remarks)?,
        box_color: plain_color(&mut fields, "backgroundColor", remarks)
            .filter(|_| !is_group || version.colors_groups()),
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
    if matrix(fields, "transformMatrix", remarks)? != Transform::IDENTITY {
        remarks.ignored(fields.place(), "`transformMatrix` of fabric.js 1.x is not supported and was ignored");
    }
    Ok(())
}

/// A picture; its bare box, with a remark, when it names none or has less than no extent: the editor draws nothing of it
/// then but the stroke and the colour around it.
fn picture(fields: &mut Fields, version: Version, reader: &mut Reader) -> Result<LayerKind> {
    let is_without_source = image::is_without_source(fields);
    let image = image::image(fields, version, &mut reader.remarks)?;
    let is_negative = [image.width, image.height].into_iter().flatten().any(|side| side < 0.0);
    let reason = match (is_without_source, is_negative) {
        (true, _) => "the picture names no source: nothing is drawn",
        (_, true) => "a picture of less than no extent draws nothing",
        _ => return Ok(LayerKind::Image(image)),
    };
    reader.remarks.ignored(fields.place(), reason);
    let (width, height) = (image.width.unwrap_or(0.0), image.height.unwrap_or(0.0));
    Ok(LayerKind::Shape(Shape::Rect { width, height, rx: 0.0, ry: 0.0 }))
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
    let width = fields.number_or("width", 0.0, &mut reader.remarks)?;
    let height = fields.number_or("height", 0.0, &mut reader.remarks)?;
    let children = fields.list(key, &mut reader.remarks)?;
    let mut layers = list(children, &format!("{}.", spot.address), spot.version, depth, reader)?;
    if kind == "pathgroup" {
        layers.iter_mut().for_each(|layer| settle_in_path_group(layer, width, height));
    }
    if kind == "eraser" {
        layers.insert(0, cover(fields.place()));
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
