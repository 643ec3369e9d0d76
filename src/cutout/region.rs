//! Which cells are backdrop for sure: reached from the border without crossing an edge.
//!
//! A backdrop changes slowly: light falls off, paper bends, a shadow darkens it along its own colour. A subject begins
//! with a step. So the region grows from the border through cells of the backdrop's colour, also darkened, where no
//! step is, not through gaps that are narrow (an outline that is lost for a few cells), and then up to the edge through
//! cells that match what lies beside them.

use super::backdrop::{Backdrop, ring};
use super::enclosed::{add_holes, stop_leaks};
use super::faint::faint_edges;
use super::grid::{Grid, Rgb, apart, distance, dot, flood, length, minus, smooth, spread};
use super::shade::add_shade;
use super::texture::lively;
use crate::runner::Runner;
use crate::template::Holes;

/// The least step, in levels, that is an edge: what an eye sees on a screen, and JPEG at quality 85 leaves on a flat.
const LEAST_STEP: f32 = 1.6;
/// In deviations of the noise of a cell: what three standard deviations of a step's measure come to (six readings of 3
/// × 3 cells in three channels).
const NOISE_STEP: f32 = 3.7;
/// Steps that are allowed in a shadow, as a share of how much darker it is: where its edge bends most, a Gaussian of
/// seven cells makes steps of 5 % of its depth.
pub(super) const SHADOW_STEP: f32 = 0.06;
/// The same where nothing of the subject looks like a shadow: edges of hard shadows may be passed.
const SHADOW_EDGE: f32 = 0.12;
/// The most of a subject, as a share, that may look like a shadow while it counts as unlike one.
const ALIKE: f32 = 0.25;
/// By how much JPEG at usual qualities rings beside an edge, as a share of the edge.
const RINGING: f32 = 0.05;
/// The largest speck, as a share of the largest part of the subject.
const SPECK: f32 = 0.01;
/// The darkest that a shadow makes the backdrop, as a share of it.
const DARKEST: f32 = 0.25;
/// The lightest that the backdrop may be beyond its model: what a bend of the paper does.
const LIGHTEST: f32 = 1.15;
/// Half of the narrowest gap, in cells, through which the region grows.
const GAP: f32 = 4.0;

/// The backdrop found, cell by cell.
#[derive(Debug, Clone)]
pub(super) struct Region {
    /// Whether the cell is backdrop.
    pub(super) is_backdrop: Grid<bool>,
    /// What the backdrop looks like there, shadows included; under the subject as it is around it.
    pub(super) color: Grid<Rgb>,
    /// How far, in levels, a cell may be from that and still match.
    pub(super) tolerance: f32,
    /// How long faint edges run on from the subject, as a share of the diagonal of its box.
    pub(super) faint: f32,
}

/// What the growing looks at.
pub(super) struct Look<'a, R> {
    /// Who does the work on cells.
    pub(super) on: &'a R,
    pub(super) cells: &'a Grid<Rgb>,
    pub(super) smooth: Grid<Rgb>,
    /// How much of a step is there, in levels.
    pub(super) steps: Grid<f32>,
    /// How much darker than the model, in levels, where the colour is the model's, perhaps darkened; negative
    /// elsewhere.
    pub(super) darker: Grid<f32>,
    /// The least step that is an edge.
    pub(super) least: f32,
    /// How far a cell may be from the backdrop and still match.
    pub(super) tolerance: f32,
    /// What looks like backdrop and is no part of it.
    pub(super) leaks: Grid<bool>,
}

/// Grows the backdrop from the border.
pub(super) fn grow(on: &impl Runner, cells: &Grid<Rgb>, model: &Backdrop, holes: Holes, pixels: u32) -> Region {
    let smooth = smooth(on, cells);
    let steps = smooth.make(on, |index| step(&smooth, index % smooth.width, index / smooth.width));
    let darker = darker(on, &smooth, model);
    let seeds = seeds(&smooth, model);
    let usual = share_of(seeds.iter().map(|seed| steps.cells[*seed]).collect(), 0.9);
    let tolerance = 2.0 + 4.0 * model.noise;
    let least = LEAST_STEP.max(NOISE_STEP * model.noise).max(1.5 * usual);
    let leaks = lively(on, cells, &smooth, model, &darker, &seeds, pixels);
    let mut look = Look { on, cells, smooth, steps, darker, least, tolerance, leaks };
    let wide = wide_flood(on, &open(&look, SHADOW_STEP), &seeds);
    let mut region = hugging(&look, wide);
    if is_unlike_a_shadow(&look, &region) {
        let known: Vec<usize> = true_cells(&region.is_backdrop).collect();
        let mut wide = wide_flood(on, &open(&look, SHADOW_EDGE), &known);
        for index in known {
            wide.cells[index] = true;
        }
        region = hugging(&look, wide);
    }
    if add_shade(&look, &mut region.is_backdrop) {
        region.color = spread_from(&look, &region.is_backdrop);
    }
    clean(&look, &mut region);
    stop_leaks(&mut look, model, &mut region, &seeds, &[]);
    let wide = if holes == Holes::Keep { None } else { add_holes(&look, model, holes, &mut region) };
    if let Some(wide) = wide {
        let found: Vec<usize> = true_cells(&region.is_backdrop).collect();
        region = hugging(&look, region.is_backdrop);
        clean(&look, &mut region);
        stop_leaks(&mut look, model, &mut region, &found, &wide);
    }
    region.faint = faint_edges(&look, &region.is_backdrop, model.noise, usual);
    region
}

