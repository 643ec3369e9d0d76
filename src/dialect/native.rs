//! Our own form of a design, JSON with `schema = 1`, becomes a design; its JSON Schema comes from here too.
//!
//! In: sides with a canvas, a background and layers by kind. Out: a design whose canvas units are pixels at the
//! canvas's dpi. Promised: every error names the layer, the field, its value and what is allowed. Refused: unknown
//! fields, other schema numbers, lengths in percent, numbers out of range.

mod field;
mod figures;
mod forms;
#[macro_use]
mod shared;
mod kinds;
mod layers;
mod paint;
mod words;

use self::field::{Scale, form};
use self::forms::{CanvasForm, DesignForm, SideForm};
use super::fabric::reader::Reader;
use crate::design::{Canvas, Design, Ground, Side};
use crate::error::{Error, Result};
use crate::report::NoteKind;
use crate::units::{CSS_DPI, DEFAULT_DPI, Unit};
use serde_json::Value;

/// The JSON Schema (draft 2020-12) of the form.
pub fn schema() -> String {
    let schema = schemars::schema_for!(DesignForm);
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}

/// Whether a value is a design of this form: `schema` and `sides`.
pub(super) fn looks_like(value: &Value) -> bool {
    value.get("schema").is_some() && value.get("sides").is_some()
}

/// The design that a document describes.
pub(super) fn read(value: &Value, reader: &mut Reader) -> Result<Design> {
    let written: DesignForm = form(value)?;
    if written.schema.required("schema")? != 1 {
        return Err(Error::input("only schema 1 is known to this version")
            .at("schema")
            .with_help("write \"schema\": 1"));
    }
    let sides = written.sides.required("sides")?;
    if sides.is_empty() {
        return Err(Error::input("there is no side").at("sides").with_help("give at least one"));
    }
    let several = sides.len() > 1;
    let mut read = Vec::new();
    for (index, value) in sides.iter().enumerate() {
        let place = format!("side {}", index + 1);
        let prefix = if several { format!("{place}, layer ") } else { "layer ".to_owned() };
        read.push(side(value, &place, &prefix, reader).map_err(|error| match error.place() {
            Some(known) if known.starts_with(&prefix) => error,
            _ => error.at(place),
        })?);
    }
    Ok(Design { name: written.name.read("name")?, sides: read })
}

fn side(value: &Value, place: &str, prefix: &str, reader: &mut Reader) -> Result<Side> {
    let written: SideForm = form(value)?;
    let canvas: CanvasForm = form(&written.canvas.required("canvas")?)?;
    let (canvas, scale) = self::canvas(&canvas).map_err(|error| error.at("canvas"))?;
    if canvas.bleed > 0.0 {
        let message = format!("the picture ends at the canvas; the bleed of {:.2} px is not drawn", canvas.bleed);
        reader.remarks.add(NoteKind::Chosen, place, message);
    }
    let layers = written.layers.read("layers")?.unwrap_or_default();
    Ok(Side {
        name: written.name.read("name")?,
        code: written.id.read("id")?,
        background: Ground {
            paint: paint::paint("background", &written.background)?.unwrap_or_default(),
            ..Ground::default()
        },
        layers: layers::list(&layers, prefix, scale, 0, reader)?,
        canvas,
        ..Side::default()
    })
}

/// The canvas in pixels, and what its unit and others are in them.
fn canvas(written: &CanvasForm) -> Result<(Canvas, Scale)> {
    let unit = written.unit.read("unit")?.unwrap_or_default();
    let given = written.dpi.read("dpi")?;
    // 65,535 is the most that JFIF can say.
    field::check("dpi", given, 1.0, 65_535.0)?;
    let dpi = given.unwrap_or(if unit == Unit::Px { CSS_DPI } else { DEFAULT_DPI });
    let scale = Scale { unit, dpi };
    let (bleed, safe) = (scale.at_least_0("bleed", &written.bleed)?, scale.at_least_0("safe", &written.safe)?);
    let canvas = Canvas {
        width: Some(scale.extent("width", &written.width)?),
        height: Some(scale.extent("height", &written.height)?),
        dpi: given.or(unit.is_physical().then_some(dpi)),
        // The canvas is what is left after cutting.
        cut: bleed.filter(|bleed| *bleed > 0.0).map(|_| (0.0, 0.0)),
        bleed: bleed.unwrap_or(0.0),
        rule: "the side's canvas",
        safe: safe.filter(|safe| *safe > 0.0).map(|safe| (safe, safe)),
    };
    Ok((canvas, scale))
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "helpers take what `json!` gives")]
mod tests;
