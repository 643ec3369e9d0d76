//! CSS that browsers support and the SVG library does not, rewritten to what it supports.
//!
//! Custom properties (`var()`), colours of newer CSS (`oklch()`, `lab()` and the like), rules for screens (`@media screen`),
//! geometry properties (`r`, `width` …) and the background of the root. What is still not drawn is told by
//! [`remarks`](super::remarks).

use super::edit::{Edit, declare, set};
use super::media;
use super::style::{declarations, matches, rules, without_comments};
use roxmltree::Document;
use std::collections::BTreeMap;

/// The longest value of a custom property: they may name one another.
const LONGEST_VALUE: usize = 4_096;
/// How deep custom properties may name one another.
const DEEPEST: u32 = 8;
/// Rules of geometry times elements that are compared: some 100 ms.
const COMPARED: usize = 1_000_000;

/// What to change in a document.
pub(super) fn edits(document: &Document<'_>) -> Vec<Edit> {
    let sheets = sheets(document);
    let values = custom_properties(document, &sheets);
    let mut edits = Vec::new();
    let text = document.input_text();
    for node in document.descendants() {
        let changed = |range: std::ops::Range<usize>| {
            let written = text.get(range.clone())?;
            let with = rewritten(written, &values, false)?;
            Some(Edit { range, with })
        };
        if node.is_element() {
            edits.extend(node.attributes().filter_map(|attribute| changed(attribute.range_value())));
            edits.extend(node.attribute_node("d").and_then(|path| {
                let with = tamed(path.value())?;
                Some(Edit { range: path.range_value(), with })
            }));
        } else if node.is_text() && node.parent_element().is_some_and(|parent| parent.tag_name().name() == "style") {
            let range = node.range();
            let with = text.get(range.clone()).and_then(|written| rewritten(written, &values, true));
            edits.extend(with.map(|with| Edit { range, with }));
        }
    }
    if edits.is_empty() {
        edits.extend(geometry(document, &sheets));
        edits.extend(background(document, &sheets));
    }
    edits
}

/// The text of all style sheets, without comments.
pub(super) fn sheets(document: &Document<'_>) -> Vec<String> {
    let styles = document.descendants().filter(|node| node.is_element() && node.tag_name().name() == "style");
    styles
        .flat_map(|style| style.children().filter_map(|child| child.text()))
        .map(|text| without_comments(text).into_owned())
        .collect()
}

/// The custom properties of all rules and elements; the last one of a name counts.
fn custom_properties(document: &Document<'_>, sheets: &[String]) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    let mut add = |text: &str| {
        for (property, value) in declarations(text).filter(|(property, _)| property.starts_with("--")) {
            values.insert(property.to_owned(), value.trim_end_matches("!important").trim().to_owned());
        }
    };
    sheets.iter().flat_map(|sheet| rules(sheet)).for_each(|(_, text)| add(text));
    document.descendants().filter_map(|node| node.attribute("style")).for_each(&mut add);
    values
}

/// The text in words that the library knows; `None` when nothing changes.
fn rewritten(written: &str, values: &BTreeMap<String, String>, is_sheet: bool) -> Option<String> {
    let mut text = std::borrow::Cow::Borrowed(written);
    if is_sheet && text.contains("@media") {
        text = media::unwrapped(&text).into();
    }
    if text.contains("var(") {
        text = resolved(&text, values, DEEPEST).into();
    }
    if FUNCTIONS.iter().any(|name| text.contains(name)) {
        text = plain_colors(&text).into();
    }
    (text != written).then(|| text.into_owned())
}

