//! The circle that arc text stands on.
//!
//! ```text
//!        L E T
//!     T         T          chord: the arc from the first letter to the last is as long as the line is wide,
//!   E    . | .    E        and its ends are as far apart as the box is wide
//!  L--------+------R
//! ```
//!
//! Documents say how strong the arc is in one of three ways ([`Bend`]). The rule of the chord is inferred: documents of
//! that kind hold nothing but a box. The other two are those of the plugins that add curved text to fabric.js.

use super::line::Turn;
use crate::text::{Bend, PathAlign, TextArc};

/// The circle of one line, around its centre.
pub(super) struct Ring {
    /// Where letters are placed.
    radius: f64,
    /// Where their widths are measured.
    measure: f64,
    is_flipped: bool,
    /// Which height of the letters lies on `radius`.
    pub(super) align: PathAlign,
}

impl Ring {
    /// The ring of a line `height` high that lies `down` below the first, in a text whose lines are at most `widest`.
    pub(super) fn new(arc: &TextArc, widest: f64, height: f64, down: f64) -> Self {
        let (radius, measure, align) = match arc.bend {
            // The plugins measure at the letters' feet and place their middles halfway up (`getCircularText`).
            Bend::Within { diameter } => (diameter / 2.0 - height / 2.0, diameter / 2.0 - height, PathAlign::Center),
            Bend::Radius { radius } => (radius, radius, PathAlign::Baseline),
            Bend::Chord { width } => {
                let radius = radius_over(width, widest);
                (radius, radius, PathAlign::Baseline)
            }
        };
        let inwards = if arc.is_flipped { -down } else { down };
        // A circle smaller than its letters still turns them, about a point at their feet.
        let least = height.max(f64::MIN_POSITIVE) / 8.0;
        let at_least = |radius: f64| (radius - inwards).max(least);
        Self { radius: at_least(radius), measure: at_least(measure), is_flipped: arc.is_flipped, align }
    }

    /// The point `at` this distance from the middle of the arc, and the direction there.
    pub(super) fn turn(&self, at: f64) -> Turn {
        let angle = at / self.measure;
        let (x, y) = (self.radius * angle.sin(), self.radius * angle.cos());
        match self.is_flipped {
            true => Turn { x, y, angle: -angle.to_degrees() },
            false => Turn { x, y: -y, angle: angle.to_degrees() },
        }
    }

    /// Whether letters that reach so far to either side of the middle meet.
    pub(super) fn is_closed_by(&self, reach: f64) -> bool {
        reach > self.measure * std::f64::consts::PI
    }
}

/// The radius of an arc over a chord that is as long as `line`, but never flatter than a quarter of a circle: in a box
/// as wide as its line an arc is to be seen too.
fn radius_over(chord: f64, line: f64) -> f64 {
    const EIGHTH: f64 = std::f64::consts::FRAC_PI_4;
    if line <= 0.0 || chord >= line * EIGHTH.sin() / EIGHTH {
        return chord / (2.0 * EIGHTH.sin());
    }
    // Half the angle of the arc: sin(half) / half falls from 1 to 0 between 0 and a half turn. 60 halvings are exact.
    let (mut low, mut high) = (EIGHTH, std::f64::consts::PI);
    for _ in 0..60 {
        let half = f64::midpoint(low, high);
        if half.sin() / half > chord.max(0.0) / line {
            low = half;
        } else {
            high = half;
        }
    }
    line / (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(bend: Bend, is_flipped: bool, widest: f64) -> Ring {
        Ring::new(&TextArc { bend, is_flipped, size: None }, widest, 10.0, 0.0)
    }

    fn ends(ring: &Ring, widest: f64) -> (Turn, Turn) {
        (ring.turn(-widest / 2.0), ring.turn(widest / 2.0))
    }

    #[test]
    fn the_arc_is_as_long_as_the_line_and_its_chord_as_wide_as_the_box() {
        // Half a circle of radius 50, a box of 100.
        let line = 50.0 * std::f64::consts::PI;
        let (left, right) = ends(&ring(Bend::Chord { width: 100.0 }, false, line), line);
        assert!((right.x - 50.0).abs() < 1e-6 && right.y.abs() < 1e-6 && (right.angle - 90.0).abs() < 1e-6);
        assert!((left.x + 50.0).abs() < 1e-6 && (left.angle + 90.0).abs() < 1e-6);
    }

    #[test]
    fn a_wide_box_bends_a_line_by_a_quarter_at_most() {
        let (left, right) = ends(&ring(Bend::Chord { width: 400.0 }, false, 100.0), 100.0);
        assert!(right.x - left.x < 100.0 && right.angle < 45.0 && right.angle > 5.0, "{right:?}");
    }

    #[test]
    fn a_flipped_arc_hangs() {
        let ring = ring(Bend::Radius { radius: 50.0 }, true, 10.0);
        assert_eq!(ring.turn(0.0), Turn { x: 0.0, y: 50.0, angle: 0.0 });
        assert!(ring.turn(5.0).angle < 0.0 && ring.turn(5.0).x > 0.0);
    }

    #[test]
    fn letters_within_a_circle_are_measured_at_their_feet() {
        let ring = ring(Bend::Within { diameter: 100.0 }, false, 10.0);
        assert_eq!((ring.radius, ring.measure, ring.align), (45.0, 40.0, PathAlign::Center));
        assert!(ring.is_closed_by(126.0) && !ring.is_closed_by(125.0));
    }

    #[test]
    fn a_circle_of_nothing_is_still_a_number() {
        let turn = ring(Bend::Radius { radius: -5.0 }, false, 10.0).turn(3.0);
        assert!(turn.x.is_finite() && turn.angle.is_finite());
    }
}
