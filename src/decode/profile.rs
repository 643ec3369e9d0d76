//! ICC profiles: looked at once when the header is read, applied to pixels in place.

use crate::error::{Error, Result};
use crate::limits::{Deadline, Limits};
use crate::picture::ColorModel;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use std::sync::Arc;

/// Pixels converted at a time: 16 KiB stay in the first cache, and the clock is asked between chunks.
const CHUNK: usize = 4096;

/// Colours that tell whether a profile is sRGB itself: grays, primaries and some between.
const PROBES: [[u8; 4]; 12] = [
    [16, 16, 16, 255],
    [64, 64, 64, 255],
    [128, 128, 128, 255],
    [200, 200, 200, 255],
    [255, 0, 0, 255],
    [0, 255, 0, 255],
    [0, 0, 255, 255],
    [255, 255, 0, 255],
    [200, 30, 90, 255],
    [30, 160, 220, 255],
    [90, 200, 40, 255],
    [250, 180, 120, 255],
];

/// The profile when it can be used for pixels of this model, else the remark that says why it is ignored.
pub(super) fn examine(bytes: Vec<u8>, model: ColorModel, limits: &Limits) -> Result<Arc<[u8]>, String> {
    if bytes.len() as u64 > limits.metadata_bytes {
        return Err(format!(
            "the ICC profile of {} bytes is over the limit metadata_bytes of {}: ignored",
            bytes.len(),
            limits.metadata_bytes
        ));
    }
    let profile = ColorProfile::new_from_slice(&bytes)
        .map_err(|cause| format!("the ICC profile is broken ({cause}): ignored"))?;
    if model_of(&profile) != Some(model) {
        return Err(format!("the ICC profile is for {:?}, the picture is not: ignored", profile.color_space));
    }
    Ok(bytes.into())
}

fn model_of(profile: &ColorProfile) -> Option<ColorModel> {
    Some(match profile.color_space {
        DataColorSpace::Gray => ColorModel::Gray,
        DataColorSpace::Rgb => ColorModel::Rgb,
        DataColorSpace::Cmyk => ColorModel::Cmyk,
        _ => return None,
    })
}

/// Converts straight RGBA (gray repeated in it) or CMYK ink pixels to straight sRGB RGBA, in place.
///
/// CMYK becomes opaque. Profiles that come to sRGB within one level are left alone.
pub(super) fn to_srgb(data: &mut [u8], profile: &[u8], model: ColorModel, deadline: &Deadline) -> Result<()> {
    let broken = |cause| Error::internal("an ICC profile that was read cannot be applied").caused_by(cause);
    let source = ColorProfile::new_from_slice(profile).map_err(broken)?;
    let options = TransformOptions { rendering_intent: source.rendering_intent, ..TransformOptions::default() };
    let srgb = ColorProfile::new_srgb();
    if model == ColorModel::Gray {
        let transform = source.create_transform_8bit(Layout::Gray, &srgb, Layout::Rgb, options).map_err(broken)?;
        let grays: Vec<u8> = (0..=255).collect();
        let mut table = [0; 768];
        transform.transform(&grays, &mut table).map_err(broken)?;
        apply_table(data, &table);
        return Ok(());
    }
    let transform = source.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgba, options).map_err(broken)?;
    if model == ColorModel::Rgb {
        let mut seen = [0; PROBES.len() * 4];
        transform.transform(PROBES.as_flattened(), &mut seen).map_err(broken)?;
        if seen.iter().zip(PROBES.as_flattened()).all(|(seen, given)| seen.abs_diff(*given) <= 1) {
            return Ok(());
        }
    }
    let mut copy = vec![0; CHUNK * 4];
    for chunk in data.chunks_mut(CHUNK * 4) {
        deadline.check()?;
        let copy = &mut copy[..chunk.len()];
        copy.copy_from_slice(chunk);
        transform.transform(copy, chunk).map_err(broken)?;
    }
    Ok(())
}

/// Replaces each gray pixel by its entry; alpha stays.
fn apply_table(data: &mut [u8], table: &[u8; 768]) {
    for pixel in data.chunks_exact_mut(4) {
        let entry = usize::from(pixel[0]) * 3;
        pixel[..3].copy_from_slice(&table[entry..entry + 3]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(profile: &ColorProfile) -> Vec<u8> {
        profile.encode().unwrap()
    }

    #[test]
    fn srgb_changes_nothing_and_a_wide_gamut_does() {
        let pixels = [200, 30, 90, 7, 128, 128, 128, 255];
        let mut data = pixels;
        to_srgb(&mut data, &encoded(&ColorProfile::new_srgb()), ColorModel::Rgb, &Deadline::NEVER).unwrap();
        assert_eq!(data, pixels);
        to_srgb(&mut data, &encoded(&ColorProfile::new_display_p3()), ColorModel::Rgb, &Deadline::NEVER).unwrap();
        assert!(data[0] > 205 && data[1] < 30 && data[3] == 7, "{data:?}");
        assert!(data[4..7].iter().all(|gray| gray.abs_diff(128) <= 1));
    }

    #[test]
    fn a_profile_that_is_broken_or_for_other_pixels_is_remarked() {
        let limits = Limits::default();
        assert!(examine(b"rubbish".to_vec(), ColorModel::Rgb, &limits).unwrap_err().contains("broken"));
        let srgb = encoded(&ColorProfile::new_srgb());
        assert!(examine(srgb.clone(), ColorModel::Gray, &limits).unwrap_err().contains("ignored"));
        assert!(examine(srgb.clone(), ColorModel::Rgb, &limits).is_ok());
        let tight = Limits { metadata_bytes: 10, ..limits };
        assert!(examine(srgb, ColorModel::Rgb, &tight).unwrap_err().contains("metadata_bytes"));
    }
}
