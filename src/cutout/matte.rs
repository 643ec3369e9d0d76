//! A photo on a studio backdrop becomes a matte, by its cells; the edge is refined by pixels.
//!
//! In: upright pixels. Out: a [`Matte`], which turns rows of those pixels into the subject alone. Promised: every row
//! is worked out by itself, so that bands of rows come out as the whole does; no backdrop is taken away that was not
//! found. Time and memory grow with the pixels; what is held besides them is bounded by the number of cells.

use super::backdrop::{Backdrop, describe, ring};
use super::frame;
use super::grid::{Grid, Rgb, distance, means, spread, step_of};
use super::refine;
use super::region::{Region, contrast, darkening, grow};
use super::trimap::{Share, Trimap, sort};
use crate::geometry::{Rect, Size};
use crate::raster::Raster;
use crate::runner::Runner;
use crate::template::Holes;

/// Below this the picture stays whole: the backdrop was none, or nothing stands before it.
pub const USELESS: f64 = 0.2;
/// Below this a cutout is doubtful.
pub const DOUBTFUL: f64 = 0.5;

/// The subject of one photo, told from its backdrop.
#[derive(Debug, Clone)]
pub struct Matte {
    pub(super) size: Size,
    /// Pixels to a cell.
    pub(super) step: u32,
    pub(super) region: Region,
    pub(super) trimap: Trimap,
    /// What is left of the light on the backdrop, where its shadow is kept: opacity of black, 0 to 1.
    pub(super) shadow: Option<Grid<f32>>,
    /// The noise of one pixel, a standard deviation in levels.
    pub(super) noise: f32,
    pub(super) confidence: f64,
}

/// Finds the subject of a photo on a backdrop. `holes`: what becomes of enclosed areas that look like the backdrop;
/// `keeps_shadow`: whether its darkening near the subject stays, as a layer of translucent black.
pub fn find(on: &impl Runner, raster: &Raster, holes: Holes, keeps_shadow: bool) -> Matte {
    let size = raster.size();
    let step = step_of(size.width, size.height);
    let cells = frame::without(on, means(on, raster, step));
    let model = describe(on, &cells);
    let region = grow(on, &cells, &model, holes, step);
    let trimap = sort(on, &cells, &region);
    let confidence = confidence(on, &cells, &model, &region);
    let shadow = keeps_shadow.then(|| shadow(on, &cells, &model, &region));
    Matte { size, step, region, trimap, shadow, noise: model.noise * step as f32, confidence }
}

impl Matte {
    /// How sure it is that this is the subject, all of it and nothing else, 0 to 1.
    pub fn confidence(&self) -> f64 {
        self.confidence
    }

    /// Whether the picture had better stay whole.
    pub fn is_useless(&self) -> bool {
        self.confidence < USELESS
    }

    /// Takes the backdrop away from whole rows of the pixels that the matte was found in, in place: premultiplied RGBA.
    /// `top` is the first row's number.
    pub fn refine(&self, rows: &mut [u8], top: u32) {
        refine::rows(self, rows, top);
    }

    /// Lays the kept shadow under refined rows, in place; nothing where none was asked for. `top` as in
    /// [`Matte::refine`]. The subject's box is measured before.
    pub fn lay_shadow(&self, rows: &mut [u8], top: u32) {
        refine::shadow_rows(self, rows, top);
    }
}

/// 1 at `full` and beyond, 0 at `none` and beyond, straight between.
pub(super) fn between(value: f32, none: f32, full: f32) -> f64 {
    f64::from(((value - none) / (full - none)).clamp(0.0, 1.0))
}

