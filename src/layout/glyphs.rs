//! Placed text becomes items: glyphs with their coats, boxes with their paints.

use super::colored;
use super::context::Context;
use super::finish::{self, Drawn};
use super::paint;
use super::pose::{self, Extent, Posed, Spot};
use super::text::{self, Part};
use crate::color::Color;
use crate::design::Layer;
use crate::error::{Error, Result};
use crate::geometry::Rect;
use crate::outline::{FillRule, Outline};
use crate::scene::{Coat, Item, ItemKind, Mask, Run, Stroke};
use crate::style::{Cap, Gradient, Join, Paint, Pattern, Style};
use crate::text::{Along, Text, TextLook, TextPath};
use crate::transform::Transform;

/// A text at its place; `None` when nothing of it can be seen.
///
/// # Errors
/// When its place is not finite, a font size is over the limit, a font is damaged or a pattern is missing.
pub(super) fn draw(layer: &Layer, text: &Text, spot: &Spot, context: &mut Context<'_>) -> Result<Option<Drawn>> {
    check_sizes(layer, text, spot, context)?;
    let placed = text::place(text, context.fonts, context.limits, &layer.place, context.report)?;
    let style = &layer.style;
    let extent = Extent {
        width: placed.width,
        height: placed.height,
        stroke: style.stroke_width,
        stroke_is_uniform: style.stroke_is_uniform,
    };
    let Some(posed) = pose::lay(&layer.pose, extent, spot)? else { return Ok(None) };
    let mut parts: Vec<Item> = path_itself(layer, text, &posed, context)?.into_iter().collect();
    for alike in placed.parts.chunk_by(|a, b| is_glyphs(a) && is_glyphs(b)) {
        let mut passes = [Vec::new(), Vec::new()];
        for part in alike {
            context.deadline.check()?;
            match part {
                Part::Box { rect, paint, frame } => {
                    parts.extend(filled(layer, (*rect, paint, *frame), &posed, context)?);
                }
                Part::Glyphs { .. } => {
                    let ([first, second], colored) = painted(layer, part, alike.len() > 1, &posed, context)?;
                    passes[0].extend(first.into_iter().chain(colored));
                    passes[1].extend(second);
                }
            }
        }
        parts.extend(passes.into_iter().flatten());
    }
    Ok(Some(Drawn { posed, parts }))
}

fn is_glyphs(part: &Part) -> bool {
    matches!(part, Part::Glyphs { .. })
}

/// The outline that the letters stand on, where that is painted too: as an object's own, but without its opacity, as
/// fabric.js does (`Path._render`).
fn path_itself(layer: &Layer, text: &Text, posed: &Posed, context: &mut Context<'_>) -> Result<Option<Item>> {
    let Some(TextPath::Along(Along { outline, style: Some(style), .. })) = &text.path else { return Ok(None) };
    let Some(bounds) = outline.editor_bounds() else { return Ok(None) };
    let extent =
        Extent { width: bounds.width, height: bounds.height, stroke: style.stroke_width, stroke_is_uniform: false };
    let coat = paint::coat(style, &Posed { extent, ..*posed }, context, &layer.place)?;
    let is_seen = coat.fill.is_some() || coat.stroke.is_some();
    let middle = Transform::translate(-bounds.x - bounds.width / 2.0, -bounds.y - bounds.height / 2.0);
    let kind = ItemKind::Shape { outline: outline.transformed(middle), fill_rule: style.fill_rule, coat };
    Ok(is_seen.then(|| Item::new(&layer.place, posed.to_scene, kind)))
}

/// The limit is in pixels of the scene, and is held before a glyph is placed.
fn check_sizes(layer: &Layer, text: &Text, spot: &Spot, context: &Context<'_>) -> Result<()> {
    let (across, down) = pose::factors(&layer.pose, spot);
    let sizes = text.styles.iter().map(|span| span.look.size).chain([text.look.size]);
    let largest = sizes.fold(0.0, |largest: f64, size| if size.is_nan() { f64::NAN } else { largest.max(size) });
    let pixels = largest * across.max(down);
    match pixels <= context.limits.font_size {
        true => Ok(()),
        false => Err(Error::too_large("font_size", pixels, context.limits.font_size)),
    }
}

/// A box of a text.
fn filled(
    layer: &Layer,
    (rect, paint, frame): (Rect, &Paint, Transform),
    posed: &Posed,
    context: &mut Context<'_>,
) -> Result<Option<Item>> {
    let to_scene = posed.to_scene.then_inner(frame);
    let fill = paint::brush(paint, posed.extent.frame(), to_scene, context, &layer.place)?;
    let kind = |fill| ItemKind::Shape {
        outline: Outline::rect(rect),
        fill_rule: FillRule::Nonzero,
        coat: Coat { fill: Some(fill), ..Coat::default() },
    };
    Ok(fill.map(|fill| Item::new(&layer.place, to_scene, kind(fill))))
}

