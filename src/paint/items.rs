//! Items in their order: the only walk through groups and masks.
//!
//! An item that simply lies over what is there is painted straight onto the surface. One with a shadow, a mask, another
//! mode, or an opacity that has to be applied once, is painted aside first, on a layer no larger than what is seen of
//! it.

use super::area::Area;
use super::blend;
use super::bounds;
use super::coat::{self, Coated, Part};
use super::drawing;
use super::glyphs;
use super::kit::Kit;
use super::mask;
use super::picture::{self, Placed};
use super::shadow;
use super::surface::{Layer, Surface};
use crate::error::Result;
use crate::geometry::Rect;
use crate::outline::FillRule;
use crate::scene::{DropShadow, Item, ItemKind};
use crate::style::Blend;

/// Paints items, the first lowest. `opacity` multiplies that of each.
pub(super) fn paint(kit: &Kit<'_>, items: &[Item], opacity: f64, surface: &mut Surface<'_>) -> Result<()> {
    for item in items {
        kit.deadline.check()?;
        paint_item(kit, item, opacity, surface).map_err(|error| error.at(item.place.as_str()))?;
    }
    Ok(())
}

fn paint_item(kit: &Kit<'_>, item: &Item, opacity: f64, surface: &mut Surface<'_>) -> Result<()> {
    let opacity = item.opacity.clamp(0.0, 1.0) * opacity;
    if !item.transform.is_finite() || opacity.is_nan() {
        return Ok(());
    }
    if let Some(items) = open_group(item, opacity) {
        return paint(kit, items, opacity, surface);
    }
    for pass in passes(item) {
        paint_pass(kit, item, pass, opacity, surface)?;
    }
    Ok(())
}

/// The children of a group that can be painted one by one: it does not ask for a surface of its own, or one would make
/// no difference.
fn open_group(item: &Item, opacity: f64) -> Option<&[Item]> {
    let ItemKind::Group { items, is_isolated } = &item.kind else { return None };
    let is_plain = item.mask.is_none() && item.shadow.is_none() && item.blend == Blend::SourceOver;
    let is_open = !is_isolated || (opacity >= 1.0 && !items.iter().any(has_other_mode));
    (is_plain && is_open).then_some(items.as_slice())
}

fn has_other_mode(item: &Item) -> bool {
    let ItemKind::Group { items, .. } = &item.kind else { return item.blend != Blend::SourceOver };
    item.blend != Blend::SourceOver || items.iter().any(has_other_mode)
}

/// What is painted in one go.
#[derive(Clone, Copy)]
struct Pass<'a> {
    part: Part,
    shadow: Option<&'a DropShadow>,
}

/// One pass as a rule. Fill and stroke cast their shadows one after the other, as canvas does, except where the item is
/// put together first: under a mask, and when the stroke lies under the fill.
fn passes(item: &Item) -> impl Iterator<Item = Pass<'_>> {
    let shadow = item.shadow.as_ref().filter(|shadow| shadow::is_visible(shadow));
    let whole = [Some(Pass { part: Part::Whole, shadow }), None];
    let (ItemKind::Shape { coat, .. } | ItemKind::Glyphs { coat, .. }) = &item.kind else {
        return whole.into_iter().flatten();
    };
    let is_split = coat.fill.is_some() && coat.stroke.is_some() && !coat.stroke_first && item.mask.is_none();
    let Some(shadow) = shadow.filter(|_| is_split) else { return whole.into_iter().flatten() };
    let of_stroke = Some(shadow).filter(|shadow| shadow.from_stroke);
    let fill = Pass { part: Part::Fill, shadow: Some(shadow) };
    [Some(fill), Some(Pass { part: Part::Stroke, shadow: of_stroke })].into_iter().flatten()
}

fn paint_pass(kit: &Kit<'_>, item: &Item, pass: Pass<'_>, opacity: f64, surface: &mut Surface<'_>) -> Result<()> {
    let touched = bounds_of(kit, item, pass.part)?.and_then(Area::around);
    if is_direct(item, pass, opacity) {
        let is_seen = opacity > 0.0 && touched.is_some_and(|area| area.intersect(surface.area()).is_some());
        return if is_seen { paint_body(kit, item, pass.part, opacity, surface) } else { Ok(()) };
    }
    let Some(area) = touched.and_then(|area| needed(kit, item, area, pass.shadow, surface.area()).transpose()) else {
        blend::composite_nothing(surface, item.blend);
        return Ok(());
    };
    let mut layer = Layer::clear(area?)?;
    paint_body(kit, item, pass.part, 1.0, &mut layer.surface())?;
    if let Some(mask) = &item.mask {
        let mut alpha = Layer::clear(layer.area())?;
        paint(kit, &mask.items, 1.0, &mut alpha.surface())?;
        mask::apply(&mut layer, &mut alpha, mask.is_inverted);
    }
    if let Some(shadow) = pass.shadow {
        shadow::cast(kit, &layer, shadow, item.blend, opacity, surface)?;
    }
    if !pass.shadow.is_some_and(|shadow| shadow.is_alone) {
        blend::composite(&layer, surface, item.blend, opacity);
    }
    Ok(())
}

