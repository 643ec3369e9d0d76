//! Looks of single characters: the list of 5.2.2 and later, and the nested objects of all releases before.
//!
//! Both become spans over the graphemes of the whole text, line breaks not counted. What lies outside the text is
//! dropped in silence, as the editor does.

use super::look::look;
use crate::dialect::lenient::Fields;
use crate::dialect::remarks::{Remarks, short};
use crate::error::Result;
use crate::text::{StyleSpan, TextLook};
use serde_json::{Map, Value};
use unicode_segmentation::UnicodeSegmentation;

/// The spans of a text object.
pub(super) fn spans(fields: &mut Fields, text: &str, base: &TextLook, remarks: &mut Remarks) -> Result<Vec<StyleSpan>> {
    let place = format!("{}: styles", fields.place());
    match fields.get("styles") {
        Some(Value::Array(list)) => listed(list, text, base, &place, remarks),
        Some(Value::Object(lines)) => nested(lines, text, base, &place, remarks),
        Some(Value::String(text)) if text.trim().is_empty() => Ok(Vec::new()),
        None | Some(Value::Bool(false)) => Ok(Vec::new()),
        Some(_) => {
            remarks.ignored(&place, "styles that are neither a list nor an object were ignored");
            Ok(Vec::new())
        }
    }
}

/// `[{start, end, style}]`.
fn listed(list: &[Value], text: &str, base: &TextLook, place: &str, remarks: &mut Remarks) -> Result<Vec<StyleSpan>> {
    let count: usize = line_lengths(text).sum();
    let mut spans = Vec::new();
    for value in list {
        let Some(entry) = value.as_object() else {
            remarks.ignored(place, "a style that is no object was ignored");
            continue;
        };
        let mut fields = Fields::new(entry, place);
        let start = fields.number_or("start", 0.0, remarks)?.max(0.0) as usize;
        let end = fields.number_or("end", 0.0, remarks)?.max(0.0) as usize;
        let style = fields.object("style")?;
        fields.finish(remarks);
        if let Some(style) = style
            && start < end.min(count)
        {
            spans.push(StyleSpan { start, end: end.min(count), look: changed(style, base, place, remarks)? });
        }
    }
    Ok(spans)
}

/// `{line: {character: style}}`; neighbours of the same look are one span.
fn nested(
    lines: &Map<String, Value>,
    text: &str,
    base: &TextLook,
    place: &str,
    remarks: &mut Remarks,
) -> Result<Vec<StyleSpan>> {
    let mut first = 0;
    let mut starts = Vec::new();
    for length in line_lengths(text) {
        starts.push((first, length));
        first += length;
    }
    let mut characters = Vec::new();
    for (line, styles) in lines {
        let (number, styles) = (line.parse::<usize>(), styles.as_object());
        if number.is_err() || styles.is_none() {
            remarks.ignored(place, format!("`{}` is no line of styles and was ignored", short(line)));
        }
        let Some(&(first, length)) = number.ok().and_then(|line| starts.get(line)) else { continue };
        for (character, style) in styles.into_iter().flatten() {
            if character.parse::<usize>().is_err() || !style.is_object() {
                remarks.ignored(place, format!("`{}` is no style of a character and was ignored", short(character)));
            }
            let index = character.parse().ok().filter(|index: &usize| *index < length);
            if let (Some(index), Some(style)) = (index, style.as_object().filter(|style| !style.is_empty())) {
                characters.push((first + index, style));
            }
        }
    }
    characters.sort_by_key(|(index, _)| *index);
    let mut spans: Vec<StyleSpan> = Vec::new();
    for (index, style) in characters {
        let look = changed(style, base, place, remarks)?;
        match spans.last_mut() {
            Some(last) if last.end == index && last.look == look => last.end = index + 1,
            _ => spans.push(StyleSpan { start: index, end: index + 1, look }),
        }
    }
    Ok(spans)
}

/// The base with one style laid over it.
fn changed(style: &Map<String, Value>, base: &TextLook, place: &str, remarks: &mut Remarks) -> Result<TextLook> {
    let mut fields = Fields::new(style, place);
    let look = look(&mut fields, base, remarks)?;
    fields.finish(remarks);
    Ok(look)
}

/// Graphemes of each line.
fn line_lengths(text: &str) -> impl Iterator<Item = usize> {
    text.split('\n').map(|line| line.graphemes(true).count())
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "helpers take what `json!` gives")]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(text: &str, styles: Value) -> Vec<(usize, usize, f64)> {
        let map = json!({ "styles": styles }).as_object().unwrap().clone();
        let mut remarks = Remarks::default();
        let spans = spans(&mut Fields::new(&map, ""), text, &TextLook::default(), &mut remarks).unwrap();
        spans.into_iter().map(|span| (span.start, span.end, span.look.size)).collect()
    }

    #[test]
    fn nested_styles_count_over_lines_and_join() {
        let styles = json!({"1": {"1": {"fontSize": 20}, "0": {"fontSize": 20}}, "0": {"2": {"fontSize": 10}, "9":
            {"fontSize": 1}}, "7": {"0": {"fontSize": 1}}});
        assert_eq!(read("abc\ndef", styles), [(2, 3, 10.0), (3, 5, 20.0)]);
    }

    #[test]
    fn listed_styles_are_clipped_to_the_text() {
        let styles = json!([{"start": 1, "end": 99, "style": {"fontSize": 5}}, {"start": 9, "end": 10, "style": {}}]);
        assert_eq!(read("ab\ncd", styles), [(1, 4, 5.0)]);
        assert!(read("ab", json!([])).is_empty());
        assert!(read("ab", json!({})).is_empty());
    }

    #[test]
    fn a_joined_emoji_is_one_character() {
        let styles = json!({"0": {"1": {"fontSize": 5}}});
        assert_eq!(read("👨‍👩‍👧b", styles), [(1, 2, 5.0)]);
    }

    #[test]
    fn looks_are_complete() {
        let map = json!({"styles": [{"start": 0, "end": 1, "style": {"fontWeight": "bold"}}]});
        let base = TextLook { size: 12.0, is_italic: true, ..TextLook::default() };
        let map = map.as_object().unwrap();
        let spans = spans(&mut Fields::new(map, ""), "a", &base, &mut Remarks::default()).unwrap();
        assert_eq!(spans[0].look, TextLook { weight: 700, ..base });
    }
}
