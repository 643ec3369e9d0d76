//! Strokes become outlines to fill.

use super::path::path;
use super::surface::single;
use crate::outline::Outline;
use crate::scene::Stroke;
use crate::style::{Cap, Join};
use crate::transform::Transform;
use tiny_skia::{LineCap, LineJoin, Path, StrokeDash};

/// A stroke ready to be filled.
pub(super) struct Stroked {
    /// In pixels of the surface.
    pub path: Path,
    /// What its opacity is multiplied by: below 1 for a line thinner than a pixel, which is painted a pixel wide.
    pub coverage: f64,
}

/// Strokes an outline that `to_surface` takes from the item's coordinates to the surface. `None` when that is nothing.
pub(super) fn stroked(outline: &Outline, stroke: &Stroke, to_surface: Transform) -> Option<Stroked> {
    if !(stroke.width > 0.0 && stroke.width.is_finite()) {
        return None;
    }
    let space = stroke.space.unwrap_or_default();
    let back = to_surface.then_inner(space.inverse()?);
    // Stroked about its own first point, so that f32 is spent on the shape and not on the distance to the origin.
    let (x, y) = outline.transformed(space).points().next()?;
    let near = outline.transformed(Transform::translate(-x, -y).then_inner(space));
    let back = back.then_inner(Transform::translate(x, y));
    let (thin, coverage) = visible_width(stroke.width, back);
    let style = tiny_skia::Stroke {
        width: thin as f32,
        miter_limit: stroke.miter_limit.max(1.0) as f32,
        line_cap: cap(stroke.cap),
        line_join: join(stroke.join),
        dash: None,
    };
    let scale = resolution(back);
    let line = path(&near)?;
    let line = match dashes(stroke).and_then(|dashes| line.dash(&dashes, scale)) {
        Some(dashed) => dashed,
        None => line,
    };
    let path = line.stroke(&style, scale)?.transform(single(back))?;
    Some(Stroked { path, coverage })
}

/// How far a stroke reaches from its outline, in the coordinates of its space: half its width, at corners and square
/// ends more.
pub(super) fn reach(stroke: &Stroke) -> f64 {
    let corner = if stroke.join == Join::Miter { stroke.miter_limit.max(1.0) } else { 1.0 };
    let end = if stroke.cap == Cap::Square { std::f64::consts::SQRT_2 } else { 1.0 };
    stroke.width.max(0.0) / 2.0 * corner.max(end)
}

/// A line below a pixel becomes a pixel wide and pale in proportion: 4 × 4 samples would tear it to dots.
fn visible_width(width: f64, transform: Transform) -> (f64, f64) {
    let pixels = width * transform.determinant().abs().sqrt();
    if pixels < 1.0 && pixels > 0.0 { (width / pixels, pixels) } else { (width, 1.0) }
}

/// How much finer curves have to be flattened because the stroke is enlarged afterwards.
fn resolution(transform: Transform) -> f32 {
    let (across, down) = transform.scales();
    let scale = across.max(down) as f32;
    if scale.is_finite() && scale > 0.0 { scale } else { 1.0 }
}

/// An odd list counts twice, as in canvas; `None` for a solid line and for lengths that make no pattern.
fn dashes(stroke: &Stroke) -> Option<StrokeDash> {
    if stroke.dashes.is_empty() {
        return None;
    }
    let mut lengths: Vec<f32> = stroke.dashes.iter().map(|length| *length as f32).collect();
    if lengths.len() % 2 == 1 {
        lengths.extend_from_within(..);
    }
    StrokeDash::new(lengths, stroke.dash_offset as f32)
}

fn cap(cap: Cap) -> LineCap {
    match cap {
        Cap::Butt => LineCap::Butt,
        Cap::Round => LineCap::Round,
        Cap::Square => LineCap::Square,
    }
}

fn join(join: Join) -> LineJoin {
    match join {
        Join::Miter => LineJoin::Miter,
        Join::Round => LineJoin::Round,
        Join::Bevel => LineJoin::Bevel,
    }
}
