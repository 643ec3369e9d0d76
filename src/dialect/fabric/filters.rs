//! Filters of pictures.
//!
//! In: the list `filters`, any release. Out: filters with plain parameters, those that change nothing left out,
//! composed ones laid out in order. The first release counts amounts in levels (0 to 255) and hundredths, and has
//! filters of its own. Ignored with a remark: types that are unknown, what is malformed, filters after the first
//! [`MOST`].

use super::version::Version;
use crate::color::Color;
use crate::dialect::lenient::Fields;
use crate::dialect::remarks::{Remarks, short};
use crate::error::Result;
use crate::filter::{Filter, Gray, ImageMix, Look, Mix};
use crate::source::Source;
use serde_json::Value;

/// Filters of one picture that are applied: far more than anyone piles up, few enough to end.
const MOST: usize = 50;
/// Sides of a convolution's square: fabric.js says 9, its 2d path takes any.
const MOST_WEIGHTS: usize = 31 * 31;
/// What fabric.js gives as the smallest gamma.
const LEAST_GAMMA: f64 = 0.01;
/// A resize to less of a side than this leaves no picture.
const LEAST_RESIZE: f64 = 1e-3;

/// The filters of an image whose fields these are.
pub(super) fn filters(fields: &mut Fields, version: Version, remarks: &mut Remarks) -> Result<Vec<Filter>> {
    let place = fields.place();
    let mut filters = Vec::new();
    // The next one last.
    let mut waiting: Vec<&Value> = match fields.get("filters") {
        Some(Value::Array(list)) => list.iter().rev().collect(),
        Some(Value::Object(_)) => fields.get("filters").into_iter().collect(),
        None | Some(Value::Bool(false)) => return Ok(filters),
        Some(_) => {
            remarks.ignored(place, "`filters` is no list and was ignored");
            return Ok(filters);
        }
    };
    while let Some(value) = waiting.pop() {
        let Some(map) = value.as_object() else {
            if !value.is_null() && value.as_bool() != Some(false) {
                remarks.ignored(place, "a filter that is no object was ignored");
            }
            continue;
        };
        let mut own = Fields::new(map, place);
        let name = own.word("type").unwrap_or_default();
        if name.eq_ignore_ascii_case("composed") {
            waiting.extend(own.list("subFilters", remarks)?.iter().rev());
            continue;
        }
        let index = filters.len() as u64;
        let filter = one(&name.to_ascii_lowercase(), &mut own, Dose { version, index }, remarks)?;
        match filter {
            Some(_) if filters.len() == MOST => {
                remarks.ignored(place, format!("filters after the first {MOST} of a picture were ignored"));
                break;
            }
            Some(filter) if !filter.is_neutral() => filters.push(filter),
            Some(_) => {}
            None => remarks.ignored(place, format!("the filter `{}` is not supported and was ignored", short(name))),
        }
    }
    Ok(filters)
}

/// What a filter's numbers hang on besides its own fields.
#[derive(Clone, Copy)]
struct Dose {
    version: Version,
    /// Which of the picture's filters it is.
    index: u64,
}

impl Dose {
    /// An amount of -1 to 1. In the first release it was one of `unit`; an amount far beyond 1 shows such a document
    /// when it names no release.
    fn amount(self, value: f64, unit: f64) -> f64 {
        if self.version.counts_levels(value) { value / unit } else { value }
    }
}

