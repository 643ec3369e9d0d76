//! Boxes of whole pixels of the scene.

use crate::geometry::Rect;

/// Coordinates beyond this are held here: far outside of every canvas, and sums of a few still fit `i32`.
const FAR: f64 = (1 << 28) as f64;

/// Whole pixels of the scene; may reach outside of its canvas. Never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// Pixels across, at least 1.
    pub width: u32,
    /// Pixels down, at least 1.
    pub height: u32,
}

impl Area {
    /// From left and top (inclusive) to right and bottom (exclusive); `None` when that is empty.
    pub(super) fn between(left: i32, top: i32, right: i32, bottom: i32) -> Option<Self> {
        (right > left && bottom > top).then(|| Self {
            x: left,
            y: top,
            width: right.abs_diff(left),
            height: bottom.abs_diff(top),
        })
    }

    /// The smallest area that holds a box; `None` when the box is not a number. A box without area gets a pixel.
    pub(super) fn around(rect: Rect) -> Option<Self> {
        let edges = [rect.x, rect.y, rect.right(), rect.bottom()];
        if edges.iter().any(|edge| edge.is_nan()) {
            return None;
        }
        let [left, top, right, bottom] = edges.map(|edge| edge.clamp(-FAR, FAR));
        let (left, top) = (left.floor() as i32, top.floor() as i32);
        Self::between(left, top, (right.ceil() as i32).max(left + 1), (bottom.ceil() as i32).max(top + 1))
    }

    /// Right edge, exclusive.
    pub(super) fn right(self) -> i32 {
        self.x.saturating_add_unsigned(self.width)
    }

    /// Bottom edge, exclusive.
    pub(super) fn bottom(self) -> i32 {
        self.y.saturating_add_unsigned(self.height)
    }

    /// What both share.
    pub(super) fn intersect(self, other: Self) -> Option<Self> {
        let (left, top) = (self.x.max(other.x), self.y.max(other.y));
        Self::between(left, top, self.right().min(other.right()), self.bottom().min(other.bottom()))
    }

    /// The smallest area around both.
    pub(super) fn union(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let (right, bottom) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        Self { x, y, width: right.abs_diff(x), height: bottom.abs_diff(y) }
    }

    /// The area as a box.
    pub(super) fn rect(self) -> Rect {
        Rect::new(f64::from(self.x), f64::from(self.y), f64::from(self.width), f64::from(self.height))
    }

    /// Width × height.
    pub(super) fn pixels(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_holds_every_touched_pixel() {
        let area = Area::around(Rect::new(-0.5, 1.0, 2.0, 1.5)).unwrap();
        assert_eq!(area, Area { x: -1, y: 1, width: 3, height: 2 });
        assert!(Area::around(Rect::new(f64::NAN, 0.0, 1.0, 1.0)).is_none());
        assert!(Area::around(Rect::new(-1e300, 0.0, 2e300, 1.0)).unwrap().width > 1 << 28);
        assert!(area.intersect(Area { x: 2, y: 1, width: 3, height: 2 }).is_none());
    }
}
