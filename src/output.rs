//! What a file is to be: format, quality, resolution.

use crate::color::{Color, ColorModel};
use crate::error::{Error, Result};
use crate::profile::Profile;
use crate::source::Bytes;
use std::fmt;
use std::str::FromStr;

/// A format that is written.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Format {
    /// PNG, the default.
    #[default]
    Png,
    /// JPEG.
    #[serde(alias = "jpg")]
    Jpeg,
    /// WebP: lossy, or lossless where that is asked for or the feature `webp-lossy` is off.
    Webp,
    /// TIFF.
    #[serde(alias = "tif")]
    Tiff,
    /// PSD, with layers.
    Psd,
}

impl Format {
    /// All formats, in the order of the help texts.
    pub const ALL: [Self; 5] = [Self::Png, Self::Jpeg, Self::Webp, Self::Tiff, Self::Psd];

    /// The usual extension, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
            Self::Tiff => "tiff",
            Self::Psd => "psd",
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Tiff => "image/tiff",
            // Registered with IANA.
            Self::Psd => "image/vnd.adobe.photoshop",
        }
    }

    /// Whether transparency survives.
    pub fn has_alpha(self) -> bool {
        self != Self::Jpeg
    }

    /// The format of a file name's extension; `None` when it says nothing that we write.
    pub fn from_extension(extension: &str) -> Option<Self> {
        extension.parse().ok()
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Ok(match text.to_ascii_lowercase().as_str() {
            "png" => Self::Png,
            "jpg" | "jpeg" | "jpe" => Self::Jpeg,
            "webp" => Self::Webp,
            "tif" | "tiff" => Self::Tiff,
            "psd" if cfg!(feature = "psd") => Self::Psd,
            "psd" => {
                return Err(Error::unsupported("this build has no support for writing psd")
                    .with_help("build with feature `psd`, or write png or tiff, which keep the transparency"));
            }
            other => {
                return Err(Error::unsupported(format!("`{other}` is not a format that is written"))
                    .with_help("use png, jpg, webp, tiff or psd"));
            }
        })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Jpeg => "jpeg",
            other => other.extension(),
        })
    }
}

/// The colours of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum ProfileRule {
    /// sRGB, the default.
    #[default]
    Srgb,
    /// Those of the photo: pixels stay in the space of its RGB profile, which the file carries. sRGB for a photo
    /// without one, for gray and CMYK photos and for designs, the last three with a note.
    Keep,
    /// Those of this RGB profile, which the file carries.
    Profile(Profile),
}

impl ProfileRule {
    /// The profile that the pixels are in; `None`: sRGB.
    pub fn profile(&self) -> Option<&Profile> {
        match self {
            Self::Profile(profile) => Some(profile),
            Self::Srgb | Self::Keep => None,
        }
    }
}

/// What is left out of a file besides its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Strip {
    /// Everything: no resolution, no mark of colours, and so no other colours than sRGB.
    All,
    /// What is private (EXIF: place, time, serial numbers) and what nobody needs. The default: the resolution and the
    /// colours stay.
    #[default]
    Safe,
    /// Nothing: the photo's EXIF travels on, place and serial numbers too. Not to TIFF and PSD.
    None,
}

impl FromStr for Strip {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Ok(match text.to_ascii_lowercase().as_str() {
            "all" => Self::All,
            "safe" => Self::Safe,
            "none" => Self::None,
            other => {
                return Err(Error::input(format!("`{other}` cannot be stripped")).with_help("use all, safe or none"));
            }
        })
    }
}

/// The effort when nothing is said.
const DEFAULT_EFFORT: u8 = 3;

/// Whether this build can write WebP with loss.
pub const WRITES_LOSSY_WEBP: bool = cfg!(feature = "webp-lossy");

/// How a raster becomes a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    /// The format. Default PNG.
    pub format: Format,
    /// Quality of JPEG and lossy WebP, 1 to 100. Default: 85 of a JPEG, 80 of a WebP, see [`Output::used_quality`].
    pub quality: Option<u8>,
    /// Quality of the alpha of a lossy WebP, 1 to 100; 100 keeps every alpha. Default 100.
    pub alpha_quality: Option<u8>,
    /// Without loss, of the formats that have a choice: WebP. Default false.
    pub lossless: bool,
    /// Speed against size, 0 (fastest) to 9 (smallest), for every format. Default 3.
    pub effort: u8,
    /// Progressive JPEG. Default false.
    pub progressive: bool,
    /// Dots per inch to write down; `None` writes none. Default `None`.
    pub dpi: Option<f64>,
    /// The colour under transparent parts where the format has no alpha. Default white.
    pub matte: Color,
    /// The colours of the file. Default sRGB.
    pub profile: ProfileRule,
    /// What is left out besides pixels. Default [`Strip::Safe`].
    pub strip: Strip,
    /// EXIF to write down, from its TIFF header on; the engine puts the photo's here for [`Strip::None`]. Not in TIFF
    /// and PSD. Default `None`.
    pub exif: Option<Bytes>,
    /// The most bytes that the file may have: the quality of a JPEG and of a lossy WebP is lowered, the effort of others
    /// is raised until it holds. Default `None`: any number.
    pub max_bytes: Option<u64>,
}

impl Default for Output {
    fn default() -> Self {
        Self {
            format: Format::default(),
            quality: None,
            alpha_quality: None,
            lossless: false,
            effort: DEFAULT_EFFORT,
            progressive: false,
            dpi: None,
            matte: Color::WHITE,
            profile: ProfileRule::default(),
            strip: Strip::default(),
            exif: None,
            max_bytes: None,
        }
    }
}