/// Whether the pass can be painted without a layer.
fn is_direct(item: &Item, pass: Pass<'_>, opacity: f64) -> bool {
    let is_plain = item.mask.is_none() && pass.shadow.is_none() && item.blend == Blend::SourceOver;
    is_plain
        && match &item.kind {
            ItemKind::Picture { .. } => true,
            // Fill and stroke overlap: a translucent whole is put together first.
            ItemKind::Shape { coat, .. } | ItemKind::Glyphs { coat, .. } => {
                opacity >= 1.0 || pass.part != Part::Whole || coat.fill.is_none() || coat.stroke.is_none()
            }
            ItemKind::Drawing { .. } => opacity >= 1.0,
            ItemKind::Group { .. } => false,
        }
}

/// The pixels of an item that are seen on a surface, or that cast a shadow on it.
fn needed(
    kit: &Kit<'_>,
    item: &Item,
    touched: Area,
    shadow: Option<&DropShadow>,
    surface: Area,
) -> Result<Option<Area>> {
    let seen = touched.intersect(surface);
    let casting = shadow.and_then(|shadow| touched.intersect(shadow::source_of(shadow, surface)?));
    let area = seen.map_or(casting, |seen| Some(casting.map_or(seen, |casting| casting.union(seen))));
    match &item.mask {
        Some(mask) if !mask.is_inverted => {
            let kept = bounds_of_all(kit, &mask.items)?.and_then(Area::around);
            Ok(area.and_then(|area| area.intersect(kept?)))
        }
        _ => Ok(area),
    }
}

/// A box around all that an item touches, its shadow left out.
fn bounds_of(kit: &Kit<'_>, item: &Item, part: Part) -> Result<Option<Rect>> {
    match &item.kind {
        ItemKind::Group { items, .. } => bounds_of_all(kit, items),
        kind => bounds::of(kit, kind, part, item.transform),
    }
}

/// A box around items and their shadows.
fn bounds_of_all(kit: &Kit<'_>, items: &[Item]) -> Result<Option<Rect>> {
    let mut all: Option<Rect> = None;
    for item in items.iter().filter(|item| item.transform.is_finite()) {
        let Some(own) = bounds_of(kit, item, Part::Whole)? else { continue };
        let shadow = item.shadow.as_ref().filter(|shadow| shadow::is_visible(shadow));
        let own = shadow.map_or(own, |shadow| own.union(shadow::reached(shadow, own)));
        all = Some(all.map_or(own, |all| all.union(own)));
    }
    Ok(all)
}

/// Paints the item itself, over what is there.
fn paint_body(kit: &Kit<'_>, item: &Item, part: Part, opacity: f64, surface: &mut Surface<'_>) -> Result<()> {
    let transform = item.transform;
    match &item.kind {
        ItemKind::Picture { slot, dest, is_smooth } => {
            let placed = Placed { pixels: kit.pixels(*slot)?, dest: *dest, is_smooth: *is_smooth, transform };
            picture::paint(surface, placed, opacity)
        }
        ItemKind::Shape { outline, fill_rule, coat } => {
            coat::paint(kit, surface, &Coated { outline, rule: *fill_rule, coat, transform }, part, opacity)
        }
        ItemKind::Glyphs { run, coat } => {
            let visible = surface.area().rect().grown(bounds::reach(coat, part, transform) + 1.0);
            let is_seen = |glyph: Rect| transform.bounds_of(glyph).intersect(visible).is_some();
            let outline = glyphs::outline(kit, run, is_seen)?;
            let coated = Coated { outline: &outline, rule: FillRule::Nonzero, coat, transform };
            coat::paint(kit, surface, &coated, part, opacity)
        }
        ItemKind::Drawing { slot, dest } => {
            drawing::paint(kit, surface, kit.drawing(*slot)?, *dest, transform, opacity)
        }
        ItemKind::Group { items, .. } => paint(kit, items, opacity, surface),
    }
}
