//! An unsharp mask: some of what a Gaussian blur would take away is added.
//!
//! Colours are weighed by their alpha, so that what is clear gives nothing of its colour to what is not; alpha stays.
//! Beyond an edge lie the pixels of the edge.

use super::pixels::{Pixels, ROWS, byte};
use crate::error::Result;
use crate::limits::Deadline;

/// Sharpens.
///
/// # Errors
/// When the time is over.
pub(super) fn apply(pixels: &mut Pixels, amount: f64, sigma: f64, deadline: &Deadline) -> Result<()> {
    let weights = gaussian(sigma);
    let (width, height) = (pixels.width(), pixels.size.height as usize);
    let reach = weights.len() - 1;
    // Rows blurred across, as many as the blur reaches down: the row of `y` lies at `y % held`.
    let held = 2 * reach + 1;
    let mut rows = vec![vec![[0f32; 4]; width]; held];
    let mut blurred = vec![[0f32; 4]; width];
    let mut out = vec![0; pixels.data.len()];
    let mut next = 0;
    for (y, row) in out.chunks_exact_mut(width * 4).enumerate() {
        if y % ROWS == 0 {
            deadline.check()?;
        }
        while next < height && next <= y + reach {
            across(pixels.row(next), &weights, &mut rows[next % held]);
            next += 1;
        }
        blurred.fill([0.0; 4]);
        for (distance, weight) in weights.iter().enumerate() {
            let above = y.saturating_sub(distance);
            let below = (y + distance).min(height.saturating_sub(1));
            add(&mut blurred, &rows[above % held], *weight);
            if distance > 0 {
                add(&mut blurred, &rows[below % held], *weight);
            }
        }
        let own = pixels.row(y);
        for ((to, sum), own) in row.as_chunks_mut::<4>().0.iter_mut().zip(&blurred).zip(own) {
            *to = sharpened(*own, *sum, amount);
        }
    }
    pixels.data = out;
    Ok(())
}

fn sharpened(own: [u8; 4], [red, green, blue, alpha]: [f32; 4], amount: f64) -> [u8; 4] {
    if alpha <= 0.0 {
        return own;
    }
    let [r, g, b, a] = own;
    let sharp = |own: u8, sum: f32| byte(f64::from(own) + amount * (f64::from(own) - f64::from(sum / alpha)));
    [sharp(r, red), sharp(g, green), sharp(b, blue), a]
}

/// The sums of a row's neighbours, colours times alpha, and alpha.
fn across(row: &[[u8; 4]], weights: &[f32], sums: &mut [[f32; 4]]) {
    let weighed = |pixel: &[u8; 4]| {
        let alpha = f32::from(pixel[3]);
        [f32::from(pixel[0]) * alpha, f32::from(pixel[1]) * alpha, f32::from(pixel[2]) * alpha, alpha]
    };
    let last = row.len().saturating_sub(1);
    for (x, sum) in sums.iter_mut().enumerate() {
        *sum = [0.0; 4];
        for (distance, weight) in weights.iter().enumerate() {
            let left = x.saturating_sub(distance);
            let right = (x + distance).min(last);
            for at in [left, right].into_iter().take(if distance == 0 { 1 } else { 2 }) {
                let Some(pixel) = row.get(at) else { continue };
                for (sum, value) in sum.iter_mut().zip(weighed(pixel)) {
                    *sum += value * weight;
                }
            }
        }
    }
}

fn add(sums: &mut [[f32; 4]], row: &[[f32; 4]], weight: f32) {
    for (sum, pixel) in sums.iter_mut().zip(row) {
        for (sum, value) in sum.iter_mut().zip(pixel) {
            *sum += value * weight;
        }
    }
}

/// Weights by distance, to three sigma, beyond which 0.3 % is left; together with their mirror images they are 1.
fn gaussian(sigma: f64) -> Vec<f32> {
    let reach = (sigma * 3.0).ceil().max(1.0) as usize;
    let raw: Vec<f64> = (0..=reach).map(|at| (-((at * at) as f64) / (2.0 * sigma * sigma)).exp()).collect();
    let sum: f64 = raw.iter().sum::<f64>() * 2.0 - 1.0;
    raw.iter().map(|weight| (weight / sum) as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::super::straight::filtered_rows;
    use crate::filter::Filter;

    fn sharpened(pixels: &[[u8; 4]], width: u32) -> Vec<[u8; 4]> {
        filtered_rows(pixels, width, &[Filter::Sharpen { amount: 1.0, sigma: 1.0 }])
    }

    #[test]
    fn even_areas_stay_and_edges_grow() {
        let gray = |value: u8| [value, value, value, 255];
        assert!(sharpened(&[gray(90); 35], 7).iter().all(|pixel| *pixel == gray(90)));
        let edge: Vec<_> =
            (0..5).flat_map(|_| [gray(50), gray(50), gray(50), gray(200), gray(200), gray(200)]).collect();
        let found = sharpened(&edge, 6);
        assert!(found[2][0] < 40 && found[3][0] > 210, "{found:?}");
        // Every row is the same, to the first and the last.
        assert!(found.chunks(6).all(|row| row == &found[..6]));
    }

    #[test]
    fn what_is_clear_has_no_say_and_stays_clear() {
        let (opaque, clear) = ([100, 150, 200, 255], [255, 0, 255, 0]);
        let found = sharpened(&[opaque, opaque, clear, clear, opaque], 5);
        assert_eq!((found[1], found[4], found[2][3]), (opaque, opaque, 0));
    }
}
