//! At which sides the photo's frame cuts its subject off: a model at the waist, a sofa at the left.
//!
//! In: the photo freed of its background, and the box of its subject. Out: the sides. Promised: a subject that merely
//! touches the frame (a ball in a tight crop) is not cut off, and neither is one around which the photo was trimmed: it
//! touches all four sides. Refused: nothing.

use crate::geometry::{Rect, Sides};
use crate::raster::Raster;

/// Alpha from which on a pixel is more subject than backdrop.
const SUBJECT: u8 = 128;
/// How much of the subject's extent along a side lies on the frame, at least: a neck is a quarter of the shoulders, and
/// two legs are a fifth of a coat. A hanging lamp's wire is a hundredth.
const SHARE: f64 = 0.15;
/// The share of the photo's side within which a subject's end is at the frame: mattes get unsure in the last lines.
const NEAR: f64 = 0.002;
/// How far inside, as a share of the subject's extent, its width is held against that on the frame; 3 px at least.
const INSIDE: f64 = 0.04;
/// What is cut goes on inside about as wide; what is round and only touches is there this many times as wide, or more:
/// the chord of a circle of 40 px grows from 9 px to 24.
const WIDENS: f64 = 2.0;

/// The sides at which the frame of `raster` cuts the subject off whose box is `subject`.
pub fn cut_sides<'a>(raster: &'a Raster, subject: Rect) -> Sides {
    let size = raster.size();
    let (wide, high) = (f64::from(size.width), f64::from(size.height));
    let near = |extent: f64| (extent * NEAR).max(1.0);
    // Depth counts from the frame, lines lie along it.
    let column = |x: f64| Line { raster, is_column: true, at: x, from: subject.y, to: subject.bottom() };
    let row = |y: f64| Line { raster, is_column: false, at: y, from: subject.x, to: subject.right() };
    let is_cut = |gap: f64, whole: f64, extent: f64, line: &dyn Fn(f64) -> Line<'a>| {
        gap <= near(whole) && goes_through(gap.max(0.0).floor(), extent, line)
    };
    let sides = Sides {
        top: is_cut(subject.y, high, subject.height, &row),
        right: is_cut(wide - subject.right(), wide, subject.width, &|depth| column(wide - 1.0 - depth)),
        bottom: is_cut(high - subject.bottom(), high, subject.height, &|depth| row(high - 1.0 - depth)),
        left: is_cut(subject.x, wide, subject.width, &column),
    };
    if sides.all() { Sides::default() } else { sides }
}

/// Whether a subject of this extent away from the frame goes on beyond it.
fn goes_through<'a>(depth: f64, extent: f64, line: impl Fn(f64) -> Line<'a>) -> bool {
    let (outer, inner) = (line(depth), line(depth + (extent * INSIDE).ceil().max(3.0)));
    let on_frame = outer.subject() as f64;
    on_frame >= SHARE * (outer.to - outer.from) && inner.subject() as f64 <= WIDENS * on_frame
}

/// A row or a column of pixels, as far as the subject's box goes.
struct Line<'a> {
    raster: &'a Raster,
    is_column: bool,
    at: f64,
    from: f64,
    to: f64,
}

impl Line<'_> {
    /// How many of its pixels are subject.
    fn subject(&self) -> usize {
        let width = self.raster.size().width as usize;
        let pixels = self.raster.data().as_chunks::<4>().0;
        let (at, from, to) = (self.at.max(0.0) as usize, self.from.max(0.0) as usize, self.to.ceil().max(0.0) as usize);
        let alpha = |along: usize| {
            let index = if self.is_column { along * width + at } else { at * width + along };
            pixels.get(index).map_or(0, |pixel| pixel[3])
        };
        (from..to).filter(|along| alpha(*along) >= SUBJECT).count()
    }
}

#[cfg(test)]
mod tests {
    use super::super::alpha_box;
    use super::*;
    use crate::geometry::Size;

    const SIDE: u32 = 200;

    /// The sides of what is subject, in CSS order.
    fn cut(is_subject: impl Fn(f64, f64) -> bool) -> String {
        let pixel = |index: u32| {
            let (x, y) = (f64::from(index % SIDE) + 0.5, f64::from(index / SIDE) + 0.5);
            if is_subject(x, y) { [90, 60, 30, 255] } else { [0; 4] }
        };
        let data = (0..SIDE * SIDE).flat_map(pixel).collect();
        let raster = Raster::from_premultiplied(Size::new(SIDE, SIDE), data, false).unwrap();
        cut_sides(&raster, alpha_box(&raster).unwrap()).to_string()
    }

    fn disc(x: f64, y: f64, radius: f64) -> impl Fn(f64, f64) -> bool {
        move |to_x, to_y| (to_x - x).hypot(to_y - y) <= radius
    }

    #[test]
    fn what_ends_inside_is_whole() {
        assert_eq!(cut(disc(100.0, 100.0, 80.0)), "");
        assert_eq!(cut(|x, y| x > 20.0 && x < 150.0 && y > 3.0 && y < 180.0), "");
    }

    #[test]
    fn what_goes_through_the_frame_is_cut_there() {
        assert_eq!(cut(|x, y| x > 60.0 && x < 140.0 && y > 30.0), "bottom");
        assert_eq!(cut(|x, y| x < 150.0 && y > 60.0 && y < 120.0), "left");
        assert_eq!(cut(|x, y| x > 20.0 && y > 60.0 && y < 120.0), "right");
        assert_eq!(cut(|_, y| y > 60.0 && y < 120.0), "right and left");
        assert_eq!(cut(disc(100.0, 0.0, 60.0)), "top");
        assert_eq!(cut(disc(0.0, 200.0, 90.0)), "bottom and left");
        // A neck, shoulders below it, and a waist.
        assert_eq!(cut(|x, y| (x - 100.0).abs() < if y < 30.0 { 15.0 } else { 60.0 }), "top and bottom");
        // Two legs.
        assert_eq!(
            cut(|x, y| y > 20.0 && (x - 100.0).abs() < 60.0 && (y < 120.0 || (x - 100.0).abs() > 45.0)),
            "bottom"
        );
    }

    #[test]
    fn what_touches_the_frame_is_not_cut() {
        for radius in [8.0, 20.0, 80.0] {
            assert_eq!(cut(disc(100.0, radius, radius)), "", "a ball of {radius} at the upper edge");
        }
        assert_eq!(cut(|x, y| (x - 100.0).abs() < y / 4.0 && y < 190.0), "", "a point");
        assert_eq!(cut(|x, y| (x - 100.0).abs() < if y < 60.0 { 1.0 } else { 50.0 } && y < 150.0), "", "a wire");
    }

    #[test]
    fn a_photo_trimmed_to_its_subject_says_nothing() {
        assert_eq!(cut(|_, _| true), "");
        assert_eq!(cut(|x, y| x < 150.0 || y > 50.0), "");
    }
}