/// Every `var(--name, fallback)` replaced by its value.
fn resolved(text: &str, values: &BTreeMap<String, String>, deep: u32) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("var(") {
        out.push_str(before);
        let (inside, after) = enclosed(after);
        let (name, fallback) = inside.split_once(',').unwrap_or((inside, ""));
        let value = values.get(name.trim()).map_or(fallback, String::as_str).trim();
        if deep > 0 && value.contains("var(") {
            out.push_str(&resolved(value, values, deep - 1));
        } else if !value.contains("var(") {
            out.push_str(value);
        }
        if out.len() > text.len() + LONGEST_VALUE * (1 + text.len() / 100) {
            return out;
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Splits the text at the bracket that closes the one before it.
fn enclosed(text: &str) -> (&str, &str) {
    let mut open = 1u32;
    for (at, c) in text.char_indices() {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        }
    }
    (text, "")
}

/// Colour functions that the library does not know.
const FUNCTIONS: [&str; 5] = ["oklch(", "oklab(", "lch(", "lab(", "hwb("];

/// The text with CSS Color 4 functions replaced by sRGB colours.
fn plain_colors(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, name)) = FUNCTIONS.iter().filter_map(|name| Some((rest.find(name)?, *name))).min() {
        out.push_str(rest.get(..at).unwrap_or_default());
        let (inside, after) = enclosed(rest.get(at + name.len()..).unwrap_or_default());
        match csscolorparser::parse(&format!("{name}{inside})")) {
            Ok(color) => {
                let [r, g, b, _] = color.to_rgba8();
                out.push_str(&match color.a < 1.0 {
                    true => format!("rgba({r},{g},{b},{:.4})", color.a),
                    false => format!("#{r:02x}{g:02x}{b:02x}"),
                });
            }
            Err(_) => out.push_str("currentColor"),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Coordinates beyond this are drawn as if they stood here: far outside of every picture.
const FARTHEST: f64 = 1.0e9;

/// Path data whose numbers are beyond [`FARTHEST`]: an arc with a radius of 1e30 would become millions of curves.
fn tamed(data: &str) -> Option<String> {
    let may_be_far = |word: &str| word.len() > 9 || word.contains(['e', 'E']);
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
    let is_far = |word: &str| may_be_far(word) && word.parse().is_ok_and(|number: f64| number.abs() > FARTHEST);
    if !data.split(|c| !is_part(c)).any(is_far) {
        return None;
    }
    let mut out = String::with_capacity(data.len());
    let mut rest = data;
    while !rest.is_empty() {
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length.max(rest.chars().next().map_or(1, char::len_utf8).min(rest.len())));
        match is_far(word) {
            true if word.starts_with('-') => out.push_str("-1000000000"),
            true => out.push_str("1000000000"),
            false => out.push_str(word),
        }
        rest = after;
    }
    Some(out)
}

/// The geometry properties of an element's kind.
fn geometry_of(tag: &str) -> &'static [&'static str] {
    match tag {
        "rect" => &["x", "y", "width", "height", "rx", "ry"],
        "circle" => &["cx", "cy", "r"],
        "ellipse" => &["cx", "cy", "rx", "ry"],
        "image" | "use" => &["x", "y", "width", "height"],
        _ => &[],
    }
}

/// Geometry properties of rules and of `style` as attributes.
fn geometry(document: &Document<'_>, sheets: &[String]) -> Vec<Edit> {
    let is_geometry =
        |property: &str| matches!(property, "x" | "y" | "cx" | "cy" | "r" | "rx" | "ry" | "width" | "height");
    let mut of_rules: Vec<(&str, Vec<(&str, &str)>)> = Vec::new();
    for (selectors, text) in sheets.iter().flat_map(|sheet| rules(sheet)) {
        let said: Vec<_> = declarations(text).filter(|(property, _)| is_geometry(property)).collect();
        if !said.is_empty() {
            of_rules.extend(selectors.split(',').map(|selector| (selector.trim(), said.clone())));
        }
    }
    let nodes: Vec<_> = document.descendants().filter(|node| !geometry_of(node.tag_name().name()).is_empty()).collect();
    if of_rules.len().saturating_mul(nodes.len()) > COMPARED {
        return Vec::new();
    }
    let mut edits = Vec::new();
    for node in nodes {
        let mut said: BTreeMap<&str, &str> = BTreeMap::new();
        for (_, list) in of_rules.iter().filter(|(selector, _)| matches(selector, node)) {
            said.extend(list.iter().copied());
        }
        let own = node.attribute("style").unwrap_or_default();
        said.extend(declarations(own).filter(|(property, _)| is_geometry(property)));
        for (property, value) in said {
            let value = value.trim_end_matches("!important").trim();
            let is_new = node.attribute(property) != Some(value);
            if is_new
                && geometry_of(node.tag_name().name()).contains(&property)
                && value != "auto"
                && !value.contains(['"', '<', '&'])
            {
                edits.push(set(node, property, value));
            }
        }
    }
    edits
}

