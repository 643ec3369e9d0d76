//! What may be done to a picture's pixels before it is painted: the filters of fabric.js, with plain parameters.
//!
//! A list of filters is applied in order, each to what the one before it left. Colours are straight (alpha not
//! multiplied in) 8-bit sRGB, as canvas hands them out; distances are pixels of the source picture.

use crate::color::Color;
use crate::source::Source;

/// One filter. `P` is how a second picture is named: by source in a design, by slot in a scene, by pixels when applied.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter<P = Source> {
    /// Adds this share of 255 to every channel; -1 to 1.
    Brightness(f64),
    /// Moves channels away from the middle gray; -1 to 1.
    Contrast(f64),
    /// Moves channels away from the largest one; -1 (gray) to 1.
    Saturation(f64),
    /// As saturation, the less the more saturated a colour is; -1 to 1.
    Vibrance(f64),
    /// Turns colours about the gray axis; in half turns, -1 to 1.
    HueRotation(f64),
    /// Raises red, green and blue, as shares of 255, to the power of 1 / gamma. Each above 0.
    Gamma([f64; 3]),
    /// Makes red, green and blue one.
    Grayscale(Gray),
    /// Takes red, green and blue from 255.
    Invert {
        /// Alpha too.
        with_alpha: bool,
    },
    /// A matrix with a name.
    Look(Look),
    /// Four rows of five: factors of red, green, blue and alpha, and what is added, in shares of 255.
    Matrix {
        /// Row by row: what red, green, blue and alpha become.
        matrix: [f64; 20],
        /// Whether alpha neither counts nor changes.
        colors_only: bool,
    },
    /// The weighed sum of a square of pixels around each.
    Convolute {
        /// Row by row; a square number of them.
        weights: Vec<f64>,
        /// Whether alpha stays as it is.
        keeps_alpha: bool,
    },
    /// A blur; 0 to 1, where 1 reaches 12 hundredths of the picture's shorter side.
    Blur(f64),
    /// Adds the same random amount to red, green and blue of a pixel.
    Noise {
        /// At most half of this, up or down; 0 to 255 and above.
        amount: f64,
        /// The same seed gives the same noise.
        seed: u64,
    },
    /// Squares in the colour of their left top pixel.
    Pixelate {
        /// Pixels of the source, at least 1.
        block: f64,
    },
    /// Clears pixels near a colour.
    RemoveColor {
        /// Its alpha means nothing.
        color: Color,
        /// How far each channel may be from it, in shares of 255.
        distance: f64,
    },
    /// Clears pixels near white.
    RemoveWhite {
        /// How far each channel may be from 255.
        threshold: f64,
        /// How far the channels may be from each other.
        distance: f64,
    },
    /// Mixes one colour in.
    BlendColor {
        /// Its alpha means nothing.
        color: Color,
        /// How.
        mode: Mix,
        /// How much of the colour, 0 to 1.
        alpha: f64,
    },
    /// Mixes a second picture in, stretched over the first, then scaled and moved.
    BlendImage {
        /// The second picture.
        picture: P,
        /// How.
        mode: ImageMix,
        /// Across and down.
        scale: (f64, f64),
        /// Pixels of the first picture.
        offset: (f64, f64),
    },
    /// Adds some of what a Gaussian blur would take away. Not of fabric.js: its distance is in the pixels that it is
    /// given, and colours count as much as they are opaque.
    Sharpen {
        /// How much of it, above 0.
        amount: f64,
        /// The sigma of the blur, above 0.
        sigma: f64,
    },
    /// Fewer or more pixels, in the same place: fewer of them lose detail.
    Resize {
        /// Factor across, above 0.
        x: f64,
        /// Factor down, above 0.
        y: f64,
    },
}

/// How a gray is made of a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gray {
    /// The mean of the channels.
    #[default]
    Average,
    /// The mean of the smallest and the largest.
    Lightness,
    /// 0.21 red, 0.72 green, 0.07 blue.
    Luminosity,
}

/// Matrices with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Brown as an old print.
    Sepia,
    /// Hard black and white.
    BlackWhite,
    /// Warm and dark.
    Brownie,
    /// Faded.
    Vintage,
    /// Slide film.
    Kodachrome,
    /// Two strips of film.
    Technicolor,
    /// Instant film.
    Polaroid,
}

/// How a colour is mixed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mix {
    /// The product.
    #[default]
    Multiply,
    /// The sum.
    Add,
    /// How far apart they are.
    Difference,
    /// The product of the negatives, as a negative.
    Screen,
    /// What is left of the picture.
    Subtract,
    /// The smaller of each channel.
    Darken,
    /// The larger of each channel.
    Lighten,
    /// Multiply or screen, as the colour is dark or light.
    Overlay,
    /// As difference, softer.
    Exclusion,
    /// The colour over the picture.
    Tint,
}

