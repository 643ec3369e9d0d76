//! The filters one after the other, on straight pixels.

use super::frame::Frame;
use super::pixels::Pixels;
use super::{blend, blur, convolute, curve, grain, key, matrix, resample, sharpen, vivid};
use crate::error::Result;
use crate::filter::Filter;
use crate::limits::Deadline;
use crate::raster::Raster;

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
            Filter::Sharpen { amount, sigma } => sharpen::apply(all, *amount, *sigma, deadline)?,
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

/// Filters one row of straight pixels as if it were the whole source.
#[cfg(test)]
pub(super) fn filtered(pixels: &[[u8; 4]], filter: Filter<Raster>) -> Vec<[u8; 4]> {
    filtered_rows(pixels, pixels.len() as u32, &[filter])
}

/// Filters straight pixels as if they were the whole source.
#[cfg(test)]
pub(super) fn filtered_rows(pixels: &[[u8; 4]], width: u32, filters: &[Filter<Raster>]) -> Vec<[u8; 4]> {
    let size = crate::geometry::Size::new(width, pixels.len() as u32 / width);
    let raster = Raster::from_straight(size, pixels.concat()).unwrap();
    let frame = Frame::new(size, size.rect(), size);
    apply(raster, frame, filters, &Deadline::NEVER).unwrap().into_straight().as_chunks().0.to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_filter_takes_what_the_one_before_it_left() {
        let filters = [Filter::Brightness(1.0), Filter::Invert { with_alpha: false }];
        assert_eq!(filtered_rows(&[[10, 20, 30, 255]], 1, &filters), [[0, 0, 0, 255]]);
    }
}
