//! The resize: a crop, one convolution over premultiplied pixels, and what the kernel overshot put right.

use super::convolve::{Pixel, convolve_into};
use super::crop::inside;
use super::kernel::overshoots;
use super::linear;
use crate::error::{Error, Result};
use crate::fit::Kernel;
use crate::geometry::{Rect, Size};
use crate::raster::{Decoded, DeepRaster, Raster, byte_count, to_8};
use crate::runner::Runner;

/// Pixels, read or made, of a band: one takes some milliseconds, starting a thread hundredths of one.
const BAND: f64 = 2e6;

/// The part `crop` of a picture (fractions of pixels allowed) in exactly `size` pixels; in linear light when `linear`.
///
/// Deep pixels are resampled in 16 bits and rounded to 8 once, at the end: a smooth ramp keeps all its steps. The whole
/// raster at its own size is handed back as it is. `size` must have been held against the limits.
///
/// # Errors
/// [`Fault::Internal`](crate::Fault::Internal) when the crop is not inside the raster or the size has no pixels.
pub fn exactly(
    on: &impl Runner,
    source: impl Into<Decoded>,
    crop: Rect,
    size: Size,
    kernel: Kernel,
    linear: bool,
) -> Result<Raster> {
    let source = source.into();
    let whole = source.size();
    match inside(crop, whole)? == whole.rect() && size == whole {
        true => Ok(source.into_raster()),
        false => sampled(on, &source, crop, size, kernel, linear),
    }
}

/// A part of what [`exactly`] would give, the raster kept: `part` lies in `whole`, its edges on whole pixels.
///
/// Apart from the last bits of the arithmetic, parts fit together without a seam: the kernel looks beyond a part.
///
/// # Errors
/// As [`exactly`].
pub fn part(
    on: &impl Runner,
    source: &Decoded,
    crop: Rect,
    whole: Size,
    part: Rect,
    kernel: Kernel,
    linear: bool,
) -> Result<Raster> {
    sampled(on, source, in_source(crop, whole, part), Size::new(part.width as u32, part.height as u32), kernel, linear)
}

/// As [`part`] of a raster in gamma light, into premultiplied pixels at hand, as many as the part has.
///
/// # Errors
/// As [`exactly`].
pub fn part_into(
    target: &mut [u8],
    source: &Raster,
    crop: Rect,
    whole: Size,
    part: Rect,
    kernel: Kernel,
) -> Result<()> {
    let own = in_source(crop, whole, part);
    let size = Size::new(part.width as u32, part.height as u32);
    if target.len() != byte_count(size) || size.pixels() == 0 {
        return Err(Error::internal(format!("{} bytes are no room for {size}", target.len())));
    }
    let (pixels, own) = (source.data().as_chunks::<4>().0, inside(own, source.size())?);
    convolve_into(pixels, source.size(), own, target.as_chunks_mut::<4>().0, size, kernel)?;
    bound(target, source.is_opaque(), overshoots(kernel));
    Ok(())
}

/// Where a part of the result lies in the source.
pub(super) fn in_source(crop: Rect, whole: Size, part: Rect) -> Rect {
    let (across, down) = (crop.width / f64::from(whole.width), crop.height / f64::from(whole.height));
    let (x, y) = (crop.x + part.x * across, crop.y + part.y * down);
    Rect::new(x, y, part.width * across, part.height * down)
}

fn sampled(on: &impl Runner, source: &Decoded, crop: Rect, size: Size, kernel: Kernel, linear: bool) -> Result<Raster> {
    let crop = inside(crop, source.size())?;
    if size.pixels() == 0 {
        return Err(Error::internal(format!("a size of {size} has no pixels")));
    }
    let is_unscaled = crop.width == f64::from(size.width) && crop.height == f64::from(size.height);
    if is_unscaled && crop.is_on_pixels() {
        return cut(source, crop, size);
    }
    let is_opaque = source.is_opaque();
    let put_right = |data: &mut [u8]| bound(data, is_opaque, overshoots(kernel) || linear);
    let plan = (source.size(), crop, size, kernel);
    let data = match source {
        Decoded::Eight(raster) if !linear => {
            let pixels = raster.data().as_chunks::<4>().0;
            banded(on, pixels, plan, |pixels| put_right(pixels.as_flattened_mut()))?.into_flattened()
        }
        Decoded::Sixteen(raster) if !linear => {
            let deep = banded(on, raster.data().as_chunks::<4>().0, plan, |_| ())?;
            let mut data: Vec<u8> = deep.into_iter().flatten().map(to_8).collect();
            put_right(&mut data);
            data
        }
        _ => {
            let mut data = linear::resample(source, crop, size, kernel)?;
            put_right(&mut data);
            data
        }
    };
    Raster::from_premultiplied(size, data, is_opaque)
}

