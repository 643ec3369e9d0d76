//! The vendor's objects become those of fabric.js: its own properties and defaults are settled, nothing else is
//! touched.
//!
//! Facts: objects are placed by their centre; pictures are stretched to their width and height; `vAlign` is `middle`
//! unless it is said; text is Arial 26 in black in a box of 200 x 200. `IsVisibleOnOutput: false` hides an object,
//! `Rotate180Degree` turns it. Picture addresses begin with one of two words that stand for folders of the shop.

use crate::dialect::lenient::Fields;
use crate::dialect::remarks::{Remarks, short};
use crate::report::NoteKind;
use serde_json::{Map, Value, json};

/// Words at the start of an address that stand for a folder: named roots of the assets.
const ROOTS: [&str; 2] = ["AdminFolderPathKey", "FrontFolderPathKey"];

/// What text is unless it says otherwise.
const TEXT: [(&str, &str); 4] =
    [("fontFamily", "Arial"), ("fill", "#000000"), ("textAlign", "left"), ("vAlign", "middle")];

/// The size of letters unless it is said.
const FONT_SIZE: f64 = 26.0;

/// Both sides of a text's box unless they are said.
const BOX: f64 = 200.0;

/// Properties of the vendor's editor and shop.
const OF_THE_EDITOR: [&str; 18] = [
    "widgetType",
    "widgetKey",
    "widget_key",
    "caption",
    "fontCode",
    "embroideryData",
    "textStyle",
    "imageType",
    "originalFileName",
    "originalFileMimeType",
    "selectedColors",
    "clipartCode",
    "clipartName",
    "clipartNote",
    "isVisibleOnOutput",
    "IsVisibleOnOutput",
    "Rotate180Degree",
    "rotate180Degree",
];

/// Settles every object of a document.
pub(super) fn settle(document: &mut Map<String, Value>, remarks: &mut Remarks) {
    for (key, place) in [("backgroundImage", "background image"), ("overlayImage", "overlay image")] {
        match document.get_mut(key) {
            Some(Value::Object(image)) => settle_one(image, place, remarks),
            Some(Value::String(source)) => *source = rooted(source),
            _ => {}
        }
    }
    // The first object lies on top, so that notes come in the order of the document.
    let mut open = children(document, "layer ");
    while let Some((place, value)) = open.pop() {
        let Some(map) = value.as_object_mut() else { continue };
        settle_one(map, &place, remarks);
        open.extend(children(map, &format!("{place}.")));
    }
}

/// The objects of a group or document, the last first.
fn children<'a>(map: &'a mut Map<String, Value>, prefix: &str) -> Vec<(String, &'a mut Value)> {
    let Some(Value::Array(objects)) = map.get_mut("objects") else { return Vec::new() };
    objects.iter_mut().enumerate().map(|(index, object)| (format!("{prefix}{}", index + 1), object)).rev().collect()
}

fn settle_one(map: &mut Map<String, Value>, place: &str, remarks: &mut Remarks) {
    let name = map.get("name").and_then(Value::as_str).map(|name| format!("{place} \"{}\"", short(name)));
    let place = name.unwrap_or_else(|| place.to_owned());
    let mut fields = Fields::new(map, &place);
    let mut flag = |keys: [&'static str; 2], default: bool| {
        let key = keys.into_iter().find(|key| fields.has(key));
        key.map_or(default, |key| fields.flag(key, default, remarks))
    };
    let is_shown = flag(["IsVisibleOnOutput", "isVisibleOnOutput"], true);
    let is_turned = flag(["Rotate180Degree", "rotate180Degree"], false);
    // What is no number is an error of the reader that comes next.
    let angle = fields.number("angle", remarks).ok().flatten().unwrap_or(0.0);
    let style = fields.word("textStyle").map(str::to_ascii_lowercase);
    if let Some(style) = style.as_deref().filter(|style| !matches!(*style, "arc" | "text" | "normal" | "straight")) {
        remarks.ignored(&place, format!("text style `{}` is unknown, the text is drawn straight", short(style)));
    }
    let is_filled = |value: Option<&Value>| matches!(value, Some(Value::Array(list)) if !list.is_empty());
    if is_filled(fields.get("selectedColors")) {
        remarks.ignored(&place, "`selectedColors` is not supported: the picture keeps its own colours");
    }
    let (is_text, is_image) = kind_of(map);
    let mut set = |key: &str, value: Value| _ = map.insert(key.to_owned(), value);
    if !is_shown {
        set("visible", json!(false));
        remarks.add(NoteKind::Chosen, &place, "the object is not for the output and was left out");
    }
    if is_turned {
        set("angle", json!(angle + 180.0));
    }
    // fabric.js 1.x, whose pictures have no window: their width and height are what they are drawn at.
    if is_image {
        set("version", json!("1"));
    }
    if is_text && style.as_deref() == Some("arc") {
        set("type", json!("circle-text"));
    }
    let mut default = |key: &str, value: Value| {
        if map.get(key).is_none_or(Value::is_null) {
            map.insert(key.to_owned(), value);
        }
    };
    default("originX", json!("center"));
    default("originY", json!("center"));
    if is_text {
        TEXT.iter().for_each(|(key, value)| default(key, json!(value)));
        default("fontSize", json!(FONT_SIZE));
        default("width", json!(BOX));
        default("height", json!(BOX));
    }
    for key in ["src", "url"] {
        if let Some(Value::String(source)) = map.get_mut(key) {
            *source = rooted(source);
        }
    }
    OF_THE_EDITOR.iter().for_each(|key| _ = map.shift_remove(*key));
}

/// Whether it is text, and whether it is a picture.
fn kind_of(map: &Map<String, Value>) -> (bool, bool) {
    let kind = map.get("type").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
    let is_text = kind.contains("text") || kind.is_empty() && map.contains_key("text");
    let has_source = ["src", "url"].iter().any(|key| map.contains_key(*key));
    (is_text, !is_text && (kind == "image" || kind.is_empty() && has_source))
}

/// An address whose first word names a folder, with the word parted from the rest.
fn rooted(source: &str) -> String {
    let source = source.trim();
    let found = ROOTS.iter().find_map(|root| Some((root, source.strip_prefix(root)?)));
    match found {
        Some((root, rest)) => format!("{root}/{}", rest.trim_start_matches(['/', '\\'])),
        None => source.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_a_folder_is_parted_from_the_rest() {
        for (source, expected) in [
            ("AdminFolderPathKey/a/b.png", "AdminFolderPathKey/a/b.png"),
            ("FrontFolderPathKeya.png", "FrontFolderPathKey/a.png"),
            ("AdminFolderPathKey\\a.png", "AdminFolderPathKey/a.png"),
            ("a/AdminFolderPathKey.png", "a/AdminFolderPathKey.png"),
        ] {
            assert_eq!(rooted(source), expected);
        }
    }
}
