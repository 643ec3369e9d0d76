//! A path of a drawing, filled and stroked with colours and gradients.

use super::super::surface::{Surface, single};
use super::super::tame::{is_far, tamed};
use crate::transform::Transform;
use tiny_skia::{
    Color, FillRule, GradientStop, LinearGradient, Paint, Path, PathStroker, PixmapMut, RadialGradient, Rect, Shader,
    SpreadMode,
};
use usvg::{Opacity, PaintOrder, SpreadMethod};

/// Paints a path that [has no pattern](crate::art::by::has_no_pattern); the transform takes its coordinates to the scene.
pub(super) fn paint(path: &usvg::Path, surface: &mut Surface<'_>, to_scene: Transform, opacity: f64) {
    if !path.is_visible() {
        return;
    }
    let to_surface = single(surface.to_pixels(to_scene));
    let Some(mut pixmap) = surface.pixmap() else { return };
    if path.paint_order() == PaintOrder::FillAndStroke {
        fill(path, &mut pixmap, to_surface, opacity);
    }
    stroke(path, &mut pixmap, to_surface, opacity);
    if path.paint_order() == PaintOrder::StrokeAndFill {
        fill(path, &mut pixmap, to_surface, opacity);
    }
}

fn fill(path: &usvg::Path, pixmap: &mut PixmapMut<'_>, to_surface: tiny_skia::Transform, opacity: f64) {
    let Some(fill) = path.fill().filter(|_| has_extent(path.data())) else { return };
    let rule = match fill.rule() {
        usvg::FillRule::NonZero => FillRule::Winding,
        usvg::FillRule::EvenOdd => FillRule::EvenOdd,
    };
    if let Some(paint) = brush(path, fill.paint(), fill.opacity(), opacity) {
        if is_near(path.data().bounds(), to_surface) {
            pixmap.fill_path(path.data(), &paint, rule, to_surface, None);
        } else if let Some(far) = path.data().clone().transform(to_surface) {
            fill_far(pixmap, far, paint, rule, to_surface);
        }
    }
}

fn stroke(path: &usvg::Path, pixmap: &mut PixmapMut<'_>, to_surface: tiny_skia::Transform, opacity: f64) {
    let Some(stroke) = path.stroke() else { return };
    let Some(paint) = brush(path, stroke.paint(), stroke.opacity(), opacity) else { return };
    let style = stroke.to_tiny_skia();
    if is_near(path.stroke_bounding_box(), to_surface) {
        pixmap.stroke_path(path.data(), &paint, &style, to_surface, None);
        return;
    }
    let scale = PathStroker::compute_resolution_scale(&to_surface);
    let line = match &style.dash {
        Some(dash) => path.data().dash(dash, scale).and_then(|dashed| dashed.stroke(&style, scale)),
        None => path.data().stroke(&style, scale),
    };
    if let Some(far) = line.and_then(|line| line.transform(to_surface)) {
        fill_far(pixmap, far, paint, FillRule::Winding, to_surface);
    }
}

/// Fills a path that is in pixels of the surface already and may reach far beyond it; the paint's shader is moved
/// there.
fn fill_far(
    pixmap: &mut PixmapMut<'_>,
    path: Path,
    mut paint: Paint<'_>,
    rule: FillRule,
    to_surface: tiny_skia::Transform,
) {
    if let Some(path) = tamed(path) {
        paint.shader.transform(to_surface);
        pixmap.fill_path(&path, &paint, rule, tiny_skia::Transform::identity(), None);
    }
}

/// Whether the rasteriser takes what has these bounds as it is.
fn is_near(bounds: Rect, to_surface: tiny_skia::Transform) -> bool {
    bounds.transform(to_surface).is_some_and(|bounds| !is_far(bounds))
}

/// A straight line that is level or upright cannot be filled.
fn has_extent(path: &Path) -> bool {
    path.bounds().width() > 0.0 && path.bounds().height() > 0.0
}

/// What a fill or a stroke is painted with, its own opacity times that of its group.
fn brush<'a>(path: &usvg::Path, paint: &usvg::Paint, own: Opacity, group: f64) -> Option<Paint<'a>> {
    let opacity = own.get() * group as f32;
    let shader = match paint {
        usvg::Paint::Color(color) => Shader::SolidColor(seen(*color, opacity)),
        usvg::Paint::LinearGradient(gradient) => LinearGradient::new(
            (gradient.x1(), gradient.y1()).into(),
            (gradient.x2(), gradient.y2()).into(),
            stops(gradient, opacity),
            spread(gradient),
            gradient.transform(),
        )?,
        usvg::Paint::RadialGradient(gradient) => RadialGradient::new(
            (gradient.fx(), gradient.fy()).into(),
            gradient.fr().get(),
            (gradient.cx(), gradient.cy()).into(),
            gradient.r().get(),
            stops(gradient, opacity),
            spread(gradient),
            gradient.transform(),
        )?,
        usvg::Paint::Pattern(_) => return None,
    };
    Some(Paint { shader, anti_alias: path.rendering_mode().use_shape_antialiasing(), ..Paint::default() })
}

fn stops(gradient: &usvg::BaseGradient, opacity: f32) -> Vec<GradientStop> {
    let stop =
        |stop: &usvg::Stop| GradientStop::new(stop.offset().get(), seen(stop.color(), stop.opacity().get() * opacity));
    gradient.stops().iter().map(stop).collect()
}

fn spread(gradient: &usvg::BaseGradient) -> SpreadMode {
    match gradient.spread_method() {
        SpreadMethod::Pad => SpreadMode::Pad,
        SpreadMethod::Reflect => SpreadMode::Reflect,
        SpreadMethod::Repeat => SpreadMode::Repeat,
    }
}

/// A colour with an opacity, in the terms of tiny-skia.
fn seen(color: usvg::Color, opacity: f32) -> Color {
    let mut seen = Color::from_rgba8(color.red, color.green, color.blue, u8::MAX);
    seen.apply_opacity(opacity);
    seen
}
