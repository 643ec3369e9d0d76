//! The filters by the library's names.

use crate::fit::Kernel;
use fast_image_resize::{FilterType, ResizeAlg};

/// The library's filter. All but nearest are convolutions whose kernel grows with the reduction, so that every source
/// pixel counts, and whose weights are renormalised at the borders.
pub(super) fn algorithm(kernel: Kernel) -> ResizeAlg {
    ResizeAlg::Convolution(match kernel {
        Kernel::Nearest => return ResizeAlg::Nearest,
        Kernel::Box => FilterType::Box,
        Kernel::Bilinear => FilterType::Bilinear,
        Kernel::CatmullRom => FilterType::CatmullRom,
        Kernel::Mitchell => FilterType::Mitchell,
        Kernel::Lanczos3 => FilterType::Lanczos3,
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
        Kernel::Lanczos3 if far < 3.0 => sinc(far) * sinc(far / 3.0),
        Kernel::Lanczos3 => 0.0,
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

fn sinc(x: f64) -> f64 {
    let angle = x * std::f64::consts::PI;
    if angle == 0.0 { 1.0 } else { angle.sin() / angle }
}

/// Whether the filter has negative parts: its results may go above alpha.
pub(super) fn overshoots(kernel: Kernel) -> bool {
    matches!(kernel, Kernel::CatmullRom | Kernel::Mitchell | Kernel::Lanczos3)
}
