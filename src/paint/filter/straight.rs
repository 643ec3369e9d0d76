//! The filters one after the other, on straight pixels.

use super::frame::Frame;
use super::{blend, blur, convolute, curve, grain, key, matrix, resample, vivid};
use crate::error::Result;
use crate::filter::Filter;
use crate::geometry::Size;
use crate::limits::Deadline;
use crate::raster::Raster;

/// Rows between two looks at the clock.
pub(super) const ROWS: usize = 64;

/// Straight RGBA pixels.
pub(super) struct Pixels {
    /// How many.
    pub(super) size: Size,
    /// Four bytes each.
    pub(super) data: Vec<u8>,
}

impl Pixels {
    /// Pixels in a row; at least 1, so that rows can be cut.
    pub(super) fn width(&self) -> usize {
        (self.size.width as usize).max(1)
    }

    /// Calls `change` for every pixel: red, green, blue, alpha.
    pub(super) fn each(&mut self, change: impl Fn(&mut [u8; 4])) {
        self.data.as_chunks_mut::<4>().0.iter_mut().for_each(change);
    }

    /// A row of pixels.
    pub(super) fn row(&self, y: usize) -> &[[u8; 4]] {
        let row = self.data.chunks_exact(self.width() * 4).nth(y).unwrap_or_default();
        row.as_chunks().0
    }
}

/// Applies the filters to a raster that lies in its source as `frame` says.
///
/// # Errors
/// [`Fault::TimedOut`](crate::Fault::TimedOut); [`Fault::Internal`](crate::Fault::Internal) when a resize fails.
pub fn apply(raster: Raster, frame: Frame, filters: &[Filter<Raster>], deadline: &Deadline) -> Result<Raster> {
    let mut frame = frame;
    let mut pixels = Pixels { size: raster.size(), data: raster.into_straight() };
    for filter in filters {
        deadline.check()?;
        let all = &mut pixels;
        match filter {
            Filter::Brightness(value) => curve::brightness(all, *value),
            Filter::Contrast(value) => curve::contrast(all, *value),
            Filter::Gamma(gamma) => curve::gamma(all, *gamma),
            Filter::Invert { with_alpha } => curve::invert(all, *with_alpha),
            Filter::Saturation(value) => vivid::saturation(all, *value),
            Filter::Vibrance(value) => vivid::vibrance(all, *value),
            Filter::Grayscale(gray) => vivid::grayscale(all, *gray),
            Filter::HueRotation(turn) => matrix::apply(all, &matrix::hue(*turn), true),
            Filter::Look(look) => matrix::apply(all, matrix::of(*look), false),
            Filter::Matrix { matrix, colors_only } => matrix::apply(all, matrix, *colors_only),
            Filter::RemoveColor { color, distance } => key::color(all, *color, *distance),
            Filter::RemoveWhite { threshold, distance } => key::white(all, *threshold, *distance),
            Filter::BlendColor { color, mode, alpha } => blend::color(all, *color, *mode, *alpha),
            Filter::BlendImage { picture, mode, scale, offset } => {
                let second = blend::Second { raster: picture, scale: *scale, offset: *offset };
                blend::image(all, &frame, &second, *mode, deadline)?;
            }
            Filter::Convolute { weights, keeps_alpha } => {
                convolute::apply(all, &frame, weights, *keeps_alpha, deadline)?;
            }
            Filter::Blur(value) => blur::apply(all, &frame, *value, deadline)?,
            Filter::Noise { amount, seed } => grain::noise(all, &frame, *amount, *seed),
            Filter::Pixelate { block } => grain::pixelate(all, &frame, *block),
            Filter::Resize { x, y } => {
                frame = frame.resampled(*x, *y);
                pixels = resample::coarser(pixels, &frame)?;
            }
        }
    }
    Raster::from_straight(pixels.size, pixels.data)
}

/// The nearest byte, of two the even one, as a clamped array of JavaScript takes numbers; what is no number is 0.
pub(super) fn byte(value: f64) -> u8 {
    /// 1.5 · 2^52: adding it leaves no room for a fraction, and the sum is rounded to even.
    const WHOLE: f64 = 6_755_399_441_055_744.0;
    ((value.clamp(0.0, 255.0) + WHOLE) - WHOLE) as u8
}

/// Filters one row of straight pixels as if it were the whole source.
#[cfg(test)]
pub(super) fn filtered(pixels: &[[u8; 4]], filter: Filter<Raster>) -> Vec<[u8; 4]> {
    filtered_rows(pixels, pixels.len() as u32, &[filter])
}

/// Filters straight pixels as if they were the whole source.
#[cfg(test)]
pub(super) fn filtered_rows(pixels: &[[u8; 4]], width: u32, filters: &[Filter<Raster>]) -> Vec<[u8; 4]> {
    let size = Size::new(width, pixels.len() as u32 / width);
    let raster = Raster::from_straight(size, pixels.concat()).unwrap();
    let frame = Frame::new(size, size.rect(), size);
    apply(raster, frame, filters, &Deadline::NEVER).unwrap().into_straight().as_chunks().0.to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_rounded_as_canvas_does() {
        let read = [-3.0, 0.5, 1.5, 2.5, 2.5001, 254.5, 300.0, f64::NAN].map(byte);
        assert_eq!(read, [0, 0, 2, 2, 3, 254, 255, 0]);
    }

    #[test]
    fn each_filter_takes_what_the_one_before_it_left() {
        let filters = [Filter::Brightness(1.0), Filter::Invert { with_alpha: false }];
        assert_eq!(filtered_rows(&[[10, 20, 30, 255]], 1, &filters), [[0, 0, 0, 255]]);
    }
}
