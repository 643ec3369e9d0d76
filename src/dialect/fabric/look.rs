//! The look of characters: of a whole text, and of single characters over it.

use super::paint::{paint, plain_color};
use crate::dialect::lenient::Fields;
use crate::dialect::remarks::{Remarks, short};
use crate::error::Result;
use crate::text::TextLook;
use serde_json::Value;

/// The look of characters: `base` where the fields say nothing. Paints of the object itself stand in `base` already;
/// reading them again gives the same.
pub(super) fn look(fields: &mut Fields, base: &TextLook, remarks: &mut Remarks) -> Result<TextLook> {
    let decoration = fields.word("textDecoration").map(str::to_ascii_lowercase);
    let has = |word: &str, otherwise: bool| decoration.as_ref().map_or(otherwise, |words| words.contains(word));
    let (underline, overline) = (has("underline", base.underline), has("overline", base.overline));
    let linethrough = has("line-through", base.linethrough) || has("linethrough", false);
    for word in decoration.as_deref().unwrap_or_default().split_whitespace() {
        if !DECORATIONS.contains(&word) {
            remarks.ignored(fields.place(), format!("text decoration `{}` is unknown and was ignored", short(word)));
        }
    }
    let (is_italic, is_bold) = style(fields, base.is_italic, remarks);
    Ok(TextLook {
        family: fields.text("fontFamily", remarks)?.filter(|name| !name.is_empty()).unwrap_or(base.family.clone()),
        size: fields.number_or("fontSize", base.size, remarks)?.max(0.0),
        weight: weight(fields, if is_bold { BOLD } else { base.weight }, remarks),
        is_italic,
        fill: paint(fields, "fill", &base.fill, remarks)?,
        stroke: paint(fields, "stroke", &base.stroke, remarks)?,
        stroke_width: fields.number_or("strokeWidth", base.stroke_width, remarks)?.max(0.0),
        underline: fields.flag("underline", underline, remarks),
        overline: fields.flag("overline", overline, remarks),
        linethrough: fields.flag("linethrough", linethrough, remarks),
        background: match fields.has("textBackgroundColor") {
            true => plain_color(fields, "textBackgroundColor", remarks),
            false => base.background,
        },
        delta_y: fields.number_or("deltaY", base.delta_y, remarks)?,
        decoration_thickness: fields.number_or("textDecorationThickness", base.decoration_thickness, remarks)?,
        decoration_color: match fields.has("textDecorationColor") {
            true => plain_color(fields, "textDecorationColor", remarks),
            false => base.decoration_color,
        },
    })
}

/// Words of `textDecoration`.
const DECORATIONS: [&str; 7] = ["underline", "overline", "line-through", "linethrough", "none", "normal", "initial"];

/// What CSS calls bold.
const BOLD: u16 = 700;

/// Whether letters are slanted, and whether they are bold by their style alone, as `BoldItalic` of some editors has it.
fn style(fields: &mut Fields, base: bool, remarks: &mut Remarks) -> (bool, bool) {
    let Some(written) = fields.word("fontStyle") else { return (base, false) };
    let lower = written.to_ascii_lowercase();
    let has = |word: &str| lower.contains(word);
    let (is_italic, is_bold) = (has("italic") || has("oblique"), has("bold"));
    if !is_italic && !is_bold && !["normal", "regular", "initial"].contains(&lower.as_str()) {
        remarks.ignored(fields.place(), format!("font style `{}` is unknown and was ignored", short(written)));
    }
    (is_italic, is_bold)
}

/// Names as CSS and font files use them, numbers from 100 to 900.
fn weight(fields: &mut Fields, base: u16, remarks: &mut Remarks) -> u16 {
    let number = |weight: f64| weight.clamp(100.0, 900.0) as u16;
    let name = match fields.get("fontWeight") {
        None => return base,
        Some(Value::Number(weight)) => return weight.as_f64().map_or(base, number),
        Some(Value::String(name)) => name.trim(),
        Some(_) => "?",
    };
    match name.to_ascii_lowercase().replace(['-', ' ', '_'], "").as_str() {
        "thin" | "hairline" | "lighter" => 100,
        "extralight" | "ultralight" => 200,
        "light" => 300,
        "" | "normal" | "regular" | "book" => 400,
        "medium" => 500,
        "semibold" | "demibold" => 600,
        "bold" | "bolder" => 700,
        "extrabold" | "ultrabold" => 800,
        "black" | "heavy" => 900,
        other => other.parse().ok().filter(|weight: &f64| weight.is_finite()).map_or_else(
            || {
                remarks.ignored(fields.place(), format!("font weight `{}` is unknown and was ignored", short(name)));
                base
            },
            number,
        ),
    }
}
