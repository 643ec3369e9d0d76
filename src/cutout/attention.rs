//! What draws the eye: edges, colours that stand out, skin.
//!
//! In: a small upright raster. Out: a score a pixel, the sum of three, each 0 to 255: how much the luminance changes
//! (Sobel's gradient), how far the colourfulness is from the picture's mean (on a red backdrop the gray shoe stands
//! out), and whether the colour is one of skin, which counts the less the more of the picture has it (a third is a
//! wooden table or sand, and says nothing). Cheap and without a model: it finds the busy, colourful and human part of a
//! picture, and knows nothing of what that is.

use super::scores::{Scores, luminance};
use crate::raster::Raster;

/// Scores every pixel.
pub(super) fn scores(raster: &Raster) -> Scores {
    let size = raster.size();
    let (width, height) = (size.width as usize, size.height as usize);
    let pixels = raster.data().as_chunks::<4>().0;
    let light: Vec<i32> = pixels.iter().map(|pixel| i32::from(luminance(*pixel))).collect();
    let mean = pixels.iter().map(|pixel| u64::from(chroma(*pixel))).sum::<u64>() / (pixels.len() as u64).max(1);
    let skin = pixels.iter().filter(|pixel| is_skin(**pixel)).count() as u64 * 3000 / (pixels.len() as u64).max(1);
    let skin = (255 * (1000 - skin.min(1000)) / 1000) as u32;
    let at = |x: usize, y: usize| light.get(y.min(height - 1) * width + x.min(width - 1)).copied().unwrap_or_default();
    let edge = |x: usize, y: usize| {
        let (left, above) = (x.saturating_sub(1), y.saturating_sub(1));
        let (right, below) = (x + 1, y + 1);
        let across = at(right, above) + 2 * at(right, y) + at(right, below)
            - at(left, above)
            - 2 * at(left, y)
            - at(left, below);
        let down = at(left, below) + 2 * at(x, below) + at(right, below)
            - at(left, above)
            - 2 * at(x, above)
            - at(right, above);
        ((across.abs() + down.abs()) / 4).min(255) as u32
    };
    let score = |(index, pixel): (usize, &[u8; 4])| {
        let stands_out = u64::from(chroma(*pixel)).abs_diff(mean) as u32;
        edge(index % width.max(1), index / width.max(1)) + stands_out + if is_skin(*pixel) { skin } else { 0 }
    };
    Scores { size, values: pixels.iter().enumerate().map(score).collect() }
}

/// Colourfulness: the largest channel less the smallest.
fn chroma([r, g, b, _]: [u8; 4]) -> u8 {
    r.max(g).max(b) - r.min(g).min(b)
}

/// The box of skin colours in the plane of Cb and Cr that holds for light and dark skin alike (Chai and Ngan, "Face
/// Segmentation Using Skin-Color Map in Videophone Applications", 1999): Cb 77 to 127, Cr 133 to 173.
fn is_skin([r, g, b, alpha]: [u8; 4]) -> bool {
    let [r, g, b] = [r, g, b].map(i32::from);
    // Conversion of JFIF in 1000ths.
    let cb = 128 + (-169 * r - 331 * g + 500 * b) / 1000;
    let cr = 128 + (500 * r - 419 * g - 81 * b) / 1000;
    alpha > 128 && (77..=127).contains(&cb) && (133..=173).contains(&cr)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skin_of_every_shade_is_skin_and_grays_and_greens_are_not() {
        for skin in [[234, 192, 168], [198, 134, 66 + 30], [141, 85, 60], [90, 56, 40]] {
            assert!(is_skin([skin[0], skin[1], skin[2], 255]), "{skin:?}");
        }
        for other in [[128, 128, 128], [255, 255, 255], [40, 120, 50], [30, 60, 200], [255, 0, 0]] {
            assert!(!is_skin([other[0], other[1], other[2], 255]), "{other:?}");
        }
        assert!(!is_skin([100, 70, 60, 100]), "what can hardly be seen");
    }
}
