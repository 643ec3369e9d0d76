//! What is seen of glyphs: the box around their contours.

use super::line::SetLine;
use super::placed::Part;
use crate::geometry::Rect;
use crate::transform::Transform;

/// The box around the fills of a part's glyphs, in the coordinates of its frame; `None` when nothing is seen, and for
/// boxes.
pub(crate) fn bounds(part: &Part) -> Option<Rect> {
    let Part::Glyphs { face, size, glyphs, slant, embolden, .. } = part else { return None };
    let scale = size / f64::from(face.tables().ok()?.units_per_em());
    let leaning = Transform::scale(scale, -scale).then_inner(Transform::new(1.0, 0.0, *slant, 1.0, 0.0, 0.0));
    let of = |glyph: &crate::scene::Glyph| {
        let turned = Transform::translate(glyph.x, glyph.y).then_inner(Transform::rotate(glyph.angle));
        face.outline(glyph.id)?.transformed(turned.then_inner(leaning)).bounds()
    };
    let all = glyphs.iter().filter_map(of).reduce(Rect::union)?;
    Some(all.grown(embolden * size / 2.0))
}

/// Moves lines on a path so that the middle of what is seen lies at (0, 0); gives the box around it.
pub(super) fn centre(lines: &mut [SetLine], glyphs: Vec<Part>) -> Rect {
    let of = |part: Part| match &part {
        Part::Glyphs { frame, .. } => Some(frame.bounds_of(bounds(&part)?)),
        Part::Box { .. } => None,
    };
    let ink = glyphs.into_iter().filter_map(of).reduce(Rect::union).unwrap_or_default();
    for turn in lines.iter_mut().filter_map(|line| line.turn.as_mut()) {
        turn.x -= ink.x + ink.width / 2.0;
        turn.y -= ink.y + ink.height / 2.0;
    }
    ink
}
