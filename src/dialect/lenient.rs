//! Fields of a JSON object, read as people write them: numbers and booleans as text, with a remark.
//!
//! Refused, with the place: numbers that are not finite or beyond 2^53, text that is no number, objects where a list
//! belongs. `null` is the same as absent. What nobody asked for is listed by [`Fields::finish`].

use super::remarks::{Remarks, short};
use crate::error::{Error, Result};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Beyond 2^53 doubles skip whole numbers, and no canvas is as large.
pub(crate) const LARGEST: f64 = 9_007_199_254_740_992.0;

/// The fields of one object, which remember what was asked for.
pub(crate) struct Fields<'a> {
    map: &'a Map<String, Value>,
    place: &'a str,
    asked: BTreeSet<&'static str>,
    /// Whether stops of gradients have an opacity of their own: a matter of the object's version. Default true.
    pub(crate) fades_stops: bool,
}

impl<'a> Fields<'a> {
    /// The fields of an object that stands at `place`.
    pub(crate) fn new(map: &'a Map<String, Value>, place: &'a str) -> Self {
        Self { map, place, asked: BTreeSet::new(), fades_stops: true }
    }

    /// Where the object stands.
    pub(crate) fn place(&self) -> &'a str {
        self.place
    }

    /// Whether the key is there, even as `null`. Does not count as asked.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// The value, unless it is absent or `null`.
    pub(crate) fn get(&mut self, key: &'static str) -> Option<&'a Value> {
        self.asked.insert(key);
        self.map.get(key).filter(|value| !value.is_null())
    }

    /// The value of the first of several keys that is there.
    pub(crate) fn first(&mut self, keys: &[&'static str]) -> Option<&'a Value> {
        keys.iter().fold(None, |found, key| {
            let value = self.get(key);
            found.or(value)
        })
    }

    /// A number. Empty text is none, with a remark.
    pub(crate) fn number(&mut self, key: &'static str, remarks: &mut Remarks) -> Result<Option<f64>> {
        match self.get(key) {
            Some(Value::String(text)) if text.trim().is_empty() => {
                remarks.lenient(self.place, format!("`{key}` is empty text and was ignored"));
                Ok(None)
            }
            value => value.map(|value| number(value, key, self.place, remarks)).transpose(),
        }
    }

    /// A number or its default.
    pub(crate) fn number_or(&mut self, key: &'static str, default: f64, remarks: &mut Remarks) -> Result<f64> {
        Ok(self.number(key, remarks)?.unwrap_or(default))
    }

    /// A yes or no: a boolean, its text, 0 or 1. Anything else is the default, with a remark.
    pub(crate) fn flag(&mut self, key: &'static str, default: bool, remarks: &mut Remarks) -> bool {
        let Some(value) = self.get(key) else { return default };
        if let Value::Bool(flag) = value {
            return *flag;
        }
        let read = match value {
            Value::Number(number) => number.as_f64().map(|number| number != 0.0),
            Value::String(text) => match text.trim_matches(|c: char| c.is_whitespace() || c == ',') {
                "" | "0" => Some(false),
                "1" => Some(true),
                text if text.eq_ignore_ascii_case("true") => Some(true),
                text if text.eq_ignore_ascii_case("false") => Some(false),
                _ => None,
            },
            _ => None,
        };
        match read {
            Some(flag) => remarks.lenient(self.place, format!("`{key}` is no boolean and was read as {flag}")),
            None => remarks.doubtful(self.place, format!("`{key}` is neither true nor false and was ignored")),
        }
        read.unwrap_or(default)
    }

    /// A text; a number is written out, with a remark.
    ///
    /// # Errors
    /// For a list or an object.
    pub(crate) fn text(&mut self, key: &'static str, remarks: &mut Remarks) -> Result<Option<String>> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(value @ (Value::Number(_) | Value::Bool(_))) => {
                remarks.lenient(self.place, format!("`{key}` is no text and was read as one"));
                Ok(Some(value.to_string()))
            }
            Some(other) => Err(wrong(key, other, "a text").at(self.place)),
        }
    }

    /// A word, borrowed; anything but text is the same as absent. For names of modes, caps and so on.
    pub(crate) fn word(&mut self, key: &'static str) -> Option<&'a str> {
        self.get(key).and_then(Value::as_str).map(str::trim).filter(|word| !word.is_empty())
    }

    /// An object.
    ///
    /// # Errors
    /// For anything else.
    pub(crate) fn object(&mut self, key: &'static str) -> Result<Option<&'a Map<String, Value>>> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Object(map)) => Ok(Some(map)),
            Some(other) => Err(wrong(key, other, "an object").at(self.place)),
        }
    }

    /// A list; `null` is an empty one, with a remark.
    ///
    /// # Errors
    /// For anything else.
    pub(crate) fn list(&mut self, key: &'static str, remarks: &mut Remarks) -> Result<&'a [Value]> {
        match self.get(key) {
            None => {
                if self.has(key) {
                    remarks.lenient(self.place, format!("`{key}` is null and was read as an empty list"));
                }
                Ok(&[])
            }
            Some(Value::Array(list)) => Ok(list),
            Some(other) => Err(wrong(key, other, "a list").at(self.place)),
        }
    }

    /// Numbers in a list. `null` and an absent list are none.
    pub(crate) fn numbers(&mut self, key: &'static str, remarks: &mut Remarks) -> Result<Option<Vec<f64>>> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let Value::Array(list) = value else { return Err(wrong(key, value, "a list of numbers").at(self.place)) };
        list.iter().map(|value| number(value, key, self.place, remarks)).collect::<Result<_>>().map(Some)
    }

    /// Marks keys as known and of no meaning here.
    pub(crate) fn known(&mut self, keys: &[&'static str]) {
        self.asked.extend(keys);
    }

    /// Lists every key that nobody asked for.
    pub(crate) fn finish(self, remarks: &mut Remarks) {
        for key in self.map.keys().filter(|key| !self.asked.contains(key.as_str())) {
            remarks.ignored(self.place, format!("property `{}` is unknown and was ignored", short(key)));
        }
    }
}

/// One of the words that `key` may be, in any case; the default, with a remark, for any other.
pub(crate) fn choice<T: Copy + Default>(
    fields: &mut Fields,
    key: &'static str,
    words: &[(&str, T)],
    remarks: &mut Remarks,
) -> T {
    let Some(word) = fields.word(key) else { return T::default() };
    let found = words.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
    if found.is_none() {
        remarks.ignored(fields.place(), format!("`{}` of `{key}` is unknown and was ignored", short(word)));
    }
    found.map(|(_, value)| *value).unwrap_or_default()
}

/// A number, or text that is a whole number or a decimal.
///
/// # Errors
/// For anything else, and for what is not finite or beyond 2^53.
pub(crate) fn number(value: &Value, key: &str, place: &str, remarks: &mut Remarks) -> Result<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => decimal(text),
        _ => None,
    };
    let number = number.ok_or_else(|| wrong(key, value, "a number").at(place))?;
    if number.abs() > LARGEST {
        return Err(Error::input(format!("{value} is too large a number")).at(key).at(place));
    }
    if value.is_string() {
        remarks.lenient(place, format!("`{key}` is text and was read as a number"));
    }
    Ok(number)
}

