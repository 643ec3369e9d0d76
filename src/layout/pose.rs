//! A pose and an object's own box become transforms.
//!
//! The rules are fabric.js's (`ObjectGeometry.ts`: `_getTransformedDimensions`, `translateToCenterPoint`,
//! `calcOwnMatrix`; `Object.ts`: `getObjectScaling`): the origin point is a fraction of the *transformed* box with its
//! stroke, measured before the object is turned; the vector from it to the centre turns with the object.

use crate::design::{Layer, LayerKind, Pose};
use crate::error::{Error, Result};
use crate::geometry::Rect;
use crate::scene::DropShadow;
use crate::style::Style;
use crate::transform::Transform;

/// Where a layer is laid out: what its parents say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    /// From canvas units to pixels of the scene; inside a clip, from the clipped object's units.
    pub(super) root: Transform,
    /// From canvas units to pixels of the scene, wherever the layer is: for clips that lie on the canvas.
    pub(super) canvas: Transform,
    /// From the parent's units to canvas units.
    pub(super) parent: Transform,
    /// Whether the parent is a group.
    pub(super) is_nested: bool,
    /// What parents without a surface of their own multiply into the layer.
    pub(super) opacity: f64,
    /// The shadow that such a parent leaves to children without one.
    pub(super) shadow: Option<DropShadow>,
    /// Whether a group around it has a surface of its own in the editor: what is in it has none then.
    pub(super) on_surface: bool,
    /// How deep in groups and clips.
    pub(super) depth: u32,
    /// What places count from, for people; empty on the canvas.
    pub(super) relative_to: &'static str,
}

impl Spot {
    /// On the canvas itself.
    pub(super) fn canvas(root: Transform) -> Self {
        Self {
            root,
            canvas: root,
            parent: Transform::IDENTITY,
            is_nested: false,
            opacity: 1.0,
            shadow: None,
            on_surface: false,
            depth: 0,
            relative_to: "",
        }
    }

    /// Whether the editor paints an object on a surface of its own, unless nothing forbids it (fabric.js,
    /// `shouldCache`): a clip needs one, and so does a shadow where the stroke lies under the fill.
    pub(super) fn has_surface(&self, layer: &Layer) -> bool {
        let Style { fill, stroke, stroke_width, stroke_first, .. } = &layer.style;
        let is_image = matches!(layer.kind, LayerKind::Image(_));
        let has_both = (is_image || !fill.is_none()) && !stroke.is_none() && *stroke_width > 0.0;
        let needs_one = layer.clip.is_some() || (*stroke_first && has_both && layer.shadow.is_some());
        // Pictures are given none for their own sake (`FabricImage.shouldCache`).
        needs_one || (layer.is_isolated && !self.on_surface && !is_image)
    }
}

/// An object's own box: its extent before any transform, and the stroke that counts for its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    /// Across, without stroke.
    pub(super) width: f64,
    /// Down, without stroke.
    pub(super) height: f64,
    /// Width of the stroke, painted or not.
    pub(super) stroke: f64,
    /// Whether the stroke is added after scaling.
    pub(super) stroke_is_uniform: bool,
}

impl Extent {
    /// The box around the centre, without stroke: what paints are relative to.
    pub(super) fn frame(self) -> Rect {
        Rect::new(-self.width / 2.0, -self.height / 2.0, self.width, self.height)
    }

    /// The box around the centre with the stroke, which the colour behind an object fills (`_renderBackground`).
    pub(super) fn frame_with_stroke(self) -> Rect {
        self.frame().grown(self.stroke / 2.0)
    }
}

/// An object that lies at its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Posed {
    /// From the object's coordinates, its centre at the origin, to canvas units.
    pub(super) to_canvas: Transform,
    /// The same to pixels of the scene.
    pub(super) to_scene: Transform,
    /// The object's scaling in canvas units, parents included, never negative.
    pub(super) scaling: (f64, f64),
    /// The box around the centre, without stroke.
    pub(super) extent: Extent,
}

/// Lays an object down. `None` when its scale flattens it: then nothing of it can be seen.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) when a number is not finite.
pub(super) fn lay(pose: &Pose, extent: Extent, spot: &Spot) -> Result<Option<Posed>> {
    let own = own_transform(pose, extent);
    let to_canvas = spot.parent.then_inner(own);
    let to_scene = spot.root.then_inner(to_canvas);
    if !to_scene.is_finite() || !extent.width.is_finite() || !extent.height.is_finite() {
        return Err(Error::input("its place or size is not a finite number")
            .with_help("check left, top, width, height, angle, scale and skew"));
    }
    let scaling = if spot.is_nested { total_scaling(to_canvas) } else { (pose.scale_x.abs(), pose.scale_y.abs()) };
    Ok(to_scene.inverse().map(|_| Posed { to_canvas, to_scene, scaling, extent }))
}

