//! The resize: a crop, one convolution over premultiplied pixels, and what the kernel overshot put right.

use super::convolve::convolve;
use super::crop::inside;
use super::kernel::overshoots;
use super::linear;
use crate::error::{Error, Result};
use crate::fit::Kernel;
use crate::geometry::{Rect, Size};
use crate::raster::{Raster, byte_count};
use fast_image_resize::PixelType;

/// The part `crop` of a raster (fractions of pixels allowed) in exactly `size` pixels; in linear light when `linear`.
///
/// The whole raster at its own size is handed back as it is. `size` must have been held against the limits.
///
/// # Errors
/// [`Fault::Internal`](crate::Fault::Internal) when the crop is not inside the raster or the size has no pixels.
pub fn exactly(raster: Raster, crop: Rect, size: Size, kernel: Kernel, linear: bool) -> Result<Raster> {
    let whole = raster.size().rect();
    match inside(crop, raster.size())? == whole && size == raster.size() {
        true => Ok(raster),
        false => sampled(&raster, crop, size, kernel, linear),
    }
}

/// A part of what [`exactly`] would give, the raster kept: `part` lies in `whole`, its edges on whole pixels.
///
/// Apart from the last bits of the arithmetic, parts fit together without a seam: the kernel looks beyond a part.
///
/// # Errors
/// As [`exactly`].
pub fn part(raster: &Raster, crop: Rect, whole: Size, part: Rect, kernel: Kernel, linear: bool) -> Result<Raster> {
    let (across, down) = (crop.width / f64::from(whole.width), crop.height / f64::from(whole.height));
    let (x, y) = (crop.x + part.x * across, crop.y + part.y * down);
    let own = Rect::new(x, y, part.width * across, part.height * down);
    sampled(raster, own, Size::new(part.width as u32, part.height as u32), kernel, linear)
}

fn sampled(raster: &Raster, crop: Rect, size: Size, kernel: Kernel, linear: bool) -> Result<Raster> {
    let crop = inside(crop, raster.size())?;
    if size.pixels() == 0 {
        return Err(Error::internal(format!("a size of {size} has no pixels")));
    }
    let is_unscaled = crop.width == f64::from(size.width) && crop.height == f64::from(size.height);
    if is_unscaled && crop.is_on_pixels() {
        return cut(raster, crop, size);
    }
    let is_opaque = raster.is_opaque();
    let mut data = match linear {
        true => linear::resample(raster, crop, size, kernel)?,
        false => convolve(raster.data(), raster.size(), crop, size, kernel, PixelType::U8x4)?,
    };
    if is_opaque {
        // Weights are integers in the library: their sum may miss one by a little.
        data.as_chunks_mut::<4>().0.iter_mut().for_each(|pixel| pixel[3] = 255);
    } else if overshoots(kernel) || linear {
        bound_by_alpha(&mut data);
    }
    Raster::from_premultiplied(size, data, is_opaque)
}

/// A part on whole pixels, as it is.
fn cut(raster: &Raster, crop: Rect, size: Size) -> Result<Raster> {
    let stride = raster.size().width as usize * 4;
    let (left, wide) = (crop.x as usize * 4, size.width as usize * 4);
    let mut data = Vec::with_capacity(byte_count(size));
    for row in raster.data().chunks_exact(stride).skip(crop.y as usize).take(size.height as usize) {
        data.extend_from_slice(&row[left..left + wide]);
    }
    Raster::from_premultiplied(size, data, raster.is_opaque())
}

/// What filters with negative parts push above alpha is put back on it: premultiplied pixels allow no more.
fn bound_by_alpha(data: &mut [u8]) {
    for pixel in data.as_chunks_mut::<4>().0 {
        let alpha = pixel[3];
        *pixel = pixel.map(|channel| channel.min(alpha));
    }
}

#[cfg(test)]
mod tests;
