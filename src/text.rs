//! Text of a design: what it says, what its characters look like, how its lines come about.

use crate::color::Color;
use crate::outline::Outline;
use crate::style::{Paint, Style};

/// Text.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// Lines are separated by `\n`.
    pub text: String,
    /// What characters look like unless `styles` says otherwise.
    pub look: TextLook,
    /// Changes of the look, in order; a later one wins.
    pub styles: Vec<StyleSpan>,
    /// Times the line box (1.13 × font size). Default 1.16.
    pub line_height: f64,
    /// Added after each character, in thousandths of the **object's** font size. Default 0.
    pub char_spacing: f64,
    /// Default left.
    pub align: TextAlign,
    /// How lines come about.
    pub wrap: Wrap,
    /// Whether lines break at the width of [`Wrap`] even where a longer word has widened the box, as fabric.js before 6
    /// has it. Default false: they fill the box.
    pub breaks_at_own_width: bool,
    /// Whether the paragraph runs from right to left. Default false.
    pub is_rtl: bool,
    /// What the letters stand on instead of straight lines. Default none.
    pub path: Option<TextPath>,
    /// A box of a height of its own around the lines. Default none: the box is as high as the lines.
    pub frame: Option<TextFrame>,
}

impl Default for Text {
    /// No words, and the defaults of every field.
    fn default() -> Self {
        Self {
            text: String::new(),
            look: TextLook::default(),
            styles: Vec::new(),
            line_height: 1.16,
            char_spacing: 0.0,
            align: TextAlign::Left,
            wrap: Wrap::Never,
            breaks_at_own_width: false,
            is_rtl: false,
            path: None,
            frame: None,
        }
    }
}

/// A box of a height of its own: what lines are placed in, and what they are shrunk to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextFrame {
    /// Extent down in canvas units. Lines that are higher stand out of it.
    pub height: f64,
    /// Where the lines stand in it. Default middle.
    pub align: VerticalAlign,
    /// Whether the letters shrink until the lines fit the height and no word the width. Default false.
    pub shrinks: bool,
}

/// Where lines stand in a box that is higher or lower than they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum VerticalAlign {
    /// At the upper edge.
    Top,
    /// In the middle.
    #[default]
    Middle,
    /// At the lower edge.
    Bottom,
}

/// What letters stand on instead of a straight line. Each stands upright on the tangent under its middle.
#[derive(Debug, Clone, PartialEq)]
pub enum TextPath {
    /// An outline, as fabric.js has it.
    Along(Along),
    /// A circle, in the middle of its top or bottom.
    Arc(TextArc),
}

/// Letters along an outline. What goes beyond its end begins again at its start; each line of the text starts anew.
#[derive(Debug, Clone, PartialEq)]
pub struct Along {
    /// In coordinates of its own: the middle of its [`editor_bounds`](Outline::editor_bounds) lies in the
    /// middle of the text's box, which is as large.
    pub outline: Outline,
    /// Moves the letters on, in canvas units. Default 0.
    pub start_offset: f64,
    /// Default left.
    pub side: PathSide,
    /// Default baseline.
    pub align: PathAlign,
    /// Added to the box's width and height, in canvas units. Default 0.
    pub room: f64,
    /// How the outline itself is painted, under the letters. `None`: not at all.
    pub style: Option<Box<Style>>,
}

/// On which side of an outline letters stand, as one goes along it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PathSide {
    /// On the left, from its start on.
    #[default]
    Left,
    /// On the right: the letters are turned about and run towards its start.
    Right,
}

/// Which height of the letters lies on an outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PathAlign {
    /// Where they stand.
    #[default]
    Baseline,
    /// The middle of the em.
    Center,
    /// The top of the em.
    Ascender,
    /// The bottom of the em.
    Descender,
}

/// Letters along a circle, in the middle of its top. Further lines lie below.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextArc {
    /// How strong.
    pub bend: Bend,
    /// Whether they stand in the middle of its bottom, their heads towards its centre. Default false.
    pub is_flipped: bool,
    /// The text's box, in whose middle the letters lie; `None`: as large as what is seen of them.
    pub size: Option<(f64, f64)>,
}

/// How strong an arc is, in canvas units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bend {
    /// Letters within a circle: the heads of their line touch it.
    Within {
        /// Of the circle.
        diameter: f64,
    },
    /// The letters stand on the circle.
    Radius {
        /// Of the circle.
        radius: f64,
    },
    /// The arc is as long as the widest line and its ends are as far apart as the box is wide. It is never flatter than
    /// a quarter of a circle: in a wider box that spans the box, and the line lies in its middle.
    Chord {
        /// Of the box.
        width: f64,
    },
}

/// How lines come about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Wrap {
    /// Only at line breaks of the text; the box is as wide as the widest line.
    Never,
    /// At spaces so that lines fit `width`; a longer word widens the whole box.
    Words {
        /// Wrap width in canvas units.
        width: f64,
    },
    /// Anywhere so that lines fit `width`.
    Graphemes {
        /// Wrap width in canvas units.
        width: f64,
    },
}

/// What a character looks like.
#[derive(Debug, Clone, PartialEq)]
pub struct TextLook {
    /// Families in order of preference, as CSS writes them. Default Times New Roman.
    pub family: String,
    /// Pixels of the canvas. Default 40.
    pub size: f64,
    /// 100 to 900. Default 400.
    pub weight: u16,
    /// Italic or oblique. Default false.
    pub is_italic: bool,
    /// Default black.
    pub fill: Paint,
    /// Default none.
    pub stroke: Paint,
    /// Default 1.
    pub stroke_width: f64,
    /// Default false.
    pub underline: bool,
    /// Default false.
    pub overline: bool,
    /// Default false.
    pub linethrough: bool,
    /// Colour behind the characters. Default none.
    pub background: Option<Color>,
    /// Moves the baseline down, in canvas units. Default 0.
    pub delta_y: f64,
    /// Thickness of decorations, in thousandths of the font size. Default 66.667.
    pub decoration_thickness: f64,
    /// Colour of decorations; `None`: the fill.
    pub decoration_color: Option<Color>,
}

impl Default for TextLook {
    fn default() -> Self {
        Self {
            family: "Times New Roman".into(),
            size: 40.0,
            weight: 400,
            is_italic: false,
            fill: Paint::Solid(Color::BLACK),
            stroke: Paint::None,
            stroke_width: 1.0,
            underline: false,
            overline: false,
            linethrough: false,
            background: None,
            delta_y: 0.0,
            decoration_thickness: 66.667,
            decoration_color: None,
        }
    }
}

/// A look for some characters, complete: what the document did not change stands as the object has it.
#[derive(Debug, Clone, PartialEq)]
pub struct StyleSpan {
    /// First grapheme, counted over the whole text without its line breaks.
    pub start: usize,
    /// One past the last grapheme.
    pub end: usize,
    /// Their look.
    pub look: TextLook,
}

/// Where lines stand in the box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextAlign {
    /// At the left edge.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right edge.
    Right,
    /// Stretched over the box, every line.
    Justify,
    /// Stretched; ends of paragraphs at the left.
    JustifyLeft,
    /// Stretched; ends of paragraphs in the middle.
    JustifyCenter,
    /// Stretched; ends of paragraphs at the right.
    JustifyRight,
}
