//! Decoded samples as every format hands them over, and the one way from them to a [`Raster`].

use super::color::inks_to_rgba;
use super::orient::upright;
use super::profile;
use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::limits::Deadline;
use crate::picture::{ColorModel, Picture};
use crate::raster::{Raster, byte_count};

/// Four bytes a pixel, as stored: neither turned nor colour-managed.
pub(super) struct Pixels {
    pub(super) size: Size,
    pub(super) data: Vec<u8>,
    pub(super) kind: Kind,
}

/// What the four bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Red, green, blue, and alpha that is 255 everywhere.
    Opaque,
    /// Red, green, blue and straight alpha.
    Straight,
    /// Inks, 0 = none.
    Cmyk,
}

/// A frame of zeros. The size must have been held against the limits; what the machine does not have is an error.
pub(super) fn allocate(size: Size) -> Result<Vec<u8>> {
    let bytes = byte_count(size);
    let mut data = Vec::new();
    data.try_reserve_exact(bytes)
        .map_err(|cause| Error::too_large("memory", bytes, "what the system gives").caused_by(cause))?;
    data.resize(bytes, 0);
    Ok(data)
}

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

/// Gray samples, one a pixel, as opaque pixels.
pub(super) fn from_gray(gray: &[u8]) -> Vec<u8> {
    gray.iter().flat_map(|value| [*value, *value, *value, 255]).collect()
}

/// Red, green, blue as opaque pixels.
pub(super) fn from_rgb(rgb: &[u8]) -> Vec<u8> {
    let mut data = vec![255; rgb.len() / 3 * 4];
    for (pixel, rgb) in data.chunks_exact_mut(4).zip(rgb.chunks_exact(3)) {
        pixel[..3].copy_from_slice(rgb);
    }
    data
}
