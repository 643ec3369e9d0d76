//! The vertical pass as sums that grow while rows come: for pictures so large that even the rows which one row of the
//! result looks at are too many to hold.
//!
//! In: all rows of the source, in order. Out: rows in the number of the result. Memory: a sum of floats for each row of
//! the result that is under way, seven of them or so however strong the reduction is.

use super::convolve::{Pixel, Sample};
use super::kernel::weight;
use super::reach::Side;
use crate::fit::Kernel;
use std::collections::VecDeque;

/// Rows that are added together: sums are read and written once for all of them.
const TOGETHER: usize = 16;

/// Samples of a row that are worked on together: 16 rows of them as floats fill half of a first cache.
const BLOCK: usize = 256;

/// Samples that are added at once: four registers of any processor.
const LANES: usize = 16;

/// Sums under way.
pub(super) struct Sums<P> {
    /// Pixels and samples of a row.
    width: usize,
    stride: usize,
    down: Side,
    kernel: Kernel,
    open: VecDeque<Sum>,
    /// Rows of the result that are opened.
    opened: u32,
    /// Rows that wait to be added.
    rows: Vec<P>,
    /// Which row of the source the first of them is.
    first: usize,
}

/// One row of the result under way.
struct Sum {
    /// The first row of the source that counts, and what each counts.
    start: usize,
    weights: Vec<f32>,
    samples: Vec<f32>,
}

impl<P: Pixel> Sums<P> {
    /// For rows of `width` pixels.
    pub(super) fn new(width: usize, down: Side, kernel: Kernel) -> Self {
        let rows = Vec::with_capacity(TOGETHER * width);
        Self { width, stride: width * P::SAMPLES, down, kernel, open: VecDeque::new(), opened: 0, rows, first: 0 }
    }

    /// Bytes that such sums hold.
    pub(super) fn cost(width: usize, down: Side) -> usize {
        let open = (down.longest() + TOGETHER) as f64 / down.scale() + 2.0;
        let sums = (open as usize).min(down.size as usize) * P::SAMPLES * size_of::<f32>();
        width * (TOGETHER * size_of::<P>() + sums)
    }

    /// Takes the next row and appends those rows of the result that are done.
    pub(super) fn push(&mut self, row: &[P], to: &mut Vec<P>) {
        self.rows.extend_from_slice(row);
        if self.rows.len() >= TOGETHER * self.width {
            self.add(to);
        }
    }

    /// Adds the rows that wait, and appends those rows of the result that are done.
    pub(super) fn add(&mut self, to: &mut Vec<P>) {
        let count = self.rows.len() / self.width.max(1);
        let end = self.first + count;
        while self.opened < self.down.size && self.down.reach(self.opened).start < end {
            let sum = self.begin(self.opened);
            self.open.push_back(sum);
            self.opened += 1;
        }
        let mut floats = [[0.0; BLOCK]; TOGETHER];
        let width = if self.open.is_empty() { 0 } else { self.stride };
        let samples: &[P::Sample] = bytemuck::cast_slice(&self.rows);
        for left in (0..width).step_by(BLOCK) {
            let right = (left + BLOCK).min(width);
            for (floats, row) in floats.iter_mut().zip(samples.chunks_exact(self.stride.max(1))) {
                let samples = row.get(left..right).unwrap_or_default();
                floats.iter_mut().zip(samples).for_each(|(float, sample)| *float = (*sample).into());
            }
            for sum in &mut self.open {
                let skipped = sum.start.saturating_sub(self.first);
                let weights = sum.weights.get(self.first.saturating_sub(sum.start)..).unwrap_or_default();
                let rows = floats.get(skipped..count).unwrap_or_default();
                add_block(sum.samples.get_mut(left..right).unwrap_or_default(), rows, weights);
            }
        }
        self.first = end;
        self.rows.clear();
        let is_done = |sum: &Sum| sum.start + sum.weights.len() <= end;
        while self.open.front().is_some_and(is_done) {
            let Some(sum) = self.open.pop_front() else { break };
            let start = to.len();
            to.resize(start + self.width, P::zeroed());
            let samples: &mut [P::Sample] = bytemuck::cast_slice_mut(to.get_mut(start..).unwrap_or_default());
            samples.iter_mut().zip(&sum.samples).for_each(|(to, sum)| *to = Sample::nearest(*sum));
        }
    }

    /// What each row of the source counts in a row of the result: the filter at its distance, all of them together one.
    fn begin(&self, at: u32) -> Sum {
        let reach = self.down.reach(at);
        let scale = self.down.scale();
        let distance = scale.max(1.0).recip();
        let centre = self.down.from + (f64::from(at) + 0.5) * scale - 0.5;
        let weights = reach.clone().map(|row| weight(self.kernel, (row as f64 - centre) * distance));
        let weights: Vec<f64> = weights.collect();
        let whole: f64 = weights.iter().sum();
        let weights = weights.iter().map(|weight| (weight / whole) as f32).collect();
        Sum { start: reach.start, weights, samples: vec![0.0; self.stride] }
    }
}

fn add_block(sums: &mut [f32], rows: &[[f32; BLOCK]], weights: &[f32]) {
    for (index, sums) in sums.chunks_mut(LANES).enumerate() {
        let mut lanes = [0.0; LANES];
        for (row, weight) in rows.iter().zip(weights) {
            let Some(samples) = row.as_chunks::<LANES>().0.get(index) else { continue };
            lanes.iter_mut().zip(samples).for_each(|(lane, sample)| *lane += weight * sample);
        }
        sums.iter_mut().zip(lanes).for_each(|(sum, lane)| *sum += lane);
    }
}
