//! A Printcart design becomes a design of one side; a list of them becomes one side each.
//!
//! What goes in: the webhook's `{data: {...}}`, the object alone, what clients send (`{side_id, viewport_width,
//! viewport_height, layers}`), `{designs: [...]}` or a list of any of these. Layers are fabric.js objects without a
//! version. The canvas is the viewport, which lies over the design area of the side; the side as it was when the design
//! was made (`original_side`, `original_output_options`) wins over later edits of the product. Cut line and safe zone
//! lie inside the design area by their margins; they are guides, not part of the picture.

use super::fabric::layers::list;
use super::fabric::reader::Reader;
use super::fabric::version::Version;
use super::fabric::{paint, picture};
use super::lenient::Fields;
use super::remarks::{Remarks, short};
use crate::design::{Canvas, Design, Ground, Layer, Side};
use crate::error::{Error, Result};
use crate::report::NoteKind;
use crate::units::Unit;
use serde_json::{Map, Value};

/// Properties of the shop, not of the drawing.
const OF_THE_SHOP: [&str; 22] = [
    "id",
    "note",
    "status",
    "message",
    "created_at",
    "updated_at",
    "project",
    "preview_image",
    "template_image",
    "design_image",
    "template",
    "user_id",
    "order_id",
    "product_id",
    "store_id",
    "side_id",
    "tags",
    "type",
    "source",
    "customer",
    "project_id",
    "template_id",
];

/// Properties of a side that are not drawn in a preview.
const OF_THE_SIDE: [&str; 9] =
    ["type", "id", "ratio", "scale", "status", "product", "created_at", "updated_at", "note"];

/// Whether a value is a design, or an envelope or list of them.
pub(super) fn looks_like(value: &Value) -> bool {
    let has_layers = |value: &Value| value.get("layers").is_some();
    match value {
        Value::Object(map) => {
            has_layers(value)
                || map.contains_key("designs")
                || map.get("data").is_some_and(|data| match data {
                    Value::Array(designs) => designs.first().is_some_and(has_layers),
                    data => has_layers(data),
                })
        }
        Value::Array(designs) => designs.first().is_some_and(looks_like_one),
        _ => false,
    }
}

fn looks_like_one(value: &Value) -> bool {
    value.get("layers").or_else(|| value.get("data")?.get("layers")).is_some()
}

/// The design that a document describes.
pub(super) fn read(value: &Value, reader: &mut Reader) -> Result<Design> {
    let mut name = None;
    let designs: &[Value] = match value {
        Value::Array(designs) => designs,
        Value::Object(map) => {
            name = map.get("name").and_then(Value::as_str).map(str::to_owned);
            match (map.get("designs"), map.get("data")) {
                (Some(Value::Array(designs)), _) | (None, Some(Value::Array(designs))) => designs,
                _ => std::slice::from_ref(value),
            }
        }
        _ => std::slice::from_ref(value),
    };
    let mut sides = Vec::new();
    for (index, design) in designs.iter().enumerate() {
        let place = if designs.len() > 1 { format!("side {}", index + 1) } else { "design".to_owned() };
        let map = design.get("data").unwrap_or(design).as_object();
        let map = map.ok_or_else(|| Error::input("the design is not an object").at(place.as_str()))?;
        let prefix = if designs.len() > 1 { format!("{place}, layer ") } else { "layer ".to_owned() };
        sides.push(side(map, &place, &prefix, reader)?);
    }
    if sides.is_empty() {
        return Err(Error::input("the document has no designs").with_help("a design has `layers`"));
    }
    Ok(Design { name, sides })
}

