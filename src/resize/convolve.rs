//! One convolution by the library.

use super::kernel::algorithm;
use crate::error::{Error, Result};
use crate::fit::Kernel;
use crate::geometry::{Rect, Size};
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};

/// Runs the library over four-channel samples of any width.
pub(super) fn convolve(
    data: &[u8],
    from: Size,
    crop: Rect,
    to: Size,
    kernel: Kernel,
    pixel: PixelType,
) -> Result<Vec<u8>> {
    let failed = |cause: &dyn std::fmt::Display| Error::internal(format!("the resize failed: {cause}"));
    let source = ImageRef::new(from.width, from.height, data, pixel).map_err(|cause| failed(&cause))?;
    let mut target = Image::new(to.width, to.height, pixel);
    // Alpha is multiplied in already; the library would copy the whole picture to do so.
    let options = ResizeOptions::new()
        .resize_alg(algorithm(kernel))
        .crop(crop.x, crop.y, crop.width, crop.height)
        .use_alpha(false);
    Resizer::new().resize(&source, &mut target, &options).map_err(|cause| failed(&cause))?;
    Ok(target.into_vec())
}
