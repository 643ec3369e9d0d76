//! The items of a Zakeke design become a design with one side for each printed area.
//!
//! In: `{variant: {sides: [{name, ppcm, areas: [{name, items}]}]}}` or the variant alone. Out: canvases in pixels of
//! the side's picture, `ppcm` to the centimetre; items stand where their `coordinates` (millimetres from the area's
//! left top corner) say. An item's own `json` wins when it is a fabric.js object. Refused: lists that are none, numbers
//! that are none.
//!
//! Ours, for what no document says: the canvas of an area without a size is the smallest box around its items; text is
//! as large as its box allows; pictures are contained in theirs.

mod item;

use super::fabric::reader::Reader;
use super::lenient::Fields;
use crate::design::{Canvas, Design, Side};
use crate::error::{Error, Result};
use crate::geometry::Rect;
use crate::transform::Transform;
use serde_json::{Map, Value};

/// Pixels to the centimetre of a side that does not say: 96 to the inch, as CSS has it.
const PPCM: f64 = 96.0 / 2.54;

/// Both sides of the canvas, in millimetres, of an area whose items have no extent.
const EMPTY: f64 = 100.0;

/// Properties of the shop, not of the drawing.
const OF_THE_SIDE: [&str; 6] = ["code", "id", "sidePrintTypeName", "imageUrl", "previewImageUrl", "printType"];
const OF_THE_AREA: [&str; 4] = ["id", "code", "gridName", "previewImageUrl"];

/// Whether a value is a design, or a variant with sides that have areas.
pub(super) fn looks_like(value: &Value) -> bool {
    let variant = value.get("variant").unwrap_or(value);
    let first = variant.get("sides").and_then(Value::as_array).and_then(|sides| sides.first());
    first.is_some_and(|side| side.get("areas").is_some() || side.get("ppcm").is_some())
}

/// The design that a document describes.
pub(super) fn read(value: &Value, reader: &mut Reader) -> Result<Design> {
    let variant = value.get("variant").unwrap_or(value);
    let refuse =
        || Error::input("the document has no sides").with_help("it looks like {\"variant\": {\"sides\": [...]}}");
    let variant = variant.as_object().ok_or_else(refuse)?;
    let mut fields = Fields::new(variant, "variant");
    fields.known(&["code", "id"]);
    let name = fields.text("name", &mut reader.remarks)?;
    let mut sides = Vec::new();
    for (index, value) in fields.list("sides", &mut reader.remarks)?.iter().enumerate() {
        let place = format!("side {}", index + 1);
        let map = value.as_object().ok_or_else(|| Error::input("the side is not an object").at(place.as_str()))?;
        areas(map, &place, &mut sides, reader)?;
    }
    fields.finish(&mut reader.remarks);
    match sides.is_empty() {
        true => Err(refuse()),
        false => Ok(Design { name, sides }),
    }
}

/// A side for each area.
fn areas(map: &Map<String, Value>, place: &str, sides: &mut Vec<Side>, reader: &mut Reader) -> Result<()> {
    let mut fields = Fields::new(map, place);
    fields.known(&OF_THE_SIDE);
    let name = fields.text("name", &mut reader.remarks)?;
    let ppcm = fields.number("ppcm", &mut reader.remarks)?.filter(|ppcm| *ppcm > 0.0);
    if ppcm.is_none() {
        reader.remarks.doubtful(place, "without `ppcm` a centimetre is taken as 37.8 pixels, 96 to the inch");
    }
    let ppcm = ppcm.unwrap_or(PPCM);
    let areas = fields.list("areas", &mut reader.remarks)?;
    for (index, value) in areas.iter().enumerate() {
        let place = if areas.len() > 1 { format!("{place}, area {}", index + 1) } else { place.to_owned() };
        let map = value.as_object().ok_or_else(|| Error::input("the area is not an object").at(place.as_str()))?;
        let area = area(map, &place, ppcm, reader)?;
        let label = [name.clone(), area.name.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let code = area.name.clone();
        let name =
            if areas.len() > 1 { Some(label).filter(|label| !label.is_empty()) } else { name.clone().or(area.name) };
        sides.push(Side { name, code, ..area.side });
    }
    fields.finish(&mut reader.remarks);
    Ok(())
}

struct Area {
    name: Option<String>,
    side: Side,
}

fn area(map: &Map<String, Value>, place: &str, ppcm: f64, reader: &mut Reader) -> Result<Area> {
    let mut fields = Fields::new(map, place);
    fields.known(&OF_THE_AREA);
    let name = fields.text("name", &mut reader.remarks)?;
    let px_per_mm = ppcm / 10.0;
    let size = size_of(&mut fields, reader)?;
    let (mut layers, mut union) = (Vec::new(), None::<Rect>);
    for (index, value) in fields.list("items", &mut reader.remarks)?.iter().enumerate() {
        let address = format!("{place}, item {}", index + 1);
        let map = value.as_object().ok_or_else(|| Error::input("the item is not an object").at(address.as_str()))?;
        let read = item::item(map, &address, px_per_mm, reader)?;
        if let Some(frame) = read.frame {
            union = Some(union.map_or(frame, |union| union.union(frame)));
        }
        layers.extend(read.layer);
    }
    fields.finish(&mut reader.remarks);
    let in_px = |(width, height): (f64, f64)| Rect::new(0.0, 0.0, width * px_per_mm, height * px_per_mm);
    let canvas = size.map(in_px).or(union).unwrap_or_else(|| {
        reader.remarks.doubtful(place, format!("nothing says how large the area is: {EMPTY} mm each way were taken"));
        in_px((EMPTY, EMPTY))
    });
    let side = Side {
        canvas: Canvas {
            width: Some(canvas.width),
            height: Some(canvas.height),
            dpi: Some(ppcm * 2.54),
            rule: if size.is_some() { "the area's size" } else { "the smallest box around the area's items" },
            ..Canvas::default()
        },
        viewport: Transform::translate(-canvas.x, -canvas.y),
        layers,
        ..Side::default()
    };
    Ok(Area { name, side })
}

/// The area's own width and height in millimetres, when it gives both.
fn size_of(fields: &mut Fields, reader: &mut Reader) -> Result<Option<(f64, f64)>> {
    let place = fields.place();
    let own = (fields.number("width", &mut reader.remarks)?, fields.number("height", &mut reader.remarks)?);
    let inner = match fields.object("dimensions")? {
        Some(map) => item::pair(map, place, ["width", "height"], &mut reader.remarks)?,
        None => (None, None),
    };
    let is_size = |(width, height): (Option<f64>, Option<f64>)| Some((width?, height?));
    Ok(is_size(own).or(is_size(inner)).filter(|(width, height)| *width > 0.0 && *height > 0.0))
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "helpers take what `json!` gives")]
mod tests;
