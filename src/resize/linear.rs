//! The resize in linear light: 16 bits, premultiplied, there and back.

use super::convolve::convolve;
use super::kernel::overshoots;
use crate::error::Result;
use crate::fit::Kernel;
use crate::geometry::{Rect, Size};
use crate::raster::Decoded;
use std::sync::LazyLock;

/// Linear light of each 8-bit sRGB level, 0 to 65535 (IEC 61966-2-1).
static TO_LINEAR: LazyLock<[u16; 256]> = LazyLock::new(|| std::array::from_fn(|level| light(level as f64 / 255.0)));

/// Linear light of each 16-bit sRGB level.
static DEEP_TO_LINEAR: LazyLock<Vec<u16>> =
    LazyLock::new(|| (0..=u16::MAX).map(|level| light(f64::from(level) / 65_535.0)).collect());

/// The 8-bit sRGB level of each step of linear light. All 65,536 steps: where the curve is steepest, in the dark, 4096
/// would be little more than one for each level, and a dark ramp would show it.
static FROM_LINEAR: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let level = |step: u16| {
        let light = f64::from(step) / 65_535.0;
        let encoded = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
        (encoded * 255.0 + 0.5) as u8
    };
    (0..=u16::MAX).map(level).collect()
});

fn light(encoded: f64) -> u16 {
    let light = if encoded <= 0.04045 { encoded / 12.92 } else { ((encoded + 0.055) / 1.055).powf(2.4) };
    (light * 65_535.0 + 0.5) as u16
}

/// Resamples premultiplied sRGB pixels in linear light; premultiplied sRGB again, in 8 bits.
pub(super) fn resample(source: &Decoded, crop: Rect, size: Size, kernel: Kernel) -> Result<Vec<u8>> {
    let light = match source {
        Decoded::Eight(raster) => to_light(raster.data(), &*TO_LINEAR),
        Decoded::Sixteen(raster) => to_light(raster.data(), &DEEP_TO_LINEAR),
    };
    let mut light = convolve(light.as_chunks::<4>().0, source.size(), crop, size, kernel)?;
    if source.is_opaque() {
        light.iter_mut().for_each(|pixel| pixel[3] = u16::MAX);
    }
    Ok(from_light(light.as_flattened(), overshoots(kernel)))
}

/// Straightened, linearised by the table of all levels, multiplied with alpha again: 16 bits.
fn to_light<S: Copy + Into<u64>>(data: &[S], table: &[u16]) -> Vec<u16> {
    let full = table.len() as u64 - 1;
    let mut light = vec![0; data.len()];
    for (from, to) in data.as_chunks::<4>().0.iter().zip(light.as_chunks_mut::<4>().0) {
        let [red, green, blue, alpha] = from.map(Into::into);
        let level = |straight: u64| u64::from(table[straight.min(full) as usize]);
        *to = match alpha {
            0 => [0; 4],
            alpha if alpha == full => [level(red) as u16, level(green) as u16, level(blue) as u16, u16::MAX],
            alpha => {
                let channel = |value: u64| {
                    let straight = (value * 2 * full + alpha) / (2 * alpha);
                    ((level(straight) * alpha + full / 2) / full) as u16
                };
                [channel(red), channel(green), channel(blue), (alpha * 65_535 / full) as u16]
            }
        };
    }
    light
}

fn from_light(light: &[u16], is_bounded: bool) -> Vec<u8> {
    let table = &*FROM_LINEAR;
    let mut data = vec![0; light.len()];
    for (from, to) in light.as_chunks::<4>().0.iter().zip(data.as_chunks_mut::<4>().0) {
        let wide_alpha = u32::from(from[3]);
        let alpha = (wide_alpha + 128) / 257;
        if alpha == 0 {
            continue;
        }
        let channel = |value: u16| {
            let premultiplied = if is_bounded { u32::from(value).min(wide_alpha) } else { u32::from(value) };
            let straight = ((u64::from(premultiplied) * 131_070 + u64::from(wide_alpha)) / (2 * u64::from(wide_alpha)))
                .min(65_535) as usize;
            let level = u32::from(table[straight]);
            ((level * alpha * 2 + 255) / 510) as u8
        };
        *to = [channel(from[0]), channel(from[1]), channel(from[2]), alpha as u8];
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::{DeepRaster, Raster};

    #[test]
    fn there_and_back_changes_nothing() {
        let data: Vec<u8> = (0..=255).flat_map(|v| [v, v, v, 255]).collect();
        assert_eq!(from_light(&to_light(&data, &*TO_LINEAR), true), data);
        let deep: Vec<u16> = data.iter().map(|value| u16::from(*value) * 257).collect();
        assert_eq!(from_light(&to_light(&deep, &DEEP_TO_LINEAR), true), data);
        let clear = [30, 20, 10, 40, 0, 0, 0, 0];
        for (is, was) in from_light(&to_light(&clear, &*TO_LINEAR), true).iter().zip(clear) {
            assert!(is.abs_diff(was) <= 1);
        }
    }

    #[test]
    fn black_and_white_mix_to_the_gray_that_is_half_as_bright() {
        let size = Size::new(2, 1);
        let raster = Raster::from_premultiplied(size, vec![0, 0, 0, 255, 255, 255, 255, 255], true).unwrap();
        let deep = DeepRaster::from_premultiplied(size, [[0, 0, 0, 65_535], [65_535; 4]].concat(), true).unwrap();
        for source in [Decoded::from(raster), Decoded::from(deep)] {
            let mixed = resample(&source, size.rect(), Size::new(1, 1), Kernel::Box).unwrap();
            assert_eq!(mixed, [188, 188, 188, 255]);
        }
    }
}
