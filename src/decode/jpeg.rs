//! JPEG: sequential and progressive, gray, YCbCr, RGB, CMYK and YCCK, by our own decoder: at full size, a half, a
//! quarter or an eighth, as a whole or in rows.
//!
//! Four inks are stored as the light that they leave: so Adobe's programs have it (Adobe TN 5116), and without their
//! marker everybody takes them so too.

mod band;
mod baseline;
mod bits;
mod coefficients;
mod color;
mod frame;
mod huffman;
mod join;
mod refuse;
mod rows;
mod scans;
mod space;
mod standard;
mod transform;
mod unpack;
mod upsample;
mod window;

use super::carried::Way;
use super::header::{Header, stored_size};
use super::jpeg_header::{self, Markers};
use super::pixels::{Kind, Pixels, allocate};
use super::reader::{Timed, truncated};
use super::shrink;
use crate::error::{Error, Fault, Result};
use crate::geometry::Size;
use crate::limits::{Deadline, Limits};
use crate::picture::{ColorModel, Picture, PictureFormat};
use crate::raster::Planes;
use crate::source::Content;
use rows::Opened;
use space::Space;
use unpack::{Apart, Units};

pub(super) fn probe(content: &Content, limits: &Limits) -> Result<Picture> {
    let mut markers = jpeg_header::of(content)?;
    let mut header = Header::new(PictureFormat::Jpeg, u32::from(markers.width), u32::from(markers.height));
    header.depth = markers.depth;
    header.dpi = markers.dpi;
    header.exif = markers.exif.unwrap_or_default();
    header.model = model(&markers)?;
    if header.model == ColorModel::Cmyk && markers.adobe.is_none() {
        header.remarks.push("a CMYK JPEG without Adobe's marker: its inks are taken as stored inverted".to_owned());
    }
    match markers.profile() {
        Ok(profile) => header.profile = profile,
        Err(remark) => header.remarks.push(remark),
    }
    let picture = header.into_picture(content, limits)?;
    if !markers.is_one_scan() {
        markers.check_scans(Timed::of(content, &Deadline::NEVER), limits.jpeg_scans)?;
    }
    Ok(picture)
}

fn model(markers: &Markers) -> Result<ColorModel> {
    check_process(markers)?;
    match markers.components {
        1 => Ok(ColorModel::Gray),
        3 => Ok(ColorModel::Rgb),
        4 => Ok(ColorModel::Cmyk),
        other => unsupported(format!("JPEGs of {other} components cannot be read")),
    }
}

fn check_process(markers: &Markers) -> Result<()> {
    match markers.process {
        0..=2 if markers.depth == 8 => Ok(()),
        0..=2 => unsupported(format!("JPEGs of {} bits a sample cannot be read", markers.depth)),
        3 => unsupported("lossless JPEGs cannot be read".to_owned()),
        9.. => unsupported("JPEGs with arithmetic coding cannot be read".to_owned()),
        _ => unsupported("hierarchical JPEGs cannot be read".to_owned()),
    }
}

fn unsupported<T>(what: String) -> Result<T> {
    Err(Error::unsupported(what).with_help("save it as an 8-bit baseline JPEG"))
}

pub(super) fn decode(picture: &Picture, wanted: Size, deadline: &Deadline) -> Result<Pixels> {
    let denominator = denominator(picture, wanted);
    let file = Coded::open(&picture.content, denominator, deadline)?;
    let size = shrink::reduced(stored_size(picture), denominator);
    let kind = file.space.kind();
    let mut data = allocate(size)?;
    let mut lines = data.as_chunks_mut::<4>().0.chunks_exact_mut(size.width as usize);
    file.decode(deadline, &mut |row| {
        // Rows come one after the other, each as long as the picture is wide.
        lines.next().ok_or_else(|| Error::internal("a JPEG has too many rows"))?.copy_from_slice(row);
        Ok(())
    })?;
    Ok(Pixels { size, data, kind, alpha: None })
}

