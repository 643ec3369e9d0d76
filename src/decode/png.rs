//! PNG and APNG (its default image): all depths, palettes, transparency and interlacing.
//!
//! 16-bit samples stay 16-bit. Gamma chunks are ignored, as browsers do for untagged pictures of the same origin.

mod lines;
mod transparency;
mod unfilter;
mod unpack;
mod wave;

use super::carried::Way;
use super::exif;
use super::header::{Header, stored_size};
use super::pixels::{Kind, Pixels, Sample, Stored, allocate};
use super::reader::{Timed, be32, damaged, truncated};
use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::limits::{Deadline, Limits};
use crate::picture::{ColorModel, Picture, PictureFormat};
use crate::source::{Content, unreadable};
use png::{BitDepth, ColorType, DecodeOptions, Decoder, DecodingError, Reader, Transformations};
use unpack::Lines;

/// Memory that the library may take beside metadata: its fixed buffers, and a few rows of up to 8 bytes a pixel.
pub(super) const WORKING_BYTES: u64 = 1 << 20;
const WORKING_BYTES_PER_COLUMN: u64 = 4 * 8;

/// Chunks that are walked: enough for any real file; a hostile one of 64 MiB can hold five million empty ones.
const MAX_CHUNKS: usize = 1_000_000;

/// Bytes of an open file that are read together while chunks are walked: many small ones take few reads.
const LOOK: usize = 4 << 10;

/// Rows between two looks at the clock.
const ROWS: usize = 64;

/// Signature and header chunk, which is first and of fixed length (PNG 3, section 11.2.1).
const HEAD: usize = 33;

/// The bytes of the header chunk that say what follows: bit depth, colour type, and whether it is interlaced.
fn head(content: &Content) -> Result<[u8; HEAD]> {
    content.part(0, HEAD)?.first_chunk().copied().ok_or_else(|| truncated("PNG"))
}

pub(super) fn probe(content: &Content, limits: &Limits) -> Result<Picture> {
    let head = head(content)?;
    if head.get(12..16) != Some(b"IHDR") {
        return Err(Error::input("the PNG is damaged: its header chunk is missing"));
    }
    // The size is judged before the library runs.
    let (width, height) = be32(&head, 16).zip(be32(&head, 20)).ok_or_else(|| truncated("PNG"))?;
    limits.check_source(u64::from(width), u64::from(height))?;
    let chunks = walk(content)?;
    let patched = transparency::patched(content, &head, chunks.transparency)?;
    let content = patched.as_ref().unwrap_or(content);
    let reader = open(content, limits, &Deadline::NEVER, true)?;
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
    if let Some((at, length)) = chunks.exif.filter(|(_, length)| *length as u64 <= limits.metadata_bytes) {
        header.exif = exif::read(&content.part(at, length)?);
    }
    header.profile = info.icc_profile.as_deref().map(<[u8]>::to_vec);
    if chunks.has_profile && header.profile.is_none() {
        header.remarks.push("the ICC profile is broken or over the limit metadata_bytes: ignored".to_owned());
    }
    // 1 and 13 are sRGB.
    if let Some((primaries, transfer)) = chunks.code_points.filter(|points| *points != (1, 13)) {
        let instead = if header.profile.is_some() { "its ICC profile" } else { "sRGB" };
        header.remarks.push(format!(
            "the PNG says its colours by code points (cICP: primaries {primaries}, transfer {transfer}), which are not \
             applied: taken as {instead}"
        ));
    }
    header.into_picture(content, limits)
}

/// What the library does not say, found by hopping from chunk to chunk.
#[derive(Default)]
struct Chunks {
    /// Where EXIF begins, and how long it is. It may stand behind the picture, where the library has not read yet.
    exif: Option<(u64, usize)>,
    has_profile: bool,
    /// Where a colour that is clear, or alpha in a palette, stands.
    transparency: Option<u64>,
    /// Colour primaries and transfer characteristics (ITU-T H.273), where they are said in place of a profile.
    code_points: Option<(u8, u8)>,
    /// Bytes of the longest one that is no part of the picture.
    longest: usize,
    is_complete: bool,
}

fn walk(content: &Content) -> Result<Chunks> {
    let mut found = Chunks::default();
    let mut at = 8;
    let (mut begin, mut look) = (0, content.part(0, LOOK)?);
    for _ in 0..MAX_CHUNKS {
        // Length and name; the data behind them; a check sum.
        let name_of = |look: &[u8], begin: u64| look.get((at - begin) as usize..)?.first_chunk::<8>().copied();
        if name_of(&look, begin).is_none() {
            (begin, look) = (at, content.part(at, LOOK)?);
        }
        let Some(start) = name_of(&look, begin) else { break };
        let [l3, l2, l1, l0, name @ ..] = start;
        let length = u32::from_be_bytes([l3, l2, l1, l0]);
        let end = at + 8 + u64::from(length);
        if end > content.len() {
            break;
        }
        match &name {
            b"eXIf" => found.exif = found.exif.or(Some((at + 8, length as usize))),
            b"iCCP" => found.has_profile = true,
            b"tRNS" => found.transparency = found.transparency.or(Some(at + 8)),
            b"cICP" => {
                let points = content.part(at + 8, 2)?;
                found.code_points = points.first_chunk().map(|[primaries, transfer]| (*primaries, *transfer));
            }
            b"IDAT" => {
                at = end + 4;
                continue;
            }
            b"IEND" => {
                found.is_complete = content.len() >= end + 4;
                break;
            }
            _ => {}
        }
        found.longest = found.longest.max(length as usize);
        at = end + 4;
    }
    Ok(found)
}

