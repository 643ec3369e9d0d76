//! Pixels: the one currency of painting.

mod deep;
mod rows;

pub use deep::{Decoded, DeepRaster, to_8};
pub use rows::{Begin, Carry, Fill, Merge, OnTheSpot, Planes, Strip, TakeRows, Unpack};

use crate::error::{Error, Result};
use crate::geometry::Size;
use fast_image_resize::images::Image;
use fast_image_resize::{MulDiv, PixelType};

/// 8-bit sRGB RGBA, premultiplied, row by row from the top, four bytes a pixel, without padding.
///
/// Alpha is multiplied in once where pixels enter (`decode/`) and divided out once where they leave (`write/`).
#[derive(Clone, PartialEq, Eq)]
pub struct Raster {
    size: Size,
    is_opaque: bool,
    data: Vec<u8>,
}

impl Raster {
    /// A clear raster of this size. The size must have been held against the limits.
    pub fn clear(size: Size) -> Self {
        Self { size, is_opaque: false, data: vec![0; byte_count(size)] }
    }

    /// Takes premultiplied RGBA bytes. `is_opaque` promises that every alpha is 255.
    ///
    /// # Errors
    /// [`Fault::Internal`](crate::Fault::Internal) when the bytes are not exactly four a pixel.
    pub fn from_premultiplied(size: Size, data: Vec<u8>, is_opaque: bool) -> Result<Self> {
        if data.len() != byte_count(size) {
            return Err(Error::internal(format!("{} bytes do not make {size} pixels", data.len())));
        }
        Ok(Self { size, is_opaque, data })
    }

    /// Takes straight RGBA bytes and multiplies alpha in, in place.
    ///
    /// # Errors
    /// [`Fault::Internal`](crate::Fault::Internal) when the bytes are not exactly four a pixel.
    pub fn from_straight(size: Size, mut data: Vec<u8>) -> Result<Self> {
        let is_opaque = multiply_alpha(&mut data);
        Self::from_premultiplied(size, data, is_opaque)
    }

    /// Width and height in pixels.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Whether every alpha is known to be 255.
    pub fn is_opaque(&self) -> bool {
        self.is_opaque
    }

    /// The premultiplied bytes.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// The premultiplied bytes, to paint on: the raster no longer counts as opaque.
    pub fn data_mut(&mut self) -> &mut [u8] {
        self.is_opaque = false;
        &mut self.data
    }

    /// The premultiplied bytes, taken out.
    pub fn into_data(self) -> Vec<u8> {
        self.data
    }

    /// Looks at every alpha and remembers whether all are 255.
    #[must_use]
    pub fn with_opacity_found(mut self) -> Self {
        self.is_opaque = self.is_opaque || self.data.chunks_exact(4).all(|pixel| pixel[3] == 255);
        self
    }

    /// The bytes with alpha divided out: straight RGBA. The inverse of premultiplying, rounded to nearest.
    pub fn into_straight(mut self) -> Vec<u8> {
        if !self.is_opaque {
            divide_alpha(&mut self.data);
        }
        self.data
    }
}

impl From<Raster> for image::DynamicImage {
    /// Straight RGBA, 8 bits a channel.
    fn from(raster: Raster) -> Self {
        let Size { width, height } = raster.size();
        // The length is an invariant of the raster, so the fallback is never taken.
        image::RgbaImage::from_raw(width, height, raster.into_straight()).unwrap_or_default().into()
    }
}

impl From<image::DynamicImage> for Raster {
    /// Converted to RGBA with 8 bits a channel; colours are taken to be sRGB.
    fn from(picture: image::DynamicImage) -> Self {
        let picture = picture.into_rgba8();
        let size = Size::new(picture.width(), picture.height());
        // `into_rgba8` has exactly four bytes a pixel, so the fallback is never taken.
        Self::from_straight(size, picture.into_raw()).unwrap_or_else(|_| Self::clear(size))
    }
}

impl std::fmt::Debug for Raster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Raster({}{})", self.size, if self.is_opaque { ", opaque" } else { "" })
    }
}

/// Bytes of a raster of this size.
pub fn byte_count(size: Size) -> usize {
    usize::try_from(size.pixels() * 4).unwrap_or(usize::MAX)
}

/// `channel × alpha / 255`, rounded to nearest.
pub fn times(channel: u32, alpha: u32) -> u8 {
    ((channel * alpha * 2 + 255) / 510) as u8
}

/// Bytes multiplied together: they stay in the first cache, and of most pictures many such runs are opaque all through.
const TOGETHER: usize = 16 << 10;

