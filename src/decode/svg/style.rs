//! Which elements an SVG's style sheets may make refer to which others.
//!
//! Not a matcher: a rule is taken to hold for every element that fits the last part of its selector, because a
//! reference that is assumed too often costs nothing but a bound reached sooner, and one that is overlooked is a hole.
//! Also bounds what matching itself costs the SVG library.

use crate::error::Result;
use crate::limits::within;
use std::collections::HashMap;

/// Selectors × elements, nested selectors weighted: one comparison takes some 20 ns, so this is about a second.
const COMPARISONS: u64 = 50_000_000;
/// Style elements: the library sorts all rules again after each.
const SHEETS: u64 = 1_000;

/// The ids in all `url(#…)` of a value.
pub(super) fn ids(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|part| {
        let id = part.trim_start().trim_start_matches(['"', '\'']).trim_start().strip_prefix('#')?;
        Some(id.split([')', '"', '\'']).next().unwrap_or_default().trim_end())
    })
}

/// The references of all style sheets, by the last part of their selectors.
#[derive(Debug, Default)]
pub(super) struct Sheets<'a> {
    by_key: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Sheets<'a> {
    /// Reads the sheets of a document of this many elements, references expanded, and this depth.
    pub(super) fn read(document: &'a roxmltree::Document<'_>, elements: u64, depth: u32) -> Result<Self> {
        let mut sheets = Self::default();
        let (mut count, mut weight) = (0, 0u64);
        for style in document.descendants().filter(|node| node.is_element() && node.tag_name().name() == "style") {
            count += 1;
            within("svg style sheets", count, SHEETS)?;
            for (selectors, declarations) in style.children().filter_map(|child| child.text()).flat_map(rules) {
                for selector in selectors.split(',') {
                    weight = weight.saturating_add(selector_weight(selector, depth));
                    sheets.add(selector, declarations);
                }
            }
            within("svg style comparisons", weight.saturating_mul(elements), COMPARISONS)?;
        }
        Ok(sheets)
    }

    fn add(&mut self, selector: &'a str, declarations: &'a str) {
        let mut found = ids(declarations).peekable();
        if found.peek().is_some() {
            self.by_key.entry(key(selector)).or_default().extend(found);
        }
    }

    /// The references that rules may give to an element.
    pub(super) fn of(&self, element: roxmltree::Node<'_, '_>) -> impl Iterator<Item = &'a str> {
        let keys = match self.by_key.is_empty() {
            true => Vec::new(),
            false => keys_of(element),
        };
        keys.into_iter().flat_map(|key| self.by_key.get(key.as_str()).into_iter().flatten().copied())
    }
}

/// The keys that an element answers to: `*`, its name, `.class` and `#id`.
fn keys_of(element: roxmltree::Node<'_, '_>) -> Vec<String> {
    let mut keys = vec!["*".to_owned(), element.tag_name().name().to_owned()];
    keys.extend(element.attribute("id").map(|id| format!("#{id}")));
    keys.extend(element.attribute("class").unwrap_or_default().split_ascii_whitespace().map(|name| format!(".{name}")));
    keys
}

/// The pairs of selectors and declarations of a sheet, those within `@media` and the like too. Comments may hold
/// braces, so everything up to the next opening one counts as declarations.
fn rules(sheet: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut before = None;
    sheet.split('{').filter_map(move |part| {
        let selectors: Option<&str> = before.replace(part);
        Some((selectors?.rsplit(['}', ';']).next().unwrap_or_default(), part))
    })
}

/// The last simple piece of a selector's last part, or `*` when it has none that is simple.
fn key(selector: &str) -> &str {
    // Quoted and escaped characters would mislead what follows.
    if selector.contains(['[', '\\']) {
        return "*";
    }
    let last = selector.trim().rsplit([' ', '\t', '\n', '\r', '>', '+', '~', '/']).next().unwrap_or_default();
    let simple = last.split(':').next().unwrap_or_default();
    let piece = simple.rfind(['#', '.']).map_or(simple, |at| simple.get(at..).unwrap_or_default());
    match piece {
        "" => "*",
        piece => piece,
    }
}

/// Comparisons of one selector with one element at worst: each of `k` ancestors may be any of `depth`, in order.
fn selector_weight(selector: &str, depth: u32) -> u64 {
    let parts = selector.split([' ', '\t', '\n', '\r', '>', '+', '~']).filter(|part| !part.is_empty()).count() as u64;
    let (mut weight, mut choices) = (1u64, 1u64);
    for ancestor in 1..parts.min(20) {
        choices = choices.saturating_mul(u64::from(depth).saturating_sub(ancestor - 1)) / ancestor;
        weight = weight.saturating_add(choices);
    }
    weight
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_in_every_spelling() {
        assert_eq!(ids("url(#a) url( '#b' ) red url(\"#c\") url(http://x/#d)").collect::<Vec<_>>(), ["a", "b", "c"]);
    }

    #[test]
    fn rules_reach_elements_by_the_last_part_of_their_selectors() {
        let text = "<svg><style>/* c */ .a, g > rect.b:hover { fill: url(#p); color: red }
            @media print { #i { mask: url('#m') } } [x] {filter:url(#f)}</style>
            <rect class='x b'/><g class='a'/><g id='i'/></svg>";
        let document = roxmltree::Document::parse(text).unwrap();
        let sheets = Sheets::read(&document, 10, 3).unwrap();
        let found = |tag: &str, n: usize| -> Vec<_> {
            let node = document.descendants().filter(|node| node.has_tag_name(tag)).nth(n).unwrap();
            sheets.of(node).collect()
        };
        assert_eq!(found("rect", 0), ["f", "p"]);
        assert_eq!(found("g", 0), ["f", "p"]);
        assert_eq!(found("g", 1), ["f", "m"]);
    }

    #[test]
    fn selectors_that_multiply_are_refused() {
        let text = format!("<svg><style>{}</style></svg>", "no * * * * * x{fill:red}".repeat(10));
        let document = roxmltree::Document::parse(&text).unwrap();
        assert!(Sheets::read(&document, 1_000, 100).is_err());
        assert!(Sheets::read(&document, 1_000, 4).is_ok());
    }
}
