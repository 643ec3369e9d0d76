//! The native form as it is written: a structure for each part, whose documentation is that of the JSON Schema.

use super::field::{Field, Written};
use super::kinds::AnyLayer;
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
