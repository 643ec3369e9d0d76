//! Samples of a TIFF strip or tile, as stored, to four samples a pixel of 8 bits, or of 16 for what has more.

use super::facets::Alpha;
use crate::decode::pixels::Sample;
use crate::error::{Error, Result};

/// What the samples mean (TIFF 6.0, tag PhotometricInterpretation).
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    /// Light, 0 = black.
    Gray,
    /// Light, 0 = white.
    InvertedGray,
    Rgb,
    /// Inks, 0 = none.
    Cmyk,
    YCbCr(Tint),
    /// Indices into these colours.
    Palette(Vec<[u8; 3]>),
}

impl Meaning {
    /// Samples of a pixel without extra ones.
    pub(super) fn channels(&self) -> usize {
        match self {
            Self::Gray | Self::InvertedGray | Self::Palette(_) => 1,
            Self::Rgb | Self::YCbCr(_) => 3,
            Self::Cmyk => 4,
        }
    }
}

/// How luma and chroma make colours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tint {
    /// What red, green and blue are of luma.
    pub(super) luma: [f64; 3],
    /// Of each sample, in 8 bits, what stands for nothing and for all.
    pub(super) ends: [[f64; 2]; 3],
}

impl Default for Tint {
    fn default() -> Self {
        Self { luma: [0.299, 0.587, 0.114], ends: [[0.0, 255.0], [128.0, 255.0], [128.0, 255.0]] }
    }
}

impl Tint {
    /// Whether colours can be made with it.
    pub(super) fn is_sane(&self) -> bool {
        let all = self.luma.iter().chain(self.ends.as_flattened());
        let are_apart = self.ends.iter().all(|[low, high]| high > low);
        all.clone().all(|value| value.is_finite()) && self.luma.iter().all(|part| *part > 0.0) && are_apart
    }
}

/// How samples are stored in a row: packed, most significant bit first, or in whole words in the byte order of the
/// file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Packing {
    pub(super) bits: u32,
    pub(super) is_float: bool,
    pub(super) is_little_endian: bool,
}

impl Packing {
    /// The depths that can be unpacked.
    pub(super) fn check(self) -> Result<Self> {
        let kind = if self.is_float { "floating " } else { "" };
        match (self.bits, self.is_float) {
            (1..=16 | 24 | 32, false) | (32 | 64, true) => Ok(self),
            (bits, _) => Err(Error::unsupported(format!("TIFFs with {kind}samples of {bits} bits cannot be read"))
                .with_help("save it with 8 or 16 bits a sample")),
        }
    }

    /// The word at `at`, in whatever order its bytes stand.
    #[inline]
    fn word<const N: usize>(self, row: &[u8], index: usize) -> [u8; N] {
        let mut word = row.get(index * N..).and_then(<[u8]>::first_chunk).copied().unwrap_or([0; N]);
        if self.is_little_endian {
            word.reverse();
        }
        word
    }

    /// Whether 8 bits are too few for them.
    pub(super) fn is_deep(self) -> bool {
        self.bits > 8
    }

    /// Writes the samples of a row of up to 16 bits as they are: indices.
    pub(super) fn unpack_indices(self, row: &[u8], to: &mut [u16]) {
        for (i, to) in to.iter_mut().enumerate() {
            *to = match self.bits {
                16 => u16::from_be_bytes(self.word(row, i)),
                bits => bits_at(row, i * bits as usize, bits.min(16)) as u16,
            };
        }
    }

    /// Writes each sample of a row.
    pub(super) fn unpack<S: Sample>(self, row: &[u8], to: &mut [S]) {
        let scaled = |value: u32| S::scaled(value, self.bits);
        match (self.bits, self.is_float) {
            (8, _) => to.iter_mut().zip(row).for_each(|(to, from)| *to = scaled(u32::from(*from))),
            (bits, is_float) => {
                for (i, to) in to.iter_mut().enumerate() {
                    *to = match (bits, is_float) {
                        (16, _) => scaled(u32::from(u16::from_be_bytes(self.word(row, i)))),
                        (24, _) => {
                            let [a, b, c] = self.word(row, i);
                            scaled(u32::from_be_bytes([0, a, b, c]))
                        }
                        (32, false) => scaled(u32::from_be_bytes(self.word(row, i))),
                        (32, true) => S::light(f64::from(f32::from_be_bytes(self.word(row, i)))),
                        (64, _) => S::light(f64::from_be_bytes(self.word(row, i))),
                        _ => scaled(bits_at(row, i * bits as usize, bits)),
                    };
                }
            }
        }
    }
}

