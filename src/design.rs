//! A design document, free of its dialect and version: what was asked, layered.
//!
//! Lengths are in units of the side's canvas; angles are degrees clockwise; every default is settled by the reader.

use crate::color::Color;
use crate::outline::Outline;
use crate::source::Source;
use crate::style::{Blend, Paint, Shadow, Style};
use crate::transform::Transform;

/// A layered document of one or more sides.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Design {
    /// What the document calls itself.
    pub name: Option<String>,
    /// At least one side.
    pub sides: Vec<Side>,
}

/// One printable face: front, back, sleeve.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Side {
    /// For people: `Front`.
    pub name: Option<String>,
    /// For machines: a view code or an id.
    pub code: Option<String>,
    /// The drawing area.
    pub canvas: Canvas,
    /// Applied to the layers, and to grounds that follow it, before the output's scale. Default identity.
    pub viewport: Transform,
    /// Painted first.
    pub background: Ground,
    /// Painted in order, the first lowest.
    pub layers: Vec<Layer>,
    /// What cuts background and layers, not the overlay.
    pub clip: Option<Box<Clip>>,
    /// Painted last.
    pub overlay: Ground,
}

/// The drawing area of a side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Canvas {
    /// Extent across in canvas units (px of the editor). `None`: the document does not say.
    pub width: Option<f64>,
    /// Extent down in canvas units.
    pub height: Option<f64>,
    /// Canvas units to the inch, when the document says how large it is on paper.
    pub dpi: Option<f64>,
}

/// What lies under all layers, or over them: a paint over the whole canvas, then a layer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ground {
    /// Over the whole canvas. Default [`Paint::None`].
    pub paint: Paint,
    /// A picture or group placed like a layer.
    pub layer: Option<Box<Layer>>,
    /// Whether the paint and the layer stay in place when the viewport moves. Default false.
    pub ignores_viewport: bool,
}

/// One object of a design.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// For data rows and reports.
    pub name: Option<String>,
    /// For data rows and reports.
    pub id: Option<String>,
    /// Where it stands in the document, for people: `layer 3 "Logo"`, `layer 4.2`.
    pub place: String,
    /// What it draws.
    pub kind: LayerKind,
    /// Where and how it lies.
    pub pose: Pose,
    /// How its shape or glyphs are painted. Pictures and groups paint no fill of their own.
    pub style: Style,
    /// 0 to 1. Default 1.
    pub opacity: f64,
    /// Default [`Blend::SourceOver`].
    pub blend: Blend,
    /// Default none.
    pub shadow: Option<Shadow>,
    /// Default none.
    pub clip: Option<Box<Clip>>,
    /// A colour behind the object's own box with its stroke, as fabric.js has it. Default none.
    pub box_color: Option<Color>,
    /// Whether a translucent group or clipped object is painted on a surface of its own first. Default true.
    pub is_isolated: bool,
}

/// How an object lies. The object's centre is found from `left`, `top`, the origin, and its own transformed box with
/// its stroke; then: translate(centre) · rotate · scale and flip · skew x · skew y.
#[derive(Debug, Clone, PartialEq)]
pub struct Pose {
    /// x of the origin point, in the parent's units; inside a group relative to the group's centre.
    pub left: f64,
    /// y of the origin point.
    pub top: f64,
    /// Which point of the box `left` means: 0 its left edge, 0.5 its centre, 1 its right edge.
    pub origin_x: f64,
    /// Which point of the box `top` means: 0 its top edge, 0.5 its centre, 1 its bottom edge.
    pub origin_y: f64,
    /// Degrees clockwise. Default 0.
    pub angle: f64,
    /// Negative flips. Default 1.
    pub scale_x: f64,
    /// Negative flips. Default 1.
    pub scale_y: f64,
    /// Degrees; slants by the tangent. Default 0.
    pub skew_x: f64,
    /// Degrees; slants by the tangent. Default 0.
    pub skew_y: f64,
}

impl Default for Pose {
    fn default() -> Self {
        Self {
            left: 0.0,
            top: 0.0,
            origin_x: 0.0,
            origin_y: 0.0,
            angle: 0.0,
            scale_x: 1.0,
            scale_y: 1.0,
            skew_x: 0.0,
            skew_y: 0.0,
        }
    }
}

