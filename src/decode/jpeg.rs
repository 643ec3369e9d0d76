//! JPEG: baseline and progressive, gray, YCbCr, RGB, CMYK and YCCK.
//!
//! Full size goes through zune-jpeg (strict), reduced sizes and four inks through jpeg-decoder. Four inks with an Adobe
//! marker are stored inverted (Adobe TN 5116); without one they are taken as stored, 0 = no ink.

use super::header::{Header, stored_size};
use super::jpeg_header::{self, Markers};
use super::pixels::{Kind, Pixels, allocate, from_gray, from_rgb};
use super::reader::{Timed, damaged, truncated};
use super::shrink;
use crate::error::{Error, Fault, Result};
use crate::geometry::Size;
use crate::limits::{Deadline, Limits};
use crate::picture::{ColorModel, Picture, PictureFormat};
use crate::raster::byte_count;
use crate::source::Bytes;
use jpeg_decoder::PixelFormat;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

pub(super) fn probe(bytes: &Bytes, limits: &Limits) -> Result<Picture> {
    let mut markers = jpeg_header::read(bytes)?;
    let mut header = Header::new(PictureFormat::Jpeg, u32::from(markers.width), u32::from(markers.height));
    header.depth = markers.depth;
    header.dpi = markers.dpi;
    header.exif = markers.exif.unwrap_or_default();
    header.model = model(&markers)?;
    match markers.profile() {
        Ok(profile) => header.profile = profile,
        Err(remark) => header.remarks.push(remark),
    }
    let picture = header.into_picture(bytes, limits)?;
    markers.check_scans(bytes, limits.jpeg_scans)?;
    Ok(picture)
}

fn model(markers: &Markers) -> Result<ColorModel> {
    let unsupported = |what: String| Err(Error::unsupported(what).with_help("save it as an 8-bit baseline JPEG"));
    match markers.process {
        0..=2 => {}
        3 => return unsupported("lossless JPEGs cannot be read".to_owned()),
        9.. => return unsupported("JPEGs with arithmetic coding cannot be read".to_owned()),
        _ => return unsupported("hierarchical JPEGs cannot be read".to_owned()),
    }
    if markers.depth != 8 {
        return unsupported(format!("JPEGs of {} bits a sample cannot be read", markers.depth));
    }
    match markers.components {
        1 => Ok(ColorModel::Gray),
        3 => Ok(ColorModel::Rgb),
        4 => Ok(ColorModel::Cmyk),
        other => unsupported(format!("JPEGs of {other} components cannot be read")),
    }
}

pub(super) fn decode(picture: &Picture, wanted: Size, deadline: &Deadline) -> Result<Pixels> {
    let markers = jpeg_header::read(&picture.bytes)?;
    if !markers.is_complete(&picture.bytes) {
        return Err(truncated("JPEG"));
    }
    let stored = stored_size(picture);
    let eighths = shrink::eighths(stored, shrink::in_stored_directions(picture, wanted));
    if eighths == 8 && picture.model != ColorModel::Cmyk {
        return decode_full(picture, deadline);
    }
    match decode_reduced(picture, shrink::reduced(stored, eighths), &markers, deadline) {
        // Sampling factors that do not divide each other are beyond jpeg-decoder, not beyond zune-jpeg.
        Err(error) if error.fault() == Fault::Unsupported && picture.model != ColorModel::Cmyk => {
            decode_full(picture, deadline)
        }
        done => done,
    }
}

fn decode_full(picture: &Picture, deadline: &Deadline) -> Result<Pixels> {
    let size = stored_size(picture);
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(size.width as usize)
        .set_max_height(size.height as usize)
        // The limit has been held when the header was read.
        .jpeg_set_max_scans(usize::MAX)
        .jpeg_set_out_colorspace(ColorSpace::RGBA);
    let mut decoder = JpegDecoder::new_with_options(Timed::new(&picture.bytes, deadline), options);
    match decoder.decode_headers() {
        // Strictness has to go as far as damaged samples, not to stray bytes between segments, which all decoders pass.
        Err(DecodeErrors::FormatStatic(what)) if what.contains("Extra bytes between headers") => {
            return decode_reduced(picture, size, &jpeg_header::read(&picture.bytes)?, deadline);
        }
        headers => headers.map_err(|cause| refused_full(&cause))?,
    }
    let data = if decoder.input_colorspace() == Some(ColorSpace::RGB) {
        // Samples that are red, green and blue already are handed out in no other way.
        decoder.set_options(options.jpeg_set_out_colorspace(ColorSpace::RGB));
        let mut rgb = vec![0; byte_count(size) / 4 * 3];
        decoder.decode_into(&mut rgb).map_err(|cause| refused_full(&cause))?;
        from_rgb(&rgb)
    } else {
        let mut data = allocate(size)?;
        decoder.decode_into(&mut data).map_err(|cause| refused_full(&cause))?;
        data
    };
    Ok(Pixels { size, data, kind: Kind::Opaque })
}

fn refused_full(cause: &DecodeErrors) -> Error {
    match cause {
        DecodeErrors::Unsupported(what) => Error::unsupported(format!("this JPEG cannot be read: {what:?}")),
        cause => damaged("JPEG", &format!("{cause:?}")),
    }
}

/// Decodes to exactly `size`, which is the stored size reduced to some eighths.
fn decode_reduced(picture: &Picture, size: Size, markers: &Markers, deadline: &Deadline) -> Result<Pixels> {
    let side = |side: u32| u16::try_from(side).unwrap_or(u16::MAX);
    let mut decoder = jpeg_decoder::Decoder::new(Timed::new(&picture.bytes, deadline));
    decoder.set_max_decoding_buffer_size(byte_count(size));
    // `scale` takes the smallest reduction that reaches either side: both are reached, since both are asked exactly.
    let reached = decoder.scale(side(size.width), side(size.height)).map_err(refused)?;
    if reached != (side(size.width), side(size.height)) {
        return Err(Error::unsupported("the JPEG decoder does not reach the reduced size"));
    }
    let mut samples = decoder.decode().map_err(refused)?;
    deadline.check()?;
    let format = decoder.info().map(|info| info.pixel_format);
    let (data, kind) = match format {
        Some(PixelFormat::L8) => (from_gray(&samples), Kind::Opaque),
        Some(PixelFormat::RGB24) => (from_rgb(&samples), Kind::Opaque),
        Some(PixelFormat::CMYK32) => {
            // The library takes every file for one of Adobe's and inverts it.
            if !markers.has_adobe {
                samples.iter_mut().for_each(|ink| *ink = 255 - *ink);
            }
            (samples, Kind::Cmyk)
        }
        _ => return Err(Error::unsupported("JPEGs of more than 8 bits a sample cannot be read")),
    };
    if data.len() != byte_count(size) {
        return Err(Error::input("the JPEG is damaged: its parts contradict each other"));
    }
    Ok(Pixels { size, data, kind })
}

fn refused(cause: jpeg_decoder::Error) -> Error {
    match cause {
        jpeg_decoder::Error::Unsupported(what) => Error::unsupported(format!("this JPEG cannot be read: {what:?}")),
        cause => damaged("JPEG", &cause),
    }
}

#[cfg(test)]
mod tests;
