//! Placed text becomes items: glyphs with their coats, boxes with their paints.

use super::context::Context;
use super::finish::Drawn;
use super::paint;
use super::pose::{self, Extent, Posed, Spot};
use super::text::{self, Part};
use crate::design::Layer;
use crate::error::{Error, Result};
use crate::outline::{FillRule, Outline};
use crate::scene::{Coat, Item, ItemKind, Run, Stroke};
use crate::style::{Cap, Join, Style};
use crate::text::{Text, TextLook};

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
    let mut parts = Vec::with_capacity(placed.parts.len());
    for part in placed.parts {
        context.deadline.check()?;
        parts.extend(item(layer, part, &posed, context)?);
    }
    Ok(Some(Drawn { posed, parts }))
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

fn item(layer: &Layer, part: Part, posed: &Posed, context: &mut Context<'_>) -> Result<Option<Item>> {
    let place = &layer.place;
    let kind = match part {
        Part::Glyphs { face, size, glyphs, look, slant, embolden } => {
            let coat = paint::coat(&style(layer, &look), posed, context, place)?;
            let coat = thickened(coat, embolden * size);
            let is_seen = !glyphs.is_empty() && (coat.fill.is_some() || coat.stroke.is_some());
            is_seen.then_some(ItemKind::Glyphs { run: Run { face, size, slant, glyphs }, coat })
        }
        Part::Box { rect, paint } => {
            let fill = paint::brush(&paint, posed.extent.frame(), posed.to_scene, context, place)?;
            fill.map(|fill| ItemKind::Shape {
                outline: Outline::rect(rect),
                fill_rule: FillRule::Nonzero,
                coat: Coat { fill: Some(fill), ..Coat::default() },
            })
        }
    };
    Ok(kind.map(|kind| Item::new(place, posed.to_scene, kind)))
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
        fill: look.fill.clone(),
        stroke: look.stroke.clone(),
        stroke_width: look.stroke_width,
        ..layer.style.clone()
    }
}
