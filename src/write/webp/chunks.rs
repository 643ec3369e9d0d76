//! What a WebP says besides its pixels (RFC 9649, section 2.7): a profile and EXIF, in chunks around the picture.
//!
//! In: a whole still WebP. Out: the same picture with those chunks, in the order that the standard asks for; the file
//! as it is where there is nothing to add. Refused: what is no WebP, or has become too large for its container.

use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::source::Bytes;

/// Flags of the extended header.
const PROFILE: u8 = 0x20;
const ALPHA: u8 = 0x10;
const EXIF: u8 = 0x08;

/// What is said besides the pixels.
pub(super) struct Metadata<'a> {
    /// Of the picture.
    pub(super) size: Size,
    /// Whether it has an alpha channel.
    pub(super) has_alpha: bool,
    /// An ICC profile.
    pub(super) profile: Option<&'a [u8]>,
    /// EXIF from its TIFF header on.
    pub(super) exif: Option<Bytes>,
}

/// The file with its metadata.
///
/// # Errors
/// [`Fault::Internal`](crate::Fault::Internal) when this is no WebP or more than 4 GiB.
pub(super) fn with_metadata(file: Vec<u8>, metadata: &Metadata<'_>) -> Result<Vec<u8>> {
    if metadata.profile.is_none() && metadata.exif.is_none() {
        return Ok(file);
    }
    let broken = || Error::internal("the WebP encoder made a file without a picture");
    let exif = metadata.exif.as_deref().unwrap_or_default();
    let extra = metadata.profile.map_or(0, <[u8]>::len) + exif.len() + 64;
    let mut whole = Vec::with_capacity(file.len() + extra);
    whole.extend_from_slice(b"RIFF\0\0\0\0WEBP");
    push(&mut whole, *b"VP8X", &header(metadata));
    if let Some(profile) = metadata.profile {
        push(&mut whole, *b"ICCP", profile);
    }
    let mut rest = file.get(12..).ok_or_else(broken)?;
    while let Some((head, body)) = rest.split_at_checked(8) {
        let (name, length) = head.split_at(4);
        let length = u32::from_le_bytes(length.try_into().map_err(|_| broken())?) as usize;
        let end = (length + length % 2).min(body.len());
        // Its own extended header is the one thing that is replaced.
        if name != b"VP8X" {
            whole.extend_from_slice(head);
            whole.extend_from_slice(&body[..end]);
        }
        rest = &body[end..];
    }
    if !exif.is_empty() {
        push(&mut whole, *b"EXIF", exif);
    }
    let length = u32::try_from(whole.len() - 8).map_err(|_| Error::internal("a WebP of more than 4 GiB"))?;
    whole[4..8].copy_from_slice(&length.to_le_bytes());
    Ok(whole)
}

fn header(metadata: &Metadata<'_>) -> [u8; 10] {
    let flag = |is_there: bool, flag: u8| if is_there { flag } else { 0 };
    let flags = flag(metadata.profile.is_some(), PROFILE)
        | flag(metadata.has_alpha, ALPHA)
        | flag(metadata.exif.is_some(), EXIF);
    let [w0, w1, w2, _] = (metadata.size.width - 1).to_le_bytes();
    let [h0, h1, h2, _] = (metadata.size.height - 1).to_le_bytes();
    [flags, 0, 0, 0, w0, w1, w2, h0, h1, h2]
}

/// A chunk: its name, its length, its body, padded to an even length.
fn push(file: &mut Vec<u8>, name: [u8; 4], body: &[u8]) {
    file.extend_from_slice(&name);
    file.extend_from_slice(&(body.len() as u32).to_le_bytes());
    file.extend_from_slice(body);
    if body.len() % 2 == 1 {
        file.push(0);
    }
}
