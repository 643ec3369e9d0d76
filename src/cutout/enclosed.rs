//! What the subject encloses, or nearly: holes that are backdrop too, and channels where the backdrop has leaked in.
//!
//! A lit edge may look like the backdrop, and a channel along it is no wider than a gap between two parts. So narrow
//! channels between solid parts stay with the subject, except where they have the backdrop's very colour.

use super::backdrop::Backdrop;
use super::grid::{Grid, Rgb, apart, distance, flood};
use super::region::{Look, Region, SHADOW_STEP, component, matching, open, spread_from};
use crate::runner::Runner;
use crate::template::Holes;

/// Half of the width, in cells, of what is solid: strands, wires and stalks are not.
const SOLID: f32 = 4.0;
/// The smallest hole as a share of the subject's box.
const LEAST_HOLE: f32 = 0.0005;
/// The share of a hole's rim that must stand out from the backdrop: a highlight on a white body has no rim.
const RIM: f32 = 0.85;
/// Half of the width, in cells, of a hole that is no leak, though a shadow in it may hide that it is wider: laces are
/// narrower.
const WIDE: f32 = 2.8;
/// Half of the widest leak in cells: the lit rim of a mug.
const WIDEST_LEAK: f32 = 6.0;
/// What is no farther apart, in levels, is the same colour: as much as a cell without noise may be off.
const SAME: f32 = 2.0;
/// How much farther it may be as a share of the backdrop's chroma: highlights are not colourful.
const COLORFUL: f32 = 0.1;
/// Levels from which a backdrop is white.
const CLIPPED: f32 = 245.0;

/// Backdrop in channels between solid parts of the subject that are at most twice `widest` cells wide.
pub(super) fn leaks(on: &impl Runner, is_backdrop: &Grid<bool>, widest: f32) -> Grid<bool> {
    let depth = distance(is_backdrop);
    let core = depth.map(|depth| depth > SOLID);
    let solid = distance(&core).map(|away| away <= SOLID);
    let within = distance(&solid).map(|away| away > widest);
    let beyond = distance(&within);
    beyond.make(on, |index| beyond.cells[index] > widest && is_backdrop.cells[index])
}

/// Takes leaks, and what was reached only through them and looks like no hole, out of the region. It grew from `seeds`;
/// `wide` are cells of holes that are no leaks.
pub(super) fn stop_leaks(
    look: &mut Look<'_, impl Runner>,
    model: &Backdrop,
    region: &mut Region,
    seeds: &[usize],
    wide: &[usize],
) {
    let mut leaks = leaks(look.on, &region.is_backdrop, WIDEST_LEAK);
    wide.iter().for_each(|index| leaks.cells[*index] = false);
    if !leaks.cells.contains(&true) {
        return;
    }
    let room = distance(&region.is_backdrop.map(|is| !is));
    let color = spread_from(look, &leaks.make(look.on, |index| region.is_backdrop.cells[index] && !leaks.cells[index]));
    let mut seen = leaks.map(|is| !is);
    for start in 0..seen.cells.len() {
        if !seen.cells[start] {
            let part = component(&leaks, &mut seen, start);
            if !is_gap(look, &color, &room, &part) {
                part.into_iter().for_each(|index| look.leaks.cells[index] = true);
            }
        }
    }
    let open = region.is_backdrop.make(look.on, |index| region.is_backdrop.cells[index] && !look.leaks.cells[index]);
    let mut reached = flood(&open, seeds.iter().copied());
    let mut seen = reached.clone();
    for start in 0..open.cells.len() {
        if open.cells[start] && !seen.cells[start] {
            let part = component(&open, &mut seen, start);
            if is_hole(look, model, region, &part, false) {
                part.into_iter().for_each(|index| reached.cells[index] = true);
            }
        }
    }
    region.is_backdrop = reached;
    region.color = spread_from(look, &region.is_backdrop);
}

/// Whether a channel is a gap for sure: in its middle the very colour of the backdrop, where a lit edge is brighter. A
/// white one is as bright as an edge can be, so that its colour tells nothing.
fn is_gap(look: &Look<'_, impl Runner>, color: &Grid<Rgb>, room: &Grid<f32>, part: &[usize]) -> bool {
    let deepest = part.iter().map(|index| room.cells[*index]).fold(0.0, f32::max);
    let middle: Vec<usize> = part.iter().copied().filter(|index| room.cells[*index] > 0.6 * deepest).collect();
    let mean = |colors: &Grid<Rgb>| -> Rgb {
        std::array::from_fn(|c| middle.iter().map(|at| colors.cells[*at][c]).sum::<f32>() / middle.len().max(1) as f32)
    };
    let (found, expected) = (mean(look.cells), mean(color));
    let (least, most) =
        expected.into_iter().fold((f32::MAX, 0.0), |(least, most), of| (f32::min(least, of), f32::max(most, of)));
    deepest > 2.0 && apart(found, expected) < SAME + COLORFUL * (most - least) && most < CLIPPED
}

