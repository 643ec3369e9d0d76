//! Boxes behind, under, over and through the letters.

use super::content::Content;
use super::line::{Cell, Ends, SetLine, Turn};
use super::placed::Part;
use crate::geometry::Rect;
use crate::style::Paint;
use crate::text::TextLook;
use crate::transform::Transform;

/// A line along the letters.
#[derive(Debug, Clone, Copy)]
pub(super) enum Decoration {
    Underline,
    Overline,
    Linethrough,
}

impl Decoration {
    fn is_on(self, look: &TextLook) -> bool {
        match self {
            Self::Underline => look.underline,
            Self::Overline => look.overline,
            Self::Linethrough => look.linethrough,
        }
    }

    /// From the baseline to the line's place in ems, and which share of its thickness lies above that place. fabric
    /// `offsets`.
    fn offset(self) -> (f64, f64) {
        match self {
            Self::Underline => (0.1, 0.0),
            Self::Linethrough => (-0.28167, 0.5),
            Self::Overline => (-0.81333, 1.0),
        }
    }
}

/// The colours behind letters: boxes as high as the line box, one for neighbours of one colour. The spacing after the
/// last letter is coloured too.
pub(super) fn backgrounds(lines: &[SetLine], content: &Content<'_>, spacing: f64) -> Vec<Part> {
    let mut parts = Vec::new();
    for line in lines {
        let color = |cell: &Cell| content.look(cell.grapheme).background;
        for cells in line.cells.chunk_by(|a, b| color(a) == color(b)) {
            let Some(color) = cells.first().and_then(color) else { continue };
            let mut rect = rect_of(cells, line.top, line.height);
            let ends_right = cells.last().is_some_and(|cell| cell.ends == Some(Ends::Right));
            let ends_left = cells.first().is_some_and(|cell| cell.ends == Some(Ends::Left));
            if ends_right || ends_left {
                rect.width = (rect.width + spacing).max(0.0);
            }
            if ends_left {
                rect.x -= spacing;
            }
            push(&mut parts, line, rect, Paint::Solid(color));
        }
    }
    parts
}

/// The lines of one kind. The thickness follows the object's font size, the place that of the letters.
pub(super) fn lines(kind: Decoration, lines: &[SetLine], content: &Content<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    for line in lines {
        let look = |cell: &Cell| content.look(cell.grapheme);
        for cells in line.cells.chunk_by(|a, b| drawn_alike(kind, look(a), look(b))) {
            let Some(look) = cells.first().map(look).filter(|look| kind.is_on(look)) else { continue };
            let thickness = content.look_at(0).size * look.decoration_thickness / 1000.0;
            let (offset, above) = kind.offset();
            let top = line.baseline() + offset * look.size + look.delta_y - above * thickness;
            let paint = look.decoration_color.map_or_else(|| look.fill.clone(), Paint::Solid);
            push(&mut parts, line, rect_of(cells, top, thickness), paint);
        }
    }
    parts
}

fn drawn_alike(kind: Decoration, a: &TextLook, b: &TextLook) -> bool {
    std::ptr::eq(a, b)
        || (kind.is_on(a) == kind.is_on(b)
            && (a.decoration_color, a.decoration_thickness) == (b.decoration_color, b.decoration_thickness)
            && (a.size, a.delta_y) == (b.size, b.delta_y)
            && a.fill == b.fill)
}

/// The box over neighbouring cells.
fn rect_of(cells: &[Cell], top: f64, height: f64) -> Rect {
    let left = cells.first().map_or(0.0, |cell| cell.left);
    let right = cells.last().map_or(left, |cell| cell.left + cell.width);
    Rect::new(left, top, (right - left).max(0.0), height.max(0.0))
}

fn push(parts: &mut Vec<Part>, line: &SetLine, rect: Rect, paint: Paint) {
    if rect.width > 0.0 && rect.height > 0.0 && !paint.is_none() {
        let frame = line.turn.map_or(Transform::IDENTITY, Turn::transform);
        parts.push(Part::Box { rect, paint, frame });
    }
}
