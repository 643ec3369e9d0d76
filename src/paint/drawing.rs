//! Vector art goes onto a surface, sharp at any size.

use super::surface::Surface;
use crate::art::Drawing;
use crate::error::Result;
use crate::geometry::Rect;
use crate::transform::Transform;

/// Without feature `svg` nothing can be drawn.
#[cfg(not(feature = "svg"))]
pub(super) fn paint(_: &mut Surface<'_>, _: &Drawing, _: Rect, _: Transform, _: f64) -> Result<()> {
    Err(crate::error::Error::unsupported("this build has no support for SVG").with_help("build with feature `svg`"))
}

#[cfg(feature = "svg")]
pub(super) use svg::paint;

#[cfg(feature = "svg")]
mod svg {
    use super::super::area::Area;
    use super::super::blend;
    use super::super::path::path;
    use super::super::surface::{Layer, single};
    use super::{Drawing, Rect, Result, Surface, Transform};
    use crate::outline::Outline;
    use crate::style::Blend;
    use tiny_skia::Mask;

    /// Filters look at pixels around; resvg itself cuts them two surfaces away from the surface's edge, so a narrow strip
    /// of a tile is painted with this much around it.
    const AROUND_FILTERS: f64 = 256.0;

    /// Paints a drawing so that its frame fills `dest` (in the item's coordinates); what reaches beyond the frame is cut.
    pub(in super::super) fn paint(
        surface: &mut Surface<'_>,
        drawing: &Drawing,
        dest: Rect,
        transform: Transform,
        opacity: f64,
    ) -> Result<()> {
        let Rect { x, y, width, height } = drawing.frame;
        let fit = Transform::translate(dest.x, dest.y)
            .then_inner(Transform::scale(dest.width / width, dest.height / height))
            .then_inner(Transform::translate(-x, -y));
        let to_scene = transform.then_inner(fit);
        let visible = match drawing.tree.filters().is_empty() {
            true => Some(surface.area()),
            false => Area::around(surface.area().rect().grown(AROUND_FILTERS)),
        };
        let touched = Area::around(transform.bounds_of(dest)).and_then(|area| area.intersect(visible?));
        let (Some(area), Some(_)) = (touched, to_scene.inverse()) else { return Ok(()) };
        let overflows = overflows(drawing);
        if opacity >= 1.0 && !overflows && is_simple(drawing) {
            let to_surface = single(surface.to_pixels(to_scene));
            if let Some(mut pixmap) = surface.pixmap() {
                resvg::render(&drawing.tree, to_surface, &mut pixmap);
            }
            return Ok(());
        }
        let mut layer = Layer::clear(area)?;
        let mut aside = layer.surface();
        let (drawn, frame) = (aside.to_pixels(to_scene), aside.to_pixels(transform));
        if let Some(mut pixmap) = aside.pixmap() {
            resvg::render(&drawing.tree, single(drawn), &mut pixmap);
            if overflows
                && let Some(frame) = path(&Outline::rect(dest).transformed(frame))
                && let Some(mut mask) = Mask::new(area.width, area.height)
            {
                mask.fill_path(&frame, tiny_skia::FillRule::Winding, true, tiny_skia::Transform::identity());
                pixmap.apply_mask(&mask);
            }
        }
        blend::composite(&layer, surface, Blend::SourceOver, opacity);
        Ok(())
    }

    /// Whether something reaches beyond the frame.
    fn overflows(drawing: &Drawing) -> bool {
        let drawn = drawing.tree.root().abs_layer_bounding_box();
        let drawn = Rect::around([
            (f64::from(drawn.left()), f64::from(drawn.top())),
            (f64::from(drawn.right()), f64::from(drawn.bottom())),
        ]);
        // A hundredth of a unit is rounding in `f32`.
        let frame = drawing.frame.grown(0.01);
        drawn.is_some_and(|drawn| {
            drawn.x < frame.x || drawn.y < frame.y || drawn.right() > frame.right() || drawn.bottom() > frame.bottom()
        })
    }

    /// Whether it can be painted straight onto what is there: no part of it looks at what lies under it, and no filter
    /// has to see beyond the surface.
    fn is_simple(drawing: &Drawing) -> bool {
        let mut groups = vec![drawing.tree.root()];
        while let Some(group) = groups.pop() {
            if group.blend_mode() != usvg::BlendMode::Normal || !group.filters().is_empty() {
                return false;
            }
            groups.extend(group.children().iter().filter_map(|node| match node {
                usvg::Node::Group(group) => Some(group.as_ref()),
                _ => None,
            }));
        }
        true
    }
}
