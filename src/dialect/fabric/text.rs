//! Text objects and the looks of their characters.
//!
//! 1.x writes `textDecoration` as words; later releases write `underline`, `overline` and `linethrough`.

use super::look::look;
use super::reader::Reader;
use super::styles;
use super::text_path::{self, text_path};
use super::version::Version;
use crate::dialect::lenient::{Fields, choice};
use crate::dialect::remarks::Remarks;
use crate::error::Result;
use crate::style::Style;
use crate::text::{Text, TextAlign, TextFrame, TextLook, TextPath, VerticalAlign, Wrap};

/// A text object: `kind` is its type, `style` what it shares with other objects.
pub(super) fn text(
    kind: &str,
    fields: &mut Fields,
    style: &Style,
    version: Version,
    reader: &mut Reader,
) -> Result<Text> {
    let text = fields.text("text", &mut reader.remarks)?.unwrap_or_default().replace("\r\n", "\n");
    reader.check_text(&text, fields.place())?;
    let path = text_path(kind, fields, version, reader)?;
    let remarks = &mut reader.remarks;
    let base = TextLook {
        fill: style.fill.clone(),
        stroke: style.stroke.clone(),
        stroke_width: style.stroke_width,
        ..TextLook::default()
    };
    let look = look(fields, &base, remarks)?;
    let styles = styles::spans(fields, &text, &look, remarks)?;
    let is_rtl = choice(fields, "direction", &[("ltr", false), ("rtl", true), ("inherit", false)], remarks);
    let between = text_path::spacing(path.as_ref(), fields, remarks)?;
    let between = if look.size > 0.0 { between / look.size * 1000.0 } else { 0.0 };
    let is_arc = matches!(path, Some(TextPath::Arc(_)));
    let align = align(fields, is_rtl, remarks);
    note_what_a_path_leaves_out(path.is_some(), align, fields, remarks);
    Ok(Text {
        styles,
        look,
        line_height: fields.number_or("lineHeight", 1.16, remarks)?,
        char_spacing: fields.number_or("charSpacing", 0.0, remarks)? + between,
        align,
        // The box of an arc is its chord, not where lines end.
        breaks_at_own_width: version.breaks_at_own_width(),
        wrap: if is_arc { Wrap::Never } else { wrap(kind, fields, remarks)? },
        is_rtl,
        frame: frame(fields, remarks)?,
        path,
        text,
    })
}

/// Letters on a path have neither a box that they could fill nor lines that could be stretched.
fn note_what_a_path_leaves_out(has_path: bool, align: TextAlign, fields: &mut Fields, remarks: &mut Remarks) {
    let shrinks = fields.flag("isAutoFontSize", false, &mut Remarks::default());
    if has_path && shrinks {
        remarks.ignored(fields.place(), "`isAutoFontSize` does nothing for letters on a path or an arc");
    }
    let starts = [TextAlign::Left, TextAlign::Center, TextAlign::Right];
    if has_path && !starts.contains(&align) {
        remarks.ignored(fields.place(), "letters on a path or an arc are not justified");
    }
}

fn wrap(kind: &str, fields: &mut Fields, remarks: &mut Remarks) -> Result<Wrap> {
    let width = fields.number_or("width", 0.0, remarks)?.max(0.0);
    let anywhere = fields.flag("splitByGrapheme", false, remarks);
    Ok(match (kind, anywhere) {
        ("textbox", true) => Wrap::Graphemes { width },
        ("textbox", false) => Wrap::Words { width },
        _ => Wrap::Never,
    })
}

const VERTICAL_ALIGNS: [(&str, VerticalAlign); 4] = [
    ("top", VerticalAlign::Top),
    ("middle", VerticalAlign::Middle),
    ("center", VerticalAlign::Middle),
    ("bottom", VerticalAlign::Bottom),
];

/// Properties that some editors add to fabric.js: `vAlign` places the lines in the object's `height`, `isAutoFontSize`
/// shrinks them to it. fabric.js itself knows neither, and its boxes are as high as their lines.
fn frame(fields: &mut Fields, remarks: &mut Remarks) -> Result<Option<TextFrame>> {
    let align = fields.word("vAlign").map(|_| choice(fields, "vAlign", &VERTICAL_ALIGNS, remarks));
    let shrinks = fields.flag("isAutoFontSize", false, remarks);
    let height = fields.number_or("height", 0.0, remarks)?;
    if shrinks && height <= 0.0 {
        remarks.ignored(fields.place(), "`isAutoFontSize` needs a `height` and was ignored");
    }
    let is_framed = height > 0.0 && (align.is_some() || shrinks);
    Ok(is_framed.then_some(TextFrame { height, align: align.unwrap_or_default(), shrinks }))
}

const ALIGNS: [(&str, TextAlign); 9] = [
    ("left", TextAlign::Left),
    ("center", TextAlign::Center),
    ("centre", TextAlign::Center),
    ("middle", TextAlign::Center),
    ("right", TextAlign::Right),
    ("justify", TextAlign::Justify),
    ("justify-left", TextAlign::JustifyLeft),
    ("justify-center", TextAlign::JustifyCenter),
    ("justify-right", TextAlign::JustifyRight),
];

