//! JPEG: baseline and progressive, gray, YCbCr, RGB, CMYK and YCCK.
//!
//! Whole pictures of full size go through a library; a half, a quarter, an eighth, and rows on their way through our
//! own decoder, which leaves everything unusual or doubtful to the library: what the one refuses, the other refuses
//! too.

mod band;
mod baseline;
mod bits;
mod coefficients;
mod color;
mod frame;
mod full;
mod huffman;
mod join;
mod progressive;
mod rows;
mod stop;
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
use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::limits::{Deadline, Limits};
use crate::picture::{ColorModel, Picture, PictureFormat};
use crate::raster::Planes;
use crate::source::Content;
use rows::{Opened, Outcome};
use unpack::{Apart, Units};

pub(super) fn probe(content: &Content, limits: &Limits) -> Result<Picture> {
    let mut markers = jpeg_header::of(content)?;
    let mut header = Header::new(PictureFormat::Jpeg, u32::from(markers.width), u32::from(markers.height));
    header.depth = markers.depth;
    header.dpi = markers.dpi;
    header.exif = markers.exif.unwrap_or_default();
    header.model = model(&markers)?;
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

pub(super) fn decode(picture: &Picture, wanted: Size, limits: &Limits, deadline: &Deadline) -> Result<Pixels> {
    let markers = markers(picture, deadline)?;
    match decode_reduced(picture, &markers, denominator(picture, wanted), deadline)? {
        Some(pixels) => Ok(pixels),
        None => decode_full(picture, &markers, limits, deadline),
    }
}

/// Hands on the rows of a picture as they come, of a reduced one if that is enough. What the full decoder has to see
/// comes back whole: then the rows that were handed on are void.
pub(super) fn rows(picture: &Picture, wanted: Size, limits: &Limits, way: &mut Way<'_>) -> Result<Option<Pixels>> {
    let (denominator, deadline) = (denominator(picture, wanted), way.deadline);
    let markers = markers(picture, deadline)?;
    if let Some(space) = full::space(picture, deadline)
        && let Some(opened) = Opened::new(&picture.content, &markers, denominator as usize)?
        && let Some(join) = opened.join(space)
    {
        let size = shrink::reduced(stored_size(picture), denominator);
        let (length, colored) = (join.bytes(), way.colored(Kind::Opaque)?);
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
        let outcome = opened.decode(deadline, &mut |planes| {
            way.carry.carry(length, &mut |mut target| {
                for plane in planes {
                    let (part, rest) = target.split_at_mut(plane.pixels().len());
                    part.copy_from_slice(plane.pixels());
                    target = rest;
                }
                Ok(())
            })
        })?;
        if outcome == Outcome::Done {
            way.carry.send()?;
            return Ok(None);
        }
    }
    decode_full(picture, &markers, limits, deadline).map(Some)
}

/// By the full decoder, which takes as many scans as there are: behind one that says it is all, none were counted yet.
fn decode_full(picture: &Picture, markers: &Markers, limits: &Limits, deadline: &Deadline) -> Result<Pixels> {
    if markers.is_one_scan() {
        markers.check_scans(Timed::of(&picture.content, deadline), limits.jpeg_scans)?;
    }
    full::decode(picture, markers, deadline)
}

fn denominator(picture: &Picture, wanted: Size) -> u32 {
    shrink::denominator(stored_size(picture), shrink::in_stored_directions(picture, wanted))
}

fn markers(picture: &Picture, deadline: &Deadline) -> Result<Markers> {
    let content = &picture.content;
    let markers = jpeg_header::of(content)?;
    let ends = *content.part(content.len().saturating_sub(2), 2)? == [0xFF, 0xD9];
    match ends || markers.is_complete(Timed::of(content, deadline))? {
        true => Ok(markers),
        false => Err(truncated("JPEG")),
    }
}

/// The picture at one `denominator`th; `None` when the full decoder has to see it.
fn decode_reduced(
    picture: &Picture,
    markers: &Markers,
    denominator: u32,
    deadline: &Deadline,
) -> Result<Option<Pixels>> {
    let Some(space) = (denominator > 1).then(|| full::space(picture, deadline)).flatten() else { return Ok(None) };
    let Some(opened) = Opened::new(&picture.content, markers, denominator as usize)? else { return Ok(None) };
    let size = shrink::reduced(stored_size(picture), denominator);
    let mut data = allocate(size)?;
    let mut lines = data.as_chunks_mut::<4>().0.chunks_exact_mut(size.width as usize);
    let outcome = rows::decode(opened, space, deadline, &mut |row| {
        // Rows come one after the other, each as long as the picture is wide.
        lines.next().ok_or_else(|| Error::internal("a JPEG has too many rows"))?.copy_from_slice(row);
        Ok(())
    })?;
    Ok((outcome == Outcome::Done).then_some(Pixels { size, data, kind: Kind::Opaque }))
}

#[cfg(test)]
mod tests;
