//! Path data becomes an outline: text as SVG writes it, or a list of commands, relative ones and arcs included.
//!
//! Damaged text is drawn up to the damage, as SVG says (SVG 2, section 9.5.4), with a remark. Refused: coordinates that
//! are not finite.

use crate::dialect::lenient::{LARGEST, number};
use crate::dialect::remarks::{Remarks, short};
use crate::error::{Error, Result};
use crate::outline::{Outline, Segment};
use serde_json::Value;
use std::fmt::Write;
use svgtypes::{SimplePathSegment, SimplifyingPathParser};

/// The outline of a `path`.
pub(super) fn outline(value: &Value, place: &str, remarks: &mut Remarks) -> Result<Outline> {
    match value {
        Value::String(text) => parse(text, place, remarks),
        Value::Array(commands) => parse(&joined(commands, place, remarks)?, place, remarks),
        _ => Err(Error::input("`path` is neither text nor a list of commands").at("path").at(place)),
    }
}

/// Commands as SVG writes them: `["M", 0, 0]` is `M 0 0`.
fn joined(commands: &[Value], place: &str, remarks: &mut Remarks) -> Result<String> {
    let mut text = String::new();
    for command in commands {
        match command {
            Value::Array(parts) => {
                for part in parts {
                    match part {
                        Value::String(word) if word.chars().all(|c| c.is_ascii_alphabetic()) => text.push_str(word),
                        // Infallible: writing to a string.
                        part => _ = write!(text, " {}", number(part, "path", place, remarks)?),
                    }
                }
            }
            Value::String(part) => text.push_str(part),
            _ => return Err(Error::input("a command of the path is not a list").at("path").at(place)),
        }
        text.push(' ');
    }
    Ok(text)
}

pub(crate) fn parse(text: &str, place: &str, remarks: &mut Remarks) -> Result<Outline> {
    if let Some(number) = unusable_number(text) {
        return Err(Error::input(format!("{} is not a coordinate", short(number))).at("path").at(place));
    }
    let mut segments = Vec::new();
    for segment in SimplifyingPathParser::from(text) {
        let Ok(segment) = segment else {
            remarks.doubtful(place, "the path data is damaged and drawn up to the damage");
            break;
        };
        segments.push(match segment {
            SimplePathSegment::MoveTo { x, y } => Segment::Move(x, y),
            SimplePathSegment::LineTo { x, y } => Segment::Line(x, y),
            SimplePathSegment::Quadratic { x1, y1, x, y } => Segment::Quad(x1, y1, x, y),
            SimplePathSegment::CurveTo { x1, y1, x2, y2, x, y } => Segment::Cubic(x1, y1, x2, y2, x, y),
            SimplePathSegment::ClosePath => Segment::Close,
        });
    }
    let outline = Outline { segments };
    match outline.is_finite() {
        true => Ok(outline),
        false => Err(Error::input("the path has a coordinate that is not finite").at("path").at(place)),
    }
}

/// A number that is not finite or beyond what documents may hold: the parser would take it for mere damage.
fn unusable_number(text: &str) -> Option<&str> {
    let is_too_large = |word: &&str| word.parse().is_ok_and(|number: f64| number.abs() > LARGEST);
    let words = text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-')));
    let named = ["NaN", "Infinity"].into_iter().find(|name| text.contains(name));
    named.or_else(|| words.into_iter().find(is_too_large))
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "helpers take what `json!` gives")]
mod tests {
    use super::*;
    use serde_json::json;

    fn segments(value: Value) -> Vec<Segment> {
        outline(&value, "layer 1", &mut Remarks::default()).unwrap().segments
    }

    #[test]
    fn text_and_lists_give_the_same_absolute_steps() {
        let expected = [
            Segment::Move(1.0, 2.0),
            Segment::Line(4.0, 2.0),
            Segment::Line(4.0, 7.5),
            Segment::Quad(1.0, 1.0, 2.0, 2.0),
            Segment::Close,
        ];
        assert_eq!(segments(json!("M1 2h3v5.5Q1,1 2 2z")), expected);
        assert_eq!(segments(json!([["M", 1, 2], ["h", 3], ["v", 5.5], ["Q", 1, 1, 2, "2"], ["z"]])), expected);
        assert_eq!(segments(json!(["m 1 2", "h 3", "V7.5", "Q 1 1 2 2", "Z"])), expected);
    }

    #[test]
    fn arcs_become_cubics_that_end_where_they_should() {
        let arc = segments(json!([["M", 0, 0], ["A", 5, 5, 0, 0, 1, 10, 0]]));
        let Some(Segment::Cubic(.., x, y)) = arc.last() else { panic!("{arc:?}") };
        assert!((x - 10.0).abs() < 1e-9 && y.abs() < 1e-9);
        assert!(arc.len() >= 3);
    }

    #[test]
    fn damage_ends_the_path_and_infinity_is_refused() {
        assert_eq!(segments(json!("M 0 0 L 5 5 L nonsense")).len(), 2);
        assert!(segments(json!("")).is_empty());
        for bad in ["M 0 0 L 1e400 0", "M0,0l-18446744073709551616 0", "M 0 0 L NaN 0"] {
            let error = outline(&json!(bad), "layer 1", &mut Remarks::default()).unwrap_err();
            assert_eq!(error.place().unwrap(), "layer 1: path");
        }
        assert!(outline(&json!([["L", null]]), "", &mut Remarks::default()).is_err());
        assert!(outline(&json!(5), "", &mut Remarks::default()).is_err());
    }
}
