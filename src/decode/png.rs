//! PNG and APNG (its default image): all depths, palettes, transparency and interlacing.
//!
//! 16-bit samples are rounded to 8. Gamma chunks are ignored, as browsers do for untagged pictures of the same origin.

use super::color::high_to_8;
use super::exif;
use super::header::Header;
use super::pixels::{Kind, Pixels, allocate};
use super::reader::{Timed, be32, damaged, truncated};
use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::limits::{Deadline, Limits};
use crate::picture::{ColorModel, Picture, PictureFormat};
use crate::raster::byte_count;
use crate::source::Bytes;
use png::{BitDepth, ColorType, DecodeOptions, Decoder, DecodingError, Reader, Transformations};

/// Memory that the library may take beside metadata: its fixed buffers, and a few rows of up to 8 bytes a pixel.
const WORKING_BYTES: u64 = 1 << 20;
const WORKING_BYTES_PER_COLUMN: u64 = 4 * 8;

/// Chunks that are walked: enough for any real file; a hostile one of 64 MiB can hold five million empty ones.
const MAX_CHUNKS: usize = 1_000_000;

/// Rows between two looks at the clock.
const ROWS: usize = 64;

pub(super) fn probe(bytes: &Bytes, limits: &Limits) -> Result<Picture> {
    // The header chunk is first and of fixed length (PNG 3, section 11.2.1): its size is judged before the library runs.
    let (width, height) = be32(bytes, 16).zip(be32(bytes, 20)).ok_or_else(|| truncated("PNG"))?;
    if bytes.get(12..16) != Some(b"IHDR") {
        return Err(Error::input("the PNG is damaged: its header chunk is missing"));
    }
    limits.check_source(u64::from(width), u64::from(height))?;
    let chunks = walk(bytes);
    let reader = open(bytes, limits, &Deadline::NEVER, true)?;
    let info = reader.info();
    let mut header = Header::new(PictureFormat::Png, info.width, info.height);
    let (color, depth) = (info.color_type, info.bit_depth);
    header.depth = depth as u8;
    header.has_alpha = matches!(color, ColorType::GrayscaleAlpha | ColorType::Rgba) || info.trns.is_some();
    if matches!(color, ColorType::Grayscale | ColorType::GrayscaleAlpha) {
        header.model = ColorModel::Gray;
    }
    header.frames = info.animation_control.map_or(1, |control| u64::from(control.num_frames));
    header.dpi = info
        .pixel_dims
        .filter(|dims| dims.unit == png::Unit::Meter)
        .and_then(|dims| exif::sane_dpi((f64::from(dims.xppu) * 0.0254 * 100.0).round() / 100.0));
    let exif = chunks.exif.filter(|exif| exif.len() as u64 <= limits.metadata_bytes);
    header.exif = exif.map(exif::read).unwrap_or_default();
    header.profile = info.icc_profile.as_deref().map(<[u8]>::to_vec);
    if chunks.has_profile && header.profile.is_none() {
        header.remarks.push("the ICC profile is broken or over the limit metadata_bytes: ignored".to_owned());
    }
    header.into_picture(bytes, limits)
}

/// What the library does not say, found by hopping from chunk to chunk.
#[derive(Default)]
struct Chunks<'a> {
    /// EXIF may stand behind the picture, where the library has not read yet.
    exif: Option<&'a [u8]>,
    has_profile: bool,
    is_complete: bool,
}

fn walk(bytes: &[u8]) -> Chunks<'_> {
    let mut found = Chunks::default();
    let mut at = 8;
    for _ in 0..MAX_CHUNKS {
        let Some(length) = be32(bytes, at) else { break };
        let body = at + 8;
        let end = body.saturating_add(length as usize);
        let Some(data) = bytes.get(body..end) else { break };
        match bytes.get(at + 4..body) {
            Some(b"eXIf") => found.exif = found.exif.or(Some(data)),
            Some(b"iCCP") => found.has_profile = true,
            Some(b"IEND") => {
                found.is_complete = bytes.len() >= end + 4;
                break;
            }
            _ => {}
        }
        at = end + 4;
    }
    found
}

fn open<'a>(bytes: &'a [u8], limits: &Limits, deadline: &'a Deadline, profile: bool) -> Result<Reader<Timed<'a>>> {
    let rows = u64::from(be32(bytes, 16).unwrap_or(0)) * WORKING_BYTES_PER_COLUMN;
    let memory = limits.metadata_bytes.saturating_add(WORKING_BYTES + rows);
    let limit = png::Limits { bytes: usize::try_from(memory).unwrap_or(usize::MAX) };
    let mut options = DecodeOptions::default();
    options.set_ignore_adler32(false);
    options.set_ignore_text_chunk(true);
    options.set_ignore_iccp_chunk(!profile);
    let mut decoder = Decoder::new_with_options(Timed::new(bytes, deadline), options);
    decoder.set_limits(limit);
    decoder.set_transformations(Transformations::EXPAND);
    decoder.read_info().map_err(|cause| match cause {
        DecodingError::LimitsExceeded => {
            let maximum = limits.metadata_bytes;
            Error::too_large("metadata_bytes", format!("above {maximum}"), maximum).caused_by(cause)
        }
        cause => refused(cause),
    })
}

