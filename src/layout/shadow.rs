//! A shadow in canvas units becomes a shadow in pixels.

use crate::scene::DropShadow;
use crate::style::Shadow;
use crate::transform::Transform;

/// The shadow of an object whose total scaling in canvas units is `scaling`; `root` leads from canvas units to pixels.
/// `None` when it cannot be seen.
///
/// The offset is multiplied by each axis's scale and never turned; the blur by the means of both (fabric.js,
/// `_setShadow`). A blur of B is a Gaussian of sigma B/2 (HTML canvas, "when shadows are drawn").
pub(super) fn drop(shadow: &Shadow, root: Transform, scaling: (f64, f64)) -> Option<DropShadow> {
    let is_seen = shadow.color.a > 0 && (shadow.dx != 0.0 || shadow.dy != 0.0 || shadow.blur > 0.0);
    let (own_x, own_y) = if shadow.ignores_scale { (1.0, 1.0) } else { scaling };
    let (out_x, out_y) = root.scales();
    is_seen.then(|| DropShadow {
        color: shadow.color,
        dx: shadow.dx * out_x * own_x,
        dy: shadow.dy * out_y * own_y,
        sigma: shadow.blur.max(0.0) * mean(out_x, out_y) * mean(own_x, own_y) / 2.0,
        from_stroke: shadow.from_stroke,
        squeeze: None,
        is_alone: false,
    })
}

fn mean(a: f64, b: f64) -> f64 {
    (a + b) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Color;

    const SHADOW: Shadow =
        Shadow { color: Color::BLACK, dx: 5.0, dy: -3.0, blur: 8.0, from_stroke: false, ignores_scale: false };

    #[test]
    fn offset_scales_by_axis_and_blur_by_the_mean() {
        let found = drop(&SHADOW, Transform::scale(2.0, 2.0), (3.0, 1.0)).unwrap();
        assert_eq!((found.dx, found.dy, found.sigma), (30.0, -6.0, 16.0));
    }

    #[test]
    fn without_scaling_only_the_output_counts() {
        let shadow = Shadow { ignores_scale: true, ..SHADOW };
        let found = drop(&shadow, Transform::scale(2.0, 2.0), (3.0, 1.0)).unwrap();
        assert_eq!((found.dx, found.dy, found.sigma), (10.0, -6.0, 8.0));
    }

    #[test]
    fn what_cannot_be_seen_is_none() {
        let seen = |shadow| drop(&shadow, Transform::IDENTITY, (1.0, 1.0)).is_some();
        assert!(!seen(Shadow { color: Color::TRANSPARENT, ..SHADOW }));
        assert!(!seen(Shadow { dx: 0.0, dy: 0.0, blur: 0.0, ..SHADOW }));
        assert!(seen(Shadow { dx: 0.0, dy: 0.0, ..SHADOW }));
    }
}