/// Digits with at most one point and a sign; no exponent, no unit, no name of a number.
fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let is_plain = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+'));
    if is_plain { text.parse().ok() } else { None }
}

fn wrong(key: &str, value: &Value, wanted: &str) -> Error {
    let what = match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => format!("`{}`", short(text)),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    };
    Error::input(format!("{what} is not {wanted}")).at(key)
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "helpers take what `json!` gives")]
mod tests {
    use super::*;
    use crate::report::Report;
    use serde_json::json;

    fn map(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn numbers_as_text_are_read_with_a_remark_and_others_refused() {
        let map = map(json!({"a": "12", "b": " -1.5 ", "c": "1e3", "d": "NaN", "e": 18446744073709551616.0, "f": [],
            "g": null, "h": "20px", "i": ""}));
        let mut remarks = Remarks::default();
        let mut fields = Fields::new(&map, "layer 1");
        assert_eq!(fields.number("a", &mut remarks).unwrap(), Some(12.0));
        assert_eq!(fields.number("b", &mut remarks).unwrap(), Some(-1.5));
        assert_eq!(fields.number("g", &mut remarks).unwrap(), None);
        assert_eq!(fields.number_or("z", 7.0, &mut remarks).unwrap(), 7.0);
        assert_eq!(fields.number("i", &mut remarks).unwrap(), None);
        for bad in ["c", "d", "e", "f", "h"] {
            let error = fields.number(bad, &mut remarks).unwrap_err();
            assert_eq!(error.place().unwrap(), format!("layer 1: {bad}"));
        }
        let mut report = Report::new();
        remarks.finish(&mut report);
        assert_eq!(report.notes().len(), 3);
    }

    #[test]
    fn booleans_are_read_as_people_write_them() {
        let map = map(json!({"a": "false,", "b": "true", "c": 0, "d": true, "e": "maybe"}));
        let mut remarks = Remarks::default();
        let mut fields = Fields::new(&map, "");
        let read = ["a", "b", "c", "d", "e", "z"].map(|key| fields.flag(key, true, &mut remarks));
        assert_eq!(read, [false, true, false, true, true, true]);
    }

    #[test]
    fn a_null_list_is_empty_and_an_object_is_refused() {
        let map = map(json!({"a": null, "b": {}, "c": [1]}));
        let mut remarks = Remarks::default();
        let mut fields = Fields::new(&map, "");
        assert!(fields.list("a", &mut remarks).unwrap().is_empty());
        assert!(fields.list("b", &mut remarks).is_err());
        assert_eq!(fields.list("c", &mut remarks).unwrap().len(), 1);
    }

    #[test]
    fn what_nobody_asked_for_is_listed() {
        let map = map(json!({"left": 1, "foo": 2, "selectable": true}));
        let mut remarks = Remarks::default();
        let mut fields = Fields::new(&map, "layer 1");
        fields.get("left");
        fields.known(&["selectable"]);
        fields.finish(&mut remarks);
        let mut report = Report::new();
        remarks.finish(&mut report);
        assert_eq!(report.notes().len(), 1);
        assert!(report.notes()[0].message.contains("`foo`"));
    }
}
