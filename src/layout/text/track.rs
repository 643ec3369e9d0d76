//! How far along an outline a point lies, and which way the outline runs there.

use super::line::Turn;
use crate::outline::{Outline, Segment};

/// Steps in which a curve is measured: as many as fabric.js takes, so that letters stand where it puts them.
const STEPS: u32 = 100;

type Point = (f64, f64);

/// An outline that has been measured.
pub(super) struct Track {
    pieces: Vec<Piece>,
    /// From its start to its end; jumps between contours do not count.
    pub(super) length: f64,
}

/// One line or curve.
struct Piece {
    /// Start, two control points, end; on a line the control points lie on its ends.
    points: [Point; 4],
    is_line: bool,
    /// From the start of the outline.
    start: f64,
    length: f64,
}

impl Track {
    /// Measures an outline; `None` when it has no length.
    pub(super) fn new(outline: &Outline) -> Option<Self> {
        let mut track = Self { pieces: Vec::new(), length: 0.0 };
        let (mut at, mut first) = ((0.0, 0.0), (0.0, 0.0));
        for segment in &outline.segments {
            at = match *segment {
                Segment::Move(x, y) => {
                    first = (x, y);
                    first
                }
                Segment::Line(x, y) => track.add([at, at, (x, y), (x, y)], true),
                Segment::Close => track.add([at, at, first, first], true),
                Segment::Quad(x1, y1, x, y) => {
                    // The same curve as a cubic: control points two thirds of the way to its own.
                    let towards = |from: Point| lerp(from, (x1, y1), 2.0 / 3.0);
                    track.add([at, towards(at), towards((x, y)), (x, y)], false)
                }
                Segment::Cubic(x1, y1, x2, y2, x, y) => track.add([at, (x1, y1), (x2, y2), (x, y)], false),
            };
        }
        (track.length > 0.0 && track.length.is_finite()).then_some(track)
    }

    /// Adds a piece that has a length; gives its end.
    fn add(&mut self, points: [Point; 4], is_line: bool) -> Point {
        let mut piece = Piece { points, is_line, start: self.length, length: 0.0 };
        piece.length =
            if is_line { distance(points[0], points[3]) } else { piece.steps().map(|step| step.length).sum() };
        if piece.length > 0.0 {
            self.length += piece.length;
            self.pieces.push(piece);
        }
        points[3]
    }

    /// The point `at` this distance from the start, and the direction there. Before the start and beyond the end the
    /// outline goes on straight.
    pub(super) fn turn(&self, at: f64) -> Turn {
        let index = self.pieces.partition_point(|piece| piece.start < at).saturating_sub(1);
        match self.pieces.get(index) {
            Some(piece) => piece.turn(at - piece.start),
            None => Turn { x: 0.0, y: 0.0, angle: 0.0 },
        }
    }
}

/// A straight bit of a curve.
struct Step {
    from: Point,
    to: Point,
    /// The parameter of the curve at its start.
    parameter: f64,
    length: f64,
}

impl Piece {
    fn steps(&self) -> impl Iterator<Item = Step> + '_ {
        (0..STEPS).map(|step| {
            let parameter = |step: u32| f64::from(step) / f64::from(STEPS);
            let (from, to) = (self.point(parameter(step)), self.point(parameter(step + 1)));
            Step { from, to, parameter: parameter(step), length: distance(from, to) }
        })
    }

    fn turn(&self, at: f64) -> Turn {
        let [from, .., to] = self.points;
        if self.is_line || at < 0.0 || at > self.length {
            let (origin, direction) = match (self.is_line, at < 0.0) {
                (true, _) => (from, minus(to, from)),
                (false, true) => (from, self.direction(0.0)),
                (false, false) => (to, self.direction(1.0)),
            };
            let beyond = if !self.is_line && at > self.length { at - self.length } else { at };
            return ahead(origin, direction, beyond);
        }
        let mut left = at;
        for step in self.steps().filter(|step| step.length > 0.0) {
            if left <= step.length {
                let share = left / step.length;
                let (x, y) = lerp(step.from, step.to, share);
                let direction = self.direction(step.parameter + share / f64::from(STEPS));
                return Turn { x, y, angle: degrees(direction) };
            }
            left -= step.length;
        }
        ahead(to, self.direction(1.0), left)
    }

    fn point(&self, t: f64) -> Point {
        let [a, b, c, d] = self.points;
        let (ab, bc, cd) = (lerp(a, b, t), lerp(b, c, t), lerp(c, d, t));
        lerp(lerp(ab, bc, t), lerp(bc, cd, t), t)
    }

    /// The tangent; where control points lie on an end, the direction towards the next that does not.
    fn direction(&self, t: f64) -> Point {
        let [a, b, c, d] = self.points;
        let (ab, bc, cd) = (lerp(a, b, t), lerp(b, c, t), lerp(c, d, t));
        let tangent = minus(lerp(bc, cd, t), lerp(ab, bc, t));
        let reach = distance(a, b) + distance(b, c) + distance(c, d);
        let is_clear = |(x, y): &Point| x.hypot(*y) > reach * 1e-9;
        let others = if t < 0.5 { [minus(c, a), minus(d, a)] } else { [minus(d, b), minus(d, a)] };
        [tangent].into_iter().chain(others).find(is_clear).unwrap_or((1.0, 0.0))
    }
}

