//! Gaussian blur of all channels: three passes of a box where that is near enough (Filter Effects 1, feGaussianBlur),
//! the kernel itself below.

use super::image::{Image, Pixel};
use crate::error::Result;
use crate::limits::Deadline;
use std::f64::consts::PI;

/// How many sigmas it looks: three boxes of 1.88 each reach 2.82.
pub(super) const REACH: f64 = 3.0;
/// From here on three boxes are within 3 % of the kernel (Filter Effects 1).
const BOXES: f64 = 2.0;
/// Rows between two looks at the clock.
const ROWS: usize = 64;

/// The image blurred by these sigmas, in pixels; one that is not above 0 leaves its direction as it is.
pub(super) fn apply(mut image: Image, sigmas: (f64, f64), deadline: &Deadline) -> Result<Image> {
    let (width, height) = (image.width(), image.area.height as usize);
    if sigmas.0 > 0.0 {
        let blur = Blur::new(sigmas.0);
        let mut line = Vec::with_capacity(width);
        for (index, row) in image.pixels.chunks_exact_mut(width).enumerate() {
            if index % ROWS == 0 {
                deadline.check()?;
            }
            line.clear();
            line.extend(row.iter().map(|pixel| pixel.map(f32::from)));
            row.iter_mut().zip(blur.run(&line)).for_each(|(pixel, found)| *pixel = rounded(found));
        }
    }
    if sigmas.1 > 0.0 {
        let blur = Blur::new(sigmas.1);
        let mut line = Vec::with_capacity(height);
        for x in 0..width {
            if x % ROWS == 0 {
                deadline.check()?;
            }
            line.clear();
            line.extend(image.pixels.iter().skip(x).step_by(width).map(|pixel| pixel.map(f32::from)));
            let column = image.pixels.iter_mut().skip(x).step_by(width);
            column.zip(blur.run(&line)).for_each(|(pixel, found)| *pixel = rounded(found));
        }
    }
    Ok(image)
}

fn rounded(pixel: [f32; 4]) -> Pixel {
    pixel.map(|channel| (channel + 0.5) as u8)
}

/// How a line is blurred.
enum Blur {
    /// Weights from the centre outwards on both sides.
    Kernel(Vec<f32>),
    /// Boxes, each from so many pixels before to so many after.
    Boxes([(usize, usize); 3]),
}

impl Blur {
    fn new(sigma: f64) -> Self {
        if sigma < BOXES {
            let radius = (3.0 * sigma).ceil() as i32;
            let weight = |at: i32| (-0.5 * (f64::from(at) / sigma).powi(2)).exp();
            let sum: f64 = (-radius..=radius).map(weight).sum();
            return Self::Kernel((-radius..=radius).map(|at| (weight(at) / sum) as f32).collect());
        }
        let size = (sigma * 3.0 * (2.0 * PI).sqrt() / 4.0 + 0.5).floor() as usize;
        let half = size / 2;
        Self::Boxes(match size % 2 {
            1 => [(half, half); 3],
            // Two of an even size, off to either side, and one that is a pixel larger.
            _ => [(half, half - 1), (half - 1, half), (half, half)],
        })
    }

    fn run(&self, line: &[[f32; 4]]) -> Vec<[f32; 4]> {
        match self {
            Self::Kernel(weights) => kernel(line, weights),
            Self::Boxes(boxes) => boxes.iter().fold(line.to_vec(), |line, &span| sliding(&line, span)),
        }
    }
}

fn kernel(line: &[[f32; 4]], weights: &[f32]) -> Vec<[f32; 4]> {
    let radius = weights.len() / 2;
    let at = |index: usize| {
        let mut sum = [0.0f32; 4];
        for (weight, from) in weights.iter().zip(index..) {
            let pixel = from.checked_sub(radius).and_then(|from| line.get(from));
            pixel.into_iter().for_each(|pixel| (0..4).for_each(|channel| sum[channel] += pixel[channel] * weight));
        }
        sum
    };
    (0..line.len()).map(at).collect()
}

/// The mean of the pixels from so many before each to so many after, by adding one and taking one away.
fn sliding(line: &[[f32; 4]], (before, after): (usize, usize)) -> Vec<[f32; 4]> {
    let share = 1.0 / (before + after + 1) as f64;
    let mut sum = [0.0f64; 4];
    let change = |sum: &mut [f64; 4], pixel: Option<&[f32; 4]>, sign: f64| {
        if let Some(pixel) = pixel {
            (0..4).for_each(|channel| sum[channel] += sign * f64::from(pixel[channel]));
        }
    };
    line.iter().take(after).for_each(|pixel| change(&mut sum, Some(pixel), 1.0));
    let step = |index: usize| {
        change(&mut sum, line.get(index + after), 1.0);
        let mean = sum.map(|channel| (channel * share).max(0.0) as f32);
        change(&mut sum, index.checked_sub(before).and_then(|first| line.get(first)), -1.0);
        mean
    };
    (0..line.len()).map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::super::area::Area;
    use super::*;

    #[test]
    fn a_point_becomes_a_bell_of_the_same_sum() {
        for sigma in [0.5, 1.5, 2.0, 3.0, 5.3] {
            let area = Area { x: 0, y: 0, width: 61, height: 1 };
            let mut image = Image::clear(area);
            image.pixels[30] = [255; 4];
            let line: Vec<[f32; 4]> = image.pixels.iter().map(|pixel| pixel.map(f32::from)).collect();
            let found: Vec<f32> = Blur::new(sigma).run(&line).iter().map(|pixel| pixel[3]).collect();
            let sum: f32 = found.iter().sum();
            let spread: f32 =
                found.iter().enumerate().map(|(at, value)| value * (at as f32 - 30.0).powi(2)).sum::<f32>() / sum;
            assert!((sum - 255.0).abs() < 0.01, "{sigma}: {sum}");
            // Boxes of 4, 4 and 5 pixels for a sigma of 2, of 6, 6 and 7 for 3, spread by 2.12 and 3.14.
            assert!((f64::from(spread).sqrt() - sigma).abs() < 0.07 + 0.03 * sigma, "{sigma}: {}", spread.sqrt());
        }
    }
}
