//! The filters by the library's names.

use crate::fit::Kernel;
use fast_image_resize::{Filter, FilterType, ResizeAlg};
use std::f64::consts::PI;

/// The library's filter. All but nearest are convolutions whose kernel grows with the reduction, so that every source
/// pixel counts, and whose weights are renormalised at the borders.
pub(super) fn algorithm(kernel: Kernel) -> ResizeAlg {
    ResizeAlg::Convolution(match kernel {
        Kernel::Nearest => return ResizeAlg::Nearest,
        Kernel::Box => FilterType::Box,
        Kernel::Bilinear => FilterType::Bilinear,
        Kernel::CatmullRom => FilterType::CatmullRom,
        Kernel::Mitchell => FilterType::Mitchell,
        // The library's own takes two sines for each weight: a twentieth of the time of a 12 MP photo on a canvas.
        Kernel::Lanczos3 => Filter::new("Lanczos3", lanczos3, 3.0).map_or(FilterType::Lanczos3, FilterType::Custom),
    })
}

/// How far the filter reaches on either side, in pixels of the larger of source and result; `None` for nearest, which
/// picks pixels.
pub(super) fn support(kernel: Kernel) -> Option<f64> {
    match kernel {
        Kernel::Nearest => None,
        Kernel::Box => Some(0.5),
        Kernel::Bilinear => Some(1.0),
        Kernel::CatmullRom | Kernel::Mitchell => Some(2.0),
        Kernel::Lanczos3 => Some(3.0),
    }
}

/// The filter at a distance in the unit of [`support`], not yet made one in sum: as the library has it.
pub(super) fn weight(kernel: Kernel, x: f64) -> f64 {
    let far = x.abs();
    match kernel {
        Kernel::Nearest | Kernel::Box => f64::from(u8::from(x > -0.5 && x <= 0.5)),
        Kernel::Bilinear => (1.0 - far).max(0.0),
        Kernel::CatmullRom => cubic(far, 0.0, 0.5),
        Kernel::Mitchell => cubic(far, 1.0 / 3.0, 1.0 / 3.0),
        Kernel::Lanczos3 => lanczos3(far),
    }
}

/// The cubic filters of Mitchell and Netravali (1988), equation 8.
fn cubic(x: f64, b: f64, c: f64) -> f64 {
    let sum = match x {
        ..1.0 => ((12.0 - 9.0 * b - 6.0 * c) * x + (12.0 * b + 6.0 * c - 18.0)) * x * x + (6.0 - 2.0 * b),
        ..2.0 => (((-b - 6.0 * c) * x + (6.0 * b + 30.0 * c)) * x - (12.0 * b + 48.0 * c)) * x + (8.0 * b + 24.0 * c),
        _ => 0.0,
    };
    sum / 6.0
}

/// sinc(x) · sinc(x / 3) within ±3. With t = πx / 3 and s = sin(t), sin(3t) is 3s − 4s³: one sine is enough, and of
/// that only sin(t) / t, as its series to an error of 10⁻¹¹, which is the same on every machine.
fn lanczos3(x: f64) -> f64 {
    /// Of the series' terms t⁰ to t²⁰: ±1 / (2k + 1)!, the last one first.
    const TERMS: [f64; 11] = [
        1.0 / 51_090_942_171_709_440_000.0,
        -1.0 / 121_645_100_408_832_000.0,
        1.0 / 355_687_428_096_000.0,
        -1.0 / 1_307_674_368_000.0,
        1.0 / 6_227_020_800.0,
        -1.0 / 39_916_800.0,
        1.0 / 362_880.0,
        -1.0 / 5_040.0,
        1.0 / 120.0,
        -1.0 / 6.0,
        1.0,
    ];
    if !(-3.0..3.0).contains(&x) {
        return 0.0;
    }
    let t = x * (PI / 3.0);
    let square = t * t;
    let sinc = TERMS.into_iter().fold(0.0, |sum, term| sum * square + term);
    let sinc = sinc * sinc;
    sinc * (1.0 - sinc * square * (4.0 / 3.0))
}

/// Whether the filter has negative parts: its results may go above alpha.
pub(super) fn overshoots(kernel: Kernel) -> bool {
    matches!(kernel, Kernel::CatmullRom | Kernel::Mitchell | Kernel::Lanczos3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_is_the_windowed_sinc() {
        let sinc = |x: f64| if x == 0.0 { 1.0 } else { (x * PI).sin() / (x * PI) };
        for step in -3200..=3200 {
            let x = f64::from(step) / 1000.0;
            let exact = if x.abs() < 3.0 { sinc(x) * sinc(x / 3.0) } else { 0.0 };
            assert!((lanczos3(x) - exact).abs() < 1e-11, "{x}: {} {exact}", lanczos3(x));
        }
    }
}
