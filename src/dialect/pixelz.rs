//! The vendor's template (Pixelz developer API, "POST Template" and "GET Template") becomes a [`Template`].
//!
//! In: the JSON object of a POST payload, or of a GET response with its `Template` inside, which may be XML too. Names are
//! read without regard to case, numbers also as text; null and empty text are absent. Out: a template; what the vendor
//! leaves open is settled in the README. Promised: work of human hands that is asked for is a note each. Refused: values
//! out of range and unknown fields, all of them, naming field, value and what is allowed.

mod fields;
mod xml;

use self::fields::{Field, Fields, refuse};
use super::faults::{Bad, Faults};
use super::room::{self, ACROSS_AND_DOWN};
use crate::color::Color;
use crate::error::Error;
use crate::fit::{Align, Margins};
use crate::limits::Limits;
use crate::output::{Format, Output};
use crate::report::{NoteKind, Report};
use crate::template::{Background, Bleed, CanvasRule, DropShadow, ShadowRule, Template, TemplateOutput};
use crate::units::{DEFAULT_DPI, Length, Unit};
use serde_json::{Map, Value};

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

/// Whether text looks like the vendor's answer in XML.
pub(super) fn is_xml(text: &str) -> bool {
    xml::is_it(text)
}

/// The fields of the vendor's answer in XML.
pub(super) fn from_xml(text: &str, limits: &Limits) -> crate::error::Result<Map<String, Value>> {
    xml::read(text, limits)
}

/// Reads the vendor's template, bare or inside a response. What is wrong goes to `faults`, and the template stands in
/// for what could be read.
pub(super) fn read(fields: Map<String, Value>, report: &mut Report, faults: &mut Faults) -> Template {
    let mut fields = Fields::new(unwrapped(fields, faults), faults);
    let background = background(&mut fields, report);
    let unit = fields.choice("resizeUnit", &["resizeunit"], &UNITS);
    let canvas = canvas(&mut fields, unit, report);
    let dpi = dpi(&mut fields);
    let is_physical = unit.ok().flatten().is_some_and(Unit::is_physical)
        && matches!(canvas, Ok(CanvasRule::Fixed { .. } | CanvasRule::MinMax { .. }));
    let dpi = dpi.unwrap_or_default().or(is_physical.then_some(DEFAULT_DPI));
    let margins = margins(&mut fields, canvas.unwrap_or_default(), dpi, report);
    let down = fields.choice("marginVerticalAlignment", &["marginverticalalignment", "verticalalignment"], &ALIGNMENTS);
    let shadow = fields.choice("shadowType", &["shadowtype"], &SHADOWS);
    let format = format(&mut fields, background.unwrap_or_default());
    let name = fields.text("templateName", &["templatename", "name"]);
    // Whatever is wrong with it stands in the faults; what it says is the vendor's own business.
    let _ = fields.choice("deliveryTimeInHour", &["deliverytimeinhour"], &[(168, ()), (72, ()), (24, ())]);
    fields.end(report);
    let encoding = Output { dpi, ..Output::of(format.unwrap_or_default()) };
    Template {
        name: name.unwrap_or_default(),
        background: background.unwrap_or_default(),
        canvas: canvas.unwrap_or_default(),
        margins: margins.unwrap_or_default(),
        align: Align { y: down.ok().flatten().unwrap_or(0.5), ..Align::CENTER },
        shadow: match shadow.ok().flatten() {
            None | Some(0) => ShadowRule::Off,
            Some(1) => ShadowRule::Keep,
            Some(_) => ShadowRule::Drop(DropShadow::default()),
        },
        // The vendor knows no such rule: margins are on every side.
        bleed: Bleed::Off,
        dpi,
        outputs: vec![TemplateOutput { encoding, ..TemplateOutput::default() }],
        ..Template::default()
    }
}

