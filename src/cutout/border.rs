//! Border models: smooth surfaces of colour through the border, each a hypothesis of what the backdrop looks like.
//!
//! A polynomial of second degree in x and y for each channel, fitted to the cells along the border with weights that
//! leave out what does not fit (a subject that leaves the picture): constant first, then sloped, then bent.

use super::grid::{Grid, Rgb, apart, quantile, smooth, spread, true_cells};
use crate::runner::Runner;

/// The border that is looked at, as a share of the shorter side.
const BORDER: f32 = 0.025;
/// The most samples of it that are fitted.
const SAMPLES: usize = 4000;
/// The fewest sure cells that the surface is fitted to again.
const LEAST_SAMPLES: usize = 200;
/// Where Tukey's weight ends, in deviations: 95 % efficient on a normal distribution.
const TUKEY: f32 = 4.685;
/// What is farther from the surface, in levels, is no part of the backdrop: what bends and falloffs leave after a fit.
const FITS: f32 = 40.0;
/// The least share of the border that a backdrop describes.
const LEAST_SHARE: f32 = 0.08;
/// The most surfaces that are tried.
const MOST_HYPOTHESES: usize = 3;
/// From a median of absolute deviations to a standard deviation.
pub(super) const MAD: f32 = 1.4826;

/// All levels.
const ANY: [Rgb; 2] = [[0.0; 3], [255.0; 3]];
/// Levels by which the extrapolated backdrop may be darker or lighter than 90 % of its visible cells.
const BEYOND: f32 = 6.0;

/// A backdrop as the border shows it.
#[derive(Debug, Clone)]
pub(super) struct Backdrop {
    coefficients: [[f32; 6]; 3],
    /// The least and the greatest value of each channel, in levels: a fitted surface is clamped to them, because it is
    /// extrapolated behind the subject.
    range: [Rgb; 2],
    /// The share of the border that it describes, 0 to 1.
    pub(super) share: f32,
    /// How far the border's cells are from it, a standard deviation in levels.
    pub(super) misfit: f32,
    /// The noise of one cell, a standard deviation in levels.
    pub(super) noise: f32,
}

impl Backdrop {
    /// The colour at a cell of a grid of this shape.
    pub(super) fn at<T>(&self, grid: &Grid<T>, x: usize, y: usize) -> Rgb {
        let terms = terms(x, y, grid.width, grid.height);
        let [least, most] = self.range;
        std::array::from_fn(|c| dot6(&self.coefficients[c], &terms).clamp(least[c], most[c]))
    }

    /// The same surface fitted to all sure backdrop cells instead of the border, which follows a vignette better.
    pub(super) fn refined(&self, grid: &Grid<Rgb>, is_sure: &Grid<bool>) -> Self {
        let sure: Vec<usize> = true_cells(is_sure).collect();
        let samples: Vec<([f32; 6], Rgb)> = sure
            .iter()
            .step_by(sure.len().div_ceil(SAMPLES).max(1))
            .map(|index| (terms(index % grid.width, index / grid.width, grid.width, grid.height), grid.cells[*index]))
            .collect();
        if samples.len() < LEAST_SAMPLES {
            return self.clone();
        }
        let mut coefficients = self.coefficients;
        for _ in 0..4 {
            coefficients = fitted(&samples, &coefficients, 6, 2.0);
        }
        let bound = |c: usize, share: f32| quantile(samples.iter().map(|(_, color)| color[c]).collect(), share);
        let range = [
            std::array::from_fn(|c| (bound(c, 0.05) - BEYOND).max(0.0)),
            std::array::from_fn(|c| (bound(c, 0.95) + BEYOND).min(255.0)),
        ];
        Self { coefficients, range, ..self.clone() }
    }

    /// The backdrop's colour in every cell: this surface plus the residuals of the known cells, interpolated.
    /// `known` is the weight of each cell, 0 to 1.
    pub(super) fn spread(
        &self,
        on: &impl Runner,
        grid: &Grid<Rgb>,
        known: impl Fn(usize) -> f32 + Send + Sync,
    ) -> Grid<Rgb> {
        let at = |index: usize| self.at(grid, index % grid.width, index / grid.width);
        let off = grid.make(on, |index| {
            let (color, expected) = (grid.cells[index], at(index));
            std::array::from_fn(|c| color[c] - expected[c])
        });
        let off = spread(on, &off, known);
        grid.make(on, |index| {
            let expected = at(index);
            std::array::from_fn(|c| (expected[c] + off.cells[index][c]).clamp(0.0, 255.0))
        })
    }

    /// A backdrop of which nothing is known: no cell is like it.
    pub(super) fn unknown() -> Self {
        Self { coefficients: [[0.0; 6]; 3], range: ANY, share: 0.0, misfit: 0.0, noise: 1.0 }
    }

