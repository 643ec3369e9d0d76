//! The layers of the native form as they are written, kind by kind.

use super::field::{Field, Written};
use super::forms::{ClipForm, Ink, ShadowForm, SpanForm};
use super::shared::{AnyForm, Common, Flip};
use crate::text::VerticalAlign;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;

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
