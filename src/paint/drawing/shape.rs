//! A path of a drawing, filled and stroked with colours and gradients.

use super::super::surface::{Surface, single};
use crate::transform::Transform;
use tiny_skia::{
    Color, FillRule, GradientStop, LinearGradient, Paint, Path, PixmapMut, RadialGradient, Shader, SpreadMode,
};
use usvg::{Opacity, PaintOrder, SpreadMethod};

/// Whether [`paint`] can paint it: a pattern has a picture of its own.
pub(super) fn is_plain(path: &usvg::Path) -> bool {
    let is_pattern = |paint: &usvg::Paint| matches!(paint, usvg::Paint::Pattern(_));
    !path.fill().is_some_and(|fill| is_pattern(fill.paint()))
        && !path.stroke().is_some_and(|stroke| is_pattern(stroke.paint()))
}

/// Paints a path that [`is_plain`]; the transform takes its coordinates to the scene.
pub(super) fn paint(path: &usvg::Path, surface: &mut Surface<'_>, to_scene: Transform, opacity: f64) {
    if !path.is_visible() {
        return;
    }
    let to_surface = single(surface.to_pixels(to_scene));
    if !path.data().bounds().transform(to_surface).is_some_and(is_near) {
        return;
    }
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
        pixmap.fill_path(path.data(), &paint, rule, to_surface, None);
    }
}

fn stroke(path: &usvg::Path, pixmap: &mut PixmapMut<'_>, to_surface: tiny_skia::Transform, opacity: f64) {
    let Some(stroke) = path.stroke() else { return };
    if let Some(paint) = brush(path, stroke.paint(), stroke.opacity(), opacity) {
        pixmap.stroke_path(path.data(), &paint, &stroke.to_tiny_skia(), to_surface, None);
    }
}

/// Whether coordinates are such that single floats tell edges apart at all: the rasteriser loses its place in others.
fn is_near(bounds: tiny_skia::Rect) -> bool {
    const FARTHEST: f32 = 1e12;
    [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()].into_iter().all(|edge| edge.abs() < FARTHEST)
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