/// What an object draws.
#[derive(Debug, Clone, PartialEq)]
pub enum LayerKind {
    /// A geometric figure.
    Shape(Shape),
    /// A picture or SVG clipart from a source.
    Image(Image),
    /// Text.
    Text(Text),
    /// Objects placed relative to the group's centre.
    Group(Group),
}

/// A geometric figure.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A box with corners rounded by `rx`, `ry`.
    Rect {
        /// Extent across.
        width: f64,
        /// Extent down.
        height: f64,
        /// Corner radius across.
        rx: f64,
        /// Corner radius down.
        ry: f64,
    },
    /// A circle or a part of its line.
    Circle {
        /// Radius.
        radius: f64,
        /// Degrees clockwise from the right where it starts.
        start: f64,
        /// Degrees where it ends.
        end: f64,
        /// Whether it runs counter-clockwise from start to end.
        counter_clockwise: bool,
    },
    /// An ellipse.
    Ellipse {
        /// Radius across.
        rx: f64,
        /// Radius down.
        ry: f64,
    },
    /// An isosceles triangle, its tip up.
    Triangle {
        /// Extent across.
        width: f64,
        /// Extent down.
        height: f64,
    },
    /// A straight line; only its direction and extent matter, the pose places it.
    Line {
        /// Start x.
        x1: f64,
        /// Start y.
        y1: f64,
        /// End x.
        x2: f64,
        /// End y.
        y2: f64,
    },
    /// Straight lines through points in coordinates of their own; the pose places their box.
    Polyline {
        /// The points.
        points: Vec<(f64, f64)>,
        /// Whether the last joins the first.
        closed: bool,
    },
    /// Any outline in coordinates of its own; the pose places its box.
    Path {
        /// The outline.
        outline: Outline,
    },
}

/// A picture in a design.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Where its bytes are.
    pub source: Source,
    /// Drawn width before the pose's scale; `None`: the picture's own.
    pub width: Option<f64>,
    /// Drawn height before the pose's scale; `None`: the picture's own.
    pub height: Option<f64>,
    /// How the source meets the drawn box.
    pub window: Window,
    /// Whether pixels are blended when scaled. Default true.
    pub is_smooth: bool,
}

/// How a picture's pixels meet its drawn box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Window {
    /// The box is a window on the source at one source pixel a unit, its left top corner at this source pixel. Parts
    /// outside the source stay empty.
    Crop {
        /// Source pixel at the box's left edge.
        x: f64,
        /// Source pixel at the box's top edge.
        y: f64,
    },
    /// The whole source is stretched to the box.
    Stretch,
}

/// Objects that move together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Group {
    /// Extent across, as the document says it.
    pub width: f64,
    /// Extent down.
    pub height: f64,
    /// In order, the first lowest; placed relative to the group's centre.
    pub layers: Vec<Layer>,
}

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
    /// Whether the paragraph runs from right to left. Default false.
    pub is_rtl: bool,
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

/// What cuts an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Clip {
    /// Its shape, placed relative to the clipped object's centre, or on the canvas when absolute.
    pub layer: Layer,
    /// Whether what lies under the shape goes instead of what lies outside.
    pub is_inverted: bool,
    /// Whether it is placed on the canvas instead of relative to the object.
    pub is_absolute: bool,
}

impl Side {
    /// Every layer that stands alone or at the root: background, layers, clip, overlay.
    fn roots(&self) -> impl Iterator<Item = &Layer> {
        self.background
            .layer
            .as_deref()
            .into_iter()
            .chain(&self.layers)
            .chain(self.clip.as_deref().map(|clip| &clip.layer))
            .chain(self.overlay.layer.as_deref())
    }

    /// Calls `visit` for every layer of the side, groups and clips included, parents first.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Layer)) {
        for layer in self.roots() {
            layer.walk(visit);
        }
    }
}

impl Layer {
    /// Calls `visit` for this layer, then for its clip and its children.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        if let Some(clip) = &self.clip {
            clip.layer.walk(visit);
        }
        if let LayerKind::Group(group) = &self.kind {
            for layer in &group.layers {
                layer.walk(visit);
            }
        }
    }
}
