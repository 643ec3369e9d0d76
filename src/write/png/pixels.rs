//! Which pixels a PNG stores: those of the raster, or fewer bits that say the same.
//!
//! Gray where every pixel is opaque and gray; a palette where there are few colours; else RGB, or RGBA where something
//! is transparent. Promised: whoever expands the file sees the same pixels.

use super::palette::Palette;
use crate::raster::{Raster, divide_alpha};
use png::{BitDepth, ColorType};

/// Colours up to which a palette beats gray: four bits a pixel.
const FEW: usize = 16;

/// How pixels are stored.
pub(super) enum Pixels {
    /// One sample.
    Gray,
    /// Three samples.
    Rgb,
    /// Three samples and alpha, straight.
    Rgba,
    /// Numbers of colours.
    Indexed(Palette),
}

impl Pixels {
    /// The smallest that can say it. `has_profile` rules gray out: a profile of RGB is not allowed there.
    pub(super) fn of(raster: &Raster, has_profile: bool) -> Self {
        let is_gray = || {
            let gray = |pixel: &[u8; 4]| pixel[0] == pixel[1] && pixel[1] == pixel[2];
            !has_profile && raster.is_opaque() && raster.data().as_chunks().0.iter().all(gray)
        };
        match Palette::of(raster.data()) {
            Some(palette) if palette.colors() <= FEW || !is_gray() => Self::Indexed(palette),
            Some(_) => Self::Gray,
            None if is_gray() => Self::Gray,
            None => Self::plain(raster.is_opaque()),
        }
    }

    /// All samples.
    pub(super) fn plain(is_opaque: bool) -> Self {
        if is_opaque { Self::Rgb } else { Self::Rgba }
    }

    pub(super) fn color(&self) -> (ColorType, BitDepth) {
        match self {
            Self::Gray => (ColorType::Grayscale, BitDepth::Eight),
            Self::Rgb => (ColorType::Rgb, BitDepth::Eight),
            Self::Rgba => (ColorType::Rgba, BitDepth::Eight),
            Self::Indexed(palette) => (ColorType::Indexed, palette.depth()),
        }
    }

    /// Bytes a pixel, at least one: how far left a filter looks.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Gray | Self::Indexed(_) => 1,
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }

    /// A row of the file from one of the raster.
    pub(super) fn row(&self, premultiplied: &[u8], to: &mut Vec<u8>) {
        to.clear();
        let pixels = premultiplied.as_chunks::<4>().0;
        match self {
            Self::Gray => to.extend(pixels.iter().map(|pixel| pixel[0])),
            Self::Rgb => {
                to.resize(pixels.len() * 3, 0);
                for (to, [r, g, b, _]) in to.as_chunks_mut().0.iter_mut().zip(pixels) {
                    *to = [*r, *g, *b];
                }
            }
            Self::Rgba => {
                to.extend_from_slice(premultiplied);
                divide_alpha(to);
            }
            Self::Indexed(palette) => palette.row(pixels, to),
        }
    }
}
