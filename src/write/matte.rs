//! Transparent pixels onto a colour, for formats without alpha.

#![cfg(feature = "jpeg")]

use crate::color::Color;
use crate::raster::{Raster, times};

/// The raster's bytes laid over `matte`, in place: four a pixel, every alpha 255.
///
/// Blended while alpha is still multiplied in (`colour + matte × (255 − alpha) / 255`), so nothing is divided and
/// multiplied back; an opaque pixel keeps its exact colour and a clear one takes exactly the matte's. The matte's own
/// alpha is left out: there is nothing behind it.
pub(super) fn onto(raster: Raster, matte: Color) -> Vec<u8> {
    let is_opaque = raster.is_opaque();
    let mut data = raster.into_data();
    if !is_opaque {
        under(&mut data, matte);
    }
    data
}

/// Lays premultiplied RGBA pixels over `matte`, in place.
pub(super) fn under(data: &mut [u8], matte: Color) {
    let matte = [matte.r, matte.g, matte.b];
    for pixel in data.chunks_exact_mut(4) {
        let rest = 255 - u32::from(pixel[3]);
        if rest == 0 {
            continue;
        }
        for (channel, below) in pixel.iter_mut().zip(matte) {
            *channel = channel.saturating_add(times(u32::from(below), rest));
        }
        pixel[3] = 255;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Size;

    #[test]
    fn opaque_pixels_stay_and_clear_ones_take_the_matte() {
        let raster = Raster::from_straight(Size::new(3, 1), vec![10, 20, 30, 255, 9, 9, 9, 0, 0, 0, 0, 128]).unwrap();
        let matte = Color { r: 200, g: 100, b: 255, a: 7 };
        assert_eq!(onto(raster, matte), [10, 20, 30, 255, 200, 100, 255, 255, 100, 50, 127, 255]);
    }

    #[test]
    fn white_on_white_stays_white_at_every_alpha() {
        for alpha in 0..=255 {
            let raster = Raster::from_straight(Size::new(1, 1), vec![255, 255, 255, alpha]).unwrap();
            assert_eq!(onto(raster, Color::WHITE), [255; 4]);
        }
    }
}
