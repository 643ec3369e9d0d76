//! Where the picture is livelier than its backdrop: a pale surface of nearly the backdrop's colour is told by its
//! grain.
//!
//! A backdrop is calm, or its noise is the same all over; slow changes of light are no texture. Fabric, paper and paint
//! vary from cell to cell by more than that. Beside strong edges nothing is told: there JPEG rings.

use super::backdrop::Backdrop;
use super::grid::{Grid, Rgb, apart, distance, dot, minus};
use crate::runner::Runner;

/// How much livelier than the liveliest twentieth of the border a surface must be. Deviations of as many cells as are
/// looked at differ by a tenth.
const LIVELY: f32 = 1.5;
/// The least, in levels: what rounding to whole levels and JPEG leave on a flat is half of it.
const LEAST: f32 = 0.5;
/// How much each channel counts: JPEG keeps brightness in blocks of 8 pixels, colour in larger and coarser ones.
const LUMA: Rgb = [0.299, 0.587, 0.114];
/// Levels from the backdrop that make an edge beside which JPEG rings.
const EDGE: f32 = 16.0;
/// Pixels as far as it rings: a block of the transform.
const BLOCK: u32 = 8;
/// What is no farther apart in brightness, in levels, is one surface.
const SAME: f32 = 1.0;
/// Half of the narrowest lively surface, in cells: edges are narrower.
const NARROWEST: f32 = 4.0;
/// What of a surface's rim is given up, in cells, lest a soft edge beside it is taken for a part of it.
const RIM: f32 = 2.0;

/// Cells of lively surfaces. `seeds` are cells of the backdrop, `darker` is by how much of the model's brightness each
/// is darker, in levels: noise grows in shadows. `step`: pixels to a cell.
pub(super) fn lively(
    on: &impl Runner,
    cells: &Grid<Rgb>,
    smooth: &Grid<Rgb>,
    model: &Backdrop,
    darker: &Grid<f32>,
    seeds: &[usize],
    step: u32,
) -> Grid<bool> {
    let reach = BLOCK.div_ceil(step) as usize;
    let strong = cells
        .make(on, |index| apart(smooth.cells[index], model.at(cells, index % cells.width, index / cells.width)) > EDGE);
    let away = distance(&strong);
    let told = cells.make(on, |index| {
        let off = dot(minus(cells.cells[index], smooth.cells[index]), LUMA);
        let is_told = away.cells[index] > reach as f32;
        if is_told { [off * off, dot(smooth.cells[index], LUMA), 1.0] } else { [0.0; 3] }
    });
    let varied = variation(on, &told, smooth, reach);
    let mut usual: Vec<f32> = seeds.iter().map(|seed| varied.cells[*seed]).collect();
    let at = usual.len() * 19 / 20;
    let usual = if at < usual.len() { *usual.select_nth_unstable_by(at, f32::total_cmp).1 } else { f32::MAX };
    let least = (LIVELY * usual).max(LEAST);
    let lively = varied.make(on, |index| {
        let shadow = darker.cells[index].max(0.0) / 255.0;
        varied.cells[index] > least * (1.0 + shadow)
    });
    let room = distance(&lively.map(|is| !is));
    let core = distance(&room.map(|room| room > NARROWEST));
    core.map(|away| away <= NARROWEST - RIM)
}

/// The deviation within a square of this radius around each cell, or, beside an edge, within the one of those that have
/// the cell in a corner that looks most like it: an edge is no texture, and what lies beyond it is another surface.
fn variation(on: &impl Runner, told: &Grid<[f32; 3]>, smooth: &Grid<Rgb>, radius: usize) -> Grid<f32> {
    let sums = sums_around(told, radius);
    let by = radius as isize;
    told.make(on, |index| {
        let (x, y) = ((index % told.width) as isize, (index / told.width) as isize);
        let own = dot(smooth.cells[index], LUMA);
        let off = |sum: &[f32; 3]| (sum[1] / sum[2].max(1.0) - own).abs();
        let centred = sums.cells[index];
        let around = [(-by, -by), (by, -by), (-by, by), (by, by)].map(|(dx, dy)| sums.near(x + dx, y + dy));
        let likest = around.into_iter().filter(|sum| sum[2] > radius as f32).min_by(|a, b| off(a).total_cmp(&off(b)));
        let [sum, _, count] = if off(&centred) > SAME { likest.unwrap_or(centred) } else { centred };
        (sum / count.max(1.0)).sqrt()
    })
}

