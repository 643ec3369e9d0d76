//! Samples of a TIFF strip or tile, as stored, to four samples a pixel of 8 bits, or of 16 for what has more.

use super::pixels::{Kind, Sample};
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
    /// Full range, BT.601.
    YCbCr,
    /// Indices into these colours.
    Palette(Vec<[u8; 3]>),
}

impl Meaning {
    /// Samples of a pixel without extra ones.
    pub(super) fn channels(&self) -> usize {
        match self {
            Self::Gray | Self::InvertedGray | Self::Palette(_) => 1,
            Self::Rgb | Self::YCbCr => 3,
            Self::Cmyk => 4,
        }
    }
}

/// How samples are stored in a row: packed, most significant bit first, or in whole native words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Packing {
    pub(super) bits: u32,
    pub(super) is_float: bool,
    /// Only for 24 bits, which nobody puts into native order.
    pub(super) is_little_endian: bool,
}

impl Packing {
    /// The depths that can be unpacked.
    pub(super) fn check(self) -> Result<Self> {
        match (self.bits, self.is_float) {
            (1..=16 | 24 | 32, false) | (32 | 64, true) => Ok(self),
            (bits, _) => Err(Error::unsupported(format!("TIFFs of {bits} bits a sample cannot be read"))
                .with_help("save it with 8 or 16 bits a sample")),
        }
    }

    /// Whether 8 bits are too few for them.
    pub(super) fn is_deep(self) -> bool {
        self.bits > 8
    }

    /// Writes the palette indices of a row.
    pub(super) fn unpack_indices(self, row: &[u8], to: &mut [u16]) {
        for (i, to) in to.iter_mut().enumerate() {
            *to = match row.get(i * 2..).and_then(<[u8]>::first_chunk) {
                Some(word) if self.bits == 16 => u16::from_ne_bytes(*word),
                _ => bits_at(row, i * self.bits as usize, self.bits.min(16)) as u16,
            };
        }
    }

    /// Writes each sample of a row.
    pub(super) fn unpack<S: Sample>(self, row: &[u8], to: &mut [S]) {
        let scaled = |value: u32| S::scaled(value, self.bits);
        match (self.bits, self.is_float) {
            (8, _) => to.iter_mut().zip(row).for_each(|(to, from)| *to = scaled(u32::from(*from))),
            (16, _) => {
                for (to, from) in to.iter_mut().zip(row.as_chunks().0) {
                    *to = scaled(u32::from(u16::from_ne_bytes(*from)));
                }
            }
            (24, _) => {
                for (to, [a, b, c]) in to.iter_mut().zip(row.as_chunks().0) {
                    let bytes = if self.is_little_endian { [0, *c, *b, *a] } else { [0, *a, *b, *c] };
                    *to = scaled(u32::from_be_bytes(bytes));
                }
            }
            (32, false) => {
                to.iter_mut().zip(row.as_chunks().0).for_each(|(to, from)| *to = scaled(u32::from_ne_bytes(*from)));
            }
            (32, true) => {
                for (to, from) in to.iter_mut().zip(row.as_chunks().0) {
                    *to = S::light(f64::from(f32::from_ne_bytes(*from)));
                }
            }
            (64, _) => {
                to.iter_mut().zip(row.as_chunks().0).for_each(|(to, from)| *to = S::light(f64::from_ne_bytes(*from)));
            }
            (bits, _) => {
                for (i, to) in to.iter_mut().enumerate() {
                    *to = scaled(bits_at(row, i * bits as usize, bits));
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

/// Pixels of so many samples each to four samples each. `alpha` is the place of alpha among the samples.
pub(super) fn compose<S: Sample>(from: &[S], samples: usize, meaning: &Meaning, alpha: Option<usize>, to: &mut [S]) {
    let pixels = from.chunks_exact(samples).zip(to.as_chunks_mut::<4>().0);
    for (from, to) in pixels {
        *to = match (meaning, from) {
            (Meaning::Gray, [v, ..]) => [*v, *v, *v, S::FULL],
            (Meaning::InvertedGray, [v, ..]) => [v.complement(), v.complement(), v.complement(), S::FULL],
            (Meaning::Rgb, [r, g, b, ..]) => [*r, *g, *b, S::FULL],
            (Meaning::Cmyk, [c, m, y, k, ..]) => [*c, *m, *y, *k],
            (Meaning::YCbCr, [y, cb, cr, ..]) => from_ycbcr(*y, *cb, *cr),
            _ => [S::default(); 4],
        };
        if let Some(alpha) = alpha.and_then(|place| from.get(place)) {
            to[3] = *alpha;
        }
    }
}

/// Colours of palette indices; what the palette does not have is black.
pub(super) fn look_up(indices: &[u16], colors: &[[u8; 3]], to: &mut [u8]) {
    for (index, to) in indices.iter().zip(to.as_chunks_mut::<4>().0) {
        let [r, g, b] = colors.get(usize::from(*index)).copied().unwrap_or_default();
        *to = [r, g, b, 255];
    }
}

/// BT.601, full range, as JFIF has it.
fn from_ycbcr<S: Sample>(y: S, cb: S, cr: S) -> [S; 4] {
    // Chroma is 0 in the middle: at 128 of 8 bits, 32,768 of 16.
    let (full, middle) = (f64::from(S::FULL.into()), f64::from(S::FULL.into() / 2 + 1));
    let (y, cb, cr) = (f64::from(y.into()), f64::from(cb.into()) - middle, f64::from(cr.into()) - middle);
    let sample = |value: f64| S::light(value / full);
    [sample(y + 1.402 * cr), sample(y - 0.344_136 * cb - 0.714_136 * cr), sample(y + 1.772 * cb), S::FULL]
}

/// What the composed pixels are.
pub(super) fn kind(meaning: &Meaning, has_alpha: bool) -> Kind {
    match (meaning, has_alpha) {
        (Meaning::Cmyk, _) => Kind::Cmyk,
        (_, true) => Kind::Straight,
        (_, false) => Kind::Opaque,
    }
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
        assert_eq!(unpack::<u16>(16, &258u16.to_ne_bytes(), 1), [258]);
        assert_eq!(unpack::<u16>(24, &[0, 0, 128], 1), [32_768]);
        assert_eq!(unpack::<u16>(32, &u32::MAX.to_ne_bytes(), 1), [65_535]);
        assert!(Packing { bits: 17, is_float: false, is_little_endian: true }.check().is_err());
    }

    #[test]
    fn meanings_make_pixels() {
        let mut to = [0u8; 4];
        compose(&[10, 128], 2, &Meaning::InvertedGray, Some(1), &mut to);
        assert_eq!(to, [245, 245, 245, 128]);
        compose(&[255, 128, 128], 3, &Meaning::YCbCr, None, &mut to);
        assert_eq!(to, [255, 255, 255, 255]);
        look_up(&[1], &[[0; 3], [1, 2, 3]], &mut to);
        assert_eq!(to, [1, 2, 3, 255]);
        let mut deep = [0u16; 4];
        compose(&[65_535, 32_768, 32_768], 3, &Meaning::YCbCr, None, &mut deep);
        assert_eq!(deep, [65_535; 4]);
    }
}
