//! Single fields of the native template: read with errors that name them, and described for the schema.

use crate::error::{Error, Result};
use crate::units::{Length, Unit};
use schemars::{Schema, SchemaGenerator, json_schema};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::str::FromStr;

/// What a canvas may be.
pub(super) const CANVASES: &str = "keep, subject, or a table with width and height, ratio, or min and max";
/// What a shadow may be.
pub(super) const SHADOWS: &str = "off, keep, drop, or a table with dx, dy, blur, color and opacity";

/// The name of an element of a list.
pub(super) struct Place(String);

impl Place {
    /// The element at `index`, counted from 0.
    pub(super) fn nth(list: &str, index: usize) -> Self {
        Self(format!("{list}[{index}]"))
    }

    /// The element itself.
    pub(super) fn whole(&self) -> &str {
        &self.0
    }

    /// A field of it.
    pub(super) fn of(&self, field: &str) -> String {
        format!("{}.{field}", self.0)
    }
}

/// The error of a value that is not allowed.
pub(super) fn refuse(place: &str, value: &Value, allowed: &str) -> Error {
    Error::input(format!("`{place}` cannot be {value}")).at(place).with_help(format!("allowed: {allowed}"))
}

/// A table without unknown fields.
pub(super) fn table<T: DeserializeOwned>(value: Value, place: &str) -> Result<T> {
    serde_json::from_value(value).map_err(|cause| Error::input(cause.to_string()).at(place).caused_by(cause))
}

/// A field of a plain type; `None` when absent or null.
pub(super) fn field<T: DeserializeOwned>(place: &str, value: Value) -> Result<Option<T>> {
    if value.is_null() {
        return Ok(None);
    }
    let written = value.to_string();
    serde_json::from_value(value).map(Some).map_err(|cause| {
        Error::input(format!("`{place}` cannot be {written}")).at(place).with_help(cause.to_string()).caused_by(cause)
    })
}

/// A field that must be there.
pub(super) fn required<T: DeserializeOwned>(place: &str, value: Value) -> Result<T> {
    field(place, value)?.ok_or_else(|| Error::input(format!("`{place}` is missing")).at(place))
}

/// A field written as text that a type of ours reads; `None` when absent or null.
pub(super) fn parsed<T: FromStr<Err = Error>>(place: &str, value: Value) -> Result<Option<T>> {
    match field::<String>(place, value)? {
        None => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|error: Error| error.at(place)),
    }
}

/// Refuses a number out of bounds.
pub(super) fn check(place: &str, value: Option<f64>, minimum: f64, maximum: f64) -> Result<()> {
    match value {
        Some(number) if !(minimum..=maximum).contains(&number) => {
            Err(refuse(place, &Value::from(number), &format!("a number from {minimum} to {maximum}")))
        }
        _ => Ok(()),
    }
}

/// A length: a number of pixels or text with a unit.
pub(super) fn length(place: &str, value: Value) -> Result<Option<Length>> {
    match value {
        Value::Number(number) => Ok(number.as_f64().map(Length::px)),
        other => parsed(place, other),
    }
}

/// A side of a canvas: above 0, bare numbers in `unit`, not in percent.
pub(super) fn side(place: &str, value: &Value, unit: Unit) -> Result<Option<Length>> {
    let Some(length) = length(place, value.clone())? else { return Ok(None) };
    match length {
        // A thousand million of any unit is beyond every canvas.
        Length::Absolute(number, written) if number > 0.0 && number <= 1e9 => {
            let names_unit = value.as_str().is_some_and(|text| text.ends_with(|letter: char| letter.is_alphabetic()));
            Ok(Some(Length::Absolute(number, if names_unit { written } else { unit })))
        }
        _ => Err(refuse(place, value, "a number above 0, perhaps with px, mm, cm, in or pt")),
    }
}

/// A fraction, or one of three words for it; the middle one when absent.
pub(super) fn place(place: &str, value: &Value, words: [(&str, f64); 3]) -> Result<f64> {
    let word = |text: &str| words.iter().find(|(word, _)| text.eq_ignore_ascii_case(word)).map(|(_, at)| *at);
    let fraction = match value {
        Value::Null => Some(0.5),
        Value::String(text) => word(text),
        other => other.as_f64().filter(|fraction| (0.0..=1.0).contains(fraction)),
    };
    let allowed = || format!("{}, {}, {}, or a fraction from 0 to 1", words[0].0, words[1].0, words[2].0);
    fraction.ok_or_else(|| refuse(place, value, &allowed()))
}

/// A number of pixels, or text such as `5%` and `3mm`.
pub(super) fn length_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["number", "string", "null"] })
}

/// A fraction or a word.
pub(super) fn place_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "anyOf": [
        { "type": "number", "minimum": 0, "maximum": 1 },
        { "enum": ["left", "top", "center", "right", "bottom", null] },
    ] })
}

/// A word or both axes.
pub(super) fn align_schema(generator: &mut SchemaGenerator) -> Schema {
    let axes = generator.subschema_for::<super::WrittenAlign>();
    json_schema!({ "anyOf": [{ "type": ["string", "null"] }, axes] })
}

/// A word or numbers.
pub(super) fn canvas_schema(generator: &mut SchemaGenerator) -> Schema {
    let numbers = generator.subschema_for::<super::WrittenCanvas>();
    json_schema!({ "anyOf": [{ "enum": ["keep", "subject", null] }, numbers] })
}

/// A word or numbers.
pub(super) fn shadow_schema(generator: &mut SchemaGenerator) -> Schema {
    let numbers = generator.subschema_for::<super::WrittenShadow>();
    json_schema!({ "anyOf": [{ "enum": ["off", "keep", "drop", null] }, numbers] })
}
