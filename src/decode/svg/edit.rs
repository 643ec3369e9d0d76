//! Changes of an SVG's text before the SVG library reads it: where the library would not do what browsers do.

use std::ops::Range;

/// Other text for some bytes of a document; nothing is inserted where the range is empty but the new text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// Of the document's text.
    pub(super) range: Range<usize>,
    /// The new text.
    pub(super) with: String,
}

/// How the edit begins that gives a style to an element without one.
const STYLE: &str = " style=\"";

/// The text with all edits made. Of two that overlap the later one in the list is left out; styles that are given to one
/// element become one.
pub(super) fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.range.start);
    edits.dedup_by(|later, first| {
        let style =
            |edit: &Edit| edit.with.strip_prefix(STYLE).and_then(|with| with.strip_suffix('"')).map(str::to_owned);
        let (true, Some(one), Some(other)) = (later.range == first.range, style(first), style(later)) else {
            return false;
        };
        first.with = format!("{STYLE}{one};{other}\"");
        true
    });
    let mut changed = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        if edit.range.start < done {
            continue;
        }
        changed.push_str(text.get(done..edit.range.start).unwrap_or_default());
        changed.push_str(&edit.with);
        done = edit.range.end;
    }
    changed.push_str(text.get(done..).unwrap_or_default());
    changed
}

/// The edit that gives an element an attribute, in place of the one that it has.
pub(super) fn set(node: roxmltree::Node<'_, '_>, name: &str, value: &str) -> Edit {
    match node.attribute_node(name) {
        Some(attribute) => Edit { range: attribute.range_value(), with: value.to_owned() },
        None => {
            let at = after_name(node);
            Edit { range: at..at, with: format!(" {name}=\"{value}\"") }
        }
    }
}

/// The edit that adds a declaration to an element's `style`, before which no rule holds.
pub(super) fn declare(node: roxmltree::Node<'_, '_>, declaration: &str) -> Edit {
    match node.attribute_node("style") {
        Some(style) => {
            let end = style.range_value().end;
            Edit { range: end..end, with: format!(";{declaration}") }
        }
        None => set(node, "style", declaration),
    }
}

/// Where the name of an element's start tag ends.
fn after_name(node: roxmltree::Node<'_, '_>) -> usize {
    let start = node.range().start;
    let tag = node.document().input_text().get(start..).unwrap_or_default();
    start + tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(tag.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_set_added_and_taken_away() {
        let text = "<svg width='1'><a:g xmlns:a='b' style='x:y'/><p/></svg>";
        let document = roxmltree::Document::parse(text).unwrap();
        let [svg, group, path] =
            [0, 1, 2].map(|n| document.descendants().filter(roxmltree::Node::is_element).nth(n).unwrap());
        let edits = vec![declare(path, "q:r"), set(svg, "width", "20"), set(svg, "height", "5"), declare(group, "z:w")];
        let expected = "<svg height=\"5\" width='20'><a:g xmlns:a='b' style='x:y;z:w'/><p style=\"q:r\"/></svg>";
        assert_eq!(apply(text, edits), expected);
    }
}
