//! What kind of object it is: by its type, in the writing of any version, else by its fields.

use crate::dialect::lenient::Fields;
use crate::dialect::remarks::{Remarks, short};
use serde_json::Value;

/// The type in lower case without hyphens, aliases resolved: `rect`, `itext`, `group`. `None`, with a remark, for an
/// unknown one.
pub(super) fn kind(fields: &mut Fields, remarks: &mut Remarks) -> Option<&'static str> {
    let Some(written) = fields.word("type") else {
        let guessed = guess(fields);
        match guessed {
            Some(kind) => remarks.lenient(fields.place(), format!("without a type it was read as `{kind}`")),
            None => remarks.ignored(fields.place(), "a layer without a type was skipped"),
        }
        return guessed;
    };
    let plain: String = written.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let known = KINDS.iter().find(|(name, _)| *name == plain).map(|(_, kind)| *kind);
    if known.is_some() {
        return known;
    }
    let carried = carried(&plain, fields);
    let written = short(written);
    match carried {
        Some(kind) => {
            let message = format!("layer type `{written}` is unknown: by its properties it was read as `{kind}`");
            remarks.replaced(fields.place(), message);
        }
        None => remarks.ignored(fields.place(), format!("layer type `{written}` is unknown, the layer was skipped")),
    }
    carried
}

/// Whether a type is known. It tells a saved object from a saved canvas.
pub(super) fn is_known(written: &str) -> bool {
    let plain: String = written.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    KINDS.iter().any(|(name, _)| *name == plain)
}

/// What an object of a class that some editor has added carries: its kind is that of the class that it extends.
fn carried(plain: &str, fields: &mut Fields) -> Option<&'static str> {
    let is_box = plain.contains("box") || fields.has("minWidth");
    let mut is = |key, is_fit: fn(&Value) -> bool| fields.get(key).is_some_and(is_fit);
    Some(match () {
        () if is("objects", Value::is_array) => "group",
        () if is("src", Value::is_string) => "image",
        () if is("text", Value::is_string) => match is_box {
            true => "textbox",
            false => "text",
        },
        () if is("path", |path| path.is_array() || path.is_string()) => "path",
        () if is("points", Value::is_array) => match plain.contains("line") {
            true => "polyline",
            false => "polygon",
        },
        () => return None,
    })
}

const KINDS: [(&str, &str); 30] = [
    ("rect", "rect"),
    ("rectangle", "rect"),
    ("circle", "circle"),
    ("ellipse", "ellipse"),
    ("triangle", "triangle"),
    ("line", "line"),
    ("polyline", "polyline"),
    ("polygon", "polygon"),
    ("path", "path"),
    ("group", "group"),
    ("activeselection", "group"),
    ("pathgroup", "pathgroup"),
    ("eraser", "eraser"),
    ("clipping", "eraser"),
    ("image", "image"),
    ("img", "image"),
    ("picture", "image"),
    ("photo", "image"),
    ("svg", "image"),
    ("cropzoomimage", "image"),
    ("fabricimage", "image"),
    ("text", "text"),
    ("fabrictext", "text"),
    ("itext", "text"),
    ("textbox", "textbox"),
    ("circletext", "circletext"),
    ("textcircle", "circletext"),
    ("curvedtext", "circletext"),
    ("curvetext", "circletext"),
    ("textcurved", "circletext"),
];

/// By the fields that only one kind has.
fn guess(fields: &Fields) -> Option<&'static str> {
    let has = |key| fields.has(key);
    Some(match () {
        () if has("text") => "textbox",
        () if has("src") || has("url") => "image",
        () if has("objects") => "group",
        () if has("path") => "path",
        () if has("points") => "polygon",
        () if has("radius") => "circle",
        () if has("x1") && has("x2") => "line",
        () if has("width") && has("height") => "rect",
        () if has("rx") && has("ry") => "ellipse",
        () => return None,
    })
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "helpers take what `json!` gives")]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(value: Value) -> Option<&'static str> {
        let map = value.as_object().unwrap().clone();
        kind(&mut Fields::new(&map, ""), &mut Remarks::default())
    }

    #[test]
    fn types_are_known_in_every_writing() {
        for (written, expected) in [
            ("Rect", "rect"),
            ("rect", "rect"),
            ("i-text", "text"),
            ("IText", "text"),
            ("Textbox", "textbox"),
            ("activeSelection", "group"),
            ("ActiveSelection", "group"),
            ("path-group", "pathgroup"),
            ("circle-text", "circletext"),
        ] {
            assert_eq!(of(json!({ "type": written })), Some(expected), "{written}");
        }
        assert_eq!(of(json!({"type": "Sprite"})), None);
    }

    #[test]
    fn a_class_of_an_editors_own_is_what_its_fields_make_it() {
        for (object, expected) in [
            (json!({"type": "ClippablePhoto", "src": "a.png"}), "image"),
            (json!({"type": "Headline", "text": "a"}), "text"),
            (json!({"type": "PriceBox", "text": "a"}), "textbox"),
            (json!({"type": "badge", "objects": [], "text": "5"}), "group"),
            (json!({"type": "Arrow", "path": [["M", 0, 0]]}), "path"),
            (json!({"type": "star", "points": []}), "polygon"),
            (json!({"type": "zigzag-line", "points": []}), "polyline"),
        ] {
            assert_eq!(of(object.clone()), Some(expected), "{object}");
        }
        assert_eq!(of(json!({"type": "Timer", "text": 5, "src": null, "path": false})), None);
    }

    #[test]
    fn without_a_type_the_fields_tell() {
        assert_eq!(of(json!({"text": "a", "width": 1, "height": 1})), Some("textbox"));
        assert_eq!(of(json!({"url": "a"})), Some("image"));
        assert_eq!(of(json!({"path": "M0 0"})), Some("path"));
        assert_eq!(of(json!({"radius": 1, "width": 2, "height": 2})), Some("circle"));
        assert_eq!(of(json!({"points": []})), Some("polygon"));
        assert_eq!(of(json!({"width": 2, "height": 2})), Some("rect"));
        assert_eq!(of(json!({"left": 2})), None);
    }
}
