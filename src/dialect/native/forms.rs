//! The native form as it is written: a structure for each part, whose documentation is that of the JSON Schema.

use super::field::{Field, Written};
use crate::text::VerticalAlign;
use crate::units::Unit;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;

/// A layered design of one or more sides.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "artboard design")]
pub(super) struct DesignForm {
    /// The version of this form: 1.
    #[schemars(extend("const" = 1))]
    pub(super) schema: Field<u32>,
    /// What the design calls itself.
    #[serde(default)]
    pub(super) name: Field<String>,
    /// At least one: front, back, sleeve.
    #[schemars(with = "Vec<SideForm>")]
    pub(super) sides: Field<Vec<Value>>,
}

/// One printable face.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Side")]
pub(super) struct SideForm {
    /// For people, and for `--view`: Front.
    #[serde(default)]
    pub(super) name: Field<String>,
    /// For machines, and for `--view`.
    #[serde(default)]
    pub(super) id: Field<String>,
    /// The drawing area.
    #[schemars(with = "CanvasForm")]
    pub(super) canvas: Field<Value>,
    /// Painted first, over the whole canvas. Default none: transparent.
    #[serde(default)]
    pub(super) background: Field<Ink>,
    /// In painting order, the first lowest. Default none.
    #[serde(default)]
    #[schemars(with = "Vec<AnyLayer>")]
    pub(super) layers: Field<Vec<Value>>,
}

/// The drawing area of a side: the size after cutting.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Canvas")]
pub(super) struct CanvasForm {
    /// Extent across, above 0.
    pub(super) width: Field<Written>,
    /// Extent down, above 0.
    pub(super) height: Field<Written>,
    /// Of bare numbers, here and in all layers: px, mm, cm, inch or pt. Default px.
    #[serde(default)]
    pub(super) unit: Field<Unit>,
    /// Pixels to the inch: what lengths on paper become, and how large the natural picture is. 1 to 65535. Default 300,
    /// and 96 for a canvas in px.
    #[serde(default)]
    pub(super) dpi: Field<f64>,
    /// How far the print goes beyond the canvas before it is cut. Default 0.
    #[serde(default)]
    pub(super) bleed: Field<Written>,
    /// How far from the edge nothing important should stand. Default 0.
    #[serde(default)]
    pub(super) safe: Field<Written>,
}

/// A colour, a gradient or a pattern.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Ink(pub(super) Value);

impl JsonSchema for Ink {
    fn schema_name() -> Cow<'static, str> {
        "Paint".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (gradient, pattern) = (generator.subschema_for::<GradientForm>(), generator.subschema_for::<PatternForm>());
        let color = json_schema!({ "type": "string", "description": "Any CSS colour, or `none`." });
        json_schema!({ "anyOf": [color, gradient, pattern] })
    }
}

/// Colours along a line or outwards from a point. Points are shares of the layer's box: 0, 0 is its left top corner.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Gradient")]
pub(super) struct GradientForm {
    /// linear or radial.
    pub(super) gradient: Field<GradientKind>,
    /// Where a linear one starts. Default [0, 0], the left edge.
    #[serde(default)]
    pub(super) from: Field<(f64, f64)>,
    /// Where a linear one ends. Default [1, 0], the right edge.
    #[serde(default)]
    pub(super) to: Field<(f64, f64)>,
    /// The middle of a radial one. Default [0.5, 0.5].
    #[serde(default)]
    pub(super) center: Field<(f64, f64)>,
    /// The radius of a radial one. Default 0.5.
    #[serde(default)]
    pub(super) radius: Field<f64>,
    /// At least two colours.
    #[schemars(with = "Vec<StopForm>")]
    pub(super) stops: Field<Vec<Value>>,
}

/// The geometry of a gradient.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum GradientKind {
    /// Along a line.
    Linear,
    /// From a point outwards.
    Radial,
}

/// A colour at a place of a gradient.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Stop")]
pub(super) struct StopForm {
    /// 0 to 1.
    pub(super) at: Field<f64>,
    /// Any CSS colour.
    pub(super) color: Field<String>,
}

/// A picture, repeated from the left top corner of the layer's box.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Pattern")]
pub(super) struct PatternForm {
    /// A path below the assets, or a data URI.
    pub(super) pattern: Field<String>,
    /// Where it repeats: both, x, y or none. Default both.
    #[serde(default)]
    pub(super) repeat: Field<Repeat>,
    /// Times the picture's own size. Default 1.
    #[serde(default)]
    pub(super) scale: Field<f64>,
}

/// Where a pattern repeats.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Repeat {
    /// Across and down.
    #[default]
    Both,
    /// Across.
    X,
    /// Down.
    Y,
    /// Nowhere.
    None,
}

