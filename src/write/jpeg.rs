//! JPEG: three channels, JFIF.
//!
//! Transparent parts are laid over [`Output::matte`]. Chroma is stored at half size across and down (4:2:0) below
//! quality 90 and at full size (4:4:4) from 90 on, as libvips does: from there on the loss shows before the bytes do.
//! From effort 7 on the file is progressive even when that was not asked for: with tables fitted to the picture it is the
//! smaller coding, and costs a second pass. (The encoder can fit the tables of a sequential file too, but then writes
//! each channel in a scan of its own, which several decoders get wrong.) Without a profile JPEG means sRGB, so none is written. The resolution stands
//! in the JFIF header in whole dots an inch. Refused: more than 65,535 px a side.

use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::output::Output;
use crate::raster::Raster;
use crate::write::matte;
use crate::write::sides::check_sides;
use jpeg_encoder::{ColorType, Encoder, EncodingError, PixelDensity, SamplingFactor};

/// ITU-T T.81, B.2.2: lines and samples a line are 16 bits.
const SIDE: u32 = 65_535;
/// From this quality on chroma keeps its full size.
const FULL_CHROMA: u8 = 90;
/// From this effort on the file is progressive.
const SMALLER: u8 = 7;

/// A JPEG file.
///
/// # Errors
/// [`Fault::TooLarge`](crate::Fault::TooLarge) for more than 65,535 px a side.
pub fn write(raster: Raster, output: &Output) -> Result<Vec<u8>> {
    let (width, height) = sides(raster.size())?;
    let data = matte::onto(raster, output.matte);
    let mut file = Vec::with_capacity(data.len() / 16 + 1024);
    encoder(&mut file, output).encode(&data, width, height, ColorType::Rgba).map_err(failed)?;
    Ok(file)
}

pub(super) fn failed(cause: EncodingError) -> Error {
    Error::internal("the JPEG encoder failed").caused_by(cause)
}

/// Width and height as the format counts them.
pub(super) fn sides(size: Size) -> Result<(u16, u16)> {
    check_sides("JPEG", size, SIDE)?;
    let side = |side: u32| u16::try_from(side).map_err(|_| Error::internal("a JPEG side was not checked"));
    Ok((side(size.width)?, side(size.height)?))
}

/// Set up as `output` says.
pub(super) fn encoder<'a>(file: &'a mut Vec<u8>, output: &Output) -> Encoder<&'a mut Vec<u8>> {
    let mut encoder = Encoder::new(file, output.quality);
    encoder.set_sampling_factor(match output.quality {
        FULL_CHROMA.. => SamplingFactor::R_4_4_4,
        _ => SamplingFactor::R_4_2_0,
    });
    let is_progressive = output.progressive || output.effort >= SMALLER;
    encoder.set_progressive(is_progressive);
    encoder.set_optimized_huffman_tables(is_progressive);
    if let Some(dpi) = output.dpi {
        // `Output::check` holds it to 1..=65,535.
        encoder.set_density(PixelDensity::dpi(dpi.round() as u16));
    }
    encoder
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Color;
    use crate::output::Format;

    fn picture(alpha: u8) -> Raster {
        let straight = (0..64u32 * 48).flat_map(|i| [(i % 64 * 4) as u8, (i / 64 * 5) as u8, 90, alpha]).collect();
        Raster::from_straight(Size::new(64, 48), straight).unwrap()
    }

    fn decode(file: &[u8]) -> Vec<u8> {
        let mut decoder = zune_jpeg::JpegDecoder::new(std::io::Cursor::new(file));
        decoder.decode().unwrap()
    }

    fn has_marker(file: &[u8], marker: [u8; 2]) -> bool {
        file.windows(2).any(|pair| pair == marker)
    }

    #[test]
    fn a_clear_picture_takes_the_matte() {
        let output = Output { matte: Color::rgb(10, 200, 30), quality: 95, ..Output::of(Format::Jpeg) };
        let data = decode(&write(picture(0), &output).unwrap());
        assert!(data.chunks(3).all(|p| p[0].abs_diff(10) < 3 && p[1].abs_diff(200) < 3 && p[2].abs_diff(30) < 3));
    }

    #[test]
    fn options_reach_the_file() {
        let output = Output { dpi: Some(300.4), quality: 90, ..Output::of(Format::Jpeg) };
        let file = write(picture(255), &output).unwrap();
        // JFIF: unit 1 = inch, then 300 twice.
        assert_eq!(file.get(13..18).unwrap(), [1, 1, 44, 1, 44]);
        let frame = file.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
        assert_eq!(file[frame + 11], 0x11, "4:4:4 at quality 90");
        let file = write(picture(255), &Output { quality: 89, progressive: true, ..output }).unwrap();
        assert!(has_marker(&file, [0xff, 0xc2]));
        let frame = file.windows(2).position(|pair| pair == [0xff, 0xc2]).unwrap();
        assert_eq!(file[frame + 11], 0x22, "4:2:0 at quality 89");
    }

    #[test]
    fn effort_makes_the_file_smaller_and_changes_no_pixel() {
        let fast = write(picture(255), &Output::of(Format::Jpeg)).unwrap();
        let small = write(picture(255), &Output { effort: 9, ..Output::of(Format::Jpeg) }).unwrap();
        assert!(small.len() < fast.len());
        assert!(decode(&small) == decode(&fast));
    }

    #[test]
    fn a_side_over_the_format_is_refused() {
        let error = write(Raster::clear(Size::new(65_536, 1)), &Output::of(Format::Jpeg)).unwrap_err();
        assert_eq!(error.fault(), crate::Fault::TooLarge);
        assert!(error.to_string().contains("65535"));
    }
}
