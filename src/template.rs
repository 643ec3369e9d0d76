//! How one photo is to be presented. Pure data; what its rules come to in pixels is in `layout/`.

mod shadow;

pub use self::shadow::{DropShadow, ShadowForm, ShadowRule};

use crate::color::Color;
use crate::edits::Edits;
use crate::error::{Error, Result};
use crate::fit::{Align, Focus, Margins};
use crate::output::Output;
use crate::source::Source;
use crate::units::Length;
use std::str::FromStr;

/// How one photo is to be presented.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// For output names.
    pub name: Option<String>,
    /// What lies behind the subject. Default [`Background::Keep`].
    pub background: Background,
    /// How the subject is told from its own background. Default [`Cutout::Auto`].
    pub cutout: Cutout,
    /// What becomes of enclosed areas that look like the backdrop. Default [`Holes::Auto`].
    pub holes: Holes,
    /// The size of the canvas. Default [`CanvasRule::Keep`].
    pub canvas: CanvasRule,
    /// Space kept free inside the canvas. Default none.
    pub margins: Margins,
    /// Where in the free space the subject stands. Default the centre.
    pub align: Align,
    /// Whether the subject fills the frame and is cropped, instead of standing inside it; only on a fixed canvas.
    /// Default false.
    pub cover: bool,
    /// What of the photo a crop keeps, instead of `align`. Default none.
    pub focus: Option<Focus>,
    /// Uniform borders of an opaque photo are cut away first, with this tolerance of 255. Default none.
    pub trim: Option<u8>,
    /// Whether the subject may grow. Default true.
    pub enlarge: bool,
    /// What becomes of a subject that the photo's frame cuts off. Default [`Bleed::Auto`].
    pub bleed: Bleed,
    /// Whether a doubtful cutout is an error. Default false: a warning.
    pub require_cutout: bool,
    /// Whether a subject that the photo's frame cuts off is a warning. Default false: a note.
    pub require_whole: bool,
    /// Default [`ShadowRule::Off`].
    pub shadow: ShadowRule,
    /// What else is done to the photo, and what is laid over the canvas. Default nothing.
    pub edits: Edits,
    /// Dots per inch for physical units, and written to the file; `None`: 300 for physical units, nothing is written
    /// otherwise.
    pub dpi: Option<f64>,
    /// The files to make, at least one; one decode and one cutout feed them all.
    pub outputs: Vec<TemplateOutput>,
}

impl Default for Template {
    fn default() -> Self {
        Self {
            name: None,
            background: Background::Keep,
            cutout: Cutout::Auto,
            holes: Holes::Auto,
            canvas: CanvasRule::Keep,
            margins: Margins::default(),
            align: Align::CENTER,
            cover: false,
            focus: None,
            trim: None,
            enlarge: true,
            bleed: Bleed::Auto,
            require_cutout: false,
            require_whole: false,
            shadow: ShadowRule::Off,
            edits: Edits::default(),
            dpi: None,
            outputs: vec![TemplateOutput::default()],
        }
    }
}

impl Template {
    /// Refuses fields that contradict each other: for templates that were put together or changed by hand.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) for a transparent background in a format without alpha, for a
    /// subject that covers a canvas that follows it, and for a cutout that is required where nothing is to go.
    pub fn check(&self) -> Result<()> {
        let opaque = self.outputs.iter().map(|output| output.encoding.format).find(|format| !format.has_alpha());
        if let Some(format) = opaque.filter(|_| self.background == Background::Transparent) {
            let what = format!("a transparent background cannot be written as {format}");
            return Err(Error::input(what).at("format").with_help("use png, webp, tiff or psd, or give a background"));
        }
        if self.require_cutout && !(self.background.removes_own() && self.cutout != Cutout::Off) {
            let what = "`require_cutout` asks for a removed background, and this template keeps the photo's own";
            return Err(Error::input(what).at("require_cutout").with_help("give a background, or leave it out"));
        }
        match self.cover && !matches!(self.canvas, CanvasRule::Fixed { width: Some(_), height: Some(_) }) {
            true => Err(Error::input("`cover` fills a canvas of fixed sides, and this one follows the subject")
                .at("fit")
                .with_help("give the canvas a width and a height, or use fit = \"inside\"")),
            false => Ok(()),
        }
    }
}

/// One file made by a template.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TemplateOutput {
    /// The canvas made smaller or larger to fit inside this box. Default: as the template says. A ratio is refused.
    pub size: crate::fit::Wanted,
    /// Format and quality.
    pub encoding: Output,
    /// The file of a profile that the template names for this output, until it is read and stands in `encoding`: see
    /// [`Engine::read_template`](crate::Engine::read_template). Default none.
    pub profile: Option<Source>,
    /// A pattern for the file's name; `None`: the program's.
    pub name: Option<String>,
}

