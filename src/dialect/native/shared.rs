//! What every layer of the native form says, and the macro that adds it to the fields of a kind.

use super::field::{Field, Written};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

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
