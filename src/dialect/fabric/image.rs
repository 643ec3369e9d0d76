//! Pictures in a design.
//!
//! From 2.0 on width and height are a window on the source's pixels; before, the picture was stretched to them.

use super::filters::filters;
use super::version::Version;
use crate::design::{Image, Window};
use crate::dialect::lenient::Fields;
use crate::dialect::remarks::Remarks;
use crate::error::Result;
use crate::report::NoteKind;
use crate::source::Source;
use serde_json::Value;

/// Whether an image has an empty `src`. The editor then draws only its background and stroke.
pub(super) fn is_without_source(fields: &mut Fields) -> bool {
    fields.first(&["src", "url"]).is_none_or(|source| source.as_str().is_some_and(|text| text.trim().is_empty()))
}

/// A picture. Without a source it names an empty path, so that the policy for missing pictures decides.
pub(super) fn image(fields: &mut Fields, version: Version, remarks: &mut Remarks) -> Result<Image> {
    let source = fields.first(&["src", "url"]).and_then(Value::as_str).unwrap_or_default();
    let (x, y) = (fields.number_or("cropX", 0.0, remarks)?, fields.number_or("cropY", 0.0, remarks)?);
    note_what_is_left_out(fields, version, remarks);
    // 0 is the picture's own size, as in the editor.
    let mut side = |key| Ok(fields.number(key, remarks)?.filter(|side| *side != 0.0));
    Ok(Image {
        source: Source::from_reference(source.trim()),
        width: side("width")?,
        height: side("height")?,
        window: match fields.word("fit") {
            // Written by our own readers of documents without sizes, never by fabric.js.
            Some("contain") => Window::Contain,
            _ if version.stretches_pictures() => Window::Stretch,
            // Less than 0 counts as 0 (`FabricImage._renderFill`).
            _ => Window::Crop { x: x.max(0.0), y: y.max(0.0) },
        },
        is_smooth: fields.flag("imageSmoothing", true, remarks),
        filters: filters(fields, version, remarks)?,
    })
}

fn note_what_is_left_out(fields: &mut Fields, version: Version, remarks: &mut Remarks) {
    let place = fields.place();
    let is_set = |word: Option<&str>| word.is_some_and(|word| !matches!(word, "none" | "xMidYMid" | ""));
    let (x, y) = (fields.word("alignX"), fields.word("alignY"));
    if version.stretches_pictures() && (is_set(x) || is_set(y)) {
        remarks.ignored(place, "`alignX` and `alignY` of fabric.js 1.x are not supported: the picture is stretched");
    }
    if matches!(fields.get("resizeFilter"), Some(Value::Object(_)))
        || matches!(fields.get("resizeFilters"), Some(Value::Array(list)) if !list.is_empty())
    {
        let message =
            "the resize filter of the document is not followed: pictures are scaled by the kernel that is asked for";
        remarks.add(NoteKind::Chosen, place, message);
    }
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "helpers take what `json!` gives")]
mod tests {
    use super::*;
    use crate::report::Report;
    use serde_json::json;

    fn read(value: Value) -> (Image, Report) {
        let map = value.as_object().unwrap().clone();
        let mut remarks = Remarks::default();
        let mut fields = Fields::new(&map, "layer 1");
        let version = Version::default().of(&mut fields, &mut remarks);
        let image = image(&mut fields, version, &mut remarks).unwrap();
        let mut report = Report::new();
        remarks.finish(&mut report);
        (image, report)
    }

    #[test]
    fn the_box_is_a_window_from_two_on_and_stretched_before() {
        let (image, _) = read(json!({"src": "a.png", "width": 50, "height": 40, "cropX": 5, "version": "4.6.0"}));
        assert_eq!((image.width, image.height), (Some(50.0), Some(40.0)));
        assert_eq!(image.window, Window::Crop { x: 5.0, y: 0.0 });
        let (image, _) = read(json!({"src": "a.png", "width": 0, "meetOrSlice": "meet"}));
        assert_eq!((image.width, image.window), (None, Window::Stretch));
    }

    #[test]
    fn sources_are_paths_or_data() {
        assert_eq!(read(json!({"src": "a.svg"})).0.source, Source::path("a.svg"));
        assert!(matches!(read(json!({"src": "data:image/png;base64,AA"})).0.source, Source::Data(_)));
        assert_eq!(read(json!({"url": "b.png"})).0.source, Source::path("b.png"));
        assert_eq!(read(json!({})).0.source, Source::path(""));
    }
}
