//! Strips and tiles: where they lie, in the picture and in the file, and their rows.
//!
//! In: a directory that was found to be one that can be read. Out: the rows of each strip or tile as they are stored,
//! predictors undone. Errors: [`Fault::TooLarge`](crate::Fault::TooLarge) before anything is allocated for sizes over
//! the limits, [`Fault::Input`](crate::Fault::Input) when less is there than the picture shows.

use super::directory::Directory;
use super::facets::{Facets, compression};
use super::packed::{Storage, add_up, add_up_floats};
use crate::decode::reader::truncated;
use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::limits::{Deadline, Limits};

/// How strips or tiles lie over a picture.
pub(super) struct Grid<'a> {
    bytes: &'a [u8],
    size: Size,
    /// Sides of a strip or tile; the last strip may be lower.
    pub(super) width: u32,
    pub(super) height: u32,
    is_tiled: bool,
    /// Where each begins, plane by plane, and how long it is.
    places: Vec<(usize, usize)>,
    storage: Storage,
    is_little_endian: bool,
}

/// One strip or tile.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunk {
    /// Its number in a plane.
    pub(super) index: usize,
    pub(super) left: u32,
    pub(super) top: u32,
    /// How much of it the picture shows.
    pub(super) width: u32,
    pub(super) height: u32,
}

/// How samples lie in a row of a chunk.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowShape {
    /// Samples of a pixel in one plane, and their bits.
    pub(super) samples: usize,
    pub(super) bits: usize,
}

impl<'a> Grid<'a> {
    pub(super) fn of(tags: &Directory<'_>, bytes: &'a [u8], size: Size, facets: &Facets) -> Result<Self> {
        let tile = tags.numbers(322)?.and_then(|values| values.first().copied());
        let is_tiled = tile.is_some();
        let (width, height) = match tile {
            Some(_) => (tags.number(322, 0)?, tags.number(323, 0)?),
            // Tag RowsPerStrip: without it, and where it is more than there are, one strip is all.
            None => (
                size.width,
                tags.numbers(278)?
                    .and_then(|rows| rows.first().copied())
                    .map_or(size.height, |rows| u32::try_from(rows).unwrap_or(u32::MAX).min(size.height)),
            ),
        };
        if width == 0 || height == 0 {
            return Err(Error::input("the TIFF is damaged: a strip or tile without rows"));
        }
        let storage = Storage {
            compression: facets.compression,
            // A JPEG stream has an order of its own.
            is_reversed: tags.number(266, 1)? == 2 && facets.compression != compression::JPEG,
            fax_options: tags.number(292, 0)?,
        };
        let (is_little_endian, places) = (tags.is_little_endian, Vec::new());
        let mut grid = Self { bytes, size, width, height, is_tiled, places, storage, is_little_endian };
        let planes = if facets.is_planar { facets.samples } else { 1 };
        grid.places = grid.places(tags, grid.count().saturating_mul(planes))?;
        Ok(grid)
    }

    fn across(&self) -> usize {
        self.size.width.div_ceil(self.width) as usize
    }

    /// Strips or tiles of one plane.
    pub(super) fn count(&self) -> usize {
        self.across() * self.size.height.div_ceil(self.height) as usize
    }

