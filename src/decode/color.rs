//! Colour arithmetic that needs no profile: CMYK inks without one, samples of other depths.

/// CMYK inks (0 = none, 255 = full) to opaque RGBA, in place, without a profile: each of red, green and blue is
/// `(255 − ink) × (255 − black) / 255`, rounded to nearest. It is the common device conversion (PostScript level 2,
/// section 6.2.3, taken as a product), the one Pillow and libvips fall back on within a few levels.
pub(super) fn inks_to_rgba(data: &mut [u8]) {
    for pixel in data.chunks_exact_mut(4) {
        let light = 255 - u32::from(pixel[3]);
        for channel in &mut pixel[..3] {
            *channel = (((255 - u32::from(*channel)) * light * 2 + 255) / 510) as u8;
        }
        pixel[3] = 255;
    }
}

/// A 16-bit sample in 8 bits: its high byte, as libpng's `strip_16`, libvips and Pillow have it, so that a picture has
/// the same pixels in every tool. What was 8 bits once (`v × 257`) comes back exactly.
pub(super) fn high_to_8(value: u16) -> u8 {
    (value >> 8) as u8
}

/// A sample of `bits` (1 to 32) in 8 bits, rounded to nearest.
pub(super) fn scale_to_8(value: u32, bits: u32) -> u8 {
    let maximum = (1u64 << bits.clamp(1, 32)) - 1;
    ((u64::from(value).min(maximum) * 510 + maximum) / (2 * maximum)) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inks_take_light_away() {
        let mut data = [0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255, 0, 128, 0, 64];
        inks_to_rgba(&mut data);
        assert_eq!(data, [255, 255, 255, 255, 0, 255, 255, 255, 0, 0, 0, 255, 191, 95, 191, 255]);
    }

    #[test]
    fn samples_of_every_depth_reach_both_ends() {
        for bits in 1..=32 {
            let maximum = ((1u64 << bits) - 1) as u32;
            assert_eq!((scale_to_8(0, bits), scale_to_8(maximum, bits)), (0, 255), "{bits}");
        }
        assert_eq!((high_to_8(0), high_to_8(255), high_to_8(256), high_to_8(65_535)), (0, 0, 1, 255));
        assert!((0..=255u8).all(|value| high_to_8(u16::from(value) * 257) == value));
        assert!((0..=u16::MAX).step_by(7).all(|v| high_to_8(v).abs_diff((v >> 8) as u8) <= 1));
    }
}
