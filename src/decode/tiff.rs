//! TIFF: the first picture of the file, in strips or tiles, chunky or planar.
//!
//! Gray, inverted gray and palettes of 1 to 16 bits, 24 and 32; RGB, CMYK and full-size YCbCr; floating samples 0 to 1;
//! associated and unassociated alpha. More than 8 bits stay 16. Not read: Lab, subsampled YCbCr that is not JPEG,
//! signed samples.

use super::color::high_to_8;
use super::exif::{Facts, to_dpi};
use super::header::{Header, stored_size};
use super::jpeg_header;
use super::pixels::{Pixels, Sample, Stored, allocate};
use super::reader::{Timed, damaged, truncated};
use super::tiff_patch::{Change, Layout, Patched};
use super::tiff_samples::{self, Meaning, Packing};
use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::limits::{Deadline, Limits};
use crate::picture::{ColorModel, Orientation, Picture, PictureFormat};
use crate::source::Bytes;
use tiff::TiffError;
use tiff::decoder::ifd::Value;
use tiff::decoder::{ChunkType, Decoder};
use tiff::tags::Tag;

/// The value of tag Compression for JPEG streams in strips and tiles (TIFF technical note 2).
const JPEG: u32 = 7;

/// What the tags of the first directory say about the samples.
struct Facets {
    meaning: Meaning,
    packing: Packing,
    samples: usize,
    /// Where alpha stands among the samples, and whether it is multiplied in.
    alpha: Option<(usize, bool)>,
    is_planar: bool,
    compression: u32,
}

fn open<'a>(bytes: &'a [u8], deadline: &'a Deadline, changes: &[Change]) -> Result<Decoder<Patched<'a>>> {
    // Nothing that is stored is longer than the file; what is unpacked is bounded by the buffers given for it.
    let mut bounds = tiff::decoder::Limits::default();
    bounds.ifd_value_size = bytes.len();
    bounds.intermediate_buffer_size = bytes.len();
    Ok(Decoder::new(Patched::new(bytes, deadline, changes)).map_err(refused)?.with_limits(bounds))
}

fn refused(cause: TiffError) -> Error {
    match cause {
        TiffError::UnsupportedError(what) => Error::unsupported(format!("this TIFF cannot be read: {what}")),
        TiffError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => truncated("TIFF"),
        TiffError::LimitsExceeded => Error::input("the TIFF is damaged: it announces more than the file holds"),
        cause => damaged("TIFF", &cause),
    }
}

type Tags<'a> = Decoder<Patched<'a>>;

fn number(tags: &mut Tags<'_>, tag: Tag, default: u32) -> Result<u32> {
    Ok(tags.find_tag_unsigned::<u32>(tag).map_err(refused)?.unwrap_or(default))
}

/// The first of the values of a tag: all samples of a picture that is read here have the same depth and format.
fn first_of(tags: &mut Tags<'_>, tag: Tag, default: u32) -> Result<u32> {
    let values = tags.find_tag_unsigned_vec::<u32>(tag).map_err(refused)?;
    Ok(values.and_then(|values| values.first().copied()).unwrap_or(default))
}

pub(super) fn probe(bytes: &Bytes, limits: &Limits) -> Result<Picture> {
    let mut tags = open(bytes, &Deadline::NEVER, &[])?;
    let (width, height) = tags.dimensions().map_err(refused)?;
    limits.check_source(u64::from(width), u64::from(height))?;
    let facets = facets(&mut tags, bytes)?;
    let mut header = Header::new(PictureFormat::Tiff, width, height);
    header.depth = u8::try_from(facets.packing.bits).unwrap_or(u8::MAX);
    header.has_alpha = facets.alpha.is_some();
    header.model = match facets.meaning {
        Meaning::Gray | Meaning::InvertedGray => ColorModel::Gray,
        Meaning::Rgb | Meaning::YCbCr | Meaning::Palette(_) => ColorModel::Rgb,
        Meaning::Cmyk => ColorModel::Cmyk,
    };
    header.exif = Facts {
        orientation: Orientation::from_exif(number(&mut tags, Tag::Orientation, 1)?),
        dpi: resolution(&mut tags).and_then(|value| {
            let unit = number(&mut tags, Tag::ResolutionUnit, 2).ok()?;
            to_dpi(value, unit)
        }),
    };
    header.profile = tags.get_tag_u8_vec(Tag::IccProfile).ok();
    if tags.more_images() {
        header.remarks.push("the TIFF has more pages: only the first is read".to_owned());
    }
    header.into_picture(&bytes.into(), limits)
}

