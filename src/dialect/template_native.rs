//! The native template, TOML or JSON, becomes a [`Template`]; its JSON Schema and a sample come from here too.
//!
//! In: the fields of a document with `schema = 1`. Out: a template. Promised: every error names the field, its value and
//! what is allowed. Refused: unknown fields, other schema numbers, transparency written as JPEG.

mod fields;

use self::fields::{Place, check, field, parsed, refuse, required};
use crate::error::{Error, Result};
use crate::fit::{Align, Margins, Wanted};
use crate::output::{Format, Output};

use crate::template::{Background, CanvasRule, Cutout, DropShadow, Holes, ShadowRule, Template, TemplateOutput};
use crate::units::{DEFAULT_DPI, Length, Unit};
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
#[derive(Deserialize, JsonSchema)]
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
    /// keep (default), transparent, any CSS colour, or linear-gradient(FIRST, LAST). All but keep remove the photo's own.
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
    /// Where in the free space the subject stands: center, bottom-right, or both axes. Default the centre.
    #[serde(default)]
    #[schemars(schema_with = "fields::align_schema")]
    align: Value,
    /// Whether the subject may grow. Default true.
    #[serde(default)]
    #[schemars(with = "Option<bool>")]
    enlarge: Value,
    /// The shadow under the subject. Default off.
    #[serde(default)]
    #[schemars(schema_with = "fields::shadow_schema")]
    shadow: Value,
    /// The files to make. Default one PNG.
    #[serde(default)]
    #[schemars(with = "Option<Vec<WrittenOutput>>")]
    outputs: Value,
}

/// One file.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WrittenOutput {
    /// The canvas made to fit inside this box: 500x500, 500x, x500, 50%. Default: the canvas as it is.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    size: Value,
    /// Default png.
    #[serde(default)]
    #[schemars(with = "Option<Format>")]
    format: Value,
    /// Of a JPEG, 1 to 100. Default 85.
    #[serde(default)]
    #[schemars(with = "Option<u8>", extend("minimum" = 1, "maximum" = 100))]
    quality: Value,
    /// Speed against size, 0 (fastest) to 9 (smallest). Default 3.
    #[serde(default)]
    #[schemars(with = "Option<u8>", extend("maximum" = 9))]
    effort: Value,
    /// Whether a JPEG is progressive. Default false.
    #[serde(default)]
    #[schemars(with = "Option<bool>")]
    progressive: Value,
    /// The colour under transparent parts of a JPEG. Default white.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    matte: Value,
    /// A pattern for the file's name: {stem}, {ext}, {width} and so on. Default: the program's.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    name: Value,
}

/// The numbers of a canvas.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WrittenCanvas {
    /// Across, in `unit`. Without it the width follows the subject's ratio.
    #[serde(default)]
    #[schemars(schema_with = "fields::length_schema")]
    width: Value,
    /// Down, in `unit`. Without it the height follows the subject's ratio.
    #[serde(default)]
    #[schemars(schema_with = "fields::length_schema")]
    height: Value,
    /// The smallest canvas of this ratio that holds the subject at its own size: 3:4.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    ratio: Value,
    /// The least of the shortest side, in `unit`.
    #[serde(default)]
    #[schemars(schema_with = "fields::length_schema")]
    min: Value,
    /// The most of the longest side, in `unit`; wins over `min`.
    #[serde(default)]
    #[schemars(schema_with = "fields::length_schema")]
    max: Value,
    /// Of bare numbers. Default px.
    #[serde(default)]
    #[schemars(with = "Option<Unit>")]
    unit: Value,
    /// Dots per inch of physical units, written to the file. Default 300 for physical units.
    #[serde(default)]
    #[schemars(with = "Option<f64>", extend("minimum" = 1, "maximum" = 65535))]
    dpi: Value,
}

/// A shadow of ours.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WrittenShadow {
    /// Across; percents of the canvas's width. Default 0.
    #[serde(default)]
    #[schemars(schema_with = "fields::length_schema")]
    dx: Value,
    /// Down; percents of the canvas's height. Default 2%.
    #[serde(default)]
    #[schemars(schema_with = "fields::length_schema")]
    dy: Value,
    /// Sigma of the Gaussian; percents of the canvas's height. Default 1.5%.
    #[serde(default)]
    #[schemars(schema_with = "fields::length_schema")]
    blur: Value,
    /// Any CSS colour. Default black.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    color: Value,
    /// 0 to 1. Default 0.35.
    #[serde(default)]
    #[schemars(with = "Option<f64>", extend("minimum" = 0, "maximum" = 1))]
    opacity: Value,
}

