//! Where an element of an SVG leads, and where that is written.

use super::edit::{Edit, declare};
use super::style::{self, Sheets, ids};
use roxmltree::{Document, Node};
use std::collections::HashMap;

pub(super) const XLINK: &str = "http://www.w3.org/1999/xlink";

/// Takes an old `xlink:href` away beside an `href`, which wins (SVG 2, 16.1.6); the library takes the last one.
pub(super) fn without_old_ones(document: &Document<'_>) -> Vec<Edit> {
    let named = |node: &Node<'_, '_>, namespace: Option<&str>| {
        let mut links = node.attributes().filter(|attribute| attribute.name() == "href");
        links.find(|attribute| attribute.namespace() == namespace).map(|attribute| attribute.range())
    };
    let doubled = document.descendants().filter(|node| named(node, None).is_some());
    let old = doubled.filter_map(|node| named(&node, Some(XLINK)));
    old.map(|range| Edit { range, with: String::new() }).collect()
}

/// How one element leads to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// A child, or the target of `use`: its shapes become shapes of this one.
    Part,
    /// Mask, clip path, filter, a pattern's base: worked through once.
    Once,
    /// A pattern as fill or stroke: painted for each shape below, because paint is inherited.
    EachShape,
    /// A marker: drawn at each vertex below.
    EachVertex,
    /// A gradient's base: followed in a loop, costs nothing, must only not turn in a circle.
    Follow,
}

impl Way {
    /// Whether it holds for the elements below, too.
    pub(super) fn is_inherited(self) -> bool {
        matches!(self, Self::EachShape | Self::EachVertex)
    }
}

/// Where a link is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum By {
    /// Nowhere: it leads to a child.
    Child,
    /// In `href` or `xlink:href`.
    Href,
    /// In an attribute of this name.
    Attribute(String),
    /// In the attribute `style`, under this property.
    Style(String),
    /// In a rule of a style sheet, under this property.
    Rule {
        /// The rule's selector.
        selector: String,
        /// What it says.
        property: String,
    },
    /// At an element around it, as this property.
    Inherited(String),
}

/// A link from an element to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// Index of the other.
    pub(super) to: usize,
    /// What comes of it.
    pub(super) way: Way,
    /// Where it is written.
    pub(super) by: By,
}

impl Link {
    /// As elements below inherit it; `None` when they do not.
    pub(super) fn inherited(&self) -> Option<Self> {
        let property = self.by.property().filter(|_| self.way.is_inherited())?;
        Some(Self { by: By::Inherited(property.to_owned()), ..self.clone() })
    }

    /// Whether an element turns it off by a declaration that [`By::edits`] has made.
    pub(super) fn is_off(&self, node: &Node<'_, '_>) -> bool {
        let off = self.by.property().map(turned_off);
        off.zip(node.attribute("style")).is_some_and(|(off, style)| style.contains(&off))
    }
}

/// A declaration before which no other holds.
fn turned_off(property: &str) -> String {
    format!("{property}:none !important")
}

impl By {
    fn property(&self) -> Option<&str> {
        match self {
            Self::Child | Self::Href => None,
            Self::Attribute(name) | Self::Style(name) | Self::Inherited(name) => Some(name),
            Self::Rule { property, .. } => Some(property),
        }
    }

    /// What to change in an element so that it no longer leads to the element with this id.
    pub(super) fn edits(&self, node: &Node<'_, '_>, id: &str) -> Vec<Edit> {
        match self {
            Self::Child => Vec::new(),
            Self::Href => hrefs(node)
                .filter(|attribute| names(attribute.value(), id))
                .map(|attribute| Edit { range: attribute.range(), with: String::new() })
                .collect(),
            Self::Attribute(name) => without_urls(node, name, id).into_iter().collect(),
            Self::Style(_) => without_urls(node, "style", id).into_iter().collect(),
            // Rules are assumed to hold wherever their last part does.
            Self::Rule { selector, .. } if !style::matches(selector, *node) => Vec::new(),
            Self::Rule { property, .. } | Self::Inherited(property) => vec![declare(*node, &turned_off(property))],
        }
    }
}

