//! The resize in linear light: 16 bits, premultiplied, there and back.

use super::convolve::convolve;
use super::kernel::overshoots;
use crate::error::Result;
use crate::fit::Kernel;
use crate::geometry::{Rect, Size};
use crate::raster::Raster;
use fast_image_resize::PixelType;
use std::sync::LazyLock;

/// Steps of the table from linear light back to sRGB: 4096 keep every 8-bit level apart, the steepest part of the
/// curve (12.92 × 255 levels over 1) needing 3295.
const STEPS: usize = 4096;

/// Linear light of each 8-bit sRGB level, 0 to 65535 (IEC 61966-2-1).
static TO_LINEAR: LazyLock<[u16; 256]> = LazyLock::new(|| {
    std::array::from_fn(|level| {
        let encoded = level as f64 / 255.0;
        let light = if encoded <= 0.04045 { encoded / 12.92 } else { ((encoded + 0.055) / 1.055).powf(2.4) };
        (light * 65_535.0 + 0.5) as u16
    })
});

/// The 8-bit sRGB level of each step of linear light.
static FROM_LINEAR: LazyLock<[u8; STEPS]> = LazyLock::new(|| {
    std::array::from_fn(|step| {
        let light = step as f64 / (STEPS - 1) as f64;
        let encoded = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
        (encoded * 255.0 + 0.5) as u8
    })
});

/// Resamples premultiplied sRGB pixels in linear light; premultiplied sRGB again.
pub(super) fn resample(raster: &Raster, crop: Rect, size: Size, kernel: Kernel) -> Result<Vec<u8>> {
    let light = to_light(raster.data());
    let mut light = convolve(&light, raster.size(), crop, size, kernel, PixelType::U16x4)?;
    if raster.is_opaque() {
        light.as_chunks_mut::<8>().0.iter_mut().for_each(|pixel| pixel[6..].fill(255));
    }
    Ok(from_light(&light, overshoots(kernel)))
}

/// Straightened, linearised, multiplied with alpha again: 16-bit native words.
fn to_light(data: &[u8]) -> Vec<u8> {
    let table = &*TO_LINEAR;
    let mut light = vec![0; data.len() * 2];
    for (from, to) in data.as_chunks::<4>().0.iter().zip(light.as_chunks_mut::<8>().0) {
        let alpha = u32::from(from[3]);
        let words = match alpha {
            0 => [0; 4],
            255 => [table[usize::from(from[0])], table[usize::from(from[1])], table[usize::from(from[2])], u16::MAX],
            _ => {
                let channel = |value: u8| {
                    let straight = ((u32::from(value) * 510 + alpha) / (2 * alpha)).min(255);
                    ((u32::from(table[straight as usize]) * alpha + 127) / 255) as u16
                };
                [channel(from[0]), channel(from[1]), channel(from[2]), (alpha * 257) as u16]
            }
        };
        for (to, word) in to.as_chunks_mut::<2>().0.iter_mut().zip(words) {
            *to = word.to_ne_bytes();
        }
    }
    light
}

fn from_light(light: &[u8], is_bounded: bool) -> Vec<u8> {
    let table = &*FROM_LINEAR;
    let mut data = vec![0; light.len() / 2];
    for (from, to) in light.as_chunks::<8>().0.iter().zip(data.as_chunks_mut::<4>().0) {
        let word = |i: usize| u32::from(u16::from_ne_bytes([from[2 * i], from[2 * i + 1]]));
        let wide_alpha = word(3);
        let alpha = (wide_alpha + 128) / 257;
        if alpha == 0 {
            continue;
        }
        let channel = |i: usize| {
            let premultiplied = if is_bounded { word(i).min(wide_alpha) } else { word(i) };
            let straight = (u64::from(premultiplied) * 65_535 / u64::from(wide_alpha)).min(65_535) as usize;
            let level = u32::from(table[(straight * (STEPS - 1) + 32_767) / 65_535]);
            ((level * alpha * 2 + 255) / 510) as u8
        };
        *to = [channel(0), channel(1), channel(2), alpha as u8];
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_changes_nothing() {
        let data: Vec<u8> = (0..=255).flat_map(|v| [v, v, v, 255]).collect();
        assert_eq!(from_light(&to_light(&data), true), data);
        let clear = [30, 20, 10, 40, 0, 0, 0, 0];
        for (is, was) in from_light(&to_light(&clear), true).iter().zip(clear) {
            assert!(is.abs_diff(was) <= 1);
        }
    }

    #[test]
    fn black_and_white_mix_to_the_gray_that_is_half_as_bright() {
        let raster = Raster::from_premultiplied(Size::new(2, 1), vec![0, 0, 0, 255, 255, 255, 255, 255], true).unwrap();
        let mixed = resample(&raster, raster.size().rect(), Size::new(1, 1), Kernel::Box).unwrap();
        assert_eq!(mixed, [188, 188, 188, 255]);
    }
}
