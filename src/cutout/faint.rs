//! Edges too faint to stop at that run on from the subject: a face of nearly the backdrop's colour may have been taken
//! away with it.
//!
//! They change nothing, since a bend of the paper or a reflection has such edges too, but the cutout is less sure.

use super::grid::{Grid, distance};
use super::region::{Look, component};
use crate::runner::Runner;

/// The least step of a faint edge, in deviations of a cell's noise, and in levels: chance makes single cells of it, but
/// no lines; two thirds of a level are left of rounding.
const LEAST: (f32, f32) = (2.7, 0.7);
/// How much more than the border's usual steps it must be.
const UNUSUAL: f32 = 1.3;
/// How much darker than the backdrop, as a distance of colours in levels, what is lost may be: deeper are shadows,
/// whose edges are no faces'.
const SHADOW: f32 = 10.0;
/// Steps that a shadow makes where it begins, as a share of how much darker it is within six cells.
const RISE: f32 = 0.06;
/// Cells beside the subject that are not looked at, because its own edge is felt there, and those within which a line
/// begins.
const BESIDE: (f32, f32) = (7.0, 12.0);
/// Cells from the frame to which a line may not run: one that does is a step of the backdrop's own, as a graded one
/// without noise has at every level.
const FRAME: usize = 3;
/// The shortest line that counts, in cells: what noise strings together is shorter.
const SHORTEST: f32 = 16.0;

/// How long such edges are, as a share of the diagonal of the subject's box.
pub(super) fn faint_edges(look: &Look<'_, impl Runner>, is_backdrop: &Grid<bool>, noise: f32, usual: f32) -> f32 {
    let least = (LEAST.0 * noise).max(LEAST.1).max(UNUSUAL * usual);
    let away = distance(&is_backdrop.map(|is| !is));
    let line = away.make(look.on, |index| {
        if away.cells[index] <= BESIDE.0 || look.steps.cells[index] <= least {
            return false;
        }
        let (x, y) = ((index % away.width) as isize, (index / away.width) as isize);
        let around = [(0, 0), (6, 0), (-6, 0), (0, 6), (0, -6)];
        let deepest = around.into_iter().map(|(dx, dy)| look.darker.near(x + dx, y + dy)).fold(0.0, f32::max);
        deepest < SHADOW && look.steps.cells[index] > least + RISE * deepest
    });
    let mut seen = line.map(|is| !is);
    let mut total = 0.0;
    for start in 0..line.cells.len() {
        if seen.cells[start] {
            continue;
        }
        let part = component(&line, &mut seen, start);
        let begins = part.iter().any(|index| away.cells[*index] < BESIDE.1);
        let long = diagonal(part.iter().copied(), line.width);
        let leaves = part.iter().any(|index| {
            let (x, y) = (index % line.width, index / line.width);
            x.min(y) < FRAME || x + FRAME >= line.width || (y + FRAME) * line.width >= line.cells.len()
        });
        if begins && !leaves && long >= SHORTEST {
            total += long;
        }
    }
    total / diagonal((0..away.cells.len()).filter(|index| !is_backdrop.cells[*index]), line.width).max(SHORTEST)
}

/// Of the box around some cells of a grid of this width.
fn diagonal(cells: impl Iterator<Item = usize>, width: usize) -> f32 {
    let (mut left, mut right, mut top, mut bottom) = (usize::MAX, 0, usize::MAX, 0);
    for index in cells {
        let (x, y) = (index % width.max(1), index / width.max(1));
        (left, right, top, bottom) = (left.min(x), right.max(x + 1), top.min(y), bottom.max(y + 1));
    }
    f32::hypot(right.saturating_sub(left) as f32, bottom.saturating_sub(top) as f32)
}