fn hrefs<'a, 'input>(node: &Node<'a, 'input>) -> impl Iterator<Item = roxmltree::Attribute<'a, 'input>> {
    node.attributes()
        .filter(|attribute| attribute.name() == "href" && matches!(attribute.namespace(), None | Some(XLINK)))
}

fn names(href: &str, id: &str) -> bool {
    href.trim().strip_prefix('#').is_some_and(|name| name.trim() == id)
}

/// The edit that takes every `url(#id)` out of an attribute; `none` stands there when nothing else is left.
fn without_urls(node: &Node<'_, '_>, name: &str, id: &str) -> Option<Edit> {
    let range = node.attribute_node(name)?.range_value();
    let written = node.document().input_text().get(range.clone())?;
    let mut parts = written.split("url(");
    let mut with = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // The text is as it stands in the file: quotes may be entities.
        let (url, rest) = part.split_once(')').unwrap_or((part, ""));
        let is_it = url.split_once('#').is_some_and(|(_, named)| named.starts_with(id) && !more_follows(named, id));
        match is_it {
            true if rest.trim_start().is_empty() || rest.trim_start().starts_with([';', '!']) => with.push_str("none"),
            true => {}
            false => {
                with.push_str("url(");
                with.push_str(part);
                continue;
            }
        }
        with.push_str(rest);
    }
    Some(Edit { range, with })
}

/// Whether a name goes on after this id.
fn more_follows(named: &str, id: &str) -> bool {
    let rest = named.get(id.len()..).unwrap_or_default().trim_end();
    !(rest.is_empty() || rest.starts_with(['\'', '"', '&']))
}

/// Where an element leads by attributes and style sheets. The target's kind tells what is done with it.
pub(super) fn links(
    node: &Node<'_, '_>,
    sheets: &Sheets,
    by_id: &HashMap<&str, usize>,
    nodes: &[Node<'_, '_>],
) -> Vec<Link> {
    let named = |id: &str| by_id.get(id).and_then(|&at| Some((at, nodes.get(at)?.tag_name().name())));
    let mut list: Vec<Link> = Vec::new();
    let mut add = |id: &str, by: By| {
        let Some((to, tag)) = named(id) else { return };
        let way = match tag {
            "pattern" => Way::EachShape,
            "marker" => Way::EachVertex,
            "mask" | "clipPath" | "filter" => Way::Once,
            _ => return,
        };
        let link = Link { to, way, by };
        if !list.contains(&link) && !link.is_off(node) {
            list.push(link);
        }
    };
    for attribute in node.attributes().filter(|attribute| attribute.value().contains("url(")) {
        match attribute.name() {
            "style" => {
                for (property, value) in attribute.value().split(';').filter_map(|part| part.split_once(':')) {
                    ids(value).for_each(|id| add(id, By::Style(property.trim().to_owned())));
                }
            }
            name => ids(attribute.value()).for_each(|id| add(id, By::Attribute(name.to_owned()))),
        }
    }
    for rule in sheets.of(*node) {
        add(&rule.id, By::Rule { selector: rule.selector.clone(), property: rule.property.clone() });
    }
    for href in hrefs(node) {
        let id = href.value().trim().strip_prefix('#').map(str::trim);
        let Some((to, tag)) = id.and_then(named) else { continue };
        if let Some(way) = way_of_href(node.tag_name().name(), tag) {
            list.push(Link { to, way, by: By::Href });
        }
    }
    list
}

/// What comes of an element's `href` to an element of another kind.
fn way_of_href(from: &str, to: &str) -> Option<Way> {
    match from {
        "use" => Some(Way::Part),
        // Letters stand on an outline: what else is named there is nothing to them.
        "textPath" => {
            matches!(to, "path" | "rect" | "circle" | "ellipse" | "line" | "polyline" | "polygon").then_some(Way::Once)
        }
        "feImage" | "pattern" | "tref" | "filter" | "mask" | "clipPath" => Some(Way::Once),
        "linearGradient" | "radialGradient" => Some(Way::Follow),
        _ => None,
    }
}
