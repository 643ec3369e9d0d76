//! Affine transforms in the notation of canvas and SVG.

use crate::geometry::Rect;

/// `x' = a·x + c·y + e`, `y' = b·x + d·y + f`; x to the right, y down, angles clockwise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Transform {
    /// x from x.
    pub a: f64,
    /// y from x.
    pub b: f64,
    /// x from y.
    pub c: f64,
    /// y from y.
    pub d: f64,
    /// x offset.
    pub e: f64,
    /// y offset.
    pub f: f64,
}

impl Default for Transform {
    /// [`Transform::IDENTITY`].
    fn default() -> Self {
        Self::IDENTITY
    }
}

impl Transform {
    /// Nothing changes.
    pub const IDENTITY: Self = Self::new(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);

    /// From the six numbers of canvas's `transform(a, b, c, d, e, f)`.
    pub const fn new(a: f64, b: f64, c: f64, d: f64, e: f64, f: f64) -> Self {
        Self { a, b, c, d, e, f }
    }

    /// Moves by (x, y).
    pub const fn translate(x: f64, y: f64) -> Self {
        Self::new(1.0, 0.0, 0.0, 1.0, x, y)
    }

    /// Scales each axis about the origin.
    pub const fn scale(x: f64, y: f64) -> Self {
        Self::new(x, 0.0, 0.0, y, 0.0, 0.0)
    }

    /// Turns clockwise by degrees about the origin. Quarter turns are exact.
    pub fn rotate(degrees: f64) -> Self {
        let (sin, cos) = match degrees.rem_euclid(360.0) {
            0.0 => (0.0, 1.0),
            90.0 => (1.0, 0.0),
            180.0 => (0.0, -1.0),
            270.0 => (-1.0, 0.0),
            other => other.to_radians().sin_cos(),
        };
        Self::new(cos, sin, -sin, cos, 0.0, 0.0)
    }

    /// Slants x by the tangent of `degrees` (canvas `skewX`).
    pub fn skew_x(degrees: f64) -> Self {
        Self::new(1.0, 0.0, degrees.to_radians().tan(), 1.0, 0.0, 0.0)
    }

    /// Slants y by the tangent of `degrees` (canvas `skewY`).
    pub fn skew_y(degrees: f64) -> Self {
        Self::new(1.0, degrees.to_radians().tan(), 0.0, 1.0, 0.0, 0.0)
    }

    /// `self · inner`: `inner` is applied first, as when `transform()` is called on a canvas that has `self`.
    #[must_use]
    pub fn then_inner(self, inner: Self) -> Self {
        Self {
            a: self.a * inner.a + self.c * inner.b,
            b: self.b * inner.a + self.d * inner.b,
            c: self.a * inner.c + self.c * inner.d,
            d: self.b * inner.c + self.d * inner.d,
            e: self.a * inner.e + self.c * inner.f + self.e,
            f: self.b * inner.e + self.d * inner.f + self.f,
        }
    }

    /// Where a point lands.
    pub fn apply(self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// Where a vector lands: without the offset.
    pub fn apply_vector(self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y, self.b * x + self.d * y)
    }

    /// The inverse; `None` when the transform flattens the plane or is not finite.
    pub fn inverse(self) -> Option<Self> {
        let determinant = self.determinant();
        if determinant == 0.0 || !determinant.is_finite() || !self.is_finite() {
            return None;
        }
        let (a, b, c, d) = (self.d / determinant, -self.b / determinant, -self.c / determinant, self.a / determinant);
        Some(Self { a, b, c, d, e: -(a * self.e + c * self.f), f: -(b * self.e + d * self.f) })
    }

    /// The signed factor by which areas grow.
    pub fn determinant(self) -> f64 {
        self.a * self.d - self.b * self.c
    }

    /// The lengths that the unit vectors (1, 0) and (0, 1) get.
    pub fn scales(self) -> (f64, f64) {
        (self.a.hypot(self.b), self.c.hypot(self.d))
    }

    /// Whether all six numbers are finite.
    pub fn is_finite(self) -> bool {
        [self.a, self.b, self.c, self.d, self.e, self.f].iter().all(|number| number.is_finite())
    }

    /// Whether axes stay axes without a turn: only scaling, flipping and moving.
    pub fn is_upright(self) -> bool {
        self.b == 0.0 && self.c == 0.0
    }

    /// The smallest upright box around the transformed box.
    pub fn bounds_of(self, rect: Rect) -> Rect {
        let corners = [
            self.apply(rect.x, rect.y),
            self.apply(rect.x + rect.width, rect.y),
            self.apply(rect.x, rect.y + rect.height),
            self.apply(rect.x + rect.width, rect.y + rect.height),
        ];
        Rect::around(corners).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_comes_first() {
        let both = Transform::translate(10.0, 0.0).then_inner(Transform::scale(2.0, 3.0));
        assert_eq!(both.apply(1.0, 1.0), (12.0, 3.0));
        assert_eq!(Transform::rotate(90.0).apply(1.0, 0.0), (0.0, 1.0));
    }

    #[test]
    fn the_inverse_undoes() {
        let transform = Transform::new(2.0, 1.0, -1.0, 3.0, 5.0, 7.0);
        let (x, y) = transform.apply(3.0, 4.0);
        let (x, y) = transform.inverse().unwrap().apply(x, y);
        assert!((x - 3.0).abs() < 1e-12 && (y - 4.0).abs() < 1e-12);
        assert!(Transform::scale(0.0, 1.0).inverse().is_none());
    }
}
