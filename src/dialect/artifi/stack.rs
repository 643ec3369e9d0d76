//! A view of an order without places becomes a stack: pictures above, texts below one another.
//!
//! The rule is ours; orders say what is printed, not where. On a canvas of 500 x 500 unless one is given, with a margin
//! of a twentieth: each text gets a band as high as its lines at its own size and shrinks into it; the bands lie at the
//! bottom, in order, and take at most half of the canvas when there are pictures (all of it when there are none, then
//! in the middle). The room above is parted evenly between the pictures, each contained and centred in its part.

use crate::dialect::fabric::reader::Reader;
use crate::dialect::lenient::Fields;
use crate::error::Result;
use crate::report::NoteKind;
use serde_json::{Map, Value, json};

/// Both sides of a canvas that nobody says: the size at which the vendor's examples ask for previews.
const CANVAS: f64 = 500.0;

/// The margin's share of each side.
const MARGIN: f64 = 0.05;

/// Line height over font size: the line box of fabric.js, 1.13, and its line height, 1.16.
const LINE: f64 = 1.13 * 1.16;

/// The size of letters unless it is said.
const FONT_SIZE: f64 = 26.0;

/// The fabric.js document of a view with `text`, `image` and `monogram`.
pub(super) fn document(
    fields: &mut Fields,
    (width, height): (Option<f64>, Option<f64>),
    reader: &mut Reader,
) -> Result<Map<String, Value>> {
    let remarks = &mut reader.remarks;
    let images = fields.list("image", remarks)?;
    let texts = [fields.list("text", remarks)?, fields.list("monogram", remarks)?].concat();
    let (width, height) = (width.unwrap_or(CANVAS), height.unwrap_or(CANVAS));
    let message = format!("the view says nothing of places: its parts are stacked on a canvas of {width} x {height}");
    remarks.add(NoteKind::Chosen, fields.place(), message);
    let (left, top) = (width * MARGIN, height * MARGIN);
    let (across, down) = (width - 2.0 * left, height - 2.0 * top);
    let bands: Vec<f64> = texts.iter().map(band).collect();
    let wanted: f64 = bands.iter().sum();
    let room = if images.is_empty() { down } else { down / 2.0 };
    let share = if wanted > room { room / wanted } else { 1.0 };
    let text_height = wanted * share;
    let image_height = (down - text_height) / images.len().max(1) as f64;
    let mut y = top;
    let mut objects = Vec::new();
    for image in images {
        objects.push(picture(image, (left, y, across, image_height)));
        y += image_height;
    }
    if images.is_empty() {
        y += (down - text_height) / 2.0;
    }
    for (text, band) in texts.iter().zip(bands) {
        objects.push(words(text, (left, y, across, band * share)));
        y += band * share;
    }
    let document = json!({ "width": width, "height": height, "objects": objects });
    Ok(document.as_object().cloned().unwrap_or_default())
}

/// How high a text's lines are at its own size.
fn band(text: &Value) -> f64 {
    let lines = word(text, &["text"]).map_or(1, |text| text.lines().count().max(1));
    lines as f64 * size(text) * LINE
}

fn size(text: &Value) -> f64 {
    let size = text.get("fontSize");
    let number = size.and_then(Value::as_f64).or_else(|| size?.as_str()?.trim().parse().ok());
    number.filter(|size| size.is_finite() && *size > 0.0).unwrap_or(FONT_SIZE)
}

fn word<'a>(value: &'a Value, keys: &[&str]) -> Option<&'a str> {
    let words = keys.iter().filter_map(|key| value.get(key)?.as_str().map(str::trim));
    words.into_iter().find(|word| !word.is_empty())
}

/// Left, top, width, height.
type Frame = (f64, f64, f64, f64);

fn placed((left, top, width, height): Frame) -> Map<String, Value> {
    let placed =
        json!({ "left": left, "top": top, "originX": "left", "originY": "top", "width": width, "height": height });
    placed.as_object().cloned().unwrap_or_default()
}

fn words(text: &Value, at: Frame) -> Value {
    let mut object = placed(at);
    let style = word(text, &["fontStyle"]).unwrap_or_default().to_ascii_lowercase();
    let mut set = |key: &str, value: Value| _ = object.insert(key.to_owned(), value);
    set("type", json!("textbox"));
    set("text", json!(word(text, &["text"]).unwrap_or_default()));
    set("fontSize", json!(size(text)));
    set("fontWeight", json!(if style.contains("bold") { "bold" } else { "normal" }));
    set("fontStyle", json!(if style.contains("italic") { "italic" } else { "normal" }));
    set("isAutoFontSize", json!(true));
    // Without it the box of fabric.js is a unit larger, for a stroke that is not there.
    set("strokeWidth", json!(0));
    for (from, to) in
        [("color", "fill"), ("fontFamily", "fontFamily"), ("textAlign", "textAlign"), ("vAlign", "vAlign")]
    {
        if let Some(value) = word(text, &[from]) {
            set(to, json!(value));
        }
    }
    if let Some(style) = word(text, &["textStyle"]) {
        set("textStyle", json!(style));
    }
    if let Some(name) = word(text, &["widget_key", "widgetKey", "caption"]) {
        set("name", json!(name));
    }
    Value::Object(object)
}

fn picture(image: &Value, at: Frame) -> Value {
    let mut object = placed(at);
    // The best address that is there; without one the name, which is shown when the picture is missing.
    let source = word(image, &["originalUrl", "standardUrl", "thumbnailUrl", "src", "imageName", "originalFileName"]);
    object.insert("type".into(), json!("image"));
    object.insert("src".into(), json!(source.unwrap_or_default()));
    object.insert("fit".into(), json!("contain"));
    if let Some(name) = word(image, &["widgetKey", "widget_key", "imageName"]) {
        object.insert("name".into(), json!(name));
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_is_as_high_as_its_lines() {
        assert!((band(&json!({"text": "a\nb", "fontSize": 10})) - 26.216).abs() < 1e-9);
        assert_eq!(size(&json!({"fontSize": "12"})), 12.0);
        assert_eq!(size(&json!({"fontSize": -1})), FONT_SIZE);
    }
}
