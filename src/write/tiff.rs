//! TIFF: 8-bit RGB, or RGBA with unassociated alpha (ExtraSamples = 2), in strips.
//!
//! Rows are stored as differences (Predictor = 2). Compressed by LZW up to effort 3, which every reader has, and by
//! Deflate from 4 on (levels 1, 6 and 9). The resolution stands in XResolution, YResolution and ResolutionUnit. RGB
//! without a profile is read as sRGB everywhere: only another one is written (tag 34675). Beyond 4 GiB of samples the
//! file is a BigTIFF.

use crate::error::{Error, Result};
use crate::output::Output;
use crate::raster::Raster;
use crate::write::samples::Samples;
use crate::write::sides::check_sides;
use std::io::Cursor;
use tiff::TiffResult;
use tiff::encoder::colortype::{ColorType, RGB8, RGBA8};
use tiff::encoder::{Compression, DeflateLevel, Predictor, Rational, TiffEncoder, TiffKind};
use tiff::tags::{ExtraSamples, ResolutionUnit, Tag};

/// TIFF 6.0 keeps sides in 32 bits; what is allowed in practice is far less and a matter of the limits.
const SIDE: u32 = i32::MAX as u32;
/// Offsets of a classic TIFF are 32 bits: beyond this many samples, room left for tables, it is a BigTIFF.
const CLASSIC: usize = 0xfff0_0000;

/// A TIFF file.
///
/// # Errors
/// [`Fault::Internal`](crate::Fault::Internal) when the encoder fails, which memory alone can make it do.
pub fn write(raster: Raster, output: &Output) -> Result<Vec<u8>> {
    check_sides("TIFF", raster.size(), SIDE)?;
    let samples = Samples::of(raster);
    let mut file = Cursor::new(Vec::with_capacity(samples.data.len() / 2 + 1024));
    let done = match samples.data.len() <= CLASSIC {
        true => TiffEncoder::new(&mut file).and_then(|encoder| encode(encoder, &samples, output)),
        false => TiffEncoder::new_big(&mut file).and_then(|encoder| encode(encoder, &samples, output)),
    };
    done.map_err(|cause| Error::internal("the TIFF encoder failed").caused_by(cause))?;
    Ok(file.into_inner())
}

type File<'a> = &'a mut Cursor<Vec<u8>>;

fn encode<K: TiffKind>(encoder: TiffEncoder<File<'_>, K>, samples: &Samples, output: &Output) -> TiffResult<()> {
    let encoder = encoder.with_compression(compression(output.effort)).with_predictor(Predictor::Horizontal);
    match samples.has_alpha {
        true => image::<RGBA8, K>(encoder, samples, output),
        false => image::<RGB8, K>(encoder, samples, output),
    }
}

fn image<C: ColorType<Inner = u8>, K: TiffKind>(
    mut encoder: TiffEncoder<File<'_>, K>,
    samples: &Samples,
    output: &Output,
) -> TiffResult<()> {
    let mut image = encoder.new_image::<C>(samples.size.width, samples.size.height)?;
    if samples.has_alpha {
        image.encoder().write_tag(Tag::ExtraSamples, &[ExtraSamples::UnassociatedAlpha.to_u16()][..])?;
    }
    if let Some(dpi) = output.dpi {
        image.resolution(ResolutionUnit::Inch, rational(dpi));
    }
    if let Some(profile) = output.profile.profile() {
        image.encoder().write_tag(Tag::IccProfile, profile.bytes())?;
    }
    image.write_data(&samples.data)
}

fn compression(effort: u8) -> Compression {
    match effort {
        0..=3 => Compression::Lzw,
        4 | 5 => Compression::Deflate(DeflateLevel::Fast),
        6 | 7 => Compression::Deflate(DeflateLevel::Balanced),
        _ => Compression::Deflate(DeflateLevel::Best),
    }
}

/// A resolution to a hundredth: at most 65,535, so a hundredfold fits.
fn rational(dpi: f64) -> Rational {
    match dpi.fract() == 0.0 {
        true => Rational { n: dpi as u32, d: 1 },
        false => Rational { n: (dpi * 100.0).round() as u32, d: 100 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Size;
    use crate::output::Format;
    use tiff::decoder::{Decoder, DecodingResult};

    #[test]
    fn pixels_alpha_and_resolution_survive_at_every_effort() {
        for effort in 0..=9 {
            for (alpha, channels) in [(255u8, 3), (85, 4)] {
                let straight: Vec<u8> = (0..200u8).flat_map(|i| [i / 3 * 3, 0, 255 - i / 3 * 3, alpha]).collect();
                let raster = Raster::from_straight(Size::new(20, 10), straight).unwrap();
                let expected = raster.clone().into_straight();
                let output = Output { effort, dpi: Some(72.5), ..Output::of(Format::Tiff) };
                let file = write(raster, &output).unwrap();
                let mut decoder = Decoder::new(Cursor::new(file)).unwrap();
                assert_eq!(decoder.dimensions().unwrap(), (20, 10));
                let extra = decoder.find_tag_unsigned_vec::<u16>(Tag::ExtraSamples).unwrap();
                assert_eq!(extra, (channels == 4).then(|| vec![2]));
                let DecodingResult::U8(data) = decoder.read_image().unwrap() else { panic!("not 8 bit") };
                assert!(
                    data.chunks(channels).eq(expected.chunks(4).map(|pixel| &pixel[..channels])),
                    "effort {effort}"
                );
            }
        }
    }

    #[test]
    fn resolutions_are_exact_to_a_hundredth() {
        assert_eq!((rational(300.0).n, rational(300.0).d), (300, 1));
        assert_eq!((rational(72.5).n, rational(72.5).d), (7250, 100));
    }
}
