//! How sure it is that a matte is the subject, all of it and nothing else.
//!
//! Input: what the segmentation found. Output: 0 to 1. Guarantees: worked out from the result, not from what the method
//! expected; 0 where there is no subject or nothing but subject. Errors: none.
//!
//! A logistic regression on what can be measured, fitted to the half of testdata/real_photos.json and the composites
//! that methods are worked out on, shifted so that few failures reach 0.5. testdata/score_real.py measures how well it
//! tells.

use super::border::{Backdrop, ring};
use super::grid::{Grid, distance};
use super::segment::{Region, Scene};
use crate::runner::Runner;

/// The share of the picture that a subject takes at least and at most.
const SIZE: std::ops::Range<f32> = 0.0002..0.97;
/// Sharpness, in [`Region::sharp`]'s measure, below which an outline is weak.
const WEAK: f32 = 1.3;

/// What is measured, each with its weight without a network and with one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    pub(super) value: f32,
    weights: [f32; 2],
}

/// The constant term; the fit's is 1.1 and 1.2 higher, at which as many failures as successes reach 0.5.
const BIAS: [f32; 2] = [2.2, -7.1];

/// The confidence in a region.
pub(super) fn confidence(scene: &Scene<'_, impl Runner>, model: &Backdrop, region: &Region) -> f64 {
    let subject = region.is_backdrop.cells.iter().filter(|is| !**is).count() as f32;
    if !SIZE.contains(&(subject / region.is_backdrop.cells.len() as f32)) {
        return 0.0;
    }
    let which = usize::from(scene.seen.is_some());
    let sum: f32 = measures(scene, model, region).iter().map(|measure| measure.weights[which] * measure.value).sum();
    1.0 / (1.0 + f64::from(-(sum + BIAS[which])).exp())
}

/// Measures a region.
pub(super) fn measures(scene: &Scene<'_, impl Runner>, model: &Backdrop, region: &Region) -> Vec<Measure> {
    let grid = &region.is_backdrop;
    let (depth, beyond) = (distance(grid), distance(&grid.map(|is| !is)));
    let cells = |is: &dyn Fn(usize) -> bool| (0..grid.cells.len()).filter(|index| is(*index)).collect::<Vec<_>>();
    let subject = cells(&|index| !grid.cells[index]).len().max(1) as f32;
    let outline = cells(&|index| !grid.cells[index] && depth.cells[index] < 1.2);
    let inner = cells(&|index| depth.cells[index] > 3.0);
    let outer = cells(&|index| beyond.cells[index] > 2.0);
    let share = |among: &[usize], is: &dyn Fn(usize) -> bool| {
        among.iter().filter(|index| is(**index)).count() as f32 / among.len().max(1) as f32
    };
    let off = &region.off;
    let measure = |value, weights| Measure { value, weights };
    let mut all = vec![
        // How far the border is from the model, in tens of levels, and its noise.
        measure(model.misfit.min(30.0) / 10.0, [0.1, -0.5]),
        measure(model.noise.min(8.0), [-0.5, 0.0]),
        // The share of the frame that is subject.
        measure(share(&ring(grid), &|index| !grid.cells[index]), [-5.4, -4.0]),
        // The share of the outline without a sharp edge, and without contrast.
        measure(share(&outline, &|index| strongest(&region.sharp, index) < WEAK), [-8.5, 0.0]),
        measure(share(&outline, &|index| strongest(off, index) < 2.0 * region.tolerance + 10.0), [-15.7, 0.0]),
        // The share of the subject's inside that looks like backdrop.
        measure(share(&inner, &|index| off.cells[index] < region.tolerance + 4.0), [-5.8, -10.2]),
        // How much was taken for shadow, as a share of the subject.
        measure(
            (outer.iter().filter(|index| off.cells[**index] > region.tolerance + 12.0).count() as f32 / subject)
                .min(2.0),
            [-2.6, 0.0],
        ),
        // The share of the backdrop that is sure.
        measure(share(&outer, &|index| region.sure.cells[index]), [-0.4, 0.0]),
        // The outline's length beside the subject's size.
        measure(outline.len() as f32 / subject.sqrt() / 10.0, [-2.5, -2.7]),
    ];
    if let Some(seen) = scene.seen {
        let (overlap, gray) = agreement(grid, seen);
        all.push(measure(overlap, [0.0, 8.7]));
        all.push(measure((gray / subject).min(1.0), [0.0, -4.2]));
        all.push(measure(region.trust, [0.0, 0.7]));
    }
    all
}

/// The intersection over the union of the region's subject and the network's, and how many cells the network is unsure of.
fn agreement(grid: &Grid<bool>, seen: &Grid<f32>) -> (f32, f32) {
    let (mut both, mut any, mut gray) = (0.0f32, 0.0f32, 0.0f32);
    for (is_backdrop, seen) in grid.cells.iter().zip(&seen.cells) {
        both += f32::from(u8::from(!is_backdrop && *seen > 0.5));
        any += f32::from(u8::from(!is_backdrop || *seen > 0.5));
        gray += f32::from(u8::from((0.2..0.8).contains(seen)));
    }
    (both / any.max(1.0), gray)
}

/// The largest value within two cells.
fn strongest(grid: &Grid<f32>, index: usize) -> f32 {
    let (x, y) = ((index % grid.width) as isize, (index / grid.width) as isize);
    let around = (-2..=2).flat_map(|dy| (-2..=2).map(move |dx| (dx, dy)));
    around.map(|(dx, dy)| grid.near(x + dx, y + dy)).fold(0.0, f32::max)
}
