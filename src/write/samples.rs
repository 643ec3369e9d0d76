//! A raster becomes the samples that a file stores, in its own buffer.

#[cfg(any(feature = "tiff", feature = "webp"))]
use crate::geometry::Size;
use crate::raster::Raster;

/// Straight 8-bit samples: three a pixel when nothing is transparent, else four.
#[cfg(any(feature = "tiff", feature = "webp"))]
#[derive(Debug)]
pub(super) struct Samples {
    /// Width and height in pixels.
    pub size: Size,
    /// Whether a fourth sample, alpha, follows the three colours.
    pub has_alpha: bool,
    /// Row by row from the top, without padding.
    pub data: Vec<u8>,
}

#[cfg(any(feature = "tiff", feature = "webp"))]
impl Samples {
    /// Divides alpha out, or drops it when all of it is 255.
    pub(super) fn of(raster: Raster) -> Self {
        let raster = raster.with_opacity_found();
        let (size, has_alpha) = (raster.size(), !raster.is_opaque());
        Self { size, has_alpha, data: straight(raster, has_alpha) }
    }
}

/// Straight samples of a raster, its alpha divided out, or dropped.
pub(super) fn straight(raster: Raster, has_alpha: bool) -> Vec<u8> {
    let mut data = raster.into_straight();
    if !has_alpha {
        drop_alpha(&mut data);
    }
    data
}

/// Four samples a pixel become three, in place: no second frame. The freed quarter stays reserved, because giving it
/// back may copy the frame.
fn drop_alpha(data: &mut Vec<u8>) {
    let pixels = data.len() / 4;
    // The first pixel stays where it is; every other one moves down, never onto one that is still to be read.
    for pixel in 1..pixels {
        data.copy_within(pixel * 4..pixel * 4 + 3, pixel * 3);
    }
    data.truncate(pixels * 3);
}

#[cfg(test)]
#[cfg(any(feature = "tiff", feature = "webp"))]
mod tests {
    use super::*;

    #[test]
    fn an_opaque_raster_loses_its_alpha_and_another_keeps_it_straight() {
        let opaque = Raster::from_straight(Size::new(3, 1), vec![1, 2, 3, 255, 4, 5, 6, 255, 7, 8, 9, 255]).unwrap();
        assert_eq!(Samples::of(opaque).data, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        let clear = Raster::from_straight(Size::new(1, 1), vec![255, 0, 255, 51]).unwrap();
        let samples = Samples::of(clear);
        assert!(samples.has_alpha);
        assert_eq!(samples.data, [255, 0, 255, 51]);
    }
}
