//! The vendor's template (Pixelz developer API, "POST Template" and "GET Template") becomes a [`Template`].
//!
//! In: the JSON object of a POST payload, or of a GET response with its `Template` inside. Names are read without regard
//! to case, numbers also as text; null and empty text are absent. Out: a template; what the vendor leaves open is settled
//! in the README. Promised: an unknown key is a note each, work of human hands that is asked for a note too. Refused:
//! values out of range, naming field, value and what is allowed.

use crate::color::Color;
use crate::error::{Error, Result};
use crate::fit::{Align, Margins, Wanted};
use crate::output::{Format, Output};
use crate::report::{NoteKind, Report};
use crate::template::{Background, CanvasRule, DropShadow, ShadowRule, Template, TemplateOutput};
use crate::units::{DEFAULT_DPI, Length, Unit};
use serde_json::{Map, Value};

/// Fields that say nothing about the picture: who, when, how much.
const OFFICE: [&str; 15] = [
    "contactemail",
    "contactapikey",
    "developerapikey",
    "contactid",
    "id",
    "templateid",
    "templatelabelid",
    "createddate",
    "modifieddate",
    "isdeleted",
    "price",
    "prices",
    "deliverytimeinhours",
    "errorcode",
    "message",
];

/// Fields that ask for the work of human hands, or for services around it, when they are neither false nor empty.
const HANDWORK: [&str; 13] = [
    "iskeptmannequin",
    "iskeptmodel",
    "iscombinedimages",
    "isrecreatedetail",
    "coloradjustment",
    "coloradjustmentcomment",
    "coloradjustmentsetting",
    "colormatching",
    "colormatchcomment",
    "colormatchingsetting",
    "comment",
    "callbackurl",
    "callbackftp",
];

/// Whether an object looks like the vendor's.
pub(super) fn is_it(fields: &Map<String, Value>) -> bool {
    const MARKS: [&str; 8] = [
        "backgroundtype",
        "templateoutputformat",
        "outputformat",
        "resizetype",
        "margintype",
        "shadowtype",
        "templatename",
        "errorcode",
    ];
    let is_mark = |key: &String| MARKS.contains(&key.to_ascii_lowercase().as_str());
    fields.keys().any(is_mark) || fields.get("Template").is_some_and(Value::is_object)
}

/// Reads the vendor's template, bare or inside a response.
pub(super) fn read(fields: Map<String, Value>, report: &mut Report) -> Result<Template> {
    let mut fields = Fields::new(unwrapped(fields)?)?;
    let background = background(&mut fields, report)?;
    let unit = fields.choice("resizeUnit", &["resizeunit"], &UNITS)?.unwrap_or_default();
    let canvas = canvas(&mut fields, unit, report)?;
    let margins = margins(&mut fields, report)?;
    let down =
        fields.choice("marginVerticalAlignment", &["marginverticalalignment", "verticalalignment"], &ALIGNMENTS)?;
    let shadow = fields.choice("shadowType", &["shadowtype"], &SHADOWS)?.unwrap_or(0);
    let is_physical = unit.is_physical() && matches!(canvas, CanvasRule::Fixed { .. } | CanvasRule::MinMax { .. });
    let dpi = dpi(&mut fields)?.or(is_physical.then_some(DEFAULT_DPI));
    let encoding = Output { dpi, ..Output::of(format(&mut fields, background)?) };
    let name = fields.text("templateName", &["templatename", "name"])?;
    fields.choice("deliveryTimeInHour", &["deliverytimeinhour"], &[(168, ()), (72, ()), (24, ())])?;
    fields.note_rest(report);
    Ok(Template {
        name,
        background,
        canvas,
        margins,
        align: Align { y: down.unwrap_or(0.5), ..Align::CENTER },
        shadow: match shadow {
            0 => ShadowRule::Off,
            1 => ShadowRule::Keep,
            _ => ShadowRule::Drop(DropShadow::default()),
        },
        dpi,
        outputs: vec![TemplateOutput { size: Wanted::Natural, encoding, name: None }],
        ..Template::default()
    })
}

