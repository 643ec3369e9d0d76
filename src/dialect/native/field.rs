//! Single fields of the native form: kept as they were written, read with errors that name them, described by their
//! type.

use crate::dialect::lenient::LARGEST;
use crate::dialect::remarks::short;
use crate::error::{Error, Result};
use crate::units::{Length, Unit};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::borrow::Cow;
use std::marker::PhantomData;

/// A field of type `T` that has not been checked yet; absent and `null` are the same.
pub(super) struct Field<T> {
    value: Value,
    of: PhantomData<T>,
}

impl<T> Default for Field<T> {
    fn default() -> Self {
        Self { value: Value::Null, of: PhantomData }
    }
}

impl<'de, T> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        Ok(Self { value: Value::deserialize(source)?, of: PhantomData })
    }
}

impl<T: JsonSchema> JsonSchema for Field<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }
}

impl<T: DeserializeOwned> Field<T> {
    /// The value; `None` when there is none.
    pub(super) fn read(&self, name: &str) -> Result<Option<T>> {
        if self.value.is_null() {
            return Ok(None);
        }
        T::deserialize(&self.value).map(Some).map_err(|cause| {
            let help = cause.to_string();
            refuse(name, &self.value, &help).caused_by(cause)
        })
    }

    /// The value of a field that must be there.
    pub(super) fn required(&self, name: &str) -> Result<T> {
        self.read(name)?.ok_or_else(|| Error::input(format!("`{name}` is missing")).at(name))
    }
}

impl<T> Field<T> {
    /// The error of this value, which is not allowed.
    pub(super) fn refuse(&self, name: &str, allowed: &str) -> Error {
        refuse(name, &self.value, allowed)
    }

    /// What was written.
    pub(super) fn value(&self) -> &Value {
        &self.value
    }
}

/// The error of a value that is not allowed.
pub(super) fn refuse(name: &str, value: &Value, allowed: &str) -> Error {
    let written = match value {
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        other => short(&other.to_string()),
    };
    Error::input(format!("`{name}` cannot be {written}")).at(name).with_help(format!("allowed: {allowed}"))
}

/// A form without unknown fields.
pub(super) fn form<T: DeserializeOwned>(value: &Value) -> Result<T> {
    T::deserialize(value).map_err(|cause| Error::input(cause.to_string()).caused_by(cause))
}

/// Refuses a number out of bounds.
pub(super) fn check(name: &str, number: Option<f64>, least: f64, most: f64) -> Result<()> {
    match number {
        Some(number) if !(least..=most).contains(&number) => {
            Err(refuse(name, &Value::from(number), &format!("a number from {least} to {most}")))
        }
        _ => Ok(()),
    }
}

/// A length as it is written: a number of canvas units, or text with a unit such as `12pt` and `3mm`.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Written(Value);

impl JsonSchema for Written {
    fn schema_name() -> Cow<'static, str> {
        "Length".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A number of canvas units, or text with a unit: 20px, 3mm, 2.5cm, 1in, 12pt.",
            "anyOf": [
                { "type": "number" },
                { "type": "string", "pattern": "^\\s*[-+]?[0-9.]+\\s*(px|mm|cm|in|inch|pt)?\\s*$" },
            ]
        })
    }
}

/// What lengths are in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    /// The canvas's unit, of bare numbers.
    pub(super) unit: Unit,
    /// Pixels to the inch.
    pub(super) dpi: f64,
}

impl Scale {
    /// A length in pixels.
    pub(super) fn length(self, name: &str, field: &Field<Written>) -> Result<Option<f64>> {
        field.read(name)?.map(|written| self.px(name, &written.0)).transpose()
    }

    /// A length of 0 or more in pixels.
    pub(super) fn at_least_0(self, name: &str, field: &Field<Written>) -> Result<Option<f64>> {
        match self.length(name, field)? {
            Some(length) if length < 0.0 => Err(field.refuse(name, "a length of 0 or more")),
            length => Ok(length),
        }
    }

    /// A length above 0 in pixels, which must be there.
    pub(super) fn extent(self, name: &str, field: &Field<Written>) -> Result<f64> {
        match self.length(name, field)? {
            Some(length) if length > 0.0 => Ok(length),
            Some(_) => Err(field.refuse(name, "a length above 0")),
            None => Err(Error::input(format!("`{name}` is missing")).at(name)),
        }
    }

    /// One written length in pixels.
    pub(super) fn px(self, name: &str, value: &Value) -> Result<f64> {
        let refuse =
            || refuse(name, value, "a number of canvas units, or text with a unit: 20px, 3mm, 2.5cm, 1in, 12pt");
        let (number, unit) = match value {
            Value::Number(number) => (number.as_f64().ok_or_else(refuse)?, self.unit),
            Value::String(text) => match text.parse::<Length>().map_err(|_| refuse())? {
                Length::Absolute(number, Unit::Px) if !text.trim_end().ends_with(|c: char| c.is_alphabetic()) => {
                    (number, self.unit)
                }
                Length::Absolute(number, unit) => (number, unit),
                Length::Percent(_) => return Err(refuse()),
            },
            _ => return Err(refuse()),
        };
        let px = unit.to_px(number, self.dpi);
        // Also what is not finite.
        if px.abs() <= LARGEST { Ok(px) } else { Err(refuse()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bare_numbers_are_of_the_canvas_and_others_of_their_unit() {
        let scale = Scale { unit: Unit::Mm, dpi: 254.0 };
        for (written, expected) in [
            (json!(2), 20.0),
            (json!("2"), 20.0),
            (json!("2px"), 2.0),
            (json!("1in"), 254.0),
            (json!("72 pt"), 254.0),
            (json!("-1cm"), -100.0),
        ] {
            assert!((scale.px("x", &written).unwrap() - expected).abs() < 1e-9, "{written}");
        }
        for bad in [json!("5%"), json!("wide"), json!([]), json!(1e300), json!(true)] {
            let error = scale.px("x", &bad).unwrap_err();
            assert_eq!(error.place().as_deref(), Some("x"), "{bad}");
            assert!(error.help().unwrap().contains("3mm"));
        }
    }
}