/// What lies behind the subject.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Background {
    /// The photo's own stays.
    #[default]
    Keep,
    /// The photo's own goes, nothing comes.
    Transparent,
    /// The photo's own goes, one colour comes.
    Color(Color),
    /// The photo's own goes; the first row is exactly the first colour, the last row exactly the second.
    Gradient(Color, Color),
}

impl Background {
    /// Whether the photo's own background must go.
    pub fn removes_own(self) -> bool {
        self != Self::Keep
    }
}

impl FromStr for Background {
    type Err = Error;

    /// `keep`, `transparent`, any CSS colour, `linear-gradient(FIRST, LAST)` from the first row to the last.
    fn from_str(text: &str) -> Result<Self> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        match lower.as_str() {
            "keep" => return Ok(Self::Keep),
            "transparent" => return Ok(Self::Transparent),
            _ => {}
        }
        let Some(inner) = lower.strip_prefix("linear-gradient(").and_then(|rest| rest.strip_suffix(')')) else {
            let help =
                "use keep, transparent, a CSS colour such as `white` or `#ff8800`, or linear-gradient(#fff, #ddd)";
            return Ok(Self::Color(text.parse().map_err(|error: Error| error.with_help(help))?));
        };
        match *split_outside_brackets(inner).as_slice() {
            [first, last] => Ok(Self::Gradient(first.parse()?, last.parse()?)),
            ref parts => Err(Error::input(format!("`{text}` has {} parts", parts.len()))
                .with_help("write exactly two colours, of the first and of the last row: linear-gradient(#fff, #ddd)")),
        }
    }
}

/// Splits at commas, but not at those of `rgb(1, 2, 3)`.
fn split_outside_brackets(text: &str) -> Vec<&str> {
    let mut depth = 0i32;
    let between = |letter: char| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        letter == ',' && depth == 0
    };
    text.split(between).map(str::trim).collect()
}

/// How the subject is told from its own background.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Cutout {
    /// Nothing is taken away: an opaque photo is its own subject.
    Off,
    /// By the picture's alpha channel, else by its backdrop, with the segmentation model in use as a second opinion.
    #[default]
    Auto,
    /// Only by its alpha channel.
    Alpha,
    /// Only by a studio backdrop.
    Backdrop,
    /// By a segmentation model that the user names.
    Model,
}

impl FromStr for Cutout {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Ok(match text {
            "off" => Self::Off,
            "auto" => Self::Auto,
            "alpha" => Self::Alpha,
            "backdrop" => Self::Backdrop,
            "model" => Self::Model,
            other => {
                return Err(Error::input(format!("`{other}` is no way to cut out"))
                    .with_help("use off, auto, alpha, backdrop or model"));
            }
        })
    }
}

/// What becomes of a subject that the photo's frame cuts off: a model at the waist, a sofa at the side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Bleed {
    /// It runs off the canvas at the same side: no margin there, and opposite sides are filled.
    #[default]
    Auto,
    /// It stands inside the margins like any other, its cut edge in the open.
    Off,
}

/// What becomes of areas inside the subject that look like the backdrop: a mug's handle, a white label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Holes {
    /// Backdrop where they match it, have a rim that stands out, and are larger than 0.05 % of the subject's box.
    #[default]
    Auto,
    /// All stay.
    Keep,
    /// As [`Holes::Auto`], whatever their size and rim.
    Remove,
}

/// The size of the canvas.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum CanvasRule {
    /// As large as the photo.
    #[default]
    Keep,
    /// As large as the subject.
    Subject,
    /// The smallest of exactly this ratio that holds the subject at scale 1.
    Ratio(u32, u32),
    /// These sides; one missing follows the subject's ratio.
    Fixed {
        /// Across.
        width: Option<Length>,
        /// Down.
        height: Option<Length>,
    },
    /// The subject's ratio with the longest side at most `max` and the shortest at least `min`; `max` wins.
    MinMax {
        /// The least of the shortest side.
        min: Option<Length>,
        /// The most of the longest side.
        max: Option<Length>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backgrounds_are_read() {
        let gradient = Background::Gradient(Color::rgb(1, 2, 3), Color::WHITE);
        for (text, expected) in [
            ("keep", Background::Keep),
            ("Transparent", Background::Transparent),
            ("#ff0000", Background::Color(Color::rgb(255, 0, 0))),
            ("rgb(1, 2, 3)", Background::Color(Color::rgb(1, 2, 3))),
            ("linear-gradient(rgb(1, 2, 3), #FFF)", gradient),
            (" Linear-Gradient( rgb(1,2,3) ,white ) ", gradient),
        ] {
            assert_eq!(text.parse::<Background>().unwrap(), expected, "{text}");
        }
        for bad in ["", "kept", "linear-gradient(red)", "linear-gradient(red, blue, lime)", "linear-gradient(red, blu)"]
        {
            assert!(bad.parse::<Background>().is_err(), "{bad}");
        }
    }
}