const UNITS: [(i64, Unit); 3] = [(0, Unit::Px), (1, Unit::Mm), (2, Unit::In)];
const ALIGNMENTS: [(i64, f64); 3] = [(1, 0.0), (2, 0.5), (3, 1.0)];
const SHADOWS: [(i64, u8); 3] = [(0, 0), (1, 1), (2, 2)];

/// The template inside a response of the vendor's server, or the object itself.
fn unwrapped(mut fields: Map<String, Value>, faults: &mut Faults) -> Map<String, Value> {
    let is_fine = |code: &Value| code.is_null() || code == "NoError" || code == "" || code == "0" || code == 0;
    if let Some(code) = fields.get("ErrorCode").filter(|code| !is_fine(code)) {
        let what = format!("the vendor's server answered with an error: {code}");
        faults.add(Error::input(what).at("ErrorCode").with_help("ask the server again: there is no template in this"));
        return Map::new();
    }
    match fields.remove("Template") {
        Some(Value::Object(inner)) => inner,
        Some(other) => {
            faults.add(refuse("Template", &other, "an object with the fields of a template"));
            Map::new()
        }
        None => fields,
    }
}

fn background(fields: &mut Fields<'_>, report: &mut Report) -> Result<Background, Bad> {
    let kind = fields.choice("backgroundType", &["backgroundtype"], &[(0, 0), (1, 1), (2, 2), (3, 3)]);
    let first = fields.color("backgroundColor", "backgroundcolor");
    let last = fields.color("backgroundVerticalGradientColor", "backgroundverticalgradientcolor");
    let (kind, first, last) = (kind?.unwrap_or(0), first?, last?);
    let rule = format!("backgroundType {kind}");
    note_unused(first.is_some() && matches!(kind, 0 | 2), "backgroundColor", &rule, report);
    note_unused(last.is_some() && kind != 3, "backgroundVerticalGradientColor", &rule, report);
    let mut need = |color: Option<Color>, field: &str| {
        color.ok_or_else(|| {
            let what = format!("{rule} needs `{field}`");
            let help = "give a colour of six hex digits, 000000 to FFFFFF";
            fields.fault(Error::input(what).at(field.to_owned()).with_help(help))
        })
    };
    Ok(match kind {
        0 => Background::Keep,
        1 => Background::Color(need(first, "backgroundColor")?),
        2 => Background::Transparent,
        _ => {
            let ends = (need(first, "backgroundColor"), need(last, "backgroundVerticalGradientColor"));
            Background::Gradient(ends.0?, ends.1?)
        }
    })
}

fn canvas(fields: &mut Fields<'_>, unit: Field<Unit>, report: &mut Report) -> Result<CanvasRule, Bad> {
    let kinds = [(0, 0), (1, 1), (2, 2), (3, 3), (6, 6)];
    let kind = fields.choice("resizeType", &["resizetype"], &kinds);
    let known = kind.map(Option::unwrap_or_default);
    let rule = format!("resizeType {}", known.unwrap_or_default());
    let mut extent = |name: &str, users: &[i32]| {
        // Without a rule every size may be meant.
        let is_used = known.is_ok_and(|kind| users.contains(&kind));
        let value = fields.extent(name, is_used);
        note_unused(known.is_ok() && !is_used && matches!(value, Ok(Some(_))), name, &rule, report);
        value
    };
    let (width, height) = (extent("resizeWidth", &[1, 2]), extent("resizeHeight", &[1, 2]));
    let (min, max) = (extent("resizeMinSize", &[3]), extent("resizeMaxSize", &[3]));
    let (kind, unit) = (known?, unit?.unwrap_or_default());
    let (width, height, min, max) = (width?, height?, min?, max?);
    let length = |value: Option<f64>| value.map(|value| Length::Absolute(value, unit));
    let mut need = |what: &str| {
        let error = Error::input(format!("{rule} needs {what} above 0")).at("resizeType");
        Err(fields.fault(error.with_help("give it, or another resizeType: 0 keeps the size of the photo")))
    };
    match (kind, width, height) {
        (0, ..) => Ok(CanvasRule::Keep),
        (1, Some(width), Some(height)) => fields.known(ratio(width, height)),
        (1, ..) => need("both `resizeWidth` and `resizeHeight`"),
        (2, None, None) => need("`resizeWidth` or `resizeHeight`"),
        (2, ..) => Ok(CanvasRule::Fixed { width: length(width), height: length(height) }),
        (3, ..) if min.or(max).is_none() => need("`resizeMinSize` or `resizeMaxSize`"),
        (3, ..) => Ok(CanvasRule::MinMax { min: length(min), max: length(max) }),
        _ => {
            let message = "resizeType 6 is not documented by the vendor: read as a canvas cropped to the subject";
            report.note(NoteKind::Doubtful, "resizeType", message);
            Ok(CanvasRule::Subject)
        }
    }
}

