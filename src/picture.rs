//! An encoded picture whose header has been read.

pub use crate::color::ColorModel;
use crate::geometry::Size;
use crate::profile::Profile;
use crate::source::{Content, Source};
use std::sync::Arc;

/// The format that the content shows, whatever the name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum PictureFormat {
    /// JPEG: baseline, progressive, gray, CMYK.
    Jpeg,
    /// PNG, APNG.
    Png,
    /// WebP: lossy, lossless, animated.
    Webp,
    /// TIFF.
    Tiff,
    /// GIF.
    Gif,
    /// BMP.
    Bmp,
    /// SVG or SVGZ: no pixels of its own, drawn at any size.
    Svg,
}

/// How the stored pixels must be turned to stand upright: the values of the EXIF tag Orientation (TIFF 6.0, tag 274).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize)]
pub struct Orientation(u8);

impl Orientation {
    /// Nothing to turn.
    pub const UPRIGHT: Self = Self(1);

    /// From the tag's value; anything but 1 to 8 means upright.
    pub fn from_exif(value: u32) -> Self {
        Self(if (1..=8).contains(&value) { value as u8 } else { 1 })
    }

    /// The tag's value, 1 to 8.
    pub fn exif(self) -> u8 {
        self.0.max(1)
    }

    /// Whether width and height change places.
    pub fn turns_sides(self) -> bool {
        self.exif() >= 5
    }
}

/// A picture, header read and held against [`Limits`](crate::Limits), pixels still encoded.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The whole file.
    pub content: Content,
    /// What it is.
    pub format: PictureFormat,
    /// Pixels, after orientation; of an SVG its own size, rounded up.
    pub size: Size,
    /// How to turn the stored pixels. [`Orientation::UPRIGHT`] for formats without the tag.
    pub orientation: Orientation,
    /// Whether it may have transparent parts.
    pub has_alpha: bool,
    /// What the samples mean.
    pub model: ColorModel,
    /// Bits a sample.
    pub depth: u8,
    /// Dots per inch as the file says them; `None` when it does not.
    pub dpi: Option<f64>,
    /// The embedded ICC profile, when it can be used.
    pub profile: Option<Profile>,
    /// Frames of an animation; 1 for a still picture. Only the first is drawn.
    pub frames: u32,
    /// What the header already gives reason to say, as sentences: an odd unit, a broken block passed over.
    pub remarks: Vec<String>,
}

/// The pictures that a document names, by source: `None` for one that cannot be had.
#[derive(Debug, Clone, Default)]
pub struct Pictures {
    by_source: std::collections::HashMap<Source, Option<Arc<Picture>>>,
}

impl Pictures {
    /// Remembers a picture, or that it cannot be had.
    pub fn insert(&mut self, source: Source, picture: Option<Arc<Picture>>) {
        self.by_source.insert(source, picture);
    }

    /// The picture of a source; `None` when it cannot be had.
    pub fn get(&self, source: &Source) -> Option<&Arc<Picture>> {
        self.by_source.get(source)?.as_ref()
    }
}
