//! What a layer of the native form draws, by its kind: everything but groups and what all layers share.

use super::field::{Scale, form, refuse};
use super::kinds::{EllipseForm, ImageFit, ImageForm, LineForm, PathForm, PolygonForm, RectForm, Rule, TextForm};
use super::shared::AnyForm;
use super::{paint, words};
use crate::color::Color;
use crate::design::{Image, LayerKind, Shape, Window};
use crate::dialect::fabric::path;
use crate::dialect::fabric::reader::Reader;
use crate::error::Result;
use crate::outline::{FillRule, Outline};
use crate::source::Source;
use crate::style::{Paint, Style};
use crate::transform::Transform;
use serde_json::Value;

/// The form, what it draws, and how that is painted.
pub(super) type Figure = (Box<dyn AnyForm>, LayerKind, Style);

/// A layer of `kind`; `None` when the kind is not known here.
pub(super) fn figure(
    kind: &str,
    value: &Value,
    place: &str,
    scale: Scale,
    reader: &mut Reader,
) -> Result<Option<Figure>> {
    Ok(Some(match kind {
        "rect" => rect(value, scale)?,
        "ellipse" => ellipse(value, scale)?,
        "line" => line(value, scale)?,
        "polygon" => polygon(value, scale)?,
        "path" => outlined(value, place, scale, reader)?,
        "image" => image(value, scale)?,
        "text" => text(value, scale, reader)?,
        _ => return Ok(None),
    }))
}

/// The style of what paints nothing of its own.
pub(super) fn no_style() -> Style {
    Style { fill: Paint::None, stroke_width: 0.0, ..Style::default() }
}

fn rect(value: &Value, scale: Scale) -> Result<Figure> {
    let form: RectForm = form(value)?;
    let style = paint::style(Some(&form.fill), &form.stroke, &form.stroke_width, Some(&form.dash), scale)?;
    let (width, height) = (scale.extent("width", &form.width)?, scale.extent("height", &form.height)?);
    let radius = scale.at_least_0("radius", &form.radius)?.unwrap_or(0.0);
    Ok((Box::new(form), LayerKind::Shape(Shape::Rect { width, height, rx: radius, ry: radius }), style))
}

fn ellipse(value: &Value, scale: Scale) -> Result<Figure> {
    let form: EllipseForm = form(value)?;
    let style = paint::style(Some(&form.fill), &form.stroke, &form.stroke_width, Some(&form.dash), scale)?;
    let (width, height) = (scale.extent("width", &form.width)?, scale.extent("height", &form.height)?);
    Ok((Box::new(form), LayerKind::Shape(Shape::Ellipse { rx: width / 2.0, ry: height / 2.0 }), style))
}

fn line(value: &Value, scale: Scale) -> Result<Figure> {
    let form: LineForm = form(value)?;
    let mut style = paint::style(None, &form.stroke, &form.stroke_width, Some(&form.dash), scale)?;
    if form.stroke.value().is_null() {
        style.stroke = Paint::Solid(Color::BLACK);
        style.stroke_width = scale.at_least_0("stroke_width", &form.stroke_width)?.unwrap_or(1.0);
    }
    let (x1, y1) = point("from", form.from.value(), scale)?;
    let (x2, y2) = point("to", form.to.value(), scale)?;
    Ok((Box::new(form), LayerKind::Shape(Shape::Line { x1, y1, x2, y2, ends_count: true }), style))
}

fn polygon(value: &Value, scale: Scale) -> Result<Figure> {
    let form: PolygonForm = form(value)?;
    let style = paint::style(Some(&form.fill), &form.stroke, &form.stroke_width, Some(&form.dash), scale)?;
    let points = form.points.value().as_array().filter(|points| points.len() > 1);
    let points = points.ok_or_else(|| form.points.refuse("points", "a list of at least two points [x, y]"))?;
    let points = points.iter().map(|value| point("points", value, scale)).collect::<Result<_>>()?;
    let closed = form.closed.read("closed")?.unwrap_or(true);
    Ok((Box::new(form), LayerKind::Shape(Shape::Polyline { points, closed }), style))
}

/// Two lengths in a list.
fn point(name: &str, value: &Value, scale: Scale) -> Result<(f64, f64)> {
    match value.as_array().map(Vec::as_slice) {
        Some([x, y]) => Ok((scale.px(name, x)?, scale.px(name, y)?)),
        _ => Err(refuse(name, value, "two lengths [x, y]")),
    }
}

fn outlined(value: &Value, place: &str, scale: Scale, reader: &mut Reader) -> Result<Figure> {
    let form: PathForm = form(value)?;
    let style = paint::style(Some(&form.fill), &form.stroke, &form.stroke_width, Some(&form.dash), scale)?;
    let data = form.d.required("d")?;
    let outline: Outline = path::parse(&data, place, &mut reader.remarks)?;
    if outline.is_empty() {
        return Err(form.d.refuse("d", "SVG path data such as M 0 0 L 10 0 L 10 10 Z"));
    }
    let unit = scale.unit.to_px(1.0, scale.dpi);
    let outline = outline.transformed(Transform::scale(unit, unit));
    let fill_rule = match form.fill_rule.read("fill_rule")?.unwrap_or_default() {
        Rule::Nonzero => FillRule::Nonzero,
        Rule::Evenodd => FillRule::Evenodd,
    };
    Ok((Box::new(form), LayerKind::Shape(Shape::Path { outline }), Style { fill_rule, ..style }))
}

fn image(value: &Value, scale: Scale) -> Result<Figure> {
    let form: ImageForm = form(value)?;
    let side = |name, field| -> Result<Option<f64>> {
        match scale.length(name, field)? {
            Some(_) => scale.extent(name, field).map(Some),
            None => Ok(None),
        }
    };
    let image = Image {
        source: Source::from_reference(form.source.required("source")?.trim()),
        width: side("width", &form.width)?,
        height: side("height", &form.height)?,
        window: match form.fit.read("fit")?.unwrap_or_default() {
            ImageFit::Contain => Window::Contain,
            ImageFit::Cover => Window::Cover,
            ImageFit::Stretch => Window::Stretch,
        },
        is_smooth: form.smooth.read("smooth")?.unwrap_or(true),
        filters: Vec::new(),
    };
    Ok((Box::new(form), LayerKind::Image(image), no_style()))
}

fn text(value: &Value, scale: Scale, reader: &mut Reader) -> Result<Figure> {
    let form: TextForm = form(value)?;
    let style = paint::style(Some(&form.fill), &form.stroke, &form.stroke_width, None, scale)?;
    let text = words::text(&form, &style, scale, reader)?;
    Ok((Box::new(form), LayerKind::Text(Box::new(text)), style))
}