fn open<'a>(content: &'a Content, limits: &Limits, deadline: &'a Deadline, profile: bool) -> Result<Reader<Timed<'a>>> {
    let rows = u64::from(be32(&head(content)?, 16).unwrap_or(0)) * WORKING_BYTES_PER_COLUMN;
    let memory = limits.metadata_bytes.saturating_add(WORKING_BYTES + rows);
    let limit = png::Limits { bytes: usize::try_from(memory).unwrap_or(usize::MAX) };
    let mut decoder = Decoder::new_with_options(Timed::of(content, deadline), options(profile));
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

fn options(profile: bool) -> DecodeOptions {
    let mut options = DecodeOptions::default();
    options.set_ignore_adler32(false);
    options.set_ignore_text_chunk(true);
    options.set_ignore_iccp_chunk(!profile);
    options
}

fn refused(cause: DecodingError) -> Error {
    match cause {
        DecodingError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => truncated("PNG"),
        DecodingError::IoError(error) => unreadable(error),
        cause => damaged("PNG", &cause),
    }
}

pub(super) fn decode(picture: &Picture, limits: &Limits, deadline: &Deadline) -> Result<Stored> {
    let reader = begin(picture, limits, deadline)?;
    match reader.output_color_type().1 {
        BitDepth::Sixteen => read::<u16, 2>(reader, kind(picture), deadline).map(Stored::from),
        _ => read::<u8, 1>(reader, kind(picture), deadline).map(Stored::from),
    }
}

/// Whether rows come one after the other, ready and of 8 bits: not of an interlaced picture or of an animation.
pub(super) fn comes_in_rows(picture: &Picture) -> bool {
    has_rows(picture) && picture.depth <= 8
}

/// Whether rows come one after the other.
pub(super) fn has_rows(picture: &Picture) -> bool {
    // Byte 28: no interlacing.
    picture.frames == 1 && head(&picture.content).is_ok_and(|head| head.get(28) == Some(&0))
}

/// Hands rows on as they come, for which [`comes_in_rows`] must hold: as filtered lines where that can be, else, or
/// after a doubt, as the library's reader gives them. What comes back whole makes the rows that were handed on void.
pub(super) fn rows(picture: &Picture, limits: &Limits, way: &mut Way<'_>) -> Result<Option<Stored>> {
    if let Some(color) = color_of_lines(picture)? {
        let size = stored_size(picture);
        let lines_of = (size.width as usize * color.samples() + 1, size.height as usize);
        let colored = way.colored(kind(picture))?;
        way.carry.begin(Box::new(move |taker| {
            taker.begin(size)?;
            Ok(Box::new(Lines::new(size.width, color, colored)))
        }))?;
        let is_done = lines::lines(&picture.content, lines_of, way.deadline, |line| {
            way.carry.carry(line.len(), &mut |target| {
                target.copy_from_slice(line);
                Ok(())
            })
        })?;
        if is_done {
            return way.carry.send().map(|()| None);
        }
    }
    let mut reader = begin(picture, limits, way.deadline)?;
    let (color, depth) = reader.output_color_type();
    if depth != BitDepth::Eight || reader.info().interlaced || reader.info().animation_control.is_some() {
        return decode(picture, limits, way.deadline).map(Some);
    }
    let size = Size::new(reader.info().width, reader.info().height);
    way.begin(size, kind(picture))?;
    for _ in 0..size.height {
        way.carry.carry(size.width as usize * 4, &mut |target| read_row::<u8, 1>(&mut reader, target, color))?;
    }
    reader.finish().map_err(refused)?;
    way.carry.send()?;
    Ok(None)
}

/// What the samples of a picture are whose lines can be taken as they are stored: whole bytes, without palette and
/// clear colour. Chunks beside them must not be so long that a limit would have to be held against them.
fn color_of_lines(picture: &Picture) -> Result<Option<ColorType>> {
    let chunks = walk(&picture.content)?;
    let is_plain = chunks.is_complete && chunks.transparency.is_none() && chunks.longest as u64 <= WORKING_BYTES;
    // Bit depth and colour type.
    Ok(match head(&picture.content)?.get(24..26) {
        Some([8, color]) if is_plain => ColorType::from_u8(*color).filter(|color| *color != ColorType::Indexed),
        _ => None,
    })
}

fn begin<'a>(picture: &'a Picture, limits: &Limits, deadline: &'a Deadline) -> Result<Reader<Timed<'a>>> {
    if !walk(&picture.content)?.is_complete {
        return Err(truncated("PNG"));
    }
    open(&picture.content, limits, deadline, false)
}

fn kind(picture: &Picture) -> Kind {
    if picture.has_alpha { Kind::Straight } else { Kind::Opaque }
}

/// All rows, as samples of `BYTES` bytes.
fn read<S: Sample + FromBytes<BYTES>, const BYTES: usize>(
    mut reader: Reader<Timed<'_>>,
    kind: Kind,
    deadline: &Deadline,
) -> Result<Pixels<S>> {
    let size = Size::new(reader.info().width, reader.info().height);
    let color = reader.output_color_type().0;
    let mut data = allocate(size)?;
    // The frames behind the first of an animation are not to be read: `finish` would.
    if reader.info().interlaced || reader.info().animation_control.is_some() {
        let length = reader.output_buffer_size().ok_or_else(|| Error::internal("a frame beyond memory"))?;
        if let Some(bytes) = S::as_bytes(&mut data).filter(|_| color == ColorType::Rgba) {
            reader.next_frame(bytes).map_err(refused)?;
            return Ok(Pixels { size, data, kind, alpha: None });
        }
        let mut frame = allocate_bytes(length, size, BYTES)?;
        reader.next_frame(&mut frame).map_err(refused)?;
        widen(&frame, &mut data, color)?;
        return Ok(Pixels { size, data, kind, alpha: None });
    }
    for (y, target) in data.chunks_exact_mut(size.width as usize * 4).enumerate() {
        if y % ROWS == 0 {
            deadline.check()?;
        }
        read_row(&mut reader, target, color)?;
    }
    // What is left: the check sums of the last chunk and of the whole stream.
    reader.finish().map_err(refused)?;
    Ok(Pixels { size, data, kind, alpha: None })
}

/// The next row, as RGBA.
fn read_row<S: Sample + FromBytes<BYTES>, const BYTES: usize>(
    reader: &mut Reader<Timed<'_>>,
    target: &mut [S],
    color: ColorType,
) -> Result<()> {
    if let Some(bytes) = S::as_bytes(target).filter(|_| color == ColorType::Rgba) {
        return reader.read_row(bytes).map(drop).map_err(refused);
    }
    let row = reader.next_row().map_err(refused)?.ok_or_else(|| truncated("PNG"))?;
    widen(row.data(), target, color)
}

/// A frame of samples of some bytes, at most four a pixel.
fn allocate_bytes(length: usize, size: Size, bytes: usize) -> Result<Vec<u8>> {
    match length as u64 <= (size.pixels() * 4).saturating_mul(bytes as u64) {
        true => Ok(vec![0; length]),
        false => Err(Error::internal("a frame of more than four samples a pixel")),
    }
}

/// A sample out of the bytes that the library hands over, the high one first.
trait FromBytes<const BYTES: usize>: Sized {
    fn from_bytes(bytes: [u8; BYTES]) -> Self;

    /// The samples as the bytes that the library writes, where they are the same.
    fn as_bytes(samples: &mut [Self]) -> Option<&mut [u8]>;
}

impl FromBytes<1> for u8 {
    fn from_bytes([byte]: [u8; 1]) -> Self {
        byte
    }

    fn as_bytes(samples: &mut [Self]) -> Option<&mut [u8]> {
        Some(samples)
    }
}

impl FromBytes<2> for u16 {
    fn from_bytes(bytes: [u8; 2]) -> Self {
        Self::from_be_bytes(bytes)
    }

    fn as_bytes(_: &mut [Self]) -> Option<&mut [u8]> {
        None
    }
}

/// Samples as the library gives them (palettes already looked up) to RGBA.
fn widen<S: Sample + FromBytes<BYTES>, const BYTES: usize>(from: &[u8], to: &mut [S], color: ColorType) -> Result<()> {
    let pixels = to.as_chunks_mut::<4>().0;
    let samples = from.as_chunks::<BYTES>().0;
    let sample = |bytes: &[u8; BYTES]| S::from_bytes(*bytes);
    match color {
        ColorType::Grayscale => {
            for (to, v) in pixels.iter_mut().zip(samples) {
                *to = [sample(v), sample(v), sample(v), S::FULL];
            }
        }
        ColorType::GrayscaleAlpha => {
            for (to, [v, a]) in pixels.iter_mut().zip(samples.as_chunks().0) {
                *to = [sample(v), sample(v), sample(v), sample(a)];
            }
        }
        ColorType::Rgb => {
            for (to, [r, g, b]) in pixels.iter_mut().zip(samples.as_chunks().0) {
                *to = [sample(r), sample(g), sample(b), S::FULL];
            }
        }
        ColorType::Rgba => {
            for (to, [r, g, b, a]) in pixels.iter_mut().zip(samples.as_chunks().0) {
                *to = [sample(r), sample(g), sample(b), sample(a)];
            }
        }
        ColorType::Indexed => return Err(Error::internal("a palette was to be expanded")),
    }
    Ok(())
}

#[cfg(test)]
mod tests;
