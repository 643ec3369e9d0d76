//! One convolution by the library.

use super::kernel::algorithm;
use crate::error::{Error, Result};
use crate::fit::Kernel;
use crate::geometry::{Rect, Size};
use bytemuck::Pod;
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};

/// A width of samples that the library resamples four to a pixel.
pub(super) trait Width: Pod + Send + Sync {
    /// Four of them.
    const PIXEL: PixelType;
}

impl Width for u8 {
    const PIXEL: PixelType = PixelType::U8x4;
}

impl Width for u16 {
    const PIXEL: PixelType = PixelType::U16x4;
}

/// Runs the library over four-channel samples of any width.
pub(super) fn convolve<S: Width>(data: &[S], from: Size, crop: Rect, to: Size, kernel: Kernel) -> Result<Vec<S>> {
    let count = usize::try_from(to.pixels() * 4).map_err(|cause| failed(&cause))?;
    let mut result = vec![S::zeroed(); count];
    convolve_into(data, from, crop, &mut result, to, kernel)?;
    Ok(result)
}

/// As [`convolve`], into samples that are at hand.
pub(super) fn convolve_into<S: Width>(
    data: &[S],
    from: Size,
    crop: Rect,
    result: &mut [S],
    to: Size,
    kernel: Kernel,
) -> Result<()> {
    let source = ImageRef::new(from.width, from.height, bytemuck::cast_slice(data), S::PIXEL);
    let source = source.map_err(|cause| failed(&cause))?;
    let target = Image::from_slice_u8(to.width, to.height, bytemuck::cast_slice_mut(result), S::PIXEL);
    // Alpha is multiplied in already; the library would copy the whole picture to do so.
    let options = ResizeOptions::new()
        .resize_alg(algorithm(kernel))
        .crop(crop.x, crop.y, crop.width, crop.height)
        .use_alpha(false);
    let mut target = target.map_err(|cause| failed(&cause))?;
    Resizer::new().resize(&source, &mut target, &options).map_err(|cause| failed(&cause))
}

fn failed(cause: &dyn std::fmt::Display) -> Error {
    Error::internal(format!("the resize failed: {cause}"))
}