/// Cells of the border that look as the model says.
fn seeds(smooth: &Grid<Rgb>, model: &Backdrop) -> Vec<usize> {
    let near = (4.0 * model.misfit).clamp(10.0, 24.0);
    let fits = |index: &usize| {
        let expected = model.at(smooth, index % smooth.width, index / smooth.width);
        apart(smooth.cells[*index], expected) < near
    };
    ring(smooth).into_iter().filter(fits).collect()
}

/// How much darker than the model each cell is; -1 where it is no darkened backdrop.
fn darker(on: &impl Runner, smooth: &Grid<Rgb>, model: &Backdrop) -> Grid<f32> {
    smooth.make(on, |index| {
        let expected = model.at(smooth, index % smooth.width, index / smooth.width);
        let found = smooth.cells[index];
        let share = dot(found, expected) / dot(expected, expected).max(1.0);
        let off = apart(found, expected.map(|channel| channel * share));
        let tinted = 5.0 + model.noise + 0.03 * length(expected);
        let is_lit = share < LIGHTEST || apart(found, expected) < 16.0;
        match share > DARKEST && is_lit && off < tinted {
            true => length(expected) * (1.0 - share).max(0.0),
            false => -1.0,
        }
    })
}

/// Whether the region may grow into a cell: the backdrop's colour, perhaps darkened, and no step but what the edge of a
/// shadow of the depth that is near makes: the share `shadow` of it.
pub(super) fn open(look: &Look<'_, impl Runner>, shadow: f32) -> Grid<bool> {
    let grid = &look.darker;
    grid.make(look.on, |index| {
        if grid.cells[index] < 0.0 || look.leaks.cells[index] {
            return false;
        }
        let (x, y) = ((index % grid.width) as isize, (index / grid.width) as isize);
        let around = [(0, 0), (5, 0), (-5, 0), (0, 5), (0, -5)];
        let deepest = around.into_iter().map(|(dx, dy)| grid.near(x + dx, y + dy)).fold(0.0, f32::max);
        look.steps.cells[index] < look.least + shadow * deepest
    })
}

/// Whether hardly any of what is left looks like a shadow: then shadows may have harder edges, the subject is no prey.
fn is_unlike_a_shadow(look: &Look<'_, impl Runner>, region: &Region) -> bool {
    let depth = distance(&region.is_backdrop);
    let inner: Vec<usize> = (0..depth.cells.len()).filter(|index| depth.cells[*index] > 4.0).collect();
    let alike = inner.iter().filter(|index| look.darker.cells[**index] >= 0.0).count();
    !inner.is_empty() && (alike as f32) < ALIKE * inner.len() as f32
}

/// The value below which this share of all lie.
fn share_of(mut values: Vec<f32>, share: f32) -> f32 {
    let at = (values.len() as f32 * share) as usize;
    if at >= values.len() {
        return 0.0;
    }
    *values.select_nth_unstable_by(at, f32::total_cmp).1
}

pub(super) fn true_cells(grid: &Grid<bool>) -> impl Iterator<Item = usize> {
    grid.cells.iter().enumerate().filter(|(_, is)| **is).map(|(index, _)| index)
}

