//! What it costs to call a cell backdrop or subject.
//!
//! Input: the sure backdrop and its colour. Output: [`Costs`]. Guarantees: a cell's cost depends on nothing but the
//! pixels around it and the way that leads to it from the sure backdrop. Errors: none.
//!
//! A cell that is off from the backdrop is subject, with three exceptions. A *shadow* has the backdrop's hue, is reached
//! over soft steps only, gets darker all the way and has no texture of its own: it leans to the backdrop, and the cut
//! looks for the sharp edge behind it. *Glare* is the same, lighter. On a *colourful* backdrop whatever keeps its hue and
//! is darker is shadow, however hard its edge.

use super::border::Backdrop;
use super::grid::{Grid, Rgb, apart, distance, dot, flood, length, mean_around, most_around, true_cells};
use super::segment::{Region, Scene};
use crate::runner::Runner;

/// Sharpness is a step over two cells as a share of how far the cells around are from the backdrop: a shadow whose edge
/// is a Gaussian of three cells or more stays below it.
const SOFT: f32 = 0.3;
/// Levels beyond which distance from the backdrop adds nothing to how sharp a step must be.
const DEEPEST: f32 = 90.0;
/// Levels beyond the tolerance at which a cell is as unlike the backdrop as can be.
const UNLIKE: f32 = 24.0;
/// Added to squared brightness so that shares of dark colours stay near 1 (20 levels, where noise is a twentieth).
const FLOOR: f32 = 400.0;
/// What a cell of sure backdrop gains as backdrop.
const SURE: f32 = 0.2;
/// Differences of channels from which a backdrop is colourful, and by how much more wholly.
const COLORFUL: (f32, f32) = (72.0, 20.0);
/// How much the network's word counts for the subject, against it, and more where the backdrop is not trusted.
const NETWORK: (f32, f32, f32) = (0.8, 0.4, 1.2);

/// The costs of all cells, and what they were made of.
pub(super) struct Costs {
    /// By how much it is dearer to call a cell backdrop than subject.
    pub(super) balance: Grid<f32>,
    /// See [`Region::off`].
    pub(super) off: Grid<f32>,
    /// See [`Region::sharp`].
    pub(super) sharp: Grid<f32>,
}

/// Works the costs out.
pub(super) fn costs(scene: &Scene<'_, impl Runner>, model: &Backdrop, region: &Region) -> Costs {
    let Scene { on, cells, smooth, .. } = scene;
    let (sure, base) = (&region.sure, &region.lit);
    let off = cells.make(*on, |index| apart(smooth.cells[index], base.cells[index]));
    let sharp = sharpness(scene, &off, region.least);
    let share = cells.make(*on, |index| {
        let expected = base.cells[index];
        (dot(smooth.cells[index], expected) + FLOOR) / (dot(expected, expected) + FLOOR)
    });
    let (darkened, barrier, away) = (darkened_to(&share, sure), barrier(*on, &sharp, sure), distance(sure));
    let fine = mean_around(*on, &cells.make(*on, |index| apart(cells.cells[index], smooth.cells[index])));
    let balance = cells.make(*on, |index| {
        let cell = Cell {
            found: smooth.cells[index],
            expected: base.cells[index],
            share: share.cells[index],
            rise: share.cells[index] - darkened.cells[index],
            barrier: barrier.cells[index],
            unlike: (off.cells[index] - region.tolerance - 0.05 * away.cells[index].min(60.0)).max(0.0) / UNLIKE,
            texture: texture(&fine, index),
            noise: model.noise,
        };
        let by_backdrop = if sure.cells[index] { -SURE } else { cell.balance() };
        by_backdrop * (0.1 + 0.9 * region.trust) + scene.seen.map_or(0.0, |seen| heard(seen.cells[index], region.trust))
    });
    Costs { balance, off, sharp }
}

/// What the network's share of a cell adds.
fn heard(seen: f32, trust: f32) -> f32 {
    let word = (seen - 0.5).clamp(-0.4, 0.4);
    word * (if word > 0.0 { NETWORK.0 } else { NETWORK.1 } + NETWORK.2 * (1.0 - trust))
}

/// What is known of one cell that is not surely backdrop.
struct Cell {
    found: Rgb,
    expected: Rgb,
    /// Its brightness as a share of the backdrop's.
    share: f32,
    /// How much lighter it is than the darkest on the lightest way to it.
    rise: f32,
    /// The least sharpness that has to be passed on the way to it.
    barrier: f32,
    /// How unlike the backdrop it is, 1 for all that can be.
    unlike: f32,
    /// Fine detail in levels.
    texture: f32,
    noise: f32,
}

