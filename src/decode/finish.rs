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
    let Pixels { size, mut data, kind, alpha } = pixels;
    Colors::new(kind, picture, space)?.apply(&mut data, deadline)?;
    for (pixel, alpha) in data.as_chunks_mut::<4>().0.iter_mut().zip(alpha.iter().flatten()) {
        pixel[3] = *alpha;
    }
    deadline.check()?;
    let (size, data) = upright(size, data, picture.orientation)?;
    S::raster(size, data, kind != Kind::Straight && alpha.is_none())
}

/// The way of stored samples to red, green and blue in the colours that are wanted.
pub(super) struct Colors<S> {
    /// Inks that no profile describes.
    are_plain_inks: bool,
    conversion: Option<Conversion<S>>,
}

impl<S: Sample> Colors<S> {
    /// For samples of this kind, into the space (`None`: sRGB).
    pub(super) fn new(kind: Kind, picture: &Picture, space: Option<&Profile>) -> Result<Self> {
        let is_inks = kind == Kind::Cmyk;
        // A CMYK profile says nothing about pixels that are red, green and blue already.
        let own = picture.profile.as_ref().filter(|_| is_inks == (picture.model == ColorModel::Cmyk));
        Ok(Self { are_plain_inks: is_inks && own.is_none(), conversion: Conversion::between(own, space)? })
    }

    /// Whether pixels stay as they are.
    pub(super) fn is_nothing(&self) -> bool {
        !self.are_plain_inks && self.conversion.is_none()
    }

    /// Converts whole pixels in place; alpha stays straight.
    pub(super) fn apply(&self, data: &mut [S], deadline: &Deadline) -> Result<()> {
        if self.are_plain_inks {
            inks_to_rgba(data);
        }
        match &self.conversion {
            Some(conversion) => conversion.apply(data, deadline),
            None => Ok(()),
        }
    }
}