fn one(name: &str, fields: &mut Fields, dose: Dose, remarks: &mut Remarks) -> Result<Option<Filter>> {
    let place = fields.place();
    let is_first = dose.version.stretches_pictures();
    let mut number = |key, default| fields.number_or(key, default, remarks);
    Ok(Some(match name {
        "brightness" => Filter::Brightness(dose.amount(number("brightness", 0.0)?, 255.0)),
        "contrast" => Filter::Contrast(dose.amount(number("contrast", 0.0)?, 255.0).clamp(-1.0, 1.0)),
        "saturation" => Filter::Saturation(number("saturation", 0.0)?),
        "saturate" => Filter::Saturation(number("saturate", 0.0)? / 100.0),
        "vibrance" => Filter::Vibrance(number("vibrance", 0.0)?),
        "huerotation" => Filter::HueRotation(number("rotation", 0.0)?),
        "blur" => Filter::Blur(number("blur", 0.0)?.clamp(0.0, 1.0)),
        "noise" => Filter::Noise { amount: number("noise", 0.0)?, seed: seed(place, dose.index) },
        // Half a pixel makes no block.
        "pixelate" => Filter::Pixelate { block: number("blocksize", 4.0)?.round().max(1.0) },
        "resize" => Filter::Resize {
            x: number("scaleX", 1.0)?.abs().max(LEAST_RESIZE),
            y: number("scaleY", 1.0)?.abs().max(LEAST_RESIZE),
        },
        "removewhite" => {
            // 0 was taken for nothing said.
            let mut positive = |key, default| Ok(Some(number(key, default)?).filter(|n| *n != 0.0).unwrap_or(default));
            Filter::RemoveWhite { threshold: positive("threshold", 30.0)?, distance: positive("distance", 20.0)? }
        }
        "removecolor" => {
            let distance = number("distance", 0.02)?;
            return Ok(color(fields, "#FFFFFF", remarks).map(|color| Filter::RemoveColor { color, distance }));
        }
        "invert" => match fields.flag("invert", true, remarks) {
            true => Filter::Invert { with_alpha: fields.flag("alpha", false, remarks) },
            false => Filter::Brightness(0.0),
        },
        "gamma" => return gamma(fields, remarks),
        "grayscale" => return Ok(gray(fields.word("mode")).map(Filter::Grayscale)),
        "sepia" if is_first => Filter::Matrix { matrix: FIRST_SEPIA, colors_only: true },
        "sepia2" => Filter::Matrix { matrix: sepia_two(), colors_only: true },
        "colormatrix" => return matrix(fields, is_first, remarks),
        "convolute" => return convolute(fields, remarks),
        "blendimage" | "blend" if fields.has("image") && (!is_first || name == "blendimage") => {
            return blend_image(fields, remarks);
        }
        "blendcolor" | "blend" | "tint" | "multiply" => return blend_color(name, fields, remarks),
        name => return Ok(look(name).map(Filter::Look)),
    }))
}

fn look(name: &str) -> Option<Look> {
    Some(match name {
        "sepia" => Look::Sepia,
        "blackwhite" => Look::BlackWhite,
        "brownie" => Look::Brownie,
        "vintage" => Look::Vintage,
        "kodachrome" => Look::Kodachrome,
        "technicolor" => Look::Technicolor,
        "polaroid" => Look::Polaroid,
        _ => return None,
    })
}

fn gray(mode: Option<&str>) -> Option<Gray> {
    match mode.unwrap_or("average") {
        "average" => Some(Gray::Average),
        "lightness" => Some(Gray::Lightness),
        "luminosity" => Some(Gray::Luminosity),
        _ => None,
    }
}

/// The first release's sepia: its own gray, and levels added to it.
const FIRST_SEPIA: [f64; 20] = [
    0.3,
    0.59,
    0.11,
    0.0,
    100.0 / 255.0, //
    0.3,
    0.59,
    0.11,
    0.0,
    50.0 / 255.0, //
    0.3,
    0.59,
    0.11,
    0.0,
    1.0, //
    0.0,
    0.0,
    0.0,
    1.0,
    0.0,
];

/// The first release's other sepia: each row divided by its sum, about.
fn sepia_two() -> [f64; 20] {
    let row = |r: f64, g: f64, b: f64, by: f64| [r / by, g / by, b / by, 0.0, 0.0];
    let rows = [
        row(0.393, 0.769, 0.189, 1.351),
        row(0.349, 0.686, 0.168, 1.203),
        row(0.272, 0.534, 0.131, 2.140),
        [0.0, 0.0, 0.0, 1.0, 0.0],
    ];
    let mut matrix = [0.0; 20];
    matrix.copy_from_slice(rows.as_flattened());
    matrix
}

fn gamma(fields: &mut Fields, remarks: &mut Remarks) -> Result<Option<Filter>> {
    let gamma = fields.numbers("gamma", remarks)?.unwrap_or_else(|| vec![1.0; 3]);
    let found = <[f64; 3]>::try_from(gamma).ok();
    Ok(found.map(|gamma| Filter::Gamma(gamma.map(|value| value.max(LEAST_GAMMA)))))
}