fn refused(cause: DecodingError) -> Error {
    match cause {
        DecodingError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => truncated("PNG"),
        cause => damaged("PNG", &cause),
    }
}

pub(super) fn decode(picture: &Picture, limits: &Limits, deadline: &Deadline) -> Result<Pixels> {
    let bytes = &picture.bytes;
    if !walk(bytes).is_complete {
        return Err(truncated("PNG"));
    }
    let mut reader = open(bytes, limits, deadline, false)?;
    let size = Size::new(reader.info().width, reader.info().height);
    let (color, depth) = reader.output_color_type();
    let kind = if picture.has_alpha { Kind::Straight } else { Kind::Opaque };
    let mut data = allocate(size)?;
    // The frames behind the first of an animation are not to be read: `finish` would.
    if reader.info().interlaced || reader.info().animation_control.is_some() {
        let length = reader.output_buffer_size().ok_or_else(|| Error::internal("a frame beyond memory"))?;
        if (color, depth) == (ColorType::Rgba, BitDepth::Eight) {
            reader.next_frame(&mut data).map_err(refused)?;
            return Ok(Pixels { size, data, kind });
        }
        let mut frame = allocate_bytes(length, size)?;
        reader.next_frame(&mut frame).map_err(refused)?;
        widen(&frame, &mut data, color, depth)?;
        return Ok(Pixels { size, data, kind });
    }
    let is_direct = (color, depth) == (ColorType::Rgba, BitDepth::Eight);
    for (y, target) in data.chunks_exact_mut(size.width as usize * 4).enumerate() {
        if y % ROWS == 0 {
            deadline.check()?;
        }
        if is_direct {
            reader.read_row(target).map_err(refused)?;
        } else {
            let row = reader.next_row().map_err(refused)?.ok_or_else(|| truncated("PNG"))?;
            widen(row.data(), target, color, depth)?;
        }
    }
    // What is left: the check sums of the last chunk and of the whole stream.
    reader.finish().map_err(refused)?;
    Ok(Pixels { size, data, kind })
}

/// A frame of the file's own depth: at most twice as many bytes as the finished one.
fn allocate_bytes(length: usize, size: Size) -> Result<Vec<u8>> {
    match length <= byte_count(size).saturating_mul(2) {
        true => Ok(vec![0; length]),
        false => Err(Error::internal("a frame of more than eight bytes a pixel")),
    }
}

/// Samples as the library gives them (8 or 16 bits, palettes already looked up) to RGBA.
fn widen(from: &[u8], to: &mut [u8], color: ColorType, depth: BitDepth) -> Result<()> {
    let pixels = to.as_chunks_mut::<4>().0;
    let wide = |at: &[u8; 2]| high_to_8(u16::from_be_bytes(*at));
    match (color, depth) {
        (ColorType::Grayscale, BitDepth::Eight) => {
            pixels.iter_mut().zip(from).for_each(|(to, v)| *to = [*v, *v, *v, 255]);
        }
        (ColorType::GrayscaleAlpha, BitDepth::Eight) => {
            pixels.iter_mut().zip(from.as_chunks().0).for_each(|(to, [v, a])| *to = [*v, *v, *v, *a]);
        }
        (ColorType::Rgb, BitDepth::Eight) => {
            pixels.iter_mut().zip(from.as_chunks().0).for_each(|(to, [r, g, b])| *to = [*r, *g, *b, 255]);
        }
        (ColorType::Rgba, BitDepth::Eight) => to.copy_from_slice(from),
        (ColorType::Grayscale, BitDepth::Sixteen) => {
            pixels.iter_mut().zip(from.as_chunks().0).for_each(|(to, v)| *to = [wide(v), wide(v), wide(v), 255]);
        }
        (ColorType::GrayscaleAlpha, BitDepth::Sixteen) => {
            for (to, [v, a]) in pixels.iter_mut().zip(from.as_chunks().0.as_chunks().0) {
                *to = [wide(v), wide(v), wide(v), wide(a)];
            }
        }
        (ColorType::Rgb, BitDepth::Sixteen) => {
            for (to, [r, g, b]) in pixels.iter_mut().zip(from.as_chunks().0.as_chunks().0) {
                *to = [wide(r), wide(g), wide(b), 255];
            }
        }
        (ColorType::Rgba, BitDepth::Sixteen) => {
            for (to, [r, g, b, a]) in pixels.iter_mut().zip(from.as_chunks().0.as_chunks().0) {
                *to = [wide(r), wide(g), wide(b), wide(a)];
            }
        }
        (color, depth) => return Err(Error::internal(format!("{color:?} of {depth:?} bits was to be expanded"))),
    }
    Ok(())
}

#[cfg(test)]
mod tests;