/// Both axes of an alignment.
#[derive(Deserialize, JsonSchema)]
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

/// Reads the fields of a document.
pub(super) fn read(fields: Map<String, Value>) -> Result<Template> {
    let written: Written = fields::table(Value::Object(fields), "the template")?;
    if required::<u32>("schema", written.schema)? != 1 {
        return Err(Error::input("only schema 1 is known to this version").at("schema").with_help("write schema = 1"));
    }
    let background = parsed("background", written.background)?.unwrap_or_default();
    let margins = margins(written.margin)?;
    let (canvas, given_dpi) = canvas(written.canvas)?;
    let outputs = outputs(written.outputs)?;
    let dpi = given_dpi.or(is_physical(canvas, margins, &outputs).then_some(DEFAULT_DPI));
    Ok(Template {
        name: field("name", written.name)?,
        background,
        cutout: field::<Cutout>("cutout", written.cutout)?.unwrap_or_default(),
        holes: field::<Holes>("holes", written.holes)?.unwrap_or_default(),
        canvas,
        margins,
        align: align(written.align)?,
        enlarge: field("enlarge", written.enlarge)?.unwrap_or(true),
        shadow: shadow(written.shadow)?,
        dpi,
        outputs: finished(outputs, background, dpi)?,
    })
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
    let margins: Margins = match &written {
        Value::Number(_) => parsed("margin", Value::String(written.to_string()))?,
        _ => parsed("margin", written)?,
    }
    .unwrap_or_default();
    check_margins(margins).map_err(|error| error.at("margin"))?;
    Ok(margins)
}

/// Refuses percents that leave nothing of any canvas.
pub(super) fn check_margins(margins: Margins) -> Result<()> {
    let percent = |length: Length| if let Length::Percent(percent) = length { percent } else { 0.0 };
    for (names, before, after) in
        [("left and right", margins.left, margins.right), ("top and bottom", margins.top, margins.bottom)]
    {
        let sum = percent(before) + percent(after);
        if sum >= 100.0 {
            return Err(Error::input(format!("margins {names} are {sum} % together, which leaves nothing"))
                .with_help("both together must be less than 100 %"));
        }
    }
    Ok(())
}

fn canvas(written: Value) -> Result<(CanvasRule, Option<f64>)> {
    match &written {
        Value::Null => return Ok((CanvasRule::Keep, None)),
        Value::String(word) => match word.as_str() {
            "keep" => return Ok((CanvasRule::Keep, None)),
            "subject" => return Ok((CanvasRule::Subject, None)),
            _ => return Err(refuse("canvas", &written, fields::CANVASES)),
        },
        Value::Object(_) => {}
        _ => return Err(refuse("canvas", &written, fields::CANVASES)),
    }
    let canvas: WrittenCanvas = fields::table(written, "canvas")?;
    let unit = field::<String>("canvas.unit", canvas.unit)?
        .map_or(Ok(Unit::Px), |unit| unit.parse().map_err(|error: Error| error.at("canvas.unit")))?;
    let side = |name: &str, value: &Value| fields::side(&format!("canvas.{name}"), value, unit);
    let (width, height) = (side("width", &canvas.width)?, side("height", &canvas.height)?);
    let (min, max) = (side("min", &canvas.min)?, side("max", &canvas.max)?);
    let dpi = field("canvas.dpi", canvas.dpi)?;
    // 65,535 is the most that JFIF can say.
    check("canvas.dpi", dpi, 1.0, 65_535.0)?;
    let ratio = match parsed("canvas.ratio", canvas.ratio.clone())? {
        None => None,
        Some(Wanted::Ratio(width, height)) => Some(CanvasRule::Ratio(width, height)),
        Some(_) => return Err(refuse("canvas.ratio", &canvas.ratio, "two whole numbers above 0, such as \"3:4\"")),
    };
    let fixed = width.or(height).map(|_| CanvasRule::Fixed { width, height });
    let bounded = min.or(max).map(|_| CanvasRule::MinMax { min, max });
    let mut rules = [fixed, ratio, bounded].into_iter().flatten();
    match (rules.next(), rules.next()) {
        (rule, None) => Ok((rule.unwrap_or_default(), dpi)),
        _ => Err(Error::input("the canvas has more than one rule")
            .at("canvas")
            .with_help("give either width and height, or ratio, or min and max")),
    }
}

