//! Decoded samples as every format hands them over.

use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::raster::byte_count;

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

/// Red, green, blue as opaque pixels.
pub(super) fn from_rgb(rgb: &[u8]) -> Vec<u8> {
    let mut data = vec![255; rgb.len() / 3 * 4];
    for (pixel, rgb) in data.chunks_exact_mut(4).zip(rgb.chunks_exact(3)) {
        pixel[..3].copy_from_slice(rgb);
    }
    data
}
