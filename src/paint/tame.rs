//! Paths that reach far beyond every surface are cut there.
//!
//! tiny-skia cuts edges in `f32`, which fails for coordinates of millions: edges get out of order. Cutting a filled
//! contour at a far box changes nothing inside of it.

use tiny_skia::{Path, PathBuilder, PathSegment, Point, Rect};

/// Pixels around the surface's corner. Beyond the largest surface, and `f32` still tells 1/128 pixel apart.
const FAR: f64 = 65_536.0;
/// Lines that stand for a curve, at most: the arc of a quarter circle of a million pixels is met to 0.3.
const LINES: f64 = 1024.0;
/// Lines that stand for all curves of a path, unless there are more curves: 16 MB of points.
const ALL_LINES: usize = 1 << 20;

type At = (f64, f64);

/// The path itself, or what a fill of it shows within the far box; `None` when that is nothing.
pub(super) fn tamed(path: Path) -> Option<Path> {
    if !is_far(path.bounds()) {
        return Some(path);
    }
    let mut builder = PathBuilder::new();
    for contour in contours(&path) {
        // Cut on one axis, exchange the axes, cut again, exchange them back.
        let turned = |contour: Vec<At>| contour.into_iter().map(|(x, y)| (y, x)).collect();
        let cut: Vec<At> = turned(cut(turned(cut(contour))));
        for (index, (x, y)) in cut.iter().enumerate() {
            match index {
                0 => builder.move_to(*x as f32, *y as f32),
                _ => builder.line_to(*x as f32, *y as f32),
            }
        }
        builder.close();
    }
    builder.finish()
}

/// Whether something with these bounds, in pixels, reaches beyond the far box.
pub(super) fn is_far(bounds: Rect) -> bool {
    let edges = [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()];
    edges.iter().any(|edge| f64::from(edge.abs()) > FAR)
}

/// Cuts a closed contour at −[`FAR`] and [`FAR`] of the first axis (Sutherland and Hodgman, 1974).
fn cut(contour: Vec<At>) -> Vec<At> {
    [-FAR, FAR].into_iter().fold(contour, |contour, edge| {
        let inside = |p: At| p.0 * edge <= edge * edge;
        let mut kept = Vec::with_capacity(contour.len());
        let mut before = contour.last().copied();
        for &point in &contour {
            if let Some(before) = before.filter(|before| inside(*before) != inside(point)) {
                let share = (edge - before.0) / (point.0 - before.0);
                kept.push((edge, before.1 + (point.1 - before.1) * share));
            }
            if inside(point) {
                kept.push(point);
            }
            before = Some(point);
        }
        kept
    })
}

/// The points of each contour, curves as lines.
fn contours(path: &Path) -> Vec<Vec<At>> {
    let mut contours: Vec<Vec<At>> = Vec::new();
    let mut contour: Vec<At> = Vec::new();
    let most = (ALL_LINES / path.len().max(1)) as f64;
    for segment in path.segments() {
        let from = contour.last().copied().unwrap_or_default();
        match segment {
            PathSegment::MoveTo(p) => {
                contours.push(std::mem::take(&mut contour));
                contour.push(at(p));
            }
            PathSegment::LineTo(p) => contour.push(at(p)),
            PathSegment::QuadTo(p1, p2) => {
                let (p1, p2) = (at(p1), at(p2));
                let third = |a: f64, b: f64| a + (b - a) * 2.0 / 3.0;
                let (c1, c2) = ((third(from.0, p1.0), third(from.1, p1.1)), (third(p2.0, p1.0), third(p2.1, p1.1)));
                contour.extend(curve([from, c1, c2, p2], most));
            }
            PathSegment::CubicTo(p1, p2, p3) => contour.extend(curve([from, at(p1), at(p2), at(p3)], most)),
            PathSegment::Close => {}
        }
    }
    contours.push(contour);
    contours
}

/// Lines of half a pixel, or fewer when these would be too many.
fn curve(p: [At; 4], most: f64) -> impl Iterator<Item = At> {
    let length: f64 = p.windows(2).map(|pair| (pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1)).sum();
    let lines = (2.0 * length).min(LINES).min(most).max(2.0).ceil() as i32;
    (1..=lines).map(move |index| {
        let t = f64::from(index) / f64::from(lines);
        let s = 1.0 - t;
        let weights = [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
        p.iter().zip(weights).fold((0.0, 0.0), |sum, (p, weight)| (sum.0 + p.0 * weight, sum.1 + p.1 * weight))
    })
}

fn at(point: Point) -> At {
    (f64::from(point.x), f64::from(point.y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_far_path_keeps_what_is_near() {
        let mut builder = PathBuilder::new();
        builder.move_to(-1e9, -1e9);
        builder.line_to(1e9, -1e9);
        builder.line_to(0.0, 1e9);
        let bounds = tamed(builder.finish().unwrap()).unwrap().bounds();
        let edges = [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()].map(f64::from);
        assert_eq!(edges, [-FAR, -FAR, FAR, FAR]);
        let mut curves = PathBuilder::new();
        curves.move_to(1e6, 0.0);
        for index in 0..60_000 {
            let x = (index % 300) as f32;
            curves.quad_to(x, 90.0 - x, 300.0 - x, 20.0);
        }
        assert!(tamed(curves.finish().unwrap()).unwrap().len() < 2 * ALL_LINES);
        let small = PathBuilder::from_rect(Rect::from_xywh(1.0, 2.0, 3.0, 4.0).unwrap());
        assert_eq!(tamed(small.clone()).unwrap(), small);
        let away = PathBuilder::from_rect(Rect::from_xywh(1e6, 2.0, 3.0, 4.0).unwrap());
        assert!(tamed(away).is_none());
    }
}
