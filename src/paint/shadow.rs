//! A blurred, moved copy of a layer's alpha in one colour.
//!
//! Offset and blur are in pixels of the scene and never turn with the item. The shadow meets what lies under it by the
//! item's own mode and opacity, as in canvas.

use super::area::Area;
use super::blend;
use super::blur;
use super::kit::Kit;
use super::squeeze;
use super::surface::{Layer, Surface};
use crate::error::Result;
use crate::geometry::Rect;
use crate::scene::DropShadow;
use crate::style::Blend;

/// The pixels whose alpha the shadow on `target` comes from; `None`: none of it lies there.
pub(super) fn source_of(shadow: &DropShadow, target: Area) -> Option<Area> {
    let back = DropShadow { dx: -shadow.dx, dy: -shadow.dy, squeeze: None, ..*shadow };
    let cast = Area::around(reached(&back, target.rect()))?;
    match shadow.squeeze {
        Some(squeeze) => squeeze::source_of(squeeze, cast),
        None => Some(cast),
    }
}

/// Whether there is anything to see of it.
pub(super) fn is_visible(shadow: &DropShadow) -> bool {
    let is_some = shadow.squeeze.is_none_or(squeeze::is_some);
    shadow.color.a > 0 && is_some && [shadow.dx, shadow.dy, shadow.sigma].iter().all(|number| number.is_finite())
}

/// A box around the shadow of a box.
pub(super) fn reached(shadow: &DropShadow, rect: Rect) -> Rect {
    let cast = shadow.squeeze.map_or(rect, |squeeze| squeeze::reached(squeeze, rect));
    moved(cast.grown(blur::reach(shadow.sigma.max(0.0)) + 1.0), shadow.dx, shadow.dy)
}

/// Paints the shadow of a layer onto a surface.
pub(super) fn cast(
    kit: &Kit<'_>,
    layer: &Layer,
    shadow: &DropShadow,
    blend: Blend,
    opacity: f64,
    surface: &mut Surface<'_>,
) -> Result<()> {
    let reached = Area::around(reached(shadow, layer.area().rect())).and_then(|area| area.intersect(surface.area()));
    let Some(area) = reached else {
        blend::composite_nothing(surface, blend);
        return Ok(());
    };
    let Some(read) = Area::around(moved(area.rect(), -shadow.dx, -shadow.dy)) else { return Ok(()) };
    let sigma = shadow.sigma.max(0.0);
    let field = match shadow.squeeze {
        Some(squeeze) => match squeeze::squeezed(layer, squeeze)? {
            Some(squeezed) => blur::blurred(&squeezed, sigma, read, kit.deadline)?,
            None => return Ok(()),
        },
        None => blur::blurred(layer, sigma, read, kit.deadline)?,
    };
    let mut cast = Layer::clear(area)?;
    let mut colored = cast.surface();
    let color = shadow.color.premultiplied().map(f32::from);
    let columns = field.columns(area.x, area.right(), shadow.dx);
    for y in area.y..area.bottom() {
        let alphas = field.row(y, shadow.dy, &columns);
        let (pixels, _) = colored.row(y, area.x, area.right()).as_chunks_mut::<4>();
        for (pixel, alpha) in pixels.iter_mut().zip(alphas) {
            *pixel = color.map(|channel| (channel * alpha / 255.0 + 0.5) as u8);
        }
    }
    blend::composite(&cast, surface, blend, opacity);
    Ok(())
}

fn moved(rect: Rect, dx: f64, dy: f64) -> Rect {
    Rect::new(rect.x + dx, rect.y + dy, rect.width, rect.height)
}
