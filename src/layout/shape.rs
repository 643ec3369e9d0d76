//! A figure becomes an outline around its own centre, and its box.
//!
//! The outlines are fabric.js's, start points and directions included, because dashes start there.

use super::context::Context;
use super::finish::Drawn;
use super::paint;
use super::pose::{self, Extent, Spot};
use crate::design::{Layer, Shape};
use crate::error::Result;
use crate::geometry::Rect;
use crate::outline::{Outline, Segment};
use crate::scene::{Coat, Item, ItemKind};
use crate::transform::Transform;
use std::f64::consts::TAU;

/// How far the control points of a corner lie from its tip, in radii: 1 − 4/3 (√2 − 1), the cubic that is nearest to a
/// quarter of a circle.
const CORNER: f64 = 1.0 - 0.552_284_749_8;

/// An outline around its own centre.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    /// The centre of its box is the origin.
    pub(super) outline: Outline,
    /// Of its box.
    pub(super) width: f64,
    /// Of its box.
    pub(super) height: f64,
    /// Whether it has an inside; a line has none.
    pub(super) is_filled: bool,
}

/// A shape at its place; `None` when nothing of it can be seen.
///
/// # Errors
/// When its place is not finite or a pattern is missing.
pub(super) fn draw(layer: &Layer, shape: &Shape, spot: &Spot, context: &mut Context<'_>) -> Result<Option<Drawn>> {
    let Figure { outline, width, height, is_filled } = figure(shape);
    let style = &layer.style;
    let stroke = style.stroke_width;
    // Taken off before the stroke is added all around: what is left is the line's own length.
    let ends = |across: f64| match shape {
        Shape::Line { ends_count: false, .. } if across == 0.0 => stroke,
        _ => 0.0,
    };
    let (width, height) = (width - ends(height), height - ends(width));
    let extent = Extent { width, height, stroke, stroke_is_uniform: style.stroke_is_uniform };
    let Some(posed) = pose::lay(&layer.pose, extent, spot)? else { return Ok(None) };
    let mut coat = paint::coat(style, &posed, context, &layer.place)?;
    if !is_filled {
        coat.fill = None;
    }
    let part = |coat: Coat| {
        let kind = ItemKind::Shape { outline: outline.clone(), fill_rule: style.fill_rule, coat };
        Item::new(&layer.place, posed.to_scene, kind)
    };
    let has_both = coat.fill.is_some() && coat.stroke.is_some();
    // Without a surface of its own a translucent object shows its fill through its stroke. A shadow needs the whole.
    let is_split = has_both && !spot.has_surface(layer) && layer.opacity * spot.opacity < 1.0 && layer.shadow.is_none();
    let parts = match (is_split, coat) {
        (true, Coat { fill, stroke, stroke_first }) => {
            let fill = part(Coat { fill, ..Coat::default() });
            let stroke = part(Coat { stroke, ..Coat::default() });
            if stroke_first { vec![stroke, fill] } else { vec![fill, stroke] }
        }
        (false, coat) if coat.fill.is_some() || coat.stroke.is_some() => vec![part(coat)],
        _ => Vec::new(),
    };
    Ok(Some(Drawn { posed, parts }))
}

/// The figure of a shape.
pub(super) fn figure(shape: &Shape) -> Figure {
    let of_box = |outline: Outline, width: f64, height: f64| Figure { outline, width, height, is_filled: true };
    match *shape {
        Shape::Rect { width, height, rx, ry } => of_box(rect(width, height, rx, ry), width, height),
        Shape::Circle { radius, start, end, counter_clockwise } => {
            of_box(arc(radius, radius, start, end, counter_clockwise), 2.0 * radius, 2.0 * radius)
        }
        Shape::Ellipse { rx, ry } => of_box(arc(rx, ry, 0.0, 360.0, false), 2.0 * rx, 2.0 * ry),
        Shape::Triangle { width, height } => {
            let corners = [(-width / 2.0, height / 2.0), (0.0, -height / 2.0), (width / 2.0, height / 2.0)];
            of_box(Outline::polyline(&corners, true), width, height)
        }
        Shape::Line { x1, y1, x2, y2, .. } => {
            let line = Outline::polyline(&[(x1, y1), (x2, y2)], false);
            Figure { is_filled: false, ..centred(&line, Rect::around([(x1, y1), (x2, y2)])) }
        }
        Shape::Polyline { ref points, closed } => {
            centred(&Outline::polyline(points, closed), Rect::around(points.iter().copied()))
        }
        Shape::Path { ref outline } => {
            let drawn = without_lone_moves(outline);
            centred(&drawn, drawn.editor_bounds())
        }
    }
}