/// The background of the root as the property that the library knows: of `background` it takes no notice.
fn background(document: &Document<'_>, sheets: &[String]) -> Option<Edit> {
    let root = document.root_element();
    let is_background = |(property, _): &(&str, &str)| matches!(*property, "background" | "background-color");
    let of_rules = sheets.iter().flat_map(|sheet| rules(sheet));
    let of_rules =
        of_rules.filter(|(selectors, _)| selectors.split(',').any(|selector| matches(selector.trim(), root)));
    let own = root.attribute("style").unwrap_or_default();
    let said = of_rules.flat_map(|(_, text)| declarations(text)).chain(declarations(own)).filter(is_background).last();
    let (_, value) = said.filter(|(property, _)| *property == "background")?;
    let color =
        csscolorparser::parse(value.trim_end_matches("!important").trim()).ok().filter(|color| color.a > 0.0)?;
    let [r, g, b, a] = color.to_rgba8();
    Some(declare(root, &format!("background-color:#{r:02x}{g:02x}{b:02x}{a:02x}")))
}

#[cfg(test)]
mod tests {
    use super::super::edit::apply;
    use super::*;

    fn changed(body: &str) -> String {
        let mut text = format!("<svg xmlns='http://www.w3.org/2000/svg'>{body}</svg>");
        for _ in 0..4 {
            let document = Document::parse(&text).unwrap();
            let edits = edits(&document);
            if edits.is_empty() {
                return text;
            }
            text = apply(document.input_text(), edits);
        }
        panic!("{text}");
    }

    #[test]
    fn custom_properties_are_replaced() {
        let text =
            changed("<style>:root{--a: #f00; --b: var(--a)}</style><g fill='var(--b)' stroke='var(--c, var(--a))'/>");
        assert!(text.contains("fill='#f00' stroke='#f00'"), "{text}");
        let text = changed("<style>:root{--a: var(--b); --b: var(--a)}</style><g fill='var(--b)'/>");
        assert!(text.contains("fill=''"), "{text}");
    }

    #[test]
    fn newer_colours_are_plain_ones() {
        let text = changed("<g fill='oklch(0.628 0.2577 29.23)' style='stroke:hwb(120 0% 0% / 0.5)'/>");
        assert!(text.contains("fill='#ff0000'") || text.contains("fill='#fe0000'"), "{text}");
        assert!(text.contains("rgba(0,255,0,0.5"), "{text}");
    }

    #[test]
    fn rules_for_screens_are_rules_and_those_for_print_are_none() {
        let text = changed("<style>@media screen{.a{fill:red}}@media print{.a{fill:blue}}.b{r:1}</style>");
        assert!(text.contains(".a{fill:red}") && !text.contains("blue") && !text.contains("@media"), "{text}");
    }

    #[test]
    fn geometry_in_styles_is_geometry() {
        let text = changed("<style>.a{r:5px}</style><circle class='a' style='cx:9'/><rect class='a'/>");
        assert!(text.contains("r=\"5px\"") && text.contains("cx=\"9\""), "{text}");
        assert!(text.contains("<rect class='a'/>"), "{text}");
    }

    #[test]
    fn numbers_of_paths_are_not_beyond_all_bounds() {
        assert_eq!(
            tamed("M0 0A1e30 1e30 0 1 1 9,9L-1e12 5").unwrap(),
            "M0 0A1000000000 1000000000 0 1 1 9,9L-1000000000 5"
        );
        assert_eq!(tamed("M0 0l1e3 1000000000é"), None);
    }
}