const UNITS: [(i64, Unit); 3] = [(0, Unit::Px), (1, Unit::Mm), (2, Unit::In)];
const ALIGNMENTS: [(i64, f64); 3] = [(1, 0.0), (2, 0.5), (3, 1.0)];
const SHADOWS: [(i64, u8); 3] = [(0, 0), (1, 1), (2, 2)];

/// The template inside a response of the vendor's server, or the object itself.
fn unwrapped(mut fields: Map<String, Value>) -> Result<Map<String, Value>> {
    let is_fine = |code: &Value| code.is_null() || code == "NoError" || code == "" || code == "0" || code == 0;
    if let Some(code) = fields.get("ErrorCode").filter(|code| !is_fine(code)) {
        return Err(Error::input(format!("the vendor's server answered with an error: {code}")).at("ErrorCode"));
    }
    match fields.remove("Template") {
        Some(Value::Object(inner)) => Ok(inner),
        Some(other) => Err(Error::input(format!("{other} is not a template")).at("Template")),
        None => Ok(fields),
    }
}

fn background(fields: &mut Fields, report: &mut Report) -> Result<Background> {
    let kind = fields.choice("backgroundType", &["backgroundtype"], &[(0, 0), (1, 1), (2, 2), (3, 3)])?.unwrap_or(0);
    let first = fields.color("backgroundColor", "backgroundcolor")?;
    let last = fields.color("backgroundVerticalGradientColor", "backgroundverticalgradientcolor")?;
    note_unused(first.is_some() && matches!(kind, 0 | 2), "backgroundColor", &format!("backgroundType {kind}"), report);
    let unused_last = last.is_some() && kind != 3;
    note_unused(unused_last, "backgroundVerticalGradientColor", &format!("backgroundType {kind}"), report);
    let need = |color: Option<Color>, field: &str| {
        color.ok_or_else(|| {
            let what = format!("backgroundType {kind} needs `{field}`");
            Error::input(what).at(field.to_owned()).with_help("give a colour of six hex digits, 000000 to FFFFFF")
        })
    };
    Ok(match kind {
        0 => Background::Keep,
        1 => Background::Color(need(first, "backgroundColor")?),
        2 => Background::Transparent,
        _ => Background::Gradient(need(first, "backgroundColor")?, need(last, "backgroundVerticalGradientColor")?),
    })
}

fn canvas(fields: &mut Fields, unit: Unit, report: &mut Report) -> Result<CanvasRule> {
    let kinds = [(0, 0), (1, 1), (2, 2), (3, 3), (6, 6)];
    let kind = fields.choice("resizeType", &["resizetype"], &kinds)?.unwrap_or(0);
    let rule = format!("resizeType {kind}");
    let mut extent = |name: &str, is_used: bool| -> Result<Option<f64>> {
        let value = fields.extent(name, is_used)?;
        note_unused(value.is_some() && !is_used, name, &rule, report);
        Ok(value)
    };
    let width = extent("resizeWidth", matches!(kind, 1 | 2))?;
    let height = extent("resizeHeight", matches!(kind, 1 | 2))?;
    let min = extent("resizeMinSize", kind == 3)?;
    let max = extent("resizeMaxSize", kind == 3)?;
    let length = |value: Option<f64>| value.map(|value| Length::Absolute(value, unit));
    let need = |what: &str| Error::input(format!("{rule} needs {what} above 0")).at("resizeType");
    match (kind, width, height) {
        (0, ..) => Ok(CanvasRule::Keep),
        (1, Some(width), Some(height)) => ratio(width, height),
        (1, ..) => Err(need("both `resizeWidth` and `resizeHeight`")),
        (2, None, None) => Err(need("`resizeWidth` or `resizeHeight`")),
        (2, ..) => Ok(CanvasRule::Fixed { width: length(width), height: length(height) }),
        (3, ..) if min.or(max).is_none() => Err(need("`resizeMinSize` or `resizeMaxSize`")),
        (3, ..) => Ok(CanvasRule::MinMax { min: length(min), max: length(max) }),
        _ => {
            let message = "resizeType 6 is not documented by the vendor: read as a canvas cropped to the subject";
            report.note(NoteKind::Doubtful, "resizeType", message);
            Ok(CanvasRule::Subject)
        }
    }
}

