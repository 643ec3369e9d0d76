//! WebP: lossy, or lossless.
//!
//! In: pixels. Out: a file; lossy ones need the feature `webp-lossy` (libwebp, which sees nothing but these pixels).
//! sRGB is meant without a profile: only another one is written. A resolution has no place but in EXIF: where none
//! travels on, a block of it with nothing else is written. Promised: what is lossless keeps every pixel, those under
//! full transparency too. Refused: more than 16,383 px a side.
//!
//! | effort | lossy (methods of libwebp) | lossless | without `webp-lossy` |
//! |---|---|---|---|
//! | 0 | 0 | no predictor | no predictor |
//! | 1, 2 | 1, 2 | predictor | predictor |
//! | 3 | 4, libwebp's own default | libwebp 0 | predictor |
//! | 4 | 5 | libwebp 1 | predictor |
//! | 5 | 5 | libwebp 1, searching longer | predictor |
//! | 6 to 9 | 6 | libwebp 2 to 6, searching longer | predictor |
//!
//! Measured on photos: lossy method 2 takes half the time of 4 and 5 % more bytes, 6 twice the time and 6 % fewer.
//! Of one photo at qualities 60 and 80, effort 3 gave the size and the SSIM of sharp 0.35 (libwebp 1.6) at its default effort.
//! Lossless at effort 3 has some 10 to 15 % fewer bytes than at 2 and takes ten times as long.

mod chunks;
#[cfg(feature = "webp-lossy")]
mod library;

use crate::error::{Error, Result};
use crate::output::{Output, Strip};
use crate::profile::Profile;
use crate::raster::Raster;
use crate::write::samples::Samples;
use crate::write::sides::check_sides;
use chunks::Metadata;
use image_webp::{ColorType, EncoderParams, WebPEncoder};

/// RFC 9649, section 3.4: a side is stored in 14 bits, less one. Readers refuse the full 16,384.
const SIDE: u32 = 16_383;

/// A WebP file.
///
/// # Errors
/// [`Fault::TooLarge`](crate::Fault::TooLarge) for more than 16,383 px a side.
pub fn write(raster: Raster, output: &Output) -> Result<Vec<u8>> {
    check_sides("WebP", raster.size(), SIDE)?;
    let samples = Samples::of(raster);
    let metadata = Metadata {
        size: samples.size,
        has_alpha: samples.has_alpha,
        profile: output.profile.profile().map(Profile::bytes),
        exif: output.exif.clone().or_else(|| resolution(output).map(Into::into)),
    };
    chunks::with_metadata(encoded(&samples, output)?, &metadata)
}

/// Times the bytes of a canvas that are held while it is encoded, the canvas counted.
pub fn held(output: &Output) -> u64 {
    match (cfg!(feature = "webp-lossy"), output.is_lossy()) {
        (false, _) => 2,
        // Samples in libwebp's own order, and planes of brightness and colour.
        (true, true) => 3,
        // The pixels twice, chains of repetitions, and what refers to them.
        (true, false) => 6,
    }
}

#[cfg(feature = "webp-lossy")]
fn encoded(samples: &Samples, output: &Output) -> Result<Vec<u8>> {
    match !output.is_lossy() && output.effort <= library::FAST {
        true => lossless(samples, output.effort),
        false => library::encoded(samples, output),
    }
}

#[cfg(not(feature = "webp-lossy"))]
fn encoded(samples: &Samples, output: &Output) -> Result<Vec<u8>> {
    lossless(samples, output.effort)
}

fn lossless(samples: &Samples, effort: u8) -> Result<Vec<u8>> {
    let mut file = Vec::with_capacity(samples.data.len() / 3 + 1024);
    let mut encoder = WebPEncoder::new(&mut file);
    let mut params = EncoderParams::default();
    params.use_predictor_transform = effort > 0;
    encoder.set_params(params);
    let color = if samples.has_alpha { ColorType::Rgba8 } else { ColorType::Rgb8 };
    encoder
        .encode(&samples.data, samples.size.width, samples.size.height, color)
        .map_err(|cause| Error::internal("the WebP encoder failed").caused_by(cause))?;
    Ok(file)
}

/// EXIF that says the resolution and nothing else: a TIFF header and one directory of three entries (Exif 2.32, tags
/// 282, 283 and 296).
fn resolution(output: &Output) -> Option<Vec<u8>> {
    let dpi = output.dpi.filter(|_| output.strip != Strip::All)?;
    // To a thousandth: within a number's 32 bits for every resolution that passes.
    let thousandths = (dpi * 1000.0).round().clamp(1.0, f64::from(u32::MAX)) as u32;
    let mut exif = b"II*\0\x08\0\0\0\x03\0".to_vec();
    let values = 8 + 2 + 3 * 12 + 4;
    let mut entry = |tag: u16, kind: u16, value: u32| {
        exif.extend(tag.to_le_bytes());
        exif.extend(kind.to_le_bytes());
        exif.extend(1u32.to_le_bytes());
        exif.extend(value.to_le_bytes());
    };
    let (rational, short, inches) = (5, 3, 2);
    entry(282, rational, values);
    entry(283, rational, values);
    entry(296, short, inches);
    exif.extend(0u32.to_le_bytes());
    exif.extend(thousandths.to_le_bytes());
    exif.extend(1000u32.to_le_bytes());
    Some(exif)
}

#[cfg(test)]
mod tests;