/// Tag XResolution, a fraction; some writers put a plain number there.
fn resolution(tags: &mut Tags<'_>) -> Option<f64> {
    Some(match tags.find_tag(Tag::XResolution).ok()?? {
        Value::Rational(above, below) => f64::from(above) / f64::from(below),
        Value::Float(value) => f64::from(value),
        Value::Double(value) => value,
        other => f64::from(other.into_u32().ok()?),
    })
}

fn facets(tags: &mut Tags<'_>, bytes: &[u8]) -> Result<Facets> {
    let unsupported = |what: &str| Err(Error::unsupported(format!("TIFFs with {what} cannot be read")));
    let bits = first_of(tags, Tag::BitsPerSample, 1)?;
    let format = first_of(tags, Tag::SampleFormat, 1)?;
    let samples = number(tags, Tag::SamplesPerPixel, 1)? as usize;
    let compression = number(tags, Tag::Compression, 1)?;
    // Tag PhotometricInterpretation; a missing one is an error of the library before.
    let meaning = match number(tags, Tag::PhotometricInterpretation, 1)? {
        0 => Meaning::InvertedGray,
        1 => Meaning::Gray,
        2 => Meaning::Rgb,
        3 => Meaning::Palette(palette(tags)?),
        5 => Meaning::Cmyk,
        6 => Meaning::YCbCr,
        8..=10 => return unsupported("Lab colours"),
        _ => return unsupported("this kind of colour"),
    };
    if meaning == Meaning::YCbCr && compression != JPEG {
        // Tag YCbCrSubSampling, which is 2 x 2 when it is absent.
        let halving = tags.find_tag_unsigned_vec::<u32>(Tag::ChromaSubsampling).map_err(refused)?;
        if halving.unwrap_or_else(|| vec![2, 2]) != [1, 1] {
            return unsupported("subsampled chroma");
        }
    }
    // Tag SampleFormat: 1 unsigned, 2 signed, 3 floating, 4 undefined.
    if !matches!(format, 1 | 3 | 4) {
        return unsupported("signed or complex samples");
    }
    if matches!(meaning, Meaning::Palette(_)) && (samples > 1 || bits > 16 || format == 3) {
        return unsupported("palettes of several samples a pixel");
    }
    if samples < meaning.channels() {
        return Err(Error::input(format!("the TIFF is damaged: {samples} samples a pixel are too few")));
    }
    // Tag ExtraSamples: 1 associated alpha, 2 unassociated; others are no alpha.
    let extra = tags.find_tag_unsigned_vec::<u32>(Tag::ExtraSamples).map_err(refused)?.unwrap_or_default();
    // Writers that forget the tag mean straight alpha by a fourth sample of RGB; Pillow and libtiff take it so too.
    let alpha = match (extra.first(), &meaning) {
        (_, Meaning::Cmyk) => None,
        (Some(kind @ (1 | 2)), _) if samples > meaning.channels() => Some((meaning.channels(), *kind == 1)),
        (None, Meaning::Rgb) if samples == 4 => Some((3, false)),
        _ => None,
    };
    let packing =
        Packing { bits, is_float: format == 3, is_little_endian: Layout::of(bytes).is_little_endian }.check()?;
    let is_planar = samples > 1 && number(tags, Tag::PlanarConfiguration, 1)? == 2;
    Ok(Facets { meaning, packing, samples, alpha, is_planar, compression })
}

