//! One convolution by the library.

use super::kernel::algorithm;
use crate::error::{Error, Result};
use crate::fit::Kernel;
use crate::geometry::{Rect, Size};
use bytemuck::Pod;
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};

/// A sample of a pixel.
pub(super) trait Sample: Pod + Into<f32> + Send + Sync {
    /// The nearest one; beyond the least and the most, those.
    fn nearest(value: f32) -> Self;
}

impl Sample for u8 {
    // Half a level more, and the fraction cut off.
    fn nearest(value: f32) -> Self {
        (value + 0.5) as Self
    }
}

impl Sample for u16 {
    fn nearest(value: f32) -> Self {
        (value + 0.5) as Self
    }
}

/// A pixel that the library resamples: its samples, all alike.
pub(super) trait Pixel: Pod + Send + Sync {
    type Sample: Sample;

    /// The library's name.
    const TYPE: PixelType;
    /// How many samples it has.
    const SAMPLES: usize = size_of::<Self>() / size_of::<Self::Sample>();
}

impl Pixel for [u8; 4] {
    type Sample = u8;
    const TYPE: PixelType = PixelType::U8x4;
}

impl Pixel for [u16; 4] {
    type Sample = u16;
    const TYPE: PixelType = PixelType::U16x4;
}

impl Pixel for u8 {
    type Sample = u8;
    const TYPE: PixelType = PixelType::U8;
}

/// Runs the library over pixels of any kind.
pub(super) fn convolve<P: Pixel>(data: &[P], from: Size, crop: Rect, to: Size, kernel: Kernel) -> Result<Vec<P>> {
    let count = usize::try_from(to.pixels()).map_err(|cause| failed(&cause))?;
    let mut result = vec![P::zeroed(); count];
    convolve_into(data, from, crop, &mut result, to, kernel)?;
    Ok(result)
}

/// As [`convolve`], into pixels that are at hand.
pub(super) fn convolve_into<P: Pixel>(
    data: &[P],
    from: Size,
    crop: Rect,
    result: &mut [P],
    to: Size,
    kernel: Kernel,
) -> Result<()> {
    let source = ImageRef::new(from.width, from.height, bytemuck::cast_slice(data), P::TYPE);
    let source = source.map_err(|cause| failed(&cause))?;
    let target = Image::from_slice_u8(to.width, to.height, bytemuck::cast_slice_mut(result), P::TYPE);
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
