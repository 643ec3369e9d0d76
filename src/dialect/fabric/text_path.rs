//! What letters stand on: a `path` object, or the circle of the plugins that add curved text to fabric.js.

use super::known::OF_OBJECTS;
use super::path;
use super::reader::Reader;
use super::style::style;
use super::version::Version;
use crate::dialect::lenient::{Fields, choice};
use crate::dialect::remarks::Remarks;
use crate::error::Result;
use crate::outline::Outline;
use crate::text::{Along, Bend, PathAlign, PathSide, TextArc, TextPath};
use serde_json::Value;

const SIDES: [(&str, PathSide); 2] = [("left", PathSide::Left), ("right", PathSide::Right)];
const ALIGNS: [(&str, PathAlign); 4] = [
    ("baseline", PathAlign::Baseline),
    ("center", PathAlign::Center),
    ("ascender", PathAlign::Ascender),
    ("descender", PathAlign::Descender),
];

/// What the letters of a text of this kind stand on; `None`: straight lines.
pub(super) fn text_path(
    kind: &str,
    fields: &mut Fields,
    version: Version,
    reader: &mut Reader,
) -> Result<Option<TextPath>> {
    let is_arc = kind == "circletext" || fields.word("textStyle") == Some("arc");
    let along = along(fields, version, reader)?;
    match along {
        Some(along) => Ok(Some(TextPath::Along(along))),
        None if is_arc => Ok(Some(TextPath::Arc(arc(fields, &mut reader.remarks)?))),
        None => Ok(None),
    }
}

fn along(fields: &mut Fields, version: Version, reader: &mut Reader) -> Result<Option<Along>> {
    let remarks = &mut reader.remarks;
    let start_offset = fields.number_or("pathStartOffset", 0.0, remarks)?;
    let side = choice(fields, "pathSide", &SIDES, remarks);
    let align = choice(fields, "pathAlign", &ALIGNS, remarks);
    let Some(value) = fields.get("path") else { return Ok(None) };
    let (outline, style) = match value {
        Value::Bool(_) => {
            remarks.lenient(fields.place(), "`path` is a boolean: the text is drawn straight");
            return Ok(None);
        }
        Value::String(text) if text.trim().is_empty() => return Ok(None),
        Value::Object(map) => {
            let place = format!("{}: path", fields.place());
            let mut own = Fields::new(map, &place);
            let Some(commands) = own.get("path") else {
                remarks.ignored(&place, "the path of the text is not in the document, the text is drawn straight");
                return Ok(None);
            };
            let outline = path::outline(commands, fields.place(), remarks)?;
            let style =
                if is_painted(&mut own, &outline, remarks)? { Some(style(&mut own, 1.0, remarks)?) } else { None };
            (outline, style)
        }
        commands => (path::outline(commands, fields.place(), remarks)?, None),
    };
    let room = room(fields, &outline, version, remarks)?;
    Ok(Some(Along { outline, start_offset, side, align, room, style: style.map(Box::new) }))
}

/// fabric.js paints the path under the text unless it is hidden (`isNotVisible`).
fn is_painted(own: &mut Fields, outline: &Outline, remarks: &mut Remarks) -> Result<bool> {
    own.known(OF_OBJECTS);
    let is_visible = own.flag("visible", true, remarks) && own.number_or("opacity", 1.0, remarks)? > 0.0;
    let bounds = outline.editor_bounds().unwrap_or_default();
    let has_extent = bounds.width > 0.0 || bounds.height > 0.0 || own.number_or("strokeWidth", 1.0, remarks)? > 0.0;
    Ok(is_visible && has_extent)
}

/// The last release of 5.x leaves room for letters around the path, yet writes the version of one that does not: the
/// box that the document holds tells.
fn room(fields: &mut Fields, outline: &Outline, version: Version, remarks: &mut Remarks) -> Result<f64> {
    /// Documents hold sizes with two decimals.
    const ROUNDING: f64 = 0.02;
    let (width, height) = (fields.number("width", remarks)?, fields.number("height", remarks)?);
    let (Some(width), Some(height), Some(bounds)) = (width, height, outline.editor_bounds()) else { return Ok(0.0) };
    let (across, down) = (width - bounds.width, height - bounds.height);
    let is_room = version.may_leave_room_around_paths() && across > ROUNDING && (across - down).abs() <= ROUNDING;
    Ok(if is_room { across } else { 0.0 })
}

