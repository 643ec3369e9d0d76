//! A progressive JPEG, by the library: the whole picture is coded at once, its tables fitted to it.

use super::baseline::{FULL_CHROMA, sides};
use crate::color::Color;
use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::output::Output;
use crate::raster::Raster;
use crate::write::{Bands, matte};
use jpeg_encoder::{
    ChromaSubsamplingMethod, ColorType, Encoder, EncodingError, ImageBuffer, JpegColorType, PixelDensity,
    SamplingFactor, rgb_to_ycbcr,
};
use std::cell::RefCell;

/// From this effort on the file is progressive.
const SMALLER: u8 = 7;

/// Whether the file is to be progressive.
pub(super) fn is_asked(output: &Output) -> bool {
    output.progressive || output.effort >= SMALLER
}

/// A JPEG file.
///
/// # Errors
/// [`Fault::TooLarge`](crate::Fault::TooLarge) for more than 65,535 px a side.
pub(super) fn write(raster: Raster, output: &Output) -> Result<Vec<u8>> {
    let (width, height) = sides(raster.size())?;
    let data = matte::onto(raster, output.matte);
    let mut file = Vec::with_capacity(data.len() / 16 + 1024);
    encoder(&mut file, output)?.encode(&data, width, height, ColorType::Rgba).map_err(failed)?;
    Ok(file)
}

/// A JPEG file of a picture that comes in bands.
///
/// # Errors
/// What a band says; [`Fault::Internal`](crate::Fault::Internal) when bands are missing;
/// [`Fault::TooLarge`](crate::Fault::TooLarge) for more than 65,535 px a side.
pub(super) fn write_bands(bands: Bands<'_>, output: &Output) -> Result<Vec<u8>> {
    let (width, height) = sides(bands.size)?;
    let mut file = Vec::new();
    let pulled = RefCell::new(Pulled { matte: output.matte, bands, data: Vec::new(), top: 0, end: 0, failed: None });
    let done = encoder(&mut file, output)?.encode_image(Rows { pulled: &pulled, width, height });
    match pulled.into_inner().failed {
        Some(error) => Err(error),
        None => done.map_err(failed).map(|()| file),
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

fn failed(cause: EncodingError) -> Error {
    Error::internal("the JPEG encoder failed").caused_by(cause)
}

/// Set up as `output` says.
fn encoder<'a>(file: &'a mut Vec<u8>, output: &Output) -> Result<Encoder<&'a mut Vec<u8>>> {
    let mut encoder = Encoder::new(file, output.used_quality());
    encoder.set_sampling_factor(match output.used_quality() {
        FULL_CHROMA.. => SamplingFactor::R_4_4_4,
        _ => SamplingFactor::R_4_2_0,
    });
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    if let Some(dpi) = output.dpi {
        // `Output::check` holds it to 1..=65,535.
        encoder.set_density(PixelDensity::dpi(dpi.round() as u16));
    }
    if let Some(exif) = &output.exif {
        encoder.add_exif_metadata(exif).map_err(failed)?;
    }
    if let Some(profile) = output.profile.profile() {
        encoder.add_icc_profile(profile.bytes()).map_err(failed)?;
    }
    Ok(encoder)
}
