//! The weighed sum of a square of pixels around each. Pixels beyond an edge count as nothing.

use super::frame::Frame;
use super::pixels::{Pixels, ROWS, byte};
use super::taps;
use crate::error::Result;
use crate::limits::Deadline;

/// Sums straight colours, and alpha unless it is to stay.
///
/// # Errors
/// When the time is over.
pub(super) fn apply(
    pixels: &mut Pixels,
    frame: &Frame,
    weights: &[f64],
    keeps_alpha: bool,
    deadline: &Deadline,
) -> Result<()> {
    let kernel = kernel(weights, frame.scale);
    let width = pixels.width();
    let mut out = vec![0; pixels.data.len()];
    let mut sums = vec![[0.0; 4]; width];
    for (y, row) in out.chunks_exact_mut(width * 4).enumerate() {
        if y % ROWS == 0 {
            deadline.check()?;
        }
        sums.fill([0.0; 4]);
        for ((down, across), weight) in &kernel {
            let Some(from) = y.checked_add_signed(*down as isize) else { continue };
            add(&mut sums, pixels.row(from), *across, *weight);
        }
        for ((to, sum), own) in row.as_chunks_mut::<4>().0.iter_mut().zip(&sums).zip(pixels.row(y)) {
            *to = sum.map(byte);
            if keeps_alpha {
                to[3] = own[3];
            }
        }
    }
    pixels.data = out;
    Ok(())
}

/// Adds the pixels `across` columns further, where there are any.
fn add(sums: &mut [[f64; 4]], row: &[[u8; 4]], across: i32, weight: f64) {
    let distance = across.unsigned_abs() as usize;
    let (skip_sums, skip_row) = if across < 0 { (distance, 0) } else { (0, distance) };
    for (sum, pixel) in sums.iter_mut().skip(skip_sums).zip(row.iter().skip(skip_row)) {
        for (sum, channel) in sum.iter_mut().zip(pixel) {
            *sum += f64::from(*channel) * weight;
        }
    }
}

/// Weights by distance in pixels of the raster. A convolution of small pixels that are then put together is one of
/// large pixels whose weights lie nearer to each other.
fn kernel(weights: &[f64], scale: (f64, f64)) -> Vec<((i32, i32), f64)> {
    let side = weights.len().isqrt().max(1);
    let middle = (side / 2) as f64;
    let placed = weights.iter().enumerate().map(|(index, weight)| {
        let (down, across) = ((index / side) as f64 - middle, (index % side) as f64 - middle);
        ((down * scale.1, across * scale.0), *weight)
    });
    taps::plane(placed)
}

#[cfg(test)]
mod tests {
    use super::super::straight::{filtered, filtered_rows};
    use super::kernel;
    use crate::filter::Filter;

    #[test]
    fn pixels_around_are_weighed_and_those_beyond_an_edge_are_nothing() {
        let gray = |value| [value, value, value, 255];
        let rows: Vec<[u8; 4]> = [10, 20, 30, 40, 50, 60, 70, 80, 90].map(gray).to_vec();
        let weights = vec![0.0, -1.0, 0.0, -1.0, 5.0, -1.0, 0.0, -1.0, 0.0];
        let found = filtered_rows(&rows, 3, &[Filter::Convolute { weights, keeps_alpha: true }]);
        // The middle: 250 - 20 - 40 - 60 - 80; the left top: 50 - 20 - 40; the right bottom: 450 - 80 - 60.
        assert_eq!((found[4], found[0], found[8]), (gray(50), gray(0), gray(255)));
        let weights = vec![0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        let found = filtered(&[gray(7), gray(8)], Filter::Convolute { weights, keeps_alpha: false });
        assert_eq!(found, [[0, 0, 0, 0], gray(7)]);
    }

    #[test]
    fn on_large_pixels_the_weights_come_together() {
        let emboss = [0.0, 0.0, 0.0, -1.0, 1.0, 1.0, 0.0, 0.0, 0.0];
        assert_eq!(kernel(&emboss, (0.25, 0.25)), [((0, -1), -0.25), ((0, 0), 1.0), ((0, 1), 0.25)]);
        assert_eq!(kernel(&emboss, (1.0, 1.0)), [((0, -1), -1.0), ((0, 0), 1.0), ((0, 1), 1.0)]);
    }
}