/// `diameter`, `kerning`, `flipped` (text-curved), `radius`, `spacing`, `reverse` (curvedText), else the width of the
/// box. What stands between letters is added by [`spacing`].
fn arc(fields: &mut Fields, remarks: &mut Remarks) -> Result<TextArc> {
    let mut above_zero = |key| -> Result<Option<f64>> { Ok(fields.number(key, remarks)?.filter(|value| *value > 0.0)) };
    let (width, height) = (above_zero("width")?, above_zero("height")?);
    let (diameter, radius) = (above_zero("diameter")?, above_zero("radius")?);
    let bend = match (diameter, radius) {
        (Some(diameter), _) => Bend::Within { diameter },
        (None, Some(radius)) => Bend::Radius { radius },
        (None, None) => Bend::Chord { width: width.unwrap_or(0.0) },
    };
    let is_flipped = fields.flag("flipped", false, remarks) || fields.flag("reverse", false, remarks);
    Ok(TextArc { bend, is_flipped, size: width.zip(height) })
}

/// What the plugins put between letters, in pixels.
pub(super) fn spacing(path: Option<&TextPath>, fields: &mut Fields, remarks: &mut Remarks) -> Result<f64> {
    match path {
        Some(TextPath::Arc(_)) => {
            let kerning = fields.number("kerning", remarks)?;
            Ok(kerning.map_or_else(|| fields.number_or("spacing", 0.0, remarks), Ok)?)
        }
        _ => Ok(0.0),
    }
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "helpers take what `json!` gives")]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use serde_json::json;

    fn read(kind: &str, value: Value) -> Option<TextPath> {
        let map = value.as_object().unwrap().clone();
        let limits = Limits::default();
        let mut reader = Reader::new(&limits);
        let mut fields = Fields::new(&map, "layer 1");
        let version = Version::default().of(&mut fields, &mut reader.remarks);
        text_path(kind, &mut fields, version, &mut reader).unwrap()
    }

    fn along(value: Value) -> Along {
        match read("text", value) {
            Some(TextPath::Along(along)) => along,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_path_is_read_with_its_side_offset_and_align() {
        let path = json!({"type": "path", "path": [["M", 0, 0], ["L", 10, 0]], "visible": false});
        let plain = along(json!({ "path": path }));
        assert_eq!((plain.start_offset, plain.side, plain.align), (0.0, PathSide::Left, PathAlign::Baseline));
        assert_eq!(plain.outline.segments.len(), 2);
        let other = along(json!({"path": path, "pathStartOffset": 5, "pathSide": "right", "pathAlign": "center"}));
        assert_eq!((other.start_offset, other.side, other.align), (5.0, PathSide::Right, PathAlign::Center));
        assert!(read("text", json!({"path": null})).is_none());
    }

    #[test]
    fn only_a_visible_path_is_painted() {
        let with = |own: Value| {
            let mut path = json!({"path": "M 0 0 L 10 0", "stroke": "red"});
            path.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
            along(json!({ "path": path })).style.is_some()
        };
        assert!(with(json!({})) && with(json!({"opacity": 0.5})));
        assert!(!with(json!({"visible": false})) && !with(json!({"opacity": 0})));
    }

    #[test]
    fn room_around_a_path_is_what_the_document_of_five_says() {
        let room = |version: &str, width: f64, height: f64| {
            let path = json!({"path": "M 0 0 L 10 20"});
            along(json!({"path": path, "version": version, "width": width, "height": height})).room
        };
        assert_eq!(room("5.4.2", 30.5, 40.5), 20.5);
        assert_eq!(room("5.4.2", 30.5, 60.0), 0.0);
        assert_eq!(room("6.9.1", 30.5, 40.5), 0.0);
        assert_eq!(room("5.4.2", 10.0, 20.0), 0.0);
    }

    #[test]
    fn an_arc_has_a_diameter_a_radius_or_a_box() {
        let arc = |value: Value| match read("circletext", value) {
            Some(TextPath::Arc(arc)) => arc,
            other => panic!("{other:?}"),
        };
        assert_eq!(arc(json!({"diameter": 90, "radius": 5})).bend, Bend::Within { diameter: 90.0 });
        assert_eq!(arc(json!({"radius": "5"})).bend, Bend::Radius { radius: 5.0 });
        assert_eq!(arc(json!({"width": 70, "height": 30})).bend, Bend::Chord { width: 70.0 });
        assert_eq!(arc(json!({"width": 70, "height": 30})).size, Some((70.0, 30.0)));
        assert!(arc(json!({"flipped": true})).is_flipped && arc(json!({"reverse": true})).is_flipped);
        assert!(matches!(read("textbox", json!({"textStyle": "arc"})), Some(TextPath::Arc(_))));
        assert!(read("textbox", json!({"textStyle": "text"})).is_none());
    }
}