impl Output {
    /// The defaults in this format.
    pub fn of(format: Format) -> Self {
        Self { format, ..Self::default() }
    }

    /// Whether pixels may change a little so that the file becomes smaller.
    pub fn is_lossy(&self) -> bool {
        match self.format {
            Format::Jpeg => true,
            Format::Webp => WRITES_LOSSY_WEBP && !self.lossless,
            _ => false,
        }
    }

    /// The quality that a lossy file is written with: the one that is asked for, else 80 of a WebP and 85 of a JPEG.
    ///
    /// What the two numbers mean differs: on photos, a WebP of 80 is about as near to the original as a JPEG of 85.
    pub fn used_quality(&self) -> u8 {
        self.quality.unwrap_or(if self.format == Format::Webp { 80 } else { 85 })
    }

    /// What is asked for and means nothing to this format, with the reason: the option's name and a sentence.
    pub fn ignored(&self) -> Vec<(&'static str, String)> {
        let Self { format, quality, .. } = *self;
        let lossless = match (format, self.lossless) {
            (Format::Webp, true) => "this WebP is lossless".to_owned(),
            (Format::Webp, false) => {
                "this build writes only lossless WebP (feature `webp-lossy` is off): the file is lossless".to_owned()
            }
            _ => format!("{format} is always lossless"),
        };
        let is_lossy = self.is_lossy();
        let is_lossy_webp = format == Format::Webp && is_lossy;
        let ignored = [
            ("quality", quality.is_some() && !is_lossy, lossless.clone()),
            (
                "alpha_quality",
                self.alpha_quality.is_some() && !is_lossy_webp,
                if is_lossy { format!("{format} has no transparency") } else { lossless },
            ),
            ("lossless", self.lossless && format == Format::Jpeg, "JPEG is never lossless".to_owned()),
            ("progressive", self.progressive && format != Format::Jpeg, format!("{format} is not progressive")),
            (
                "effort",
                self.effort != DEFAULT_EFFORT && format == Format::Psd,
                "PSD is packed in one way only".to_owned(),
            ),
            ("dpi", self.dpi.is_some() && self.strip == Strip::All, "strip all leaves the resolution out".to_owned()),
        ];
        ignored.into_iter().filter(|(_, is_so, _)| *is_so).map(|(name, _, why)| (name, why)).collect()
    }

    /// Refuses values out of range.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) naming the field, the value and what is allowed.
    pub fn check(&self) -> Result<()> {
        for (name, quality) in [("quality", self.quality), ("alpha_quality", self.alpha_quality)] {
            if let Some(quality) = quality.filter(|quality| !(1..=100).contains(quality)) {
                return Err(Error::input(format!("{name} {quality} is not between 1 and 100")));
            }
        }
        if self.effort > 9 {
            return Err(Error::input(format!("effort {} is not between 0 and 9", self.effort)));
        }
        if self.max_bytes == Some(0) {
            return Err(Error::input("max_bytes 0 leaves no room for a file"));
        }
        if self.strip == Strip::All && self.profile != ProfileRule::Srgb {
            return Err(Error::input("strip all leaves out the profile, without which these colours are wrong")
                .with_help("use strip safe, or profile srgb"));
        }
        if self.profile.profile().is_some_and(|profile| profile.model() != ColorModel::Rgb) {
            return Err(Error::input("the profile of an output must be one of RGB"));
        }
        match self.dpi {
            // 65,535 is the most that JFIF can say.
            Some(dpi) if !(1.0..=65_535.0).contains(&dpi) => {
                Err(Error::input(format!("dpi {dpi} is not between 1 and 65535")))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use moxcms::ColorProfile;

    #[test]
    fn what_a_format_ignores_is_said() {
        let names = |output: Output| output.ignored().into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        for format in Format::ALL {
            assert!(names(Output::of(format)).is_empty(), "nothing was asked for: {format}");
        }
        let asked = |format| Output {
            quality: Some(70),
            alpha_quality: Some(50),
            lossless: true,
            progressive: true,
            ..Output::of(format)
        };
        assert_eq!(names(asked(Format::Png)), ["quality", "alpha_quality", "progressive"]);
        assert_eq!(names(asked(Format::Jpeg)), ["alpha_quality", "lossless"]);
        assert_eq!(names(asked(Format::Webp)), ["quality", "alpha_quality", "progressive"]);
        let lossy = Output { lossless: false, progressive: false, ..asked(Format::Webp) };
        assert_eq!(names(lossy).is_empty(), WRITES_LOSSY_WEBP);
        assert_eq!(names(Output { effort: 9, ..Output::of(Format::Psd) }), ["effort"]);
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        let profile = |profile: ColorProfile| ProfileRule::Profile(Profile::read(profile.encode().unwrap()).unwrap());
        let wide = profile(ColorProfile::new_display_p3());
        assert!(Output { profile: wide.clone(), ..Output::default() }.check().is_ok());
        assert!(Output { profile: wide, strip: Strip::All, ..Output::default() }.check().is_err());
        let gray = profile(ColorProfile::new_gray_with_gamma(2.2));
        assert!(Output { profile: gray, ..Output::default() }.check().is_err());
        assert!(Output { max_bytes: Some(0), ..Output::default() }.check().is_err());
        assert!("much".parse::<Strip>().is_err() && "ALL".parse::<Strip>().is_ok());
    }
}
