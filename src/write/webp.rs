//! WebP, lossless.
//!
//! Effort 0 leaves out the predictor (larger, fastest); the encoder has no other step. A lossless WebP has no place for
//! a resolution short of EXIF: none is written. It means sRGB without a profile: only another one is written. Refused:
//! more than 16,383 px a side.

use crate::error::{Error, Result};
use crate::output::Output;
use crate::raster::Raster;
use crate::write::samples::Samples;
use crate::write::sides::check_sides;
use image_webp::{ColorType, EncoderParams, WebPEncoder};

/// RFC 9649, section 3.4: a side is stored in 14 bits, less one. Readers refuse the full 16,384.
const SIDE: u32 = 16_383;

/// A lossless WebP file.
///
/// # Errors
/// [`Fault::TooLarge`](crate::Fault::TooLarge) for more than 16,383 px a side.
pub fn write(raster: Raster, output: &Output) -> Result<Vec<u8>> {
    check_sides("WebP", raster.size(), SIDE)?;
    let samples = Samples::of(raster);
    let mut file = Vec::with_capacity(samples.data.len() / 3 + 1024);
    let mut encoder = WebPEncoder::new(&mut file);
    let mut params = EncoderParams::default();
    params.use_predictor_transform = output.effort > 0;
    encoder.set_params(params);
    if let Some(exif) = &output.exif {
        encoder.set_exif_metadata(exif.to_vec());
    }
    if let Some(profile) = output.profile.profile() {
        encoder.set_icc_profile(profile.bytes().to_vec());
    }
    let color = if samples.has_alpha { ColorType::Rgba8 } else { ColorType::Rgb8 };
    encoder
        .encode(&samples.data, samples.size.width, samples.size.height, color)
        .map_err(|cause| Error::internal("the WebP encoder failed").caused_by(cause))?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Size;
    use crate::output::Format;

    #[test]
    fn pixels_survive_with_and_without_alpha() {
        for (alpha, channels) in [(255, 3), (51, 4)] {
            for effort in [0, 3] {
                let straight: Vec<u8> = (0..20u8 * 10).flat_map(|i| [i / 5 * 5, 0, 255 - i / 5 * 5, alpha]).collect();
                let raster = Raster::from_straight(Size::new(20, 10), straight).unwrap();
                let expected = raster.clone().into_straight();
                let file = write(raster, &Output { effort, ..Output::of(Format::Webp) }).unwrap();
                let mut decoder = image_webp::WebPDecoder::new(std::io::Cursor::new(file)).unwrap();
                assert_eq!((decoder.dimensions(), decoder.has_alpha()), ((20, 10), channels == 4));
                let mut data = vec![0; decoder.output_buffer_size().unwrap()];
                decoder.read_image(&mut data).unwrap();
                assert!(data.chunks(channels).eq(expected.chunks(4).map(|pixel| &pixel[..channels])));
            }
        }
    }

    #[test]
    fn a_side_over_the_format_is_refused() {
        let error = write(Raster::clear(Size::new(1, 16_384)), &Output::of(Format::Webp)).unwrap_err();
        assert_eq!(error.fault(), crate::Fault::TooLarge);
        assert!(error.to_string().contains("16383"));
    }
}
