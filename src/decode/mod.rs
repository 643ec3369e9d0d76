//! Bytes become a [`Picture`] (header only), then pixels of a wanted size.
//!
//! In: the [`Content`] of a file. Out: a [`Picture`] held against [`Limits`], then a [`Raster`]: upright, sRGB,
//! premultiplied (or [`Decoded`]: in the depth of the file, in another space of colours). Promised: the content
//! decides, not the name; nothing is allocated by a header's word before the limits have passed it; a library that
//! panics costs this picture only. Refused: damaged and truncated pictures ([`Fault::Input`](crate::Fault::Input)),
//! what this build cannot read ([`Fault::Unsupported`](crate::Fault::Unsupported)).

#![cfg_attr(
    not(all(feature = "jpeg", feature = "png", feature = "webp", feature = "tiff", feature = "gif", feature = "bmp")),
    allow(dead_code, unused_variables, unused_imports, unused_mut, reason = "each helper serves some of the formats")
)]

#[cfg(feature = "bmp")]
mod bmp;
mod carried;
mod color;
mod exif;
mod finish;
#[cfg(feature = "gif")]
mod gif;
mod header;
#[cfg(any(feature = "jpeg", feature = "tiff"))]
mod jpeg;
#[cfg(any(feature = "jpeg", feature = "tiff"))]
mod jpeg_header;
#[cfg(feature = "jxl")]
mod jxl;
mod orient;
mod pixels;
#[cfg(feature = "png")]
mod png;
mod raw;
mod reader;
mod shrink;
mod sniff;
#[cfg(feature = "svg")]
mod svg;
#[cfg(feature = "tiff")]
mod tiff;
#[cfg(feature = "webp")]
mod webp;
#[cfg(feature = "webp")]
mod webp_header;

#[cfg(test)]
pub(crate) use finish::DECODED;

use crate::art::Drawing;
use crate::error::{Error, Result};
use crate::fonts::Fonts;
use crate::geometry::{Rect, Size};
use crate::limits::{Deadline, Limits};
use crate::picture::{Orientation, Picture, PictureFormat};
use crate::profile::Profile;
use crate::raster::{Carry, Decoded, OnTheSpot, Raster, TakeRows};
use crate::source::{Bytes, Content};
use std::panic::{AssertUnwindSafe, catch_unwind};

pub use shrink::InRows;
pub use sniff::{Shown, content_of};

/// Bytes of a file's beginning that tell what it is.
pub const TELLING: usize = sniff::SEARCHED;

/// Reads the header: what it is, its upright size, alpha, depth, resolution, profile, frames. No pixel is decoded. Of
/// an open file that is a JPEG or PNG only as much is read as that takes, and its rows are later decoded as they are
/// read; all others are read into memory here.
/// Of a JPEG whose first scan says that it is all, others are counted only when it is decoded.
///
/// # Errors
/// [`Fault::Unsupported`](crate::Fault::Unsupported) when the content is no format that this build knows,
/// [`Fault::TooLarge`](crate::Fault::TooLarge) over a limit, [`Fault::Input`](crate::Fault::Input) when the header is
/// damaged, [`Fault::Io`](crate::Fault::Io) when an open file cannot be read.
pub fn probe(content: impl Into<Content>, limits: &Limits) -> Result<Picture> {
    let content = content.into();
    limits.check_input_bytes(content.len())?;
    let format = sniff::sniff(&content.part(0, sniff::SEARCHED)?)?;
    match format {
        #[cfg(feature = "jpeg")]
        PictureFormat::Jpeg => guarded(format, || jpeg::probe(&content, limits)),
        #[cfg(feature = "png")]
        PictureFormat::Png => guarded(format, || png::probe(&content, limits)),
        _ => probe_bytes(format, &content.whole()?, limits),
    }
}

/// The header of a format that is always read whole.
fn probe_bytes(format: PictureFormat, bytes: &Bytes, limits: &Limits) -> Result<Picture> {
    guarded(format, || match format {
        #[cfg(feature = "webp")]
        PictureFormat::Webp => webp::probe(bytes, limits),
        #[cfg(feature = "tiff")]
        PictureFormat::Tiff => tiff::probe(bytes, limits),
        #[cfg(feature = "gif")]
        PictureFormat::Gif => gif::probe(bytes, limits),
        #[cfg(feature = "bmp")]
        PictureFormat::Bmp => bmp::probe(bytes, limits),
        #[cfg(feature = "jxl")]
        PictureFormat::Jxl => jxl::probe(bytes, limits),
        #[cfg(feature = "svg")]
        PictureFormat::Svg => svg::probe(bytes, limits),
        #[allow(unreachable_patterns, reason = "which formats are left over depends on the features")]
        other => Err(not_built_in(other)),
    })
}

