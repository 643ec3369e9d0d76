//! The words in which somebody says how a picture meets a box: fit, align, margins, the wanted size.
//!
//! What they come to in pixels is in [`geometry`](crate::geometry).

use crate::error::{Error, Result};
use crate::units::Length;
use crate::units::round_side;
use std::str::FromStr;

/// How a picture meets a box.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Fit {
    /// The largest size inside the box, nothing added, nothing cut. The default.
    #[default]
    Inside,
    /// Exactly the box: the picture inside it, the rest background.
    Contain,
    /// Exactly the box: the picture covers it, what sticks out is cut.
    Cover,
    /// Exactly the box: the picture is distorted.
    Stretch,
    /// The smallest size that covers the box, nothing cut.
    Outside,
    /// Exactly the box: the picture unscaled, cut where larger.
    None,
}

impl FromStr for Fit {
    type Err = Error;

    /// The names, and the aliases max, pad, crop, force, min, keep. `fill` and `fit` are refused: they mean different
    /// things in CSS, sharp, imgproxy and Cloudinary.
    fn from_str(text: &str) -> Result<Self> {
        Ok(match text.to_ascii_lowercase().as_str() {
            "inside" | "max" => Self::Inside,
            "contain" | "pad" => Self::Contain,
            "cover" | "crop" => Self::Cover,
            "stretch" | "force" => Self::Stretch,
            "outside" | "min" => Self::Outside,
            "none" | "keep" => Self::None,
            "fill" => {
                return Err(Error::input("`fill` can be read in two ways").with_help(
                    "`stretch` distorts to the box (CSS, sharp); `cover` crops to it (imgproxy, Cloudinary)",
                ));
            }
            "fit" => {
                return Err(Error::input("`fit` can be read in two ways").with_help(
                    "`inside` adds nothing (Cloudinary, imgproxy); `contain` letterboxes to the exact box",
                ));
            }
            other => {
                return Err(Error::input(format!("`{other}` is not a fit"))
                    .with_help("use inside, contain, cover, stretch, outside or none"));
            }
        })
    }
}

/// Where in the free space: fractions, 0 = left or top, 1 = right or bottom. Default: the centre.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Align {
    /// Across, 0 to 1.
    pub x: f64,
    /// Down, 0 to 1.
    pub y: f64,
}

impl Default for Align {
    fn default() -> Self {
        Self::CENTER
    }
}

impl Align {
    /// The middle of both.
    pub const CENTER: Self = Self { x: 0.5, y: 0.5 };
}

impl FromStr for Align {
    type Err = Error;

    /// `center`, `top`, `bottom-right` and so on, compass points as an alias, or two fractions: `0.3,0.6`.
    fn from_str(text: &str) -> Result<Self> {
        if let Some((x, y)) = text.split_once(',') {
            let fraction = |part: &str| part.trim().parse().ok().filter(|part| (0.0..=1.0).contains(part));
            if let (Some(x), Some(y)) = (fraction(x), fraction(y)) {
                return Ok(Self { x, y });
            }
        }
        let (x, y) = match text.trim().to_ascii_lowercase().as_str() {
            "center" | "centre" | "middle" => (0.5, 0.5),
            "top" | "north" => (0.5, 0.0),
            "bottom" | "south" => (0.5, 1.0),
            "left" | "west" => (0.0, 0.5),
            "right" | "east" => (1.0, 0.5),
            "top-left" | "left-top" | "northwest" => (0.0, 0.0),
            "top-right" | "right-top" | "northeast" => (1.0, 0.0),
            "bottom-left" | "left-bottom" | "southwest" => (0.0, 1.0),
            "bottom-right" | "right-bottom" | "southeast" => (1.0, 1.0),
            _ => {
                return Err(Error::input(format!("`{text}` is not a place to align to"))
                    .with_help("use center, top, bottom-right and so on, or two fractions from 0 to 1: 0.3,0.6"));
            }
        };
        Ok(Self { x, y })
    }
}

/// How far a channel of a border may lie from its colour, of 255, when nothing is said: what JPEG of usual quality does
/// to a flat colour stays within it.
pub const DEFAULT_TOLERANCE: u8 = 10;

