//! Gaussian blur of alpha.
//!
//! A wide blur is done on a coarser grid (the mean of k × k pixels, k chosen so that sigma is still at least four
//! cells) with an exact kernel cut at three sigma, and read back with linear interpolation; what the coarse grid and
//! the interpolation blur by themselves is taken off sigma beforehand. Against the true Gaussian an edge is off by less
//! than one level in 255, at a cost a pixel that does not grow with sigma.

use super::area::Area;
use super::surface::Layer;
use crate::error::Result;
use crate::limits::Deadline;

/// Cells of sigma that remain on the coarse grid. A linear interpolation of a curve with this sigma errs by at most
/// 0.242 / 4² / 8 = 0.2 %.
const CELLS: f64 = 4.0;
/// Rows between two looks at the clock.
const ROWS: usize = 64;

/// Blurred alpha, 0 to 255, on a grid of cells of `step` × `step` pixels; cell 0 starts at pixel 0 of the scene.
pub(super) struct Field {
    x: i32,
    y: i32,
    width: usize,
    step: i32,
    cells: Vec<f32>,
}

/// How far beyond a pixel the blur looks, in pixels.
pub(super) fn reach(sigma: f64) -> f64 {
    3.0 * sigma + 3.0 * f64::from(step(sigma))
}

/// The alpha of a layer blurred, where it is needed to read every pixel of `wanted` moved back by (dx, dy).
pub(super) fn blurred(layer: &Layer, sigma: f64, wanted: Area, deadline: &Deadline) -> Result<Field> {
    let step = step(sigma);
    let field = reduced(layer, step);
    // One more on each side for the interpolation.
    let (x, y) = (wanted.x.div_euclid(step) - 1, wanted.y.div_euclid(step) - 1);
    let (right, bottom) = (wanted.right().div_euclid(step) + 2, wanted.bottom().div_euclid(step) + 2);
    let kernel = kernel(cell_sigma(sigma, step));
    let field = blur_rows(&field, &kernel, x, right, deadline)?;
    blur_columns(&field, &kernel, y, bottom, deadline)
}

impl Field {
    /// Where pixels between two columns, moved by `dx`, are read: the cell before the centre, from the first of a row,
    /// and the share of the one after.
    pub(super) fn columns(&self, left: i32, right: i32, dx: f64) -> Vec<(usize, f32)> {
        let column = |x: i32| {
            let (cell, share) = self.cell(x, dx);
            (usize::try_from(cell - self.x).unwrap_or(usize::MAX - 1), share)
        };
        (left..right).map(column).collect()
    }

    /// Reads a row of pixels, moved by `dy`, with linear interpolation.
    pub(super) fn row(&self, y: i32, dy: f64, columns: &[(usize, f32)]) -> Vec<f32> {
        let (upper, share) = self.cell(y, dy);
        let (upper, lower) = (self.cells_of(upper), self.cells_of(upper + 1));
        let mixed: Vec<f32> = upper.iter().zip(lower).map(|(a, b)| a + (b - a) * share).collect();
        let read = |&(cell, share): &(usize, f32)| match mixed.get(cell..cell + 2) {
            Some(&[a, b]) => a + (b - a) * share,
            _ => 0.0,
        };
        columns.iter().map(read).collect()
    }

    /// The cell before the centre of a pixel that is moved by `offset`, and the share of the one after.
    fn cell(&self, pixel: i32, offset: f64) -> (i32, f32) {
        let place = (f64::from(pixel) + 0.5 - offset) / f64::from(self.step) - 0.5;
        (place.floor() as i32, (place - place.floor()) as f32)
    }

    fn cells_of(&self, row: i32) -> &[f32] {
        let start = usize::try_from(row - self.y).ok().map(|row| row * self.width);
        start.and_then(|start| self.cells.get(start..start + self.width)).unwrap_or_default()
    }

    fn height(&self) -> usize {
        self.cells.len() / self.width.max(1)
    }
}

/// Pixels to a cell.
fn step(sigma: f64) -> i32 {
    ((sigma / CELLS).floor() as i32).max(1)
}

