//! Decoded samples as every format hands them over.

use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::profile::Depth;
use crate::raster::{Decoded, DeepRaster, Raster, divide_alpha, times};

/// Four samples a pixel, as stored: neither turned nor colour-managed.
pub(super) struct Pixels<S = u8> {
    pub(super) size: Size,
    pub(super) data: Vec<S>,
    pub(super) kind: Kind,
    /// The straight alpha of inks, which have no room for it.
    pub(super) alpha: Option<Vec<S>>,
}

/// What the four samples are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Red, green, blue, and alpha that is full everywhere.
    Opaque,
    /// Red, green, blue and straight alpha.
    Straight,
    /// Inks, 0 = none.
    Cmyk,
}

/// Pixels of either depth.
pub(super) enum Stored {
    Eight(Pixels<u8>),
    Sixteen(Pixels<u16>),
}

impl From<Pixels<u8>> for Stored {
    fn from(pixels: Pixels<u8>) -> Self {
        Self::Eight(pixels)
    }
}

impl From<Pixels<u16>> for Stored {
    fn from(pixels: Pixels<u16>) -> Self {
        Self::Sixteen(pixels)
    }
}

/// One sample of a pixel: 8 bits, or 16 for what has more.
pub(super) trait Sample: Depth + Into<u32> {
    /// The most that it can be.
    const FULL: Self;

    /// A sample of `bits` (1 to 32), rounded to nearest.
    fn scaled(value: u32, bits: u32) -> Self;

    /// A floating sample, 0 to 1; NaN is 0.
    fn light(value: f64) -> Self;

    /// Four samples a pixel as a raster, straight alpha multiplied in.
    fn raster(size: Size, data: Vec<Self>, is_opaque: bool) -> Result<Decoded>;

    /// As much as is left to [`Sample::FULL`].
    fn complement(self) -> Self;

    /// Divides alpha out of premultiplied pixels, in place, rounded to nearest.
    fn divide_alpha(data: &mut [Self]);

    /// The product of two, [`Sample::FULL`] counting as one, rounded to nearest.
    fn times(self, other: Self) -> Self;
}

impl Sample for u8 {
    const FULL: Self = Self::MAX;

    fn scaled(value: u32, bits: u32) -> Self {
        scale(value, bits, u64::from(Self::MAX)) as Self
    }

    fn light(value: f64) -> Self {
        (value * 255.0 + 0.5) as Self
    }

    fn raster(size: Size, data: Vec<Self>, is_opaque: bool) -> Result<Decoded> {
        let raster = match is_opaque {
            true => Raster::from_premultiplied(size, data, true),
            false => Raster::from_straight(size, data),
        };
        raster.map(Decoded::from)
    }

    fn complement(self) -> Self {
        Self::MAX - self
    }

    fn divide_alpha(data: &mut [Self]) {
        divide_alpha(data);
    }

    fn times(self, other: Self) -> Self {
        times(u32::from(self), u32::from(other))
    }
}

impl Sample for u16 {
    const FULL: Self = Self::MAX;

    fn scaled(value: u32, bits: u32) -> Self {
        scale(value, bits, u64::from(Self::MAX)) as Self
    }

    fn light(value: f64) -> Self {
        (value * 65_535.0 + 0.5) as Self
    }

    fn raster(size: Size, data: Vec<Self>, is_opaque: bool) -> Result<Decoded> {
        let raster = match is_opaque {
            true => DeepRaster::from_premultiplied(size, data, true),
            false => DeepRaster::from_straight(size, data),
        };
        raster.map(Decoded::from)
    }

    fn complement(self) -> Self {
        Self::MAX - self
    }

    fn divide_alpha(data: &mut [Self]) {
        for pixel in data.as_chunks_mut::<4>().0 {
            let alpha = u64::from(pixel[3]);
            if alpha > 0 {
                for channel in &mut pixel[..3] {
                    *channel = ((u64::from(*channel) * 131_070 + alpha) / (2 * alpha)).min(65_535) as Self;
                }
            }
        }
    }

    fn times(self, other: Self) -> Self {
        // At most 65,535² + 32,767, which 32 bits hold.
        ((u32::from(self) * u32::from(other) + 32_767) / 65_535) as Self
    }
}

fn scale(value: u32, bits: u32, full: u64) -> u64 {
    let maximum = (1u64 << bits.clamp(1, 32)) - 1;
    (u64::from(value).min(maximum) * 2 * full + maximum) / (2 * maximum)
}

/// A frame of zeros. The size must have been held against the limits; what the machine does not have is an error.
pub(super) fn allocate<S: Copy + Default>(size: Size) -> Result<Vec<S>> {
    let samples = usize::try_from(size.pixels() * 4).unwrap_or(usize::MAX);
    let mut data = Vec::new();
    data.try_reserve_exact(samples)
        .map_err(|cause| Error::beyond("values to hold at once", samples, "what the system gives").caused_by(cause))?;
    data.resize(samples, S::default());
    Ok(data)
}

/// Red, green, blue as opaque pixels.
pub(super) fn from_rgb(rgb: &[u8]) -> Vec<u8> {
    let mut data = vec![255; rgb.len() / 3 * 4];
    for (pixel, rgb) in data.chunks_exact_mut(4).zip(rgb.chunks_exact(3)) {
        pixel[..3].copy_from_slice(rgb);
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_of_every_depth_reach_both_ends() {
        for bits in 1..=32 {
            let maximum = ((1u64 << bits) - 1) as u32;
            assert_eq!((u8::scaled(0, bits), u8::scaled(maximum, bits)), (0, 255), "{bits}");
            assert_eq!((u16::scaled(0, bits), u16::scaled(maximum, bits)), (0, 65_535), "{bits}");
        }
        assert_eq!((u8::light(f64::NAN), u8::light(2.0), u16::light(0.5), u16::light(-1.0)), (0, 255, 32_768, 0));
    }
}
