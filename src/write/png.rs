//! PNG: 8-bit RGB, or RGBA where something is transparent.
//!
//! Marked as sRGB (chunk sRGB, perceptual, and the gAMA and cHRM that go with it); the resolution stands in pHYs as
//! pixels a metre, rounded. Filters are chosen row by row (adaptive) except at effort 0.
//!
//! | effort | filter | deflate |
//! |---|---|---|
//! | 0 | up | fdeflate |
//! | 1–3 (default 3) | adaptive | fdeflate: some 30 times as fast as level 6, and on photos smaller, on flat art larger |
//! | 4–9 | adaptive | levels 2, 4, 6, 7, 8, 9 |

use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::output::Output;
use crate::raster::Raster;
use crate::write::Bands;
use crate::write::samples::Samples;
use crate::write::sides::check_sides;
use png::{BitDepth, ColorType, DeflateCompression, Filter, PixelDimensions, SrgbRenderingIntent, Unit};
use std::io::Write;

/// PNG, third edition, section 11.2.1: sides fit into 31 bits.
const SIDE: u32 = i32::MAX as u32;

/// Bytes of an IDAT chunk when bands are written: its 12 bytes of frame are nothing beside it.
const CHUNK: usize = 1 << 20;

/// A PNG file.
///
/// # Errors
/// [`Fault::Internal`](crate::Fault::Internal) when the encoder fails, which memory alone can make it do.
pub fn write(raster: Raster, output: &Output) -> Result<Vec<u8>> {
    check_sides("PNG", raster.size(), SIDE)?;
    let samples = Samples::of(raster);
    // A third of the samples holds most files; larger ones grow the vector.
    let mut file = Vec::with_capacity(samples.data.len() / 3 + 1024);
    encode(&samples, output, &mut file).map_err(|cause| Error::internal("the PNG encoder failed").caused_by(cause))?;
    Ok(file)
}

/// A PNG file of a picture that comes in bands.
///
/// # Errors
/// What a band says; [`Fault::Internal`](crate::Fault::Internal) when bands are missing or the encoder fails.
pub fn write_bands(bands: Bands<'_>, output: &Output) -> Result<Vec<u8>> {
    check_sides("PNG", bands.size, SIDE)?;
    let failed = |cause: png::EncodingError| Error::internal("the PNG encoder failed").caused_by(cause);
    let mut file = Vec::new();
    let has_alpha = !bands.is_opaque;
    let mut writer = header(bands.size, has_alpha, output, &mut file).map_err(failed)?;
    let mut stream = writer.stream_writer_with_size(CHUNK).map_err(failed)?;
    for band in bands.rows {
        let samples = Samples::with_alpha(band?, has_alpha);
        stream.write_all(&samples.data).map_err(|cause| failed(cause.into()))?;
    }
    stream.finish().map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(file)
}

fn encode(samples: &Samples, output: &Output, file: &mut Vec<u8>) -> Result<(), png::EncodingError> {
    let mut writer = header(samples.size, samples.has_alpha, output, file)?;
    writer.write_image_data(&samples.data)?;
    writer.finish()
}

fn header<'a>(
    size: Size,
    has_alpha: bool,
    output: &Output,
    file: &'a mut Vec<u8>,
) -> Result<png::Writer<&'a mut Vec<u8>>, png::EncodingError> {
    let mut encoder = png::Encoder::new(file, size.width, size.height);
    encoder.set_color(if has_alpha { ColorType::Rgba } else { ColorType::Rgb });
    encoder.set_depth(BitDepth::Eight);
    encoder.set_source_srgb(SrgbRenderingIntent::Perceptual);
    encoder.set_pixel_dims(output.dpi.map(per_metre));
    let (filter, deflate) = plan(output.effort);
    encoder.set_deflate_compression(deflate);
    encoder.set_filter(filter);
    encoder.write_header()
}

fn plan(effort: u8) -> (Filter, DeflateCompression) {
    match effort {
        0 => (Filter::Up, DeflateCompression::FdeflateUltraFast),
        1..=3 => (Filter::Adaptive, DeflateCompression::FdeflateUltraFast),
        4 => (Filter::Adaptive, DeflateCompression::Level(2)),
        5 => (Filter::Adaptive, DeflateCompression::Level(4)),
        effort => (Filter::Adaptive, DeflateCompression::Level(effort.min(9))),
    }
}

/// An inch is 0.0254 m.
fn per_metre(dpi: f64) -> PixelDimensions {
    let pixels = (dpi / 0.0254).round() as u32;
    PixelDimensions { xppu: pixels, yppu: pixels, unit: Unit::Meter }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn read(file: &[u8]) -> (png::OutputInfo, Option<PixelDimensions>, Vec<u8>) {
        let mut reader = png::Decoder::new(Cursor::new(file)).read_info().unwrap();
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut data).unwrap();
        assert!(reader.info().srgb.is_some());
        (info, reader.info().pixel_dims, data)
    }

    #[test]
    fn pixels_resolution_and_channels_survive_at_every_effort() {
        for effort in 0..=9 {
            let straight: Vec<u8> = (0..40u32 * 30).flat_map(|i| [(i % 256) as u8, (i / 7) as u8, 5, 255]).collect();
            let output = Output { effort, dpi: Some(300.0), ..Output::default() };
            let raster = Raster::from_straight(Size::new(40, 30), straight.clone()).unwrap();
            let (info, density, data) = read(&write(raster, &output).unwrap());
            assert_eq!((info.width, info.height, info.color_type), (40, 30, ColorType::Rgb));
            assert_eq!(density.unwrap().xppu, 11811);
            assert!(data.chunks(3).eq(straight.chunks(4).map(|pixel| &pixel[..3])), "effort {effort}");
        }
    }

    #[test]
    fn transparency_is_stored_straight() {
        let raster = Raster::from_straight(Size::new(1, 1), vec![255, 0, 255, 51]).unwrap();
        let (info, density, data) = read(&write(raster, &Output::default()).unwrap());
        assert_eq!((info.color_type, density.is_none()), (ColorType::Rgba, true));
        assert_eq!(data, [255, 0, 255, 51]);
    }
}
