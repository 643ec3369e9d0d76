//! A side becomes a scene: the walk over its layers, groups and clips.
//!
//! In goes a side whose pictures have been fetched and probed; out comes everything that is to be painted, in pixels of
//! the wanted size. Nothing is painted at canvas size and shrunk. Refused: a side without a canvas, a canvas over the
//! limits, too many layers, a missing picture unless something else was asked. All recursion of the stage is here.

use super::colored::Bitmaps;
use super::context::Context;
use super::finish::{self, Drawn, Finish, bare_group, colored_box};
use super::group::{self, Facts};
use super::pose::{self, Extent, Posed, Spot};
use super::slots::Slots;
use super::{clip, glyphs, guides, image, paint, rules, shadow, shape};
use crate::ask::{Ask, Backdrop};
use crate::design::{Clip, Ground, Group, Layer, LayerKind, Side};
use crate::error::{Error, Result};
use crate::fonts::Fonts;
use crate::geometry::{Rect, Resolution, Size, scale_canvas};
use crate::limits::{Deadline, Limits};
use crate::outline::{FillRule, Outline};
use crate::picture::Pictures;
use crate::report::Report;
use crate::scene::{Brush, Coat, DropShadow, Item, ItemKind, Mask, Scene};
use crate::style::{Blend, GradientShape, Stop};
use crate::transform::Transform;

/// Lays a side out for the size that is asked for: background, layers, the clip of both, overlay, guides.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) when the canvas is not known or a number is not finite,
/// [`Fault::TooLarge`](crate::Fault::TooLarge) over a limit, [`Fault::Missing`](crate::Fault::Missing) for a picture
/// that is not there, [`Fault::TimedOut`](crate::Fault::TimedOut) after the deadline.
pub fn side(
    side: &Side,
    ask: &Ask,
    pictures: &Pictures,
    fonts: &Fonts,
    limits: &Limits,
    deadline: &Deadline,
    report: &mut Report,
) -> Result<Scene> {
    let canvas = canvas(side, ask)?;
    let resolution = Resolution { own: side.canvas.dpi, asked: ask.output.dpi };
    let (size, scale) = scale_canvas(canvas.width, canvas.height, ask.size, resolution)?;
    limits.check_canvas(u64::from(size.width), u64::from(size.height))?;
    rules::of_canvas(side, ask, canvas, (size, scale), report);
    let slots = Slots::new(size, ask);
    let mut context =
        Context { ask, pictures, fonts, limits, deadline, report, slots, bitmaps: Bitmaps::default(), layers: 0 };
    let fixed = Transform::scale(scale, scale);
    let view = Spot::canvas(fixed.then_inner(side.viewport));
    let mut stage = Grounds { canvas, size, fixed, view, context: &mut context };

    let backdrop = ask.background.map(|backdrop| self::backdrop(backdrop, size));
    let mut items = stage.ground(&side.background, "background", backdrop)?;
    for layer in &side.layers {
        items.extend(self::layer(layer, &view, stage.context)?);
    }
    if let Some(clip) = &side.clip {
        let mask = mask(clip, None, &view, stage.context)?;
        let plain = Finish { opacity: 1.0, blend: Blend::SourceOver, shadow: None, mask: Some(mask), as_one: true };
        items = finish::group("canvas", items, plain).into_iter().collect();
    }
    items.extend(stage.ground(&side.overlay, "overlay", None)?);
    if ask.guides {
        items.extend(guides::draw(&side.canvas, size, scale, context.report));
    }
    Ok(Scene { size, items, slots: context.slots.into_list() })
}

/// The canvas in its own units.
fn canvas(side: &Side, ask: &Ask) -> Result<Rect> {
    let asked = |which: fn((f64, f64)) -> f64| ask.canvas.map(which);
    let width = side.canvas.width.or_else(|| asked(|canvas| canvas.0));
    let height = side.canvas.height.or_else(|| asked(|canvas| canvas.1));
    match (width, height) {
        (Some(width), Some(height)) => Ok(Rect::new(0.0, 0.0, width, height)),
        _ => Err(Error::input("the document does not say how large its canvas is")
            .with_help("say it: `--canvas WxH`, or `Ask::canvas` in the library")),
    }
}

/// What background and overlay need.
struct Grounds<'a, 'b> {
    canvas: Rect,
    size: Size,
    fixed: Transform,
    view: Spot,
    context: &'a mut Context<'b>,
}

