//! Outlines in the terms of tiny-skia.

use super::tame::tamed;
use crate::geometry::Rect;
use crate::outline::{FillRule, Outline, Segment};
use tiny_skia::{Paint, Path, PathBuilder, PixmapMut, Shader};

/// What is filled, in pixels of the surface.
pub(super) enum Figure {
    /// An upright box: its coverage is exact to 1/256, and painting it costs less.
    Box(Rect),
    /// Anything else: its coverage is of 4 × 4 samples a pixel.
    Path(Path, tiny_skia::FillRule),
}

impl Figure {
    /// An outline in pixels of the surface; `None` when there is nothing to fill or it is not finite.
    pub(super) fn new(outline: &Outline, rule: FillRule) -> Option<Self> {
        match upright_box(outline) {
            Some(rect) => Some(Self::Box(rect)),
            None => Some(Self::Path(tamed(path(outline)?)?, fill_rule(rule))),
        }
    }

    /// The smallest box around it.
    pub(super) fn bounds(&self) -> Rect {
        match self {
            Self::Box(rect) => *rect,
            Self::Path(path, _) => {
                let bounds = path.bounds();
                let [x, y, width, height] = [bounds.x(), bounds.y(), bounds.width(), bounds.height()].map(f64::from);
                Rect::new(x, y, width, height)
            }
        }
    }
}

/// The same steps in `f32`; `None` when empty or not finite.
pub(super) fn path(outline: &Outline) -> Option<Path> {
    let mut builder = PathBuilder::with_capacity(outline.segments.len(), outline.segments.len() * 2);
    for segment in &outline.segments {
        match *segment {
            Segment::Move(x, y) => builder.move_to(x as f32, y as f32),
            Segment::Line(x, y) => builder.line_to(x as f32, y as f32),
            Segment::Quad(x1, y1, x, y) => builder.quad_to(x1 as f32, y1 as f32, x as f32, y as f32),
            Segment::Cubic(x1, y1, x2, y2, x, y) => {
                builder.cubic_to(x1 as f32, y1 as f32, x2 as f32, y2 as f32, x as f32, y as f32);
            }
            Segment::Close => builder.close(),
        }
    }
    builder.finish()
}

/// In the terms of tiny-skia.
fn fill_rule(rule: FillRule) -> tiny_skia::FillRule {
    match rule {
        FillRule::Nonzero => tiny_skia::FillRule::Winding,
        FillRule::Evenodd => tiny_skia::FillRule::EvenOdd,
    }
}

/// The box that an outline of four lines along the axes is, to a millionth of a pixel.
fn upright_box(outline: &Outline) -> Option<Rect> {
    let corners = match outline.segments.as_slice() {
        [Segment::Move(x0, y0), Segment::Line(x1, y1), Segment::Line(x2, y2), Segment::Line(x3, y3), rest @ ..]
            if matches!(rest, [] | [Segment::Close])
                || matches!(rest, [Segment::Line(x, y), Segment::Close] if (x, y) == (x0, y0)) =>
        {
            [(*x0, *y0), (*x1, *y1), (*x2, *y2), (*x3, *y3)]
        }
        _ => return None,
    };
    let same = |a: f64, b: f64| (a - b).abs() < 1e-6;
    let [p, q, r, s] = corners;
    let across_first = same(p.1, q.1) && same(q.0, r.0) && same(r.1, s.1) && same(s.0, p.0);
    let down_first = same(p.0, q.0) && same(q.1, r.1) && same(r.0, s.0) && same(s.1, p.1);
    (across_first || down_first).then(|| Rect::around(corners)).flatten()
}

/// Fills a figure with a shader, over what is there.
pub(super) fn fill_figure(pixmap: &mut PixmapMut<'_>, figure: &Figure, shader: Shader<'_>) {
    let paint = Paint { shader, ..Paint::default() };
    let identity = tiny_skia::Transform::identity();
    match figure {
        Figure::Path(path, rule) => pixmap.fill_path(path, &paint, *rule, identity, None),
        Figure::Box(rect) => {
            // Cut a pixel outside of the surface: fixed-point numbers do not reach farther than 32767.
            let frame = Rect::new(0.0, 0.0, f64::from(pixmap.width()), f64::from(pixmap.height())).grown(1.0);
            let Some(rect) = rect.intersect(frame) else { return };
            let edges = [rect.x, rect.y, rect.right(), rect.bottom()].map(|edge| edge as f32);
            if let Some(rect) = tiny_skia::Rect::from_ltrb(edges[0], edges[1], edges[2], edges[3]) {
                pixmap.fill_rect(rect, &paint, identity, None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transform::Transform;

    #[test]
    fn only_boxes_along_the_axes_count_as_boxes() {
        let rect = Outline::rect(Rect::new(1.0, 2.0, 3.0, 4.0));
        let is_box = |degrees: f64| upright_box(&rect.transformed(Transform::rotate(degrees))).is_some();
        assert!(is_box(0.0) && is_box(90.0) && is_box(180.0) && !is_box(45.0) && !is_box(1.0));
        let bow_tie = Outline::polyline(&[(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0)], true);
        assert!(upright_box(&bow_tie).is_none());
    }

    #[test]
    fn what_is_not_finite_is_no_path() {
        assert!(path(&Outline::polyline(&[(0.0, 0.0), (f64::NAN, 1.0), (1.0, 0.0)], true)).is_none());
        assert!(path(&Outline::polyline(&[(0.0, 0.0), (1e300, 1.0), (1.0, 0.0)], true)).is_none());
    }
}
