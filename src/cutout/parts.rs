//! Leftovers of the backdrop beside the subject: specks, what the frame cuts off, patches without an edge.

use super::grid::{Grid, component};
use super::segment::{Region, Scene};
use crate::runner::Runner;

/// The smallest part, as a share of the largest, that stays where it stands free, and where the frame cuts it.
const LEAST: (f32, f32) = (0.004, 0.3);
/// The share of a part's rim without a sharp edge from which it is no subject.
const BLURRED: f32 = 0.4;
/// Sharpness, in [`Region::sharp`]'s measure, below which a rim is no edge.
const EDGE: f32 = 1.2;

/// Gives to the backdrop what is no subject beside the largest part.
pub(super) fn drop_leftovers(scene: &Scene<'_, impl Runner>, region: &mut Region) {
    let open = region.is_backdrop.map(|is| !is);
    let mut seen = region.is_backdrop.clone();
    let mut parts = Vec::new();
    for start in 0..open.cells.len() {
        if !seen.cells[start] {
            let cells = component(&open, &mut seen, start);
            parts.push(part_of(scene, region, cells));
        }
    }
    let Some(main) = parts.iter().map(|part| part.worth).max_by(f32::total_cmp) else { return };
    for part in parts.into_iter().filter(|part| part.worth < main) {
        let least = if part.is_cut { LEAST.1 } else { LEAST.0 };
        if part.worth < least * main || part.blurred > BLURRED {
            part.cells.into_iter().for_each(|index| region.is_backdrop.cells[index] = true);
        }
    }
}

/// Cells that hang together.
struct Part {
    cells: Vec<usize>,
    /// Its size, less where much of its outline is the frame; what the network saw of it, where one looked.
    worth: f32,
    is_cut: bool,
    /// The share of its rim without a sharp edge.
    blurred: f32,
}

fn part_of(scene: &Scene<'_, impl Runner>, region: &Region, cells: Vec<usize>) -> Part {
    let grid = &region.is_backdrop;
    let at_frame = |index: &&usize| {
        let (x, y) = (**index % grid.width, **index / grid.width);
        x == 0 || y == 0 || x + 1 == grid.width || y + 1 == grid.height
    };
    let rim = || cells.iter().filter(|index| grid.beside(**index).any(|at| grid.cells[at]));
    let (cut, edge) = (cells.iter().filter(at_frame).count() as f32, rim().count() as f32);
    let blurred = rim().filter(|index| is_blurred(&region.sharp, **index)).count() as f32 / edge.max(1.0);
    let worth = match scene.seen {
        Some(seen) => cells.iter().map(|index| seen.cells[*index]).sum(),
        None => cells.len() as f32 * (1.0 - 2.5 * cut / (cut + edge).max(1.0)).max(0.05),
    };
    Part { cells, worth, is_cut: cut > 0.0, blurred }
}

fn is_blurred(sharp: &Grid<f32>, index: usize) -> bool {
    let (x, y) = ((index % sharp.width) as isize, (index / sharp.width) as isize);
    let mut around = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (dx, dy)));
    around.all(|(dx, dy)| sharp.near(x + dx, y + dy) < EDGE)
}
