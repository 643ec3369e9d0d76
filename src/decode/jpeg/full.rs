//! JPEG at full size, through zune-jpeg, which is strict here: damaged samples are no picture.
//!
//! Four inks with an Adobe marker are stored inverted (Adobe TN 5116); without one they are taken as stored, 0 = no
//! ink.

use super::color::{self, Space};
use crate::decode::header::stored_size;
use crate::decode::jpeg_header::{self, Markers};
use crate::decode::pixels::{Kind, Pixels, allocate, from_rgb};
use crate::decode::reader::{Timed, damaged};
use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::limits::Deadline;
use crate::picture::{ColorModel, Picture};
use crate::raster::byte_count;
use crate::source::unreadable;
use std::io::ErrorKind;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::bytestream::ZByteIoError;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

type Decoder<'a> = JpegDecoder<Timed<'a>>;

/// A decoder that has passed the headers, and what they say of the colours.
fn open(bytes: Timed<'_>, size: Size) -> Result<(Decoder<'_>, ColorSpace), DecodeErrors> {
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(size.width as usize)
        .set_max_height(size.height as usize)
        // The limit is held before.
        .jpeg_set_max_scans(usize::MAX)
        .jpeg_set_out_colorspace(ColorSpace::RGBA);
    let mut decoder = JpegDecoder::new_with_options(bytes, options);
    decoder.decode_headers()?;
    let components = decoder.info().map_or(0, |info| info.components);
    let space = match decoder.input_colorspace() {
        // Adobe's "no transform" of three components, which the library tells from CMYK only later.
        Some(ColorSpace::CMYK) if components == 3 => ColorSpace::RGB,
        space => space.unwrap_or(ColorSpace::Unknown),
    };
    Ok((decoder, space))
}

/// How the components make colours, when the full decoder takes the headers and our own decoder can do with them.
pub(super) fn space(picture: &Picture, deadline: &Deadline) -> Option<Space> {
    match open(Timed::of(&picture.content, deadline), stored_size(picture)).ok()?.1 {
        ColorSpace::Luma => Some(Space::Gray),
        ColorSpace::YCbCr => Some(Space::YCbCr),
        ColorSpace::RGB => Some(Space::Rgb),
        _ => None,
    }
}

/// Decodes the whole picture.
pub(super) fn decode(picture: &Picture, markers: &Markers, deadline: &Deadline) -> Result<Pixels> {
    let done = match decode_bytes(Timed::of(&picture.content, deadline), picture, markers) {
        // Strictness has to go as far as damaged samples, not to stray bytes between segments, which all decoders pass.
        Err(DecodeErrors::FormatStatic(what)) if what.contains("Extra bytes between headers") => {
            let tidy = jpeg_header::without_stray_bytes(&picture.content.whole()?);
            decode_bytes(Timed::new(&tidy, deadline), picture, markers)
        }
        done => done,
    };
    let (data, kind) = done.map_err(|cause| refused(&cause))??;
    Ok(Pixels { size: stored_size(picture), data, kind })
}

/// The samples, or what the library says against them; within it what we say ourselves.
fn decode_bytes(
    bytes: Timed<'_>,
    picture: &Picture,
    markers: &Markers,
) -> Result<Result<(Vec<u8>, Kind)>, DecodeErrors> {
    let size = stored_size(picture);
    let (mut decoder, space) = open(bytes, size)?;
    if space == ColorSpace::RGB {
        // Samples that are red, green and blue already are handed out in no other way.
        decoder.set_options(decoder.options().jpeg_set_out_colorspace(ColorSpace::RGB));
        let mut rgb = vec![0; byte_count(size) / 4 * 3];
        decoder.decode_into(&mut rgb)?;
        return Ok(Ok((from_rgb(&rgb), Kind::Opaque)));
    }
    let is_inks = matches!(space, ColorSpace::CMYK | ColorSpace::YCCK);
    if is_inks != (picture.model == ColorModel::Cmyk) {
        return Ok(Err(Error::input("the JPEG is damaged: its parts contradict each other")));
    }
    if is_inks {
        decoder.set_options(decoder.options().jpeg_set_out_colorspace(space));
    }
    let mut data = match allocate(size) {
        Ok(data) => data,
        Err(error) => return Ok(Err(error)),
    };
    decoder.decode_into(&mut data)?;
    if !is_inks {
        return Ok(Ok((data, Kind::Opaque)));
    }
    to_inks(&mut data, space == ColorSpace::YCCK, markers.has_adobe);
    Ok(Ok((data, Kind::Cmyk)))
}

/// Samples as stored become inks, 0 = none. With Y, Cb and Cr in place of three inks, those are red, green and blue
/// first, the light that the inks leave.
fn to_inks(data: &mut [u8], is_ycc: bool, is_inverted: bool) {
    for pixel in data.as_chunks_mut::<4>().0 {
        if is_ycc {
            let [y, cb, cr, _] = *pixel;
            let [r, g, b, _] = color::pixel(y, cb, cr);
            pixel[..3].copy_from_slice(&[255 - r, 255 - g, 255 - b]);
        }
        if is_inverted {
            *pixel = pixel.map(|ink| 255 - ink);
        }
    }
}

fn refused(cause: &DecodeErrors) -> Error {
    match cause {
        DecodeErrors::Unsupported(what) => Error::unsupported(format!("this JPEG cannot be read: {what:?}")),
        DecodeErrors::IoErrors(ZByteIoError::StdIoError(cause)) if cause.kind() != ErrorKind::UnexpectedEof => {
            unreadable(cause.kind().into())
        }
        cause => damaged("JPEG", &format!("{cause:?}")),
    }
}