/// Tag ColorMap: all reds, all greens, all blues, 16 bits each. Old writers put 8 bits in; libtiff tells them the same
/// way.
fn palette(tags: &mut Tags<'_>) -> Result<Vec<[u8; 3]>> {
    let values = tags.find_tag_unsigned_vec::<u16>(Tag::ColorMap).map_err(refused)?.unwrap_or_default();
    let count = values.len() / 3;
    let is_narrow = values.iter().all(|value| *value < 256);
    let byte = |value: u16| if is_narrow { value as u8 } else { high_to_8(value) };
    let [reds, greens, blues] = [0, 1, 2].map(|i| values.get(i * count..(i + 1) * count).unwrap_or_default());
    Ok(reds.iter().zip(greens).zip(blues).map(|((r, g), b)| [byte(*r), byte(*g), byte(*b)]).collect())
}

/// What the library is told instead: gray bands; of depths it does not hand out, one-bit samples side by side.
fn changes(tags: &mut Tags<'_>, facets: &Facets) -> Result<Vec<Change>> {
    let mut changes = vec![Change { tag: 262, value: 1 }];
    let bits = facets.packing.bits;
    if !matches!(bits, 8 | 16 | 32 | 64) {
        changes.push(Change { tag: 258, value: 1 });
        for tag in [Tag::ImageWidth, Tag::TileWidth] {
            if let Some(side) = tags.find_tag_unsigned::<u32>(tag).map_err(refused)? {
                let value = side.checked_mul(bits).ok_or_else(|| Error::input("the TIFF is damaged: too wide"))?;
                changes.push(Change { tag: tag.to_u16(), value });
            }
        }
    }
    Ok(changes)
}

/// JPEG streams bring sizes of their own, by which the library allocates: they must fit the strip or tile.
fn check_jpeg_streams(tags: &mut Tags<'_>, bytes: &[u8], chunk: (u32, u32), limits: &Limits) -> Result<()> {
    let (offsets, counts) = match tags.get_chunk_type() {
        ChunkType::Strip => (Tag::StripOffsets, Tag::StripByteCounts),
        ChunkType::Tile => (Tag::TileOffsets, Tag::TileByteCounts),
    };
    let offsets = tags.get_tag_u64_vec(offsets).map_err(refused)?;
    let counts = tags.get_tag_u64_vec(counts).map_err(refused)?;
    for (offset, count) in offsets.into_iter().zip(counts) {
        let range = usize::try_from(offset).ok().zip(usize::try_from(offset.saturating_add(count)).ok());
        let stream = range.and_then(|(start, end)| bytes.get(start..end)).ok_or_else(|| truncated("TIFF"))?;
        let markers = jpeg_header::read(stream)?;
        if u32::from(markers.width) > chunk.0 || u32::from(markers.height) > chunk.1 {
            return Err(Error::input("the TIFF is damaged: a JPEG stream is larger than its strip or tile"));
        }
        markers.check_scans(Timed::new(stream, &Deadline::NEVER), limits.jpeg_scans)?;
    }
    Ok(())
}

pub(super) fn decode(picture: &Picture, limits: &Limits, deadline: &Deadline) -> Result<Stored> {
    let size = stored_size(picture);
    let bytes = picture.content.whole()?;
    let mut tags = open(&bytes, deadline, &[])?;
    let facets = facets(&mut tags, &bytes)?;
    let chunk = tags.chunk_dimensions();
    // A strip may announce more rows than there are; a tile is as large as it says.
    let (width, height) = (chunk.0, if tags.get_chunk_type() == ChunkType::Strip { size.height } else { chunk.1 });
    limits.check_source(u64::from(width), u64::from(height))?;
    if facets.compression == JPEG {
        check_jpeg_streams(&mut tags, &bytes, chunk, limits)?;
    }
    let changes = changes(&mut tags, &facets)?;
    let mut decoder = open(&bytes, deadline, &changes)?;
    let grid = Grid { size, width, height: chunk.1 };
    let (packing, samples, alpha) = (facets.packing, facets.samples, facets.alpha.map(|(place, _)| place));
    let meaning = &facets.meaning;
    Ok(match meaning {
        Meaning::Palette(colors) => {
            let unpack = |row: &[u8], to: &mut [u16]| packing.unpack_indices(row, to);
            let compose = |from: &[u16], to: &mut [u8]| tiff_samples::look_up(from, colors, to);
            read(&mut decoder, &facets, grid, deadline, unpack, compose)?.into()
        }
        _ if packing.is_deep() => {
            let unpack = |row: &[u8], to: &mut [u16]| packing.unpack(row, to);
            let compose = |from: &[u16], to: &mut [u16]| tiff_samples::compose(from, samples, meaning, alpha, to);
            read(&mut decoder, &facets, grid, deadline, unpack, compose)?.into()
        }
        _ => {
            let unpack = |row: &[u8], to: &mut [u8]| packing.unpack(row, to);
            let compose = |from: &[u8], to: &mut [u8]| tiff_samples::compose(from, samples, meaning, alpha, to);
            read(&mut decoder, &facets, grid, deadline, unpack, compose)?.into()
        }
    })
}

