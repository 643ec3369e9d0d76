//! A photo becomes a matte, by its cells; the edge is refined by pixels.
//!
//! Input: upright pixels, and what a network saw in them, if one looked. Output: a [`Matte`], which turns rows of those
//! pixels into the subject alone. Guarantees: every row is worked out by itself, so that bands of rows come out as the
//! whole does; nothing but a band along the edge becomes translucent. Time and memory grow with the pixels; what is held
//! besides them is bounded by the number of cells. Errors: none.

use super::border::{Backdrop, hypotheses};
use super::confidence::confidence;
use super::frame;
use super::grid::{Grid, means, step_of};
use super::model::Mask;
use super::refine;
use super::segment::{Region, Scene, segment};
use super::shadow::shadow;
use super::trimap::{Share, Trimap, sort};
use crate::geometry::{Rect, Size};
use crate::raster::Raster;
use crate::report::Method;
use crate::runner::Runner;
use crate::template::Holes;

/// Below this the picture stays whole: the backdrop was none, or nothing stands before it.
pub const USELESS: f64 = 0.02;
/// Below this a cutout is doubtful.
pub const DOUBTFUL: f64 = 0.5;
/// The share of the border from which a second hypothesis of the backdrop is tried where the first is doubtful.
const SECOND: f32 = 0.2;
/// By how much surer a later hypothesis must be than a likelier one.
const PLAINER: f64 = 0.2;

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

/// How a matte is to be found.
#[derive(Debug, Clone, Copy, Default)]
pub struct MatteOptions<'a> {
    /// What becomes of enclosed areas that look like the backdrop. Default: [`Holes::Auto`].
    pub holes: Holes,
    /// Whether the backdrop's darkening near the subject stays, as a layer of translucent black. Default: no.
    pub keeps_shadow: bool,
    /// What a network saw in the photo. Default: none looked.
    pub seen: Option<&'a Mask>,
    /// Whether the network alone decides what is subject; the pixels then only place the edge. Default false: the
    /// backdrop counts too.
    pub by_network: bool,
}

/// Finds the subject of a photo before its backdrop.
pub fn find(on: &impl Runner, raster: &Raster, options: MatteOptions<'_>) -> Matte {
    let size = raster.size();
    let step = step_of(size.width, size.height);
    let cells = frame::without(on, means(on, raster, step));
    let (width, height) = (cells.width, cells.height);
    let seen = options.seen.map(|mask| {
        let middle = |at: usize, of: usize| (at as f32 + 0.5) / of as f32;
        cells.make(on, |index| mask.at(middle(index % width, width), middle(index / width, height)))
    });
    let mut scene = Scene::new(on, &cells, seen.as_ref(), options.holes);
    scene.by_network = options.by_network && seen.is_some();
    let mut best: Option<(Region, f64, Backdrop)> = None;
    for model in hypotheses(on, &cells) {
        let is_enough = best.as_ref().is_some_and(|(_, confidence, _)| *confidence >= DOUBTFUL || model.share < SECOND);
        if is_enough {
            break;
        }
        let region = segment(&scene, &model);
        let confidence = confidence(&scene, &model, &region);
        if best.as_ref().is_none_or(|(_, first, _)| confidence > first + PLAINER) {
            best = Some((region, confidence, model));
        }
    }
    let (region, confidence, model) = best.unwrap_or_else(|| {
        let model = Backdrop::unknown();
        (segment(&scene, &model), 0.0, model)
    });
    let trimap = sort(on, &cells, &region);
    let shadow = options.keeps_shadow.then(|| shadow(on, &model, &region));
    Matte { size, step, region, trimap, shadow, noise: model.noise * step as f32, confidence }
}

impl Matte {
    /// How sure it is that this is the subject, all of it and nothing else, 0 to 1.
    pub fn confidence(&self) -> f64 {
        self.confidence
    }

    /// By what the subject was told: the network where the backdrop was not trusted beside it.
    pub fn method(&self) -> Method {
        if self.region.trust < 0.5 { Method::Model } else { Method::Backdrop }
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