/// In the first release what is added counts in levels, and alpha always counts.
fn matrix(fields: &mut Fields, is_first: bool, remarks: &mut Remarks) -> Result<Option<Filter>> {
    let colors_only = fields.flag("colorsOnly", true, remarks) && !is_first;
    let Some(list) = fields.numbers("matrix", remarks)? else { return Ok(Some(Filter::Brightness(0.0))) };
    let Ok(mut matrix) = <[f64; 20]>::try_from(list) else { return Ok(None) };
    if is_first {
        matrix.iter_mut().skip(4).step_by(5).for_each(|added| *added /= 255.0);
    }
    Ok(Some(Filter::Matrix { matrix, colors_only }))
}

fn convolute(fields: &mut Fields, remarks: &mut Remarks) -> Result<Option<Filter>> {
    let keeps_alpha = fields.flag("opaque", false, remarks);
    let Some(weights) = fields.numbers("matrix", remarks)? else { return Ok(Some(Filter::Brightness(0.0))) };
    let is_square = weights.len().isqrt().pow(2) == weights.len();
    let fits = is_square && (1..=MOST_WEIGHTS).contains(&weights.len());
    Ok(fits.then_some(Filter::Convolute { weights, keeps_alpha }))
}

fn color(fields: &mut Fields, default: &str, remarks: &mut Remarks) -> Option<Color> {
    let word = fields.word("color").unwrap_or(default);
    let color = word.parse().ok();
    if color.is_none() {
        remarks.doubtful(fields.place(), format!("`{}` is not a colour", short(word)));
    }
    color
}

fn blend_color(name: &str, fields: &mut Fields, remarks: &mut Remarks) -> Result<Option<Filter>> {
    let default = if name == "blendcolor" { "#F95C63" } else { "#000000" };
    let Some(color) = color(fields, default, remarks) else { return Ok(None) };
    let (mode, alpha) = match name {
        "tint" => {
            let own = f64::from(color.a) / 255.0;
            (Some(Mix::Tint), fields.number_or("opacity", own, remarks)?)
        }
        "multiply" => (Some(Mix::Multiply), 1.0),
        _ => (mix(fields.word("mode")), fields.number_or("alpha", 1.0, remarks)?),
    };
    Ok(mode.map(|mode| Filter::BlendColor { color, mode, alpha }))
}

fn mix(mode: Option<&str>) -> Option<Mix> {
    Some(match mode.unwrap_or("multiply") {
        "multiply" => Mix::Multiply,
        "add" => Mix::Add,
        "diff" | "difference" => Mix::Difference,
        "screen" => Mix::Screen,
        "subtract" => Mix::Subtract,
        "darken" => Mix::Darken,
        "lighten" => Mix::Lighten,
        "overlay" => Mix::Overlay,
        "exclusion" => Mix::Exclusion,
        "tint" => Mix::Tint,
        _ => return None,
    })
}

/// The second picture is an image object: its place and scale are numbers as they stand, whatever its origin.
fn blend_image(fields: &mut Fields, remarks: &mut Remarks) -> Result<Option<Filter>> {
    let mode = match fields.word("mode").unwrap_or("multiply") {
        "multiply" => ImageMix::Multiply,
        "mask" => ImageMix::Mask,
        _ => return Ok(None),
    };
    let place = fields.place();
    let Some(map) = fields.object("image")? else { return Ok(None) };
    let mut second = Fields::new(map, place);
    let Some(source) = second.word("src") else { return Ok(None) };
    if matches!(second.get("filters"), Some(Value::Array(list)) if !list.is_empty()) {
        remarks.ignored(place, "filters of a filter's second picture are not supported and were ignored");
    }
    let mut number = |key, default| second.number_or(key, default, remarks);
    let scale = (number("scaleX", 1.0)?, number("scaleY", 1.0)?);
    let offset = (number("left", 0.0)?, number("top", 0.0)?);
    if scale.0 == 0.0 || scale.1 == 0.0 {
        return Ok(None);
    }
    Ok(Some(Filter::BlendImage { picture: Source::from_reference(source), mode, scale, offset }))
}

/// The same for the same place in a document, on every machine: FNV-1a.
fn seed(place: &str, index: u64) -> u64 {
    let bytes = place.bytes().chain(index.to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
#[path = "filters_tests.rs"]
mod tests;
