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

/// Whether the filter has negative parts: its results may go above alpha.
pub(super) fn overshoots(kernel: Kernel) -> bool {
    matches!(kernel, Kernel::CatmullRom | Kernel::Mitchell | Kernel::Lanczos3)
}
