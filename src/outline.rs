//! Outlines: straight and curved segments, absolute coordinates.

use crate::geometry::Rect;
use crate::transform::Transform;

/// One step of an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Segment {
    /// Starts a contour at a point.
    Move(f64, f64),
    /// A straight line to a point.
    Line(f64, f64),
    /// A quadratic curve: control point, end point.
    Quad(f64, f64, f64, f64),
    /// A cubic curve: two control points, end point.
    Cubic(f64, f64, f64, f64, f64, f64),
    /// A straight line back to where the contour started.
    Close,
}

/// Which points of overlapping contours are inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FillRule {
    /// Non-zero winding number. The default.
    #[default]
    Nonzero,
    /// Odd number of crossings.
    Evenodd,
}

/// Contours.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outline {
    /// The steps; the first of each contour is a [`Segment::Move`].
    pub segments: Vec<Segment>,
}

impl Outline {
    /// An upright rectangle.
    pub fn rect(rect: Rect) -> Self {
        let Rect { x, y, width, height } = rect;
        let segments = vec![
            Segment::Move(x, y),
            Segment::Line(x + width, y),
            Segment::Line(x + width, y + height),
            Segment::Line(x, y + height),
            Segment::Close,
        ];
        Self { segments }
    }

    /// Straight lines through points.
    pub fn polyline(points: &[(f64, f64)], closed: bool) -> Self {
        let line = |(index, &(x, y)): (usize, &(f64, f64))| match index {
            0 => Segment::Move(x, y),
            _ => Segment::Line(x, y),
        };
        let mut segments: Vec<Segment> = points.iter().enumerate().map(line).collect();
        if closed && !segments.is_empty() {
            segments.push(Segment::Close);
        }
        Self { segments }
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// Whether all coordinates are finite.
    pub fn is_finite(&self) -> bool {
        self.points().all(|(x, y)| x.is_finite() && y.is_finite())
    }

    /// The outline through a transform.
    #[must_use]
    pub fn transformed(&self, transform: Transform) -> Self {
        let at = |x, y| transform.apply(x, y);
        let map = |segment: &Segment| match *segment {
            Segment::Move(x, y) => {
                let (x, y) = at(x, y);
                Segment::Move(x, y)
            }
            Segment::Line(x, y) => {
                let (x, y) = at(x, y);
                Segment::Line(x, y)
            }
            Segment::Quad(x1, y1, x, y) => {
                let ((x1, y1), (x, y)) = (at(x1, y1), at(x, y));
                Segment::Quad(x1, y1, x, y)
            }
            Segment::Cubic(x1, y1, x2, y2, x, y) => {
                let ((x1, y1), (x2, y2), (x, y)) = (at(x1, y1), at(x2, y2), at(x, y));
                Segment::Cubic(x1, y1, x2, y2, x, y)
            }
            Segment::Close => Segment::Close,
        };
        Self { segments: self.segments.iter().map(map).collect() }
    }

    /// All end and control points.
    pub fn points(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.segments.iter().flat_map(|segment| {
            let points: [Option<(f64, f64)>; 3] = match *segment {
                Segment::Move(x, y) | Segment::Line(x, y) => [Some((x, y)), None, None],
                Segment::Quad(x1, y1, x, y) => [Some((x1, y1)), Some((x, y)), None],
                Segment::Cubic(x1, y1, x2, y2, x, y) => [Some((x1, y1)), Some((x2, y2)), Some((x, y))],
                Segment::Close => [None; 3],
            };
            points.into_iter().flatten()
        })
    }

    /// The exact box around the curves (not their control points); `None` when empty.
    pub fn bounds(&self) -> Option<Rect> {
        // A quadratic is the cubic with control points two thirds of the way to its own.
        self.bounds_by(2.0 / 3.0)
    }

    /// The box that fabric.js takes for that of a path, by which it is placed: it takes a quadratic for the cubic with
    /// both control points on its own, whose box is larger (`Path._calcBoundsFromPath`). `None` when empty.
    pub fn editor_bounds(&self) -> Option<Rect> {
        self.bounds_by(1.0)
    }

    /// The box, where control points of quadratics lie `share` of the way to their own.
    fn bounds_by(&self, share: f64) -> Option<Rect> {
        let mut points = Vec::with_capacity(self.segments.len());
        let (mut x0, mut y0) = (0.0, 0.0);
        for segment in &self.segments {
            match *segment {
                Segment::Move(x, y) | Segment::Line(x, y) => {
                    points.push((x, y));
                    (x0, y0) = (x, y);
                }
                Segment::Quad(x1, y1, x, y) => {
                    let towards = |from: f64, control: f64| from + share * (control - from);
                    let ends = [(x0, y0), (towards(x0, x1), towards(y0, y1)), (towards(x, x1), towards(y, y1)), (x, y)];
                    points.extend(cubic_extremes(ends));
                    (x0, y0) = (x, y);
                }
                Segment::Cubic(x1, y1, x2, y2, x, y) => {
                    points.extend(cubic_extremes([(x0, y0), (x1, y1), (x2, y2), (x, y)]));
                    (x0, y0) = (x, y);
                }
                Segment::Close => {}
            }
        }
        Rect::around(points)
    }
}

/// The end point of a cubic and the points where it turns back on an axis.
fn cubic_extremes(p: [(f64, f64); 4]) -> impl Iterator<Item = (f64, f64)> {
    let across = turning_points(p.map(|point| point.0));
    let down = turning_points(p.map(|point| point.1));
    let at = move |t: f64| {
        let on = |q: [f64; 4]| {
            let s = 1.0 - t;
            s * s * s * q[0] + 3.0 * s * s * t * q[1] + 3.0 * s * t * t * q[2] + t * t * t * q[3]
        };
        (on(p.map(|point| point.0)), on(p.map(|point| point.1)))
    };
    across.into_iter().chain(down).flatten().map(at).chain([p[3]])
}

/// Where the derivative of a cubic Bézier polynomial is zero, inside 0 to 1.
fn turning_points(p: [f64; 4]) -> [Option<f64>; 2] {
    let a = -p[0] + 3.0 * p[1] - 3.0 * p[2] + p[3];
    let b = 2.0 * (p[0] - 2.0 * p[1] + p[2]);
    let c = p[1] - p[0];
    let inside = |t: f64| (t > 0.0 && t < 1.0).then_some(t);
    if a.abs() < 1e-12 {
        return [if b.abs() < 1e-12 { None } else { inside(-c / b) }, None];
    }
    let root = b * b - 4.0 * a * c;
    if root < 0.0 {
        return [None, None];
    }
    let root = root.sqrt();
    [inside((-b + root) / (2.0 * a)), inside((-b - root) / (2.0 * a))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_follow_the_curve_not_its_control_points() {
        let arch = Outline { segments: vec![Segment::Move(0.0, 0.0), Segment::Quad(5.0, 10.0, 10.0, 0.0)] };
        let bounds = arch.bounds().unwrap();
        assert!((bounds.height - 5.0).abs() < 1e-9 && bounds.width == 10.0, "{bounds:?}");
        assert!((arch.editor_bounds().unwrap().height - 7.5).abs() < 1e-9, "as fabric.js has it");
        assert!(Outline::default().bounds().is_none());
    }
}
