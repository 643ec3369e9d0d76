//! Text layers of the native form.

use super::field::{Scale, check, form};
use super::forms::SpanForm;
use super::kinds::{LineAlign, TextForm, WrapAt};
use super::paint;
use crate::dialect::fabric::reader::Reader;
use crate::error::{Error, Result};
use crate::style::Style;
use crate::text::{StyleSpan, Text, TextAlign, TextFrame, TextLook, VerticalAlign, Wrap};
use serde_json::Value;

/// The family of a text that names none.
const FAMILY: &str = "Arial";

/// A text, whose paints are those of `style`.
pub(super) fn text(written: &TextForm, style: &Style, scale: Scale, reader: &mut Reader) -> Result<Text> {
    let text = written.text.required("text")?.replace("\r\n", "\n");
    let count = text.chars().count() as u64;
    crate::limits::within("text_characters", count, u64::from(reader.limits.text_characters))
        .map_err(|error| error.at("text"))?;
    let look = TextLook {
        family: written.font.read("font")?.unwrap_or_else(|| FAMILY.to_owned()),
        size: scale.extent("size", &written.size)?,
        weight: weight(written.weight.read("weight")?)?.unwrap_or(400),
        is_italic: written.italic.read("italic")?.unwrap_or(false),
        fill: style.fill.clone(),
        stroke: style.stroke.clone(),
        stroke_width: style.stroke_width,
        underline: written.underline.read("underline")?.unwrap_or(false),
        linethrough: written.strikethrough.read("strikethrough")?.unwrap_or(false),
        background: paint::color("highlight", &written.highlight)?,
        ..TextLook::default()
    };
    let (line_height, letter_spacing) =
        (written.line_height.read("line_height")?, written.letter_spacing.read("letter_spacing")?);
    // Beyond these no line can be told from the next; the bounds only keep numbers sane.
    check("line_height", line_height, 0.0, 100.0)?;
    check("letter_spacing", letter_spacing, -10.0, 100.0)?;
    Ok(Text {
        styles: spans(written, &look, scale)?,
        look,
        line_height: line_height.unwrap_or(1.16),
        char_spacing: letter_spacing.unwrap_or(0.0) * 1000.0,
        align: match written.align.read("align")?.unwrap_or_default() {
            LineAlign::Left => TextAlign::Left,
            LineAlign::Center => TextAlign::Center,
            LineAlign::Right => TextAlign::Right,
            LineAlign::Justify if written.right_to_left.read("right_to_left")? == Some(true) => TextAlign::JustifyRight,
            LineAlign::Justify => TextAlign::JustifyLeft,
            LineAlign::JustifyAll => TextAlign::Justify,
        },
        wrap: wrap(written, scale)?,
        breaks_at_own_width: false,
        is_rtl: written.right_to_left.read("right_to_left")?.unwrap_or(false),
        path: None,
        frame: frame(written, scale)?,
        text,
    })
}

fn wrap(written: &TextForm, scale: Scale) -> Result<Wrap> {
    let at = written.wrap.read("wrap")?.unwrap_or_default();
    Ok(match (scale.at_least_0("width", &written.width)?, at) {
        (None, _) => Wrap::Never,
        (Some(width), WrapAt::Words) => Wrap::Words { width },
        (Some(width), WrapAt::Anywhere) => Wrap::Graphemes { width },
    })
}

fn frame(written: &TextForm, scale: Scale) -> Result<Option<TextFrame>> {
    let align = written.vertical_align.read("vertical_align")?.unwrap_or(VerticalAlign::Top);
    let shrinks = written.shrink.read("shrink")?.unwrap_or(false);
    match scale.at_least_0("height", &written.height)? {
        Some(height) if height > 0.0 => Ok(Some(TextFrame { height, align, shrinks })),
        Some(_) => Err(written.height.refuse("height", "a length above 0")),
        None if shrinks => Err(Error::input("`shrink` needs a box to fit").at("shrink").with_help("give a `height`")),
        None => Ok(None),
    }
}

fn weight(weight: Option<u16>) -> Result<Option<u16>> {
    check("weight", weight.map(f64::from), 100.0, 900.0)?;
    Ok(weight)
}

fn spans(written: &TextForm, base: &TextLook, scale: Scale) -> Result<Vec<StyleSpan>> {
    let spans = written.spans.read("spans")?.unwrap_or_default();
    let of_span = |(index, value): (usize, &Value)| {
        span(value, base, scale).map_err(|error| error.at(format!("span {}", index + 1)))
    };
    spans.iter().enumerate().map(of_span).collect()
}

fn span(value: &Value, base: &TextLook, scale: Scale) -> Result<StyleSpan> {
    let written: SpanForm = form(value)?;
    let size = match written.size.value() {
        Value::Null => base.size,
        _ => scale.extent("size", &written.size)?,
    };
    Ok(StyleSpan {
        start: written.start.required("start")?,
        end: written.end.required("end")?,
        look: TextLook {
            family: written.font.read("font")?.unwrap_or_else(|| base.family.clone()),
            size,
            weight: weight(written.weight.read("weight")?)?.unwrap_or(base.weight),
            is_italic: written.italic.read("italic")?.unwrap_or(base.is_italic),
            fill: paint::paint("fill", &written.fill)?.unwrap_or_else(|| base.fill.clone()),
            underline: written.underline.read("underline")?.unwrap_or(base.underline),
            linethrough: written.strikethrough.read("strikethrough")?.unwrap_or(base.linethrough),
            background: paint::color("highlight", &written.highlight)?.or(base.background),
            delta_y: scale.length("shift", &written.shift)?.unwrap_or(base.delta_y),
            ..base.clone()
        },
    })
}