/// A blurred copy under a layer.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Shadow")]
pub(super) struct ShadowForm {
    /// Any CSS colour. Default black at a third.
    #[serde(default)]
    pub(super) color: Field<String>,
    /// Across. Default 0.
    #[serde(default)]
    pub(super) dx: Field<Written>,
    /// Down. Default 0.
    #[serde(default)]
    pub(super) dy: Field<Written>,
    /// Twice the sigma of the Gaussian. Default 0.
    #[serde(default)]
    pub(super) blur: Field<Written>,
}

/// What cuts a layer: only what lies under its shape stays.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Clip")]
pub(super) struct ClipForm {
    /// Its shape, of any kind.
    #[schemars(with = "AnyLayer")]
    pub(super) layer: Field<Value>,
    /// Whether what lies under the shape goes instead. Default false.
    #[serde(default)]
    pub(super) invert: Field<bool>,
    /// What its place counts from: the layer's centre, or the canvas's left top corner. Default layer.
    #[serde(default)]
    pub(super) from: Field<ClipFrom>,
}

/// What the place of a clip counts from.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum ClipFrom {
    /// The centre of the layer that is cut.
    #[default]
    Layer,
    /// The left top corner of the canvas.
    Canvas,
}

/// Characters of a text that look otherwise. What is not said stays as the text has it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Span")]
pub(super) struct SpanForm {
    /// The first character, counted from 0 without line breaks; a joined emoji is one.
    pub(super) start: Field<usize>,
    /// One past the last character.
    pub(super) end: Field<usize>,
    /// Families in order of preference, as CSS writes them.
    #[serde(default)]
    pub(super) font: Field<String>,
    /// Size of the letters.
    #[serde(default)]
    pub(super) size: Field<Written>,
    /// 100 to 900; 400 is normal, 700 bold.
    #[serde(default)]
    pub(super) weight: Field<u16>,
    /// Whether letters slant.
    #[serde(default)]
    pub(super) italic: Field<bool>,
    /// What letters are filled with.
    #[serde(default)]
    pub(super) fill: Field<Ink>,
    /// A line under the letters.
    #[serde(default)]
    pub(super) underline: Field<bool>,
    /// A line through the letters.
    #[serde(default)]
    pub(super) strikethrough: Field<bool>,
    /// The colour behind the letters.
    #[serde(default)]
    pub(super) highlight: Field<String>,
    /// Moves the letters down.
    #[serde(default)]
    pub(super) shift: Field<Written>,
}

/// A layer of any kind.
pub(super) struct AnyLayer;

impl JsonSchema for AnyLayer {
    fn schema_name() -> Cow<'static, str> {
        "Layer".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let kinds = [
            generator.subschema_for::<RectForm>(),
            generator.subschema_for::<EllipseForm>(),
            generator.subschema_for::<LineForm>(),
            generator.subschema_for::<PolygonForm>(),
            generator.subschema_for::<PathForm>(),
            generator.subschema_for::<ImageForm>(),
            generator.subschema_for::<TextForm>(),
            generator.subschema_for::<GroupForm>(),
        ];
        json_schema!({ "anyOf": kinds })
    }
}

/// What every layer says.
pub(super) struct Common<'a> {
    pub(super) name: &'a Field<String>,
    pub(super) id: &'a Field<String>,
    pub(super) x: &'a Field<Written>,
    pub(super) y: &'a Field<Written>,
    pub(super) anchor: &'a Field<String>,
    pub(super) rotate: &'a Field<f64>,
    pub(super) scale: &'a Field<f64>,
    pub(super) flip: &'a Field<Flip>,
    pub(super) visible: &'a Field<bool>,
    pub(super) opacity: &'a Field<f64>,
    pub(super) blend: &'a Field<String>,
    pub(super) shadow: &'a Field<Value>,
    pub(super) clip: &'a Field<Value>,
}

/// A form of any kind.
pub(super) trait AnyForm {
    /// What every layer says.
    fn common(&self) -> Common<'_>;
}

/// Which way a layer is mirrored.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Flip {
    /// Not at all.
    #[default]
    None,
    /// Left and right change places.
    Horizontal,
    /// Top and bottom change places.
    Vertical,
    /// Both.
    Both,
}

