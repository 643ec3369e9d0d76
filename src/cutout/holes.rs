//! Backdrop that is seen through the subject: a mug's handle, the gap between legs.
//!
//! Input: the region so far. Output: the region with holes. Guarantees: a white print, a letter or a screen in the middle
//! of a body stays. Errors: none.
//!
//! A hole has the backdrop's colour, perhaps a little in shadow, a rim that stands out, and around much of it a bar that
//! is thin beside the body or beside the hole itself.

use super::grid::{Grid, Rgb, apart, component, distance, dot, length, quantile};
use super::min_cut::AROUND;
use super::segment::{Region, Scene};
use crate::runner::Runner;
use crate::template::Holes;
use std::collections::BTreeSet;

/// The smallest hole, as a share of the subject, and in cells; half of the narrowest, in cells.
const LEAST: (f32, f32) = (0.0005, 12.0);
const NARROWEST: f32 = 2.0;
/// By how many hundredths a hole may be darker than the backdrop around the subject, in this share of it.
const SHADED: f32 = 9.0;
const LIT: f32 = 0.5;
/// The same for a small hole in which a network sees no subject, and the share of the subject up to which a hole is small. A
/// body shades its small gaps; the inside of a mug or a shoe looks the same and is larger.
const SMALL_SHADED: f32 = 25.0;
const SMALL: f32 = 0.03;
/// The share of a hole's rim that must stand out, and along which its bar must be thin.
const RIM: f32 = 0.55;
const THIN: f32 = 0.45;
/// A bar is thin up to this share of the body's thickness, or of the hole's width.
const OF_BODY: f32 = 0.4;
const OF_HOLE: f32 = 0.5;
/// Levels by which a rim stands out, and before white, where pale lines on a pale body are no bars.
const STANDS_OUT: (f32, f32) = (16.0, 40.0);
const WHITE: f32 = 240.0;
/// How far, in cells, a rim is looked for: penumbras and JPEG's rings lie between.
const REACH: isize = 7;
/// The share of subject that a network sees in a hole at most.
const SEEN: f32 = 0.6;
/// The tolerance above which a backdrop is so lively that without a network nothing enclosed is told from it.
const LIVELY: f32 = 10.0;

/// An area whose mean colour is within so many levels of the backdrop is a hole, however thick its rim, unless the backdrop is
/// white: print and panels rarely match a backdrop so closely.
const SAME: f32 = 2.5;
/// The difference of channels, in levels, from which a backdrop is colourful, and how dark a shaded hole may then be, as a
/// share of the backdrop's brightness.
const COLORFUL: f32 = 40.0;
const DEEPEST: f32 = 0.6;
/// The share of a hole that may be shaded by any amount, if the rest is darker than the backdrop by at most so many
/// hundredths.
const UNLIT: f32 = 0.85;
const AS_LIGHT: f32 = 2.0;

/// An enclosed area that looks like backdrop.
struct Candidate {
    cells: Vec<usize>,
    /// Half of its width, in cells.
    wide: f32,
    /// See [`is_same`].
    is_same: bool,
}

/// Adds holes to the region.
pub(super) fn add_holes(scene: &Scene<'_, impl Runner>, region: &mut Region) {
    let mut found = candidates(scene, region);
    // A candidate that is none makes the bars beside it thicker, so that those are looked at again.
    loop {
        if scene.holes != Holes::Auto {
            break;
        }
        let mut outside = region.is_backdrop.clone();
        found.iter().flat_map(|candidate| &candidate.cells).for_each(|index| outside.cells[*index] = true);
        let solid = distance(&outside);
        let before = found.len();
        found.retain(|candidate| is_hole(scene, region, &solid, candidate));
        if found.len() == before {
            break;
        }
    }
    for index in found.into_iter().flat_map(|candidate| candidate.cells) {
        region.holes.cells[index] = true;
        region.is_backdrop.cells[index] = true;
    }
}

/// Enclosed areas of the backdrop's colour.
fn candidates(scene: &Scene<'_, impl Runner>, region: &Region) -> Vec<Candidate> {
    let Scene { on, cells, smooth, .. } = scene;
    let limit = region.tolerance.max(5.0);
    let away = distance(&region.is_backdrop);
    // By how many hundredths a cell is darker; lighter counts four times, as no shadow does that.
    let dark = cells.make(*on, |index| {
        let expected = region.color.cells[index];
        let share = dot(smooth.cells[index], expected) / dot(expected, expected).max(1.0);
        if share < 1.0 { (1.0 - share) * 100.0 } else { (share - 1.0) * 400.0 }
    });
    let open = cells.make(*on, |index| {
        let (found, expected) = (smooth.cells[index], region.color.cells[index]);
        let share = dot(found, expected) / dot(expected, expected).max(1.0);
        let tint = apart(found, expected.map(|channel| channel * share));
        let dark = dark.cells[index];
        let is_like = tint < limit + 0.03 * length(expected) && dark < 45.0;
        is_like && away.cells[index] > 1.5 && scene.steps.cells[index] < 1.3 * region.least + 0.3 * dark
    });
    let open = without_specks(*on, &open);
    let room = distance(&open.map(|is| !is));
    let subject = away.cells.iter().filter(|away| **away > 0.0).count() as f32;
    let least = if scene.holes == Holes::Remove { 1.0 } else { (LEAST.0 * subject).max(LEAST.1) };
    let narrowest = if scene.holes == Holes::Remove { 0.0 } else { NARROWEST };
    let (mut seen, mut found) = (open.map(|is| !is), Vec::new());
    for start in 0..open.cells.len() {
        if seen.cells[start] {
            continue;
        }
        let cells = component(&open, &mut seen, start);
        let wide = cells.iter().map(|index| room.cells[*index]).fold(0.0, f32::max);
        if (cells.len() as f32) < least || wide < narrowest {
            continue;
        }
        let is_same = is_same(scene, region, &cells);
        let dark = |share: f32| quantile(cells.iter().map(|index| dark.cells[*index]).collect(), share);
        let is_small = scene.seen.is_some() && (cells.len() as f32) < SMALL * subject;
        let shaded = if is_small { SMALL_SHADED } else { SHADED };
        let is_like = is_same || dark(LIT) < shaded || dark(1.0 - UNLIT) < AS_LIGHT;
        if is_like && may_be_hole(scene, region, &cells, is_same) {
            found.push(Candidate { cells, wide, is_same });
        }
    }
    found
}