/// Hands on the rows of a picture as they come, of a reduced one if that is enough.
pub(super) fn rows(picture: &Picture, wanted: Size, way: &mut Way<'_>) -> Result<()> {
    let (denominator, deadline) = (denominator(picture, wanted), way.deadline);
    let Coded { opened, space, has_end } = Coded::open(&picture.content, denominator, deadline)?;
    let join = opened.join(space);
    let size = shrink::reduced(stored_size(picture), denominator);
    let (length, colored) = (join.bytes(), way.colored(space.kind())?);
    way.carry.begin(Box::new(move |taker| {
        // Where chroma has fewer samples, pixels would be made only to be thrown away.
        if let Some((shapes, per_sample)) = join.fewer().filter(|_| colored.is_nothing())
            && taker.begin_planes(size, Planes { per_sample, merge: color::merge })?
        {
            return Ok(Box::new(Apart::new(shapes, size, per_sample)));
        }
        taker.begin(size)?;
        Ok(Box::new(Units::new(join, size.width, colored)))
    }))?;
    let done = opened.decode(has_end, deadline, &mut |planes| {
        way.carry.carry(length, &mut |mut target| {
            for plane in planes {
                let (part, rest) = target.split_at_mut(plane.pixels().len());
                part.copy_from_slice(plane.pixels());
                target = rest;
            }
            Ok(())
        })
    });
    done.map_err(|error| cut(error, has_end))?;
    way.carry.send()
}

/// The samples of a stream within a TIFF (technical note 2), the tables of its file put before it: four a pixel, of
/// which those count that there are. YCbCr becomes RGB when it `is_ycc`; everything else stays as it is.
#[cfg(feature = "tiff")]
pub(super) fn samples(stream: Vec<u8>, is_ycc: bool, limits: &Limits, deadline: &Deadline) -> Result<Pixels> {
    let content = Content::from(stream);
    let markers = jpeg_header::of(&content)?;
    check_process(&markers)?;
    markers.check_scans(Timed::of(&content, deadline), limits.jpeg_scans)?;
    let mut file = Coded::open(&content, 1, deadline)?;
    file.space = if is_ycc { Space::YCbCr } else { Space::Plain };
    let size = Size::new(u32::from(markers.width), u32::from(markers.height));
    let mut data = allocate(size)?;
    let mut lines = data.as_chunks_mut::<4>().0.chunks_exact_mut(size.width as usize);
    file.decode(deadline, &mut |row| {
        lines.next().ok_or_else(|| Error::internal("a JPEG has too many rows"))?.copy_from_slice(row);
        Ok(())
    })?;
    Ok(Pixels { size, data, kind: Kind::Opaque, alpha: None })
}

/// A file that is decoded.
struct Coded {
    opened: Opened,
    space: Space,
    has_end: bool,
}

impl Coded {
    fn open(content: &Content, denominator: u32, deadline: &Deadline) -> Result<Self> {
        let markers = jpeg_header::of(content)?;
        let ends = *content.part(content.len().saturating_sub(2), 2)? == [0xFF, 0xD9];
        let has_end = ends || markers.is_complete(Timed::of(content, deadline))?;
        let opened = Opened::new(content, &markers, denominator as usize).map_err(|error| cut(error, has_end))?;
        Ok(Self { opened, space: Space::of(&markers), has_end })
    }

    fn decode(self, deadline: &Deadline, take: join::TakeRow) -> Result<()> {
        let Self { opened, space, has_end } = self;
        rows::decode(opened, (space, has_end), deadline, take).map_err(|error| cut(error, has_end))
    }
}

/// Damage in a file without an end is that it was cut off.
fn cut(error: Error, has_end: bool) -> Error {
    if error.fault() == Fault::Input && !has_end { truncated("JPEG").caused_by(error) } else { error }
}

fn denominator(picture: &Picture, wanted: Size) -> u32 {
    shrink::denominator(stored_size(picture), shrink::in_stored_directions(picture, wanted))
}

#[cfg(test)]
#[cfg(feature = "jpeg")]
mod tests;
