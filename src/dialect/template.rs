//! Reads templates: the roof over the vendor's form and the native one.
//!
//! In: the bytes of a file, JSON, XML or TOML. Out: a [`Template`]. Promised: every error names the field, its value and
//! what is allowed, or line and column of what is not JSON, XML or TOML at all; keys that are not understood never pass
//! in silence. Refused: files over the limits, and nesting deeper than they allow.

use super::faults::{Faults, line_and_column};
use super::{pixelz, template_native};
use crate::error::{Error, Result};
use crate::limits::Limits;
use crate::report::Report;
use crate::template::Template;
use serde_json::{Map, Value};

pub use super::template_native::{sample, schema};

/// Reads a template of any form: the native one in TOML or JSON, the vendor's in JSON or XML.
///
/// # Errors
/// The first of what [`check`] finds.
pub fn read(text: &[u8], limits: &Limits, report: &mut Report) -> Result<Template> {
    // There is always one: what failed has a reason.
    let first = |faults: Vec<Error>| faults.into_iter().next().unwrap_or_else(|| Error::internal("no reason"));
    check(text, limits, report).map_err(first)
}

/// Reads a template of any form and tells everything that is wrong with it, in the order of reading.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) for what is wrong in it, [`Fault::Unsupported`](crate::Fault::Unsupported) for
/// formats that are not written, [`Fault::TooLarge`](crate::Fault::TooLarge) over the limits.
pub fn check(text: &[u8], limits: &Limits, report: &mut Report) -> Result<Template, Vec<Error>> {
    let fields = fields_of(text, limits).map_err(|error| vec![error])?;
    let mut faults = Faults::default();
    let template = match fields.contains_key("schema") {
        true => template_native::read(fields, &mut faults),
        false => pixelz::read(fields, report, &mut faults),
    };
    faults.end(template)
}

/// The fields of a document that has those of a template.
fn fields_of(text: &[u8], limits: &Limits) -> Result<Map<String, Value>> {
    match value_of(text, limits)? {
        Value::Object(fields) if fields.contains_key("schema") || pixelz::is_it(&fields) => Ok(fields),
        _ => Err(Error::input("this is not a template")
            .with_help("a template has `schema = 1`, or the fields of the vendor such as `backgroundType`")),
    }
}

fn value_of(text: &[u8], limits: &Limits) -> Result<Value> {
    limits.check_json_bytes(text.len() as u64)?;
    let text = std::str::from_utf8(text).map_err(|cause| {
        Error::input("the template is not UTF-8 text").at(format!("byte {}", cause.valid_up_to())).caused_by(cause)
    })?;
    let text = text.trim_start_matches('\u{feff}');
    if pixelz::is_xml(text) {
        return pixelz::from_xml(text, limits).map(Value::Object);
    }
    check_depth(text, limits)?;
    // No TOML document starts with a brace or bracket that JSON could start with: `[` alone opens a table there.
    if text.trim_start().starts_with('{') {
        return serde_json::from_str(text).map_err(|cause| {
            let place = format!("line {}, column {}", cause.line(), cause.column());
            Error::input(format!("the template is not JSON: {}", without_place(&cause))).at(place).caused_by(cause)
        });
    }
    let table: toml::Table = toml::from_str(text).map_err(|cause| {
        let place = cause.span().map_or_else(|| "line 1".to_owned(), |span| line_and_column(text, span.start));
        Error::input(format!("the template is not TOML: {}", cause.message())).at(place).caused_by(cause)
    })?;
    // TOML can write what JSON cannot: infinity would come out of the conversion as null, as if it were not there.
    let value = toml::Value::Table(table);
    if let Some(key) = endless(&value) {
        return Err(Error::input("not a finite number").at(key).with_help("write a plain number"));
    }
    serde_json::to_value(value)
        .map_err(|cause| Error::input("the template holds what JSON cannot say").caused_by(cause))
}

/// The key of the first number that is infinite or none at all. Nesting is bounded by [`check_depth`].
fn endless(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::Float(number) if !number.is_finite() => Some(String::new()),
        toml::Value::Table(table) => table.iter().find_map(|(key, value)| {
            let inner = endless(value)?;
            Some(if inner.is_empty() { key.clone() } else { format!("{key}.{inner}") })
        }),
        toml::Value::Array(values) => values.iter().find_map(endless),
        _ => None,
    }
}

/// Refuses brackets nested deeper than [`Limits::json_depth`], before a parser recurses into them.
fn check_depth(text: &str, limits: &Limits) -> Result<()> {
    let (mut depth, mut quote, mut escaped) = (0u32, None, false);
    for byte in text.bytes() {
        match (quote, byte) {
            (Some(b'"'), b'\\') => escaped = !escaped,
            (Some(open), close) if open == close && !escaped => quote = None,
            // An apostrophe in a comment opens nothing beyond its line.
            (_, b'\n') => (quote, escaped) = (None, false),
            (Some(_), _) => escaped = false,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'{' | b'[') => {
                depth += 1;
                crate::limits::within("json_depth", u64::from(depth), u64::from(limits.json_depth))?;
            }
            (None, b'}' | b']') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

/// The parser's message without its own place.
fn without_place(cause: &serde_json::Error) -> String {
    let message = cause.to_string();
    message.rsplit_once(" at line ").map_or(message.clone(), |(what, _)| what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fault;

    fn error(text: &str) -> Error {
        read(text.as_bytes(), &Limits::default(), &mut Report::new()).unwrap_err()
    }

    #[test]
    fn what_is_not_json_or_toml_is_told_with_line_and_column() {
        assert_eq!(error("{\n  \"schema\": 1,,\n}").place().unwrap(), "line 2, column 15");
        assert_eq!(error("schema = 1\nname = = 2\n").place().unwrap(), "line 2, column 8");
        for other in ["", "{}", "{\"a\": 1}", "a = 1"] {
            assert_eq!(error(other).what(), "this is not a template", "{other}");
        }
        assert_eq!(read(b"\xff", &Limits::default(), &mut Report::new()).unwrap_err().fault(), Fault::Input);
    }

    #[test]
    fn deep_nesting_and_long_files_are_refused() {
        let deep = format!("{{\"schema\": {}", "[".repeat(1000));
        assert_eq!(error(&deep).fault(), Fault::TooLarge);
        assert_eq!(error(&format!("schema = {}", "[".repeat(100_000))).fault(), Fault::TooLarge);
        let limits = Limits { json_bytes: 5, ..Limits::default() };
        assert_eq!(read(b"schema = 1", &limits, &mut Report::new()).unwrap_err().fault(), Fault::TooLarge);
        let flat = format!("schema = 1\nname = \"{}\"", "[".repeat(500));
        assert!(read(flat.as_bytes(), &Limits::default(), &mut Report::new()).is_ok(), "text does not nest");
    }

    #[test]
    fn the_native_form_reads_the_same_from_json() {
        let toml = "schema = 1\nname = \"a\"\nmargin = \"5%\"\n[[outputs]]\nformat = \"jpeg\"\n";
        let json =
            "\u{feff}{\"schema\": 1, \"name\": \"a\", \"margin\": \"5%\", \"outputs\": [{\"format\": \"jpeg\"}]}";
        let read = |text: &str| read(text.as_bytes(), &Limits::default(), &mut Report::new()).unwrap();
        assert_eq!(read(toml), read(json));
    }
}
