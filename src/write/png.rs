//! PNG: 8-bit RGB, or RGBA where something is transparent; gray or a palette where that says the same.
//!
//! Marked as sRGB (chunk sRGB, perceptual, and the gAMA and cHRM that go with it) unless it carries a profile (iCCP) or
//! is stripped of all; the resolution stands in pHYs as
//! pixels a metre, rounded.
//!
//! | effort | how |
//! |---|---|
//! | 0 | every row by the one above it; compressed here, in strips that several threads share |
//! | 1–3 (default 3) | filters chosen row by row; compressed here, flat art by searching for repetitions too |
//! | 4–9 | also by the library at deflate levels 2, 4, 6, 7, 8, 9, with filters, and without where it is flat: the smallest |

mod deflate;
mod filter;
mod huffman;
mod matches;
mod palette;
mod pixels;
mod stream;
mod strips;

use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::output::{Output, Strip};
use crate::raster::Raster;
use crate::runner::Runner;
use crate::write::samples::straight;
use crate::write::sides::check_sides;
use crate::write::{Bands, Parts};
use pixels::Pixels;
use png::{DeflateCompression, EncodingError, Filter, Info, PixelDimensions, SrgbRenderingIntent, Unit, chunk};
use stream::Stream;
use strips::Plan;

/// PNG, third edition, section 11.2.1: sides fit into 31 bits.
const SIDE: u32 = i32::MAX as u32;

/// A PNG file.
///
/// # Errors
/// [`Fault::Internal`](crate::Fault::Internal) when the encoder fails, which memory alone can make it do.
pub fn write(raster: Raster, output: &Output, runner: &impl Runner) -> Result<Vec<u8>> {
    check_sides("PNG", raster.size(), SIDE)?;
    let raster = raster.with_opacity_found();
    let pixels = match output.effort {
        0 => Pixels::plain(raster.is_opaque()),
        _ => Pixels::of(&raster, output.profile.profile().is_some()),
    };
    let plan = Plan::of(raster.size(), pixels, output.effort == 0);
    let file = in_strips(&raster, &plan, output, runner)?;
    match deflate_level(output.effort) {
        Some(level) => smallest(file, raster, &plan.pixels, output, level).map_err(failed),
        None => Ok(file),
    }
}

/// A PNG file of a picture that comes in bands; efforts over 3 count as 3.
///
/// # Errors
/// What a band says; [`Fault::Internal`](crate::Fault::Internal) when bands are missing or the encoder fails.
pub fn write_bands(bands: Bands<'_>, output: &Output, runner: &impl Runner) -> Result<Vec<u8>> {
    check_sides("PNG", bands.size, SIDE)?;
    let plan = Plan::of(bands.size, Pixels::plain(bands.is_opaque), output.effort == 0);
    let mut file = Vec::new();
    let mut writer = header(bands.size, &plan.pixels, output, None, &mut file).map_err(failed)?;
    let write = |strip: Vec<u8>| writer.write_chunk(chunk::IDAT, &strip).map_err(failed);
    let mut stream = Stream::begin(&plan, write);
    let total = bands.size.pixels().saturating_mul(4);
    let (mut waiting, mut seen) = (Vec::new(), 0);
    for band in bands.rows {
        let data = band?.into_data();
        seen += data.len() as u64;
        match waiting.is_empty() {
            true => waiting = data,
            false => waiting.extend_from_slice(&data),
        }
        let whole = if seen >= total { waiting.len() } else { waiting.len() / plan.bytes() * plan.bytes() };
        let rows = waiting.get(..whole).unwrap_or_default();
        stream.add(&plan, rows, runner)?;
        waiting.drain(..whole);
    }
    if seen != total {
        return Err(Error::internal(format!("the PNG's bands have {seen} of {total} bytes")));
    }
    drop(stream);
    writer.finish().map_err(failed)?;
    Ok(file)
}

/// A PNG file of a picture that is made part by part; efforts over 3 count as 3.
///
/// # Errors
/// What a part says; [`Fault::Internal`](crate::Fault::Internal) when the encoder fails.
pub fn write_parts(parts: Parts<'_>, output: &Output, runner: &impl Runner) -> Result<Vec<u8>> {
    check_sides("PNG", parts.size, SIDE)?;
    let plan = Plan::of(parts.size, Pixels::plain(parts.is_opaque), output.effort == 0);
    let mut file = Vec::with_capacity(parts.size.pixels() as usize / 2 + 1024);
    let mut writer = header(parts.size, &plan.pixels, output, None, &mut file).map_err(failed)?;
    let write = |strip: Vec<u8>| writer.write_chunk(chunk::IDAT, &strip).map_err(failed);
    Stream::begin(&plan, write).add_cut(&plan, (parts.size, parts.cut), runner)?;
    writer.finish().map_err(failed)?;
    Ok(file)
}

