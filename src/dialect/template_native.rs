//! The native template, TOML or JSON, becomes a [`Template`]; its JSON Schema and a sample come from here too.
//!
//! In: the fields of a document with `schema = 1`. Out: a template. Promised: every error names the field, its value
//! and what is allowed, and all of them are found. Refused: unknown fields, other schema numbers, transparency written
//! as JPEG.

mod canvas;
mod edits;
mod fields;
mod outputs;

use self::fields::{field, parsed, refuse, required};
use super::faults::Faults;
use super::room::{self, ACROSS_AND_DOWN};
use crate::error::{Error, Result};
use crate::fit::{Aim, Align, Margins};
use crate::template::{
    Background, Bleed, CanvasRule, Cutout, DropShadow, Holes, ShadowForm, ShadowRule, Template, TemplateOutput,
};
use crate::units::{DEFAULT_DPI, Length};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

/// A template with two outputs, to begin with: what `template init` prints.
pub fn sample() -> &'static str {
    include_str!("template_native/sample.toml")
}

/// The JSON Schema (draft 2020-12) of the native form.
pub fn schema() -> String {
    let schema = schemars::schema_for!(Written);
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}

/// How one photo is to be presented.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "artboard template")]
struct Written {
    /// The version of this form: 1.
    #[schemars(with = "u32", extend("const" = 1))]
    schema: Value,
    /// For the names of the files.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    name: Value,
    /// keep (default), transparent, any CSS colour, or linear-gradient(FIRST, LAST). All but keep remove the photo's
    /// own.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    background: Value,
    /// How the subject is told from its own background. Default auto.
    #[serde(default)]
    #[schemars(with = "Option<Cutout>")]
    cutout: Value,
    /// What becomes of enclosed areas that look like the backdrop. Default auto.
    #[serde(default)]
    #[schemars(with = "Option<Holes>")]
    holes: Value,
    /// The size of the canvas. Default keep.
    #[serde(default)]
    #[schemars(schema_with = "fields::canvas_schema")]
    canvas: Value,
    /// Space kept free inside the canvas: one to four lengths in CSS order. Default none.
    #[serde(default)]
    #[schemars(schema_with = "fields::length_schema")]
    margin: Value,
    /// Where in the free space the subject stands: center, bottom-right, or both axes; or what a crop keeps: attention,
    /// entropy, or a point such as focus:0.3,0.6. Default the centre.
    #[serde(default)]
    #[schemars(schema_with = "fields::align_schema")]
    align: Value,
    /// Whether the subject stands inside the frame (inside, the default) or fills it and is cropped (cover).
    #[serde(default)]
    #[schemars(schema_with = "fields::fit_schema")]
    fit: Value,
    /// Whether uniform borders of an opaque photo are cut away first: true, or a tolerance of 0 to 255. Default false.
    #[serde(default)]
    #[schemars(schema_with = "fields::trim_schema")]
    trim: Value,
    /// Degrees clockwise by which the photo is turned first: 90, 180, 270. Default 0.
    #[serde(default)]
    #[schemars(with = "Option<i32>")]
    rotate: Value,
    /// Which sides of the photo change places: horizontal (left and right), vertical, both. Default none.
    #[serde(default)]
    #[schemars(with = "Option<crate::edits::Flip>")]
    flip: Value,
    /// The part of the turned photo that is kept: X,Y,WIDTH,HEIGHT in pixels or percents. Default all of it.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    crop: Value,
    /// Whether the photo is sharpened once it has its size: true, an amount, or AMOUNT,SIGMA. Default false.
    #[serde(default)]
    #[schemars(schema_with = "fields::sharpen_schema")]
    sharpen: Value,
    /// Whether the photo is made gray. Default false.
    #[serde(default)]
    #[schemars(with = "Option<bool>")]
    grayscale: Value,
    /// Pictures over the canvas, the first lowest. Default none.
    #[serde(default)]
    #[schemars(with = "Option<Vec<edits::WrittenOverlay>>")]
    overlays: Value,
    /// Whether the subject may grow. Default true.
    #[serde(default)]
    #[schemars(with = "Option<bool>")]
    enlarge: Value,
    /// What becomes of a subject that the photo's frame cuts off: auto (default; it runs off the canvas at the same side,
    /// without a margin there), off (it stands inside the margins).
    #[serde(default)]
    #[schemars(with = "Option<Bleed>")]
    bleed: Value,
    /// Whether a doubtful cutout is an error. Default false: a warning.
    #[serde(default)]
    #[schemars(with = "Option<bool>")]
    require_cutout: Value,
    /// Whether a subject that the photo's frame cuts off is a warning. Default false: a note.
    #[serde(default)]
    #[schemars(with = "Option<bool>")]
    require_whole: Value,
    /// The shadow under the subject. Default off.
    #[serde(default)]
    #[schemars(schema_with = "fields::shadow_schema")]
    shadow: Value,
    /// The files to make. Default one PNG.
    #[serde(default)]
    #[schemars(with = "Option<Vec<outputs::Written>>")]
    outputs: Value,
}