/// How much of a step is at a cell, in levels: by how much what lies beyond is off from what the slope on this side
/// leads to expect, on the side where that is less, across or down.
fn step(grid: &Grid<Rgb>, x: usize, y: usize) -> f32 {
    let (x, y) = (x as isize, y as isize);
    let along = |dx: isize, dy: isize| {
        let at = |by: isize| grid.near(x + dx * by, y + dy * by);
        let (far, near, beyond, last) = (at(-6), at(-2), at(2), at(6));
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
    let wide = room.map(|room| room > GAP);
    let core = flood(&wide, seeds.iter().copied());
    let beside = distance(&core);
    open.make(on, |index| open.cells[index] && beside.cells[index] <= GAP + 1.0)
}

/// The region grown up to the edges: through cells that match the backdrop beside them.
fn hugging(look: &Look<'_, impl Runner>, wide: Grid<bool>) -> Region {
    let mut is_backdrop = wide;
    for _ in 0..2 {
        let color = spread_from(look, &is_backdrop);
        let matches = matching(look, &color);
        let open = matches
            .make(look.on, |index| !look.leaks.cells[index] && (is_backdrop.cells[index] || matches.cells[index]));
        let grown = flood(&open, true_cells(&is_backdrop));
        if grown.cells == is_backdrop.cells {
            return Region { is_backdrop, color, tolerance: look.tolerance, faint: 0.0 };
        }
        is_backdrop = grown;
    }
    let color = spread_from(look, &is_backdrop);
    Region { is_backdrop, color, tolerance: look.tolerance, faint: 0.0 }
}

/// Which cells match the backdrop: each by itself and in the mean with those around it, more loosely beside strong
/// edges, where JPEG rings and the mean reaches across.
pub(super) fn matching(look: &Look<'_, impl Runner>, color: &Grid<Rgb>) -> Grid<bool> {
    let contrast = color.make(look.on, |index| apart(look.smooth.cells[index], color.cells[index]));
    let strongest = most_around(look.on, &contrast, 4);
    color.make(look.on, |index| {
        let beside = strongest.cells[index];
        let own = apart(look.cells.cells[index], color.cells[index]);
        own < look.tolerance + RINGING * beside
            && (contrast.cells[index] < 0.55 * look.tolerance || beside > 12.0 * look.tolerance)
    })
}

/// The largest value within a square of this radius.
pub(super) fn most_around(on: &impl Runner, grid: &Grid<f32>, radius: usize) -> Grid<f32> {
    let (width, height) = (grid.width, grid.height);
    let along = grid.rows(on, |y, out| {
        let row = &grid.cells[y * width..(y + 1) * width];
        out.extend((0..width).map(|x| {
            let window = &row[x.saturating_sub(radius)..(x + radius + 1).min(width)];
            window.iter().copied().fold(f32::MIN, f32::max)
        }));
    });
    along.rows(on, |y, out| {
        let start = out.len();
        out.extend_from_slice(&along.cells[y * width..(y + 1) * width]);
        for other in (y.saturating_sub(radius)..(y + radius + 1).min(height)).filter(|other| *other != y) {
            let row = &along.cells[other * width..(other + 1) * width];
            out[start..].iter_mut().zip(row).for_each(|(most, value)| *most = most.max(*value));
        }
    })
}

/// Takes away what is left over of the backdrop itself: small specks that hardly stand out, and small parts that look
/// like the edge of a shadow.
fn clean(look: &Look<'_, impl Runner>, region: &mut Region) {
    let left = region.is_backdrop.map(|is| !is);
    let mut seen = region.is_backdrop.clone();
    let mut parts = Vec::new();
    for start in 0..left.cells.len() {
        if !seen.cells[start] {
            parts.push(component(&left, &mut seen, start));
        }
    }
    let largest = parts.iter().map(Vec::len).max().unwrap_or(0);
    for part in parts {
        let size = part.len() as f32;
        let most =
            part.iter().map(|index| apart(look.smooth.cells[*index], region.color.cells[*index])).fold(0.0, f32::max);
        let alike = part.iter().filter(|index| look.darker.cells[**index] >= 0.0).count() as f32;
        let is_speck = size < SPECK * largest as f32 && most < 6.0 * look.tolerance;
        let is_shade = size < 0.08 * largest as f32 && alike > 0.95 * size;
        if is_speck || is_shade {
            part.into_iter().for_each(|index| region.is_backdrop.cells[index] = true);
        }
    }
}

/// What the backdrop looks like everywhere.
pub(super) fn spread_from(look: &Look<'_, impl Runner>, is_backdrop: &Grid<bool>) -> Grid<Rgb> {
    spread(look.on, look.cells, |index| f32::from(u8::from(is_backdrop.cells[index])))
}

/// The open cells that hang together with one, marked as seen.
pub(super) fn component(open: &Grid<bool>, seen: &mut Grid<bool>, start: usize) -> Vec<usize> {
    let mut part = vec![start];
    seen.cells[start] = true;
    let mut next = 0;
    while let Some(cell) = part.get(next).copied() {
        next += 1;
        for beside in open.beside(cell) {
            if open.cells[beside] && !seen.cells[beside] {
                seen.cells[beside] = true;
                part.push(beside);
            }
        }
    }
    part
}

/// How far a colour is from the backdrop's, along nothing but its own.
pub(super) fn contrast(on: &impl Runner, region: &Region, cells: &Grid<Rgb>) -> Grid<f32> {
    cells.make(on, |index| length(minus(cells.cells[index], region.color.cells[index])))
}

/// How much darker than the model each cell is, as a share of it, 0 to 1.
pub(super) fn darkening(on: &impl Runner, cells: &Grid<Rgb>, model: &Backdrop) -> Grid<f32> {
    cells.make(on, |index| {
        let expected = model.at(cells, index % cells.width, index / cells.width);
        (1.0 - dot(cells.cells[index], expected) / dot(expected, expected).max(1.0)).clamp(0.0, 1.0)
    })
}