/// What a crop is to keep.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Focus {
    /// A point, in the middle of the crop as far as the photo goes: fractions of its width and height.
    Point(f64, f64),
    /// What draws the eye: edges, colours that stand out, skin.
    Attention,
    /// Where most is going on: the entropy of the luminance.
    Entropy,
}

impl Focus {
    /// Reads a point: two fractions, `0.3,0.6`.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) for anything else.
    pub fn point(text: &str) -> Result<Self> {
        let fraction = |part: &str| part.trim().parse().ok().filter(|part| (0.0..=1.0).contains(part));
        let read = text.split_once(',').and_then(|(x, y)| Some(Self::Point(fraction(x)?, fraction(y)?)));
        read.ok_or_else(|| {
            Error::input(format!("`{text}` is not a point of a photo"))
                .with_help("write two fractions from 0 to 1: 0.3,0.6 lies at 30 % of the width and 60 % of the height")
        })
    }
}

/// A place that is said, or found in the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Aim {
    /// A place.
    At(Align),
    /// Found in the picture, as far as a crop leaves a choice; else the centre.
    By(Focus),
}

impl FromStr for Aim {
    type Err = Error;

    /// `attention`, `entropy`, `focus:X,Y`, or what [`Align`] reads.
    fn from_str(text: &str) -> Result<Self> {
        if let Some(point) = text.trim().strip_prefix("focus:") {
            return Focus::point(point).map(Self::By);
        }
        match text.trim().to_ascii_lowercase().as_str() {
            "attention" => Ok(Self::By(Focus::Attention)),
            "entropy" => Ok(Self::By(Focus::Entropy)),
            _ => text.parse().map(Self::At),
        }
    }
}

impl Aim {
    /// The place, and what is to be looked for.
    pub fn parts(self) -> (Align, Option<Focus>) {
        match self {
            Self::At(align) => (align, None),
            Self::By(focus) => (Align::CENTER, Some(focus)),
        }
    }
}

/// Space kept free inside a canvas.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Margins {
    /// From the top; percents are of the canvas's height.
    pub top: Length,
    /// From the right; percents are of the canvas's width.
    pub right: Length,
    /// From the bottom; percents are of the canvas's height.
    pub bottom: Length,
    /// From the left; percents are of the canvas's width.
    pub left: Length,
}

impl Margins {
    /// Whether there are none.
    pub fn is_zero(self) -> bool {
        [self.top, self.right, self.bottom, self.left].iter().all(|side| side.is_zero())
    }
}

impl FromStr for Margins {
    type Err = Error;

    /// One to four lengths in CSS order: all; vertical horizontal; top horizontal bottom; top right bottom left.
    fn from_str(text: &str) -> Result<Self> {
        let lengths = text.split_whitespace().map(str::parse).collect::<Result<Vec<Length>>>()?;
        if lengths.iter().any(|length| length.to_px(100.0, 1.0) < 0.0) {
            return Err(Error::input(format!("`{text}` is a negative margin")).with_help("margins are 0 or more"));
        }
        let (top, right, bottom, left) = match *lengths.as_slice() {
            [all] => (all, all, all, all),
            [vertical, horizontal] => (vertical, horizontal, vertical, horizontal),
            [top, horizontal, bottom] => (top, horizontal, bottom, horizontal),
            [top, right, bottom, left] => (top, right, bottom, left),
            _ => {
                return Err(Error::input(format!("`{text}` is not a margin"))
                    .with_help("write one to four lengths in CSS order: `5%` or `20px 40px`"));
            }
        };
        Ok(Self { top, right, bottom, left })
    }
}

/// The size that somebody asked for. Written `500x500`, `500x`, `x500`, `500`, `50%`, `16:9`, `50mmx70mm`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Wanted {
    /// The size that the thing has by itself. The default.
    #[default]
    Natural,
    /// A box; a missing side follows the ratio. Percents are refused here.
    Box {
        /// Across.
        width: Option<Length>,
        /// Down.
        height: Option<Length>,
    },
    /// A factor on both sides: 0.5 is half.
    Scale(f64),
    /// A ratio of width to height, both above 0.
    Ratio(u32, u32),
}