impl Grounds<'_, '_> {
    /// The paint over the whole canvas, which `instead` replaces, then the layer.
    fn ground(&mut self, ground: &Ground, name: &str, instead: Option<Option<Item>>) -> Result<Vec<Item>> {
        let spot = if ground.ignores_viewport { Spot::canvas(self.fixed) } else { self.view };
        let paint = match instead {
            Some(item) => item,
            None => paint::brush(&ground.paint, self.canvas, spot.root, self.context, name)
                .map_err(|error| located(error, name))?
                .map(|brush| whole_canvas(name, self.size, through(brush, spot.root))),
        };
        let layer = match &ground.layer {
            Some(layer) => self::layer(layer, &spot, self.context)?,
            None => None,
        };
        Ok(paint.into_iter().chain(layer).collect())
    }
}

/// A paint covers the canvas however the viewport lies; only what is in it moves.
fn whole_canvas(place: &str, size: Size, brush: Brush) -> Item {
    let coat = Coat { fill: Some(brush), ..Coat::default() };
    let kind = ItemKind::Shape { outline: Outline::rect(size.rect()), fill_rule: FillRule::Nonzero, coat };
    Item::new(place, Transform::IDENTITY, kind)
}

fn through(brush: Brush, outer: Transform) -> Brush {
    match brush {
        Brush::Solid(color) => Brush::Solid(color),
        Brush::Gradient { shape, stops, transform } => {
            Brush::Gradient { shape, stops, transform: outer.then_inner(transform) }
        }
        Brush::Pattern { slot, tile, repeats, transform } => {
            Brush::Pattern { slot, tile, repeats, transform: outer.then_inner(transform) }
        }
    }
}

/// What is asked to lie behind everything; `None` when it is clear.
fn backdrop(backdrop: Backdrop, size: Size) -> Option<Item> {
    let brush = match backdrop {
        Backdrop::Color(color) if color.a == 0 => return None,
        Backdrop::Color(color) => Brush::Solid(color),
        Backdrop::Gradient(top, bottom) => Brush::Gradient {
            shape: GradientShape::Linear { from: (0.0, 0.0), to: (0.0, f64::from(size.height)) },
            stops: vec![Stop { at: 0.0, color: top }, Stop { at: 1.0, color: bottom }],
            transform: Transform::IDENTITY,
        },
    };
    Some(whole_canvas("background", size, brush))
}

/// A layer with all that is in it; `None` when nothing of it can be seen.
fn layer(layer: &Layer, spot: &Spot, context: &mut Context<'_>) -> Result<Option<Item>> {
    let laid = match &layer.kind {
        _ if layer.opacity.is_nan() || layer.opacity <= 0.0 => return Ok(None),
        LayerKind::Group(group) => self::group(layer, group, spot, context),
        LayerKind::Shape(_) | LayerKind::Image(_) | LayerKind::Text(_) => object(layer, spot, context),
    };
    laid.map_err(|error| located(error, &layer.place))
}

/// The innermost layer is where an error is.
fn located(error: Error, place: &str) -> Error {
    if error.place().is_some() { error } else { error.at(place) }
}

fn object(layer: &Layer, spot: &Spot, context: &mut Context<'_>) -> Result<Option<Item>> {
    context.count_layer(spot.depth)?;
    let drawn = match &layer.kind {
        LayerKind::Shape(shape) => shape::draw(layer, shape, spot, context)?,
        LayerKind::Image(image) => image::draw(layer, image, spot, context)?,
        LayerKind::Text(text) => glyphs::draw(layer, text, spot, context)?,
        LayerKind::Group(_) => None,
    };
    let Some(Drawn { posed, parts }) = drawn else { return Ok(None) };
    rules::of_layer(layer, &posed, spot, context.report);
    let parts: Vec<Item> = behind(layer, &posed).into_iter().chain(parts).collect();
    if parts.is_empty() {
        return Ok(None);
    }
    let finish = Finish {
        opacity: opacity(layer) * spot.opacity,
        blend: layer.blend,
        shadow: shadow(layer, &posed, spot),
        mask: own_mask(layer, &posed, spot, context)?,
        as_one: spot.has_surface(layer),
    };
    let is_image = matches!(layer.kind, LayerKind::Image(_));
    match finish.shadow {
        Some(shadow) if is_image && !finish.as_one => {
            let parts = finish::cast_in_turn(parts, shadow);
            Ok(finish::bundle(&layer.place, parts, Finish { shadow: None, ..finish }))
        }
        _ => Ok(finish::bundle(&layer.place, parts, finish)),
    }
}

