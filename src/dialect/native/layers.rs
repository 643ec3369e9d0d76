//! Layers of the native form: the one file that walks groups and clips.
//!
//! Refused: more layers or deeper groups than the limits allow, unknown kinds.

use super::field::{Field, Scale, check, form, refuse};
use super::figures::{Figure, figure, no_style};
use super::forms::{ClipForm, ClipFrom};
use super::kinds::GroupForm;
use super::paint;
use super::shared::{AnyForm, Common, Flip};
use crate::design::{Clip, Group, Layer, LayerKind, Pose, Rules, Shape};
use crate::dialect::fabric::reader::Reader;
use crate::dialect::fabric::shape::own_box;
use crate::dialect::fabric::style::blend_named;
use crate::dialect::remarks::short;
use crate::error::{Error, Result};
use crate::fit::Align;
use crate::style::Blend;
use serde_json::Value;

const KINDS: &str = "rect, ellipse, line, polygon, path, image, text, group";

/// Where a layer stands, and what its lengths are.
#[derive(Clone, Copy)]
struct Spot<'a> {
    /// For people, with the layer's name.
    place: &'a str,
    /// Without it: what places of children begin with.
    address: &'a str,
    scale: Scale,
    depth: u32,
}

/// The layers of a list, named `prefix` and their number from 1. Hidden ones are left out.
pub(super) fn list(
    values: &[Value],
    prefix: &str,
    scale: Scale,
    depth: u32,
    reader: &mut Reader,
) -> Result<Vec<Layer>> {
    let mut layers = Vec::new();
    for (index, value) in values.iter().enumerate() {
        layers.extend(layer(value, &format!("{prefix}{}", index + 1), scale, depth, reader)?);
    }
    Ok(layers)
}

fn layer(value: &Value, address: &str, scale: Scale, depth: u32, reader: &mut Reader) -> Result<Option<Layer>> {
    let place = match value.get("name").and_then(Value::as_str).filter(|name| !name.is_empty()) {
        Some(name) => format!("{address} \"{}\"", short(name)),
        None => address.to_owned(),
    };
    reader.count_layer(&place)?;
    let spot = Spot { place: &place, address, scale, depth };
    // A child is named by its own place.
    let is_inside = |known: String| known.starts_with(&format!("{address}."));
    read(value, spot, reader)
        .map_err(|error| if error.place().is_some_and(is_inside) { error } else { error.at(&place) })
}

fn read(value: &Value, spot: Spot, reader: &mut Reader) -> Result<Option<Layer>> {
    let kind = value.get("kind").ok_or_else(|| {
        Error::input("a layer is an object with a `kind`").at("kind").with_help(format!("allowed: {KINDS}"))
    })?;
    let name = kind.as_str().unwrap_or_default();
    let (form, kind, style): Figure = match figure(name, value, spot.place, spot.scale, reader)? {
        Some(figure) => figure,
        None if name == "group" => group(value, spot, reader)?,
        None => return Err(refuse("kind", kind, KINDS)),
    };
    let common = form.common();
    let opacity = common.opacity.read("opacity")?;
    check("opacity", opacity, 0.0, 1.0)?;
    let layer = Layer {
        name: common.name.read("name")?.filter(|name| !name.is_empty()),
        id: common.id.read("id")?.filter(|id| !id.is_empty()),
        place: spot.place.to_owned(),
        pose: pose(&common, &kind, spot.scale)?,
        opacity: opacity.unwrap_or(1.0),
        blend: blend(common.blend)?,
        shadow: paint::shadow(common.shadow, spot.scale)?,
        clip: clip(common.clip, spot, reader)?,
        box_color: None,
        is_isolated: true,
        kind,
        style,
    };
    Ok(common.visible.read("visible")?.unwrap_or(true).then_some(layer))
}

fn blend(field: &Field<String>) -> Result<Blend> {
    let Some(name) = field.read("blend")? else { return Ok(Blend::default()) };
    blend_named(&name)
        .ok_or_else(|| field.refuse("blend", "a mode of HTML canvas: source-over, multiply, screen, overlay, …"))
}

