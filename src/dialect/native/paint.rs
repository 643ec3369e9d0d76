//! Paints, strokes and shadows of the native form.

use super::field::{Field, Scale, Written, check, form};
use super::forms::{GradientForm, GradientKind, Ink, PatternForm, Repeat, ShadowForm, StopForm};
use crate::color::Color;
use crate::error::{Error, Result};
use crate::source::Source;
use crate::style::{Gradient, GradientShape, Paint, Pattern, Shadow, Stop, Style};
use crate::transform::Transform;
use serde_json::Value;

/// Black at a third: a shadow that nobody described.
const SHADOW: Color = Color { r: 0, g: 0, b: 0, a: 85 };

/// A paint; `None` when the field is absent.
pub(super) fn paint(name: &str, field: &Field<Ink>) -> Result<Option<Paint>> {
    let Some(Ink(value)) = field.read(name)? else { return Ok(None) };
    let paint = match &value {
        Value::String(text) if matches!(text.trim(), "none" | "transparent") => Paint::None,
        Value::String(text) => Paint::Solid(text.parse().map_err(|error: Error| error.at(name))?),
        Value::Object(map) if map.contains_key("gradient") => gradient(&value).map_err(|error| error.at(name))?,
        Value::Object(map) if map.contains_key("pattern") => pattern(&value).map_err(|error| error.at(name))?,
        _ => return Err(field.refuse(name, "a CSS colour, none, an object with `gradient`, or one with `pattern`")),
    };
    Ok(Some(paint))
}

/// A colour; `None` when the field is absent.
pub(super) fn color(name: &str, field: &Field<String>) -> Result<Option<Color>> {
    field.read(name)?.map(|text| text.parse().map_err(|error: Error| error.at(name))).transpose()
}

fn gradient(value: &Value) -> Result<Paint> {
    let written: GradientForm = form(value)?;
    let shape = match written.gradient.required("gradient")? {
        GradientKind::Linear => GradientShape::Linear {
            from: written.from.read("from")?.unwrap_or((0.0, 0.0)),
            to: written.to.read("to")?.unwrap_or((1.0, 0.0)),
        },
        GradientKind::Radial => {
            let radius = written.radius.read("radius")?;
            check("radius", radius, 0.0, 1.0e6)?;
            let center = written.center.read("center")?.unwrap_or((0.5, 0.5));
            GradientShape::Radial { from: center, from_radius: 0.0, to: center, to_radius: radius.unwrap_or(0.5) }
        }
    };
    let stop = |(index, value): (usize, &Value)| -> Result<Stop> {
        let of_stop = |error: Error| error.at(format!("stop {}", index + 1));
        let written: StopForm = form(value).map_err(of_stop)?;
        let at = written.at.required("at").map_err(of_stop)?;
        check("at", Some(at), 0.0, 1.0).map_err(of_stop)?;
        let color = color("color", &written.color).map_err(of_stop)?;
        Ok(Stop { at, color: color.ok_or_else(|| of_stop(Error::input("`color` is missing").at("color")))? })
    };
    let mut stops = written.stops.required("stops")?.iter().enumerate().map(stop).collect::<Result<Vec<_>>>()?;
    if stops.len() < 2 {
        return Err(written.stops.refuse("stops", "at least two stops"));
    }
    stops.sort_by(|a, b| a.at.total_cmp(&b.at));
    Ok(Paint::Gradient(Gradient {
        shape,
        stops,
        is_relative: true,
        transform: Transform::IDENTITY,
        offset: (0.0, 0.0),
    }))
}

fn pattern(value: &Value) -> Result<Paint> {
    let written: PatternForm = form(value)?;
    let repeat = written.repeat.read("repeat")?.unwrap_or_default();
    let scale = written.scale.read("scale")?;
    check("scale", scale, 1.0e-3, 1.0e3)?;
    let scale = scale.unwrap_or(1.0);
    Ok(Paint::Pattern(Pattern {
        source: Source::from_reference(written.pattern.required("pattern")?.trim()),
        repeats_x: matches!(repeat, Repeat::Both | Repeat::X),
        repeats_y: matches!(repeat, Repeat::Both | Repeat::Y),
        offset: (0.0, 0.0),
        transform: Transform::scale(scale, scale),
    }))
}

/// Fill and stroke; without a stroke its width is 0.
pub(super) fn style(
    fill: Option<&Field<Ink>>,
    stroke: &Field<Ink>,
    width: &Field<Written>,
    dash: Option<&Field<Vec<Written>>>,
    scale: Scale,
) -> Result<Style> {
    let stroke = paint("stroke", stroke)?.unwrap_or_default();
    let width = scale.at_least_0("stroke_width", width)?.unwrap_or(1.0);
    let dashes = match dash.map(Field::value) {
        Some(Value::Array(dashes)) => dashes.iter().map(|dash| scale.px("dash", dash)).collect::<Result<Vec<_>>>()?,
        Some(Value::Null) | None => Vec::new(),
        Some(other) => return Err(super::field::refuse("dash", other, "a list of lengths")),
    };
    if dashes.iter().any(|dash| *dash < 0.0) {
        return Err(Error::input("a dash is shorter than nothing")
            .at("dash")
            .with_help("allowed: lengths of 0 or more"));
    }
    // An odd list counts twice, as in SVG and HTML canvas; one without any length is a solid line.
    let twice = if dashes.len() % 2 == 1 { 2 } else { 1 };
    let is_dashed = dashes.iter().sum::<f64>() > 0.0;
    Ok(Style {
        fill: match fill {
            Some(fill) => paint("fill", fill)?.unwrap_or(Paint::Solid(Color::BLACK)),
            None => Paint::None,
        },
        stroke_width: if stroke == Paint::None { 0.0 } else { width },
        stroke,
        dashes: if is_dashed { dashes.repeat(twice) } else { Vec::new() },
        ..Style::default()
    })
}

/// A shadow; `None` when the field is absent.
pub(super) fn shadow(field: &Field<Value>, scale: Scale) -> Result<Option<Shadow>> {
    let Some(value) = field.read("shadow")? else { return Ok(None) };
    let read = || -> Result<Shadow> {
        let written: ShadowForm = form(&value)?;
        Ok(Shadow {
            color: color("color", &written.color)?.unwrap_or(SHADOW),
            dx: scale.length("dx", &written.dx)?.unwrap_or(0.0),
            dy: scale.length("dy", &written.dy)?.unwrap_or(0.0),
            blur: scale.at_least_0("blur", &written.blur)?.unwrap_or(0.0),
            from_stroke: false,
            ignores_scale: false,
        })
    };
    read().map(Some).map_err(|error| error.at("shadow"))
}