/// Moved so that the centre of its box is the origin.
fn centred(outline: &Outline, bounds: Option<Rect>) -> Figure {
    let Rect { x, y, width, height } = bounds.unwrap_or_default();
    let outline = outline.transformed(Transform::translate(-(x + width / 2.0), -(y + height / 2.0)));
    Figure { outline, width, height, is_filled: true }
}

/// Contours of a single point draw nothing and do not count for the box.
fn without_lone_moves(outline: &Outline) -> Outline {
    let is_move = |segment: &Segment| matches!(segment, Segment::Move(..));
    let next = outline.segments.iter().skip(1).map(Some).chain([None]);
    let keep = |(segment, next): (&Segment, Option<&Segment>)| {
        let is_lone = is_move(segment) && next.is_none_or(is_move);
        (!is_lone).then_some(*segment)
    };
    Outline { segments: outline.segments.iter().zip(next).filter_map(keep).collect() }
}

/// A box, its corners rounded when a radius is given; one radius stands for both, and neither is above half the box.
fn rect(width: f64, height: f64, rx: f64, ry: f64) -> Outline {
    let (rx, ry) = (if rx > 0.0 { rx } else { ry }, if ry > 0.0 { ry } else { rx });
    let (rx, ry) = (rx.min(width / 2.0).max(0.0), ry.min(height / 2.0).max(0.0));
    let (left, top) = (-width / 2.0, -height / 2.0);
    let (right, bottom) = (-left, -top);
    if rx == 0.0 && ry == 0.0 {
        return Outline::rect(Rect::new(left, top, width, height));
    }
    let (kx, ky) = (CORNER * rx, CORNER * ry);
    let segments = vec![
        Segment::Move(left + rx, top),
        Segment::Line(right - rx, top),
        Segment::Cubic(right - kx, top, right, top + ky, right, top + ry),
        Segment::Line(right, bottom - ry),
        Segment::Cubic(right, bottom - ky, right - kx, bottom, right - rx, bottom),
        Segment::Line(left + rx, bottom),
        Segment::Cubic(left + kx, bottom, left, bottom - ky, left, bottom - ry),
        Segment::Line(left, top + ry),
        Segment::Cubic(left, top + ky, left + kx, top, left + rx, top),
        Segment::Close,
    ];
    Outline { segments }
}

/// The angle in radians that an arc of HTML canvas sweeps: a full turn when the angles are a turn apart, else on in the
/// direction to the end, which may lie beyond the start of the turn.
fn sweep(start: f64, end: f64, counter_clockwise: bool) -> f64 {
    let forward = if counter_clockwise { start - end } else { end - start };
    let turns = forward.to_radians() / TAU;
    // A hair less than a turn, because angles may have been radians.
    let part = if turns >= 1.0 - 1e-12 || (turns < 0.0 && turns.fract() == 0.0) { 1.0 } else { turns.rem_euclid(1.0) };
    TAU * if counter_clockwise { -part } else { part }
}

/// An arc of an ellipse around the origin in cubics of at most a quarter turn; closed when it is whole.
fn arc(rx: f64, ry: f64, start: f64, end: f64, counter_clockwise: bool) -> Outline {
    let sweep = sweep(start, end, counter_clockwise);
    if sweep == 0.0 || !sweep.is_finite() || rx <= 0.0 || ry <= 0.0 {
        return Outline::default();
    }
    // A hair less than a quarter, so that an exact half turn is two cubics and not three.
    let count = (sweep.abs() / (TAU / 4.0) - 1e-9).ceil().clamp(1.0, 4.0);
    let step = sweep / count;
    let reach = 4.0 / 3.0 * (step / 4.0).tan();
    let at = |index: f64| {
        let (sin, cos) = exact_sin_cos(start.to_radians() + step * index);
        ((rx * cos, ry * sin), (-rx * sin * reach, ry * cos * reach))
    };
    let (first, _) = at(0.0);
    let mut segments = vec![Segment::Move(first.0, first.1)];
    for index in 0..count as u32 {
        let ((x0, y0), (dx0, dy0)) = at(f64::from(index));
        let ((x, y), (dx, dy)) = at(f64::from(index) + 1.0);
        segments.push(Segment::Cubic(x0 + dx0, y0 + dy0, x - dx, y - dy, x, y));
    }
    if sweep.abs() >= TAU {
        segments.push(Segment::Close);
    }
    Outline { segments }
}

/// Sine and cosine, exact at quarter turns, so that a circle's box is its box.
fn exact_sin_cos(radians: f64) -> (f64, f64) {
    let Transform { a: cos, b: sin, .. } = Transform::rotate(snap(radians.to_degrees()));
    (sin, cos)
}