/// Sides with up to three decimals (1.91 : 1) as whole numbers.
fn ratio(width: f64, height: f64) -> Result<CanvasRule> {
    for factor in [1.0, 10.0, 100.0, 1000.0] {
        let (across, down) = (width * factor, height * factor);
        let is_whole = |side: f64| (side - side.round()).abs() < 1e-6 && (1.0..=1e9).contains(&side.round());
        if is_whole(across) && is_whole(down) {
            return Ok(CanvasRule::Ratio(across.round() as u32, down.round() as u32));
        }
    }
    let what = format!("the ratio {width}:{height} cannot be kept exactly");
    Err(Error::input(what).at("resizeWidth").with_help("use numbers with at most three decimals"))
}

fn margins(fields: &mut Fields, report: &mut Report) -> Result<Margins> {
    let kind = fields.choice("marginType", &["margintype"], &[(0, 0), (1, 1), (2, 2)])?.unwrap_or(0);
    let mut side = |name: &str, key: &str| -> Result<Length> {
        let maximum = if kind == 1 { 100.0 } else { 1e9 };
        let value = fields.number(name, &[key], 0.0, maximum)?.unwrap_or(0.0);
        note_unused(kind == 0 && value != 0.0, name, "marginType 0", report);
        Ok(match kind {
            1 => Length::Percent(value),
            2 => Length::px(value),
            _ => Length::ZERO,
        })
    };
    let margins = Margins {
        top: side("marginTop", "margintop")?,
        right: side("marginRight", "marginright")?,
        bottom: side("marginBottom", "marginbottom")?,
        left: side("marginLeft", "marginleft")?,
    };
    super::template_native::check_margins(margins).map_err(|error| error.at("marginType 1"))?;
    Ok(margins)
}

fn dpi(fields: &mut Fields) -> Result<Option<f64>> {
    // 65,535 is the most that JFIF can say.
    fields.number("dpi", &["dpi"], 1.0, 65_535.0)
}

fn format(fields: &mut Fields, background: Background) -> Result<Format> {
    let name = "templateOutputFormat";
    let Some(text) = fields.text(name, &["templateoutputformat", "outputformat"])? else { return Ok(Format::Png) };
    let format = match text.to_ascii_uppercase().as_str() {
        "JPG" | "JPEG" => Format::Jpeg,
        "TIF" | "TIFF" => Format::Tiff,
        "PNG" => Format::Png,
        "PSD" => {
            let error = Error::unsupported(format!("{name} PSD is not written by this engine")).at(name);
            return Err(error.with_help("use PNG or TIFF, which keep the transparency"));
        }
        _ => return Err(refuse(name, &Value::String(text), "JPG, JPEG, TIF, TIFF, PNG, PSD")),
    };
    match background == Background::Transparent && !format.has_alpha() {
        true => Err(Error::input(format!("backgroundType 2 (transparent) cannot be written as {text}"))
            .at(name)
            .with_help("use PNG or TIF, or give a background")),
        false => Ok(format),
    }
}

fn note_unused(is_unused: bool, field: &str, rule: &str, report: &mut Report) {
    if is_unused {
        report.note(NoteKind::Chosen, field, format!("has no effect with {rule}"));
    }
}

fn refuse(field: &str, value: &Value, allowed: &str) -> Error {
    Error::input(format!("`{field}` cannot be {value}")).at(field.to_owned()).with_help(format!("allowed: {allowed}"))
}

/// The fields that are not read yet, by their names in lower case.
struct Fields {
    values: Vec<(String, String, Value)>,
}