/// How strips or tiles of these sides lie over a picture.
#[derive(Clone, Copy)]
struct Grid {
    size: Size,
    width: u32,
    height: u32,
}

/// All strips or tiles: each row unpacked to samples, the samples of each row composed to pixels.
fn read<T: Copy + Default, S: Sample>(
    tags: &mut Tags<'_>,
    facets: &Facets,
    grid: Grid,
    deadline: &Deadline,
    unpack: impl Fn(&[u8], &mut [T]),
    compose: impl Fn(&[T], &mut [S]),
) -> Result<Pixels<S>> {
    let size = grid.size;
    let mut data = allocate(size)?;
    let chunks_across = size.width.div_ceil(grid.width);
    let chunks = chunks_across * size.height.div_ceil(grid.height);
    for index in 0..chunks {
        deadline.check()?;
        let (column, row) = (index % chunks_across, index / chunks_across);
        let (left, top) = (column * grid.width, row.saturating_mul(grid.height));
        let wide = grid.width.min(size.width - left) as usize;
        let samples = read_chunk(tags, facets, wide, index, chunks, &unpack)?;
        let rows = data.chunks_exact_mut(size.width as usize * 4).skip(top as usize);
        for (target, source) in rows.zip(samples.chunks_exact(wide * facets.samples)) {
            compose(source, &mut target[left as usize * 4..][..wide * 4]);
        }
    }
    if facets.alpha.is_some_and(|(_, is_associated)| is_associated) {
        S::divide_alpha(&mut data);
    }
    Ok(Pixels { size, data, kind: tiff_samples::kind(&facets.meaning, facets.alpha.is_some()) })
}

/// One strip or tile, the samples of a pixel side by side.
fn read_chunk<T: Copy + Default>(
    tags: &mut Tags<'_>,
    facets: &Facets,
    wide: usize,
    index: u32,
    chunks: u32,
    unpack: impl Fn(&[u8], &mut [T]),
) -> Result<Vec<T>> {
    let planes = if facets.is_planar { facets.samples } else { 1 };
    let in_row = wide * facets.samples / planes;
    let mut result = Vec::new();
    for plane in 0..planes {
        let index = index + chunks * u32::try_from(plane).unwrap_or(u32::MAX);
        let layout = tags.image_chunk_buffer_layout(index).map_err(refused)?;
        let stride = layout.row_stride.map_or(1, usize::from);
        let mut stored = vec![0; layout.len];
        tags.read_chunk_bytes(index, &mut stored).map_err(refused)?;
        let mut unpacked = vec![T::default(); stored.len() / stride * in_row];
        for (row, to) in stored.chunks_exact(stride).zip(unpacked.chunks_exact_mut(in_row)) {
            unpack(row, to);
        }
        if planes == 1 {
            return Ok(unpacked);
        }
        result.resize(unpacked.len() * planes, T::default());
        result.iter_mut().skip(plane).step_by(planes).zip(unpacked).for_each(|(to, from)| *to = from);
    }
    Ok(result)
}

#[cfg(test)]
mod tests;