/// How a picture is mixed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ImageMix {
    /// The product of each channel, alpha too.
    #[default]
    Multiply,
    /// Its alpha becomes the picture's.
    Mask,
}

impl<P> Filter<P> {
    /// The second picture that the filter needs.
    pub fn picture(&self) -> Option<&P> {
        match self {
            Self::BlendImage { picture, .. } => Some(picture),
            _ => None,
        }
    }

    /// The same filter with its second picture named otherwise.
    ///
    /// # Errors
    /// What `name` gives.
    pub fn try_map<Q, E>(&self, name: impl FnOnce(&P) -> Result<Q, E>) -> Result<Filter<Q>, E> {
        Ok(match self {
            Self::BlendImage { picture, mode, scale, offset } => {
                Filter::BlendImage { picture: name(picture)?, mode: *mode, scale: *scale, offset: *offset }
            }
            Self::Convolute { weights, keeps_alpha } => {
                Filter::Convolute { weights: weights.clone(), keeps_alpha: *keeps_alpha }
            }
            Self::Brightness(value) => Filter::Brightness(*value),
            Self::Contrast(value) => Filter::Contrast(*value),
            Self::Saturation(value) => Filter::Saturation(*value),
            Self::Vibrance(value) => Filter::Vibrance(*value),
            Self::HueRotation(value) => Filter::HueRotation(*value),
            Self::Gamma(gamma) => Filter::Gamma(*gamma),
            Self::Grayscale(gray) => Filter::Grayscale(*gray),
            Self::Invert { with_alpha } => Filter::Invert { with_alpha: *with_alpha },
            Self::Look(look) => Filter::Look(*look),
            Self::Matrix { matrix, colors_only } => Filter::Matrix { matrix: *matrix, colors_only: *colors_only },
            Self::Blur(value) => Filter::Blur(*value),
            Self::Noise { amount, seed } => Filter::Noise { amount: *amount, seed: *seed },
            Self::Pixelate { block } => Filter::Pixelate { block: *block },
            Self::RemoveColor { color, distance } => Filter::RemoveColor { color: *color, distance: *distance },
            Self::RemoveWhite { threshold, distance } => {
                Filter::RemoveWhite { threshold: *threshold, distance: *distance }
            }
            Self::BlendColor { color, mode, alpha } => Filter::BlendColor { color: *color, mode: *mode, alpha: *alpha },
            Self::Sharpen { amount, sigma } => Filter::Sharpen { amount: *amount, sigma: *sigma },
            Self::Resize { x, y } => Filter::Resize { x: *x, y: *y },
        })
    }

    /// Whether it changes nothing: fabric.js leaves it out then.
    pub fn is_neutral(&self) -> bool {
        match self {
            Self::Brightness(value)
            | Self::Contrast(value)
            | Self::Saturation(value)
            | Self::Vibrance(value)
            | Self::HueRotation(value)
            | Self::Blur(value) => *value == 0.0,
            Self::Gamma(gamma) => *gamma == [1.0; 3],
            Self::Noise { amount, .. } => *amount == 0.0,
            Self::Pixelate { block } => *block <= 1.0,
            Self::Resize { x, y } => (*x, *y) == (1.0, 1.0),
            _ => false,
        }
    }

    /// How far it looks beyond a pixel, in pixels of a source whose shorter side is given.
    pub fn reach(&self, shorter_side: f64) -> f64 {
        match self {
            Self::Blur(blur) => blur.abs() * BLUR_SPAN * shorter_side,
            Self::Convolute { weights, .. } => (weights.len() as f64).sqrt() / 2.0,
            Self::Pixelate { block } => *block,
            _ => 0.0,
        }
    }
}

/// The share of the shorter side that a blur of 1 reaches to each side: the constant of fabric.js's `Blur`.
pub const BLUR_SPAN: f64 = 0.12;

/// How far a list of filters looks beyond a pixel, in pixels of a source whose shorter side is given.
pub fn reach<P>(filters: &[Filter<P>], shorter_side: f64) -> f64 {
    // Pixels of the source to a pixel as it is after the resizes so far.
    let (mut grain, mut sum) = (1.0, 0.0);
    for filter in filters {
        if let Filter::Resize { x, y } = filter {
            grain /= x.min(*y);
        }
        sum += filter.reach(shorter_side / grain) * grain;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_reach_as_far_as_all_of_them_together() {
        let filters: [Filter; 4] = [
            Filter::Look(Look::Sepia),
            Filter::Blur(0.5),
            Filter::Resize { x: 0.5, y: 1.0 },
            Filter::Pixelate { block: 4.0 },
        ];
        assert_eq!(reach(&filters, 100.0), 6.0 + 8.0);
    }
}