/// The convolution in bands of rows of the result, which `after` is given. How many there are depends on the work
/// alone.
fn banded<P: Pixel>(
    on: &impl Runner,
    data: &[P],
    (from, crop, to, kernel): (Size, Rect, Size, Kernel),
    after: impl Fn(&mut [P]) + Send + Sync,
) -> Result<Vec<P>> {
    let mut result = vec![P::zeroed(); byte_count(to) / 4];
    let count = ((crop.width * crop.height + to.pixels() as f64) / BAND).clamp(1.0, f64::from(to.height)) as u32;
    let (deep, stride) = (to.height.div_ceil(count), to.width as usize);
    let work = |(number, rows): (usize, &mut [P])| {
        let size = Size::new(to.width, (rows.len() / stride) as u32);
        let part = match size == to {
            true => crop,
            false => {
                let scale = crop.height / f64::from(to.height);
                let y = crop.y + f64::from(number as u32 * deep) * scale;
                inside(Rect::new(crop.x, y, crop.width, f64::from(size.height) * scale), from)?
            }
        };
        convolve_into(data, from, part, rows, size, kernel)?;
        after(rows);
        Ok(())
    };
    let bands = result.chunks_mut(deep as usize * stride).enumerate().collect();
    on.each(bands, work).into_iter().collect::<Result<()>>()?;
    Ok(result)
}

/// A part on whole pixels, as it is.
fn cut(source: &Decoded, crop: Rect, size: Size) -> Result<Raster> {
    let is_opaque = source.is_opaque();
    match source {
        Decoded::Eight(raster) => {
            Raster::from_premultiplied(size, rows_of(raster.data(), raster.size(), crop, size), is_opaque)
        }
        Decoded::Sixteen(raster) => {
            let data = rows_of(raster.data(), raster.size(), crop, size);
            DeepRaster::from_premultiplied(size, data, is_opaque).map(DeepRaster::into_raster)
        }
    }
}

fn rows_of<S: Copy>(data: &[S], from: Size, crop: Rect, size: Size) -> Vec<S> {
    let stride = from.width as usize * 4;
    let (left, wide) = (crop.x as usize * 4, size.width as usize * 4);
    let mut result = Vec::with_capacity(byte_count(size));
    for row in data.chunks_exact(stride).skip(crop.y as usize).take(size.height as usize) {
        result.extend_from_slice(&row[left..left + wide]);
    }
    result
}

/// Opaque pixels are made exactly that. In others, what a filter with negative parts pushed above alpha is put back on
/// it: premultiplied pixels allow no more.
pub(super) fn bound(data: &mut [u8], is_opaque: bool, overshoots: bool) {
    if is_opaque {
        // Weights are integers in the library: their sum may miss one by a little.
        data.as_chunks_mut::<4>().0.iter_mut().for_each(|pixel| pixel[3] = 255);
    } else if overshoots {
        data.chunks_mut(RUN).for_each(put_back);
    }
}

/// Bytes of pixels that are put back together.
const RUN: usize = 64;

/// No channel over its alpha, in plain loops that become vector instructions.
#[inline(always)]
fn put_back(run: &mut [u8]) {
    let mut most = [0; RUN];
    for (most, pixel) in most.as_chunks_mut::<4>().0.iter_mut().zip(run.as_chunks::<4>().0) {
        let alpha = u32::from_le_bytes(*pixel) >> 24;
        let two = alpha | alpha << 8;
        *most = (two | two << 16).to_le_bytes();
    }
    run.iter_mut().zip(most).for_each(|(channel, most)| *channel = (*channel).min(most));
}

#[cfg(test)]
mod tests;
