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

/// Whether the filter has negative parts: its results may go above alpha.
pub(super) fn overshoots(kernel: Kernel) -> bool {
    matches!(kernel, Kernel::CatmullRom | Kernel::Mitchell | Kernel::Lanczos3)
}