/// A shadow of ours.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WrittenShadow {
    /// soft (default): of the whole subject; contact: a narrow dark line along its lower edge.
    #[serde(default)]
    #[schemars(with = "Option<ShadowForm>")]
    form: Value,
    /// Across; percents of the canvas's width. Default 0.
    #[serde(default)]
    #[schemars(schema_with = "fields::length_schema")]
    dx: Value,
    /// Down; percents of the canvas's height. Default 2%, contact 0.5%.
    #[serde(default)]
    #[schemars(schema_with = "fields::length_schema")]
    dy: Value,
    /// Sigma of the Gaussian; percents of the canvas's height. Default 1.5%, contact 0.5%.
    #[serde(default)]
    #[schemars(schema_with = "fields::length_schema")]
    blur: Value,
    /// Any CSS colour. Default black.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    color: Value,
    /// 0 to 1. Default 0.35, contact 0.5.
    #[serde(default)]
    #[schemars(with = "Option<f64>", extend("minimum" = 0, "maximum" = 1))]
    opacity: Value,
}

/// Both axes of an alignment.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WrittenAlign {
    /// left, center, right, or a fraction from 0 to 1. Default center.
    #[serde(default)]
    #[schemars(schema_with = "fields::place_schema")]
    x: Value,
    /// top, center, bottom, or a fraction from 0 to 1. Default center.
    #[serde(default)]
    #[schemars(schema_with = "fields::place_schema")]
    y: Value,
}

/// Reads the fields of a document. What is wrong goes to `faults`, and the template stands in for what could be read.
pub(super) fn read(fields: Map<String, Value>, faults: &mut Faults) -> Template {
    let written: Written = fields::table(Value::Object(fields), "", faults);
    if faults.known(required::<u32>("schema", written.schema)).is_ok_and(|schema| schema != 1) {
        faults.add(Error::input("only schema 1 is known to this version").at("schema").with_help("write schema = 1"));
    }
    let background: Background = faults.or_default(parsed("background", written.background)).unwrap_or_default();
    let margins = faults.or_default(margins(written.margin));
    let (canvas, given_dpi) = canvas::read(written.canvas, faults);
    let outputs = outputs::read(written.outputs, background, faults);
    let dpi = given_dpi.or(is_physical(canvas, margins, &outputs).then_some(DEFAULT_DPI));
    for axis in ACROSS_AND_DOWN {
        // Both axes of `margin = "60%"` are one mistake.
        if faults.known(room::check(axis, margins, canvas, dpi).map_err(|error| error.at("margin"))).is_err() {
            break;
        }
    }
    let (align, focus) = align(written.align, faults).parts();
    let edits = edits::Written {
        rotate: written.rotate,
        flip: written.flip,
        crop: written.crop,
        sharpen: written.sharpen,
        grayscale: written.grayscale,
        overlays: written.overlays,
    };
    let template = Template {
        name: faults.or_default(field("name", written.name)),
        background,
        cutout: faults.or_default(field::<Cutout>("cutout", written.cutout)).unwrap_or_default(),
        holes: faults.or_default(field::<Holes>("holes", written.holes)).unwrap_or_default(),
        canvas,
        margins,
        align,
        focus,
        cover: fields::is_cover(&written.fit, faults),
        trim: faults.or_default(fields::tolerance("trim", &written.trim)),
        enlarge: faults.or_default(field("enlarge", written.enlarge)).unwrap_or(true),
        bleed: faults.or_default(field::<Bleed>("bleed", written.bleed)).unwrap_or_default(),
        require_cutout: faults.or_default(field("require_cutout", written.require_cutout)).unwrap_or_default(),
        require_whole: faults.or_default(field("require_whole", written.require_whole)).unwrap_or_default(),
        shadow: shadow(written.shadow, faults),
        edits: edits::read(edits, faults),
        dpi,
        outputs: outputs::with_dpi(outputs, dpi),
    };
    // What could not be read is not held against it.
    if faults.is_empty() {
        faults.or_default(template.check());
    }
    template
}