fn align(written: Value) -> Result<Align> {
    if !written.is_object() {
        return Ok(parsed("align", written)?.unwrap_or_default());
    }
    let axes: WrittenAlign = fields::table(written, "align")?;
    let x = fields::place("align.x", &axes.x, [("left", 0.0), ("center", 0.5), ("right", 1.0)])?;
    let y = fields::place("align.y", &axes.y, [("top", 0.0), ("center", 0.5), ("bottom", 1.0)])?;
    Ok(Align { x, y })
}

fn shadow(written: Value) -> Result<ShadowRule> {
    match written.as_str() {
        _ if written.is_null() => return Ok(ShadowRule::Off),
        Some("off") => return Ok(ShadowRule::Off),
        Some("keep") => return Ok(ShadowRule::Keep),
        Some("drop") => return Ok(ShadowRule::Drop(DropShadow::default())),
        None if written.is_object() => {}
        _ => return Err(refuse("shadow", &written, fields::SHADOWS)),
    }
    let shadow: WrittenShadow = fields::table(written, "shadow")?;
    let default = DropShadow::default();
    let length = |name: &str, value: Value| fields::length(&format!("shadow.{name}"), value);
    let blur = length("blur", shadow.blur.clone())?.unwrap_or(default.blur);
    if blur.to_px(100.0, 1.0) < 0.0 {
        return Err(refuse("shadow.blur", &shadow.blur, "a length of 0 or more"));
    }
    let opacity = field("shadow.opacity", shadow.opacity)?;
    check("shadow.opacity", opacity, 0.0, 1.0)?;
    Ok(ShadowRule::Drop(DropShadow {
        dx: length("dx", shadow.dx)?.unwrap_or(default.dx),
        dy: length("dy", shadow.dy)?.unwrap_or(default.dy),
        blur,
        color: parsed("shadow.color", shadow.color)?.unwrap_or(default.color),
        opacity: opacity.unwrap_or(default.opacity),
    }))
}

fn outputs(written: Value) -> Result<Vec<TemplateOutput>> {
    let Some(list) = field::<Vec<Value>>("outputs", written)? else { return Ok(vec![TemplateOutput::default()]) };
    if list.is_empty() {
        return Err(Error::input("there is no output").at("outputs").with_help("give at least one, or leave it out"));
    }
    list.into_iter().enumerate().map(|(index, value)| output(&Place::nth("outputs", index), value)).collect()
}

fn output(place: &Place, written: Value) -> Result<TemplateOutput> {
    let written: WrittenOutput = fields::table(written, place.whole())?;
    let size = match written.size {
        Value::Number(width) => Value::String(width.to_string()),
        other => other,
    };
    let wanted = parsed(&place.of("size"), size.clone())?.unwrap_or_default();
    if matches!(wanted, Wanted::Ratio(..)) {
        return Err(refuse(&place.of("size"), &size, "a box such as 500x500, 500x, x500, or 50%"));
    }
    let default = Output::default();
    let encoding = Output {
        format: parsed(&place.of("format"), written.format)?.unwrap_or(default.format),
        quality: field(&place.of("quality"), written.quality)?.unwrap_or(default.quality),
        effort: field(&place.of("effort"), written.effort)?.unwrap_or(default.effort),
        progressive: field(&place.of("progressive"), written.progressive)?.unwrap_or(default.progressive),
        matte: parsed(&place.of("matte"), written.matte)?.unwrap_or(default.matte),
        ..default
    };
    encoding.check().map_err(|error| error.at(place.whole()))?;
    Ok(TemplateOutput { size: wanted, encoding, name: field(&place.of("name"), written.name)? })
}

/// The outputs with what the template says for all of them.
fn finished(mut outputs: Vec<TemplateOutput>, background: Background, dpi: Option<f64>) -> Result<Vec<TemplateOutput>> {
    for (index, output) in outputs.iter_mut().enumerate() {
        output.encoding.dpi = dpi;
        let format = output.encoding.format;
        if background == Background::Transparent && !format.has_alpha() {
            return Err(Error::input(format!("a transparent background cannot be written as {format}"))
                .at(Place::nth("outputs", index).of("format"))
                .with_help("use png, webp or tiff, or give a background"));
        }
    }
    Ok(outputs)
}

#[cfg(test)]
mod tests;
