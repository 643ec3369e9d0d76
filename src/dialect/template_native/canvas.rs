//! The canvas of the native template: a word, or a table with one of three rules, a unit and a resolution.

use super::fields::{self, field, parsed, refuse};
use crate::dialect::faults::Faults;
use crate::error::Error;
use crate::fit::Wanted;
use crate::template::CanvasRule;
use crate::units::{Length, Unit};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

/// The numbers of a canvas.
#[derive(Default, Deserialize, JsonSchema)]
#[schemars(rename = "WrittenCanvas")]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    /// Across, in `unit`. Without it the width follows the subject's ratio.
    #[serde(default)]
    #[schemars(schema_with = "super::fields::length_schema")]
    width: Value,
    /// Down, in `unit`. Without it the height follows the subject's ratio.
    #[serde(default)]
    #[schemars(schema_with = "super::fields::length_schema")]
    height: Value,
    /// The smallest canvas of this ratio that holds the subject at its own size: 3:4.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    ratio: Value,
    /// The least of the shortest side, in `unit`.
    #[serde(default)]
    #[schemars(schema_with = "super::fields::length_schema")]
    min: Value,
    /// The most of the longest side, in `unit`; wins over `min`.
    #[serde(default)]
    #[schemars(schema_with = "super::fields::length_schema")]
    max: Value,
    /// Of bare numbers. Default px.
    #[serde(default)]
    #[schemars(with = "Option<Unit>")]
    unit: Value,
    /// Dots per inch of physical units, written to the file. Default 300 for physical units.
    #[serde(default)]
    #[schemars(with = "Option<f64>", extend("minimum" = 1, "maximum" = 65535))]
    dpi: Value,
}

/// The rule, and the resolution if one is given.
pub(super) fn read(written: Value, faults: &mut Faults) -> (CanvasRule, Option<f64>) {
    match &written {
        Value::Null => return (CanvasRule::Keep, None),
        Value::String(word) if word == "keep" => return (CanvasRule::Keep, None),
        Value::String(word) if word == "subject" => return (CanvasRule::Subject, None),
        Value::Object(_) => {}
        _ => {
            faults.add(refuse("canvas", &written, fields::CANVASES));
            return (CanvasRule::Keep, None);
        }
    }
    let canvas: Written = fields::table(written, "canvas", faults);
    let unit = faults.or_default(field::<String>("canvas.unit", canvas.unit));
    let unit = unit.map(|unit| unit.parse::<Unit>().map_err(|error| error.at("canvas.unit"))).transpose();
    let unit = faults.or_default(unit).unwrap_or_default();
    let mut side = |name: &str, value: &Value| -> Option<Length> {
        faults.or_default(fields::side(&format!("canvas.{name}"), value, unit))
    };
    let (width, height) = (side("width", &canvas.width), side("height", &canvas.height));
    let (min, max) = (side("min", &canvas.min), side("max", &canvas.max));
    // 65,535 is the most that JFIF can say.
    let dpi = faults.or_default(fields::number("canvas.dpi", &canvas.dpi, 1.0, 65_535.0));
    let ratio = match faults.or_default(parsed("canvas.ratio", canvas.ratio.clone())) {
        None => None,
        Some(Wanted::Ratio(width, height)) => Some(CanvasRule::Ratio(width, height)),
        Some(_) => {
            faults.add(refuse("canvas.ratio", &canvas.ratio, "two whole numbers above 0, such as \"3:4\""));
            None
        }
    };
    let fixed = width.or(height).map(|_| CanvasRule::Fixed { width, height });
    let bounded = min.or(max).map(|_| CanvasRule::MinMax { min, max });
    let mut rules = [fixed, ratio, bounded].into_iter().flatten();
    let rule = rules.next().unwrap_or_default();
    if rules.next().is_some() {
        let error = Error::input("the canvas has more than one rule").at("canvas");
        faults.add(error.with_help("give either width and height, or ratio, or min and max"));
    }
    (rule, dpi)
}
