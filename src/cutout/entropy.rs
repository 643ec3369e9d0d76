//! Where a picture says most: the entropy of its luminance, block by block.
//!
//! In: a small upright raster. Out: a score a pixel: the Shannon entropy of the histogram of its 8 x 8 block, in 16
//! steps of luminance. Flat backdrops, soft gradients and blurred depths score low, texture and lettering high.

use super::scores::{Scores, luminance};
use crate::raster::Raster;

/// Pixels of a side of a block: 64 samples, enough for 16 steps.
const BLOCK: usize = 8;
/// Steps of luminance: few enough that noise stays within one.
const STEPS: usize = 16;

/// Scores every pixel.
pub(super) fn scores(raster: &Raster) -> Scores {
    let size = raster.size();
    let (width, height) = (size.width as usize, size.height as usize);
    let pixels = raster.data().as_chunks::<4>().0;
    let mut values = vec![0u32; pixels.len()];
    for top in (0..height).step_by(BLOCK) {
        for left in (0..width).step_by(BLOCK) {
            let (bottom, right) = ((top + BLOCK).min(height), (left + BLOCK).min(width));
            let mut counts = [0u32; STEPS];
            for y in top..bottom {
                for pixel in pixels.get(y * width + left..y * width + right).unwrap_or_default() {
                    counts[usize::from(luminance(*pixel)) * STEPS / 256] += 1;
                }
            }
            let score = entropy(&counts);
            for y in top..bottom {
                values.get_mut(y * width + left..y * width + right).unwrap_or_default().fill(score);
            }
        }
    }
    Scores { size, values }
}

/// Entropy in 256ths of a bit: 0 for one step, 1024 for 16 alike.
fn entropy(counts: &[u32]) -> u32 {
    let total: u32 = counts.iter().sum();
    let share = |count: &u32| f64::from(*count) / f64::from(total.max(1));
    let bits: f64 = counts.iter().filter(|count| **count > 0).map(share).map(|share| -share * share.log2()).sum();
    // Rounded, so that the last digits of a logarithm decide nothing.
    (bits * 256.0).round().max(0.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_is_that_of_the_histogram() {
        assert_eq!(entropy(&[64, 0, 0]), 0);
        assert_eq!(entropy(&[32, 32]), 256);
        assert_eq!(entropy(&[4; 16]), 1024);
        assert_eq!(entropy(&[0; 16]), 0);
    }
}
