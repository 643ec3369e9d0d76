//! Single fields of the vendor's template: names without regard to case, numbers also as text, null and empty text
//! absent. What cannot be read is a fault, and [`Bad`] to the one who asked.

use crate::color::Color;
use crate::dialect::faults::{Bad, Faults, meant};
use crate::error::Error;
use crate::report::{NoteKind, Report};
use serde_json::{Map, Value};

/// A field as it was read: `None` when absent.
pub(super) type Field<T> = Result<Option<T>, Bad>;

/// The fields that are read, as the vendor's documentation spells them; the same ones in lower case are what is looked
/// for.
const NAMES: [&str; 25] = [
    "templateName",
    "templateOutputFormat",
    "backgroundType",
    "backgroundColor",
    "backgroundVerticalGradientColor",
    "resizeType",
    "resizeUnit",
    "resizeHeight",
    "resizeWidth",
    "resizeMinSize",
    "resizeMaxSize",
    "marginType",
    "marginTop",
    "marginBottom",
    "marginLeft",
    "marginRight",
    "marginVerticalAlignment",
    "shadowType",
    "deliveryTimeInHour",
    "dpi",
    "name",
    "outputFormat",
    "verticalAlignment",
    "isKeptMannequin",
    "isKeptModel",
];

/// Fields that say nothing about the picture: who, when, how much.
const OFFICE: [&str; 15] = [
    "contactemail",
    "contactapikey",
    "developerapikey",
    "contactid",
    "id",
    "templateid",
    "templatelabelid",
    "createddate",
    "modifieddate",
    "isdeleted",
    "price",
    "prices",
    "deliverytimeinhours",
    "errorcode",
    "message",
];

/// Fields that ask for the work of human hands, or for services around it, when they are neither false nor empty.
const HANDWORK: [&str; 13] = [
    "iskeptmannequin",
    "iskeptmodel",
    "iscombinedimages",
    "isrecreatedetail",
    "coloradjustment",
    "coloradjustmentcomment",
    "coloradjustmentsetting",
    "colormatching",
    "colormatchcomment",
    "colormatchingsetting",
    "comment",
    "callbackurl",
    "callbackftp",
];

/// The fields that are not read yet, by their names in lower case, and what was wrong with those that are.
pub(super) struct Fields<'a> {
    values: Vec<(String, String, Value)>,
    faults: &'a mut Faults,
}