/// Up to 16 bits from a bit position on, the most significant first; zeros beyond the end.
fn bits_at(row: &[u8], position: usize, bits: u32) -> u32 {
    let byte = |i: usize| u32::from(row.get(position / 8 + i).copied().unwrap_or(0));
    let window = byte(0) << 16 | byte(1) << 8 | byte(2);
    window >> (24 - (position % 8) as u32 - bits) & ((1 << bits) - 1)
}

/// How the samples of a pixel become four, and its alpha.
pub(super) struct Composer<'a> {
    pub(super) samples: usize,
    pub(super) meaning: &'a Meaning,
    pub(super) alpha: Option<Alpha>,
}

impl Composer<'_> {
    /// Pixels of samples to four samples each; alpha of inks, which have no room for it, to `beside`.
    pub(super) fn compose<S: Sample>(&self, from: &[S], to: &mut [S], mut beside: Option<&mut [S]>) {
        let pixels = from.chunks_exact(self.samples).zip(to.as_chunks_mut::<4>().0);
        for (index, (from, to)) in pixels.enumerate() {
            *to = match (self.meaning, from) {
                (Meaning::Gray, [v, ..]) => [*v, *v, *v, S::FULL],
                (Meaning::InvertedGray, [v, ..]) => [v.complement(), v.complement(), v.complement(), S::FULL],
                (Meaning::Rgb, [r, g, b, ..]) => [*r, *g, *b, S::FULL],
                (Meaning::Cmyk, [c, m, y, k, ..]) => [*c, *m, *y, *k],
                (Meaning::YCbCr(tint), [y, cb, cr, ..]) => from_ycbcr([*y, *cb, *cr], tint),
                _ => [S::default(); 4],
            };
            if let Some(alpha) = self.alpha.and_then(|alpha| from.get(alpha.place)) {
                match beside.as_deref_mut().and_then(|beside| beside.get_mut(index)) {
                    Some(beside) => *beside = *alpha,
                    None => to[3] = *alpha,
                }
            }
        }
    }

    /// Colours of palette indices, with their alpha; what the palette does not have is black.
    pub(super) fn look_up(&self, from: &[u16], colors: &[[u8; 3]], bits: u32, to: &mut [u8]) {
        for (from, to) in from.chunks_exact(self.samples).zip(to.as_chunks_mut::<4>().0) {
            let index = from.first().map_or(0, |index| usize::from(*index));
            let [r, g, b] = colors.get(index).copied().unwrap_or_default();
            let alpha = self.alpha.and_then(|alpha| from.get(alpha.place));
            *to = [r, g, b, alpha.map_or(255, |alpha| u8::scaled(u32::from(*alpha), bits))];
        }
    }
}

