//! Which pixels of the scene a single item can touch.

use super::coat::Part;
use super::glyphs;
use super::kit::Kit;
use super::stroke;
use crate::error::Result;
use crate::geometry::Rect;
use crate::scene::{Coat, ItemKind};
use crate::transform::Transform;

/// A box around all that is painted, rather too large than too small, without shadow; `None` for nothing and for
/// groups, whose items have boxes of their own.
pub(super) fn of(kit: &Kit<'_>, kind: &ItemKind, part: Part, transform: Transform) -> Result<Option<Rect>> {
    Ok(match kind {
        ItemKind::Picture { dest, .. } | ItemKind::Drawing { dest, .. } => Some(transform.bounds_of(*dest)),
        ItemKind::Shape { outline, coat, .. } => {
            let points = outline.points().map(|(x, y)| transform.apply(x, y));
            Rect::around(points).map(|hull| hull.grown(reach(coat, part, transform)))
        }
        ItemKind::Glyphs { run, coat } => {
            let hull = glyphs::bounds(kit, run)?;
            hull.map(|hull| transform.bounds_of(hull).grown(reach(coat, part, transform)))
        }
        ItemKind::Group { .. } => None,
    })
}

/// How far the stroke reaches beyond the outline in pixels of the scene, with one for lines thinner than a pixel.
pub(super) fn reach(coat: &Coat, part: Part, transform: Transform) -> f64 {
    let Some(stroke) = coat.stroke.as_ref().filter(|_| part != Part::Fill) else { return 0.0 };
    let back = stroke.space.unwrap_or_default().inverse().unwrap_or_default();
    let Transform { a, b, c, d, .. } = transform.then_inner(back);
    // No vector grows by more than the root of the sum of squares.
    let growth = (a * a + b * b + c * c + d * d).sqrt();
    stroke::reach(stroke) * growth + 1.0
}