impl<'a> Fields<'a> {
    /// Absent ones are left out; one that is given twice is a fault, and its first value counts.
    pub(super) fn new(fields: Map<String, Value>, faults: &'a mut Faults) -> Self {
        let mut values: Vec<(String, String, Value)> = Vec::new();
        for (name, value) in fields {
            let is_absent = value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty());
            let key = name.to_ascii_lowercase();
            if is_absent {
                continue;
            }
            if values.iter().any(|(other, ..)| *other == key) {
                let help = "names are read without regard to case: leave one of them out";
                faults.add(Error::input(format!("`{name}` is given twice")).at(name).with_help(help));
            } else {
                values.push((key, name, value));
            }
        }
        Self { values, faults }
    }

    /// Keeps a fault that is not of one field alone.
    pub(super) fn fault(&mut self, error: Error) -> Bad {
        self.faults.add(error);
        Bad
    }

    /// The result, or its error kept.
    pub(super) fn known<T>(&mut self, result: crate::error::Result<T>) -> Result<T, Bad> {
        self.faults.known(result)
    }

    fn take(&mut self, keys: &[&str]) -> Option<Value> {
        let at = self.values.iter().position(|(key, ..)| keys.contains(&key.as_str()))?;
        Some(self.values.remove(at).2)
    }

    fn refused<T>(&mut self, name: &str, value: &Value, allowed: &str) -> Field<T> {
        Err(self.fault(refuse(name, value, allowed)))
    }

    /// A number, perhaps written as text, within bounds.
    pub(super) fn number(&mut self, name: &str, keys: &[&str], minimum: f64, maximum: f64) -> Field<f64> {
        let Some(value) = self.take(keys) else { return Ok(None) };
        match as_number(&value) {
            Some(number) if (minimum..=maximum).contains(&number) => Ok(Some(number)),
            _ => self.refused(name, &value, &format!("a number from {minimum} to {maximum}")),
        }
    }

    /// A number above 0. A field that its rule does not use may say 0: some exports fill in what is absent.
    pub(super) fn extent(&mut self, name: &str, is_used: bool) -> Field<f64> {
        let Some(value) = self.take(&[&name.to_ascii_lowercase()]) else { return Ok(None) };
        match as_number(&value) {
            Some(0.0) if !is_used => Ok(None),
            // A thousand million pixels, millimetres or inches are beyond any canvas.
            Some(number) if number > 0.0 && number <= 1e9 => Ok(Some(number)),
            _ => self.refused(name, &value, "a number above 0, up to 1000000000"),
        }
    }

    /// One of some whole numbers.
    pub(super) fn choice<T: Copy>(&mut self, name: &str, keys: &[&str], choices: &[(i64, T)]) -> Field<T> {
        let Some(value) = self.take(keys) else { return Ok(None) };
        let chosen = as_number(&value).and_then(|number| {
            choices.iter().find(|(choice, _)| *choice as f64 == number).map(|(_, meaning)| *meaning)
        });
        let allowed = || choices.iter().map(|(choice, _)| choice.to_string()).collect::<Vec<_>>().join(", ");
        match chosen {
            Some(chosen) => Ok(Some(chosen)),
            None => self.refused(name, &value, &allowed()),
        }
    }

    /// Six hex digits, with or without `#`.
    pub(super) fn color(&mut self, name: &str, key: &str) -> Field<Color> {
        let Some(value) = self.take(&[key]) else { return Ok(None) };
        let digits = value.as_str().map(|text| text.trim().trim_start_matches('#').to_owned());
        let digits = digits.filter(|digits| digits.len() == 6);
        match digits.and_then(|digits| hex(&digits)) {
            Some(rgb) => Ok(Some(Color::rgb((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8))),
            None => self.refused(name, &value, "six hex digits, 000000 to FFFFFF, with or without #"),
        }
    }

    /// Text, or a number as text.
    pub(super) fn text(&mut self, name: &str, keys: &[&str]) -> Field<String> {
        match self.take(keys) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.trim().to_owned())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(other) => self.refused(name, &other, "text"),
        }
    }

    /// Tells of what was asked of human hands; what is not a field at all is a fault.
    pub(super) fn end(self, report: &mut Report) {
        let is_false = |value: &Value| {
            *value == Value::Bool(false) || value.as_str().is_some_and(|text| text.trim().eq_ignore_ascii_case("false"))
        };
        for (key, name, value) in self.values {
            if HANDWORK.contains(&key.as_str()) {
                if !is_false(&value) {
                    report.note(NoteKind::Ignored, name, "is not applied by this engine");
                }
            } else if !OFFICE.contains(&key.as_str()) {
                let what = format!("`{name}` is not a field of a template (its value: {value})");
                self.faults.add(Error::input(what).at(name.clone()).with_help(meant(&name, &NAMES)));
            }
        }
    }
}

/// The error of a value that is not allowed.
pub(super) fn refuse(field: &str, value: &Value, allowed: &str) -> Error {
    Error::input(format!("`{field}` cannot be {value}")).at(field.to_owned()).with_help(format!("allowed: {allowed}"))
}

/// Hex digits alone: no sign, which `from_str_radix` would take.
fn hex(digits: &str) -> Option<u32> {
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// A number, or text that is a plain decimal number.
fn as_number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) if text.trim().bytes().all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte)) => {
            text.trim().parse().ok()
        }
        _ => None,
    };
    number.filter(|number| number.is_finite())
}