/// Sigma in cells, less what means (variance 1/12 of a cell, less that of a pixel) and tents (1/6) blur.
fn cell_sigma(sigma: f64, step: i32) -> f64 {
    if step == 1 {
        return sigma;
    }
    let step = f64::from(step);
    let variance = (sigma / step).powi(2) - (1.0 - 1.0 / (step * step)) / 12.0 - 1.0 / 6.0;
    variance.max(0.0).sqrt()
}

/// Weights from the centre outwards to three sigma on both sides; their sum is 1.
fn kernel(sigma: f64) -> Vec<f32> {
    if sigma < 1e-3 {
        return vec![1.0];
    }
    let radius = (3.0 * sigma).ceil() as i32;
    let weight = |index: i32| (-0.5 * (f64::from(index) / sigma).powi(2)).exp();
    let sum: f64 = (-radius..=radius).map(weight).sum();
    (-radius..=radius).map(|index| (weight(index) / sum) as f32).collect()
}

/// The mean alpha of each cell.
fn reduced(layer: &Layer, step: i32) -> Field {
    let area = layer.area();
    let (x, y) = (area.x.div_euclid(step), area.y.div_euclid(step));
    let width = ((area.right() - 1).div_euclid(step) - x + 1).unsigned_abs() as usize;
    let height = ((area.bottom() - 1).div_euclid(step) - y + 1).unsigned_abs() as usize;
    let mut cells = vec![0.0f32; width * height];
    let share = 1.0 / (step * step) as f32;
    for row in area.y..area.bottom() {
        let start = (row.div_euclid(step) - y).unsigned_abs() as usize * width;
        let Some(cells) = cells.get_mut(start..start + width) else { continue };
        let pixels = layer.row(row, area.x, area.right()).chunks_exact(4);
        for (pixel, column) in pixels.zip(area.x..) {
            if let Some(cell) = cells.get_mut((column.div_euclid(step) - x).unsigned_abs() as usize) {
                *cell += f32::from(pixel[3]) * share;
            }
        }
    }
    Field { x, y, width, step, cells }
}

/// Blurs along rows; the result has the columns from `left` to `right`. Beyond the field all is 0.
fn blur_rows(field: &Field, kernel: &[f32], left: i32, right: i32, deadline: &Deadline) -> Result<Field> {
    let width = right.abs_diff(left) as usize;
    let radius = kernel.len() / 2;
    let mut cells = vec![0.0f32; width * field.height()];
    let mut padded = vec![0.0f32; width + 2 * radius];
    let first = i64::from(left) - radius as i64 - i64::from(field.x);
    for (index, (row, out)) in field.cells.chunks_exact(field.width).zip(cells.chunks_exact_mut(width)).enumerate() {
        if index % ROWS == 0 {
            deadline.check()?;
        }
        for (cell, column) in padded.iter_mut().zip(first..) {
            *cell = usize::try_from(column).ok().and_then(|column| row.get(column)).copied().unwrap_or_default();
        }
        for (offset, weight) in kernel.iter().enumerate() {
            add(out, padded.get(offset..).unwrap_or_default(), *weight);
        }
    }
    Ok(Field { x: left, y: field.y, width, step: field.step, cells })
}

/// Blurs along columns; the result has the rows from `top` to `bottom`.
fn blur_columns(field: &Field, kernel: &[f32], top: i32, bottom: i32, deadline: &Deadline) -> Result<Field> {
    let height = bottom.abs_diff(top) as usize;
    let radius = (kernel.len() / 2) as i32;
    let mut cells = vec![0.0f32; field.width * height];
    for (index, (out, row)) in cells.chunks_exact_mut(field.width).zip(top..).enumerate() {
        if index % ROWS == 0 {
            deadline.check()?;
        }
        for (weight, from) in kernel.iter().zip(row - radius..) {
            add(out, field.cells_of(from), *weight);
        }
    }
    Ok(Field { y: top, cells, ..*field })
}

/// `out += row × weight`.
fn add(out: &mut [f32], row: &[f32], weight: f32) {
    for (out, cell) in out.iter_mut().zip(row) {
        *out += cell * weight;
    }
}
