//! Which cells are backdrop: the cheapest border between what the frame shows and what stands before it.
//!
//! Input: the cells of a photo, one hypothesis of its backdrop, and what a network saw, if any. Output: a [`Region`].
//! Guarantees: what lies inside the subject stays with it, whatever its colour, unless it is a hole. Errors: none.
//!
//! First the *sure* backdrop is flooded from the frame through cells that look as the hypothesis says. Every other cell
//! then costs something as backdrop or as subject ([`costs`]), neighbours cost something to part, the less the stronger
//! the step between them, and a minimum cut finds the labels. Small leftovers go, holes are added.

use super::border::{Backdrop, ring};
use super::costs::{Costs, costs};
use super::grid::{Grid, Rgb, apart, distance, dot, flood, length, quantile, smooth, true_cells};
use super::holes::add_holes;
use super::min_cut::{AROUND, MinCut};
use super::parts::drop_leftovers;
use crate::runner::Runner;
use crate::template::Holes;

/// The least step, in levels, that is an edge: what an eye sees on a screen, and JPEG at quality 85 leaves on a flat.
const LEAST_STEP: f32 = 1.6;
/// In deviations of the noise of a cell: what three standard deviations of a step's measure come to (six readings of 3
/// × 3 cells in three channels).
const NOISE_STEP: f32 = 3.7;
/// Half of the narrowest gap, in cells, through which the sure backdrop is flooded.
const GAP: f32 = 3.0;
/// The brightness of sure backdrop as a share of its model: beyond are shadows and glare, which the costs weigh.
const LIT: std::ops::Range<f32> = 0.80..1.12;
/// Levels within which brightness does not matter: ratios of dark colours are mostly noise.
const DARK: f32 = 16.0;
/// What it costs at most to part two neighbours, and at least, which keeps borders short.
const PARTING: (f32, f32) = (0.8, 0.01);

/// The backdrop found, cell by cell.
#[derive(Debug, Clone)]
pub(super) struct Region {
    /// Whether the cell is backdrop.
    pub(super) is_backdrop: Grid<bool>,
    /// What the backdrop looks like there, shadows included; under the subject as it is around it.
    pub(super) color: Grid<Rgb>,
    /// What the sure backdrop looks like there: the same without shadows.
    pub(super) lit: Grid<Rgb>,
    /// How far, in levels, a cell may be from that and still match.
    pub(super) tolerance: f32,
    /// The least step, in levels, that is an edge.
    pub(super) least: f32,
    /// Whether the cell is backdrop without any doubt.
    pub(super) sure: Grid<bool>,
    /// How far each cell is from the sure backdrop's colour, in levels.
    pub(super) off: Grid<f32>,
    /// How sharp the step at each cell is; from 1 on it is no edge of a shadow.
    pub(super) sharp: Grid<f32>,
    /// Whether the cell is backdrop seen through a hole.
    pub(super) holes: Grid<bool>,
    /// How far the backdrop is to be trusted beside the network, 0 to 1.
    pub(super) trust: f32,
}

/// What every step of the segmentation looks at.
pub(super) struct Scene<'a, R> {
    /// Who does the work on cells.
    pub(super) on: &'a R,
    pub(super) cells: &'a Grid<Rgb>,
    /// Means of 3 × 3 cells.
    pub(super) smooth: Grid<Rgb>,
    /// How much of a step is at each cell, in levels.
    pub(super) steps: Grid<f32>,
    /// The share of subject that a network saw in each cell.
    pub(super) seen: Option<&'a Grid<f32>>,
    /// Whether the network alone decides.
    pub(super) by_network: bool,
    /// What becomes of enclosed areas.
    pub(super) holes: Holes,
}

