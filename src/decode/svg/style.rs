//! Which elements an SVG's style sheets may make refer to which others.
//!
//! Not a matcher: a rule is taken to hold for every element that fits the last part of its selector, because a
//! reference that is assumed too often costs nothing but a bound reached sooner, and one that is overlooked is a hole.
//! Also bounds what matching itself costs the SVG library.

use crate::error::{Error, Result};
use crate::limits::{Limits, within};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// Style elements: the library sorts all rules again after each.
const SHEETS: u64 = 1_000;

/// The ids in all `url(#…)` of a value.
pub(super) fn ids(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|part| {
        let id = part.trim_start().trim_start_matches(['"', '\'']).trim_start().strip_prefix('#')?;
        Some(id.split([')', '"', '\'']).next().unwrap_or_default().trim_end())
    })
}

/// A reference that a rule makes: under which property, to the element with which id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) property: String,
    pub(super) id: String,
    /// Of the rule.
    pub(super) selector: String,
}

/// The rules of all style sheets of a document.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    /// Their references, by the last part of their selectors.
    by_key: HashMap<String, Vec<Named>>,
    /// Their selectors.
    selectors: Vec<Selector>,
}

/// What of a selector tells what matching it costs.
#[derive(Debug)]
struct Selector {
    key: String,
    parts: u64,
    /// Combinators that leave open which ancestor is meant.
    loose: u64,
}

impl Sheets {
    /// Reads the sheets of a document.
    pub(super) fn read(document: &roxmltree::Document<'_>) -> Result<Self> {
        let mut sheets = Self::default();
        let mut count = 0;
        for style in document.descendants().filter(|node| node.is_element() && node.tag_name().name() == "style") {
            count += 1;
            if count > SHEETS {
                return Err(Error::beyond("style elements of the SVG", count, SHEETS));
            }
            for sheet in style.children().filter_map(|child| child.text()) {
                let sheet = without_comments(sheet);
                for (selectors, declarations) in rules(&sheet) {
                    selectors.split(',').for_each(|selector| sheets.add(selector, declarations));
                }
            }
        }
        Ok(sheets)
    }

    fn add(&mut self, selector: &str, declarations: &str) {
        let key = key(selector).to_owned();
        let mut named = named(declarations, selector.trim()).peekable();
        if named.peek().is_some() {
            self.by_key.entry(key.clone()).or_default().extend(named);
        }
        let parts =
            selector.split([' ', '\t', '\n', '\r', '>', '+', '~']).filter(|part| !part.is_empty()).count() as u64;
        let tight = selector.matches(['>', '+', '~']).count() as u64;
        self.selectors.push(Selector { key, parts, loose: parts.saturating_sub(1).saturating_sub(tight) });
    }

    /// Refuses what would take the library too many comparisons with the elements of a document, each of which is
    /// written `times` times when references are expanded.
    pub(super) fn check(&self, nodes: &[roxmltree::Node<'_, '_>], times: u64, limits: &Limits) -> Result<()> {
        if self.selectors.is_empty() {
            return Ok(());
        }
        let mut depths: HashMap<String, BTreeMap<u32, u64>> = HashMap::new();
        for node in nodes {
            let depth = node.ancestors().count() as u32;
            for key in keys_of(*node) {
                *depths.entry(key).or_default().entry(depth).or_default() += 1;
            }
        }
        let mut comparisons = 0u64;
        for selector in &self.selectors {
            // Most elements fail at the last part; those that fit it look for the others among their ancestors.
            let deep = depths.get(&selector.key).into_iter().flatten();
            let found = deep.map(|(depth, count)| count.saturating_mul(selector.weight(*depth)));
            comparisons = found.fold(comparisons.saturating_add(nodes.len() as u64), u64::saturating_add);
        }
        within("svg_style_comparisons", comparisons.saturating_mul(times), limits.svg_style_comparisons)
    }

    /// The references that rules may give to an element.
    pub(super) fn of(&self, element: roxmltree::Node<'_, '_>) -> impl Iterator<Item = &Named> {
        let keys = match self.by_key.is_empty() {
            true => Vec::new(),
            false => keys_of(element),
        };
        keys.into_iter().flat_map(|key| self.by_key.get(key.as_str()).into_iter().flatten())
    }
}

impl Selector {
    /// Comparisons with one element of this depth at worst: each open ancestor may be any of them, in order.
    fn weight(&self, depth: u32) -> u64 {
        let (mut weight, mut choices) = (self.parts, 1u64);
        for ancestor in 1..=self.loose.min(20) {
            choices = choices.saturating_mul(u64::from(depth).saturating_sub(ancestor - 1)) / ancestor;
            weight = weight.saturating_add(choices);
        }
        weight
    }
}