/// So far ahead of a point in a direction.
fn ahead((x, y): Point, direction: Point, by: f64) -> Turn {
    let length = direction.0.hypot(direction.1);
    let (dx, dy) = if length > 0.0 { (direction.0 / length, direction.1 / length) } else { (1.0, 0.0) };
    Turn { x: x + dx * by, y: y + dy * by, angle: degrees((dx, dy)) }
}

fn degrees((x, y): Point) -> f64 {
    y.atan2(x).to_degrees()
}

fn lerp(a: Point, b: Point, t: f64) -> Point {
    (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t)
}

fn minus(a: Point, b: Point) -> Point {
    (a.0 - b.0, a.1 - b.1)
}

fn distance(a: Point, b: Point) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn track(segments: Vec<Segment>) -> Track {
        Track::new(&Outline { segments }).unwrap()
    }

    fn assert_turn(turn: Turn, x: f64, y: f64, angle: f64) {
        let near = (turn.x - x).abs() < 0.01 && (turn.y - y).abs() < 0.01 && (turn.angle - angle).abs() < 0.1;
        assert!(near, "{turn:?} instead of {x} {y} {angle}");
    }

    #[test]
    fn a_closed_corner_is_walked_back_to_its_start() {
        use Segment::{Close, Line, Move};
        let corner = track(vec![Move(9.0, 9.0), Move(0.0, 0.0), Line(30.0, 0.0), Line(30.0, 40.0), Close]);
        assert_eq!(corner.length, 120.0);
        assert_turn(corner.turn(10.0), 10.0, 0.0, 0.0);
        assert_turn(corner.turn(50.0), 30.0, 20.0, 90.0);
        assert_turn(corner.turn(95.0), 15.0, 20.0, -126.87);
        assert_turn(corner.turn(130.0), -6.0, -8.0, -126.87);
    }

    #[test]
    fn a_curve_is_measured_along_itself() {
        // A quarter of a circle of radius 100, and the straight cubic whose parameter runs unevenly.
        let k = 55.228_474_98;
        let quarter = track(vec![Segment::Move(0.0, -100.0), Segment::Cubic(k, -100.0, 100.0, -k, 100.0, 0.0)]);
        assert!((quarter.length - 157.08).abs() < 0.05, "{}", quarter.length);
        assert_turn(quarter.turn(quarter.length / 2.0), 70.71, -70.71, 45.0);
        assert_turn(quarter.turn(quarter.length + 5.0), 100.0, 5.0, 90.0);
        let uneven = track(vec![Segment::Move(0.0, 0.0), Segment::Cubic(0.0, 0.0, 0.0, 0.0, 100.0, 0.0)]);
        assert_turn(uneven.turn(20.0), 20.0, 0.0, 0.0);
        assert_turn(uneven.turn(-5.0), -5.0, 0.0, 0.0);
    }

    #[test]
    fn what_has_no_length_is_no_track() {
        assert!(Track::new(&Outline::default()).is_none());
        assert!(Track::new(&Outline { segments: vec![Segment::Move(1.0, 1.0), Segment::Close] }).is_none());
    }
}
