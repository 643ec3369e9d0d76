//! The outputs of the native template: a table for each file.

use super::fields::{self, Place, field, parsed, refuse};
use crate::dialect::faults::Faults;
use crate::error::Error;
use crate::fit::Wanted;
use crate::output::{Format, Output, ProfileRule, Strip};
use crate::source::Source;
use crate::template::{Background, TemplateOutput};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

/// One file.
#[derive(Default, Deserialize, JsonSchema)]
#[schemars(rename = "WrittenOutput")]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    /// The canvas made to fit inside this box: 500x500, 500x, x500, 50%. Default: the canvas as it is.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    size: Value,
    /// Default png.
    #[serde(default)]
    #[schemars(with = "Option<Format>")]
    format: Value,
    /// Of a JPEG or a lossy WebP, 1 to 100. Default 85 for JPEG, 80 for WebP.
    #[serde(default)]
    #[schemars(with = "Option<u8>", extend("minimum" = 1, "maximum" = 100))]
    quality: Value,
    /// Of the alpha of a lossy WebP, 1 to 100; 100 keeps every alpha. Default 100.
    #[serde(default)]
    #[schemars(with = "Option<u8>", extend("minimum" = 1, "maximum" = 100))]
    alpha_quality: Value,
    /// Whether a WebP is written without loss. Default false.
    #[serde(default)]
    #[schemars(with = "Option<bool>")]
    lossless: Value,
    /// Speed against size, 0 (fastest) to 9 (smallest). Default 3.
    #[serde(default)]
    #[schemars(with = "Option<u8>", extend("maximum" = 9))]
    effort: Value,
    /// Whether a JPEG is progressive. Default false.
    #[serde(default)]
    #[schemars(with = "Option<bool>")]
    progressive: Value,
    /// The most bytes of the file, a number or text such as 200KB: lowers the quality of JPEG and lossy WebP, raises
    /// the effort of others. Default: any number.
    #[serde(default)]
    #[schemars(schema_with = "super::fields::bytes_schema")]
    max_bytes: Value,
    /// The colours of the file: srgb (default), keep (the photo's own RGB profile), or the path of a profile below the
    /// template's folder.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    profile: Value,
    /// What is left out: all but pixels, safe (private metadata, the default), or none (EXIF travels on).
    #[serde(default)]
    #[schemars(with = "Option<Strip>")]
    strip: Value,
    /// The colour under transparent parts of a JPEG. Default white.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    matte: Value,
    /// A pattern for the file's name: {stem}, {ext}, {width} and so on. Default: the program's.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    name: Value,
}

/// The files that are asked for, one PNG when nothing is said.
pub(super) fn read(written: Value, background: Background, faults: &mut Faults) -> Vec<TemplateOutput> {
    let Some(list) = faults.or_default(field::<Vec<Value>>("outputs", written)) else {
        return vec![TemplateOutput::default()];
    };
    if list.is_empty() {
        let error = Error::input("there is no output").at("outputs");
        faults.add(error.with_help("give at least one, or leave it out"));
    }
    let read = |(index, value)| output(&Place::nth("outputs", index), value, background, faults);
    list.into_iter().enumerate().map(read).collect()
}

fn output(place: &Place, written: Value, background: Background, faults: &mut Faults) -> TemplateOutput {
    let written: Written = fields::table(written, place.whole(), faults);
    let size = match written.size {
        Value::Number(width) => Value::String(width.to_string()),
        other => other,
    };
    let wanted = faults.or_default(parsed(&place.of("size"), size.clone())).unwrap_or_default();
    if matches!(wanted, Wanted::Ratio(..)) {
        faults.add(refuse(&place.of("size"), &size, "a box such as 500x500, 500x, x500, or 50%"));
    }
    let default = Output::default();
    let format = faults.known(parsed::<Format>(&place.of("format"), written.format)).map(Option::unwrap_or_default);
    if background == Background::Transparent && format.is_ok_and(|format| !format.has_alpha()) {
        let what = format!("a transparent background cannot be written as {}", format.unwrap_or_default());
        let help = "use png, webp, tiff or psd, or give a background";
        faults.add(Error::input(what).at(place.of("format")).with_help(help));
    }
    let number = |name: &str, value: &Value, minimum: u8, maximum: u8, faults: &mut Faults| {
        let read = fields::number(&place.of(name), value, f64::from(minimum), f64::from(maximum));
        faults.or_default(read.and_then(|number| fields::whole(&place.of(name), number)))
    };
    let (profile, source) = profile(&place.of("profile"), written.profile, faults);
    let encoding = Output {
        format: format.unwrap_or_default(),
        quality: number("quality", &written.quality, 1, 100, faults),
        alpha_quality: number("alpha_quality", &written.alpha_quality, 1, 100, faults),
        lossless: faults.or_default(field(&place.of("lossless"), written.lossless)).unwrap_or_default(),
        effort: number("effort", &written.effort, 0, 9, faults).unwrap_or(default.effort),
        progressive: faults.or_default(field(&place.of("progressive"), written.progressive)).unwrap_or_default(),
        matte: faults.or_default(parsed(&place.of("matte"), written.matte)).unwrap_or(default.matte),
        max_bytes: faults.or_default(fields::bytes(&place.of("max_bytes"), written.max_bytes)),
        strip: faults.or_default(field(&place.of("strip"), written.strip)).unwrap_or_default(),
        profile,
        ..default
    };
    // A profile that is still to be read is as good as any other here.
    let is_bare = encoding.strip == Strip::All && source.is_some();
    let as_if =
        Output { profile: if is_bare { ProfileRule::Keep } else { encoding.profile.clone() }, ..encoding.clone() };
    faults.or_default(as_if.check().map_err(|error| error.at(place.whole())));
    let name = faults.or_default(field(&place.of("name"), written.name));
    TemplateOutput { size: wanted, encoding, profile: source, name }
}

/// `srgb`, `keep`, or where a profile is to be had.
fn profile(place: &str, written: Value, faults: &mut Faults) -> (ProfileRule, Option<Source>) {
    match faults.or_default(field::<String>(place, written)).as_deref() {
        None | Some("srgb") => (ProfileRule::Srgb, None),
        Some("keep") => (ProfileRule::Keep, None),
        Some("") => {
            faults.add(refuse(place, &Value::from(""), "srgb, keep, or the path of an ICC profile"));
            (ProfileRule::Srgb, None)
        }
        Some(path) => (ProfileRule::Srgb, Some(Source::from_reference(path))),
    }
}

/// The outputs with the resolution that the template says for all of them.
pub(super) fn with_dpi(mut outputs: Vec<TemplateOutput>, dpi: Option<f64>) -> Vec<TemplateOutput> {
    outputs.iter_mut().for_each(|output| output.encoding.dpi = dpi);
    outputs
}