impl Cell {
    fn balance(&self) -> f32 {
        let unlike = self.unlike.min(1.0);
        let brightness = length(self.expected);
        let tint = apart(self.found, self.expected.map(|channel| channel * self.share));
        let tint = ((tint - 6.0 - self.noise - 0.04 * brightness).max(0.0) / 16.0).min(1.0);
        let hard = self.hard(unlike, tint);
        let gentle = ((1.1 - self.barrier) / 0.6).clamp(0.0, 1.0);
        let soft = (-0.02 - 0.13 * gentle + self.against_shade(unlike, tint)).min(hard);
        soft + (hard - soft) * ((self.barrier - 1.1) / 0.4).clamp(0.0, 1.0)
    }

    /// The balance behind a sharp edge.
    fn hard(&self, unlike: f32, tint: f32) -> f32 {
        let most = self.expected.into_iter().fold(0.0, f32::max);
        let least = self.expected.into_iter().fold(255.0, f32::min);
        let colorful = ((most - least - COLORFUL.0) / COLORFUL.1).clamp(0.0, 1.0);
        let shadow = if self.share < 1.0 { colorful * (1.0 - tint) } else { 0.0 };
        (0.03 + 0.9 * unlike) * (1.0 - shadow) - 0.06 * shadow
    }

    /// What speaks against a shadow or glare that is reached over soft steps.
    fn against_shade(&self, unlike: f32, tint: f32) -> f32 {
        if self.share >= 1.05 {
            return tint.max(0.12 * unlike);
        }
        let rise = ((self.rise - 0.02).max(0.0) / 0.08).min(1.0) * unlike;
        let deep = ((0.6 - self.share) / 0.3).clamp(0.0, 1.0) * 0.25;
        let textured = ((self.texture - 0.8 - 2.0 * self.noise) / 3.0).clamp(0.0, 1.0) * 0.4;
        tint.max(rise) + deep + textured
    }
}

/// How sharp the step at each cell is, 1 for the sharpest that a shadow's edge is.
fn sharpness(scene: &Scene<'_, impl Runner>, off: &Grid<f32>, least: f32) -> Grid<f32> {
    let smooth = &scene.smooth;
    let deepest = most_around(scene.on, off, 3);
    smooth.make(scene.on, |index| {
        let (x, y) = ((index % smooth.width) as isize, (index / smooth.width) as isize);
        let across = apart(smooth.near(x + 1, y), smooth.near(x - 1, y));
        let down = apart(smooth.near(x, y + 1), smooth.near(x, y - 1));
        across.max(down) / (least + SOFT * deepest.cells[index].min(DEEPEST))
    })
}

/// The least fine detail three cells away in eight directions: beside an edge it is that of the calmer side.
fn texture(fine: &Grid<f32>, index: usize) -> f32 {
    let (x, y) = ((index % fine.width) as isize, (index / fine.width) as isize);
    let around = [(3, 3), (-3, 3), (3, -3), (-3, -3), (4, 0), (-4, 0), (0, 4), (0, -4)];
    around.into_iter().map(|(dx, dy)| fine.near(x + dx, y + dy)).fold(fine.cells[index], f32::min)
}

/// The darkest that has to be passed on the lightest way from the sure backdrop to each cell: a shadow only gets darker
/// towards what casts it. Cells are taken lightest first, in steps of 1/127.
fn darkened_to(share: &Grid<f32>, sure: &Grid<bool>) -> Grid<f32> {
    const LEVELS: usize = 128;
    let level = |share: f32| ((share.clamp(0.0, 1.0) * (LEVELS - 1) as f32).ceil() as usize).min(LEVELS - 1);
    let mut found = sure.map(|is| if is { 1.0f32 } else { 0.0 });
    let mut seen = sure.clone();
    let mut buckets: Vec<Vec<usize>> = vec![Vec::new(); LEVELS];
    let at_edge = |index: &usize| share.beside(*index).any(|beside| !sure.cells[beside]);
    buckets[LEVELS - 1].extend(true_cells(sure).filter(at_edge));
    for now in (0..LEVELS).rev() {
        while let Some(index) = buckets[now].pop() {
            for next in share.beside(index) {
                if !seen.cells[next] {
                    seen.cells[next] = true;
                    found.cells[next] = found.cells[index].min(share.cells[next]);
                    buckets[level(share.cells[next]).min(now)].push(next);
                }
            }
        }
    }
    found
}

/// The least sharpness that has to be passed on the way from the sure backdrop to each cell, not through gaps that are
/// narrow; 1.5 where more than 1.2 has to be.
fn barrier(on: &impl Runner, sharp: &Grid<f32>, sure: &Grid<bool>) -> Grid<f32> {
    let mut found = sure.map(|is| if is { 0.0 } else { 1.5 });
    let mut reached = sure.clone();
    for level in [0.5f32, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2] {
        let open = sharp.make(on, |index| sharp.cells[index] < level || sure.cells[index]);
        let room = distance(&open.map(|is| !is));
        let core = flood(&room.map(|room| room > 2.0), true_cells(&reached));
        let beside = distance(&core);
        for index in 0..reached.cells.len() {
            if !reached.cells[index] && open.cells[index] && beside.cells[index] <= 3.0 {
                reached.cells[index] = true;
                found.cells[index] = level;
            }
        }
    }
    found
}