fn align(fields: &mut Fields, is_rtl: bool, remarks: &mut Remarks) -> TextAlign {
    match (fields.word("textAlign"), is_rtl) {
        (Some("start"), false) | (Some("end"), true) => TextAlign::Left,
        (Some("start"), true) | (Some("end"), false) => TextAlign::Right,
        _ => choice(fields, "textAlign", &ALIGNS, remarks),
    }
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "helpers take what `json!` gives")]
mod tests {
    use super::*;
    use crate::color::Color;
    use crate::limits::Limits;
    use crate::report::Report;
    use crate::style::Paint;
    use serde_json::{Value, json};

    fn read(kind: &str, value: Value) -> (Result<Text>, Report) {
        let map = value.as_object().unwrap().clone();
        let limits = Limits { text_characters: 20, ..Limits::default() };
        let mut reader = Reader::new(&limits);
        let mut fields = Fields::new(&map, "layer 1");
        let text = text(kind, &mut fields, &Style::default(), Version::default(), &mut reader);
        let mut report = Report::new();
        reader.remarks.finish(&mut report);
        (text, report)
    }

    #[test]
    fn defaults_are_those_of_fabric() {
        let text = read("text", json!({"text": "a\r\nb"})).0.unwrap();
        assert_eq!(text.text, "a\nb");
        assert_eq!(text.look, TextLook::default());
        assert_eq!((text.line_height, text.char_spacing, text.align), (1.16, 0.0, TextAlign::Left));
        assert_eq!(text.wrap, Wrap::Never);
    }

    #[test]
    fn only_a_textbox_wraps() {
        let words = read("textbox", json!({"text": "a", "width": 90})).0.unwrap();
        assert_eq!(words.wrap, Wrap::Words { width: 90.0 });
        let anywhere = read("textbox", json!({"text": "a", "width": 90, "splitByGrapheme": true})).0.unwrap();
        assert_eq!(anywhere.wrap, Wrap::Graphemes { width: 90.0 });
        assert_eq!(read("itext", json!({"text": "a", "width": 90})).0.unwrap().wrap, Wrap::Never);
    }

    #[test]
    fn a_box_has_a_height_of_its_own_only_where_an_editor_says_so() {
        let frame = |value: Value| read("textbox", value).0.unwrap().frame;
        assert_eq!(frame(json!({"text": "a", "height": 50})), None);
        let expected = TextFrame { height: 50.0, align: VerticalAlign::Bottom, shrinks: true };
        assert_eq!(
            frame(json!({"text": "a", "height": 50, "vAlign": "bottom", "isAutoFontSize": true})),
            Some(expected)
        );
        assert_eq!(frame(json!({"text": "a", "vAlign": "top"})), None);
    }

    #[test]
    fn old_decorations_are_words() {
        let look = read("text", json!({"text": "a", "textDecoration": "underline line-through"})).0.unwrap().look;
        assert!(look.underline && look.linethrough && !look.overline);
        let look = read("text", json!({"text": "a", "underline": "false,", "overline": true})).0.unwrap().look;
        assert!(!look.underline && look.overline);
    }

    #[test]
    fn weights_are_names_or_numbers() {
        for (weight, expected) in [
            (json!("bold"), 700),
            (json!("normal"), 400),
            (json!(""), 400),
            (json!(300), 300),
            (json!("600"), 600),
            (json!("Semi-Bold"), 600),
            (json!(5000), 900),
            (json!("odd"), 400),
        ] {
            let look = read("text", json!({"text": "a", "fontWeight": weight})).0.unwrap().look;
            assert_eq!(look.weight, expected, "{weight}");
        }
    }

    #[test]
    fn a_long_text_is_refused() {
        assert!(read("text", json!({"text": "x".repeat(20)})).0.is_ok());
        let error = read("text", json!({"text": "x".repeat(21)})).0.unwrap_err();
        assert_eq!(error.place().unwrap(), "layer 1: text");
    }

    #[test]
    fn what_stands_between_letters_of_an_arc_is_spacing() {
        let text = read("circletext", json!({"text": "a", "fontSize": 20, "kerning": 5, "charSpacing": 1})).0.unwrap();
        assert_eq!(text.char_spacing, 251.0);
        assert_eq!(read("text", json!({"text": "a", "kerning": 5})).0.unwrap().char_spacing, 0.0);
    }

    #[test]
    fn a_path_that_is_elsewhere_is_named() {
        let (text, report) = read("text", json!({"text": "a", "path": {"type": "path"}}));
        assert_eq!((text.unwrap().path, report.serious().count()), (None, 1));
    }

    #[test]
    fn numbers_are_text_and_colours_are_read() {
        let (text, report) = read("text", json!({"text": 2026, "fill": "red", "textBackgroundColor": "#00f"}));
        let text = text.unwrap();
        assert_eq!(text.text, "2026");
        assert_eq!(text.look.fill, Paint::Solid(Color::rgb(255, 0, 0)));
        assert_eq!(text.look.background, Some(Color::rgb(0, 0, 255)));
        assert_eq!((report.notes().len(), report.serious().count()), (1, 0));
    }
}
