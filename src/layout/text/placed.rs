//! What a text becomes: boxes and glyphs in painting order.

use super::content::Content;
use super::dress::Dress;
use super::line::{SetGlyph, SetLine, Turn};
use crate::fonts::Face;
use crate::geometry::Rect;
use crate::scene::Glyph;
use crate::style::Paint;
use crate::text::TextLook;
use crate::transform::Transform;

/// A text that has been set. Coordinates are in canvas units with the box's centre at (0, 0).
#[derive(Debug, Clone, Default)]
pub struct Placed {
    /// Extent of the box across.
    pub width: f64,
    /// Extent of the box down.
    pub height: f64,
    /// In painting order: backgrounds, underlines, glyphs, overlines, lines through.
    pub parts: Vec<Part>,
}

/// One thing to paint.
#[derive(Debug, Clone)]
pub enum Part {
    /// Glyphs of one face that look alike, over as many lines as they run.
    Glyphs {
        /// The face.
        face: Face,
        /// Canvas units to the em.
        size: f64,
        /// Which glyph where; `x`, `y` is the origin on the baseline.
        glyphs: Vec<Glyph>,
        /// Fill and stroke; what else it says is already done.
        look: Box<TextLook>,
        /// How far to slant the glyphs for want of an italic: x grows by this share of the height above the baseline.
        /// 0, or a quarter as browsers do.
        slant: f64,
        /// How much to thicken the glyphs for want of a bold, as the width of a stroke in ems, in the fill's colour.
        /// 0, or a 32nd.
        embolden: f64,
        /// From the glyphs' coordinates, in which paints lie too, to the box's. On a path each letter has gradients and
        /// patterns of its own; else the identity.
        frame: Transform,
    },
    /// A filled box: background or decoration.
    Box {
        /// Where.
        rect: Rect,
        /// With what.
        paint: Paint,
        /// From the coordinates of `rect` and `paint` to the box's. The identity but for text on a path.
        frame: Transform,
    },
}

/// The glyphs of all lines. Neighbours that look alike are one part, so that a text of one look is painted at once:
/// first all fills, then all strokes.
pub(super) fn glyphs(lines: &[SetLine], content: &Content<'_>, dress: &Dress) -> Vec<Part> {
    let mut parts: Vec<(Part, usize)> = Vec::new();
    for (line, glyph) in lines.iter().flat_map(|line| line.glyphs.iter().map(move |glyph| (line, glyph))) {
        let own = content.look(glyph.grapheme);
        let (set, own_frame) = set(line, glyph, own);
        match parts.last_mut() {
            Some((Part::Glyphs { glyphs, look, frame, .. }, font))
                if *font == glyph.font && *frame == own_frame && paint_alike(look, own) =>
            {
                glyphs.push(set);
            }
            _ => parts.extend(dress.fonts.get(glyph.font).map(|font| {
                let (face, slant, embolden) = (font.face.clone(), font.slant, font.embolden);
                let look = Box::new(own.clone());
                let frame = own_frame;
                let part = Part::Glyphs { face, size: own.size, glyphs: vec![set], look, slant, embolden, frame };
                (part, glyph.font)
            })),
        }
    }
    parts.into_iter().map(|(part, _)| part).collect()
}

/// A glyph of a line, and the frame it is to be painted in.
fn set(line: &SetLine, glyph: &SetGlyph, look: &TextLook) -> (Glyph, Transform) {
    let (x, y) = (glyph.x, line.baseline() + look.delta_y + glyph.y);
    let upright = Glyph { id: glyph.id, x, y, angle: 0.0 };
    let is_plain = |paint: &Paint| matches!(paint, Paint::None | Paint::Solid(_));
    match line.turn {
        None => (upright, Transform::IDENTITY),
        Some(turn) if is_plain(&look.fill) && is_plain(&look.stroke) => {
            let (x, y) = turn.transform().apply(x, y);
            (Glyph { x, y, angle: turn.angle, ..upright }, Transform::IDENTITY)
        }
        Some(turn) => (upright, Turn::transform(turn)),
    }
}

/// Whether glyphs of one face in both looks can be painted together.
fn paint_alike(a: &TextLook, b: &TextLook) -> bool {
    std::ptr::eq(a, b)
        || (a.size == b.size && a.fill == b.fill && a.stroke == b.stroke && a.stroke_width == b.stroke_width)
}
