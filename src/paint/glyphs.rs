//! Glyphs become one outline in the item's coordinates, so that a gradient or an opacity spans all of them.

use super::kit::Kit;
use crate::error::Result;
use crate::geometry::Rect;
use crate::outline::{Outline, Segment};
use crate::scene::Run;
use crate::transform::Transform;
use ttf_parser::{GlyphId, OutlineBuilder};

/// The contours of all glyphs that `is_wanted` by the box around their control points.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) when the font is damaged.
pub(super) fn outline(kit: &Kit<'_>, run: &Run, is_wanted: impl Fn(Rect) -> bool) -> Result<Outline> {
    let mut segments = Vec::new();
    each(kit, run, |outline, place| {
        let placed = outline.transformed(place);
        if Rect::around(placed.points()).is_some_and(&is_wanted) {
            segments.extend(placed.segments);
        }
    })?;
    Ok(Outline { segments })
}

/// The box around the control points of all glyphs; `None` when nothing is to be seen.
pub(super) fn bounds(kit: &Kit<'_>, run: &Run) -> Result<Option<Rect>> {
    let mut bounds: Option<Rect> = None;
    each(kit, run, |outline, place| {
        if let Some(glyph) = Rect::around(outline.points().map(|(x, y)| place.apply(x, y))) {
            bounds = Some(bounds.map_or(glyph, |bounds| bounds.union(glyph)));
        }
    })?;
    Ok(bounds)
}

/// Calls `with` for each glyph: its outline in units of the font, y up, and the transform to the item's coordinates.
fn each(kit: &Kit<'_>, run: &Run, mut with: impl FnMut(&Outline, Transform)) -> Result<()> {
    let face = run.face.tables()?;
    let scale = run.size / f64::from(face.units_per_em());
    let upright = Transform::scale(scale, -scale);
    let leaning = upright.then_inner(Transform::new(1.0, 0.0, run.slant, 1.0, 0.0, 0.0));
    for glyph in &run.glyphs {
        let outline = kit.glyph(&run.face, glyph.id, || read(&face, glyph.id));
        let place = Transform::translate(glyph.x, glyph.y);
        let turned = if glyph.angle == 0.0 { place } else { place.then_inner(Transform::rotate(glyph.angle)) };
        with(&outline, turned.then_inner(leaning));
    }
    Ok(())
}

/// A glyph in units of the font, y up; empty for a space and for a glyph that the face does not have.
fn read(face: &ttf_parser::Face<'_>, id: u16) -> Outline {
    let mut pen = Pen(Vec::new());
    face.outline_glyph(GlyphId(id), &mut pen);
    Outline { segments: pen.0 }
}

struct Pen(Vec<Segment>);

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.push(Segment::Move(x.into(), y.into()));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.push(Segment::Line(x.into(), y.into()));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.push(Segment::Quad(x1.into(), y1.into(), x.into(), y.into()));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.push(Segment::Cubic(x1.into(), y1.into(), x2.into(), y2.into(), x.into(), y.into()));
    }

    fn close(&mut self) {
        self.0.push(Segment::Close);
    }
}