/// A sheet without its comments. An open one reaches to the end.
pub(super) fn without_comments(sheet: &str) -> Cow<'_, str> {
    if !sheet.contains("/*") {
        return Cow::Borrowed(sheet);
    }
    let mut plain = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, comment)) = rest.split_once("/*") {
        plain.push_str(before);
        plain.push(' ');
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The properties and values of a list of declarations.
pub(super) fn declarations(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = text.split([';', '}']).filter_map(|declaration| declaration.split_once(':'));
    pairs.map(|(property, value)| (property.trim(), value.trim()))
}

/// The references of declarations.
fn named(text: &str, selector: &str) -> impl Iterator<Item = Named> {
    declarations(text).flat_map(move |(property, value)| {
        ids(value).map(move |id| Named {
            property: property.to_owned(),
            id: id.to_owned(),
            selector: selector.to_owned(),
        })
    })
}

/// Whether a selector fits an element, as the SVG library sees it.
pub(super) fn matches(selector: &str, node: roxmltree::Node<'_, '_>) -> bool {
    simplecss::Selector::parse(selector).is_some_and(|selector| selector.matches(&Styled(node)))
}

struct Styled<'a, 'input>(roxmltree::Node<'a, 'input>);

impl simplecss::Element for Styled<'_, '_> {
    fn parent_element(&self) -> Option<Self> {
        self.0.parent_element().map(Styled)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.0.prev_sibling_element().map(Styled)
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.0.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: simplecss::AttributeOperator<'_>) -> bool {
        self.0.attribute(name).is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: simplecss::PseudoClass<'_>) -> bool {
        class == simplecss::PseudoClass::FirstChild && self.0.prev_sibling_element().is_none()
    }
}

/// The keys that an element answers to: `*`, its name, `.class` and `#id`.
fn keys_of(element: roxmltree::Node<'_, '_>) -> Vec<String> {
    let mut keys = vec!["*".to_owned(), element.tag_name().name().to_owned()];
    keys.extend(element.attribute("id").map(|id| format!("#{id}")));
    keys.extend(element.attribute("class").unwrap_or_default().split_ascii_whitespace().map(|name| format!(".{name}")));
    keys
}

/// The pairs of selectors and declarations of a sheet, those within `@media` and the like too. Strings may hold braces,
/// so everything up to the next opening one counts as declarations.
pub(super) fn rules(sheet: &str) -> impl Iterator<Item = (&str, &str)> {
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
    let last = selector.trim().rsplit([' ', '\t', '\n', '\r', '>', '+', '~']).next().unwrap_or_default();
    let simple = last.split(':').next().unwrap_or_default();
    let piece = simple.rfind(['#', '.']).map_or(simple, |at| simple.get(at..).unwrap_or_default());
    match piece {
        "" => "*",
        piece => piece,
    }
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
        let sheets = Sheets::read(&document).unwrap();
        let found = |tag: &str, n: usize| -> Vec<_> {
            let node = document.descendants().filter(|node| node.has_tag_name(tag)).nth(n).unwrap();
            sheets.of(node).map(|named| format!("{} {}", named.property, named.id)).collect()
        };
        assert_eq!(found("rect", 0), ["filter f", "fill p"]);
        assert_eq!(found("g", 0), ["filter f", "fill p"]);
        assert_eq!(found("g", 1), ["filter f", "mask m"]);
    }

    /// What is said of a sheet over so many nested elements and so many more beside them.
    fn checked(sheet: &str, depth: usize, beside: usize) -> Result<()> {
        let (open, close) = ("<g>".repeat(depth), "</g>".repeat(depth));
        let text = format!("<svg><style>{sheet}</style>{open}<x/>{close}{}</svg>", "<rect class='a'/>".repeat(beside));
        let document = roxmltree::Document::parse(&text).unwrap();
        let nodes: Vec<_> = document.root_element().descendants().filter(roxmltree::Node::is_element).collect();
        Sheets::read(&document)?.check(&nodes, 1, &Limits::default())
    }

    #[test]
    fn selectors_that_multiply_are_refused() {
        let many = "g g g g g g x{fill:red}".repeat(10);
        assert!(checked(&many, 200, 0).is_err());
        assert!(checked(&many, 8, 0).is_ok());
    }

    #[test]
    fn comments_are_no_selectors_and_ordinary_sheets_pass() {
        let comment =
            "/* the colours of the logo, as they were agreed on in the last of many long meetings { */ .a{fill:red}";
        assert!(checked(comment, 60, 5_000).is_ok());
        assert!(checked("svg g g g .a rect > .a{fill:red} #i .a .b .a .c .a {fill:blue}", 5, 800).is_ok());
        assert_eq!(without_comments("a/* b */c/* d"), "a c ");
    }
}
