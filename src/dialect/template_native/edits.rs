//! What a native template does to the photo besides presenting it, and what it lays over the canvas.

use super::fields::{self, Place, field, parsed, refuse};
use crate::dialect::faults::Faults;
use crate::edits::{Edits, Flip, Overlay, Sharpen};
use crate::error::Result;
use crate::fit::Margins;
use crate::source::Source;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

/// The fields as they are written, each still to be read.
pub(super) struct Written {
    pub(super) rotate: Value,
    pub(super) flip: Value,
    pub(super) crop: Value,
    pub(super) sharpen: Value,
    pub(super) grayscale: Value,
    pub(super) overlays: Value,
}

/// A picture over the canvas: a badge, a watermark.
#[derive(Default, Deserialize, JsonSchema)]
#[schemars(rename = "WrittenOverlay")]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenOverlay {
    /// The path of a picture or SVG below the template's folder.
    #[schemars(with = "String")]
    picture: Value,
    /// Where on the canvas: center, bottom-right, or two fractions such as 0.3,0.6. Default bottom-right.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    align: Value,
    /// The box that it fills without being distorted: percents of the canvas, or a length. Default 25%.
    #[serde(default)]
    #[schemars(schema_with = "fields::length_schema")]
    size: Value,
    /// 0 to 1. Default 1.
    #[serde(default)]
    #[schemars(with = "Option<f64>", extend("minimum" = 0, "maximum" = 1))]
    opacity: Value,
    /// Space kept free between it and the canvas's edges: one to four lengths in CSS order. Default none.
    #[serde(default)]
    #[schemars(schema_with = "fields::length_schema")]
    margin: Value,
}

/// Reads all of them.
pub(super) fn read(written: Written, faults: &mut Faults) -> Edits {
    Edits {
        rotate: faults.or_default(parsed("rotate", as_text(written.rotate))).unwrap_or_default(),
        flip: faults.or_default(field::<Flip>("flip", written.flip)).unwrap_or_default(),
        crop: faults.or_default(parsed("crop", written.crop)),
        sharpen: faults.or_default(sharpen(written.sharpen)),
        grayscale: faults.or_default(field("grayscale", written.grayscale)).unwrap_or_default(),
        overlays: overlays(written.overlays, faults),
    }
}

fn as_text(written: Value) -> Value {
    if written.is_number() { Value::String(written.to_string()) } else { written }
}

fn sharpen(written: Value) -> Result<Option<Sharpen>> {
    match written {
        Value::Bool(is_on) => Ok(is_on.then(Sharpen::default)),
        other => parsed("sharpen", as_text(other)),
    }
}

fn overlays(written: Value, faults: &mut Faults) -> Vec<Overlay> {
    let list = faults.or_default(field::<Vec<Value>>("overlays", written)).unwrap_or_default();
    let read = |(index, value)| overlay(&Place::nth("overlays", index), value, faults);
    list.into_iter().enumerate().filter_map(read).collect()
}

fn overlay(place: &Place, written: Value, faults: &mut Faults) -> Option<Overlay> {
    let written: WrittenOverlay = fields::table(written, place.whole(), faults);
    let picture = faults.known(fields::required::<String>(&place.of("picture"), written.picture));
    let mut overlay = Overlay::of(Source::from_reference(&picture.unwrap_or_default()));
    if let Some(align) = faults.or_default(parsed(&place.of("align"), written.align)) {
        overlay.align = align;
    }
    if let Some(size) = faults.or_default(fields::length(&place.of("size"), written.size.clone())) {
        overlay.size = size;
    }
    if let Some(opacity) = faults.or_default(fields::number(&place.of("opacity"), &written.opacity, 0.0, 1.0)) {
        overlay.opacity = opacity;
    }
    if let Some(margins) = faults.or_default(parsed::<Margins>(&place.of("margin"), as_text(written.margin))) {
        overlay.margins = margins;
    }
    if overlay.check().is_err() {
        faults.add(refuse(&place.of("size"), &written.size, "a length above 0, of percents at most 100%"));
        return None;
    }
    Some(overlay)
}