fn side(map: &Map<String, Value>, place: &str, prefix: &str, reader: &mut Reader) -> Result<Side> {
    let none = Map::new();
    let mut fields = Fields::new(map, place);
    fields.known(&OF_THE_SHOP);
    let own_name = fields.text("name", &mut reader.remarks)?;
    let (original, later) = (fields.object("original_side")?, fields.object("side")?);
    let side_map = original.or(later).unwrap_or(&none);
    let side_place = format!("{place}: side");
    let mut side = Fields::new(side_map, &side_place);
    side.known(&OF_THE_SIDE);
    let product = fields.object("product")?.or(side_map.get("product").and_then(Value::as_object)).unwrap_or(&none);
    let mut product = Fields::new(product, place);
    let options = fields.object("original_output_options")?;
    let canvas = canvas(&mut fields, &mut side, &mut product, options, reader)?;
    let (background, overlay) = (background(&mut side, &canvas, reader)?, overlay(&mut side, &canvas, reader));
    let code = side_map.get("id").or(map.get("side_id")).and_then(text_or_number);
    let read = Side {
        name: side.text("name", &mut reader.remarks)?.or(own_name),
        code,
        background,
        layers: list(fields.list("layers", &mut reader.remarks)?, prefix, Version::default(), 0, reader)?,
        overlay,
        canvas,
        ..Side::default()
    };
    side.finish(&mut reader.remarks);
    fields.finish(&mut reader.remarks);
    Ok(read)
}