/// Whether a file of all samples is the smallest: neither gray nor few colours say the same.
pub fn needs_all_samples(raster: &Raster) -> bool {
    matches!(Pixels::of(raster, false), Pixels::Rgb | Pixels::Rgba)
}

fn failed(cause: EncodingError) -> Error {
    Error::internal("the PNG encoder failed").caused_by(cause)
}

/// Compressed here.
fn in_strips(raster: &Raster, plan: &Plan, output: &Output, runner: &impl Runner) -> Result<Vec<u8>> {
    // An eighth of the samples holds many files; larger ones grow the vector.
    let mut file = Vec::with_capacity(raster.data().len() / 8 + 1024);
    let mut writer = header(raster.size(), &plan.pixels, output, None, &mut file).map_err(failed)?;
    let write = |strip: Vec<u8>| writer.write_chunk(chunk::IDAT, &strip).map_err(failed);
    Stream::begin(plan, write).add(plan, raster.data(), runner)?;
    writer.finish().map_err(failed)?;
    Ok(file)
}

/// The file, or a smaller one by the library.
fn smallest(
    mut file: Vec<u8>,
    raster: Raster,
    pixels: &Pixels,
    output: &Output,
    level: u8,
) -> Result<Vec<u8>, EncodingError> {
    let size = raster.size();
    let (data, filters) = match pixels {
        Pixels::Rgb | Pixels::Rgba => {
            let is_flat = strips::is_flat(raster.data(), size.width as usize);
            let filters: &[Filter] = if is_flat { &[Filter::NoFilter, Filter::Adaptive] } else { &[Filter::Adaptive] };
            // In the raster's own buffer.
            (straight(raster, matches!(pixels, Pixels::Rgba)), filters)
        }
        Pixels::Gray | Pixels::Indexed(_) => {
            let (mut data, mut row) = (Vec::new(), Vec::new());
            for line in raster.data().chunks_exact(size.width as usize * 4) {
                pixels.row(line, &mut row);
                data.extend_from_slice(&row);
            }
            (data, &[Filter::NoFilter, Filter::Adaptive][..])
        }
    };
    for filter in filters {
        let mut other = Vec::new();
        let mut writer = header(size, pixels, output, Some((*filter, level)), &mut other)?;
        writer.write_image_data(&data)?;
        writer.finish()?;
        if other.len() < file.len() {
            file = other;
        }
    }
    Ok(file)
}

/// The levels of the library, where it is asked.
fn deflate_level(effort: u8) -> Option<u8> {
    match effort {
        0..=3 => None,
        4 => Some(2),
        5 => Some(4),
        effort => Some(effort.min(9)),
    }
}

/// Everything before the pixels; how those are compressed when the library does it.
fn header<'a>(
    size: Size,
    pixels: &Pixels,
    output: &Output,
    library: Option<(Filter, u8)>,
    file: &'a mut Vec<u8>,
) -> Result<png::Writer<&'a mut Vec<u8>>, EncodingError> {
    let mut info = Info::with_size(size.width, size.height);
    info.icc_profile = output.profile.profile().map(|profile| profile.bytes().into());
    info.exif_metadata = output.exif.as_deref().map(Into::into);
    let is_marked = info.icc_profile.is_none() && output.strip != Strip::All;
    let mut encoder = png::Encoder::with_info(file, info)?;
    let (color, depth) = pixels.color();
    encoder.set_color(color);
    encoder.set_depth(depth);
    if let Pixels::Indexed(palette) = pixels {
        let (colors, alphas) = palette.chunks();
        encoder.set_palette(colors);
        if let Some(alphas) = alphas {
            encoder.set_trns(alphas);
        }
    }
    if is_marked {
        encoder.set_source_srgb(SrgbRenderingIntent::Perceptual);
    }
    encoder.set_pixel_dims(output.dpi.map(per_metre));
    if let Some((filter, level)) = library {
        encoder.set_deflate_compression(DeflateCompression::Level(level));
        encoder.set_filter(filter);
    }
    encoder.write_header()
}

/// An inch is 0.0254 m.
fn per_metre(dpi: f64) -> PixelDimensions {
    let pixels = (dpi / 0.0254).round() as u32;
    PixelDimensions { xppu: pixels, yppu: pixels, unit: Unit::Meter }
}

#[cfg(test)]
mod tests;
