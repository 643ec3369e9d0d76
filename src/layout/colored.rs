//! Glyphs that carry their own colours become items: layers of paint (`COLR`) or a picture (`CBDT`, `sbix`).
//!
//! In: glyphs of one face. Out: a group for each glyph that has colours, and the glyphs that have none. As in browsers
//! the colours are the font's own; of the text's fill count its opacity and, where the font asks for it, its colour. A
//! stroke paints the glyph itself. The first palette is used.
//!
//! Refused: glyphs of more than [`MOST_LAYERS`] layers, and pictures over the limits: they are drawn by their contours.

mod bitmap;
mod brush;
mod budget;
mod layers;
#[cfg(all(test, feature = "png"))]
mod tests;

pub(super) use bitmap::Bitmaps;

use super::context::Context;
use super::finish;
use super::pose::Posed;
use crate::color::Color;
use crate::error::Result;
use crate::fonts::Face;
use crate::limits::within;
use crate::scene::{Brush, Coat, Glyph, Item, Run};
use crate::transform::Transform;

/// The largest emoji in use have some hundred layers.
const MOST_LAYERS: usize = 4_096;

/// The glyphs of a run that have colours, as one item each; they are taken out of the run. A run that is neither filled
/// nor stroked has none.
///
/// # Errors
/// When they have more layers than an SVG may have elements, or the time is over.
pub(super) fn take(
    run: &mut Run,
    coat: &Coat,
    posed: &Posed,
    place: &str,
    context: &mut Context<'_>,
) -> Result<Vec<Item>> {
    let opacity = opacity(coat);
    if !run.face.is_colored() || opacity <= 0.0 {
        return Ok(Vec::new());
    }
    let face = run.face.clone();
    let font = Font { face: &face, size: run.size, slant: run.slant, foreground: foreground(coat) };
    let (mut items, mut plain, mut layers) = (Vec::new(), Vec::new(), 0);
    for glyph in std::mem::take(&mut run.glyphs) {
        context.deadline.check()?;
        match draw(&font, glyph, posed.to_scene, place, context)? {
            None => plain.push(glyph),
            Some(parts) => {
                layers += parts.len() as u64;
                within("svg_elements", layers, context.limits.svg_elements)?;
                // Layers cover one another: what is translucent is put together first.
                items.push(Item { opacity, ..finish::bare_group(place, parts, true) });
            }
        }
    }
    run.glyphs = plain;
    Ok(items)
}

/// What all glyphs of a run share.
struct Font<'a> {
    face: &'a Face,
    size: f64,
    slant: f64,
    foreground: Color,
}

/// What a glyph is painted with; `None` when it has no colours.
fn draw(
    font: &Font<'_>,
    glyph: Glyph,
    to_scene: Transform,
    place: &str,
    context: &mut Context<'_>,
) -> Result<Option<Vec<Item>>> {
    let Ok(tables) = font.face.tables() else { return Ok(None) };
    let em = f64::from(tables.units_per_em());
    let leaning = Transform::new(1.0, 0.0, font.slant, 1.0, 0.0, 0.0);
    let turned = Transform::translate(glyph.x, glyph.y).then_inner(Transform::rotate(glyph.angle));
    // From a glyph whose em has so many units, y up.
    let from_em = |em: f64| {
        let scale = Transform::scale(font.size / em, -font.size / em);
        to_scene.then_inner(turned).then_inner(scale).then_inner(leaning)
    };
    if let Some(parts) = layers::read(font.face, &tables, glyph.id, font.foreground, from_em(em), place) {
        return Ok(Some(parts));
    }
    bitmap::draw(font.face, &tables, glyph.id, from_em, place, context)
}

/// Each of fill and stroke paints the glyph once.
fn opacity(coat: &Coat) -> f64 {
    let of = |brush: Option<&Brush>| match brush {
        None => 0.0,
        Some(brush) => brush.color().map_or(1.0, |color| f64::from(color.a) / 255.0),
    };
    1.0 - (1.0 - of(coat.fill.as_ref())) * (1.0 - of(coat.stroke.as_ref().map(|stroke| &stroke.brush)))
}

/// The colour that a font may ask for; black under a gradient or a pattern, as on a canvas.
fn foreground(coat: &Coat) -> Color {
    let brush = coat.fill.as_ref().or(coat.stroke.as_ref().map(|stroke| &stroke.brush));
    let color = brush.and_then(Brush::color).unwrap_or(Color::BLACK);
    Color { a: 255, ..color }
}
