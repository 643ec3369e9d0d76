//! A coarse matte, as a segmentation network makes one, becomes a matte whose edge follows the pixels.
//!
//! In: upright pixels, and how much of each of a few cells over them is subject. Out: a [`Matte`], refined in bands of
//! rows like any other. Promised: what the coarse matte is sure of stays; where it is not, or where its cells are
//! larger than the edge, the colours on both sides decide as far as they differ. Refused: a coarse matte that does not
//! fill its size.

use super::backdrop::noise;
use super::grid::{Grid, Rgb, distance, dot, means, sample, spread, step_of};
use super::matte::{Matte, between};
use super::region::{Region, true_cells};
use super::trimap::{Share, Trimap};
use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::raster::Raster;
use crate::runner::Runner;

/// Alpha, of 255, up to which the network means backdrop, and from which it means subject: its own certainty ends at
/// about a tenth, which is how far its output is off beside edges.
const SURE: (f32, f32) = (25.0, 230.0);
/// Half of the band that is looked at again, in cells of the coarse matte: an edge read from it is off by one at most
/// where it is sure of both sides.
const FOOTPRINT: f32 = 1.25;
/// Cells of the picture that are looked at besides: the step itself, softened by the lens.
const EDGE: f32 = 2.0;
/// Gray beyond this many cells of the coarse matte from what is sure is no edge, but doubt.
const DOUBT: f32 = 3.0;
/// Cells of the block in which colours are compared: a few times what the band is wide.
const BLOCK: usize = 8;

/// How much of the picture is subject, roughly: a few cells stretched over the whole of it.
#[derive(Debug, Clone)]
pub struct Coarse {
    size: Size,
    alpha: Vec<u8>,
}

impl Coarse {
    /// `alpha`: 0 for backdrop to 255 for subject, row by row from the top.
    ///
    /// # Errors
    /// [`Fault::Internal`](crate::Fault::Internal) when there is not exactly one alpha a cell, or no cell.
    pub fn new(size: Size, alpha: Vec<u8>) -> Result<Self> {
        if alpha.len() as u64 != size.pixels() || alpha.is_empty() {
            return Err(Error::internal(format!("{} alphas do not make a matte of {size}", alpha.len())));
        }
        Ok(Self { size, alpha })
    }

    /// The alpha at a place, between the cells' centres; 0 to 1 across the picture and down.
    fn at(&self, across: f32, down: f32) -> f32 {
        let (width, height) = (self.size.width as usize, self.size.height as usize);
        let axis = |at: f32, length: usize| {
            let at = (at * length as f32 - 0.5).clamp(0.0, (length - 1) as f32);
            let before = at as usize;
            (before, (before + 1).min(length - 1), at - before as f32)
        };
        let ((left, right, fx), (up, down, fy)) = (axis(across, width), axis(down, height));
        let cell = |x: usize, y: usize| f32::from(self.alpha[y * width + x]);
        let mix = |a: f32, b: f32, by: f32| a + (b - a) * by;
        mix(mix(cell(left, up), cell(right, up), fx), mix(cell(left, down), cell(right, down), fx), fy)
    }

    /// Cells of a grid of this shape to one of the coarse matte, on the longer side of it.
    fn footprint(&self, width: usize, height: usize) -> f32 {
        (width as f32 / self.size.width as f32).max(height as f32 / self.size.height as f32)
    }
}

