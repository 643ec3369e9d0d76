//! The one way from decoded samples to a raster: colour, orientation, alpha.

use super::color::inks_to_rgba;
use super::orient::upright;
use super::pixels::{Kind, Pixels, Sample, Stored};
use crate::error::Result;
use crate::limits::Deadline;
use crate::picture::{ColorModel, Picture};
use crate::profile::{Conversion, Profile};
use crate::raster::Decoded;

#[cfg(test)]
thread_local! {
    /// How many pictures this thread has decoded: every one comes through here.
    pub(crate) static DECODED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Colour to the space (`None`: sRGB), orientation, alpha: once each, in place where it can be, in the depth that is
/// stored.
pub(super) fn finish(
    stored: Stored,
    picture: &Picture,
    space: Option<&Profile>,
    deadline: &Deadline,
) -> Result<Decoded> {
    #[cfg(test)]
    DECODED.set(DECODED.get() + 1);
    match stored {
        Stored::Eight(pixels) => finished(pixels, picture, space, deadline),
        Stored::Sixteen(pixels) => finished(pixels, picture, space, deadline),
    }
}

fn finished<S: Sample>(
    pixels: Pixels<S>,
    picture: &Picture,
    space: Option<&Profile>,
    deadline: &Deadline,
) -> Result<Decoded> {
    let Pixels { size, mut data, kind } = pixels;
    let is_inks = kind == Kind::Cmyk;
    // A CMYK profile says nothing about pixels that are red, green and blue already.
    let own = picture.profile.as_ref().filter(|_| is_inks == (picture.model == ColorModel::Cmyk));
    if is_inks && own.is_none() {
        inks_to_rgba(&mut data);
    }
    if let Some(conversion) = Conversion::between(own, space)? {
        conversion.apply(&mut data, deadline)?;
    }
    deadline.check()?;
    let (size, data) = upright(size, data, picture.orientation)?;
    S::raster(size, data, kind != Kind::Straight)
}