    /// Whether two surfaces are more than a few levels apart somewhere on the grid.
    fn differs<T>(&self, other: &Self, grid: &Grid<T>) -> bool {
        let places = [0usize, 1, 2].map(|of| (of * (grid.width - 1) / 2, of * (grid.height - 1) / 2));
        let mut all = places.iter().flat_map(|(x, _)| places.iter().map(move |(_, y)| (*x, *y)));
        all.any(|(x, y)| apart(self.at(grid, x, y), other.at(grid, x, y)) > 10.0)
    }
}

/// What the backdrop may be, the likeliest first: a surface for each colour that is common along the border, in a corner or
/// along a side, those that are the same left out.
pub(super) fn hypotheses(on: &impl Runner, grid: &Grid<Rgb>) -> Vec<Backdrop> {
    let ring = ring(grid);
    let every = ring.len().div_ceil(SAMPLES).max(1);
    let samples: Vec<([f32; 6], Rgb)> = ring
        .iter()
        .step_by(every)
        .map(|index| (terms(index % grid.width, index / grid.width, grid.width, grid.height), grid.cells[*index]))
        .collect();
    let noise = noise(on, grid, &ring);
    let mut starts = most_common(&samples);
    starts.push(median_color(&samples));
    starts.extend(parts_of_ring(&samples));
    // Starts within a few levels lead to the same surface.
    let mut apart_starts: Vec<Rgb> = Vec::new();
    for start in starts {
        if apart_starts.iter().all(|other| apart(*other, start) > 12.0) {
            apart_starts.push(start);
        }
    }
    let mut found: Vec<Backdrop> = Vec::new();
    for (coefficients, share, misfit) in on.each(apart_starts, |start| fit(&samples, start)) {
        let backdrop = Backdrop { coefficients, range: ANY, share, misfit, noise };
        if share > LEAST_SHARE && found.iter().all(|other| other.differs(&backdrop, grid)) {
            found.push(backdrop);
        }
    }
    // A calm surface is a better backdrop than a lively one of the same extent: at 8 levels it counts half.
    let worth = |backdrop: &Backdrop| backdrop.share / (1.0 + backdrop.misfit / 8.0);
    found.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
    found.truncate(MOST_HYPOTHESES);
    found
}

/// The median colours of the four corners and of the four sides.
fn parts_of_ring(samples: &[([f32; 6], Rgb)]) -> Vec<Rgb> {
    let part = |inside: &dyn Fn(f32, f32) -> bool| {
        let some: Vec<([f32; 6], Rgb)> = samples.iter().filter(|(of, _)| inside(of[1], of[2])).copied().collect();
        (!some.is_empty()).then(|| median_color(&some))
    };
    let corners = [(-1.0f32, -1.0f32), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)];
    let corner = corners.into_iter().filter_map(|(x, y)| part(&|across, down| across * x > 0.75 && down * y > 0.75));
    let sides = [(1.0f32, 0.0f32), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)];
    let side = sides.into_iter().filter_map(|(x, y)| part(&|across, down| across * x + down * y > 0.9));
    corner.chain(side).collect()
}

/// Coefficients, the share of samples that they describe, the misfit of these.
type Fit = ([[f32; 6]; 3], f32, f32);

/// A surface found from a first colour, the share of samples that it describes, and how far these are from it.
fn fit(samples: &[([f32; 6], Rgb)], start: Rgb) -> Fit {
    let mut coefficients = start.map(|value| [value, 0.0, 0.0, 0.0, 0.0, 0.0]);
    // The scale starts wide so that a slope may be found from a constant, and ends at what is measured.
    for (count, least) in [(3, 12.0), (3, 8.0), (3, 4.0), (6, 8.0), (6, 4.0), (6, 2.0), (6, 1.0)] {
        for _ in 0..2 {
            coefficients = fitted(samples, &coefficients, count, least);
        }
    }
    let residuals = residuals(samples, &coefficients);
    let near = residuals.iter().copied().filter(|residual| *residual < FITS).collect::<Vec<_>>();
    let misfit =
        if near.len() * 3 < residuals.len() { median_of(residuals.clone()) } else { median_of(near) } * MAD / 1.5;
    // What a bend of the paper or a shadow at the border takes away from it is still described.
    let near = (4.0 * misfit).clamp(10.0, 24.0);
    let share = residuals.iter().filter(|residual| **residual < near).count() as f32 / residuals.len().max(1) as f32;
    (coefficients, share, misfit)
}

