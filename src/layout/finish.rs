//! What comes over an object's parts when they are drawn: opacity, blend, shadow, mask.

use super::pose::Posed;
use crate::color::Color;
use crate::geometry::Rect;
use crate::outline::{FillRule, Outline};
use crate::scene::{Brush, Coat, DropShadow, Item, ItemKind, Mask};
use crate::style::Blend;
use crate::transform::Transform;

/// The parts of an object in painting order, each plain: opaque, without blend and shadow.
pub(super) struct Drawn {
    /// Where the object lies.
    pub(super) posed: Posed,
    /// What it is made of.
    pub(super) parts: Vec<Item>,
}

/// What comes over the parts.
#[derive(Debug)]
pub(super) struct Finish {
    /// Above 0, at most 1.
    pub(super) opacity: f64,
    /// How they meet what lies under them.
    pub(super) blend: Blend,
    /// From all of them together.
    pub(super) shadow: Option<DropShadow>,
    /// What is left of them.
    pub(super) mask: Option<Mask>,
    /// Whether translucent parts are painted on a surface of their own first, so that none shows through another.
    pub(super) as_one: bool,
}

/// One item out of an object's parts; `None` without parts. Several parts become a group, which is isolated when
/// something must come over all of them at once; a group that is not isolated carries nothing itself. A single part
/// whose fill and stroke cast one shadow is a group, too.
pub(super) fn bundle(place: &str, parts: Vec<Item>, finish: Finish) -> Option<Item> {
    let keeps_the_mask = finish.mask.is_none() && finish.shadow.is_none();
    let casts_as_one = finish.as_one && finish.shadow.is_some() && finish.mask.is_none();
    match <[Item; 1]>::try_from(parts) {
        Ok([part]) if casts_as_one && has_fill_and_stroke(&part) => group(place, vec![part], finish),
        Ok([part]) if part.mask.is_none() || keeps_the_mask => Some(dressed(part, finish)),
        Ok(part) => group(place, Vec::from(part), finish),
        Err(parts) => group(place, parts, finish),
    }
}

fn has_fill_and_stroke(item: &Item) -> bool {
    let (ItemKind::Shape { coat, .. } | ItemKind::Glyphs { coat, .. }) = &item.kind else { return false };
    coat.fill.is_some() && coat.stroke.is_some() && !coat.stroke_first
}

/// The parts of a picture without a surface of its own, the first of which casts the shadow: the colour behind it, or
/// the picture. The stroke around a picture casts one of its own where the shadow says so (fabric.js,
/// `_renderBackground`, `_renderStroke`).
pub(super) fn cast_in_turn(parts: Vec<Item>, shadow: DropShadow) -> Vec<Item> {
    let is_colored =
        parts.first().is_some_and(|part| matches!(&part.kind, ItemKind::Shape { coat, .. } if coat.stroke.is_none()));
    let casts = |index: usize, part: &Item| match &part.kind {
        ItemKind::Shape { coat, .. } if coat.fill.is_none() => shadow.from_stroke && !is_colored,
        _ => index == 0 || !is_colored,
    };
    let with = |(index, part): (usize, Item)| Item { shadow: casts(index, &part).then_some(shadow), ..part };
    parts.into_iter().enumerate().map(with).collect()
}

/// A group of these items; `None` without items.
pub(super) fn group(place: &str, items: Vec<Item>, finish: Finish) -> Option<Item> {
    if items.is_empty() {
        return None;
    }
    let comes_over_all = finish.blend != Blend::SourceOver || finish.shadow.is_some() || finish.mask.is_some();
    if comes_over_all || (finish.as_one && finish.opacity < 1.0) {
        return Some(dressed(bare_group(place, items, true), finish));
    }
    let faded = items.into_iter().map(|item| Item { opacity: item.opacity * finish.opacity, ..item }).collect();
    Some(bare_group(place, faded, false))
}

/// A group that nothing comes over.
pub(super) fn bare_group(place: &str, items: Vec<Item>, is_isolated: bool) -> Item {
    Item::new(place, Transform::IDENTITY, ItemKind::Group { items, is_isolated })
}

/// A box of one colour.
pub(super) fn colored_box(place: &str, rect: Rect, color: Color, transform: Transform) -> Item {
    let coat = Coat { fill: Some(Brush::Solid(color)), ..Coat::default() };
    Item::new(place, transform, ItemKind::Shape { outline: Outline::rect(rect), fill_rule: FillRule::Nonzero, coat })
}

fn dressed(item: Item, finish: Finish) -> Item {
    let Finish { opacity, blend, shadow, mask, as_one: _ } = finish;
    let (shadow, mask) = (shadow.or(item.shadow), mask.map(Box::new).or(item.mask));
    Item { opacity: item.opacity * opacity, blend, shadow, mask, ..item }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(count: usize) -> Vec<Item> {
        (0..count).map(|_| colored_box("x", Rect::default(), Color::BLACK, Transform::IDENTITY)).collect()
    }

    fn finish(opacity: f64, blend: Blend, as_one: bool) -> Finish {
        Finish { opacity, blend, shadow: None, mask: None, as_one }
    }

    fn children(item: &Item) -> (&[Item], bool) {
        match &item.kind {
            ItemKind::Group { items, is_isolated } => (items, *is_isolated),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_single_part_is_finished_itself() {
        let item = bundle("x", parts(1), finish(0.5, Blend::Multiply, true)).unwrap();
        assert!(matches!(item.kind, ItemKind::Shape { .. }));
        assert_eq!((item.opacity, item.blend), (0.5, Blend::Multiply));
        assert!(bundle("x", Vec::new(), finish(1.0, Blend::SourceOver, true)).is_none());
    }

    #[test]
    fn translucent_parts_are_painted_as_one_or_each_fades() {
        let as_one = bundle("x", parts(2), finish(0.5, Blend::SourceOver, true)).unwrap();
        assert!(children(&as_one).1 && as_one.opacity == 0.5 && children(&as_one).0[0].opacity == 1.0);
        let each = bundle("x", parts(2), finish(0.5, Blend::SourceOver, false)).unwrap();
        assert!(!children(&each).1 && each.opacity == 1.0 && children(&each).0[1].opacity == 0.5);
    }

    #[test]
    fn only_what_comes_over_all_isolates_opaque_parts() {
        let plain = bundle("x", parts(2), finish(1.0, Blend::SourceOver, true)).unwrap();
        assert!(!children(&plain).1);
        let blended = bundle("x", parts(2), finish(1.0, Blend::Screen, false)).unwrap();
        assert!(children(&blended).1 && blended.blend == Blend::Screen);
    }

    #[test]
    fn a_mask_of_a_part_is_kept_under_the_mask_of_the_whole() {
        let mask = || Some(Mask { items: parts(1), is_inverted: false });
        let inner = Item { mask: mask().map(Box::new), ..parts(1).remove(0) };
        let outer = Finish { mask: mask(), ..finish(1.0, Blend::SourceOver, true) };
        let item = bundle("x", vec![inner], outer).unwrap();
        assert!(item.mask.is_some() && children(&item).0[0].mask.is_some());
    }
}
