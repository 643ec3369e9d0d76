//! WebP by libwebp: with loss, and without loss where that may take longer.

use crate::error::{Error, Result};
use crate::output::Output;
use crate::write::samples::Samples;
use libwebp::{Encoder, WebPConfig};

/// The highest effort at which a lossless file is not made by libwebp, which takes ten times as long for a tenth.
pub(super) const FAST: u8 = 2;

/// The file without metadata.
pub(super) fn encoded(samples: &Samples, output: &Output) -> Result<Vec<u8>> {
    let failed = |what: &str| Error::internal(format!("the WebP encoder failed: {what}"));
    let mut config = WebPConfig::new().map_err(|()| failed("its version is another"))?;
    match output.is_lossy() {
        true => {
            config.quality = f32::from(output.used_quality());
            config.alpha_quality = i32::from(output.alpha_quality.unwrap_or(100));
            config.method = method(output.effort);
        }
        false => {
            config.lossless = 1;
            // Colours under full transparency stay what they are.
            config.exact = 1;
            (config.method, config.quality) = lossless(output.effort);
        }
    }
    let (width, height) = (samples.size.width, samples.size.height);
    let encoder = match samples.has_alpha {
        true => Encoder::from_rgba(&samples.data, width, height),
        false => Encoder::from_rgb(&samples.data, width, height),
    };
    let file = encoder.encode_advanced(&config).map_err(|cause| failed(&format!("{cause:?}")))?;
    Ok(file.to_vec())
}

/// The method of a lossy file.
fn method(effort: u8) -> i32 {
    match effort {
        0..=2 => i32::from(effort),
        3 => 4,
        4 | 5 => 5,
        _ => 6,
    }
}

/// The method and the quality, which is how long is searched, of a lossless file.
fn lossless(effort: u8) -> (i32, f32) {
    match effort {
        ..=3 => (0, 0.0),
        4 => (1, 0.0),
        5 => (1, 30.0),
        6 => (2, 30.0),
        7 => (4, 30.0),
        8 => (4, 75.0),
        _ => (6, 75.0),
    }
}
