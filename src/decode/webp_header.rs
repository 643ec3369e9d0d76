//! The chunks of a WebP (RFC 9649), walked without decoding anything.
//!
//! The library allocates by the size in the frame it meets; here every size that it will meet first is compared with
//! the canvas, which has passed the limits.

use super::reader::{le32, truncated};
use crate::error::{Error, Result};

/// What the chunks say.
#[derive(Debug, Default)]
pub(super) struct Chunks<'a> {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) has_alpha: bool,
    /// Whether alpha is announced that a lossy picture does not have.
    pub(super) lacks_alpha: bool,
    /// 0 for a still picture.
    pub(super) frames: u64,
    pub(super) profile: Option<&'a [u8]>,
    pub(super) exif: Option<&'a [u8]>,
    /// Whether all bytes that the container announces are there.
    pub(super) is_complete: bool,
}

/// Reads all chunks, the frames of an animation up to `maximum` + 1.
pub(super) fn read(bytes: &[u8], maximum: u64) -> Result<Chunks<'_>> {
    let announced = u64::from(le32(bytes, 4).ok_or_else(|| truncated("WebP"))?) + 8;
    let mut chunks = Chunks { is_complete: bytes.len() as u64 >= announced, ..Chunks::default() };
    let (kind, body) = chunk(bytes, 12).ok_or_else(|| truncated("WebP"))?;
    match kind {
        b"VP8X" => chunks.read_extended(bytes, body, maximum)?,
        b"VP8 " | b"VP8L" => {
            let frame = frame_size(kind, body)?;
            (chunks.width, chunks.height) = (frame.width, frame.height);
            chunks.has_alpha = frame.has_alpha;
        }
        _ => return Err(Error::input("the WebP is damaged: it does not begin with a picture")),
    }
    Ok(chunks)
}

impl<'a> Chunks<'a> {
    fn read_extended(&mut self, bytes: &'a [u8], body: &[u8], maximum: u64) -> Result<()> {
        let [flags, _, _, _, w0, w1, w2, h0, h1, h2, ..] = *body else { return Err(truncated("WebP")) };
        self.width = u32::from_le_bytes([w0, w1, w2, 0]) + 1;
        self.height = u32::from_le_bytes([h0, h1, h2, 0]) + 1;
        self.has_alpha = flags & 0x10 != 0;
        let mut at = 12;
        let (mut has_picture, mut has_plane) = (false, false);
        while let Some((kind, body)) = chunk(bytes, at) {
            at = next(bytes, at);
            match kind {
                b"ICCP" => self.profile = self.profile.or(Some(body)),
                b"EXIF" => self.exif = self.exif.or(Some(body)),
                b"ALPH" => has_plane = true,
                b"VP8 " | b"VP8L" if !has_picture => {
                    has_picture = true;
                    self.lacks_alpha = self.has_alpha && !has_plane && kind == b"VP8 ";
                    self.has_alpha &= !self.lacks_alpha;
                    must_measure(&frame_size(kind, body)?, self.width, self.height)?;
                }
                b"ANMF" => {
                    self.frames += 1;
                    if self.frames > maximum {
                        break;
                    }
                    self.check_frame(body)?;
                }
                _ => {}
            }
        }
        match has_picture || self.frames > 0 {
            true => Ok(()),
            false => Err(truncated("WebP")),
        }
    }

    /// A frame of an animation: its place must lie on the canvas, and its picture must have its size.
    fn check_frame(&self, body: &[u8]) -> Result<()> {
        let [x0, x1, x2, y0, y1, y2, w0, w1, w2, h0, h1, h2, ..] = *body else { return Err(truncated("WebP")) };
        let number = |a, b, c| u32::from_le_bytes([a, b, c, 0]);
        let (width, height) = (number(w0, w1, w2) + 1, number(h0, h1, h2) + 1);
        if number(x0, x1, x2) * 2 + width > self.width || number(y0, y1, y2) * 2 + height > self.height {
            return Err(Error::input("the WebP is damaged: a frame lies outside its canvas"));
        }
        let mut at = 16;
        while let Some((kind, part)) = chunk(body, at) {
            if matches!(kind, b"VP8 " | b"VP8L") {
                return must_measure(&frame_size(kind, part)?, width, height);
            }
            at = next(body, at);
        }
        Err(truncated("WebP"))
    }
}

/// A frame must have the size that its container announces.
fn must_measure(frame: &Frame, width: u32, height: u32) -> Result<()> {
    match (frame.width, frame.height) == (width, height) {
        true => Ok(()),
        false => Err(Error::input(format!(
            "the WebP is damaged: a frame of {}x{} px where {width}x{height} px are announced",
            frame.width, frame.height
        ))),
    }
}

/// The chunk at `at`: its name and as much of its body as is there.
fn chunk(bytes: &[u8], at: usize) -> Option<(&[u8; 4], &[u8])> {
    let kind = bytes.get(at..)?.first_chunk()?;
    let length = le32(bytes, at + 4)? as usize;
    let rest = bytes.get(at + 8..)?;
    Some((kind, &rest[..length.min(rest.len())]))
}

/// Where the chunk behind the one at `at` begins: bodies are padded to even lengths.
fn next(bytes: &[u8], at: usize) -> usize {
    let length = le32(bytes, at + 4).map_or(usize::MAX, |length| length as usize);
    at.saturating_add(8).saturating_add(length).saturating_add(length & 1)
}

struct Frame {
    width: u32,
    height: u32,
    has_alpha: bool,
}

/// The size in the header of a lossy (RFC 6386, section 9.1) or lossless (RFC 9649, section 3.4) frame.
fn frame_size(kind: &[u8; 4], body: &[u8]) -> Result<Frame> {
    let frame = match (kind, body) {
        (b"VP8 ", [_, _, _, 0x9D, 0x01, 0x2A, w0, w1, h0, h1, ..]) => {
            // The two highest bits are a scale for display, which nobody applies.
            let side = |low: u8, high: u8| u32::from(u16::from_le_bytes([low, high]) & 0x3FFF);
            Frame { width: side(*w0, *w1), height: side(*h0, *h1), has_alpha: false }
        }
        (b"VP8L", [0x2F, ..]) => {
            let bits = le32(body, 1).ok_or_else(|| truncated("WebP"))?;
            Frame { width: (bits & 0x3FFF) + 1, height: (bits >> 14 & 0x3FFF) + 1, has_alpha: bits >> 28 & 1 == 1 }
        }
        (_, body) if body.len() < 10 => return Err(truncated("WebP")),
        _ => return Err(Error::input("the WebP is damaged: a frame has no valid header")),
    };
    Ok(frame)
}
