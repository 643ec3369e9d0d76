//! Colour arithmetic that needs no profile: CMYK inks without one, words of palettes.

use super::pixels::Sample;

/// CMYK inks (0 = none, full = all) to opaque RGBA, in place, without a profile: each of red, green and blue is
/// `(full − ink) × (full − black) / full`, rounded to nearest. It is the common device conversion (PostScript level 2,
/// section 6.2.3, taken as a product), the one Pillow and libvips fall back on within a few levels.
pub(super) fn inks_to_rgba<S: Sample>(data: &mut [S]) {
    for pixel in data.as_chunks_mut::<4>().0 {
        let light = pixel[3].complement();
        for channel in &mut pixel[..3] {
            *channel = channel.complement().times(light);
        }
        pixel[3] = S::FULL;
    }
}

/// A 16-bit word of a palette in 8 bits: its high byte, as libtiff has it. Writers put there 8 bits times 257 or times
/// 256, and both come back exactly.
pub(super) fn high_to_8(value: u16) -> u8 {
    (value >> 8) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inks_take_light_away() {
        let mut data = [0u8, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255, 0, 128, 0, 64];
        inks_to_rgba(&mut data);
        assert_eq!(data, [255, 255, 255, 255, 0, 255, 255, 255, 0, 0, 0, 255, 191, 95, 191, 255]);
        let mut deep = [0u16, 65_535, 32_768, 0];
        inks_to_rgba(&mut deep);
        assert_eq!(deep, [65_535, 0, 32_767, 65_535]);
    }

    #[test]
    fn words_of_a_palette_come_back_from_both_ways_of_writing_them() {
        assert!((0..=255u8).all(|v| high_to_8(u16::from(v) * 257) == v && high_to_8(u16::from(v) * 256) == v));
    }
}