/// The product of: how much of the border is backdrop, how calm it is, how well the subject stands out along its edge,
/// how much of its outline has no plain edge, how long faint edges run on from it, and whether it has a size that a
/// subject has.
fn confidence(on: &impl Runner, cells: &Grid<Rgb>, model: &Backdrop, region: &Region) -> f64 {
    let all = cells.cells.len() as f32;
    let subject = region.is_backdrop.cells.iter().filter(|is| !**is).count() as f32 / all;
    let border = ring(cells);
    let free =
        border.iter().filter(|index| region.is_backdrop.cells[**index]).count() as f32 / border.len().max(1) as f32;
    let depth = distance(&region.is_backdrop);
    let contrast = contrast(on, region, cells);
    let edge: Vec<f32> = (0..depth.cells.len())
        .filter(|index| (2.5..4.5).contains(&depth.cells[*index]))
        .map(|index| contrast.cells[index])
        .collect();
    let standing = edge.iter().filter(|contrast| **contrast > 4.0 * region.tolerance).count() as f32;
    let stands = standing / edge.len().max(1) as f32;
    let lost = lost_edge(region, &contrast);
    // A subject that crosses one border takes a quarter of it at most; one that fills the frame leaves nearly none.
    between(free, 0.3, 0.7)
        * between(model.share, 0.3, 0.6)
        * between(model.misfit, 26.0, 10.0)
        * between(subject, 0.0002, 0.001)
        * between(subject, 0.97, 0.85)
        * (0.4 + 0.6 * between(stands, 0.0, 0.8))
        * (0.3 + 0.7 * between(lost, 0.45, 0.02))
        * (0.3 + 0.7 * between(region.faint, 0.5, 0.15))
}

/// The share of the outline beside which nothing stands out from the backdrop: there the edge may have been lost.
fn lost_edge(region: &Region, contrast: &Grid<f32>) -> f32 {
    /// Levels above what may be noise that make an edge plain; calm pictures need fewer.
    const PLAIN: f32 = 16.0;
    /// How far, in cells, what stands out may be: strands of hair are not farther apart.
    const REACH: isize = 5;
    let stands_out = (8.0 * region.tolerance).min(4.0 * region.tolerance + PLAIN);
    let grid = &region.is_backdrop;
    let is_outline = |index: &usize| !grid.cells[*index] && grid.beside(*index).any(|at| grid.cells[at]);
    let outline: Vec<usize> = (0..grid.cells.len()).filter(is_outline).collect();
    let stands = |index: usize| {
        let (x, y) = ((index % grid.width) as isize, (index / grid.width) as isize);
        let around = (-REACH..=REACH).flat_map(|dy| (-REACH..=REACH).map(move |dx| (dx, dy)));
        let mut cells = around.map(|(dx, dy)| grid.index_near(x + dx, y + dy));
        cells.any(|at| !grid.cells[at] && contrast.cells[at] > stands_out)
    };
    let lost = outline.iter().filter(|index| !stands(**index)).count();
    lost as f32 / outline.len().max(1) as f32
}

/// The backdrop's darkening near the subject.
fn shadow(on: &impl Runner, cells: &Grid<Rgb>, model: &Backdrop, region: &Region) -> Grid<f32> {
    /// Less than this is unevenness of the backdrop.
    const LEAST: f32 = 0.03;
    let dark = darkening(on, &region.color, model);
    let is_lit = |index: usize| region.is_backdrop.cells[index] && dark.cells[index] < LEAST;
    let lit = spread(on, &region.color, |index| f32::from(u8::from(is_lit(index))));
    let away = distance(&region.is_backdrop.map(|is| !is));
    // A shadow reaches as far as the subject is large, and fades out so that no border of it shows.
    let reach = (region.is_backdrop.cells.iter().filter(|is| !**is).count() as f32).sqrt() * 0.6;
    let sum = |color: Rgb| color[0] + color[1] + color[2];
    cells.make(on, |index| {
        let found = sum(region.color.cells[index]) / sum(lit.cells[index]).max(1.0);
        let near = (2.0 - away.cells[index] / reach.max(1.0)).clamp(0.0, 1.0);
        ((1.0 - found - LEAST) / (1.0 - LEAST)).clamp(0.0, 1.0) * near
    })
}

impl Matte {
    /// The box of the cells that are subject or may be, in pixels: [`super::alpha_box`] of the refined pixels lies in
    /// it.
    pub fn around(&self) -> Rect {
        let grid = &self.trimap.share;
        let is_other = |index: &usize| grid.cells[*index] != Share::Backdrop;
        let (mut left, mut right, mut top, mut bottom) = (grid.width, 0, grid.height, 0);
        for index in (0..grid.cells.len()).filter(is_other) {
            let (x, y) = (index % grid.width, index / grid.width);
            (left, right) = (left.min(x), right.max(x + 1));
            (top, bottom) = (top.min(y), bottom.max(y + 1));
        }
        let at = |cell: usize| f64::from(cell as u32 * self.step);
        let whole = self.size.rect();
        let found =
            Rect::new(at(left), at(top), at(right) - at(left).min(at(right)), at(bottom) - at(top).min(at(bottom)));
        found.intersect(whole).unwrap_or(whole)
    }
}

#[cfg(test)]
mod tests;
