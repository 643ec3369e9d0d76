//! Samples of a TIFF strip or tile, as stored, to four bytes a pixel.

use super::color::{high_to_8, scale_to_8};
use super::pixels::Kind;
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
    /// Indices into these colours, two bytes each once they are unpacked.
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

    /// Writes the palette indices of a row, two bytes each, the high one first.
    pub(super) fn unpack_indices(self, row: &[u8], to: &mut [u8]) {
        for (i, to) in to.as_chunks_mut::<2>().0.iter_mut().enumerate() {
            let index = match row.get(i * 2..).and_then(<[u8]>::first_chunk) {
                Some(word) if self.bits == 16 => u16::from_ne_bytes(*word),
                _ => bits_at(row, i * self.bits as usize, self.bits.min(16)) as u16,
            };
            *to = index.to_be_bytes();
        }
    }

    /// Writes each sample of a row as 8 bits.
    pub(super) fn unpack(self, row: &[u8], to: &mut [u8]) {
        let scaled = |value: u32| scale_to_8(value, self.bits);
        match (self.bits, self.is_float) {
            (8, _) => to.iter_mut().zip(row).for_each(|(to, from)| *to = *from),
            (16, _) => {
                for (to, from) in to.iter_mut().zip(row.as_chunks().0) {
                    *to = high_to_8(u16::from_ne_bytes(*from));
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
                    *to = light(f64::from(f32::from_ne_bytes(*from)));
                }
            }
            (64, _) => {
                to.iter_mut().zip(row.as_chunks().0).for_each(|(to, from)| *to = light(f64::from_ne_bytes(*from)));
            }
            (bits, _) => {
                for (i, to) in to.iter_mut().enumerate() {
                    *to = scaled(bits_at(row, i * bits as usize, bits));
                }
            }
        }
    }
}

/// A floating sample, 0 to 1, in 8 bits; NaN is 0.
fn light(value: f64) -> u8 {
    (value * 255.0 + 0.5) as u8
}

/// Up to 16 bits from a bit position on, the most significant first; zeros beyond the end.
fn bits_at(row: &[u8], position: usize, bits: u32) -> u32 {
    let byte = |i: usize| u32::from(row.get(position / 8 + i).copied().unwrap_or(0));
    let window = byte(0) << 16 | byte(1) << 8 | byte(2);
    window >> (24 - (position % 8) as u32 - bits) & ((1 << bits) - 1)
}

/// Pixels of `samples` bytes each to four bytes each. `alpha` is the place of alpha among the samples.
pub(super) fn compose(from: &[u8], samples: usize, meaning: &Meaning, alpha: Option<usize>, to: &mut [u8]) {
    let pixels = from.chunks_exact(samples).zip(to.as_chunks_mut::<4>().0);
    for (from, to) in pixels {
        *to = match (meaning, from) {
            (Meaning::Gray, [v, ..]) => [*v, *v, *v, 255],
            (Meaning::InvertedGray, [v, ..]) => [255 - v, 255 - v, 255 - v, 255],
            (Meaning::Rgb, [r, g, b, ..]) => [*r, *g, *b, 255],
            (Meaning::Cmyk, [c, m, y, k, ..]) => [*c, *m, *y, *k],
            (Meaning::YCbCr, [y, cb, cr, ..]) => from_ycbcr(*y, *cb, *cr),
            (Meaning::Palette(colors), [high, low, ..]) => {
                let index = usize::from(u16::from_be_bytes([*high, *low]));
                let [r, g, b] = colors.get(index).copied().unwrap_or_default();
                [r, g, b, 255]
            }
            _ => [0; 4],
        };
        if let Some(alpha) = alpha.and_then(|place| from.get(place)) {
            to[3] = *alpha;
        }
    }
}

/// BT.601, full range, as JFIF has it.
fn from_ycbcr(y: u8, cb: u8, cr: u8) -> [u8; 4] {
    let (y, cb, cr) = (f32::from(y), f32::from(cb) - 128.0, f32::from(cr) - 128.0);
    let byte = |value: f32| (value + 0.5) as u8;
    [byte(y + 1.402 * cr), byte(y - 0.344_136 * cb - 0.714_136 * cr), byte(y + 1.772 * cb), 255]
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

    fn unpack(bits: u32, row: &[u8], count: usize) -> Vec<u8> {
        let mut to = vec![0; count];
        Packing { bits, is_float: false, is_little_endian: true }.check().unwrap().unpack(row, &mut to);
        to
    }

    #[test]
    fn samples_of_every_packing_come_to_8_bits() {
        assert_eq!(unpack(1, &[0b1010_0000], 4), [255, 0, 255, 0]);
        assert_eq!(unpack(6, &[0xFC, 0x0F, 0xC0], 4), [255, 0, 255, 0]);
        assert_eq!(unpack(12, &[0xFF, 0xF0, 0x00], 2), [255, 0]);
        assert_eq!(unpack(14, &[0xFF, 0xFC, 3, 0xF0], 2), [255, 1]);
        assert_eq!(unpack(16, &65_535u16.to_ne_bytes(), 1), [255]);
        assert_eq!(unpack(24, &[0, 0, 128], 1), [128]);
        assert_eq!(unpack(32, &u32::MAX.to_ne_bytes(), 1), [255]);
        assert!(Packing { bits: 17, is_float: false, is_little_endian: true }.check().is_err());
    }

    #[test]
    fn meanings_make_pixels() {
        let mut to = [0; 4];
        compose(&[10, 128], 2, &Meaning::InvertedGray, Some(1), &mut to);
        assert_eq!(to, [245, 245, 245, 128]);
        compose(&[255, 128, 128], 3, &Meaning::YCbCr, None, &mut to);
        assert_eq!(to, [255, 255, 255, 255]);
        compose(&[0, 1], 2, &Meaning::Palette(vec![[0; 3], [1, 2, 3]]), None, &mut to);
        assert_eq!(to, [1, 2, 3, 255]);
    }
}