/// Whether a dpi is needed, and so is to be written.
fn is_physical(canvas: CanvasRule, margins: Margins, outputs: &[TemplateOutput]) -> bool {
    let any = |lengths: [Option<Length>; 2]| lengths.into_iter().flatten().any(Length::is_physical);
    outputs.iter().any(|output| output.size.is_physical())
        || any([Some(margins.top), Some(margins.bottom)])
        || any([Some(margins.left), Some(margins.right)])
        || match canvas {
            CanvasRule::Fixed { width, height } => any([width, height]),
            CanvasRule::MinMax { min, max } => any([min, max]),
            _ => false,
        }
}

fn margins(written: Value) -> Result<Margins> {
    let written = if written.is_number() { Value::String(written.to_string()) } else { written };
    Ok(parsed("margin", written)?.unwrap_or_default())
}

fn align(written: Value, faults: &mut Faults) -> Aim {
    if !written.is_object() {
        return faults.or_default(parsed("align", written)).unwrap_or(Aim::At(Align::CENTER));
    }
    let axes: WrittenAlign = fields::table(written, "align", faults);
    let x = fields::place("align.x", &axes.x, [("left", 0.0), ("center", 0.5), ("right", 1.0)]);
    let y = fields::place("align.y", &axes.y, [("top", 0.0), ("center", 0.5), ("bottom", 1.0)]);
    Aim::At(Align { x: faults.known(x).unwrap_or(0.5), y: faults.known(y).unwrap_or(0.5) })
}

fn shadow(written: Value, faults: &mut Faults) -> ShadowRule {
    match &written {
        Value::Null => return ShadowRule::Off,
        Value::Object(_) => {}
        Value::String(text) => {
            let read = text.parse().map_err(|_| refuse("shadow", &written, fields::SHADOWS));
            return faults.known(read).unwrap_or_default();
        }
        _ => {
            faults.add(refuse("shadow", &written, fields::SHADOWS));
            return ShadowRule::Off;
        }
    }
    ShadowRule::Drop(drop_shadow(fields::table(written, "shadow", faults), faults))
}

fn drop_shadow(shadow: WrittenShadow, faults: &mut Faults) -> DropShadow {
    let form = faults.or_default(field::<ShadowForm>("shadow.form", shadow.form)).unwrap_or_default();
    let default = DropShadow::of(form);
    let mut length = |name: &str, value: Value, default: Length| {
        faults.or_default(fields::length(&format!("shadow.{name}"), value)).unwrap_or(default)
    };
    let (dx, dy) = (length("dx", shadow.dx, default.dx), length("dy", shadow.dy, default.dy));
    let blur = length("blur", shadow.blur.clone(), default.blur);
    if blur.to_px(100.0, 1.0) < 0.0 {
        faults.add(refuse("shadow.blur", &shadow.blur, "a length of 0 or more"));
    }
    let color = faults.or_default(parsed("shadow.color", shadow.color)).unwrap_or(default.color);
    let opacity = faults.or_default(fields::number("shadow.opacity", &shadow.opacity, 0.0, 1.0));
    DropShadow { form, dx, dy, blur, color, opacity: opacity.unwrap_or(default.opacity) }
}

#[cfg(test)]
mod tests;