/// The factors by which pixels grow from a pose to the scene, wherever the object lies: for limits that must be held
/// before its box is known.
pub(super) fn factors(pose: &Pose, spot: &Spot) -> (f64, f64) {
    spot.root.then_inner(spot.parent).then_inner(linear(pose)).scales()
}

/// Translate(centre) · Rotate · Scale · SkewX · SkewY.
fn own_transform(pose: &Pose, extent: Extent) -> Transform {
    let (x, y) = centre(pose, extent);
    Transform::translate(x, y).then_inner(linear(pose))
}

fn linear(pose: &Pose) -> Transform {
    Transform::rotate(pose.angle).then_inner(dimensions(pose, pose.scale_x, pose.scale_y))
}

/// What gives the box its size: everything but the turn and the place.
fn dimensions(pose: &Pose, scale_x: f64, scale_y: f64) -> Transform {
    let mut transform = Transform::scale(scale_x, scale_y);
    if pose.skew_x != 0.0 {
        transform = transform.then_inner(Transform::skew_x(pose.skew_x));
    }
    if pose.skew_y != 0.0 {
        transform = transform.then_inner(Transform::skew_y(pose.skew_y));
    }
    transform
}

/// The upright size of the scaled and skewed box with its stroke.
fn size(pose: &Pose, extent: Extent) -> (f64, f64) {
    let (before, after) = if extent.stroke_is_uniform { (0.0, extent.stroke) } else { (extent.stroke, 0.0) };
    let (width, height) = (extent.width + before, extent.height + before);
    if pose.skew_x == 0.0 && pose.skew_y == 0.0 {
        // A negative side stays negative: the object lies on the other side of its point.
        return (width * pose.scale_x.abs() + after, height * pose.scale_y.abs() + after);
    }
    let shape = dimensions(pose, pose.scale_x.abs(), pose.scale_y.abs());
    let bounds = shape.bounds_of(Rect::new(-width / 2.0, -height / 2.0, width, height));
    (bounds.width + after, bounds.height + after)
}

fn centre(pose: &Pose, extent: Extent) -> (f64, f64) {
    let (width, height) = size(pose, extent);
    let to_centre = ((0.5 - pose.origin_x) * width, (0.5 - pose.origin_y) * height);
    let (x, y) = Transform::rotate(pose.angle).apply_vector(to_centre.0, to_centre.1);
    (pose.left + x, pose.top + y)
}