/// The means of the three fullest of the boxes of 32 levels in which the samples lie: the backdrop's among them, where
/// a subject of many colours crosses more than half of the border.
fn most_common(samples: &[([f32; 6], Rgb)]) -> Vec<Rgb> {
    let mut boxes = std::collections::BTreeMap::<[u8; 3], (f32, Rgb)>::new();
    for (_, color) in samples {
        let sum = boxes.entry(color.map(|channel| channel as u8 / 32)).or_insert((0.0, [0.0; 3]));
        *sum = (sum.0 + 1.0, std::array::from_fn(|c| sum.1[c] + color[c]));
    }
    let mut fullest: Vec<(f32, Rgb)> = boxes.into_values().collect();
    fullest.sort_by(|a, b| b.0.total_cmp(&a.0));
    fullest.into_iter().take(3).map(|(count, sum)| sum.map(|channel| channel / count)).collect()
}

/// The cells of the border.
pub(super) fn ring<T: Copy>(grid: &Grid<T>) -> Vec<usize> {
    let (width, height) = (grid.width, grid.height);
    let deep = ((width.min(height) as f32 * BORDER).round() as usize).max(2);
    let is_border = |index: &usize| {
        let (x, y) = (index % width, index / width);
        x < deep || y < deep || x + deep >= width || y + deep >= height
    };
    (0..grid.cells.len()).filter(is_border).collect()
}

/// The noise of a cell: how far some cells are from the mean of those around them, edges left out by a median.
pub(super) fn noise(on: &impl Runner, grid: &Grid<Rgb>, some: &[usize]) -> f32 {
    let means = smooth(on, grid);
    let distances = some.iter().map(|index| apart(grid.cells[*index], means.cells[*index])).collect();
    // Of three channels together, the median length is 1.54 deviations; a mean that contains the cell takes 1/9 off.
    median_of(distances) / 1.54 / (8.0f32 / 9.0).sqrt()
}

fn terms(x: usize, y: usize, width: usize, height: usize) -> [f32; 6] {
    let centred = |at: usize, length: usize| (at as f32 + 0.5) / length as f32 * 2.0 - 1.0;
    let (x, y) = (centred(x, width), centred(y, height));
    [1.0, x, y, x * x, y * y, x * y]
}

fn dot6(a: &[f32; 6], b: &[f32; 6]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn residuals(samples: &[([f32; 6], Rgb)], coefficients: &[[f32; 6]; 3]) -> Vec<f32> {
    samples.iter().map(|(terms, color)| apart(coefficients.map(|of| dot6(&of, terms)), *color)).collect()
}

/// One step of a weighted fit with the first `count` terms; `least` is the least scale of the weights in levels.
fn fitted(samples: &[([f32; 6], Rgb)], now: &[[f32; 6]; 3], count: usize, least: f32) -> [[f32; 6]; 3] {
    let residuals = residuals(samples, now);
    // More than half of the border may be something else.
    let scale = (MAD * median_of(residuals.clone())).clamp(least, 2.0 * least.max(6.0)) * TUKEY;
    let mut sums = [[0.0f64; 9]; 6];
    for ((terms, color), residual) in samples.iter().zip(&residuals) {
        let weight = f64::from((1.0 - (residual / scale).powi(2)).max(0.0).powi(2));
        for row in 0..count {
            let by = weight * f64::from(terms[row]);
            for column in 0..count {
                sums[row][column] += by * f64::from(terms[column]);
            }
            for channel in 0..3 {
                sums[row][6 + channel] += by * f64::from(color[channel]);
            }
        }
    }
    solved(sums, count).unwrap_or(*now)
}

/// Gauss and Jordan on the first `count` unknowns, three right sides at once; `None` where they are not determined.
fn solved(mut sums: [[f64; 9]; 6], count: usize) -> Option<[[f32; 6]; 3]> {
    for pivot in 0..count {
        let best = (pivot..count).max_by(|a, b| sums[*a][pivot].abs().total_cmp(&sums[*b][pivot].abs()))?;
        sums.swap(pivot, best);
        let by = sums[pivot][pivot];
        if by.abs() < 1e-9 {
            return None;
        }
        sums[pivot] = sums[pivot].map(|value| value / by);
        let row = sums[pivot];
        for other in (0..count).filter(|other| *other != pivot) {
            let factor = sums[other][pivot];
            for (value, of) in sums[other].iter_mut().zip(row) {
                *value -= factor * of;
            }
        }
    }
    let coefficient =
        |channel: usize| std::array::from_fn(|row| if row < count { sums[row][6 + channel] as f32 } else { 0.0 });
    Some([coefficient(0), coefficient(1), coefficient(2)])
}

fn median_color(samples: &[([f32; 6], Rgb)]) -> Rgb {
    std::array::from_fn(|channel| median_of(samples.iter().map(|(_, color)| color[channel]).collect()))
}

/// 0 for none.
pub(super) fn median_of(mut values: Vec<f32>) -> f32 {
    let middle = values.len() / 2;
    if values.is_empty() {
        return 0.0;
    }
    *values.select_nth_unstable_by(middle, f32::total_cmp).1
}