/// Makes a matte of a coarse one that covers the whole picture. It keeps no shadow: what the backdrop looks like
/// without one is not known.
pub fn from_coarse(on: &impl Runner, raster: &Raster, coarse: &Coarse) -> Matte {
    let size = raster.size();
    let step = step_of(size.width, size.height);
    let cells = means(on, raster, step);
    let (width, height) = (cells.width, cells.height);
    let alpha = cells.make(on, |index| {
        let at = |at: usize, length: usize| (at as f32 + 0.5) / length as f32;
        coarse.at(at(index % width, width), at(index / width, height))
    });
    let footprint = coarse.footprint(width, height);
    let share = sorted(on, &alpha, FOOTPRINT * footprint + EDGE);
    let is_backdrop = share.map(|share| share == Share::Backdrop);
    let color = spread(on, &cells, |index| f32::from(u8::from(is_backdrop.cells[index])));
    let noise = noise(on, &cells, &true_cells(&is_backdrop).collect::<Vec<_>>());
    let doubt = doubt(on, &cells, &share);
    let region = Region { is_backdrop, color, tolerance: 2.0 + 4.0 * noise, faint: 0.0 };
    let subject = spread(on, &cells, |index| f32::from(u8::from(share.cells[index] == Share::Subject)));
    let confidence = confidence(&alpha, DOUBT * footprint);
    let trimap = Trimap { share, subject, place: alpha.map(|alpha| alpha / 255.0), doubt: Some(doubt) };
    Matte { size, step, region, trimap, shadow: None, noise: noise * step as f32, confidence }
}

/// What is sure, and the band between: all that the coarse matte is not sure of, and what is within `wide` cells of its
/// edge.
fn sorted(on: &impl Runner, alpha: &Grid<f32>, wide: f32) -> Grid<Share> {
    let inside = alpha.map(|alpha| alpha >= 127.5);
    let (to_inside, to_outside) = (distance(&inside), distance(&inside.map(|is| !is)));
    alpha.make(on, |index| {
        let is_near = to_inside.cells[index].max(to_outside.cells[index]) <= wide;
        match alpha.cells[index] {
            _ if is_near => Share::Between,
            alpha if alpha <= SURE.0 => Share::Backdrop,
            alpha if alpha >= SURE.1 => Share::Subject,
            _ => Share::Between,
        }
    })
}

/// How much the colours on both sides vary near by, a standard deviation in levels: by as much a mixture may be off.
fn doubt(on: &impl Runner, cells: &Grid<Rgb>, share: &Grid<Share>) -> Grid<f32> {
    let (outside, inside) = (variance(on, cells, share, Share::Backdrop), variance(on, cells, share, Share::Subject));
    let centre = |at: usize| (at as f32 + 0.5) / BLOCK as f32 - 0.5;
    cells.make(on, |index| {
        let (x, y) = (centre(index % cells.width), centre(index / cells.width));
        (sample(&outside, x, y)[0] + sample(&inside, x, y)[0]).sqrt()
    })
}

/// How much cells of one kind vary about their mean in every block of them, a mean of the channels' variances; spread
/// to blocks without any.
fn variance(on: &impl Runner, cells: &Grid<Rgb>, share: &Grid<Share>, of: Share) -> Grid<Rgb> {
    let (width, height) = (cells.width.div_ceil(BLOCK), cells.height.div_ceil(BLOCK));
    // Count, sums, sum of squares.
    let mut sums = Grid::filled(width, height, [0.0f32; 5]);
    for (index, cell) in cells.cells.iter().enumerate().filter(|(index, _)| share.cells[*index] == of) {
        let sum = &mut sums.cells[index / cells.width / BLOCK * width + index % cells.width / BLOCK];
        let added = [1.0, cell[0], cell[1], cell[2], dot(*cell, *cell)];
        *sum = std::array::from_fn(|k| sum[k] + added[k]);
    }
    let found = sums.map(|[count, r, g, b, squares]| {
        let mean = [r, g, b].map(|sum| sum / count.max(1.0));
        [(squares / count.max(1.0) - dot(mean, mean)).max(0.0) / 3.0, 0.0, 0.0]
    });
    spread(on, &found, |block| (sums.cells[block][0] / BLOCK as f32).min(1.0))
}