/// Multiplies alpha into straight RGBA bytes, in place, each as [`times`] does; says whether every alpha is 255.
///
/// The library's multiplication is used where there is any: it takes the instructions that the machine has, and rounds
/// the same way.
pub fn multiply_alpha(data: &mut [u8]) -> bool {
    let mut is_opaque = true;
    let library = MulDiv::new();
    for run in data.chunks_mut(TOGETHER) {
        let pixels = run.as_chunks::<4>().0;
        if pixels.iter().fold(u32::MAX, |all, pixel| all & u32::from_le_bytes(*pixel)) >> 24 == 255 {
            continue;
        }
        is_opaque = false;
        let image = Image::from_slice_u8(pixels.len() as u32, 1, run, PixelType::U8x4);
        let done = image.is_ok_and(|mut image| library.multiply_alpha_inplace(&mut image).is_ok());
        if !done {
            // It refuses bytes that are no whole pixels only.
            run.as_chunks_mut::<4>().0.iter_mut().for_each(multiplied);
        }
    }
    is_opaque
}

fn multiplied(pixel: &mut [u8; 4]) {
    let alpha = u32::from(pixel[3]);
    for channel in &mut pixel[..3] {
        *channel = times(u32::from(*channel), alpha);
    }
}

/// Bytes of pixels divided together: most pixels are opaque or clear, in long runs.
const RUN: usize = 64;

/// Divides alpha out of premultiplied RGBA bytes, in place: `channel × 255 / alpha`, rounded to nearest. A channel over
/// its alpha, which no premultiplied pixel has, becomes 255; where alpha is 0 nothing changes.
pub fn divide_alpha(data: &mut [u8]) {
    let (runs, rest) = data.as_chunks_mut::<RUN>();
    for run in runs {
        let pixels = run.as_chunks_mut::<4>().0;
        let is = |whole: u8| pixels.iter().fold(0, |off, pixel| off | (pixel[3] ^ whole)) == 0;
        if !is(255) && !is(0) {
            pixels.iter_mut().for_each(divided);
        }
    }
    rest.as_chunks_mut::<4>().0.iter_mut().for_each(divided);
}

/// The same steps for every pixel, on words and in floats: compilers make vector instructions of it.
#[inline(always)]
fn divided(pixel: &mut [u8; 4]) {
    /// A float so large that its last bit is 1: what is added to it is rounded to a whole number, in its low bits.
    const WHOLE: f32 = (1 << 23) as f32;
    /// Halves are rounded up. Others are at least 1/510 off, floats a thousandth of that.
    const UP: f32 = 0.0005;
    let word = u32::from_le_bytes(*pixel);
    let alpha = word >> 24;
    let factor = 255.0 / alpha as i32 as f32;
    let channel = |shift: u32| {
        let value = (word >> shift & 255) as i32 as f32 * factor;
        let value = if value < 255.0 { value } else { 255.0 };
        ((value + UP + WHOLE).to_bits() & 255) << shift
    };
    let straight = channel(0) | channel(8) | channel(16) | alpha << 24;
    *pixel = if alpha == 0 { word } else { straight }.to_le_bytes();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiplying_and_dividing_alpha_agree_where_nothing_is_lost() {
        for alpha in [1u8, 2, 64, 127, 128, 200, 254, 255] {
            let raster = Raster::from_straight(Size::new(1, 1), vec![255, 0, 255, alpha]).unwrap();
            assert_eq!(raster.data(), [alpha, 0, alpha, alpha]);
            assert_eq!(raster.into_straight(), [255, 0, 255, alpha]);
        }
    }

    #[test]
    fn every_product_is_rounded_to_nearest() {
        for alpha in 0..=255u8 {
            let mut data: Vec<u8> = (0..=255).flat_map(|channel| [channel, 255 - channel, 255, alpha]).collect();
            data.truncate(data.len() - 4 * 7);
            let given = data.clone();
            assert_eq!(multiply_alpha(&mut data), alpha == 255);
            for (is, was) in data.chunks(4).zip(given.chunks(4)) {
                let expected = [0, 1, 2].map(|channel| times(u32::from(was[channel]), u32::from(alpha)));
                assert_eq!((&is[..3], is[3]), (&expected[..], alpha));
            }
        }
    }

    #[test]
    fn division_is_exact_for_every_channel_and_alpha() {
        for alpha in 0..=255u8 {
            // One by one at the end, together before that.
            let mut data: Vec<u8> = (0..=255).flat_map(|channel| [channel, 0, alpha, alpha]).collect();
            data.extend_from_within(100..120);
            let given = data.clone();
            divide_alpha(&mut data);
            for (is, was) in data.chunks(4).zip(given.chunks(4)) {
                let (channel, by) = (u32::from(was[0]), u32::from(alpha));
                let expected = match alpha {
                    0 => [was[0], 0, 0, 0],
                    _ => [(channel.min(by) * 510 + by).div_euclid(2 * by) as u8, 0, 255, alpha],
                };
                assert_eq!(is, expected, "{channel} {alpha}");
            }
        }
    }

    #[test]
    fn a_wrong_number_of_bytes_is_refused() {
        assert!(Raster::from_straight(Size::new(2, 1), vec![0; 4]).is_err());
    }
}