/// Sums over a square of this radius around each cell.
fn sums_around(grid: &Grid<[f32; 3]>, radius: usize) -> Grid<[f32; 3]> {
    let (width, height) = (grid.width, grid.height);
    let add = |a: [f32; 3], b: [f32; 3]| [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
    let take = |a: [f32; 3], b: [f32; 3]| [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    let mut out = grid.clone();
    let mut column = vec![[0.0f32; 3]; width];
    for y in 0..height + radius {
        if let Some(row) = grid.cells.get(y * width..(y + 1) * width) {
            column.iter_mut().zip(row).for_each(|(sum, cell)| *sum = add(*sum, *cell));
        }
        if let Some(old) = y.checked_sub(2 * radius + 1) {
            let row = &grid.cells[old * width..(old + 1) * width];
            column.iter_mut().zip(row).for_each(|(sum, cell)| *sum = take(*sum, *cell));
        }
        let Some(middle) = y.checked_sub(radius) else { continue };
        let mut sum = column.iter().take(radius).copied().fold([0.0; 3], add);
        for x in 0..width {
            if let Some(next) = column.get(x + radius) {
                sum = add(sum, *next);
            }
            if let Some(old) = x.checked_sub(radius + 1) {
                sum = take(sum, column[old]);
            }
            out.cells[middle * width + x] = sum;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::backdrop::describe;
    use super::super::grid::smooth;
    use super::*;
    use crate::runner::InTurn;

    /// Noise of a cell, -1 to 1.
    fn grain(index: usize) -> f32 {
        let hash = (index as u32).wrapping_mul(2_654_435_761);
        (hash.rotate_left(13).wrapping_mul(2_246_822_519) >> 24) as f32 / 127.5 - 1.0
    }

    fn lively_at(color: impl Fn(usize, usize, f32) -> f32 + Send + Sync) -> Grid<bool> {
        let grid = Grid::filled(120, 120, [0.0; 3]);
        let cells = grid.make(&InTurn, |index| [color(index % 120, index / 120, grain(index)); 3]);
        let seeds: Vec<usize> = super::super::backdrop::ring(&cells);
        lively(&InTurn, &cells, &smooth(&InTurn, &cells), &describe(&InTurn, &cells), &cells.map(|_| 0.0), &seeds, 2)
    }

    #[test]
    fn a_surface_of_the_backdrops_colour_is_told_by_its_grain() {
        let is_inside = |x: usize, y: usize| (40..80).contains(&x) && (40..80).contains(&y);
        let lively = lively_at(|x, y, grain| 250.0 + if is_inside(x, y) { 3.0 * grain } else { grain });
        let wrong = (0..lively.cells.len()).filter(|at| lively.cells[*at] != is_inside(at % 120, at / 120)).count();
        assert!(wrong < 320, "{wrong} of 1600");
        assert!(lively.cells[60 * 120 + 60] && !lively.cells[20 * 120 + 20]);
    }

    #[test]
    fn slopes_strong_edges_and_even_noise_are_no_texture() {
        let sloped = lively_at(|x, y, grain| 250.0 - x as f32 * 0.3 - (y as f32 * 0.1).powi(2) * 0.3 + grain);
        assert!(!sloped.cells.contains(&true));
        let edged = lively_at(|x, _, grain| if x > 60 { 120.0 + grain } else { 240.0 + grain });
        assert!(!edged.cells.contains(&true));
    }
}
