//! How an object is painted and how it meets what lies under it.

use super::paint::paint;
use crate::color::Color;
use crate::dialect::lenient::{Fields, choice, number};
use crate::dialect::remarks::Remarks;
use crate::error::Result;
use crate::outline::FillRule;
use crate::style::{Blend, Cap, Join, Paint, Style};
use serde_json::Value;

/// The style of an object whose stroke is `stroke_width` wide unless it says otherwise.
pub(super) fn style(fields: &mut Fields, stroke_width: f64, remarks: &mut Remarks) -> Result<Style> {
    Ok(Style {
        fill: paint(fields, "fill", &Paint::Solid(Color::BLACK), remarks)?,
        fill_rule: choice(fields, "fillRule", &FILL_RULES, remarks),
        stroke: paint(fields, "stroke", &Paint::None, remarks)?,
        stroke_width: fields.number_or("strokeWidth", stroke_width, remarks)?.max(0.0),
        dashes: dashes(fields, remarks)?,
        dash_offset: fields.number_or("strokeDashOffset", 0.0, remarks)?,
        cap: choice(fields, "strokeLineCap", &CAPS, remarks),
        join: choice(fields, "strokeLineJoin", &JOINS, remarks),
        miter_limit: fields.number_or("strokeMiterLimit", 4.0, remarks)?,
        stroke_is_uniform: fields.flag("strokeUniform", false, remarks),
        stroke_first: choice(fields, "paintFirst", &[("fill", false), ("stroke", true)], remarks),
    })
}

/// 1.x keeps the rule of SVG under this name, and in `fillRule` what is a mode of compositing today.
const FILL_RULES: [(&str, FillRule); 4] = [
    ("nonzero", FillRule::Nonzero),
    ("evenodd", FillRule::Evenodd),
    ("source-over", FillRule::Nonzero),
    ("destination-over", FillRule::Nonzero),
];
const CAPS: [(&str, Cap); 3] = [("butt", Cap::Butt), ("round", Cap::Round), ("square", Cap::Square)];
const JOINS: [(&str, Join); 5] = [
    ("miter", Join::Miter),
    ("miter-clip", Join::Miter),
    ("arcs", Join::Miter),
    ("round", Join::Round),
    ("bevel", Join::Bevel),
];

const BLENDS: [(&str, Blend); 26] = [
    ("source-over", Blend::SourceOver),
    ("source-in", Blend::SourceIn),
    ("source-out", Blend::SourceOut),
    ("source-atop", Blend::SourceAtop),
    ("destination-over", Blend::DestinationOver),
    ("destination-in", Blend::DestinationIn),
    ("destination-out", Blend::DestinationOut),
    ("destination-atop", Blend::DestinationAtop),
    ("lighter", Blend::Lighter),
    ("copy", Blend::Copy),
    ("xor", Blend::Xor),
    ("multiply", Blend::Multiply),
    ("screen", Blend::Screen),
    ("overlay", Blend::Overlay),
    ("darken", Blend::Darken),
    ("lighten", Blend::Lighten),
    ("color-dodge", Blend::ColorDodge),
    ("color-burn", Blend::ColorBurn),
    ("hard-light", Blend::HardLight),
    ("soft-light", Blend::SoftLight),
    ("difference", Blend::Difference),
    ("exclusion", Blend::Exclusion),
    ("hue", Blend::Hue),
    ("saturation", Blend::Saturation),
    ("color", Blend::Color),
    ("luminosity", Blend::Luminosity),
];

/// A mode by its name in HTML canvas.
pub(crate) fn blend_named(name: &str) -> Option<Blend> {
    BLENDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, blend)| *blend)
}

/// How an object meets what lies under it.
pub(super) fn blend(fields: &mut Fields, remarks: &mut Remarks) -> Blend {
    choice(fields, "globalCompositeOperation", &BLENDS, remarks)
}

/// Dashes and gaps, an odd list twice (as HTML canvas does). Text `5 3` or `5,3` is read too. A list with a negative
/// number, or without any length, is a solid line.
fn dashes(fields: &mut Fields, remarks: &mut Remarks) -> Result<Vec<f64>> {
    let mut dashes: Vec<f64> = match fields.get("strokeDashArray") {
        Some(Value::Array(list)) => {
            // fabric.js writes `null` for what it could not read itself (`none` of an SVG).
            let read = |value: &Value| match value {
                Value::Null => Ok(0.0),
                value => number(value, "strokeDashArray", fields.place(), remarks),
            };
            list.iter().map(read).collect::<Result<_>>()?
        }
        Some(Value::String(text)) if !matches!(text.trim(), "" | "none") => {
            let words = text.split([' ', ',']).filter(|word| !word.is_empty());
            words
                .map(|word| number(&Value::String(word.into()), "strokeDashArray", fields.place(), remarks))
                .collect::<Result<_>>()?
        }
        None | Some(Value::String(_) | Value::Bool(false)) => Vec::new(),
        Some(_) => {
            remarks.ignored(fields.place(), "`strokeDashArray` is not a list and was ignored");
            Vec::new()
        }
    };
    if dashes.iter().any(|dash| *dash < 0.0) {
        remarks.doubtful(fields.place(), "a dash of less than nothing: the line is drawn without dashes");
        return Ok(Vec::new());
    }
    if dashes.iter().sum::<f64>() <= 0.0 {
        return Ok(Vec::new());
    }
    if dashes.len() % 2 == 1 {
        dashes.extend_from_within(..);
    }
    Ok(dashes)
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "helpers take what `json!` gives")]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: Value) -> Style {
        let map = value.as_object().unwrap().clone();
        style(&mut Fields::new(&map, ""), 1.0, &mut Remarks::default()).unwrap()
    }

    #[test]
    fn defaults_are_those_of_fabric() {
        assert_eq!(read(json!({})), Style::default());
    }

    #[test]
    fn everything_is_read() {
        let style =
            read(json!({"fill": "", "stroke": "red", "strokeWidth": "3", "fillRule": "evenodd", "strokeLineCap":
            "round", "strokeLineJoin": "bevel", "strokeMiterLimit": 10, "strokeUniform": true, "paintFirst": "stroke",
            "strokeDashOffset": 2, "strokeDashArray": [1, 2, 3]}));
        assert_eq!(style.fill, Paint::None);
        assert_eq!(style.stroke, Paint::Solid(Color::rgb(255, 0, 0)));
        assert_eq!((style.cap, style.join, style.fill_rule), (Cap::Round, Join::Bevel, FillRule::Evenodd));
        assert_eq!((style.stroke_width, style.miter_limit, style.dash_offset), (3.0, 10.0, 2.0));
        assert!(style.stroke_is_uniform && style.stroke_first);
        assert_eq!(style.dashes, [1.0, 2.0, 3.0, 1.0, 2.0, 3.0]);
    }

    #[test]
    fn dashes_without_length_are_a_solid_line() {
        for solid in [json!(null), json!([]), json!([0, 0]), json!([5, -1]), json!([null]), json!("none"), json!("")] {
            assert!(read(json!({ "strokeDashArray": solid })).dashes.is_empty());
        }
        assert_eq!(read(json!({"strokeDashArray": "5, 3"})).dashes, [5.0, 3.0]);
    }

    #[test]
    fn all_modes_have_a_name_of_their_own() {
        let names: std::collections::BTreeSet<_> = BLENDS.iter().map(|(name, _)| name).collect();
        let modes: std::collections::HashSet<_> = BLENDS.iter().map(|(_, mode)| mode).collect();
        assert_eq!((names.len(), modes.len()), (26, 26));
    }
}