fn group(layer: &Layer, group: &Group, spot: &Spot, context: &mut Context<'_>) -> Result<Option<Item>> {
    context.count_layer(spot.depth)?;
    let extent = Extent {
        width: group.width,
        height: group.height,
        stroke: layer.style.stroke_width,
        stroke_is_uniform: layer.style.stroke_is_uniform,
    };
    let Some(posed) = pose::lay(&layer.pose, extent, spot)? else { return Ok(None) };
    rules::of_layer(layer, &posed, spot, context.report);
    let (opacity, shadow) = (opacity(layer) * spot.opacity, shadow(layer, &posed, spot));
    let shadow_inside = group.layers.iter().any(casts_shadow);
    let is_isolated = group::is_isolated(Facts {
        opacity,
        blend: layer.blend,
        is_clipped: layer.clip.is_some(),
        has_shadow: shadow.is_some(),
        may_isolate: layer.is_isolated && !spot.on_surface,
        shadow_inside,
        blend_inside: group.layers.iter().any(blends),
    });
    // Without a surface, opacity and shadow are the children's, and such a shadow is cast by strokes too.
    let handed = shadow.map(|shadow| DropShadow { from_stroke: true, ..shadow });
    let (inner_opacity, inner_shadow) = if is_isolated { (1.0, None) } else { (opacity, handed) };
    let inner = Spot {
        parent: posed.to_canvas,
        is_nested: true,
        opacity: inner_opacity,
        shadow: inner_shadow,
        on_surface: spot.on_surface || (spot.has_surface(layer) && !shadow_inside),
        depth: spot.depth + 1,
        relative_to: " from its group's centre",
        ..*spot
    };
    let mut items: Vec<Item> = behind(layer, &posed)
        .map(|item| Item { opacity: inner_opacity, shadow: inner_shadow, ..item })
        .into_iter()
        .collect();
    for layer in &group.layers {
        items.extend(self::layer(layer, &inner, context)?);
    }
    if items.is_empty() {
        return Ok(None);
    }
    let bare = bare_group(&layer.place, items, is_isolated);
    if !is_isolated {
        return Ok(Some(bare));
    }
    let mask = own_mask(layer, &posed, spot, context)?.map(Box::new);
    Ok(Some(Item { opacity, blend: layer.blend, shadow, mask, ..bare }))
}

fn opacity(layer: &Layer) -> f64 {
    layer.opacity.min(1.0)
}

/// The colour behind an object's box.
fn behind(layer: &Layer, posed: &Posed) -> Option<Item> {
    let color = layer.box_color.filter(|color| color.a > 0)?;
    Some(colored_box(&layer.place, posed.extent.frame_with_stroke(), color, posed.to_scene))
}

/// The layer's own shadow, else the one that a parent leaves to it.
fn shadow(layer: &Layer, posed: &Posed, spot: &Spot) -> Option<DropShadow> {
    match &layer.shadow {
        Some(shadow) => shadow::drop(shadow, spot.root, posed.scaling),
        None => spot.shadow,
    }
}

fn own_mask(layer: &Layer, posed: &Posed, spot: &Spot, context: &mut Context<'_>) -> Result<Option<Mask>> {
    layer.clip.as_deref().map(|clip| mask(clip, Some(posed), spot, context)).transpose()
}

/// What is left of an object, or of the canvas when there is none.
fn mask(clip: &Clip, object: Option<&Posed>, spot: &Spot, context: &mut Context<'_>) -> Result<Mask> {
    let root = object.filter(|_| !clip.is_absolute).map_or(spot.canvas, |object| object.to_scene);
    let relative_to = match (object.is_some(), clip.is_absolute) {
        (true, false) => " from the centre of what it cuts",
        (true, true) => " on the canvas, wherever what it cuts lies",
        (false, _) => "",
    };
    let inner = Spot { canvas: spot.canvas, depth: spot.depth + 1, relative_to, ..Spot::canvas(root) };
    let item = layer(&clip::as_mask(&clip.layer), &inner, context)?;
    Ok(Mask { items: item.into_iter().collect(), is_inverted: clip.is_inverted })
}

/// Whether something in a layer casts a shadow beside itself (fabric.js, `willDrawShadow`: one that is not moved does
/// not count).
fn casts_shadow(layer: &Layer) -> bool {
    let own = layer.shadow.as_ref().is_some_and(|shadow| shadow.dx != 0.0 || shadow.dy != 0.0);
    own || matches!(&layer.kind, LayerKind::Group(group) if group.layers.iter().any(casts_shadow))
}

/// Whether something in a layer has a blend of its own.
fn blends(layer: &Layer) -> bool {
    let inside = |group: &Group| group.layers.iter().any(blends);
    layer.blend != Blend::SourceOver || matches!(&layer.kind, LayerKind::Group(group) if inside(group))
}

#[cfg(test)]
#[path = "side_tests.rs"]
mod tests;