/// Tells the backdrop of a scene from its subject, as one hypothesis of the backdrop has it.
pub(super) fn segment(scene: &Scene<'_, impl Runner>, model: &Backdrop) -> Region {
    let (cells, on) = (scene.cells, scene.on);
    let ring = ring(cells);
    let (mut region, refined) = sure_region(scene, model, &ring);
    if scene.by_network {
        region.trust = 0.0;
    }
    cut(scene, model, &ring, &mut region);
    if let Some(seen) = scene.seen.filter(|_| !scene.by_network) {
        region.trust = trust(on, seen, &region.is_backdrop);
        if region.trust < 1.0 {
            cut(scene, model, &ring, &mut region);
        }
    }
    drop_leftovers(scene, &mut region);
    if scene.holes != Holes::Keep {
        add_holes(scene, &mut region);
    }
    // Cells at the edge are mixtures: what lies behind them is told by those farther out.
    let beyond = distance(&region.is_backdrop.map(|is| !is));
    let is_pure = |index: usize| beyond.cells[index] > if region.sure.cells[index] { 1.5 } else { 2.5 };
    region.color = refined.spread(on, cells, |index| f32::from(u8::from(is_pure(index))));
    region
}

/// The sure backdrop: flooded from the frame through cells of the model's colour without steps, then up to the edges
/// through cells that match what lies beside them.
fn sure_region(scene: &Scene<'_, impl Runner>, model: &Backdrop, ring: &[usize]) -> (Region, Backdrop) {
    let Scene { on, cells, smooth, steps, .. } = scene;
    let near = (4.0 * model.misfit).clamp(10.0, 24.0);
    let at = |index: usize| model.at(smooth, index % smooth.width, index / smooth.width);
    let is_seed = |index: &usize| apart(smooth.cells[*index], at(*index)) < near;
    let seeds: Vec<usize> = ring.iter().copied().filter(is_seed).collect();
    let usual = quantile(seeds.iter().map(|seed| steps.cells[*seed]).collect(), 0.9);
    let least = LEAST_STEP.max(NOISE_STEP * model.noise).max(1.5 * usual);
    let tolerance = 2.0 + 4.0 * model.noise;
    let open = smooth.make(*on, |index| {
        let (found, expected) = (smooth.cells[index], at(index));
        let share = dot(found, expected) / dot(expected, expected).max(1.0);
        let tint = apart(found, expected.map(|channel| channel * share));
        let is_lit = LIT.contains(&share) || apart(found, expected) < DARK;
        is_lit && tint < 5.0 + model.noise + 0.03 * length(expected) && steps.cells[index] < least
    });
    let mut sure = wide_flood(*on, &open, &seeds);
    let refined = model.refined(cells, &sure);
    let known = |sure: &Grid<bool>| refined.spread(*on, cells, |index| f32::from(u8::from(sure.cells[index])));
    let mut color = known(&sure);
    for _ in 0..2 {
        let matches = cells.make(*on, |index| {
            let expected = color.cells[index];
            let is_same = apart(smooth.cells[index], expected) < 0.55 * tolerance
                && apart(cells.cells[index], expected) < tolerance;
            sure.cells[index] || is_same
        });
        sure = flood(&matches, true_cells(&sure));
        color = known(&sure);
    }
    bridge(cells, &mut sure, tolerance);
    let region = Region {
        is_backdrop: sure.clone(),
        lit: color.clone(),
        color,
        tolerance,
        least,
        sure,
        off: cells.map(|_| 0.0),
        sharp: cells.map(|_| 0.0),
        holes: cells.map(|_| false),
        trust: 1.0,
    };
    (region, refined)
}

/// Labels every cell at the least cost.
fn cut(scene: &Scene<'_, impl Runner>, model: &Backdrop, ring: &[usize], region: &mut Region) {
    let cells = scene.cells;
    let Costs { mut balance, off, sharp } = costs(scene, model, region);
    for index in ring.iter().filter(|index| region.sure.cells[**index]) {
        balance.cells[*index] -= 4.0 * region.trust;
    }
    // Steps count in units of what noise makes.
    let unit = 2.0 * (1.0 + 2.0 * model.noise);
    let parting = |index: usize, direction: usize| {
        let (dx, dy) = AROUND[direction];
        let (x, y) = ((index % cells.width) as isize, (index / cells.width) as isize);
        let (before, after) = (cells.near(x - dx, y - dy), cells.near(x + 2 * dx, y + 2 * dy));
        let step = apart(cells.cells[index], cells.near(x + dx, y + dy)).max(0.6 * apart(before, after)) / unit;
        let length = if dx != 0 && dy != 0 { std::f32::consts::FRAC_1_SQRT_2 } else { 1.0 };
        PARTING.0 * length / (1.0 + step * step) + PARTING.1
    };
    region.is_backdrop = MinCut::new(&balance, parting).solve().map(|is_subject| !is_subject);
    (region.off, region.sharp) = (off, sharp);
}