/// A whole number when it is one but for rounding.
fn snap(number: f64) -> f64 {
    if (number - number.round()).abs() < 1e-9 { number.round() } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(shape: &Shape) -> Rect {
        figure(shape).outline.bounds().unwrap()
    }

    fn near(a: Rect, b: Rect) -> bool {
        [a.x - b.x, a.y - b.y, a.width - b.width, a.height - b.height].iter().all(|number| number.abs() < 1e-9)
    }

    fn circle(start: f64, end: f64, counter_clockwise: bool) -> Shape {
        Shape::Circle { radius: 10.0, start, end, counter_clockwise }
    }

    #[test]
    fn every_box_lies_around_the_origin() {
        let points = vec![(10.0, 10.0), (50.0, 30.0), (40.0, 70.0)];
        for (shape, width, height) in [
            (Shape::Rect { width: 30.0, height: 20.0, rx: 4.0, ry: 0.0 }, 30.0, 20.0),
            (circle(0.0, 360.0, false), 20.0, 20.0),
            (Shape::Ellipse { rx: 30.0, ry: 5.0 }, 60.0, 10.0),
            (Shape::Triangle { width: 30.0, height: 20.0 }, 30.0, 20.0),
            (Shape::Line { x1: 100.0, y1: 20.0, x2: 60.0, y2: 90.0, ends_count: true }, 40.0, 70.0),
            (Shape::Polyline { points, closed: true }, 40.0, 60.0),
        ] {
            let found = figure(&shape);
            assert_eq!((found.width, found.height), (width, height), "{shape:?}");
            assert!(near(bounds(&shape), Rect::new(-width / 2.0, -height / 2.0, width, height)), "{shape:?}");
        }
    }

    #[test]
    fn one_radius_stands_for_both_and_none_is_above_half_the_box() {
        let corner = |rx, ry| match rect(30.0, 20.0, rx, ry).segments.as_slice() {
            [Segment::Move(x, _), _, Segment::Cubic(.., y), ..] => (x + 15.0, y + 10.0),
            _ => (0.0, 0.0),
        };
        assert_eq!(corner(4.0, 0.0), (4.0, 4.0));
        assert_eq!(corner(0.0, 4.0), (4.0, 4.0));
        assert_eq!(corner(3.0, 5.0), (3.0, 5.0));
        assert_eq!(corner(99.0, 99.0), (15.0, 10.0));
        assert_eq!(corner(0.0, 0.0), (0.0, 0.0));
    }

    #[test]
    fn a_part_of_a_circle_is_open_and_keeps_the_whole_circles_box() {
        let half = figure(&circle(0.0, 180.0, false));
        assert_eq!((half.width, half.height), (20.0, 20.0));
        assert!(near(half.outline.bounds().unwrap(), Rect::new(-10.0, 0.0, 20.0, 10.0)), "{:?}", half.outline.bounds());
        assert_eq!(half.outline.segments.len(), 3);
        let other_half = bounds(&circle(0.0, 180.0, true));
        assert!(near(other_half, Rect::new(-10.0, -10.0, 20.0, 10.0)), "{other_half:?}");
        assert!(near(bounds(&circle(270.0, 90.0, false)), Rect::new(0.0, -10.0, 10.0, 20.0)));
    }

    #[test]
    fn a_turn_between_the_angles_is_a_whole_circle_in_either_direction() {
        for (start, end, counter_clockwise) in [(0.0, 360.0, false), (0.0, 360.0, true), (90.0, 900.0, false)] {
            let segments = figure(&circle(start, end, counter_clockwise)).outline.segments;
            assert_eq!(segments.last(), Some(&Segment::Close), "{start} {end}");
        }
        assert!(figure(&circle(90.0, 90.0, false)).outline.is_empty());
    }

    #[test]
    fn only_a_line_has_no_inside_and_it_keeps_its_direction() {
        let line = figure(&Shape::Line { x1: 10.0, y1: 0.0, x2: 0.0, y2: 4.0, ends_count: true });
        assert!(!line.is_filled);
        assert_eq!(line.outline.segments, [Segment::Move(5.0, -2.0), Segment::Line(-5.0, 2.0)]);
        assert!(figure(&Shape::Polyline { points: vec![(0.0, 0.0), (1.0, 1.0)], closed: false }).is_filled);
    }

    #[test]
    fn a_lone_move_does_not_widen_a_path() {
        let segments = vec![
            Segment::Move(500.0, 500.0),
            Segment::Move(10.0, 10.0),
            Segment::Line(30.0, 50.0),
            Segment::Move(900.0, 900.0),
        ];
        let found = figure(&Shape::Path { outline: Outline { segments } });
        assert_eq!((found.width, found.height), (20.0, 40.0));
        assert_eq!(found.outline.segments, [Segment::Move(-10.0, -20.0), Segment::Line(10.0, 20.0)]);
    }
}
