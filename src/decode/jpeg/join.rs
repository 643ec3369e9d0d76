//! Planes become rows of pixels: chroma as wide and as high as luma, colours.
//!
//! In: the planes of each row of units, from the top. Out: rows of opaque RGBA, as many as the picture has. Where
//! chroma is half as high, the last row of a unit comes with the next one, whose chroma it is made of too.

use super::band::Shape;
use super::color::{self, Space};
use super::stop::{Step, Stop};
use super::upsample::Stretch;
use crate::error::{Error, Result};

/// Takes a row of pixels.
pub(in crate::decode) type TakeRow<'a> = &'a mut dyn FnMut(&[[u8; 4]]) -> Result<()>;

/// What makes rows of planes.
pub(in crate::decode) struct Join {
    shapes: Vec<Shape>,
    rows: Rows,
    stretch: Stretch,
    /// Where chroma is half as high: the last row of each plane of the unit before.
    last: [Vec<u8>; 3],
}

/// Where rows become pixels.
struct Rows {
    space: Space,
    line: Vec<[u8; 4]>,
    /// Rows that are to come.
    left: usize,
    is_first: bool,
}

impl Rows {
    /// Hands out one row of three components.
    fn hand_out(&mut self, first: &[u8], [second, third]: [&[u8]; 2], take: TakeRow) -> Result<()> {
        match self.space {
            Space::YCbCr => color::from_ycbcr(first, second, third, &mut self.line),
            Space::Rgb => color::from_rgb(first, second, third, &mut self.line),
            Space::Gray => return Err(Error::internal("gray has one plane")),
        }
        self.sent(take)
    }

    fn sent(&mut self, take: TakeRow) -> Result<()> {
        take(&self.line)?;
        self.left -= 1;
        self.is_first = false;
        Ok(())
    }
}

impl Join {
    /// For planes of these shapes, of a picture of `size` (columns, rows).
    pub(super) fn new(shapes: Vec<Shape>, space: Space, (width, height): (usize, usize)) -> Step<Self> {
        if (space == Space::Gray) != (shapes.len() == 1) {
            return Err(Stop::Doubt);
        }
        let stretch = match &shapes[..] {
            [_] => Some(Stretch::default()),
            [luma, chroma, other] if chroma == other => Stretch::new(*luma, *chroma),
            _ => None,
        };
        let rows = Rows { space, line: vec![[0; 4]; width], left: height, is_first: true };
        Ok(Self { shapes, rows, stretch: stretch.ok_or(Stop::Doubt)?, last: <[Vec<u8>; 3]>::default() })
    }

    /// The shapes of planes whose chroma has fewer samples than luma, and for how many pixels there is one, across and
    /// down.
    pub(super) fn fewer(&self) -> Option<([Shape; 3], (u32, u32))> {
        let &[luma, chroma, other] = &self.shapes[..] else { return None };
        let per_sample = ((luma.stride / chroma.stride.max(1)) as u32, (luma.rows / chroma.rows.max(1)) as u32);
        (self.rows.space == Space::YCbCr && per_sample != (1, 1)).then_some(([luma, chroma, other], per_sample))
    }

    /// Bytes of all planes of a row of units, one behind the other.
    pub(super) fn bytes(&self) -> usize {
        self.shapes.iter().map(|shape| shape.bytes()).sum()
    }

    /// Hands out the rows of a row of units, whose planes lie one behind the other.
    ///
    /// # Errors
    /// Those of `take`, and [`Fault::Internal`](crate::Fault::Internal) when planes are missing.
    pub(super) fn join(&mut self, mut planes: &[u8], take: TakeRow) -> Result<()> {
        let mut next = |shape: &Shape| {
            let (plane, rest) = planes.split_at_checked(shape.bytes())?;
            planes = rest;
            Some(plane)
        };
        let found: Option<Vec<&[u8]>> = self.shapes.iter().map(&mut next).collect();
        match &found.ok_or_else(|| Error::internal("a row of units is cut off"))?[..] {
            [gray] => {
                let stride = self.shapes.first().map_or(1, |shape| shape.stride.max(1));
                for row in gray.chunks_exact(stride).take(self.rows.left) {
                    color::from_gray(row, &mut self.rows.line);
                    self.rows.sent(take)?;
                }
                Ok(())
            }
            [luma, blue, red] => self.join_three([luma, blue, red], take),
            _ => Err(Error::internal("a JPEG has one plane or three")),
        }
    }

    fn join_three(&mut self, [luma, blue, red]: [&[u8]; 3], take: TakeRow) -> Result<()> {
        let Self { shapes, rows, stretch, last } = self;
        let row_of = |plane, index: usize, row: usize| {
            let stride = shapes.get(index).map_or(0, |shape: &Shape| shape.stride);
            <[u8]>::get(plane, row * stride..(row + 1) * stride).unwrap_or_default()
        };
        let chroma = |row: usize| [row_of(blue, 1, row), row_of(red, 2, row)];
        let count = shapes.first().map_or(0, |shape| shape.rows);
        if !stretch.is_taller {
            for row in 0..count.min(rows.left) {
                rows.hand_out(row_of(luma, 0, row), stretch.of(chroma(row), chroma(row)), take)?;
            }
            return Ok(());
        }
        let is_first = rows.is_first;
        if !is_first {
            rows.hand_out(&last[0], stretch.of([&last[1], &last[2]], chroma(0)), take)?;
        }
        let (is_end, half) = (rows.left <= count, count / 2);
        for row in 0..count.min(rows.left) {
            let near = chroma(row / 2);
            let far = match (row.is_multiple_of(2), row / 2) {
                (true, 0) if is_first => near,
                (true, 0) => [&last[1][..], &last[2][..]],
                (true, at) => chroma(at - 1),
                (false, at) if at + 1 < half => chroma(at + 1),
                (false, _) if is_end => near,
                (false, at) => {
                    *last = [row_of(luma, 0, row), row_of(blue, 1, at), row_of(red, 2, at)].map(<[u8]>::to_vec);
                    break;
                }
            };
            rows.hand_out(row_of(luma, 0, row), stretch.of(near, far), take)?;
        }
        Ok(())
    }
}