/// The sRGB pixels of the whole picture in 8 bits, at least `wanted` on both sides or all that there are: full size, or
/// for a JPEG a half, a quarter or an eighth of it where that leaves at least 1.75, 2 or 2.5 times `wanted` (see
/// [`extent`] for where the picture lies in it). An eighth of a progressive JPEG takes only the coefficients that it
/// shows: damage to others goes unseen.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) when the picture is damaged or truncated,
/// [`Fault::TimedOut`](crate::Fault::TimedOut) when the deadline passes.
pub fn at_least(picture: &Picture, wanted: Size, limits: &Limits, deadline: &Deadline) -> Result<Raster> {
    in_depth(picture, wanted, None, limits, deadline).map(Decoded::into_raster)
}

/// As [`at_least`], in the depth of the file and in the colours of `space`, a profile of RGB (`None`: sRGB).
///
/// # Errors
/// As [`at_least`].
pub fn in_depth(
    picture: &Picture,
    wanted: Size,
    space: Option<&Profile>,
    limits: &Limits,
    deadline: &Deadline,
) -> Result<Decoded> {
    deadline.check()?;
    let size = picture.size;
    limits.check_source(u64::from(size.width), u64::from(size.height))?;
    let decoded = guarded(picture.format, || match picture.format {
        #[cfg(feature = "jpeg")]
        PictureFormat::Jpeg => jpeg::decode(picture, wanted, deadline).map(pixels::Stored::from),
        #[cfg(feature = "png")]
        PictureFormat::Png => png::decode(picture, limits, deadline),
        #[cfg(feature = "webp")]
        PictureFormat::Webp => webp::decode(picture, limits, deadline).map(pixels::Stored::from),
        #[cfg(feature = "tiff")]
        PictureFormat::Tiff => tiff::decode(picture, limits, deadline),
        #[cfg(feature = "gif")]
        PictureFormat::Gif => gif::decode(picture, limits, deadline).map(pixels::Stored::from),
        #[cfg(feature = "bmp")]
        PictureFormat::Bmp => bmp::decode(picture, limits, deadline).map(pixels::Stored::from),
        #[cfg(feature = "jxl")]
        PictureFormat::Jxl => jxl::decode(picture, limits, deadline),
        PictureFormat::Svg => Err(Error::internal("an SVG has no pixels to decode: it is drawn")),
        #[allow(unreachable_patterns, reason = "which formats are left over depends on the features")]
        other => Err(not_built_in(other)),
    });
    // A reader that hit the deadline makes the library say "damaged": the clock is asked first.
    deadline.check()?;
    guarded(picture.format, || finish::finish(decoded?, picture, space, deadline))
}

/// As [`in_depth`], row by row: all rows go to `taker` and nothing comes back, or the whole picture comes back and what
/// `taker` has is void. Rows are of the size that [`in_rows`] says, as stored: what [`stored_part`] and [`upright`] are
/// for.
///
/// # Errors
/// As [`at_least`], and those of `taker`.
pub fn rows(
    picture: &Picture,
    wanted: Size,
    space: Option<&Profile>,
    limits: &Limits,
    deadline: &Deadline,
    taker: &mut dyn TakeRows,
) -> Result<Option<Decoded>> {
    carried(picture, wanted, space, limits, deadline, &mut OnTheSpot::new(taker))
}