/// How plainly the coarse matte says what is what: the share of the subject that is no gray far from both, and whether
/// it has a size that a subject has. `far` is in cells of the picture.
fn confidence(alpha: &Grid<f32>, far: f32) -> f64 {
    let to = |is: &dyn Fn(f32) -> bool| distance(&alpha.map(is));
    let (outside, inside) = (to(&|alpha| alpha <= SURE.0), to(&|alpha| alpha >= SURE.1));
    let gray = (0..alpha.cells.len()).filter(|index| outside.cells[*index].min(inside.cells[*index]) > 0.0);
    let doubtful = gray.filter(|index| outside.cells[*index].max(inside.cells[*index]) > far).count() as f32;
    let all = alpha.cells.len() as f32;
    let subject = alpha.cells.iter().map(|alpha| alpha / 255.0).sum::<f32>();
    between(doubtful / subject.max(1.0), 0.6, 0.06)
        * between(subject / all, 0.0002, 0.001)
        * between(subject / all, 0.97, 0.85)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runner::InTurn;

    const SIDE: u32 = 200;

    /// A red disc of this radius before stripes, its coarse matte of 20 × 20 cells.
    fn photo(radius: f32) -> (Raster, Coarse) {
        let inside = |x: f32, y: f32| ((radius - (x - 100.0).hypot(y - 100.0)) + 0.5).clamp(0.0, 1.0);
        let pixels = (0..SIDE * SIDE).flat_map(|index| {
            let (x, y) = ((index % SIDE) as f32 + 0.5, (index / SIDE) as f32 + 0.5);
            let (alpha, stripe) = (inside(x, y), if index / SIDE % 16 < 8 { 190.0 } else { 225.0 });
            let [r, g, b] = [170.0, 40.0, 50.0].map(|channel| (channel * alpha + stripe * (1.0 - alpha)) as u8);
            [r, g, b, 255]
        });
        let raster = Raster::from_premultiplied(Size::new(SIDE, SIDE), pixels.collect(), true).unwrap();
        let cell = |index: u32| inside((index % 20) as f32 * 10.0 + 5.0, (index / 20) as f32 * 10.0 + 5.0);
        let alpha = (0..400).map(|index| (cell(index) * 255.0) as u8).collect();
        (raster, Coarse::new(Size::new(20, 20), alpha).unwrap())
    }

    #[test]
    fn the_edge_follows_the_pixels() {
        let (raster, coarse) = photo(60.0);
        let matte = from_coarse(&InTurn, &raster, &coarse);
        let mut data = raster.data().to_vec();
        matte.refine(&mut data, 0);
        let (mut error, mut before) = (0.0, 0.0);
        for (index, pixel) in (0..SIDE * SIDE).zip(data.chunks_exact(4)) {
            let (x, y) = ((index % SIDE) as f32 + 0.5, (index / SIDE) as f32 + 0.5);
            let truth = ((60.0 - (x - 100.0).hypot(y - 100.0)) + 0.5).clamp(0.0, 1.0);
            error += (f32::from(pixel[3]) / 255.0 - truth).abs();
            before += (coarse.at(x / SIDE as f32, y / SIDE as f32) / 255.0 - truth).abs();
        }
        assert!(error < 0.4 * before, "{error} of {before}");
        assert!(matte.confidence() > 0.9, "{}", matte.confidence());
    }

    #[test]
    fn a_network_that_saw_nothing_or_nothing_clearly_is_of_no_use() {
        let (raster, _) = photo(60.0);
        for alpha in [0, 128, 255] {
            let coarse = Coarse::new(Size::new(20, 20), vec![alpha; 400]).unwrap();
            assert!(from_coarse(&InTurn, &raster, &coarse).is_useless(), "{alpha}");
        }
    }

    #[test]
    fn a_coarse_matte_has_one_alpha_a_cell() {
        assert!(Coarse::new(Size::new(2, 2), vec![0; 3]).is_err());
        assert!(Coarse::new(Size::new(0, 2), Vec::new()).is_err());
    }
}
