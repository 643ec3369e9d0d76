//! The one way from decoded samples to a [`Raster`]: colour, orientation, alpha.

use super::color::inks_to_rgba;
use super::orient::upright;
use super::pixels::{Kind, Pixels};
use super::profile;
use crate::error::Result;
use crate::limits::Deadline;
use crate::picture::{ColorModel, Picture};
use crate::raster::Raster;

/// Colour to sRGB, orientation, alpha: once each, in place where it can be.
pub(super) fn finish(pixels: Pixels, picture: &Picture, deadline: &Deadline) -> Result<Raster> {
    let Pixels { size, mut data, kind } = pixels;
    match (&picture.profile, kind) {
        (Some(profile), Kind::Cmyk) => profile::to_srgb(&mut data, profile, ColorModel::Cmyk, deadline)?,
        (None, Kind::Cmyk) => inks_to_rgba(&mut data),
        // A CMYK profile says nothing about pixels that are red, green and blue already.
        (Some(profile), _) if picture.model != ColorModel::Cmyk => {
            profile::to_srgb(&mut data, profile, picture.model, deadline)?;
        }
        _ => {}
    }
    deadline.check()?;
    let (size, data) = upright(size, data, picture.orientation)?;
    match kind {
        Kind::Straight => Raster::from_straight(size, data),
        Kind::Opaque | Kind::Cmyk => Raster::from_premultiplied(size, data, true),
    }
}