/// The same with cells that noise closed opened: those of whose eight neighbours six are open.
fn without_specks(on: &impl Runner, open: &Grid<bool>) -> Grid<bool> {
    open.make(on, |index| {
        let (x, y) = ((index % open.width) as isize, (index / open.width) as isize);
        open.cells[index] || AROUND.into_iter().filter(|(dx, dy)| open.near(x + dx, y + dy)).count() >= 6
    })
}

/// Whether the network, or without one the backdrop, lets a hole be told here.
fn may_be_hole(scene: &Scene<'_, impl Runner>, region: &Region, cells: &[usize], is_same: bool) -> bool {
    match scene.seen {
        Some(seen) => cells.iter().map(|index| seen.cells[*index]).sum::<f32>() <= SEEN * cells.len() as f32,
        None => is_same || region.tolerance <= LIVELY,
    }
}

/// Whether the rim of a candidate stands out, and enough of its bar is thin.
fn is_hole(scene: &Scene<'_, impl Runner>, region: &Region, solid: &Grid<f32>, candidate: &Candidate) -> bool {
    let (cells, smooth) = (scene.cells, &scene.smooth);
    let body = solid.cells.iter().copied().fold(0.0, f32::max);
    let inside: BTreeSet<usize> = candidate.cells.iter().copied().collect();
    let (mut rim, mut stands, mut thin) = (0, 0, 0);
    for index in &candidate.cells {
        let own = smooth.cells[*index];
        let is_white = region.color.cells[*index].iter().all(|channel| *channel > WHITE);
        let least = (3.0 * region.least).max(if is_white { STANDS_OUT.1 } else { STANDS_OUT.0 });
        for other in cells.beside(*index).filter(|other| !inside.contains(other)) {
            let (x, y) = ((other % cells.width) as isize, (other / cells.width) as isize);
            let (dx, dy) = (x - (index % cells.width) as isize, y - (index / cells.width) as isize);
            let contrast = (0..REACH).map(|by| apart(smooth.near(x + dx * by, y + dy * by), own)).fold(0.0, f32::max);
            let thick = ridge(solid, cells.index_near(x + dx, y + dy));
            rim += 1;
            stands += usize::from(contrast > least);
            thin += usize::from(thick < OF_BODY * body || thick < OF_HOLE * candidate.wide);
        }
    }
    stands as f32 >= RIM * rim as f32 && (candidate.is_same || thin as f32 >= THIN * rim as f32)
}

/// Whether the mean colour of an area is that of the backdrop, and that is not white. Before a colourful backdrop the area
/// may be darker.
fn is_same(scene: &Scene<'_, impl Runner>, region: &Region, cells: &[usize]) -> bool {
    let mean = |of: &Grid<Rgb>| {
        let sum = cells.iter().fold([0.0f32; 3], |sum, index| std::array::from_fn(|c| sum[c] + of.cells[*index][c]));
        sum.map(|channel| channel / cells.len() as f32)
    };
    let (found, expected) = (mean(scene.cells), mean(&region.color));
    let (least, most) = expected.iter().fold((255.0f32, 0.0f32), |(a, b), channel| (a.min(*channel), b.max(*channel)));
    let share = dot(found, expected) / dot(expected, expected).max(1.0);
    let shaded = if most - least > COLORFUL && share < 1.0 { share.max(DEEPEST) } else { 1.0 };
    least <= WHITE && apart(found, expected.map(|channel| channel * shaded)) < SAME
}

/// Half of the thickness at a cell: up the slope of distances to its ridge.
fn ridge(solid: &Grid<f32>, mut index: usize) -> f32 {
    loop {
        let (x, y) = ((index % solid.width) as isize, (index / solid.width) as isize);
        let around = AROUND.into_iter().map(|(dx, dy)| solid.index_near(x + dx, y + dy));
        let best = around.max_by(|a, b| solid.cells[*a].total_cmp(&solid.cells[*b])).unwrap_or(index);
        if solid.cells[best] <= solid.cells[index] {
            return solid.cells[index];
        }
        index = best;
    }
}
