//! 16 bits a channel: what deep sources are until they have their size.

use super::{Raster, byte_count};
use crate::error::{Error, Result};
use crate::geometry::Size;

/// 16-bit RGBA, premultiplied, row by row from the top, four samples a pixel, without padding.
///
/// It lives between `decode/` and `resize/`, so that what the file says is rounded once: when the picture has its size.
#[derive(Clone, PartialEq, Eq)]
pub struct DeepRaster {
    size: Size,
    is_opaque: bool,
    data: Vec<u16>,
}

impl DeepRaster {
    /// Takes premultiplied RGBA samples. `is_opaque` promises that every alpha is 65,535.
    ///
    /// # Errors
    /// [`Fault::Internal`](crate::Fault::Internal) when the samples are not exactly four a pixel.
    pub fn from_premultiplied(size: Size, data: Vec<u16>, is_opaque: bool) -> Result<Self> {
        if data.len() as u64 != size.pixels() * 4 {
            return Err(Error::internal(format!("{} samples do not make {size} pixels", data.len())));
        }
        Ok(Self { size, is_opaque, data })
    }

    /// Takes straight RGBA samples and multiplies alpha in, in place.
    ///
    /// # Errors
    /// [`Fault::Internal`](crate::Fault::Internal) when the samples are not exactly four a pixel.
    pub fn from_straight(size: Size, mut data: Vec<u16>) -> Result<Self> {
        let mut is_opaque = true;
        for pixel in data.as_chunks_mut::<4>().0 {
            let alpha = u32::from(pixel[3]);
            if alpha != u32::from(u16::MAX) {
                is_opaque = false;
                for channel in &mut pixel[..3] {
                    // At most 65,535² + 32,767, which 32 bits hold.
                    *channel = ((u32::from(*channel) * alpha + 32_767) / 65_535) as u16;
                }
            }
        }
        Self::from_premultiplied(size, data, is_opaque)
    }

    /// Width and height in pixels.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Whether every alpha is known to be 65,535.
    pub fn is_opaque(&self) -> bool {
        self.is_opaque
    }

    /// The premultiplied samples.
    pub fn data(&self) -> &[u16] {
        &self.data
    }

    /// The pixels in 8 bits, each sample rounded to nearest.
    pub fn into_raster(self) -> Raster {
        Raster { size: self.size, is_opaque: self.is_opaque, data: self.data.into_iter().map(to_8).collect() }
    }
}

impl std::fmt::Debug for DeepRaster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DeepRaster({}{})", self.size, if self.is_opaque { ", opaque" } else { "" })
    }
}

/// A 16-bit sample in 8 bits: `value × 255 / 65,535`, rounded to nearest. What was 8 bits once (`v × 257`) comes back
/// exactly.
pub fn to_8(value: u16) -> u8 {
    ((u32::from(value) + 128) / 257) as u8
}

/// A decoded picture in the depth of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded {
    /// 8 bits a sample or fewer.
    Eight(Raster),
    /// More than 8 bits a sample.
    Sixteen(DeepRaster),
}

impl Decoded {
    /// Width and height in pixels.
    pub fn size(&self) -> Size {
        match self {
            Self::Eight(raster) => raster.size(),
            Self::Sixteen(raster) => raster.size(),
        }
    }

    /// Whether every alpha is known to be full.
    pub fn is_opaque(&self) -> bool {
        match self {
            Self::Eight(raster) => raster.is_opaque(),
            Self::Sixteen(raster) => raster.is_opaque(),
        }
    }

    /// A part on whole pixels, which must lie inside.
    ///
    /// # Errors
    /// [`Fault::Internal`](crate::Fault::Internal) when it does not.
    pub fn part(&self, left: u32, top: u32, size: Size) -> Result<Self> {
        match self {
            Self::Eight(raster) => {
                let data = cut(raster.data(), raster.size(), (left, top), size)?;
                Raster::from_premultiplied(size, data, raster.is_opaque()).map(Self::Eight)
            }
            Self::Sixteen(raster) => {
                let data = cut(raster.data(), raster.size(), (left, top), size)?;
                DeepRaster::from_premultiplied(size, data, raster.is_opaque()).map(Self::Sixteen)
            }
        }
    }

    /// The pixels in 8 bits.
    pub fn into_raster(self) -> Raster {
        match self {
            Self::Eight(raster) => raster,
            Self::Sixteen(raster) => raster.into_raster(),
        }
    }
}

/// The samples of a part of pixels of four.
fn cut<S: Copy>(data: &[S], whole: Size, (left, top): (u32, u32), size: Size) -> Result<Vec<S>> {
    let row = |at: u32| {
        let start = (at as usize * whole.width as usize + left as usize) * 4;
        data.get(start..start + size.width as usize * 4).filter(|_| left + size.width <= whole.width)
    };
    let mut part = Vec::with_capacity(byte_count(size));
    for at in top..top + size.height {
        part.extend_from_slice(row(at).ok_or_else(|| Error::internal("a part lies outside its picture"))?);
    }
    Ok(part)
}

impl From<Raster> for Decoded {
    fn from(raster: Raster) -> Self {
        Self::Eight(raster)
    }
}

impl From<DeepRaster> for Decoded {
    fn from(raster: DeepRaster) -> Self {
        Self::Sixteen(raster)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_to_nearest_and_undoes_widening() {
        assert!((0..=255u8).all(|value| to_8(u16::from(value) * 257) == value));
        assert!((0..=u16::MAX).all(|value| to_8(value) == (f64::from(value) / 257.0).round() as u8));
    }

    #[test]
    fn parts_are_cut_out_of_both_depths() {
        let data: Vec<u8> = (0..3 * 4).flat_map(|at| [at, at, at, 255]).collect();
        let eight = Decoded::from(Raster::from_premultiplied(Size::new(3, 4), data.clone(), true).unwrap());
        let Decoded::Eight(part) = eight.part(1, 2, Size::new(2, 2)).unwrap() else { panic!() };
        assert_eq!(part.data().iter().step_by(4).copied().collect::<Vec<_>>(), [7, 8, 10, 11]);
        let deep = data.iter().map(|value| u16::from(*value)).collect();
        let sixteen = Decoded::from(DeepRaster::from_premultiplied(Size::new(3, 4), deep, false).unwrap());
        assert_eq!(sixteen.part(0, 3, Size::new(1, 1)).unwrap().size(), Size::new(1, 1));
        assert!(eight.part(2, 0, Size::new(2, 1)).is_err() && eight.part(0, 3, Size::new(1, 2)).is_err());
    }

    #[test]
    fn alpha_is_multiplied_in_at_16_bits() {
        let raster = DeepRaster::from_straight(Size::new(1, 1), vec![65_535, 255, 0, 257]).unwrap();
        assert_eq!(raster.data(), [257, 1, 0, 257]);
        assert!(!raster.is_opaque());
        assert_eq!(raster.into_raster().data(), [1, 0, 0, 1]);
        assert!(DeepRaster::from_straight(Size::new(2, 1), vec![0; 4]).is_err());
    }
}
