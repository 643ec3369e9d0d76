//! A paint relative to an object's box becomes a brush in the object's coordinates; a style becomes a coat.

use super::context::Context;
use super::missing::{self, Found};
use super::pose::Posed;
use crate::error::Result;
use crate::geometry::Rect;
use crate::scene::{Brush, Coat, Stroke};
use crate::style::{Gradient, GradientShape, Paint, Pattern, Stop, Style};
use crate::transform::Transform;

/// Fill and stroke of an object that lies at its place.
///
/// # Errors
/// When a pattern's picture is missing and that is to be an error.
pub(super) fn coat(style: &Style, posed: &Posed, context: &mut Context<'_>, place: &str) -> Result<Coat> {
    let frame = posed.extent.frame();
    let fill = brush(&style.fill, frame, posed.to_scene, context, place)?;
    let has_stroke = style.stroke_width > 0.0 && style.stroke_width.is_finite();
    let stroke = match has_stroke {
        true => brush(&style.stroke, frame, posed.to_scene, context, place)?.map(|brush| stroke(style, brush, posed)),
        false => None,
    };
    Ok(Coat { fill, stroke, stroke_first: style.stroke_first })
}

/// A uniform stroke is drawn in a space from which the object's own scaling is taken out again (`_renderStroke`).
fn stroke(style: &Style, brush: Brush, posed: &Posed) -> Stroke {
    let (x, y) = posed.scaling;
    let dashes_are_fit =
        style.dashes.iter().all(|dash| *dash >= 0.0 && dash.is_finite()) && style.dashes.iter().any(|dash| *dash > 0.0);
    Stroke {
        brush,
        width: style.stroke_width,
        // As canvas's `setLineDash`: a list with a negative length is no list; all zeros is solid.
        dashes: if dashes_are_fit { style.dashes.clone() } else { Vec::new() },
        dash_offset: style.dash_offset,
        cap: style.cap,
        join: style.join,
        miter_limit: style.miter_limit,
        space: (style.stroke_is_uniform && (x, y) != (1.0, 1.0)).then(|| Transform::scale(x, y)),
    }
}

/// The brush of a paint relative to `frame`, whose coordinates go to pixels by `to_scene`; `None` paints nothing.
///
/// # Errors
/// When a pattern's picture is missing and that is to be an error.
pub(super) fn brush(
    paint: &Paint,
    frame: Rect,
    to_scene: Transform,
    context: &mut Context<'_>,
    place: &str,
) -> Result<Option<Brush>> {
    match paint {
        _ if paint.is_none() => Ok(None),
        Paint::None => Ok(None),
        Paint::Solid(color) => Ok(Some(Brush::Solid(*color))),
        Paint::Gradient(gradient) => Ok(self::gradient(gradient, frame)),
        Paint::Pattern(pattern) => self::pattern(pattern, frame, to_scene, context, place),
    }
}

/// Moves to the box's left top corner and by the offset, stretches when relative, then applies the gradient's own
/// transform (fabric.js, `_applyPatternGradientTransform`). As on a canvas, a gradient of no extent paints nothing.
fn gradient(gradient: &Gradient, frame: Rect) -> Option<Brush> {
    let mut stops = gradient.stops.clone();
    stops.sort_by(|a, b| a.at.total_cmp(&b.at));
    let corner = Transform::translate(frame.x + gradient.offset.0, frame.y + gradient.offset.1);
    // A box without height still has a width that colours can run along: no side counts as nothing.
    let side = |side: f64| if side > 0.0 { side } else { 1.0 };
    let unit = match gradient.is_relative {
        true => Transform::scale(side(frame.width), side(frame.height)),
        false => Transform::IDENTITY,
    };
    let transform = corner.then_inner(unit).then_inner(gradient.transform);
    transform.inverse()?;
    if !has_extent(gradient.shape) {
        return None;
    }
    match stops.as_slice() {
        [] => None,
        [Stop { color, .. }] => Some(Brush::Solid(*color)),
        _ => Some(Brush::Gradient { shape: gradient.shape, stops, transform }),
    }
}

