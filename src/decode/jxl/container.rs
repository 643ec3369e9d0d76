//! The container of JPEG XL (ISO/IEC 18181-2): boxes around a codestream. A bare codestream has none.

use super::super::reader::{be32, truncated};
use crate::error::{Error, Result};
use std::borrow::Cow;

/// What is wanted of a file.
pub(super) struct File<'a> {
    /// The codestream, its parts put together.
    pub(super) codestream: Cow<'a, [u8]>,
    /// EXIF from its TIFF header on; not where it is compressed.
    pub(super) exif: Option<&'a [u8]>,
}

/// Finds the codestream. All that is put together is a part of the file: nothing can grow.
pub(super) fn read(bytes: &[u8]) -> Result<File<'_>> {
    if bytes.starts_with(&[0xFF, 0x0A]) {
        return Ok(File { codestream: bytes.into(), exif: None });
    }
    let (mut whole, mut parts, mut exif) = (None, Vec::new(), None);
    let mut rest = bytes;
    while !rest.is_empty() {
        let (name, body, after) = next(rest).ok_or_else(|| truncated("JPEG XL"))?;
        match name {
            b"jxlc" => whole = whole.or(Some(body)),
            // A number, whose highest bit marks the last part. They stand in order.
            b"jxlp" => parts.extend_from_slice(body.get(4..).ok_or_else(|| truncated("JPEG XL"))?),
            // Four bytes say where the TIFF header begins after them.
            b"Exif" => {
                let at = be32(body, 0).map_or(usize::MAX, |offset| offset as usize);
                exif = exif.or_else(|| body.get(at.saturating_add(4)..));
            }
            _ => {}
        }
        rest = after;
    }
    let codestream = match whole {
        Some(whole) => Cow::Borrowed(whole),
        None if !parts.is_empty() => Cow::Owned(parts),
        None => return Err(Error::input("the JPEG XL is damaged: it has no codestream")),
    };
    Ok(File { codestream, exif })
}

/// The first box: its name, its body, and what follows. `None` when it ends beyond the file.
fn next(bytes: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let name: &[u8; 4] = bytes.get(4..)?.first_chunk()?;
    let (head, length) = match be32(bytes, 0)? {
        0 => (8, bytes.len() as u64),
        1 => (16, u64::from_be_bytes(*bytes.get(8..)?.first_chunk()?)),
        length => (8, u64::from(length)),
    };
    let length = usize::try_from(length).ok().filter(|length| *length >= head && *length <= bytes.len())?;
    let (this, after) = bytes.split_at(length);
    Some((name, this.get(head..)?, after))
}
