//! Planes on their way become rows: joined to pixels, and given the colours that are wanted.

use super::band::Shape;
use super::join::Join;
use crate::decode::carried::{Colored, TOGETHER};
use crate::error::Result;
use crate::geometry::Size;
use crate::raster::{TakeRows, Unpack};

/// What makes rows of the planes of rows of units.
pub(super) struct Units {
    join: Join,
    colored: Colored,
    /// Rows that wait until there are enough, and how many bytes that is.
    rows: Vec<u8>,
    enough: usize,
}

impl Units {
    /// For rows of this width.
    pub(super) fn new(join: Join, width: u32, colored: Colored) -> Self {
        let stride = width as usize * 4;
        let enough = (TOGETHER / stride.max(1)).max(1) * stride;
        Self { join, colored, rows: Vec::with_capacity(enough), enough }
    }
}

impl Unpack for Units {
    fn unpack(&mut self, strip: &mut [u8], taker: &mut dyn TakeRows) -> Result<()> {
        let Self { join, colored, rows, enough } = self;
        for unit in strip.chunks(join.bytes().max(1)) {
            join.join(unit, &mut |row| {
                rows.extend_from_slice(row.as_flattened());
                if rows.len() < *enough {
                    return Ok(());
                }
                colored.unpack(rows, taker)?;
                rows.clear();
                Ok(())
            })?;
        }
        // Which strip is the last is not known here.
        if !rows.is_empty() {
            colored.unpack(rows, taker)?;
            rows.clear();
        }
        Ok(())
    }
}

/// What takes planes apart that are wanted as they are.
pub(super) struct Apart {
    shapes: [Shape; 3],
    /// Columns of luma and chroma that belong to the picture, and rows that are to come.
    columns: (usize, usize),
    left: (usize, usize),
}

impl Apart {
    /// For a picture of this size, whose chroma has a sample for so many pixels across and down.
    pub(super) fn new(shapes: [Shape; 3], size: Size, (across, down): (u32, u32)) -> Self {
        let side = |length: u32, per_sample: u32| (length as usize, length.div_ceil(per_sample) as usize);
        Self { shapes, columns: side(size.width, across), left: side(size.height, down) }
    }

    fn take(&mut self, unit: &[u8], taker: &mut dyn TakeRows) -> Result<()> {
        let [luma, chroma, _] = self.shapes;
        let (luma_plane, rest) = unit.split_at_checked(luma.bytes()).unwrap_or_default();
        let (blue, red) = rest.split_at_checked(chroma.bytes()).unwrap_or_default();
        let rows = |plane, shape: Shape, columns: usize| {
            <[u8]>::chunks(plane, shape.stride.max(1)).map(move |row| row.get(..columns).unwrap_or_default())
        };
        for row in rows(luma_plane, luma, self.columns.0).take(self.left.0) {
            taker.take_luma(row)?;
            self.left.0 -= 1;
        }
        let (blue, red) = (rows(blue, chroma, self.columns.1), rows(red, chroma, self.columns.1));
        for (blue, red) in blue.zip(red).take(self.left.1) {
            taker.take_chroma([blue, red])?;
            self.left.1 -= 1;
        }
        Ok(())
    }
}

impl Unpack for Apart {
    fn unpack(&mut self, strip: &mut [u8], taker: &mut dyn TakeRows) -> Result<()> {
        let unit: usize = self.shapes.iter().map(|shape| shape.bytes()).sum();
        strip.chunks(unit.max(1)).try_for_each(|unit| self.take(unit, taker))
    }
}
