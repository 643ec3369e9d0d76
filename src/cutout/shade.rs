//! The shadow at the foot of a subject, which steepens up to the subject's edge: it is followed down to that edge.
//!
//! Growing stops where a shadow steepens, since a step may be the subject. But a shadow's slope is soft and only
//! becomes steeper until the subject begins, with a step that is more than twice as steep; the edge of a subject is a
//! crest that the slope falls behind.

use super::grid::{Grid, Rgb, flood_if, length, minus};
use super::region::{Look, most_around, true_cells};
use crate::runner::Runner;

/// How many times as steep as a shadow the subject's edge beside it is.
const STEEPER: f32 = 2.5;
/// How far ahead, in cells, that edge is looked for.
const AHEAD: usize = 6;
/// The share of the slope that the next cell must have: less is the far side of a crest.
const KEEPS: f32 = 0.85;

/// Adds what such shadows cover to the backdrop. Whether there was any.
pub(super) fn add_shade(look: &Look<'_, impl Runner>, is_backdrop: &mut Grid<bool>) -> bool {
    let slope = slope(look.on, &look.smooth);
    let steepest = most_around(look.on, &slope, AHEAD);
    let open = is_backdrop.make(look.on, |index| {
        is_backdrop.cells[index]
            || look.darker.cells[index] >= 0.0
                && !look.leaks.cells[index]
                && slope.cells[index] > look.least
                && slope.cells[index] * STEEPER < steepest.cells[index]
    });
    // Slopes that noise makes do not count.
    let spare = look.least * 0.25;
    let goes = |from: usize, to: usize| is_backdrop.cells[from] || slope.cells[to] + spare >= KEEPS * slope.cells[from];
    let grown = flood_if(&open, true_cells(is_backdrop), goes);
    let has_grown = grown.cells != is_backdrop.cells;
    *is_backdrop = grown;
    has_grown
}

/// Levels by which colours change over two cells, across and down together.
fn slope(on: &impl Runner, grid: &Grid<Rgb>) -> Grid<f32> {
    grid.make(on, |index| {
        let (x, y) = ((index % grid.width) as isize, (index / grid.width) as isize);
        let across = length(minus(grid.near(x + 1, y), grid.near(x - 1, y)));
        let down = length(minus(grid.near(x, y + 1), grid.near(x, y - 1)));
        across.hypot(down)
    })
}
