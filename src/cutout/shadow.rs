//! The photo's own shadow, kept as a layer of black.
//!
//! Input: the region and the model of its backdrop. Output: how much of the light each cell has lost.
//! Guarantees: smooth, and nothing far from the subject, so that no border of it shows. Errors: none.

use super::border::Backdrop;
use super::grid::{Grid, Rgb, distance, spread};
use super::segment::Region;
use crate::runner::Runner;

/// Less than this share is unevenness of the backdrop.
const LEAST: f32 = 0.03;
/// How far a shadow reaches, as a share of the square root of the subject's area; it is gone at twice as far.
const REACH: f32 = 0.6;

/// The opacity of black, 0 to 1, that the shadow is.
pub(super) fn shadow(on: &impl Runner, model: &Backdrop, region: &Region) -> Grid<f32> {
    let sum = |color: Rgb| color[0] + color[1] + color[2];
    let color = &region.color;
    let is_lit = |index: usize| {
        let expected = sum(model.at(color, index % color.width, index / color.width));
        region.is_backdrop.cells[index] && sum(color.cells[index]) > (1.0 - LEAST) * expected
    };
    let lit = spread(on, color, |index| f32::from(u8::from(is_lit(index))));
    let away = distance(&region.is_backdrop.map(|is| !is));
    let reach = (region.is_backdrop.cells.iter().filter(|is| !**is).count() as f32).sqrt() * REACH;
    region.color.make(on, |index| {
        let left = sum(region.color.cells[index]) / sum(lit.cells[index]).max(1.0);
        let near = (2.0 - away.cells[index] / reach.max(1.0)).clamp(0.0, 1.0);
        ((1.0 - left - LEAST) / (1.0 - LEAST)).clamp(0.0, 1.0) * near
    })
}
