//! How things are painted: strokes, paints, shadows, blend modes.
//!
//! Lengths are in canvas units. What is relative here (a gradient in shares of a box) becomes absolute in the
//! [`scene`](crate::scene).

use crate::color::Color;
use crate::outline::FillRule;
use crate::source::Source;
use crate::transform::Transform;

/// How an outline is painted.
#[derive(Debug, Clone, PartialEq)]
pub struct Style {
    /// Default black.
    pub fill: Paint,
    /// Default nonzero.
    pub fill_rule: FillRule,
    /// Default [`Paint::None`].
    pub stroke: Paint,
    /// In canvas units. Counts for the object's box even when `stroke` is none. Default 1; pictures and groups 0.
    pub stroke_width: f64,
    /// Lengths of dashes and gaps in turn; empty is a solid line.
    pub dashes: Vec<f64>,
    /// Where in the dashes the line starts. Default 0.
    pub dash_offset: f64,
    /// Default butt.
    pub cap: Cap,
    /// Default miter.
    pub join: Join,
    /// Default 4.
    pub miter_limit: f64,
    /// Whether the stroke keeps its width when the object is scaled. Default false.
    pub stroke_is_uniform: bool,
    /// Whether the stroke lies under the fill. Default false.
    pub stroke_first: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            fill: Paint::Solid(Color::BLACK),
            fill_rule: FillRule::Nonzero,
            stroke: Paint::None,
            stroke_width: 1.0,
            dashes: Vec::new(),
            dash_offset: 0.0,
            cap: Cap::Butt,
            join: Join::Miter,
            miter_limit: 4.0,
            stroke_is_uniform: false,
            stroke_first: false,
        }
    }
}

/// How lines end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cap {
    /// At the end point.
    #[default]
    Butt,
    /// Half a circle beyond it.
    Round,
    /// Half a square beyond it.
    Square,
}

/// How lines meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Join {
    /// A spike, up to the miter limit.
    #[default]
    Miter,
    /// A rounded corner.
    Round,
    /// A cut corner.
    Bevel,
}

/// A colour, a gradient or a pattern.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Paint {
    /// Nothing is painted.
    #[default]
    None,
    /// One colour.
    Solid(Color),
    /// Colours along a line or between two circles.
    Gradient(Gradient),
    /// A picture, repeated.
    Pattern(Pattern),
}

impl Paint {
    /// Whether it paints anything.
    pub fn is_none(&self) -> bool {
        match self {
            Self::None => true,
            Self::Solid(color) => color.a == 0,
            _ => false,
        }
    }
}

/// Colours along a line or between two circles.
#[derive(Debug, Clone, PartialEq)]
pub struct Gradient {
    /// Line or circles.
    pub shape: GradientShape,
    /// Sorted by place.
    pub stops: Vec<Stop>,
    /// Whether the coordinates are shares of the object's box instead of canvas units from its left top corner.
    pub is_relative: bool,
    /// Applied to the coordinates. Default identity.
    pub transform: Transform,
    /// Moves the gradient, in canvas units.
    pub offset: (f64, f64),
}

/// The geometry of a gradient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum GradientShape {
    /// From a point to a point.
    Linear {
        /// Start.
        from: (f64, f64),
        /// End.
        to: (f64, f64),
    },
    /// From a circle to a circle.
    Radial {
        /// Centre of the start circle.
        from: (f64, f64),
        /// Radius of the start circle.
        from_radius: f64,
        /// Centre of the end circle.
        to: (f64, f64),
        /// Radius of the end circle.
        to_radius: f64,
    },
}

/// A colour at a place of a gradient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stop {
    /// 0 to 1.
    pub at: f64,
    /// The colour there.
    pub color: Color,
}

/// A picture, repeated.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// Where its bytes are.
    pub source: Source,
    /// Whether it repeats across.
    pub repeats_x: bool,
    /// Whether it repeats downwards.
    pub repeats_y: bool,
    /// Of the first tile, in canvas units from the object's left top corner.
    pub offset: (f64, f64),
    /// Applied to the tiles. Default identity.
    pub transform: Transform,
}

/// A blurred copy under an object.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shadow {
    /// Its colour.
    pub color: Color,
    /// Across, in canvas units; scales with the object but never turns.
    pub dx: f64,
    /// Down, in canvas units.
    pub dy: f64,
    /// Twice the sigma of the Gaussian, in canvas units (HTML canvas `shadowBlur`).
    pub blur: f64,
    /// Whether the stroke casts it too. Default false: only the fill does.
    pub from_stroke: bool,
    /// Whether offset and blur ignore the object's scale. Default false.
    pub ignores_scale: bool,
}

/// How a painted object meets what lies under it: the modes of HTML canvas `globalCompositeOperation`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[allow(missing_docs, reason = "the names are those of the Compositing and Blending specification")]
pub enum Blend {
    #[default]
    SourceOver,
    SourceIn,
    SourceOut,
    SourceAtop,
    DestinationOver,
    DestinationIn,
    DestinationOut,
    DestinationAtop,
    Lighter,
    Copy,
    Xor,
    Multiply,
    Screen,
    Overlay,
    Darken,
    Lighten,
    ColorDodge,
    ColorBurn,
    HardLight,
    SoftLight,
    Difference,
    Exclusion,
    Hue,
    Saturation,
    Color,
    Luminosity,
}

impl Blend {
    /// Whether opaque pixels stay opaque, whatever is painted on them.
    pub fn keeps_opaque(self) -> bool {
        !matches!(
            self,
            Self::SourceIn
                | Self::SourceOut
                | Self::DestinationIn
                | Self::DestinationOut
                | Self::DestinationAtop
                | Self::Copy
                | Self::Xor
        )
    }
}