/// How far the border's backdrop can be trusted beside a network: not where the cut leaves much at the frame that the
/// network takes for backdrop, as it does before a scene.
fn trust(on: &impl Runner, seen: &Grid<f32>, is_backdrop: &Grid<bool>) -> f32 {
    let extra = seen.make(on, |index| !is_backdrop.cells[index] && seen.cells[index] < 0.15);
    let at_frame = true_cells(&extra).filter(|index| {
        let (x, y) = (index % seen.width, index / seen.width);
        x < 2 || y < 2 || x + 2 >= seen.width || y + 2 >= seen.height
    });
    let left = true_cells(&flood(&extra, at_frame)).count() as f32;
    let subject: f32 = seen.cells.iter().sum();
    (1.0 - (left / subject.max(1.0) - 0.03) / 0.12).clamp(0.0, 1.0)
}

/// Joins what lies between two parts of the backdrop, as the line does where a wall meets a table: thin, and of a colour
/// between theirs.
fn bridge(cells: &Grid<Rgb>, sure: &mut Grid<bool>, tolerance: f32) {
    const REACH: isize = 4;
    let known = sure.clone();
    for index in (0..known.cells.len()).filter(|index| !known.cells[*index]) {
        let (x, y) = ((index % cells.width) as isize, (index / cells.width) as isize);
        sure.cells[index] = [(1, 0), (0, 1)].into_iter().any(|(dx, dy)| {
            let a = cells.index_near(x - REACH * dx, y - REACH * dy);
            let b = cells.index_near(x + REACH * dx, y + REACH * dy);
            let own = cells.cells[index];
            let way = apart(cells.cells[a], cells.cells[b]);
            let detour = apart(cells.cells[a], own) + apart(own, cells.cells[b]) - way;
            known.cells[a] && known.cells[b] && way > tolerance && detour < tolerance
        });
    }
}

impl<'a, R: Runner> Scene<'a, R> {
    /// A scene of these cells.
    pub(super) fn new(on: &'a R, cells: &'a Grid<Rgb>, seen: Option<&'a Grid<f32>>, holes: Holes) -> Self {
        let smooth = smooth(on, cells);
        let steps = smooth.make(on, |index| step(&smooth, index % smooth.width, index / smooth.width));
        Self { on, cells, smooth, steps, seen, by_network: false, holes }
    }
}

/// How much of a step is at a cell, in levels: by how much what lies beyond is off from what the slope on this side
/// leads to expect, on the side where that is less, across or down.
fn step(grid: &Grid<Rgb>, x: usize, y: usize) -> f32 {
    let (x, y) = (x as isize, y as isize);
    let along = |dx: isize, dy: isize| {
        let at = |by: isize| grid.near(x + dx * by, y + dy * by);
        let (far, near, beyond, last) = (at(-4), at(-1), at(2), at(5));
        let off = |far: Rgb, near: Rgb, beyond: Rgb| {
            let expected: Rgb = std::array::from_fn(|c| 2.0 * near[c] - far[c]);
            apart(expected, beyond)
        };
        off(far, near, beyond).min(off(last, beyond, near))
    };
    along(1, 0).max(along(0, 1))
}

/// A flood that does not squeeze through gaps: through cells that have room around them, then as far as that room.
fn wide_flood(on: &impl Runner, open: &Grid<bool>, seeds: &[usize]) -> Grid<bool> {
    let room = distance(&open.map(|is| !is));
    let core = flood(&room.map(|room| room > GAP), seeds.iter().copied());
    let beside = distance(&core);
    open.make(on, |index| open.cells[index] && beside.cells[index] <= GAP + 1.0)
}
