//! An outline is filled and stroked.

use super::brush;
use super::kit::Kit;
use super::path::Figure;
use super::stroke::stroked;
use super::surface::Surface;
use super::tame::tamed;
use crate::error::Result;
use crate::outline::{FillRule, Outline};
use crate::scene::{Coat, Stroke};
use crate::transform::Transform;

/// Which part of a coat is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Fill and stroke, in their order.
    Whole,
    /// The fill alone.
    Fill,
    /// The stroke alone.
    Stroke,
}

/// What is painted, and how.
pub(super) struct Coated<'a> {
    /// In the item's coordinates.
    pub outline: &'a Outline,
    /// Which points are inside.
    pub rule: FillRule,
    /// Fill and stroke.
    pub coat: &'a Coat,
    /// From the item's coordinates to the scene.
    pub transform: Transform,
}

/// Paints a part of a coat; `opacity` multiplies fill and stroke each.
pub(super) fn paint(
    kit: &Kit<'_>,
    surface: &mut Surface<'_>,
    coated: &Coated<'_>,
    part: Part,
    opacity: f64,
) -> Result<()> {
    let Coat { fill, stroke, stroke_first } = coated.coat;
    let stroke = stroke.as_ref().filter(|_| part != Part::Fill);
    if let Some(stroke) = stroke.filter(|_| *stroke_first) {
        paint_stroke(kit, surface, coated, stroke, opacity)?;
    }
    if let Some(brush) = fill.as_ref().filter(|_| part != Part::Stroke) {
        let to_surface = surface.to_pixels(coated.transform);
        if let Some(figure) = Figure::new(&coated.outline.transformed(to_surface), coated.rule) {
            brush::fill(kit, surface, &figure, brush, to_surface, opacity)?;
        }
    }
    match stroke.filter(|_| !*stroke_first) {
        Some(stroke) => paint_stroke(kit, surface, coated, stroke, opacity),
        None => Ok(()),
    }
}

fn paint_stroke(
    kit: &Kit<'_>,
    surface: &mut Surface<'_>,
    coated: &Coated<'_>,
    stroke: &Stroke,
    opacity: f64,
) -> Result<()> {
    let to_surface = surface.to_pixels(coated.transform);
    let Some(line) = stroked(coated.outline, stroke, to_surface) else { return Ok(()) };
    let Some(path) = tamed(line.path) else { return Ok(()) };
    let figure = Figure::Path(path, tiny_skia::FillRule::Winding);
    brush::fill(kit, surface, &figure, &stroke.brush, to_surface, opacity * line.coverage)
}