/// As [`rows`], which become rows where they are carried.
///
/// # Errors
/// As [`rows`].
pub fn carried(
    picture: &Picture,
    wanted: Size,
    space: Option<&Profile>,
    limits: &Limits,
    deadline: &Deadline,
    carry: &mut dyn Carry,
) -> Result<Option<Decoded>> {
    if in_rows(picture, wanted).is_none() {
        return in_depth(picture, wanted, space, limits, deadline).map(Some);
    }
    deadline.check()?;
    let size = picture.size;
    limits.check_source(u64::from(size.width), u64::from(size.height))?;
    let mut way = carried::Way { picture, space, deadline, carry };
    let left = guarded(picture.format, || match picture.format {
        #[cfg(feature = "jpeg")]
        PictureFormat::Jpeg => jpeg::rows(picture, wanted, &mut way).map(|()| None),
        #[cfg(feature = "png")]
        PictureFormat::Png => png::rows(picture, limits, &mut way),
        other => Err(not_built_in(other)),
    });
    deadline.check()?;
    match left? {
        None => Ok(None),
        Some(stored) => guarded(picture.format, || finish::finish(stored, picture, space, deadline)).map(Some),
    }
}

/// Whether [`at_least`] reduces a picture while it decodes it, which then costs a fraction of decoding all of it.
pub fn is_reduced(picture: &Picture, wanted: Size) -> bool {
    picture.format == PictureFormat::Jpeg && shrink::is_reduced(picture, wanted)
}

/// How a picture comes in rows; `None` when it is decoded as a whole: also one that needs a quarter turn.
pub fn in_rows(picture: &Picture, wanted: Size) -> Option<InRows> {
    shrink::in_rows(picture, wanted)
}

/// Where a part of the upright picture lies in stored pixels of this size, with fractions. Only for what comes in rows.
pub fn stored_part(picture: &Picture, part: Rect, stored: Size) -> Rect {
    shrink::stored_part(picture, part, stored)
}

/// What was resized as stored, turned upright.
///
/// # Errors
/// [`Fault::TooLarge`](crate::Fault::TooLarge) when there is no memory to turn it.
pub fn upright(raster: Raster, picture: &Picture) -> Result<Raster> {
    if picture.orientation == Orientation::UPRIGHT {
        return Ok(raster);
    }
    let is_opaque = raster.is_opaque();
    let (size, data) = orient::upright(raster.size(), raster.into_data(), picture.orientation)?;
    Raster::from_premultiplied(size, data, is_opaque)
}

/// What parsing vector art needs besides it.
#[derive(Clone, Copy)]
pub struct Vector<'a> {
    /// About how large it will be painted, in pixels: what its painting costs depends on it.
    pub shown: Size,
    /// What its text is set in.
    pub fonts: &'a Fonts,
    /// What may not be exceeded.
    pub limits: &'a Limits,
    /// When it must be done.
    pub deadline: &'a Deadline,
}

/// Parses vector art. Nothing outside the file is opened.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) when it is damaged, [`Fault::TooLarge`](crate::Fault::TooLarge) when drawing
/// it would cost too much, [`Fault::Unsupported`](crate::Fault::Unsupported) when it is no vector art.
pub fn drawing(picture: &Picture, vector: Vector<'_>) -> Result<Drawing> {
    match picture.format {
        #[cfg(feature = "svg")]
        PictureFormat::Svg => guarded(picture.format, || svg::drawing(picture, vector)),
        other => {
            let _ = vector;
            Err(not_built_in(other))
        }
    }
}

/// The EXIF of a picture as it may be written to another file: what was seen, when, where and with what, but not the
/// orientation, size and resolution, which are those of the pixels. `None` when there is none that can be read.
pub fn metadata(picture: &Picture) -> Option<Vec<u8>> {
    guarded(picture.format, || Ok(exif::travelling(&picture.content))).unwrap_or_default()
}

/// Bytes of memory that [`at_least`] holds at its peak, the encoded bytes not counted.
pub fn cost(picture: &Picture, wanted: Size) -> u64 {
    shrink::cost(picture, wanted)
}

/// Where the whole picture lies in a raster of size `decoded` that [`at_least`] gave: in its pixels, with fractions.
///
/// A reduced size that does not divide evenly is rounded up, so that the last column or row is only partly picture
/// (the first one where the orientation mirrors).
pub fn extent(picture: &Picture, decoded: Size) -> Rect {
    shrink::extent(picture, decoded)
}

/// Runs a library: its panic is the picture's fault.
fn guarded<T>(format: PictureFormat, work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Error::input(format!("the {} decoder gave up on this picture", sniff::name(format)))))
}

fn not_built_in(format: PictureFormat) -> Error {
    Error::unsupported(format!("this build has no support for {}", sniff::name(format)))
        .with_help(format!("build with feature `{}`", sniff::feature(format)))
}