fn text_or_number(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The viewport, and how many of its units are an inch: its width over the width of the design area.
fn canvas(
    fields: &mut Fields,
    side: &mut Fields,
    product: &mut Fields,
    options: Option<&Map<String, Value>>,
    reader: &mut Reader,
) -> Result<Canvas> {
    let none = Map::new();
    let place = fields.place();
    let mut viewport = Fields::new(fields.object("viewport")?.unwrap_or(&none), place);
    let mut options = Fields::new(options.unwrap_or(&none), place);
    let remarks = &mut reader.remarks;
    let (width, height) = (viewport.number("width", remarks)?, viewport.number("height", remarks)?);
    let (sent_width, sent_height) =
        (fields.number("viewport_width", remarks)?, fields.number("viewport_height", remarks)?);
    let (later_width, later_height) =
        (product.number("viewport_width", remarks)?, product.number("viewport_height", remarks)?);
    let above_0 = |extents: [Option<f64>; 3]| extents.into_iter().flatten().find(|extent| *extent > 0.0);
    let width = above_0([width, sent_width, later_width]);
    let height = above_0([height, sent_height, later_height]);
    let area_place = format!("{place}: design_area");
    let mut area = Fields::new(side.object("design_area")?.unwrap_or(&none), &area_place);
    let area_width = area.number("width", remarks)?.filter(|width| *width > 0.0);
    let area_height = area.number("height", remarks)?.filter(|height| *height > 0.0);
    let per_unit = (ratio(width, area_width), ratio(height, area_height));
    let cut = guide(side, ["show_cut_line", "cut_line_margin"], per_unit, remarks)?;
    let safe = guide(side, ["show_safe_zone", "safe_zone_margin"], per_unit, remarks)?;
    let side_unit = side.word("dimension_unit");
    let unit = options.word("dimension_unit").or(side_unit).or(product.word("dimension_unit"));
    let per_inch = match unit.map(str::parse::<Unit>) {
        Some(Ok(unit)) => unit.per_inch(),
        Some(Err(_)) => {
            let unit = short(unit.unwrap_or_default());
            remarks.ignored(place, format!("unit `{unit}` is unknown, the size on paper is not known"));
            None
        }
        None => None,
    };
    if let Some(dpi) = options.number("dpi", remarks)? {
        let message = format!("the design is meant for {dpi} dots per inch, ask for them where it is printed");
        remarks.add(NoteKind::Chosen, place, message);
    }
    let dpi = match (width, area_width, per_inch) {
        (Some(width), Some(area), Some(per_inch)) => Some(width * per_inch / area),
        _ => None,
    };
    Ok(Canvas { width, height, dpi, cut, safe, rule: "the viewport", ..Canvas::default() })
}

fn ratio(extent: Option<f64>, area: Option<f64>) -> Option<f64> {
    Some(extent? / area?)
}

/// A line inside the design area, in canvas units; `None` when the side does not want it or gives it no margins.
fn guide(
    side: &mut Fields,
    [flag, margin]: [&'static str; 2],
    (across, down): (Option<f64>, Option<f64>),
    remarks: &mut Remarks,
) -> Result<Option<(f64, f64)>> {
    let is_shown = side.flag(flag, true, remarks);
    let Some(map) = side.object(margin)? else { return Ok(None) };
    let mut fields = Fields::new(map, side.place());
    let (x, y) = (fields.number_or("x", 0.0, remarks)?.max(0.0), fields.number_or("y", 0.0, remarks)?.max(0.0));
    // One side of the area is enough: units are square unless both say otherwise.
    Ok(across.or(down).zip(down.or(across)).filter(|_| is_shown).map(|(across, down)| (x * across, y * down)))
}

/// `bg_type`: `color`, `image` (the side's picture over the whole canvas), `transparent`.
fn background(side: &mut Fields, canvas: &Canvas, reader: &mut Reader) -> Result<Ground> {
    let remarks = &mut reader.remarks;
    let color = paint::plain_color(side, "bg_color_value", remarks);
    let image = side.get("side_image").and_then(reference);
    side.known(&["side_image_size"]);
    let mut ground = Ground::default();
    match side.word("bg_type").map(str::to_ascii_lowercase).as_deref() {
        Some("color" | "colour") => ground.paint = color.map_or_else(Default::default, crate::style::Paint::Solid),
        Some("image") => {
            ground.layer = image.map(|image| over(image, "side image", canvas));
            if has_its_own_place(side) && ground.layer.is_some() {
                let message = "the side's picture fills the design area: its own size and place are not followed";
                remarks.add(NoteKind::Chosen, side.place(), message);
            }
        }
        None | Some("transparent" | "none") => {}
        Some(other) => {
            remarks.ignored(side.place(), format!("background type `{}` is unknown and was ignored", short(other)));
        }
    }
    let is_drawn = ground != Ground::default();
    note_print(side, ("background_included", "background"), is_drawn, remarks);
    Ok(ground)
}

/// Whoever takes the picture for a print should know what the document does not want in it.
fn note_print(side: &mut Fields, (key, what): (&'static str, &str), is_drawn: bool, remarks: &mut Remarks) {
    if !side.flag(key, true, remarks) && is_drawn {
        let message = format!("the {what} is drawn, but the document does not want it in prints");
        remarks.add(NoteKind::Chosen, side.place(), message);
    }
}

/// Whether the side's picture is of another size than the design area, or the area lies within it.
fn has_its_own_place(side: &mut Fields) -> bool {
    let number = |map: Option<&Value>, key: &str| map.and_then(|map| map.get(key)).and_then(Value::as_f64);
    let (area, size) = (side.get("design_area"), side.get("side_image_size"));
    let differs = |key: &str| number(size, key).is_some_and(|size| Some(size) != number(area, key));
    let is_moved = |key: &str| number(area, key).is_some_and(|at| at != 0.0);
    ["width", "height"].into_iter().any(differs) || ["left", "top"].into_iter().any(is_moved)
}

/// Drawn in previews unless `show_overlay` says no.
fn overlay(side: &mut Fields, canvas: &Canvas, reader: &mut Reader) -> Ground {
    let image = side.get("img_overlay").and_then(reference);
    let is_shown = side.flag("show_overlay", true, &mut reader.remarks);
    let layer = image.filter(|_| is_shown).map(|image| over(image, "overlay image", canvas));
    note_print(side, ("include_overlay", "overlay"), layer.is_some(), &mut reader.remarks);
    Ground { layer, ..Ground::default() }
}

fn over(image: &str, place: &str, canvas: &Canvas) -> Box<Layer> {
    Box::new(picture(image, place, canvas))
}

/// The address of a picture: text, or an object with `url`.
fn reference(value: &Value) -> Option<&str> {
    let text = value.as_str().or_else(|| value.get("url")?.as_str())?.trim();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "helpers take what `json!` gives")]
#[path = "printcart_tests.rs"]
mod tests;