/// Sides with up to three decimals (1.91 : 1) as whole numbers.
fn ratio(width: f64, height: f64) -> crate::error::Result<CanvasRule> {
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

fn margins(fields: &mut Fields<'_>, canvas: CanvasRule, dpi: Option<f64>, report: &mut Report) -> Result<Margins, Bad> {
    let kind = fields.choice("marginType", &["margintype"], &[(0, 0), (1, 1), (2, 2)]);
    let known = kind.map(Option::unwrap_or_default);
    let mut side = |name: &str| -> Result<Length, Bad> {
        let maximum = if known == Ok(1) { 100.0 } else { 1e9 };
        let value = fields.number(name, &[&name.to_ascii_lowercase()], 0.0, maximum)?.unwrap_or(0.0);
        note_unused(known == Ok(0) && value != 0.0, name, "marginType 0", report);
        Ok(match known? {
            1 => Length::Percent(value),
            2 => Length::px(value),
            _ => Length::ZERO,
        })
    };
    let (top, right) = (side("marginTop"), side("marginRight"));
    let (bottom, left) = (side("marginBottom"), side("marginLeft"));
    let margins = Margins { top: top?, right: right?, bottom: bottom?, left: left? };
    for (axis, place) in ACROSS_AND_DOWN.into_iter().zip(["marginLeft, marginRight", "marginTop, marginBottom"]) {
        fields.known(room::check(axis, margins, canvas, dpi).map_err(|error| error.at(place)))?;
    }
    Ok(margins)
}

fn dpi(fields: &mut Fields<'_>) -> Field<f64> {
    // 65,535 is the most that JFIF can say.
    fields.number("dpi", &["dpi"], 1.0, 65_535.0)
}

fn format(fields: &mut Fields<'_>, background: Background) -> Result<Format, Bad> {
    let name = "templateOutputFormat";
    let Some(text) = fields.text(name, &["templateoutputformat", "outputformat"])? else { return Ok(Format::Png) };
    let format = match text.to_ascii_uppercase().as_str() {
        "JPG" | "JPEG" => Format::Jpeg,
        "TIF" | "TIFF" => Format::Tiff,
        "PNG" => Format::Png,
        "PSD" => match text.parse::<Format>() {
            Ok(format) => format,
            Err(error) => return Err(fields.fault(error.at(name))),
        },
        _ => {
            return Err(fields.fault(refuse(name, &Value::String(text), "JPG, JPEG, TIF, TIFF, PNG, PSD")));
        }
    };
    match background == Background::Transparent && !format.has_alpha() {
        true => Err(fields.fault(
            Error::input(format!("backgroundType 2 (transparent) cannot be written as {text}"))
                .at(name)
                .with_help("use PNG or TIF, or give a background"),
        )),
        false => Ok(format),
    }
}

fn note_unused(is_unused: bool, field: &str, rule: &str, report: &mut Report) {
    if is_unused {
        report.note(NoteKind::Chosen, field, format!("has no effect with {rule}"));
    }
}

#[cfg(test)]
mod tests;
