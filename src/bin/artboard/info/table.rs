//! The report of `info` for people.

use artboard::error::escape_controls;
use serde_json::Value;
use std::fmt::Write;

/// Width of the column of names: the longest is `orientation`.
const COLUMN: usize = 12;

/// A line for every field that says something.
pub(super) fn text(info: &Value) -> String {
    let mut text = String::new();
    if info.get("error").is_some() {
        return text;
    }
    line(&mut text, "file", &shown(&info["file"]));
    line(&mut text, "kind", &shown(&info["kind"]));
    for name in ["name", "format"] {
        field(&mut text, name, &info[name]);
    }
    if let (Some(width), Some(height)) = (info["width"].as_f64(), info["height"].as_f64()) {
        line(&mut text, "size", &format!("{width} x {height} px"));
    }
    for name in ["dpi", "alpha", "depth", "orientation", "profile", "frames", "outputs"] {
        field(&mut text, name, &info[name]);
    }
    for side in list(&info["sides"]) {
        line(&mut text, "side", &side_text(side));
    }
    for font in list(&info["fonts"]) {
        let found = if font["found"] == Value::Bool(true) { "found" } else { "missing" };
        line(&mut text, "font", &format!("{} ({found})", shown(&font["family"])));
    }
    for note in list(&info["notes"]) {
        let place = shown(&note["place"]);
        let place = if place.is_empty() { place } else { format!("{place}: ") };
        line(&mut text, "note", &format!("{place}{}", shown(&note["message"])));
    }
    text
}

fn side_text(side: &Value) -> String {
    let names: Vec<String> =
        [&side["name"], &side["code"]].into_iter().filter(|name| !name.is_null()).map(shown).collect();
    let number = |value: &Value| value.as_f64().map_or_else(|| "?".to_owned(), |number| number.to_string());
    let dpi = side["dpi"].as_f64().map(|dpi| format!(", {dpi} dpi")).unwrap_or_default();
    format!(
        "{}: {} x {} {}{dpi}, {} layers",
        names.join(" / "),
        number(&side["width"]),
        number(&side["height"]),
        shown(&side["unit"]),
        side["layers"],
    )
}

fn field(text: &mut String, name: &str, value: &Value) {
    if !value.is_null() {
        line(text, name, &shown(value));
    }
}

fn line(text: &mut String, name: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{name:COLUMN$} {value}");
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => escape_controls(text),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => other.to_string(),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}
