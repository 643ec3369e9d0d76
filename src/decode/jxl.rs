//! JPEG XL: still pictures and the first frame of animations, gray and colour, up to 16 bits a sample.
//!
//! In: a codestream, bare or in its container (ISO/IEC 18181-1 and 18181-2). Out: pixels, upright. Promised: the size is
//! read and held against the limits before the library sees more than the header; what it allocates then is bounded by
//! the size. Boxes of the container are not handed to it: compressed ones could grow without bound. Not read: CMYK,
//! and pixels of more than 16 bits as more than that. High dynamic range becomes sRGB.
//! The library knows no clock: the deadline is asked before and after it.

mod container;

use super::exif::{self, Facts};
use super::header::{Header, stored_size};
use super::pixels::{Kind, Pixels, Sample, Stored, allocate};
use super::reader::{damaged, truncated};
use crate::error::{Error, Result};
use crate::limits::{Deadline, Limits, within};
use crate::picture::{ColorModel, Orientation, Picture, PictureFormat};
use crate::source::Bytes;
use jxl_bitstream::Bitstream;
use jxl_oxide::{
    AllocTracker, EnumColourEncoding, FrameBufferSample, ImageHeader, InitializeResult, JxlImage, JxlThreadPool,
    PixelFormat, RenderingIntent,
};
use jxl_oxide_common::Bundle;

/// Bytes that the library may take for what does not grow with the picture: tables, headers, the profile.
const WORKING: usize = 64 << 20;
/// Bytes a pixel that it may take: floats of four channels in up to four stages (decoded, filtered, blended, shown).
const A_PIXEL: u64 = 64;

pub(super) fn probe(bytes: &Bytes, limits: &Limits) -> Result<Picture> {
    let file = container::read(bytes)?;
    let image = open(&file.codestream, limits)?;
    let metadata = &image.image_header().metadata;
    let mut header = Header::new(PictureFormat::Jxl, image.width(), image.height());
    let format = image.pixel_format();
    header.model = match format {
        PixelFormat::Gray | PixelFormat::Graya => ColorModel::Gray,
        _ => ColorModel::Rgb,
    };
    header.has_alpha = format.has_alpha();
    header.depth = u8::try_from(metadata.bit_depth.bits_per_sample()).unwrap_or(16);
    header.frames = if metadata.animation.is_some() { image.num_loaded_keyframes().max(1) as u64 } else { 1 };
    // The codestream says how it stands; EXIF's word for it is not asked (18181-2, section 9.5).
    let exif = file.exif.filter(|exif| exif.len() as u64 <= limits.metadata_bytes).map(exif::read);
    header.exif = Facts { orientation: Orientation::UPRIGHT, ..exif.unwrap_or_default() };
    if image.hdr_type().is_some() {
        header.remarks.push("high dynamic range is shown as sRGB".to_owned());
    } else if image.rendered_cicp() != Some(SRGB) {
        header.profile = Some(image.rendered_icc());
    }
    header.into_picture(&bytes.into(), limits)
}

/// Primaries, transfer, matrix and range of sRGB (ITU-T H.273).
const SRGB: [u8; 4] = [1, 13, 0, 1];

pub(super) fn decode(picture: &Picture, limits: &Limits, deadline: &Deadline) -> Result<Stored> {
    let bytes = picture.content.whole()?;
    let image = open(&container::read(&bytes)?.codestream, limits)?;
    deadline.check()?;
    match picture.depth {
        ..=8 => samples::<u8>(&image, picture).map(Stored::from),
        _ => samples::<u16>(&image, picture).map(Stored::from),
    }
}

/// The codestream, its header held against the limits before anything is allocated by its word.
fn open(codestream: &[u8], limits: &Limits) -> Result<JxlImage> {
    let mut bits = Bitstream::new(codestream);
    let header = ImageHeader::parse(&mut bits, ()).map_err(|cause| match cause.unexpected_eof() {
        true => truncated("JPEG XL"),
        false => damaged("JPEG XL", &cause),
    })?;
    let (width, height) = (header.width_with_orientation(), header.height_with_orientation());
    limits.check_source(u64::from(width), u64::from(height))?;
    if header.metadata.colour_encoding.want_icc() {
        let profile = bits.read_u64().map_err(|_| truncated("JPEG XL"))?;
        within("metadata_bytes", profile, limits.metadata_bytes)?;
    }
    let room = usize::try_from(u64::from(width) * u64::from(height) * A_PIXEL).unwrap_or(usize::MAX);
    let tracker = AllocTracker::with_limit(room.saturating_add(WORKING));
    let mut image = JxlImage::builder().pool(JxlThreadPool::none()).alloc_tracker(tracker).build_uninit();
    let refused = |cause: Box<dyn std::error::Error + Send + Sync>| damaged("JPEG XL", &cause.to_string());
    image.feed_bytes(codestream).map_err(refused)?;
    let mut image = match image.try_init().map_err(refused)? {
        InitializeResult::Initialized(image) => image,
        InitializeResult::NeedMoreData(_) => return Err(truncated("JPEG XL")),
    };
    if image.hdr_type().is_some() {
        image.request_color_encoding(EnumColourEncoding::srgb(RenderingIntent::Relative));
    }
    match image.pixel_format() {
        PixelFormat::Cmyk | PixelFormat::Cmyka => {
            Err(Error::unsupported("JPEG XL pictures of inks (CMYK) cannot be read"))
        }
        _ => Ok(image),
    }
}

/// All samples of the first frame: as many channels as there are become four.
fn samples<S: Sample + FrameBufferSample + Default>(image: &JxlImage, picture: &Picture) -> Result<Pixels<S>> {
    if image.num_loaded_keyframes() == 0 {
        return Err(truncated("JPEG XL"));
    }
    let render = image.render_frame(0).map_err(|cause| damaged("JPEG XL", &cause.to_string()))?;
    let size = stored_size(picture);
    let mut stream = render.stream();
    let channels = stream.channels() as usize;
    if (stream.width(), stream.height()) != (size.width, size.height) || !(1..=4).contains(&channels) {
        return Err(Error::input("the JPEG XL is damaged: its sizes contradict each other"));
    }
    let mut data: Vec<S> = allocate(size)?;
    // Written into the end of the buffer, and spread from its beginning: no second frame.
    let pixels = data.len() / 4;
    let from = pixels * (4 - channels);
    stream.write_to_buffer(&mut data[from..]);
    for pixel in 0..pixels {
        let at = from + pixel * channels;
        let (first, rest) = (data[at], &data[at..at + channels]);
        let four = match *rest {
            [gray] => [gray, gray, gray, S::FULL],
            [gray, alpha] => [gray, gray, gray, alpha],
            [red, green, blue] => [red, green, blue, S::FULL],
            [red, green, blue, alpha] => [red, green, blue, alpha],
            _ => [first; 4],
        };
        data[pixel * 4..pixel * 4 + 4].copy_from_slice(&four);
    }
    let is_multiplied =
        image.image_header().metadata.ec_info.iter().any(|extra| extra.alpha_associated() == Some(true));
    if is_multiplied {
        S::divide_alpha(&mut data);
    }
    let kind = if matches!(channels, 2 | 4) { Kind::Straight } else { Kind::Opaque };
    Ok(Pixels { size, data, kind, alpha: None })
}

#[cfg(test)]
mod tests;