impl Fields {
    /// Absent ones are left out.
    fn new(fields: Map<String, Value>) -> Result<Self> {
        let mut values: Vec<(String, String, Value)> = Vec::new();
        for (name, value) in fields {
            let is_absent = value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty());
            let key = name.to_ascii_lowercase();
            if !is_absent && values.iter().any(|(other, ..)| *other == key) {
                return Err(Error::input(format!("`{name}` is given twice")).at(name));
            }
            if !is_absent {
                values.push((key, name, value));
            }
        }
        Ok(Self { values })
    }

    fn take(&mut self, keys: &[&str]) -> Option<Value> {
        let at = self.values.iter().position(|(key, ..)| keys.contains(&key.as_str()))?;
        Some(self.values.remove(at).2)
    }

    /// A number, perhaps written as text, within bounds.
    fn number(&mut self, name: &str, keys: &[&str], minimum: f64, maximum: f64) -> Result<Option<f64>> {
        let Some(value) = self.take(keys) else { return Ok(None) };
        match as_number(&value) {
            Some(number) if (minimum..=maximum).contains(&number) => Ok(Some(number)),
            _ => Err(refuse(name, &value, &format!("a number from {minimum} to {maximum}"))),
        }
    }

    /// A number above 0. A field that its rule does not use may say 0: some exports fill in what is absent.
    fn extent(&mut self, name: &str, is_used: bool) -> Result<Option<f64>> {
        let Some(value) = self.take(&[&name.to_ascii_lowercase()]) else { return Ok(None) };
        match as_number(&value) {
            Some(0.0) if !is_used => Ok(None),
            // A thousand million pixels, millimetres or inches are beyond any canvas.
            Some(number) if number > 0.0 && number <= 1e9 => Ok(Some(number)),
            _ => Err(refuse(name, &value, "a number above 0, up to 1000000000")),
        }
    }

    /// One of some whole numbers.
    fn choice<T: Copy>(&mut self, name: &str, keys: &[&str], choices: &[(i64, T)]) -> Result<Option<T>> {
        let Some(value) = self.take(keys) else { return Ok(None) };
        let chosen = as_number(&value).and_then(|number| {
            choices.iter().find(|(choice, _)| *choice as f64 == number).map(|(_, meaning)| *meaning)
        });
        let allowed = || choices.iter().map(|(choice, _)| choice.to_string()).collect::<Vec<_>>().join(", ");
        chosen.map(Some).ok_or_else(|| refuse(name, &value, &allowed()))
    }

    /// Six hex digits, with or without `#`.
    fn color(&mut self, name: &str, key: &str) -> Result<Option<Color>> {
        let Some(value) = self.take(&[key]) else { return Ok(None) };
        let digits = value.as_str().map(|text| text.trim().trim_start_matches('#').to_owned());
        let digits = digits.filter(|digits| digits.len() == 6);
        match digits.and_then(|digits| hex(&digits)) {
            Some(rgb) => Ok(Some(Color::rgb((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8))),
            None => Err(refuse(name, &value, "six hex digits, 000000 to FFFFFF, with or without #")),
        }
    }

    fn text(&mut self, name: &str, keys: &[&str]) -> Result<Option<String>> {
        match self.take(keys) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.trim().to_owned())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(other) => Err(refuse(name, &other, "text")),
        }
    }

    /// Tells of what was asked and is not done, and of what was not understood.
    fn note_rest(self, report: &mut Report) {
        let is_false = |value: &Value| {
            *value == Value::Bool(false) || value.as_str().is_some_and(|text| text.trim().eq_ignore_ascii_case("false"))
        };
        for (key, name, value) in self.values {
            if HANDWORK.contains(&key.as_str()) {
                if !is_false(&value) {
                    report.note(NoteKind::Ignored, name, "is not applied by this engine");
                }
            } else if !OFFICE.contains(&key.as_str()) {
                report.note(NoteKind::Ignored, name, "is not a field of a template");
            }
        }
    }
}

/// Hex digits alone: no sign, which `from_str_radix` would take.
fn hex(digits: &str) -> Option<u32> {
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// A number, or text that is a plain decimal number.
fn as_number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) if text.trim().bytes().all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte)) => {
            text.trim().parse().ok()
        }
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

#[cfg(test)]
mod tests;
