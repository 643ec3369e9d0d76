//! A photo as the numbers that a network takes, and the numbers that it gives as shares of subject.
//!
//! In: a photo of the network's size, then what the network gave. Out: a plane a channel, then shares of 0 to 1.

use super::parameters::{Parameters, Scale, Sigmoid};
use crate::raster::Raster;

/// Where the network is nowhere surer of a subject than this, there is none: stretched, its noise would be taken for
/// one.
const SEEN: f32 = 0.5;

/// One plane a channel, red first.
pub(super) fn given(photo: &Raster, parameters: &Parameters) -> Vec<f32> {
    let pixels = photo.data().as_chunks::<4>().0;
    let most = match parameters.scale {
        // A black photo stays black.
        Scale::Brightest => pixels.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).max().unwrap_or(0).max(1),
        Scale::Full => 255,
    };
    let scale = 1.0 / f32::from(most);
    let Parameters { mean, std, .. } = parameters;
    let channels = mean.iter().zip(std).enumerate();
    channels
        .flat_map(|(channel, (mean, std))| {
            pixels.iter().map(move |pixel| (f32::from(pixel[channel]) * scale - mean) / std)
        })
        .collect()
}

/// Shares of 0 to 1: the least of what the network gives is backdrop, the most is subject.
pub(super) fn shares(mut values: Vec<f32>, sigmoid: Sigmoid) -> Vec<f32> {
    /// Rounding may take a share beyond its ends by a little.
    const ROUNDED: f32 = 1e-3;
    values.iter_mut().filter(|value| !value.is_finite()).for_each(|value| *value = 0.0);
    let ends = |values: &[f32]| values.iter().fold((f32::MAX, f32::MIN), |(a, b), v| (a.min(*v), b.max(*v)));
    let (least, most) = ends(&values);
    let is_logit = least < -ROUNDED || most > 1.0 + ROUNDED;
    if sigmoid == Sigmoid::Yes || sigmoid == Sigmoid::Auto && is_logit {
        values.iter_mut().for_each(|value| *value = 1.0 / (1.0 + (-*value).exp()));
    }
    let (least, most) = ends(&values);
    if most < SEEN || most <= least {
        return vec![0.0; values.len()];
    }
    values.iter_mut().for_each(|value| *value = (*value - least) / (most - least));
    values
}
