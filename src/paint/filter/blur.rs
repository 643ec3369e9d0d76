//! The blur: 29 pixels along each row, then along each column, weighed by a tent.
//!
//! The radius is 0.12 · blur · the source's shorter side. Colours are weighed by their alpha; beyond an edge the
//! outermost pixel goes on, as in fabric.js's WebGL path. (Its 2d path reads the next row's first pixel beyond the
//! right edge, which nobody can want.)

use super::frame::Frame;
use super::pixels::{Pixels, ROWS, byte};
use super::taps;
use crate::error::Result;
use crate::filter::BLUR_SPAN;
use crate::limits::Deadline;

/// Places on each side of the centre, less one: fabric.js's `samples`.
const SAMPLES: i32 = 15;

/// Red, green, blue multiplied by alpha, and alpha.
type Weighed = [f32; 4];

/// Blurs.
///
/// # Errors
/// When the time is over.
pub(super) fn apply(pixels: &mut Pixels, frame: &Frame, blur: f64, deadline: &Deadline) -> Result<()> {
    let radius = blur.abs() * BLUR_SPAN * frame.source.0.min(frame.source.1);
    blur_rows(pixels, &kernel(radius, frame.scale.0), deadline)?;
    blur_columns(pixels, &kernel(radius, frame.scale.1), deadline)
}

/// Weights by distance in pixels of the raster; their sum is 1.
fn kernel(radius: f64, scale: f64) -> Vec<(i32, f32)> {
    let tent = (1 - SAMPLES..SAMPLES).map(|index| {
        let share = f64::from(index) / f64::from(SAMPLES);
        ((radius * share).floor() * scale, (1.0 - share.abs()) / f64::from(SAMPLES))
    });
    taps::line(tent).into_iter().map(|(distance, weight)| (distance, weight as f32)).collect()
}

fn blur_rows(pixels: &mut Pixels, kernel: &[(i32, f32)], deadline: &Deadline) -> Result<()> {
    let width = pixels.width();
    let before = kernel.iter().map(|(distance, _)| (-distance).max(0)).max().unwrap_or(0) as usize;
    let after = kernel.iter().map(|(distance, _)| (*distance).max(0)).max().unwrap_or(0) as usize;
    let mut padded: Vec<Weighed> = Vec::with_capacity(before + width + after);
    let mut sums = vec![[0.0; 4]; width];
    for (y, row) in pixels.data.chunks_exact_mut(width * 4).enumerate() {
        if y % ROWS == 0 {
            deadline.check()?;
        }
        let row = row.as_chunks_mut::<4>().0;
        let (first, last) = (row.first().map(weighed), row.last().map(weighed));
        padded.clear();
        padded.extend(std::iter::repeat_n(first.unwrap_or_default(), before));
        padded.extend(row.iter().map(weighed));
        padded.extend(std::iter::repeat_n(last.unwrap_or_default(), after));
        sums.fill([0.0; 4]);
        for (distance, weight) in kernel {
            let start = before.saturating_add_signed(*distance as isize);
            add(&mut sums, padded.get(start..).unwrap_or_default().iter().copied(), *weight);
        }
        write(row, &sums);
    }
    Ok(())
}

fn blur_columns(pixels: &mut Pixels, kernel: &[(i32, f32)], deadline: &Deadline) -> Result<()> {
    let width = pixels.width();
    let last = (pixels.size.height as usize).saturating_sub(1);
    let mut out = vec![0; pixels.data.len()];
    let mut sums = vec![[0.0; 4]; width];
    for (y, row) in out.chunks_exact_mut(width * 4).enumerate() {
        if y % ROWS == 0 {
            deadline.check()?;
        }
        sums.fill([0.0; 4]);
        for (distance, weight) in kernel {
            let from = y.saturating_add_signed(*distance as isize).min(last);
            add(&mut sums, pixels.row(from).iter().map(weighed), *weight);
        }
        write(row.as_chunks_mut().0, &sums);
    }
    pixels.data = out;
    Ok(())
}

fn weighed(&[r, g, b, a]: &[u8; 4]) -> Weighed {
    let alpha = f32::from(a);
    [f32::from(r) * alpha, f32::from(g) * alpha, f32::from(b) * alpha, alpha]
}

fn add(sums: &mut [Weighed], row: impl Iterator<Item = Weighed>, weight: f32) {
    for (sum, pixel) in sums.iter_mut().zip(row) {
        for (sum, channel) in sum.iter_mut().zip(pixel) {
            *sum += channel * weight;
        }
    }
}

fn write(row: &mut [[u8; 4]], sums: &[Weighed]) {
    for (pixel, [r, g, b, a]) in row.iter_mut().zip(sums) {
        // Without alpha there is no colour: 0 / 0 is no number, which is 0.
        let straight = |channel: f32| byte(f64::from(channel) / f64::from(*a));
        *pixel = [straight(*r), straight(*g), straight(*b), byte(f64::from(*a))];
    }
}

#[cfg(test)]
mod tests {
    use super::super::straight::filtered_rows;
    use super::kernel;
    use crate::filter::Filter;

    #[test]
    fn the_kernel_is_a_tent_of_floored_places() {
        // 15 pixels to each side: one a place.
        let tent = kernel(15.0, 1.0);
        assert_eq!((tent.len(), tent[0].0, tent[28].0), (29, -14, 14));
        assert!((tent[14].1 - 1.0 / 15.0).abs() < 1e-6);
        // Half a pixel: the left half of the places is floored to -1. (14 · 15 / 2) / 225 = 0.46667.
        let small = kernel(0.5, 1.0);
        assert_eq!((small[0].0, small[1].0, small.len()), (-1, 0, 2));
        assert!((small[0].1 - 0.466_67).abs() < 1e-4);
        let sum: f32 = kernel(40.0, 0.3).iter().map(|(_, weight)| weight).sum();
        assert!((sum - 1.0).abs() < 1e-5);
    }

    #[test]
    fn a_point_is_spread_and_clear_pixels_lend_no_colour() {
        // A source of 9 x 9: blur 0.5 is a radius of 0.54, so only the pixel before counts, by 7/15.
        let mut rows = [[0, 0, 255, 0]; 81];
        rows[40] = [200, 0, 0, 255];
        let found = filtered_rows(&rows, 9, &[Filter::Blur(0.5)]);
        // Along the row 255 · 8/15 = 136 and 255 · 7/15 = 119; down 136 · 8/15 = 72.5, 63.5 and so on.
        assert_eq!(found[40][3], 73);
        assert_eq!((found[41][3], found[49][3]), (63, 63));
        assert!(found[40][0].abs_diff(200) <= 2 && found[40][2] == 0);
        assert_eq!((found[39][3], found[31][3]), (0, 0));
    }

    #[test]
    fn edges_go_on() {
        let plain = [[9, 90, 200, 255]; 64];
        assert_eq!(filtered_rows(&plain, 8, &[Filter::Blur(1.0)]), plain);
    }
}
