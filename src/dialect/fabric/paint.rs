//! Colours, gradients, patterns and shadows as fabric.js writes them.
//!
//! Nothing is painted for `""`, `null`, `false`, `none` and `transparent`. A colour that CSS does not know becomes
//! black, as on an HTML canvas that keeps its first colour, with a remark. Stops are sorted, ties in document order.

use crate::color::Color;
use crate::dialect::lenient::{Fields, choice, number};
use crate::dialect::remarks::{Remarks, short};
use crate::error::Result;
use crate::source::Source;
use crate::style::{Gradient, GradientShape, Paint, Pattern, Shadow, Stop};
use crate::transform::Transform;
use serde_json::{Map, Value};

/// The paint under `key`; `default` when the key is absent.
pub(crate) fn paint(fields: &mut Fields, key: &'static str, default: &Paint, remarks: &mut Remarks) -> Result<Paint> {
    let value = fields.get(key);
    if !fields.has(key) {
        return Ok(default.clone());
    }
    let place = fields.place();
    match value {
        None | Some(Value::Bool(false)) => Ok(Paint::None),
        Some(Value::String(text)) => Ok(color(text, key, place, remarks).map_or(Paint::None, Paint::Solid)),
        Some(Value::Object(map)) => {
            let place = format!("{place}: {key}");
            if map.contains_key("colorStops") {
                gradient(map, &place, fields.fades_stops, remarks)
            } else if map.contains_key("source") {
                pattern(map, &place, remarks)
            } else {
                remarks.ignored(&place, "a paint that is neither gradient nor pattern was ignored");
                Ok(Paint::None)
            }
        }
        Some(_) => {
            remarks.replaced(place, format!("`{key}` is no paint and was replaced by black"));
            Ok(Paint::Solid(Color::BLACK))
        }
    }
}

/// A colour written as text; `None` when it says that nothing is painted.
pub(crate) fn color(text: &str, key: &str, place: &str, remarks: &mut Remarks) -> Option<Color> {
    let text = text.trim();
    if text.is_empty() || text.eq_ignore_ascii_case("none") || text.eq_ignore_ascii_case("transparent") {
        return None;
    }
    Some(text.parse().unwrap_or_else(|_| {
        remarks.replaced(place, format!("`{}` of `{key}` is not a colour and was replaced by black", short(text)));
        Color::BLACK
    }))
}

/// The plain colour under `key`; gradients and patterns cannot stand there.
pub(crate) fn plain_color(fields: &mut Fields, key: &'static str, remarks: &mut Remarks) -> Option<Color> {
    match fields.get(key)? {
        Value::String(text) => color(text, key, fields.place(), remarks).filter(|color| color.a > 0),
        Value::Bool(false) => None,
        _ => {
            remarks.ignored(fields.place(), format!("`{key}` is not a colour and was ignored"));
            None
        }
    }
}

/// Six numbers, or identity.
pub(crate) fn matrix(fields: &mut Fields, key: &'static str, remarks: &mut Remarks) -> Result<Transform> {
    Ok(match fields.numbers(key, remarks)?.as_deref() {
        None | Some([]) => Transform::IDENTITY,
        Some(&[a, b, c, d, e, f]) => Transform::new(a, b, c, d, e, f),
        Some(other) => {
            let count = other.len();
            remarks.ignored(fields.place(), format!("`{key}` has {count} numbers instead of 6 and was ignored"));
            Transform::IDENTITY
        }
    })
}

