//! An encoded picture whose header has been read.

pub use crate::color::ColorModel;
use crate::edits::{Flip, Turn};
use crate::geometry::{Rect, Size};
use crate::profile::Profile;
use crate::source::{Content, Source};
use crate::transform::Transform;
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
    /// JPEG XL, with feature `jxl`.
    Jxl,
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

    /// This, and then another.
    #[must_use]
    pub fn then(self, other: Self) -> Self {
        let ([a, b, c, d], [e, f, g, h]) = (self.matrix(), other.matrix());
        let both = [e * a + f * c, e * b + f * d, g * a + h * c, g * b + h * d];
        let place = MATRICES.iter().position(|matrix| *matrix == both);
        Self(place.map_or(1, |place| place as u8 + 1))
    }

    /// Where the axes of the stored pixels go: the stored x and y that the upright x is made of, and the same of y.
    pub(crate) fn matrix(self) -> [i8; 4] {
        MATRICES.get(usize::from(self.exif() - 1)).copied().unwrap_or([1, 0, 0, 1])
    }
}

/// The eight orientations, by the tag's value.
const MATRICES: [[i8; 4]; 8] = [
    [1, 0, 0, 1],
    [-1, 0, 0, 1],
    [-1, 0, 0, -1],
    [1, 0, 0, -1],
    [0, 1, 1, 0],
    [0, -1, 1, 0],
    [0, -1, -1, 0],
    [0, 1, -1, 0],
];

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

impl Picture {
    /// The same picture turned and mirrored, as it stands upright then.
    #[must_use]
    pub fn turned(&self, turn: Turn, flip: Flip) -> Self {
        let turned = match turn {
            Turn::None => 1,
            Turn::Quarter => 6,
            Turn::Half => 3,
            Turn::ThreeQuarters => 8,
        };
        let flipped = match flip {
            Flip::None => 1,
            Flip::Horizontal => 2,
            Flip::Both => 3,
            Flip::Vertical => 4,
        };
        let more = Orientation(turned).then(Orientation(flipped));
        let size = if more.turns_sides() { self.size.turned() } else { self.size };
        Self { size, orientation: self.orientation.then(more), ..self.clone() }
    }

    /// The upright picture in `frame` as the stored one in a rectangle, and what turns that upright.
    pub(crate) fn stored_in(&self, frame: Rect) -> (Rect, Transform) {
        if self.orientation == Orientation::UPRIGHT {
            return (frame, Transform::IDENTITY);
        }
        let [a, b, c, d] = self.orientation.matrix().map(f64::from);
        let is_turned = self.orientation.turns_sides();
        let (width, height) = if is_turned { (frame.height, frame.width) } else { (frame.width, frame.height) };
        // A mirrored axis runs back from the frame's other edge.
        let x = frame.x + if a + b < 0.0 { frame.width } else { 0.0 };
        let y = frame.y + if c + d < 0.0 { frame.height } else { 0.0 };
        (Rect::new(0.0, 0.0, width, height), Transform::new(a, c, b, d, x, y))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_picture_fills_the_frame_of_the_upright_one() {
        let frame = Rect::new(10.0, 20.0, 30.0, 40.0);
        for exif in 1..=8 {
            let picture = Picture {
                content: Vec::new().into(),
                format: PictureFormat::Svg,
                size: Size::new(30, 40),
                orientation: Orientation::from_exif(exif),
                has_alpha: true,
                model: ColorModel::Rgb,
                depth: 8,
                dpi: None,
                profile: None,
                frames: 1,
                remarks: Vec::new(),
            };
            let (stored, transform) = picture.stored_in(frame);
            assert_eq!(transform.bounds_of(stored), frame, "{exif}");
        }
    }

    #[test]
    fn turns_add_up() {
        let of = Orientation::from_exif;
        assert_eq!((of(6).then(of(6)), of(6).then(of(8)), of(3).then(of(3))), (of(3), of(1), of(1)));
        // A quarter turn and then left and right exchanged is the other diagonal's mirror than the other way round.
        assert_eq!((of(6).then(of(2)), of(2).then(of(6))), (of(5), of(7)));
        for first in 1..=8 {
            let undone = (1..=8).filter(|second| of(first).then(of(*second)) == of(1)).count();
            assert_eq!(undone, 1, "{first}");
        }
    }
}