impl Wanted {
    /// A box in pixels; 0 means absent, both absent is [`Wanted::Natural`].
    pub fn pixels(width: u32, height: u32) -> Self {
        let side = |side: u32| (side > 0).then(|| Length::px(f64::from(side)));
        match (side(width), side(height)) {
            (None, None) => Self::Natural,
            (width, height) => Self::Box { width, height },
        }
    }

    /// Whether a dpi is needed to turn it into pixels.
    pub fn is_physical(self) -> bool {
        matches!(self, Self::Box { width, height } if [width, height].into_iter().flatten().any(Length::is_physical))
    }

    /// The two sides in whole pixels, rounded half up, at least 1; `None` for a side that is absent.
    pub(crate) fn sides(width: Option<Length>, height: Option<Length>, dpi: f64) -> (Option<u32>, Option<u32>) {
        let side = |length: Option<Length>| length.map(|length| round_side(length.to_px(0.0, dpi)));
        (side(width), side(height))
    }
}

impl FromStr for Wanted {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let text = text.trim();
        let refuse = || {
            Error::input(format!("`{text}` is not a size"))
                .with_help("write 500x500, 500x, x500, 500, 50%, 16:9 or 50mmx70mm; sides are above 0")
        };
        if let Some(percent) = text.strip_suffix('%') {
            let percent: f64 = percent.trim().parse().map_err(|_| refuse())?;
            return (percent > 0.0 && percent.is_finite()).then_some(Self::Scale(percent / 100.0)).ok_or_else(refuse);
        }
        if let Some((width, height)) = text.split_once(':') {
            let side = |side: &str| side.trim().parse().ok().filter(|side| *side > 0u32).ok_or_else(refuse);
            return Ok(Self::Ratio(side(width)?, side(height)?));
        }
        let (width, height) = split_sides(text);
        let side = |side: &str| match side.trim() {
            "" | "0" => Ok(None),
            side => match side.parse::<Length>() {
                Ok(length @ Length::Absolute(value, _)) if value > 0.0 && value < 1e9 => Ok(Some(length)),
                _ => Err(refuse()),
            },
        };
        match (side(width)?, side(height)?) {
            (None, None) => Err(refuse()),
            (width, height) => Ok(Self::Box { width, height }),
        }
    }
}

/// At the `x` between two sides, which is not the one of `px`.
fn split_sides(text: &str) -> (&str, &str) {
    let of_px = |at: usize| text[..at].ends_with(['p', 'P']);
    match text.match_indices(['x', 'X', '×']).find(|(at, _)| !of_px(*at)) {
        Some((at, cross)) => (&text[..at], &text[at + cross.len()..]),
        None => (text, ""),
    }
}

/// Whether a picture smaller than what is asked for grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Enlarge {
    /// It keeps its size. The default for photos.
    #[default]
    Never,
    /// It grows. The rule of designs, SVG and templates.
    Always,
}

/// The filter of a resize.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kernel {
    /// One source pixel each.
    Nearest,
    /// The mean of the covered pixels.
    Box,
    /// A triangle over 2 pixels.
    Bilinear,
    /// Cubic, B = 0, C = 1/2.
    CatmullRom,
    /// Cubic, B = C = 1/3 (Mitchell and Netravali, 1988).
    Mitchell,
    /// Windowed sinc over 6 pixels. The default.
    #[default]
    Lanczos3,
}

impl FromStr for Kernel {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Ok(match text.to_ascii_lowercase().as_str() {
            "nearest" => Self::Nearest,
            "box" => Self::Box,
            "bilinear" => Self::Bilinear,
            "catmull-rom" => Self::CatmullRom,
            "mitchell" => Self::Mitchell,
            "lanczos3" => Self::Lanczos3,
            other => {
                return Err(Error::input(format!("`{other}` is not a kernel"))
                    .with_help("use nearest, box, bilinear, catmull-rom, mitchell or lanczos3"));
            }
        })
    }
}