/// The scaling of a nested object out of its whole transform: the length of its x axis, and the area that is left
/// (fabric's `qrDecompose`).
fn total_scaling(transform: Transform) -> (f64, f64) {
    let x = transform.a.hypot(transform.b);
    (x, if x > 0.0 { (transform.determinant() / x).abs() } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Extent = Extent { width: 20.0, height: 40.0, stroke: 2.0, stroke_is_uniform: false };

    fn near(a: (f64, f64), b: (f64, f64)) -> bool {
        (a.0 - b.0).abs() < 1e-9 && (a.1 - b.1).abs() < 1e-9
    }

    #[test]
    fn the_centre_follows_the_origin_with_scale_and_stroke() {
        // Expectations: fabric.js 7, ObjectOrigin.spec.ts.
        for (origin_x, origin_y, angle, expected) in [
            (0.5, 0.5, 0.0, (15.0, 20.0)),
            (0.5, 0.0, 0.0, (15.0, 62.0)),
            (0.0, 0.0, 0.0, (37.0, 62.0)),
            (1.0, 1.0, 0.0, (-7.0, -22.0)),
            (0.5, 0.5, 35.0, (15.0, 20.0)),
            (0.5, 0.0, 35.0, (-9.090210326743936, 54.40438586013766)),
            (0.0, 0.0, 35.0, (8.931134647613884, 67.02306745986067)),
            (0.0, 1.0, 35.0, (57.11155530110176, -1.7857042604146471)),
            (1.0, 1.0, 35.0, (21.068865352386116, -27.02306745986067)),
        ] {
            let pose = Pose {
                left: 15.0,
                top: 20.0,
                origin_x,
                origin_y,
                angle,
                scale_x: 2.0,
                scale_y: 2.0,
                ..Pose::default()
            };
            let found = centre(&pose, PLAIN);
            assert!(near(found, expected), "{origin_x} {origin_y} {angle}: {found:?}");
        }
    }

    #[test]
    fn the_size_of_the_box_counts_scale_skew_and_stroke_but_no_angle() {
        // Expectations: fabric.js 7, Object-interactivity.spec.ts; the uniform ones by its formula.
        let plain = Extent { width: 10.0, height: 15.0, stroke: 2.0, stroke_is_uniform: false };
        let uniform = Extent { stroke_is_uniform: true, ..plain };
        let pose = |scale_x, scale_y, angle, skew_x, skew_y| Pose {
            scale_x,
            scale_y,
            angle,
            skew_x,
            skew_y,
            ..Pose::default()
        };
        for (extent, pose, expected) in [
            (plain, pose(1.0, 1.0, 0.0, 0.0, 0.0), (12.0, 17.0)),
            (plain, pose(2.0, 1.0, 0.0, 0.0, 0.0), (24.0, 17.0)),
            (plain, pose(2.0, 2.0, 45.0, 0.0, 0.0), (24.0, 34.0)),
            (plain, pose(-2.0, 2.0, 45.0, 0.0, 0.0), (24.0, 34.0)),
            (plain, pose(2.0, 2.0, 45.0, 45.0, 0.0), (58.0, 34.0)),
            (plain, pose(2.0, 2.0, 45.0, 45.0, 45.0), (82.0, 58.0)),
            (plain, pose(2.0, -2.0, 45.0, 45.0, 45.0), (82.0, 58.0)),
            (uniform, pose(2.0, 3.0, 0.0, 0.0, 0.0), (22.0, 47.0)),
            (uniform, pose(2.0, 3.0, 0.0, 45.0, 0.0), (52.0, 47.0)),
        ] {
            let found = size(&pose, extent);
            assert!(near(found, expected), "{pose:?}: {found:?}");
        }
    }

    #[test]
    fn a_skewed_and_turned_object_covers_the_corners_that_fabric_gives_it() {
        // Expectation: fabric.js 7, ObjectGeometry.spec.ts "getCoords with skewY skewX angle", here by its left top.
        let extent = Extent { width: 10.0, height: 15.0, stroke: 2.0, stroke_is_uniform: false };
        let pose =
            Pose { left: 54.5, top: 15.628421096750428, skew_x: 30.0, skew_y: 45.0, angle: 90.0, ..Pose::default() };
        assert!(near(centre(&pose, extent), (40.0, 30.0)));
        let Posed { to_canvas, .. } = lay(&pose, extent, &Spot::canvas(Transform::IDENTITY)).unwrap().unwrap();
        let bounds = to_canvas.bounds_of(extent.frame_with_stroke());
        assert!(near((bounds.x, bounds.y), (25.5, 15.628421096750428)), "{bounds:?}");
        assert!(near((bounds.right(), bounds.bottom()), (54.5, 44.37157890324957)), "{bounds:?}");
    }

    #[test]
    fn a_flip_turns_the_object_within_its_box() {
        let pose = Pose { left: 10.0, top: 10.0, scale_x: -2.0, ..Pose::default() };
        let extent = Extent { stroke: 0.0, ..PLAIN };
        let posed = lay(&pose, extent, &Spot::canvas(Transform::scale(3.0, 3.0))).unwrap().unwrap();
        assert_eq!(posed.to_scene.apply(-10.0, -20.0), (150.0, 30.0));
        assert_eq!(posed.to_scene.apply(10.0, 20.0), (30.0, 150.0));
        assert_eq!(posed.scaling, (2.0, 1.0));
    }

    #[test]
    fn a_child_lies_in_its_parent_and_scales_with_it() {
        let parent = Transform::translate(100.0, 50.0).then_inner(Transform::scale(2.0, 4.0));
        let spot = Spot { parent, is_nested: true, ..Spot::canvas(Transform::IDENTITY) };
        let pose = Pose { left: 10.0, top: 10.0, origin_x: 0.5, origin_y: 0.5, scale_x: 3.0, ..Pose::default() };
        let posed = lay(&pose, PLAIN, &spot).unwrap().unwrap();
        assert_eq!(posed.to_scene.apply(0.0, 0.0), (120.0, 90.0));
        assert_eq!(posed.scaling, (6.0, 4.0));
    }

    #[test]
    fn what_is_flat_is_nothing_and_what_is_not_finite_is_an_error() {
        let spot = Spot::canvas(Transform::IDENTITY);
        assert!(lay(&Pose { scale_x: 0.0, ..Pose::default() }, PLAIN, &spot).unwrap().is_none());
        assert!(lay(&Pose { left: f64::NAN, ..Pose::default() }, PLAIN, &spot).is_err());
        assert!(lay(&Pose { skew_x: f64::INFINITY, ..Pose::default() }, PLAIN, &spot).is_err());
    }
}