fn has_extent(shape: GradientShape) -> bool {
    match shape {
        GradientShape::Linear { from, to } => from != to,
        GradientShape::Radial { from, from_radius, to, to_radius } => {
            from_radius >= 0.0 && to_radius >= 0.0 && (from != to || from_radius != to_radius)
        }
        GradientShape::Sweep { .. } => true,
    }
}

fn pattern(
    pattern: &Pattern,
    frame: Rect,
    to_scene: Transform,
    context: &mut Context<'_>,
    place: &str,
) -> Result<Option<Brush>> {
    let picture = match missing::find(&pattern.source, context, place)? {
        Found::Picture(picture) => picture,
        Found::Placeholder => return Ok(Some(Brush::Solid(missing::GRAY))),
        Found::Nothing => return Ok(None),
    };
    let corner = Transform::translate(frame.x + pattern.offset.0, frame.y + pattern.offset.1);
    let transform = corner.then_inner(pattern.transform);
    if transform.inverse().is_none() {
        return Ok(None);
    }
    Ok(Some(Brush::Pattern {
        slot: context.slots.tile(&picture, to_scene.then_inner(transform)),
        tile: (f64::from(picture.size.width), f64::from(picture.size.height)),
        repeats: (pattern.repeats_x, pattern.repeats_y),
        transform,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Color;

    const FRAME: Rect = Rect::new(-50.0, -20.0, 100.0, 40.0);

    fn line(is_relative: bool) -> Gradient {
        Gradient {
            shape: GradientShape::Linear { from: (0.0, 0.0), to: (1.0, 0.0) },
            stops: vec![Stop { at: 1.0, color: Color::BLACK }, Stop { at: 0.0, color: Color::WHITE }],
            is_relative,
            transform: Transform::IDENTITY,
            offset: (3.0, 4.0),
        }
    }

    fn place_of(gradient_: &Gradient, frame: Rect, x: f64, y: f64) -> (f64, f64) {
        match gradient(gradient_, frame) {
            Some(Brush::Gradient { transform, .. }) => transform.apply(x, y),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn pixels_count_from_the_left_top_corner_and_shares_stretch_to_the_box() {
        assert_eq!(place_of(&line(false), FRAME, 1.0, 1.0), (-46.0, -15.0));
        assert_eq!(place_of(&line(true), FRAME, 1.0, 1.0), (53.0, 24.0));
    }

    #[test]
    fn the_gradients_own_transform_works_inside_the_unit() {
        let turned = Gradient { transform: Transform::scale(0.5, 2.0), ..line(true) };
        assert_eq!(place_of(&turned, FRAME, 1.0, 1.0), (3.0, 64.0));
    }

    #[test]
    fn along_a_flat_box_colours_still_run() {
        let flat = Rect::new(-50.0, 0.0, 100.0, 0.0);
        assert_eq!(place_of(&line(true), flat, 1.0, 0.0), (53.0, 4.0));
    }

    #[test]
    fn stops_are_sorted_one_is_a_colour_and_none_is_nothing() {
        let Some(Brush::Gradient { stops, .. }) = gradient(&line(true), FRAME) else { panic!() };
        assert_eq!(stops[0].color, Color::WHITE);
        let one = Gradient { stops: stops[..1].to_vec(), ..line(true) };
        assert_eq!(gradient(&one, FRAME).unwrap().color(), Some(Color::WHITE));
        assert!(gradient(&Gradient { stops: Vec::new(), ..line(true) }, FRAME).is_none());
        let point = GradientShape::Linear { from: (1.0, 1.0), to: (1.0, 1.0) };
        assert!(gradient(&Gradient { shape: point, ..line(true) }, FRAME).is_none());
    }
}
