//! A drawing fills its place, and nothing of it reaches beyond its frame.

use super::super::area::Area;
use super::super::blend;
use super::super::kit::Kit;
use super::super::path::path;
use super::super::surface::{Layer, Surface, single};
use super::tree;
use crate::art::{Drawing, by};
use crate::error::Result;
use crate::geometry::Rect;
use crate::outline::Outline;
use crate::style::Blend;
use crate::transform::Transform;
use tiny_skia::Mask;

/// Paints a drawing so that its frame fills `dest` (in the item's coordinates); what reaches beyond the frame is cut.
pub(in super::super) fn paint(
    kit: &Kit<'_>,
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
    let is_walked = by::walk(&drawing.tree);
    let visible = match is_walked || drawing.tree.filters().is_empty() {
        true => Some(surface.area()),
        false => Area::around(surface.area().rect().grown(tree::AROUND_FILTERS)),
    };
    let touched = Area::around(transform.bounds_of(dest)).and_then(|area| area.intersect(visible?));
    let (Some(area), Some(_)) = (touched, to_scene.inverse()) else { return Ok(()) };
    let overflows = overflows(drawing);
    if opacity >= 1.0 && !overflows && is_walked {
        return tree::paint(&drawing.tree, surface, to_scene, kit.deadline);
    }
    let mut layer = Layer::clear(area)?;
    let mut aside = layer.surface();
    if is_walked {
        tree::paint(&drawing.tree, &mut aside, to_scene, kit.deadline)?;
    } else {
        let to_surface = single(aside.to_pixels(to_scene));
        if let Some(mut pixmap) = aside.pixmap() {
            tree::guarded(|| resvg::render(&drawing.tree, to_surface, &mut pixmap))?;
        }
    }
    if overflows {
        cut(&mut aside, dest, transform);
    }
    blend::composite(&layer, surface, Blend::SourceOver, opacity);
    Ok(())
}

/// Clears what lies outside of a box.
fn cut(surface: &mut Surface<'_>, keep: Rect, transform: Transform) {
    let (frame, area) = (surface.to_pixels(transform), surface.area());
    if let Some(mut pixmap) = surface.pixmap()
        && let Some(frame) = path(&Outline::rect(keep).transformed(frame))
        && let Some(mut mask) = Mask::new(area.width, area.height)
    {
        mask.fill_path(&frame, tiny_skia::FillRule::Winding, true, tiny_skia::Transform::identity());
        pixmap.apply_mask(&mask);
    }
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
