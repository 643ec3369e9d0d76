//! TIFF: the first picture of the file, in strips or tiles, chunky or planar.
//!
//! Gray, inverted gray and palettes of 1 to 16 bits, 24 and 32; RGB, CMYK and YCbCr, also with fewer samples of chroma;
//! floating samples 0 to 1; associated and unassociated alpha beside any of them. Stored as they are, by LZW, Deflate,
//! PackBits, the codes of faxes, or as JPEG streams, with bits filled in from either side. More than 8 bits stay 16. Not
//! read, and named: Lab, signed and half-float samples, all other compressions.

mod chunks;
mod directory;
mod facets;
mod fax;
mod packed;
mod samples;
mod streams;

use super::exif::{Facts, to_dpi};
use super::header::{Header, stored_size};
use super::pixels::{Kind, Pixels, Sample, Stored, allocate};
use crate::error::Result;
use crate::geometry::Size;
use crate::limits::{Deadline, Limits};
use crate::picture::{ColorModel, Orientation, Picture, PictureFormat};
use crate::source::Bytes;
use chunks::{Chunk, Grid, RowShape};
use directory::Directory;
use facets::{Facets, compression};
use samples::{Composer, Meaning};

pub(super) fn probe(bytes: &Bytes, limits: &Limits) -> Result<Picture> {
    let tags = Directory::read(bytes)?;
    let (width, height) = (tags.side(256)?, tags.side(257)?);
    limits.check_source(u64::from(width), u64::from(height))?;
    let facets = Facets::of(&tags)?;
    let mut header = Header::new(PictureFormat::Tiff, width, height);
    header.depth = u8::try_from(facets.packing.bits).unwrap_or(u8::MAX);
    header.has_alpha = facets.alpha.is_some();
    header.model = match facets.meaning {
        Meaning::Gray | Meaning::InvertedGray => ColorModel::Gray,
        Meaning::Rgb | Meaning::YCbCr(_) | Meaning::Palette(_) => ColorModel::Rgb,
        Meaning::Cmyk => ColorModel::Cmyk,
    };
    header.exif = Facts {
        orientation: Orientation::from_exif(tags.number(274, 1)?),
        dpi: tags.fractions(282)?.and_then(|values| {
            let unit = tags.number(296, 2).ok()?;
            to_dpi(*values.first()?, unit)
        }),
    };
    header.profile = tags.bytes(34_675).map(<[u8]>::to_vec);
    if tags.has_next {
        header.remarks.push("the TIFF has more pages: only the first is read".to_owned());
    }
    header.into_picture(&bytes.into(), limits)
}

pub(super) fn decode(picture: &Picture, limits: &Limits, deadline: &Deadline) -> Result<Stored> {
    let size = stored_size(picture);
    let bytes = picture.content.whole()?;
    let tags = Directory::read(&bytes)?;
    let facets = Facets::of(&tags)?;
    let grid = Grid::of(&tags, &bytes, size, &facets)?;
    grid.check(limits)?;
    let source = Source { grid, facets: &facets, deadline };
    let (packing, composer) = (facets.packing, facets.composer());
    Ok(match (&facets.meaning, facets.compression) {
        (_, compression::JPEG) => streams::read(&source, &tags, size, limits)?.into(),
        (Meaning::YCbCr(_), _) if facets.halving.is_some() => streams::read_halved(&source, size)?.into(),
        (Meaning::Palette(colors), _) => {
            let unpack = |row: &[u8], to: &mut [u16]| packing.unpack_indices(row, to);
            let mut canvas = Canvas::<u8>::new(size, &facets)?;
            source.each(unpack, |chunk, row, from| {
                let (to, _) = canvas.row(chunk, row);
                composer.look_up(from, colors, packing.bits, to);
            })?;
            canvas.finished(&facets).into()
        }
        _ if packing.is_deep() => source.composed::<u16>(size, &composer)?.into(),
        _ => source.composed::<u8>(size, &composer)?.into(),
    })
}

impl Facets {
    fn composer(&self) -> Composer<'_> {
        Composer { samples: self.samples, meaning: &self.meaning, alpha: self.alpha }
    }
}

/// The strips or tiles of a picture.
struct Source<'a> {
    grid: Grid<'a>,
    facets: &'a Facets,
    deadline: &'a Deadline,
}

