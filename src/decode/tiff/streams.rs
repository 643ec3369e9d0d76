//! Strips and tiles that are no rows of samples: JPEG streams, and YCbCr with fewer samples of chroma, in blocks.

use super::chunks::Chunk;
use super::directory::Directory;
use super::facets::{Alpha, Facets};
use super::samples::{Composer, Meaning};
use super::{Canvas, Source};
use crate::decode::jpeg;
use crate::decode::jpeg_header;
use crate::decode::pixels::Pixels;
use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::limits::Limits;

/// JPEG streams, whose tables stand in tag JPEGTables (TIFF technical note 2).
pub(super) fn read(source: &Source<'_>, tags: &Directory<'_>, size: Size, limits: &Limits) -> Result<Pixels<u8>> {
    let facets = source.facets;
    if facets.packing.bits != 8 {
        let what = format!("TIFFs with JPEG streams of {} bits a sample cannot be read", facets.packing.bits);
        return Err(Error::unsupported(what));
    }
    let tables = tags.bytes(347).unwrap_or_default();
    let planes = if facets.is_planar { facets.samples } else { 1 };
    let is_ycc = matches!(facets.meaning, Meaning::YCbCr(_));
    // The stream's own decoder makes colours of its luma and chroma.
    let meaning = if is_ycc && !facets.is_planar { &Meaning::Rgb } else { &facets.meaning };
    let composer = Composer { meaning, ..facets.composer() };
    let mut canvas = Canvas::new(size, facets)?;
    for chunk in source.grid.chunks() {
        let stream = |plane| {
            let stored = source.grid.stored(chunk, plane)?;
            let wanted = facets.samples / planes;
            let whole = with_tables(tables, stored)?;
            check(&whole, chunk, (source.grid.width, source.grid.height), wanted)?;
            jpeg::samples(whole, is_ycc && wanted == 3, limits, source.deadline)
        };
        let streams = (0..planes).map(stream).collect::<Result<Vec<_>>>()?;
        let mut row = vec![0; chunk.width as usize * facets.samples];
        for y in 0..chunk.height as usize {
            for (plane, pixels) in streams.iter().enumerate() {
                let start = y * pixels.size.width as usize * 4;
                let samples = pixels.data.get(start..).unwrap_or_default().as_chunks::<4>().0;
                for (to, from) in row.chunks_exact_mut(facets.samples).zip(samples) {
                    let to = to.get_mut(plane..plane + facets.samples / planes).unwrap_or_default();
                    to.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
                }
            }
            match meaning {
                Meaning::Palette(colors) => {
                    let indices: Vec<u16> = row.iter().map(|sample| u16::from(*sample)).collect();
                    composer.look_up(&indices, colors, 8, canvas.row(chunk, y).0);
                }
                _ => {
                    let (to, beside) = canvas.row(chunk, y);
                    composer.compose(&row, to, beside);
                }
            }
        }
    }
    Ok(canvas.finished(facets))
}

/// A stream with the tables of its file: both are streams with a start, the tables' with an end too.
fn with_tables(tables: &[u8], stream: &[u8]) -> Result<Vec<u8>> {
    let Some(rest) = stream.strip_prefix(&[0xFF, 0xD8]) else {
        return Err(Error::input("the TIFF is damaged: a strip or tile is no JPEG stream"));
    };
    let tables = tables.strip_prefix(&[0xFF, 0xD8]).unwrap_or_default();
    let tables = tables.strip_suffix(&[0xFF, 0xD9]).unwrap_or(tables);
    Ok([&[0xFF, 0xD8], tables, rest].concat())
}

/// A stream brings a size of its own: it must show what its strip or tile shows, and no more than that has room for.
fn check(stream: &[u8], chunk: Chunk, (width, height): (u32, u32), samples: usize) -> Result<()> {
    let markers = jpeg_header::read(stream)?;
    let own = (u32::from(markers.width), u32::from(markers.height));
    if own.0 > width || own.1 > height {
        return Err(Error::input("the TIFF is damaged: a JPEG stream is larger than its strip or tile"));
    }
    if own.0 < chunk.width || own.1 < chunk.height {
        return Err(Error::input("the TIFF is damaged: a JPEG stream is smaller than its strip or tile"));
    }
    match usize::from(markers.components) == samples && samples <= 4 {
        true => Ok(()),
        false => Err(Error::unsupported(format!(
            "TIFFs of {samples} samples a pixel with JPEG streams of {} components cannot be read",
            markers.components
        ))),
    }
}

/// YCbCr in blocks of so many samples of luma and one each of chroma, which is repeated (TIFF 6.0, section 21).
pub(super) fn read_halved(source: &Source<'_>, size: Size) -> Result<Pixels<u8>> {
    let facets = source.facets;
    let (across, down) = facets.halving.unwrap_or((1, 1));
    let block = across * down + 2;
    let mut canvas = Canvas::new(size, facets)?;
    let composer = Composer { samples: 3, meaning: &facets.meaning, alpha: None::<Alpha> };
    for chunk in source.grid.chunks() {
        source.deadline.check()?;
        let stride = (source.grid.width as usize).div_ceil(across) * block;
        let groups = (chunk.height as usize).div_ceil(down);
        let mut stored = source.grid.unpacked((chunk, 0), stride, groups, source.deadline)?;
        undo(facets, &mut stored, stride);
        let mut row = vec![0; chunk.width as usize * 3];
        for y in 0..chunk.height as usize {
            let group = stored.get(y / down * stride..).unwrap_or_default();
            for (x, pixel) in row.as_chunks_mut::<3>().0.iter_mut().enumerate() {
                let Some(block) = group.get(x / across * block..(x / across + 1) * block) else { continue };
                let luma = block.get(y % down * across + x % across).copied().unwrap_or(0);
                *pixel = [luma, block[across * down], block[across * down + 1]];
            }
            composer.compose(&row, canvas.row(chunk, y).0, None);
        }
    }
    Ok(canvas.finished(facets))
}

/// Differences of such rows are those of bytes that stand a block apart.
fn undo(facets: &Facets, stored: &mut [u8], stride: usize) {
    if facets.predictor == 2 {
        for row in stored.chunks_exact_mut(stride.max(1)) {
            super::packed::add_up(row, 1, 3, true);
        }
    }
}
