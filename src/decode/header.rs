//! What every format's header comes to, and the [`Picture`] made of it.

use super::exif::Facts;
use crate::error::Result;
use crate::geometry::Size;
use crate::limits::{Limits, within};
use crate::picture::{ColorModel, Picture, PictureFormat};
use crate::profile::Profile;
use crate::source::Content;

/// A header as the file has it: the size before orientation.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) format: PictureFormat,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) model: ColorModel,
    pub(super) depth: u8,
    pub(super) has_alpha: bool,
    pub(super) frames: u64,
    /// The container's own resolution, which goes before EXIF's.
    pub(super) dpi: Option<f64>,
    pub(super) exif: Facts,
    pub(super) profile: Option<Vec<u8>>,
    pub(super) remarks: Vec<String>,
}

impl Header {
    pub(super) fn new(format: PictureFormat, width: u32, height: u32) -> Self {
        Self {
            format,
            width,
            height,
            model: ColorModel::Rgb,
            depth: 8,
            has_alpha: false,
            frames: 1,
            dpi: None,
            exif: Facts::default(),
            profile: None,
            remarks: Vec::new(),
        }
    }

    /// Holds it against the limits and makes the picture. A profile that cannot be used is dropped with a remark.
    pub(super) fn into_picture(mut self, content: &Content, limits: &Limits) -> Result<Picture> {
        limits.check_source(u64::from(self.width), u64::from(self.height))?;
        within("frames", self.frames, limits.frames)?;
        let profile = match self.profile.take().map(|profile| examine(profile, self.model, limits)) {
            Some(Ok(profile)) => Some(profile),
            Some(Err(remark)) => {
                self.remarks.push(remark);
                None
            }
            None => None,
        };
        let stored = Size::new(self.width, self.height);
        let orientation = self.exif.orientation;
        Ok(Picture {
            content: content.clone(),
            format: self.format,
            size: if orientation.turns_sides() { stored.turned() } else { stored },
            orientation,
            has_alpha: self.has_alpha,
            model: self.model,
            depth: self.depth,
            dpi: self.dpi.or(self.exif.dpi),
            profile,
            frames: u32::try_from(self.frames.max(1)).unwrap_or(u32::MAX),
            remarks: self.remarks,
        })
    }
}

/// The profile when it can be used for pixels of this model, else the remark that says why it is ignored.
fn examine(bytes: Vec<u8>, model: ColorModel, limits: &Limits) -> Result<Profile, String> {
    if bytes.len() as u64 > limits.metadata_bytes {
        return Err(format!(
            "the ICC profile of {} bytes is over the limit metadata_bytes of {}: ignored",
            bytes.len(),
            limits.metadata_bytes
        ));
    }
    let profile = Profile::read(bytes).map_err(|error| format!("{error}: ignored"))?;
    match profile.model() == model {
        true => Ok(profile),
        false => Err(format!("the ICC profile is for {:?}, the picture is {model:?}: ignored", profile.model())),
    }
}

/// The size of the stored pixels, before orientation.
pub(super) fn stored_size(picture: &Picture) -> Size {
    if picture.orientation.turns_sides() { picture.size.turned() } else { picture.size }
}

#[cfg(test)]
mod tests {
    use super::*;
    use moxcms::ColorProfile;

    #[test]
    fn a_profile_that_is_broken_or_for_other_pixels_is_remarked() {
        let limits = Limits::default();
        assert!(examine(b"rubbish".to_vec(), ColorModel::Rgb, &limits).unwrap_err().contains("broken"));
        let srgb = ColorProfile::new_srgb().encode().unwrap();
        assert!(examine(srgb.clone(), ColorModel::Gray, &limits).unwrap_err().contains("the picture is Gray: ignored"));
        assert!(examine(srgb.clone(), ColorModel::Rgb, &limits).is_ok());
        let tight = Limits { metadata_bytes: 10, ..limits };
        assert!(examine(srgb, ColorModel::Rgb, &tight).unwrap_err().contains("metadata_bytes"));
    }
}
