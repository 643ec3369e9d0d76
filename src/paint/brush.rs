//! Colours and gradients become shaders of tiny-skia, and fill figures.

use super::kit::Kit;
use super::path::{Figure, fill_figure};
use super::pattern;
use super::surface::{Surface, single};
use crate::color::Color;
use crate::error::Result;
use crate::scene::Brush;
use crate::style::{GradientShape, Stop};
use crate::transform::Transform;
use tiny_skia::{GradientStop, LinearGradient, Point, RadialGradient, Shader, SpreadMode};

/// Fills a figure. `to_surface` takes the item's coordinates, which the brush is in, to the surface.
pub(super) fn fill(
    kit: &Kit<'_>,
    surface: &mut Surface<'_>,
    figure: &Figure,
    brush: &Brush,
    to_surface: Transform,
    opacity: f64,
) -> Result<()> {
    let shader = match brush {
        Brush::Solid(color) => Some(Shader::SolidColor(unit_color(*color, opacity))),
        Brush::Gradient { shape, stops, transform } => {
            gradient(*shape, stops, to_surface.then_inner(*transform), opacity)
        }
        Brush::Pattern { slot, tile, repeats, transform } => {
            let tiles =
                pattern::Tiles { size: *tile, repeats: *repeats, to_surface: to_surface.then_inner(*transform) };
            return pattern::fill(surface, figure, &*kit.raster(*slot)?, tiles, opacity);
        }
    };
    if let (Some(shader), Some(mut pixmap)) = (shader, surface.pixmap()) {
        fill_figure(&mut pixmap, figure, shader);
    }
    Ok(())
}

/// The rules of HTML canvas: the end colours go on for ever; a line without length, two equal circles and negative
/// radii paint nothing; no stop is nothing, one is a colour.
fn gradient(shape: GradientShape, stops: &[Stop], transform: Transform, opacity: f64) -> Option<Shader<'static>> {
    let stops = stops
        .iter()
        .map(|stop| GradientStop::new(stop.at.clamp(0.0, 1.0) as f32, unit_color(stop.color, opacity)))
        .collect();
    let point = |(x, y): (f64, f64)| Point::from_xy(x as f32, y as f32);
    match shape {
        GradientShape::Linear { from, to } => {
            if from == to {
                return None;
            }
            LinearGradient::new(point(from), point(to), stops, SpreadMode::Pad, single(transform))
        }
        GradientShape::Radial { from, from_radius, to, to_radius } => {
            if (from, from_radius) == (to, to_radius) || from_radius < 0.0 || to_radius < 0.0 {
                return None;
            }
            let radii = (from_radius as f32, to_radius as f32);
            RadialGradient::new(point(from), radii.0, point(to), radii.1, stops, SpreadMode::Pad, single(transform))
        }
    }
}

/// In the terms of tiny-skia.
fn unit_color(color: Color, opacity: f64) -> tiny_skia::Color {
    let mut unit = tiny_skia::Color::from_rgba8(color.r, color.g, color.b, color.a);
    unit.apply_opacity(opacity as f32);
    unit
}