    /// Where strips or tiles stand. Lengths that are missing or lead beyond the file end at the next one or with the
    /// file, as libtiff has it.
    fn places(&self, tags: &Directory<'_>, count: usize) -> Result<Vec<(usize, usize)>> {
        let (strips, tiles) = ((273, 279), (324, 325));
        let (own, other) = if self.is_tiled { (tiles, strips) } else { (strips, tiles) };
        // Some writers put the places of tiles where those of strips belong.
        let numbers = |(first, second): (u16, u16)| match tags.numbers(first)? {
            Some(numbers) => Ok::<_, Error>(Some(numbers)),
            None => tags.numbers(second),
        };
        let offsets = numbers((own.0, other.0))?.unwrap_or_default();
        let lengths = numbers((own.1, other.1)).ok().flatten().unwrap_or_default();
        let offsets =
            offsets.get(..count).ok_or_else(|| Error::input("the TIFF is damaged: it has too few strips or tiles"))?;
        let mut order: Vec<u64> = offsets.to_vec();
        order.sort_unstable();
        let file = self.bytes.len() as u64;
        let place = |(index, offset): (usize, &u64)| {
            let next = order.get(order.partition_point(|other| other <= offset)).copied().unwrap_or(file);
            let length = match lengths.get(index) {
                Some(length) if *length > 0 => *length,
                _ => next.saturating_sub(*offset),
            };
            let begin = (*offset).min(file);
            (begin as usize, length.min(file - begin) as usize)
        };
        Ok(offsets.iter().enumerate().map(place).collect())
    }

    /// Holds the sides of a strip or tile against the limits.
    pub(super) fn check(&self, limits: &Limits) -> Result<()> {
        limits.check_source(u64::from(self.width), u64::from(self.height))
    }

    /// All strips or tiles of a plane.
    pub(super) fn chunks(&self) -> impl Iterator<Item = Chunk> + '_ {
        let across = self.across().max(1);
        (0..self.count()).map(move |index| {
            let (left, top) = ((index % across) as u32 * self.width, (index / across) as u32 * self.height);
            let (width, height) = (self.width.min(self.size.width - left), self.height.min(self.size.height - top));
            Chunk { index, left, top, width, height }
        })
    }

    /// The bytes of a strip or tile of a plane.
    pub(super) fn stored(&self, chunk: Chunk, plane: usize) -> Result<&'a [u8]> {
        let place = self.places.get(chunk.index + plane * self.count());
        let stored = place.and_then(|(begin, length)| self.bytes.get(*begin..begin + length));
        stored.filter(|stored| !stored.is_empty()).ok_or_else(|| truncated("TIFF"))
    }

    /// The rows of a strip or tile that the picture shows, each as wide as it is stored, and how long each is.
    pub(super) fn rows(
        &self,
        (chunk, plane): (Chunk, usize),
        shape: RowShape,
        predictor: u32,
        deadline: &Deadline,
    ) -> Result<(Vec<u8>, usize)> {
        let width = if self.is_tiled { self.width } else { self.size.width };
        let stride = (width as usize).saturating_mul(shape.samples * shape.bits).div_ceil(8);
        let mut rows = self.unpacked((chunk, plane), stride, chunk.height as usize, deadline)?;
        for row in rows.chunks_exact_mut(stride.max(1)) {
            match predictor {
                2 => add_up(row, shape.bits / 8, shape.samples, self.is_little_endian),
                3 => add_up_floats(row, shape.bits / 8, shape.samples, self.is_little_endian),
                _ => {}
            }
        }
        Ok((rows, stride))
    }

    /// So many rows of so many bytes; all of them must be there.
    pub(super) fn unpacked(
        &self,
        (chunk, plane): (Chunk, usize),
        stride: usize,
        rows: usize,
        deadline: &Deadline,
    ) -> Result<Vec<u8>> {
        let (stored, wanted) =
            (self.stored_for(chunk, plane, stride.saturating_mul(rows))?, stride.saturating_mul(rows));
        let rows = self.storage.unpack(stored, wanted, self.width, deadline)?;
        if rows.len() < wanted { Err(truncated("TIFF")) } else { Ok(rows) }
    }

    /// As [`Grid::stored`]: what is not compressed is as long as it has to be, whatever is said about it.
    fn stored_for(&self, chunk: Chunk, plane: usize, wanted: usize) -> Result<&'a [u8]> {
        let place = self.places.get(chunk.index + plane * self.count());
        match place {
            Some((begin, _)) if self.storage.compression == compression::NONE => {
                let end = begin.saturating_add(wanted).min(self.bytes.len());
                self.bytes.get(*begin..end).ok_or_else(|| truncated("TIFF"))
            }
            _ => self.stored(chunk, plane),
        }
    }
}