/// The glyphs of a part in two passes, of which the second is painted when the first of all other parts is: of several
/// parts with fills and strokes all are filled, then all stroked, or the other way round (fabric.js, `_renderText`).
/// Beside them the glyphs that have their own colours.
fn painted(
    layer: &Layer,
    part: &Part,
    has_neighbours: bool,
    posed: &Posed,
    context: &mut Context<'_>,
) -> Result<([Option<Item>; 2], Vec<Item>)> {
    let Part::Glyphs { face, size, glyphs, look, slant, embolden, frame } = part else {
        return Ok(([None, None], Vec::new()));
    };
    let posed = Posed { to_scene: posed.to_scene.then_inner(*frame), ..*posed };
    let style = style(layer, look);
    let coat = paint::coat(&style, &posed, context, &layer.place)?;
    let mut run = Run { face: face.clone(), size: *size, slant: *slant, glyphs: glyphs.clone() };
    let colored = colored::take(&mut run, &coat, &posed, &layer.place, context)?;
    let clip = |paint: &Paint, reach: f64| clip(layer, paint, text::ink(part)?.grown(reach), &posed);
    let item = |coat: Coat, mask: Option<Mask>| {
        let is_seen = !run.glyphs.is_empty() && (coat.fill.is_some() || coat.stroke.is_some());
        let item = || Item::new(&layer.place, posed.to_scene, ItemKind::Glyphs { run: run.clone(), coat });
        is_seen.then(|| Item { mask: mask.map(Box::new), ..item() })
    };
    let of_fill = coat.fill.as_ref().and_then(|_| clip(&style.fill, 0.0));
    let of_stroke = coat.stroke.as_ref().and_then(|stroke| clip(&style.stroke, stroke.width / 2.0));
    if !has_neighbours && of_fill.is_none() && of_stroke.is_none() {
        return Ok(([item(thickened(coat, embolden * size), None), None], colored));
    }
    let stroked = Coat { fill: None, ..coat.clone() };
    let has_stroke = coat.stroke.is_some();
    let filled = Coat { stroke: None, ..coat };
    let filled = if has_stroke { filled } else { thickened(filled, embolden * size) };
    let passes = [item(filled, of_fill), item(stroked, of_stroke).filter(|_| has_stroke)];
    let [fill, stroke] = passes;
    Ok((if style.stroke_first { [stroke, fill] } else { [fill, stroke] }, colored))
}

/// Where letters painted by way of a surface reach beyond it: what is left of them. The surface is the box with its
/// stroke, laid not around the box but from its left top corner on (fabric.js, `_applyPatternGradientTransformText`).
fn clip(layer: &Layer, paint: &Paint, ink: Rect, posed: &Posed) -> Option<Mask> {
    if !needs_surface(paint) {
        return None;
    }
    let Extent { width, height, stroke, .. } = posed.extent;
    let surface = Rect { width: width + stroke, height: height + stroke, ..posed.extent.frame() };
    if surface.union(ink) == surface {
        return None;
    }
    let kept = finish::colored_box(&layer.place, surface, Color::BLACK, posed.to_scene);
    Some(Mask { items: vec![kept], is_inverted: false })
}

/// Whether fabric.js paints letters with it by way of a surface: whatever a canvas cannot turn by itself.
fn needs_surface(paint: &Paint) -> bool {
    match paint {
        Paint::None | Paint::Solid(_) => false,
        Paint::Gradient(gradient) => gradient.is_relative || gradient.transform != Transform::IDENTITY,
        Paint::Pattern(pattern) => pattern.transform != Transform::IDENTITY,
    }
}

/// A paint of letters: on that surface it lies in the middle, so that it is moved by half the stroke.
fn moved(paint: &Paint, stroke: f64) -> Paint {
    let by = |(x, y): (f64, f64)| (x + stroke / 2.0, y + stroke / 2.0);
    match paint {
        paint if !needs_surface(paint) => paint.clone(),
        Paint::None | Paint::Solid(_) => paint.clone(),
        Paint::Gradient(gradient) => Paint::Gradient(Gradient { offset: by(gradient.offset), ..gradient.clone() }),
        Paint::Pattern(pattern) => Paint::Pattern(Pattern { offset: by(pattern.offset), ..pattern.clone() }),
    }
}

/// Glyphs of a family without a bold get a stroke of their fill, unless they have a stroke of their own.
fn thickened(coat: Coat, width: f64) -> Coat {
    let stroke = match (&coat.fill, coat.stroke) {
        (Some(fill), None) if width > 0.0 => Some(Stroke {
            brush: fill.clone(),
            width,
            dashes: Vec::new(),
            dash_offset: 0.0,
            cap: Cap::Butt,
            join: Join::Round,
            miter_limit: 4.0,
            space: None,
        }),
        (_, stroke) => stroke,
    };
    Coat { stroke, ..coat }
}

/// The layer's style with what characters say themselves.
fn style(layer: &Layer, look: &TextLook) -> Style {
    Style {
        fill: moved(&look.fill, layer.style.stroke_width),
        stroke: moved(&look.stroke, layer.style.stroke_width),
        stroke_width: look.stroke_width,
        // It counts for the place of a text, but its outlines scale with it (fabric.js, `_renderTextStroke`).
        stroke_is_uniform: false,
        ..layer.style.clone()
    }
}
