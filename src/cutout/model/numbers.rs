//! A photo as the numbers that a network takes, and the numbers that it gives as alphas.
//!
//! The way in is that of U²-Net and what is trained like it (u2net, u2netp, silueta): stretched to the network's size,
//! divided by the brightest value in the photo, less ImageNet's mean, over ImageNet's deviation.

use crate::raster::Raster;

/// Mean and deviation of red, green and blue over ImageNet's photos, in a scale of 0 to 1.
const MEAN: [f32; 3] = [0.485, 0.456, 0.406];
const DEVIATION: [f32; 3] = [0.229, 0.224, 0.225];
/// Where the network is nowhere surer of a subject than this, there is none: stretched, its noise would be taken for
/// one.
const SEEN: f32 = 0.5;

/// One plane a channel, red first.
pub(super) fn given(photo: &Raster) -> Vec<f32> {
    let pixels = photo.data().as_chunks::<4>().0;
    let brightest = pixels.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).max().unwrap_or(0);
    // A black photo stays black.
    let scale = 1.0 / f32::from(brightest.max(1));
    let plane = |channel: usize| {
        pixels.iter().map(move |pixel| (f32::from(pixel[channel]) * scale - MEAN[channel]) / DEVIATION[channel])
    };
    (0..3).flat_map(plane).collect()
}

/// Alphas of 0 to 255: the least of what the network gives is backdrop, the most is subject. Numbers beyond 0 to 1 are
/// what comes before the last step of such networks, the sigmoid, which is then taken here.
pub(super) fn alphas(mut values: Vec<f32>) -> Vec<u8> {
    /// Rounding may take a share beyond its ends by a little.
    const ROUNDED: f32 = 1e-3;
    values.iter_mut().filter(|value| !value.is_finite()).for_each(|value| *value = 0.0);
    let ends = |values: &[f32]| values.iter().fold((f32::MAX, f32::MIN), |(a, b), v| (a.min(*v), b.max(*v)));
    let (least, most) = ends(&values);
    if least < -ROUNDED || most > 1.0 + ROUNDED {
        values.iter_mut().for_each(|value| *value = 1.0 / (1.0 + (-*value).exp()));
    }
    let (least, most) = ends(&values);
    if most < SEEN || most <= least {
        return vec![0; values.len()];
    }
    values.into_iter().map(|value| ((value - least) / (most - least) * 255.0 + 0.5) as u8).collect()
}
