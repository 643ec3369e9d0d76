//! Single fields of the native template: read with errors that name them, and described for the schema.

use crate::dialect::faults::{Faults, meant};
use crate::error::{Error, Result};
use crate::fit::DEFAULT_TOLERANCE;
use crate::units::{Length, Unit, parse_bytes};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema, schema_for};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::str::FromStr;

/// What a canvas may be.
pub(super) const CANVASES: &str = "keep, subject, or a table with width and height, ratio, or min and max";
/// What a shadow may be.
pub(super) const SHADOWS: &str = "off, keep, soft, contact, numbers (\"soft:0 2% 1.5% black\"), or a table with form, dx, dy, blur, color and opacity";

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

/// A table. A field that it does not know is a fault and passed over; what is no table at all is one too.
pub(super) fn table<T: DeserializeOwned + JsonSchema + Default>(value: Value, place: &str, faults: &mut Faults) -> T {
    let Value::Object(mut fields) = value else {
        faults.add(refuse(place, &value, "a table of fields"));
        return T::default();
    };
    // The schema is made of the same struct: one list of names, not two.
    let schema = schema_for!(T).to_value();
    let known = schema.get("properties").and_then(Value::as_object);
    let known: Vec<&str> = known.into_iter().flat_map(Map::keys).map(String::as_str).collect();
    fields.retain(|name, value| {
        let is_known = known.contains(&name.as_str());
        if !is_known {
            faults.add(unknown(place, name, value, &known));
        }
        is_known
    });
    let read = serde_json::from_value(Value::Object(fields));
    faults.or_default(read.map_err(|cause| Error::input(cause.to_string()).at(place).caused_by(cause)))
}

fn unknown(place: &str, name: &str, value: &Value, known: &[&str]) -> Error {
    let (whose, at) = match place {
        "" => ("a template".to_owned(), name.to_owned()),
        place => (format!("`{place}`"), format!("{place}.{name}")),
    };
    Error::input(format!("`{name}` is not a field of {whose} (its value: {value})"))
        .at(at)
        .with_help(meant(name, known))
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

/// A number within bounds; `None` when absent or null.
pub(super) fn number(place: &str, value: &Value, minimum: f64, maximum: f64) -> Result<Option<f64>> {
    let allowed = format!("a number from {minimum} to {maximum}");
    match value.as_f64() {
        _ if value.is_null() => Ok(None),
        Some(number) if (minimum..=maximum).contains(&number) => Ok(Some(number)),
        _ => Err(refuse(place, value, &allowed)),
    }
}

/// The same as a whole number of a byte.
pub(super) fn whole(place: &str, number: Option<f64>) -> Result<Option<u8>> {
    match number {
        Some(number) if number.fract() != 0.0 => Err(refuse(place, &Value::from(number), "a whole number")),
        number => Ok(number.map(|number| number as u8)),
    }
}

/// A number of bytes: whole and above 0, or text with a unit; `None` when absent or null.
pub(super) fn bytes(place: &str, written: Value) -> Result<Option<u64>> {
    match written {
        Value::Null => Ok(None),
        Value::Number(number) => {
            let bytes = number.as_u64().filter(|bytes| *bytes > 0);
            bytes.map(Some).ok_or_else(|| refuse(place, &Value::Number(number), "a whole number of bytes above 0"))
        }
        other => match field::<String>(place, other)? {
            Some(text) => parse_bytes(&text).map(Some).map_err(|error| error.at(place)),
            None => Ok(None),
        },
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

/// `inside` or `cover`.
pub(super) fn is_cover(written: &Value, faults: &mut Faults) -> bool {
    match written.as_str() {
        Some("cover") => true,
        Some("inside") => false,
        _ if written.is_null() => false,
        _ => {
            faults.add(refuse("fit", written, "inside, or cover"));
            false
        }
    }
}

/// How uniform a border must be: `true` for the usual tolerance, or a number of 0 to 255.
pub(super) fn tolerance(place: &str, written: &Value) -> Result<Option<u8>> {
    match written.as_bool() {
        Some(is_wanted) => Ok(is_wanted.then_some(DEFAULT_TOLERANCE)),
        None => whole(place, number(place, written, 0.0, 255.0)?),
    }
}

/// One of two words.
pub(super) fn fit_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": ["inside", "cover", null] })
}

/// Yes, no, or a number.
pub(super) fn trim_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "anyOf": [{ "type": ["boolean", "null"] }, { "type": "integer", "minimum": 0, "maximum": 255 }] })
}

/// Yes, no, an amount, or text such as `0.5,0.8`.
pub(super) fn sharpen_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["boolean", "number", "string", "null"] })
}

/// A number of pixels, or text such as `5%` and `3mm`.
pub(super) fn length_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["number", "string", "null"] })
}

/// A whole number above 0, or text such as `200KB`.
pub(super) fn bytes_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "anyOf": [{ "type": "integer", "minimum": 1 }, { "type": ["string", "null"] }] })
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
    let numbers = generator.subschema_for::<super::canvas::Written>();
    json_schema!({ "anyOf": [{ "enum": ["keep", "subject", null] }, numbers] })
}

/// A word or numbers.
pub(super) fn shadow_schema(generator: &mut SchemaGenerator) -> Schema {
    let numbers = generator.subschema_for::<super::WrittenShadow>();
    let words = "^(off|keep|(soft|drop|contact)(:.*)?)$";
    json_schema!({ "anyOf": [{ "type": "string", "pattern": words }, { "type": "null" }, numbers] })
}
