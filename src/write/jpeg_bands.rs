//! A JPEG of a picture that comes in bands: the encoder asks for rows from top to bottom and is given those of the band
//! at hand.

use crate::color::Color;
use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::output::Output;
use crate::write::{Bands, jpeg, matte};
use jpeg_encoder::{ImageBuffer, JpegColorType, rgb_to_ycbcr};
use std::cell::RefCell;

/// A JPEG file.
///
/// # Errors
/// What a band says; [`Fault::Internal`](crate::Fault::Internal) when bands are missing;
/// [`Fault::TooLarge`](crate::Fault::TooLarge) for more than 65,535 px a side.
pub(super) fn write(bands: Bands<'_>, output: &Output) -> Result<Vec<u8>> {
    let (width, height) = jpeg::sides(bands.size)?;
    let mut file = Vec::new();
    let pulled = RefCell::new(Pulled { matte: output.matte, bands, data: Vec::new(), top: 0, end: 0, failed: None });
    let done = jpeg::encoder(&mut file, output).encode_image(Rows { pulled: &pulled, width, height });
    match pulled.into_inner().failed {
        Some(error) => Err(error),
        None => done.map_err(jpeg::failed).map(|()| file),
    }
}

/// The band at hand, and where the next ones come from.
struct Pulled<'a> {
    bands: Bands<'a>,
    matte: Color,
    /// RGBA, opaque.
    data: Vec<u8>,
    /// Its first row, and the row after its last.
    top: u32,
    end: u32,
    /// The encoder cannot be told of an error: it goes on over black rows.
    failed: Option<Error>,
}

impl Pulled<'_> {
    fn row(&mut self, y: u32) -> Option<&[u8]> {
        while y >= self.end && self.failed.is_none() {
            self.pull();
        }
        let bytes = self.bands.size.width as usize * 4;
        let start = y.checked_sub(self.top)? as usize * bytes;
        self.data.get(start..start + bytes)
    }

    fn pull(&mut self) {
        match self.bands.rows.next() {
            Some(Ok(band)) => {
                let Size { height, .. } = band.size();
                (self.top, self.end) = (self.end, self.end + height);
                self.data = matte::onto(band.with_opacity_found(), self.matte);
            }
            Some(Err(error)) => self.failed = Some(error),
            None => self.failed = Some(Error::internal(format!("the JPEG's bands ended at row {}", self.end))),
        }
    }
}

struct Rows<'a, 'b> {
    pulled: &'a RefCell<Pulled<'b>>,
    width: u16,
    height: u16,
}

impl ImageBuffer for Rows<'_, '_> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        JpegColorType::Ycbcr
    }

    fn width(&self) -> u16 {
        self.width
    }

    fn height(&self) -> u16 {
        self.height
    }

    fn fill_buffers(&self, y: u16, [luma, blue, red, _]: &mut [Vec<u8>; 4]) {
        let mut pulled = self.pulled.borrow_mut();
        let Some(row) = pulled.row(u32::from(y)) else {
            for channel in [luma, blue, red] {
                channel.resize(channel.len() + usize::from(self.width), 0);
            }
            return;
        };
        for [r, g, b, _] in row.as_chunks::<4>().0 {
            let (y, cb, cr) = rgb_to_ycbcr(*r, *g, *b);
            luma.push(y);
            blue.push(cb);
            red.push(cr);
        }
    }
}