impl Source<'_> {
    fn composed<S: Sample>(&self, size: Size, composer: &Composer<'_>) -> Result<Pixels<S>> {
        let packing = self.facets.packing;
        let mut canvas = Canvas::<S>::new(size, self.facets)?;
        let unpack = |row: &[u8], to: &mut [S]| packing.unpack(row, to);
        self.each(unpack, |chunk, row, from| {
            let (to, beside) = canvas.row(chunk, row);
            composer.compose(from, to, beside);
        })?;
        Ok(canvas.finished(self.facets))
    }

    /// Unpacks each row of each strip or tile, the samples of a pixel side by side.
    fn each<T: Copy + Default>(
        &self,
        unpack: impl Fn(&[u8], &mut [T]),
        mut take: impl FnMut(Chunk, usize, &[T]),
    ) -> Result<()> {
        let Facets { samples, is_planar, predictor, packing, .. } = *self.facets;
        let planes = if is_planar { samples } else { 1 };
        let shape = RowShape { samples: samples / planes, bits: packing.bits as usize };
        for chunk in self.grid.chunks() {
            self.deadline.check()?;
            let stored: Result<Vec<(Vec<u8>, usize)>> =
                (0..planes).map(|plane| self.grid.rows((chunk, plane), shape, predictor, self.deadline)).collect();
            let (stored, width) = (stored?, chunk.width as usize);
            let mut together = vec![T::default(); width * samples];
            let mut apart = vec![T::default(); if is_planar { width } else { 0 }];
            for row in 0..chunk.height as usize {
                for (plane, (rows, stride)) in stored.iter().enumerate() {
                    let row = rows.get(row * stride..(row + 1) * stride).unwrap_or_default();
                    if !is_planar {
                        unpack(row, &mut together);
                        continue;
                    }
                    unpack(row, &mut apart);
                    together.iter_mut().skip(plane).step_by(planes).zip(&apart).for_each(|(to, from)| *to = *from);
                }
                take(chunk, row, &together);
            }
        }
        Ok(())
    }
}

/// The picture as it fills.
struct Canvas<S> {
    size: Size,
    data: Vec<S>,
    /// Alpha of inks.
    beside: Option<Vec<S>>,
}

impl<S: Sample> Canvas<S> {
    fn new(size: Size, facets: &Facets) -> Result<Self> {
        let beside = (facets.meaning == Meaning::Cmyk && facets.alpha.is_some())
            .then(|| vec![S::default(); size.pixels() as usize]);
        Ok(Self { size, data: allocate(size)?, beside })
    }

    /// The pixels of a row of a strip or tile.
    fn row(&mut self, chunk: Chunk, row: usize) -> (&mut [S], Option<&mut [S]>) {
        let start = (chunk.top as usize + row) * self.size.width as usize + chunk.left as usize;
        let end = start + chunk.width as usize;
        let beside = self.beside.as_mut().and_then(|beside| beside.get_mut(start..end));
        (self.data.get_mut(start * 4..end * 4).unwrap_or_default(), beside)
    }

    fn finished(self, facets: &Facets) -> Pixels<S> {
        let Self { size, mut data, beside } = self;
        let is_associated = facets.alpha.is_some_and(|alpha| alpha.is_associated);
        match &beside {
            Some(beside) if is_associated => divide_inks(&mut data, beside),
            None if is_associated => S::divide_alpha(&mut data),
            _ => {}
        }
        let kind = match facets.meaning {
            Meaning::Cmyk => Kind::Cmyk,
            _ if facets.alpha.is_some() => Kind::Straight,
            _ => Kind::Opaque,
        };
        Pixels { size, data, kind, alpha: beside }
    }
}

/// Divides alpha out of inks.
fn divide_inks<S: Sample>(data: &mut [S], alpha: &[S]) {
    for (pixel, alpha) in data.as_chunks_mut::<4>().0.iter_mut().zip(alpha) {
        // Three at a time, as colours are.
        let [c, m, y, k] = *pixel;
        let mut two = [c, m, y, *alpha, k, k, k, *alpha];
        S::divide_alpha(&mut two);
        *pixel = [two[0], two[1], two[2], two[4]];
    }
}

#[cfg(test)]
mod tests;