fn gradient(map: &Map<String, Value>, place: &str, fades: bool, remarks: &mut Remarks) -> Result<Paint> {
    let mut fields = Fields::new(map, place);
    fields.known(&["id", "version"]);
    let coords = Map::new();
    let mut coords = Fields::new(fields.object("coords")?.unwrap_or(&coords), place);
    let mut at = |key, remarks: &mut Remarks| coords.number_or(key, 0.0, remarks);
    let from = (at("x1", remarks)?, at("y1", remarks)?);
    let to = (at("x2", remarks)?, at("y2", remarks)?);
    let (from_radius, to_radius) = (at("r1", remarks)?.max(0.0), at("r2", remarks)?.max(0.0));
    let kinds = [("linear", false), ("radial", true)];
    let shape = match choice(&mut fields, "type", &kinds, remarks) {
        true => GradientShape::Radial { from, from_radius, to, to_radius },
        false => GradientShape::Linear { from, to },
    };
    let stops = stops(fields.get("colorStops"), place, fades, remarks)?;
    let gradient = Gradient {
        shape,
        stops,
        is_relative: choice(&mut fields, "gradientUnits", &[("pixels", false), ("percentage", true)], remarks),
        transform: matrix(&mut fields, "gradientTransform", remarks)?,
        offset: offset(&mut fields, remarks)?,
    };
    fields.finish(remarks);
    if gradient.stops.is_empty() {
        remarks.doubtful(place, "a gradient without colours paints nothing");
        return Ok(Paint::None);
    }
    Ok(Paint::Gradient(gradient))
}

fn offset(fields: &mut Fields, remarks: &mut Remarks) -> Result<(f64, f64)> {
    Ok((fields.number_or("offsetX", 0.0, remarks)?, fields.number_or("offsetY", 0.0, remarks)?))
}

/// A list of `{offset, color, opacity}`, or (1.x) an object from offset to colour.
fn stops(value: Option<&Value>, place: &str, fades: bool, remarks: &mut Remarks) -> Result<Vec<Stop>> {
    let mut stops = Vec::new();
    match value {
        Some(Value::Array(list)) => {
            for value in list {
                let Some(map) = value.as_object() else {
                    remarks.ignored(place, "a stop that is no object was ignored");
                    continue;
                };
                let mut fields = Fields::new(map, place);
                let at = fields.get("offset").map_or(Ok(0.0), |value| share(value, place, remarks))?;
                let color = fields.word("color").unwrap_or("black");
                let mut color = self::color(color, "color", place, remarks).unwrap_or(Color::TRANSPARENT);
                // Until 7.0 a stop's opacity replaces the alpha of its colour.
                let opacity = fields.number("opacity", remarks)?;
                if opacity.is_some() && !fades {
                    remarks.ignored(place, "a stop's own `opacity` does nothing from fabric.js 7 on and was ignored");
                }
                if let Some(opacity) = opacity.filter(|_| fades) {
                    color = Color { a: 255, ..color }.with_opacity(opacity);
                }
                fields.finish(remarks);
                stops.push(Stop { at, color });
            }
        }
        Some(Value::Object(map)) => {
            for (offset, color) in map {
                let at = share(&Value::String(offset.clone()), place, &mut Remarks::default())?;
                let color = color.as_str().unwrap_or("black");
                let color = self::color(color, "colorStops", place, remarks).unwrap_or(Color::TRANSPARENT);
                stops.push(Stop { at, color });
            }
        }
        _ => remarks.ignored(place, "`colorStops` is neither a list nor an object and was ignored"),
    }
    stops.sort_by(|a, b| a.at.total_cmp(&b.at));
    Ok(stops)
}

/// A place between 0 and 1, as a number or a percentage.
fn share(value: &Value, place: &str, remarks: &mut Remarks) -> Result<f64> {
    let share = match value.as_str().and_then(|text| text.trim().strip_suffix('%')) {
        Some(percent) => number(&Value::String(percent.into()), "offset", place, remarks)? / 100.0,
        None => number(value, "offset", place, remarks)?,
    };
    if !(0.0..=1.0).contains(&share) {
        remarks.doubtful(place, "a stop outside 0 to 1 was moved to the end");
    }
    Ok(share.clamp(0.0, 1.0))
}