/// Adds enclosed areas that are backdrop too. The cells of the wide ones, which are no leaks, where there were any
/// holes.
pub(super) fn add_holes(
    look: &Look<'_, impl Runner>,
    model: &Backdrop,
    holes: Holes,
    region: &mut Region,
) -> Option<Vec<usize>> {
    let is_any = holes == Holes::Remove;
    let least = if is_any { 1.0 } else { subject_box(&region.is_backdrop) as f32 * LEAST_HOLE };
    let open = open(look, SHADOW_STEP);
    // Beside shadows and bends what lies around the subject says less than the model, and the other way round.
    let nearer = region.color.make(look.on, |index| {
        let found = look.cells.cells[index];
        let expected = model.at(look.cells, index % look.cells.width, index / look.cells.width);
        let around = region.color.cells[index];
        if apart(found, around) < apart(found, expected) { around } else { expected }
    });
    let matches = matching(look, &nearer);
    let candidates =
        open.make(look.on, |index| !look.leaks.cells[index] && (open.cells[index] || matches.cells[index]));
    let mut seen = region.is_backdrop.clone();
    let room = distance(&candidates.map(|is| !is));
    let mut found = None;
    for start in 0..seen.cells.len() {
        if seen.cells[start] || !candidates.cells[start] {
            continue;
        }
        let part = component(&candidates, &mut seen, start);
        if part.len() as f32 >= least && is_hole(look, model, region, &part, is_any) {
            part.iter().for_each(|index| region.is_backdrop.cells[*index] = true);
            let wide = found.get_or_insert_with(Vec::new);
            if part.iter().any(|index| room.cells[*index] > WIDE) {
                wide.extend(part);
            }
        }
    }
    found
}

/// Cells of the smallest box around all that is not backdrop.
fn subject_box(is_backdrop: &Grid<bool>) -> usize {
    let (mut left, mut right, mut top, mut bottom) = (usize::MAX, 0, usize::MAX, 0);
    for (index, _) in is_backdrop.cells.iter().enumerate().filter(|(_, is)| !**is) {
        let (x, y) = (index % is_backdrop.width, index / is_backdrop.width);
        (left, right) = (left.min(x), right.max(x + 1));
        (top, bottom) = (top.min(y), bottom.max(y + 1));
    }
    right.saturating_sub(left) * bottom.saturating_sub(top)
}

/// Whether an enclosed area is backdrop seen through a hole: part of it matches, and its rim stands out.
fn is_hole(look: &Look<'_, impl Runner>, model: &Backdrop, region: &Region, part: &[usize], is_any: bool) -> bool {
    let grid = look.cells;
    // Beside shadows and bends what lies around the subject says less than the model, and the other way round.
    let off = |index: usize| {
        let found = look.cells.cells[index];
        let expected = model.at(grid, index % grid.width, index / grid.width);
        apart(found, region.color.cells[index]).min(apart(found, expected))
    };
    let near = look.tolerance.max(8.0);
    let matching = part.iter().filter(|index| off(**index) < near).count();
    if (matching as f32) < 0.3 * part.len() as f32 {
        return false;
    }
    if is_any {
        return true;
    }
    let inside: std::collections::BTreeSet<usize> = part.iter().copied().collect();
    let (mut rim, mut standing) = (0usize, 0usize);
    for index in part {
        let (x, y) = ((index % grid.width) as isize, (index / grid.width) as isize);
        for (dx, dy) in [(1, 0), (-1, 0), (0, 1), (0, -1)] {
            let beyond: [usize; 5] =
                std::array::from_fn(|by| grid.index_near(x + dx * (by as isize + 1), y + dy * (by as isize + 1)));
            // A speck in the hole is no rim, the hole goes on behind it; a closed leak tells nothing.
            if inside.contains(&beyond[0]) || inside.contains(&beyond[4]) || look.leaks.cells[beyond[0]] {
                continue;
            }
            rim += 1;
            standing += usize::from(beyond.into_iter().map(off).fold(0.0, f32::max) > near.max(4.0 * look.tolerance));
        }
    }
    rim > 0 && standing as f32 >= RIM * rim as f32
}