fn pose(common: &Common<'_>, kind: &LayerKind, scale: Scale) -> Result<Pose> {
    let anchor = common.anchor.read("anchor")?;
    let anchor = match anchor {
        Some(text) => text.parse::<Align>().map_err(|error| error.at("anchor"))?,
        None => Align { x: 0.0, y: 0.0 },
    };
    let (x, y) = (scale.length("x", common.x)?, scale.length("y", common.y)?);
    let (angle, factor) = (common.rotate.read("rotate")?, common.scale.read("scale")?);
    // A whole turn in either direction a thousand times: what is more is an error of somebody's arithmetic.
    check("rotate", angle, -360_000.0, 360_000.0)?;
    check("scale", factor, 1.0e-3, 1.0e3)?;
    let factor = factor.unwrap_or(1.0);
    let flip = common.flip.read("flip")?.unwrap_or_default();
    let sign = |flips: [Flip; 2]| if flips.contains(&flip) { -factor } else { factor };
    let own = match kind {
        LayerKind::Shape(shape @ (Shape::Line { .. } | Shape::Polyline { .. } | Shape::Path { .. })) => own_box(shape),
        _ => None,
    };
    let at = |given: Option<f64>, origin: f64, own: Option<(f64, f64)>| match (given, own) {
        (Some(given), _) => (given, origin),
        (None, Some((start, extent))) => (start + extent / 2.0, 0.5),
        (None, None) => (0.0, origin),
    };
    let place = match () {
        () if own.is_some() && (x.is_none() || y.is_none()) => "where its own coordinates are",
        () if common.anchor.value().is_null() => "the default anchor",
        () => "its anchor",
    };
    let (left, origin_x) = at(x, anchor.x, own.map(|own| (own.x, own.width)));
    let (top, origin_y) = at(y, anchor.y, own.map(|own| (own.y, own.height)));
    Ok(Pose {
        left,
        top,
        origin_x,
        origin_y,
        angle: angle.unwrap_or(0.0),
        scale_x: sign([Flip::Horizontal, Flip::Both]),
        scale_y: sign([Flip::Vertical, Flip::Both]),
        rules: Rules { place, size: "" },
        ..Pose::default()
    })
}

/// A group, whose children are moved from places in its corner's coordinates to those of its centre.
fn group(value: &Value, spot: Spot, reader: &mut Reader) -> Result<Figure> {
    let form: GroupForm = form(value)?;
    reader.check_depth(spot.depth + 1, "layers")?;
    let (width, height) = (spot.scale.extent("width", &form.width)?, spot.scale.extent("height", &form.height)?);
    let children = form.layers.required("layers")?;
    let mut layers = list(&children, &format!("{}.", spot.address), spot.scale, spot.depth + 1, reader)?;
    for layer in &mut layers {
        layer.pose.left -= width / 2.0;
        layer.pose.top -= height / 2.0;
    }
    let form: Box<dyn AnyForm> = Box::new(form);
    Ok((form, LayerKind::Group(Group { width, height, layers }), no_style()))
}

fn clip(field: &Field<Value>, spot: Spot, reader: &mut Reader) -> Result<Option<Box<Clip>>> {
    let Some(value) = field.read("clip")? else { return Ok(None) };
    let written: ClipForm = form(&value).map_err(|error| error.at("clip"))?;
    let from = written.from.read("from")?.unwrap_or_default();
    let is_inverted = written.invert.read("invert")?.unwrap_or(false);
    let shape = written.layer.required("layer")?;
    reader.check_depth(spot.depth + 1, "clip")?;
    let layer = layer(&shape, &format!("{}.clip", spot.address), spot.scale, spot.depth + 1, reader)?;
    Ok(layer.map(|layer| Box::new(Clip { layer, is_inverted, is_absolute: from == ClipFrom::Canvas })))
}