/// The sums of TIFF 6.0, section 21.
fn from_ycbcr<S: Sample>(samples: [S; 3], tint: &Tint) -> [S; 4] {
    // What stands for nothing and for all is said in 8 bits; chroma goes from the middle as far as it can.
    let full = f64::from(S::FULL.into());
    let unit = (full + 1.0) / 256.0;
    let value = |index: usize, range: f64| {
        let [low, high] = tint.ends[index];
        let wide = if high >= 255.0 { full } else { high * unit };
        (f64::from(samples[index].into()) - low * unit) * range / (wide - low * unit)
    };
    let half = (full - 1.0) / 2.0 / full;
    let (y, cb, cr) = (value(0, 1.0), value(1, half), value(2, half));
    let [red, green, blue] = tint.luma;
    let (r, b) = (y + cr * (2.0 - 2.0 * red), y + cb * (2.0 - 2.0 * blue));
    let g = (y - blue * b - red * r) / green;
    [S::light(r), S::light(g), S::light(b), S::FULL]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpack<S: Sample>(bits: u32, row: &[u8], count: usize) -> Vec<S> {
        let mut to = vec![S::default(); count];
        Packing { bits, is_float: false, is_little_endian: true }.check().unwrap().unpack(row, &mut to);
        to
    }

    #[test]
    fn samples_of_every_packing_come_to_8_or_16_bits() {
        assert_eq!(unpack::<u8>(1, &[0b1010_0000], 4), [255, 0, 255, 0]);
        assert_eq!(unpack::<u8>(6, &[0xFC, 0x0F, 0xC0], 4), [255, 0, 255, 0]);
        assert_eq!(unpack::<u16>(12, &[0xFF, 0xF8, 0x00], 2), [65_535, 32_776]);
        assert_eq!(unpack::<u16>(14, &[0xFF, 0xFC, 3, 0xF0], 2), [65_535, 252]);
        assert_eq!(unpack::<u16>(16, &258u16.to_le_bytes(), 1), [258]);
        assert_eq!(unpack::<u16>(24, &[0, 0, 128], 1), [32_768]);
        assert_eq!(unpack::<u16>(32, &u32::MAX.to_le_bytes(), 1), [65_535]);
        assert!(Packing { bits: 17, is_float: false, is_little_endian: true }.check().is_err());
    }

    #[test]
    fn words_stand_in_the_order_of_the_file() {
        let packing = |bits, is_little_endian| Packing { bits, is_float: false, is_little_endian };
        let mut to = [0u16];
        packing(16, true).unpack(&[1, 2], &mut to);
        assert_eq!(to, [0x0201]);
        packing(16, false).unpack(&[1, 2], &mut to);
        assert_eq!(to, [0x0102]);
        packing(24, false).unpack(&[128, 0, 0], &mut to);
        assert_eq!(to, [32_768]);
        packing(16, false).unpack_indices(&[1, 2], &mut to);
        assert_eq!(to, [0x0102]);
    }

    #[test]
    fn meanings_make_pixels() {
        let mut to = [0u8; 4];
        let alpha = |place| Some(Alpha { place, is_associated: false });
        Composer { samples: 2, meaning: &Meaning::InvertedGray, alpha: alpha(1) }.compose(&[10, 128], &mut to, None);
        assert_eq!(to, [245, 245, 245, 128]);
        let ycc = Meaning::YCbCr(Tint::default());
        Composer { samples: 3, meaning: &ycc, alpha: None }.compose(&[255, 128, 128], &mut to, None);
        assert_eq!(to, [255, 255, 255, 255]);
        let video = Tint { ends: [[15.0, 235.0], [128.0, 240.0], [128.0, 240.0]], ..Tint::default() };
        let ycc = Meaning::YCbCr(video);
        Composer { samples: 3, meaning: &ycc, alpha: None }.compose(&[235, 128, 128, 15, 128, 128], &mut to, None);
        assert_eq!(to, [255, 255, 255, 255]);
        let palette = Meaning::Palette(vec![[0; 3], [1, 2, 3]]);
        Composer { samples: 2, meaning: &palette, alpha: alpha(1) }.look_up(&[1, 2], &[[0; 3], [1, 2, 3]], 2, &mut to);
        assert_eq!(to, [1, 2, 3, 170]);
        let mut beside = [0u8];
        Composer { samples: 5, meaning: &Meaning::Cmyk, alpha: alpha(4) }.compose(
            &[1, 2, 3, 4, 5],
            &mut to,
            Some(&mut beside),
        );
        assert_eq!((to, beside), ([1, 2, 3, 4], [5]));
        let mut deep = [0u16; 4];
        let ycc = Meaning::YCbCr(Tint::default());
        Composer { samples: 3, meaning: &ycc, alpha: None }.compose(&[65_535, 32_768, 32_768], &mut deep, None);
        assert_eq!(deep, [65_535; 4]);
    }
}