fn pattern(map: &Map<String, Value>, place: &str, remarks: &mut Remarks) -> Result<Paint> {
    let mut fields = Fields::new(map, place);
    fields.known(&["type", "crossOrigin", "id", "version"]);
    let reference = match fields.get("source") {
        Some(Value::Object(source)) => ["src", "source", "url"].iter().find_map(|key| source.get(*key)),
        other => other,
    };
    if reference.is_some_and(|reference| reference.as_str().is_some_and(|text| text.trim().is_empty())) {
        // A canvas keeps its first colour, then.
        remarks.replaced(place, "a pattern without a picture paints black");
        return Ok(Paint::Solid(Color::BLACK));
    }
    let Some(reference) = reference.and_then(Value::as_str).filter(|text| !text.starts_with("function")) else {
        remarks.ignored(place, "a pattern whose source is no picture was ignored");
        return Ok(Paint::None);
    };
    let (repeats_x, repeats_y) = match fields.word("repeat") {
        None | Some("repeat") => (true, true),
        Some("repeat-x") => (true, false),
        Some("repeat-y") => (false, true),
        Some("no-repeat") => (false, false),
        Some(other) => {
            remarks.ignored(place, format!("repeat `{}` is unknown, the pattern repeats both ways", short(other)));
            (true, true)
        }
    };
    let pattern = Pattern {
        source: Source::from_reference(reference),
        repeats_x,
        repeats_y,
        offset: offset(&mut fields, remarks)?,
        transform: matrix(&mut fields, "patternTransform", remarks)?,
    };
    fields.finish(remarks);
    Ok(Paint::Pattern(pattern))
}

/// The shadow: an object, or text as CSS writes it (`rgba(0,0,0,.5) 2px 2px 10px`).
pub(crate) fn shadow(fields: &mut Fields, remarks: &mut Remarks) -> Result<Option<Shadow>> {
    let Some(value) = fields.get("shadow") else { return Ok(None) };
    let place = format!("{}: shadow", fields.place());
    let none = Shadow { color: Color::BLACK, dx: 0.0, dy: 0.0, blur: 0.0, from_stroke: false, ignores_scale: false };
    match value {
        Value::String(text) if text.trim().is_empty() => Ok(None),
        Value::String(text) => Ok(Some(css_shadow(text, none, &place, remarks))),
        Value::Object(map) => {
            let mut fields = Fields::new(map, &place);
            fields.known(&["type", "id", "includeDefaultValues", "version"]);
            let color = fields.word("color").unwrap_or("black");
            let shadow = Shadow {
                color: self::color(color, "color", &place, remarks).unwrap_or(Color::TRANSPARENT),
                dx: fields.number_or("offsetX", 0.0, remarks)?,
                dy: fields.number_or("offsetY", 0.0, remarks)?,
                blur: fields.number_or("blur", 0.0, remarks)?.max(0.0),
                from_stroke: fields.flag("affectStroke", false, remarks),
                ignores_scale: fields.flag("nonScaling", false, remarks),
            };
            fields.finish(remarks);
            Ok(Some(shadow))
        }
        Value::Bool(false) => Ok(None),
        _ => {
            remarks.ignored(&place, "a shadow that is neither an object nor text was ignored");
            Ok(None)
        }
    }
}

/// Up to three lengths are x, y and blur; what remains is the colour.
fn css_shadow(text: &str, none: Shadow, place: &str, remarks: &mut Remarks) -> Shadow {
    let (mut lengths, mut color, mut depth) = (Vec::new(), String::new(), 0i32);
    for word in text.split_whitespace() {
        let length = word.strip_suffix("px").unwrap_or(word).parse::<f64>().ok().filter(|length| length.is_finite());
        match length {
            Some(length) if depth == 0 => lengths.push(length),
            _ => {
                depth += word.matches('(').count() as i32 - word.matches(')').count() as i32;
                color.push_str(word);
                color.push(' ');
            }
        }
    }
    let at = |index: usize| lengths.get(index).copied().unwrap_or(0.0);
    let color = if color.is_empty() { Some(none.color) } else { self::color(&color, "shadow", place, remarks) };
    let color = color.unwrap_or(Color::TRANSPARENT);
    Shadow { color, dx: at(0), dy: at(1), blur: at(2).max(0.0), ..none }
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "helpers take what `json!` gives")]
#[path = "paint_tests.rs"]
mod tests;