/// A layer's structure: the fields of its kind, then those of every layer.
macro_rules! layer_form {
    ($(#[$about:meta])* $form:ident $title:literal $kind:literal { $($(#[$meta:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$about])*
        #[derive(Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        #[schemars(rename = $title)]
        pub(super) struct $form {
            /// What the layer draws.
            #[schemars(extend("const" = $kind))]
            #[allow(dead_code, reason = "it has been read before the rest, to know the rest")]
            pub(super) kind: Field<String>,
            $($(#[$meta])* pub(super) $field: Field<$type>,)*
            /// For data rows (`NAME` and `NAME.fill`), reports and errors.
            #[serde(default)]
            pub(super) name: Field<String>,
            /// For data rows, where no layer has that name.
            #[serde(default)]
            pub(super) id: Field<String>,
            /// Where the anchor stands, from the left edge of the canvas or group. Default 0; for line, polygon and
            /// path: where their own points are.
            #[serde(default)]
            pub(super) x: Field<Written>,
            /// Where the anchor stands, from the top edge of the canvas or group. Default as for x.
            #[serde(default)]
            pub(super) y: Field<Written>,
            /// The point of the layer's box, stroke included, that x and y mean: top-left, top, center, bottom-right …,
            /// or two fractions such as 0.3,0.6. Default top-left. The layer turns around its centre.
            #[serde(default)]
            pub(super) anchor: Field<String>,
            /// Degrees clockwise. Default 0.
            #[serde(default)]
            pub(super) rotate: Field<f64>,
            /// Times its own size, above 0; strokes and shadows grow too. Default 1.
            #[serde(default)]
            pub(super) scale: Field<f64>,
            /// none, horizontal, vertical or both. Default none.
            #[serde(default)]
            pub(super) flip: Field<Flip>,
            /// Default true.
            #[serde(default)]
            pub(super) visible: Field<bool>,
            /// 0 to 1. Default 1.
            #[serde(default)]
            pub(super) opacity: Field<f64>,
            /// How it meets what lies under it, as HTML canvas names it: multiply, screen … Default source-over.
            #[serde(default)]
            pub(super) blend: Field<String>,
            /// Default none.
            #[serde(default)]
            #[schemars(with = "ShadowForm")]
            pub(super) shadow: Field<Value>,
            /// What cuts it. Default nothing.
            #[serde(default)]
            #[schemars(with = "ClipForm")]
            pub(super) clip: Field<Value>,
        }

        impl AnyForm for $form {
            fn common(&self) -> Common<'_> {
                let Self { name, id, x, y, anchor, rotate, scale, flip, visible, opacity, blend, shadow, clip, .. } = self;
                Common { name, id, x, y, anchor, rotate, scale, flip, visible, opacity, blend, shadow, clip }
            }
        }
    };
}

layer_form! {
    /// A box.
    RectForm "Rect" "rect" {
        /// Extent across, above 0.
        width: Written,
        /// Extent down, above 0.
        height: Written,
        /// Of its corners. Default 0.
        #[serde(default)]
        radius: Written,
        /// Default black.
        #[serde(default)]
        fill: Ink,
        /// The line around it. Default none.
        #[serde(default)]
        stroke: Ink,
        /// Default 1 when there is a stroke.
        #[serde(default)]
        stroke_width: Written,
        /// Lengths of dashes and gaps in turn. Default a solid line.
        #[serde(default)]
        dash: Vec<Written>,
    }
}

layer_form! {
    /// An ellipse or circle.
    EllipseForm "Ellipse" "ellipse" {
        /// Extent across, above 0.
        width: Written,
        /// Extent down, above 0.
        height: Written,
        /// Default black.
        #[serde(default)]
        fill: Ink,
        /// The line around it. Default none.
        #[serde(default)]
        stroke: Ink,
        /// Default 1 when there is a stroke.
        #[serde(default)]
        stroke_width: Written,
        /// Lengths of dashes and gaps in turn. Default a solid line.
        #[serde(default)]
        dash: Vec<Written>,
    }
}

layer_form! {
    /// A straight line.
    LineForm "Line" "line" {
        /// Where it starts: x, y.
        from: (Written, Written),
        /// Where it ends: x, y.
        to: (Written, Written),
        /// Default black.
        #[serde(default)]
        stroke: Ink,
        /// Default 1.
        #[serde(default)]
        stroke_width: Written,
        /// Lengths of dashes and gaps in turn. Default a solid line.
        #[serde(default)]
        dash: Vec<Written>,
    }
}

layer_form! {
    /// Straight lines through points.
    PolygonForm "Polygon" "polygon" {
        /// At least two: x, y.
        points: Vec<(Written, Written)>,
        /// Whether the last point joins the first. Default true.
        #[serde(default)]
        closed: bool,
        /// Default black.
        #[serde(default)]
        fill: Ink,
        /// The line through the points. Default none.
        #[serde(default)]
        stroke: Ink,
        /// Default 1 when there is a stroke.
        #[serde(default)]
        stroke_width: Written,
        /// Lengths of dashes and gaps in turn. Default a solid line.
        #[serde(default)]
        dash: Vec<Written>,
    }
}

layer_form! {
    /// Any outline.
    PathForm "Path" "path" {
        /// SVG path data in canvas units.
        d: String,
        /// Which parts of overlapping contours are inside: nonzero or evenodd. Default nonzero.
        #[serde(default)]
        fill_rule: Rule,
        /// Default black.
        #[serde(default)]
        fill: Ink,
        /// The line along it. Default none.
        #[serde(default)]
        stroke: Ink,
        /// Default 1 when there is a stroke.
        #[serde(default)]
        stroke_width: Written,
        /// Lengths of dashes and gaps in turn. Default a solid line.
        #[serde(default)]
        dash: Vec<Written>,
    }
}

layer_form! {
    /// A picture or SVG clipart.
    ImageForm "Image" "image" {
        /// A path below the assets, or a data URI. A data row overrides it by the layer's name.
        source: String,
        /// Extent across. Default the picture's own pixels.
        #[serde(default)]
        width: Written,
        /// Extent down. Default the picture's own pixels.
        #[serde(default)]
        height: Written,
        /// How the picture meets the box: contain, cover or stretch. Default contain.
        #[serde(default)]
        fit: ImageFit,
        /// Whether pixels are blended when scaled. Default true.
        #[serde(default)]
        smooth: bool,
    }
}

layer_form! {
    /// Text.
    TextForm "Text" "text" {
        /// Its lines are separated by \n. A data row overrides it by the layer's name.
        text: String,
        /// Families in order of preference, as CSS writes them. Default Arial.
        #[serde(default)]
        font: String,
        /// Size of the letters, above 0.
        size: Written,
        /// 100 to 900; 400 is normal, 700 bold. Default 400.
        #[serde(default)]
        weight: u16,
        /// Whether letters slant. Default false.
        #[serde(default)]
        italic: bool,
        /// What letters are filled with. Default black.
        #[serde(default)]
        fill: Ink,
        /// The line around letters. Default none.
        #[serde(default)]
        stroke: Ink,
        /// Default 1 when there is a stroke.
        #[serde(default)]
        stroke_width: Written,
        /// A line under the letters. Default false.
        #[serde(default)]
        underline: bool,
        /// A line through the letters. Default false.
        #[serde(default)]
        strikethrough: bool,
        /// The colour behind the letters. Default none.
        #[serde(default)]
        highlight: String,
        /// Extent across in which lines wrap. Default none: as wide as the widest line.
        #[serde(default)]
        width: Written,
        /// Extent down. Default none: as high as the lines.
        #[serde(default)]
        height: Written,
        /// Where lines wrap: words or anywhere. Default words.
        #[serde(default)]
        wrap: WrapAt,
        /// left, center, right, justify (the last line of a paragraph at its start) or justify-all. Default left.
        #[serde(default)]
        align: LineAlign,
        /// Where lines stand in `height`: top, middle or bottom. Default top.
        #[serde(default)]
        vertical_align: VerticalAlign,
        /// Whether letters shrink until the text fits width and height; needs a height. Default false.
        #[serde(default)]
        shrink: bool,
        /// Times the line box of 1.13 × size. Default 1.16.
        #[serde(default)]
        line_height: f64,
        /// Between letters, in shares of their size. Default 0.
        #[serde(default)]
        letter_spacing: f64,
        /// Whether the text runs from right to left. Default false.
        #[serde(default)]
        right_to_left: bool,
        /// Characters that look otherwise. Default none.
        #[serde(default)]
        #[schemars(with = "Vec<SpanForm>")]
        spans: Vec<Value>,
    }
}

layer_form! {
    /// Layers that move together. Their places count from the group's left top corner.
    GroupForm "Group" "group" {
        /// Extent across, above 0.
        width: Written,
        /// Extent down, above 0.
        height: Written,
        /// In painting order, the first lowest.
        #[schemars(with = "Vec<AnyLayer>")]
        layers: Vec<Value>,
    }
}

/// Which points of overlapping contours are inside.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Rule {
    /// Non-zero winding number.
    #[default]
    Nonzero,
    /// Odd number of crossings.
    Evenodd,
}

/// How a picture meets its box.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum ImageFit {
    /// The whole picture, in the middle.
    #[default]
    Contain,
    /// The whole box, the picture cut evenly.
    Cover,
    /// The whole picture over the whole box, distorted.
    Stretch,
}

/// Where lines wrap.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum WrapAt {
    /// At spaces; a longer word widens the box.
    #[default]
    Words,
    /// Between any two characters.
    Anywhere,
}

/// Where lines stand across.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum LineAlign {
    /// At the left edge.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right edge.
    Right,
    /// Stretched, but for the last line of a paragraph.
    Justify,
    /// Stretched, every line.
    JustifyAll,
}
