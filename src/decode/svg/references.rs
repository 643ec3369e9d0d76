//! What an SVG grows to when its references are followed.
//!
//! `use`, patterns, masks, markers, clip paths and filters multiply: ten lines can name a thousand million shapes.
//! Sizes are summed over the graph of children and references, each element once, so the answer costs linear time.
//! Refused: more elements, nesting or text than the limits allow after expansion. A reference that leads back to where it
//! stands has no meaning in SVG: as browsers do, it is left out and the rest is drawn. Links (`a`), animations and
//! metadata are not drawn and do not count as references.

use super::edit::Edit;
use super::links::{By, Link, Way, links};
use super::style::Sheets;
use crate::error::{Error, Result, shortened};
use crate::limits::{Limits, within};
use roxmltree::{Document, Node};
use std::collections::HashMap;

/// Attribute text after expansion, as a multiple of `svg_bytes`: the library keeps some ten bytes for each.
const TEXT_GROWTH: u64 = 2;
/// Comparisons with which the library looks for circles, as a multiple of `svg_elements`: some 10 ns each.
const CIRCLE_CHECKS: u64 = 50;
/// References that lead back to themselves: after each the graph is walked anew.
const CIRCLES: usize = 100;
/// Patterns and markers in force at one element: fill, stroke and three markers, and what style sheets may add.
const INHERITED: usize = 100;

/// What an element amounts to with all that it contains and refers to.
#[derive(Debug, Clone, Copy, Default)]
struct Total {
    elements: u64,
    bytes: u64,
    shapes: u64,
    vertices: u64,
    depth: u32,
}

/// Refuses a document that grows over the limits. What must be changed so that no reference leads back to itself, each
/// with what to say of it.
pub(super) fn check(document: &Document<'_>, limits: &Limits) -> Result<Vec<(Edit, String)>> {
    let sheets = Sheets::read(document)?;
    let mut graph = Graph::of(document, &sheets)?;
    sheets.check(&graph.nodes, 1, limits)?;
    let mut dropped = Vec::new();
    let totals = loop {
        match graph.walk(limits)? {
            Walk::Ended(totals) => break totals,
            Walk::Circle(from, edge) if dropped.len() < CIRCLES => dropped.extend(graph.drop_edge(from, edge)),
            Walk::Circle(..) => {
                return Err(Error::beyond("references of the SVG that lead back to themselves", "more", CIRCLES));
            }
        }
    };
    let characters: u64 =
        document.descendants().filter_map(|node| text_of_text(&node)).map(|text| text.len() as u64).sum();
    within("text_characters", characters, u64::from(limits.text_characters))?;
    let mut checks = 0u64;
    for (node, total) in graph.nodes.iter().zip(&totals) {
        if is_resource(node) {
            checks = checks.saturating_add(total.elements);
        }
    }
    within("svg_elements", checks / CIRCLE_CHECKS, limits.svg_elements)?;
    let elements = totals.first().map_or(0, |root| root.elements);
    sheets.check(&graph.nodes, elements.div_ceil(graph.nodes.len().max(1) as u64), limits)?;
    Ok(dropped)
}

/// Characters that are drawn: those inside `text`.
fn text_of_text<'a>(node: &Node<'a, '_>) -> Option<&'a str> {
    let parent = node.is_text().then(|| node.parent_element()).flatten()?;
    matches!(parent.tag_name().name(), "text" | "tspan" | "textPath" | "a" | "tref").then(|| node.text()).flatten()
}

/// What a walk through the graph ends with.
enum Walk {
    /// The totals of all elements.
    Ended(Vec<Total>),
    /// An element that is met again while it is open, by way of this link: that element's index and the link's.
    Circle(usize, usize),
}

struct Graph<'a, 'input> {
    /// Elements in the order of the document; the root is the first.
    nodes: Vec<Node<'a, 'input>>,
    edges: Vec<Vec<Link>>,
}

impl<'a, 'input> Graph<'a, 'input> {
    fn of(document: &'a Document<'input>, sheets: &Sheets) -> Result<Self> {
        let nodes: Vec<_> = document.root_element().descendants().filter(Node::is_element).collect();
        let (mut by_id, mut index) = (HashMap::new(), HashMap::new());
        for (at, node) in nodes.iter().enumerate() {
            index.insert(node.id(), at);
            if let Some(id) = node.attribute("id") {
                by_id.entry(id).or_insert(at);
            }
        }
        let mut edges = vec![Vec::new(); nodes.len()];
        let mut inherited: Vec<Vec<Link>> = vec![Vec::new(); nodes.len()];
        for (at, node) in nodes.iter().enumerate() {
            let own = links(node, sheets, &by_id, &nodes);
            let above = node.parent_element().and_then(|parent| index.get(&parent.id()).copied());
            let handed: Vec<_> = own.iter().filter_map(Link::inherited).collect();
            let mut effective = above.and_then(|above| inherited.get(above)).cloned().unwrap_or_default();
            effective.retain(|link| !link.is_off(node));
            if let (Some(above), Some(list)) = (above, above.and_then(|above| edges.get_mut(above))) {
                debug_assert!(above < at);
                list.push(Link { to: at, way: Way::Part, by: By::Child });
            }
            let mut list = own;
            // What a pattern or marker contains inherits from where the pattern stands, not from where it is used.
            if is_resource(node) {
                list.extend(effective.iter().cloned());
            }
            for link in handed {
                if !effective.contains(&link) {
                    effective.push(link);
                }
            }
            if effective.len() > INHERITED {
                return Err(Error::beyond(
                    "patterns and markers in force at an element of the SVG",
                    effective.len(),
                    INHERITED,
                ));
            }
            if let (Some(edges), Some(slot)) = (edges.get_mut(at), inherited.get_mut(at)) {
                edges.extend(list);
                *slot = effective;
            }
        }
        Ok(Self { nodes, edges })
    }

    /// The totals of all elements, parts first: a walk in depth without recursion, each element finished once.
    fn walk(&self, limits: &Limits) -> Result<Walk> {
        let mut totals: Vec<Option<Total>> = vec![None; self.nodes.len()];
        let mut is_open = vec![false; self.nodes.len()];
        let mut path: Vec<(usize, usize)> = vec![(0, 0)];
        while let Some((at, next)) = path.last_mut() {
            let at = *at;
            if let Some(open) = is_open.get_mut(at) {
                *open = true;
            }
            match self.edges.get(at).and_then(|edges| edges.get(*next)) {
                Some(link) => {
                    *next += 1;
                    if is_open.get(link.to) == Some(&true) {
                        return self.circle(&path);
                    }
                    if totals.get(link.to).is_some_and(Option::is_none) {
                        path.push((link.to, 0));
                    }
                }
                None => {
                    let total = self.total(at, &totals);
                    check_total(&total, limits)?;
                    if let (Some(slot), Some(open)) = (totals.get_mut(at), is_open.get_mut(at)) {
                        *slot = Some(total);
                        *open = false;
                    }
                    path.pop();
                }
            }
        }
        Ok(Walk::Ended(totals.into_iter().map(Option::unwrap_or_default).collect()))
    }

    /// The last reference of a way that leads back into itself: children alone never do.
    fn circle(&self, path: &[(usize, usize)]) -> Result<Walk> {
        let is_reference = |(at, next): &&(usize, usize)| {
            let link = self.edges.get(*at).and_then(|edges| edges.get(next.wrapping_sub(1)));
            link.is_some_and(|link| link.by != By::Child)
        };
        match path.iter().rev().find(is_reference) {
            Some((at, next)) => Ok(Walk::Circle(*at, next - 1)),
            None => Err(Error::internal("elements of an SVG contain themselves")),
        }
    }

    /// Takes a link away; the edits of the text that do so, each with what to say of it.
    fn drop_edge(&mut self, from: usize, edge: usize) -> Vec<(Edit, String)> {
        let (Some(node), Some(edges)) = (self.nodes.get(from), self.edges.get_mut(from)) else { return Vec::new() };
        if edge >= edges.len() {
            return Vec::new();
        }
        let link = edges.remove(edge);
        let target = self.nodes.get(link.to).and_then(|node| node.attribute("id")).unwrap_or_default();
        let said = match link.by {
            By::Inherited(_) => String::new(),
            _ => format!("a reference to the element `{}` leads back to itself and is left out", shortened(target)),
        };
        link.by.edits(node, target).into_iter().map(|edit| (edit, said.clone())).collect()
    }

    fn total(&self, at: usize, totals: &[Option<Total>]) -> Total {
        let Some(node) = self.nodes.get(at) else { return Total::default() };
        let mut sum = own_total(node);
        let edges = self.edges.get(at).map(Vec::as_slice).unwrap_or_default();
        let parts_first = edges.iter().filter(|link| !link.way.is_inherited());
        for link in parts_first.chain(edges.iter().filter(|link| link.way.is_inherited())) {
            let Some(total) = totals.get(link.to).copied().flatten() else { continue };
            let times = match link.way {
                Way::Part | Way::Once => 1,
                Way::EachShape => sum.shapes,
                Way::EachVertex => sum.vertices,
                Way::Follow => 0,
            };
            sum.elements = sum.elements.saturating_add(total.elements.saturating_mul(times));
            sum.bytes = sum.bytes.saturating_add(total.bytes.saturating_mul(times));
            if link.way == Way::Part {
                sum.shapes = sum.shapes.saturating_add(total.shapes);
                sum.vertices = sum.vertices.saturating_add(total.vertices);
            }
            if times > 0 {
                sum.depth = sum.depth.max(total.depth.saturating_add(1));
            }
        }
        sum
    }
}

fn check_total(total: &Total, limits: &Limits) -> Result<()> {
    within("svg_elements", total.elements, limits.svg_elements)?;
    within("svg_depth", u64::from(total.depth), u64::from(limits.svg_depth))?;
    within("svg_bytes", total.bytes / TEXT_GROWTH, limits.svg_bytes).map_err(|error| error.at("references followed"))
}

fn own_total(node: &Node<'_, '_>) -> Total {
    let bytes = node.attributes().map(|attribute| attribute.value().len() as u64).sum();
    let is_shape = matches!(
        node.tag_name().name(),
        "path" | "rect" | "circle" | "ellipse" | "line" | "polyline" | "polygon" | "text" | "tspan" | "textPath"
    );
    let path = node.attribute("d").or_else(|| node.attribute("points"));
    // Between two vertices stands at least one character that is no digit.
    let vertices = path.map_or(2, |path| path.bytes().filter(|byte| !byte.is_ascii_digit()).count() as u64 + 1);
    let (shapes, vertices) = if is_shape { (1, vertices) } else { (0, 0) };
    Total { elements: 1, bytes, shapes, vertices, depth: 1 }
}

/// Elements that are drawn by reference only.
fn is_resource(node: &Node<'_, '_>) -> bool {
    matches!(node.tag_name().name(), "pattern" | "marker" | "mask" | "clipPath" | "filter")
}

#[cfg(test)]
mod tests {
    use super::super::edit::apply;
    use super::super::links::XLINK;
    use super::*;
    use crate::Fault;

    fn outcome(body: &str) -> Option<Fault> {
        let text = format!("<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='{XLINK}'>{body}</svg>");
        let document = Document::parse(&text).unwrap();
        check(&document, &Limits::default()).err().map(|error| error.fault())
    }

    /// The body with the references left out that lead back to themselves.
    fn straightened(body: &str) -> String {
        let text = format!("<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='{XLINK}'>{body}</svg>");
        let document = Document::parse(&text).unwrap();
        let edits = check(&document, &Limits::default()).unwrap().into_iter().map(|(edit, _)| edit).collect();
        let straight = apply(&text, edits);
        let again = Document::parse(&straight).unwrap();
        assert!(check(&again, &Limits::default()).unwrap().is_empty(), "{straight}");
        straight
    }

    /// `levels` elements, each of which `link` makes refer `times` to the one before.
    fn tower(levels: u32, times: usize, link: impl Fn(u32, &str) -> String, leaf: &str) -> String {
        let mut text = leaf.to_owned();
        for level in 1..=levels {
            let below = format!("{}", level - 1);
            text += &link(level, &link_times(times, &below));
        }
        text
    }

    fn link_times(times: usize, below: &str) -> String {
        format!("<use href='#u{below}'/>").repeat(times)
    }

    #[test]
    fn uses_of_uses_are_counted_without_being_expanded() {
        let link = |level: u32, uses: &str| format!("<g id='u{level}'>{uses}</g>");
        assert_eq!(outcome(&tower(4, 10, link, "<rect id='u0'/>")), None);
        assert_eq!(outcome(&tower(6, 10, link, "<rect id='u0'/>")), Some(Fault::TooLarge));
        assert_eq!(outcome(&tower(60, 10, link, "<rect id='u0'/>")), Some(Fault::TooLarge));
    }

    #[test]
    fn patterns_in_patterns_multiply_by_shapes_also_when_inherited_or_styled() {
        let shapes = "<rect/>".repeat(10);
        for fill in ["<g fill='url(#p{})'>{s}</g>", "<g style='fill: url(&quot;#p{}&quot;)'>{s}</g>"] {
            let mut text = String::from("<pattern id='p0'><rect/></pattern>");
            for level in 1..=6 {
                let content = fill.replace("{}", &(level - 1).to_string()).replace("{s}", &shapes);
                text += &format!("<pattern id='p{level}'>{content}</pattern>");
            }
            assert_eq!(outcome(&format!("{text}<rect fill='url(#p6)'/>")), Some(Fault::TooLarge), "{fill}");
        }
        let styled = (1..=6).map(|n| format!(".c{n}{{fill:url(#p{})}}", n - 1)).collect::<String>();
        let mut text = format!("<style>{styled}</style><pattern id='p0'><rect/></pattern>");
        for n in 1..=6 {
            text += &format!("<pattern id='p{n}'><g class='c{n}'>{shapes}</g></pattern>");
        }
        assert_eq!(outcome(&text), Some(Fault::TooLarge));
    }

    #[test]
    fn markers_multiply_by_vertices() {
        let path = format!("M0 0{}", "h1 ".repeat(100_000));
        let body = "<marker id='m'><rect/><rect/></marker>";
        assert_eq!(outcome(&format!("{body}<path marker-mid='url(#m)' d='M0 0 1 1'/>")), None);
        assert_eq!(outcome(&format!("{body}<path marker-mid='url(#m)' d='{path}'/>")), Some(Fault::TooLarge));
    }

    #[test]
    fn text_that_references_multiply_is_bounded() {
        let path = "0 ".repeat(100_000);
        let body = format!("<path id='p' d='M{path}'/>{}", "<use href='#p'/>".repeat(1_000));
        assert_eq!(outcome(&body), Some(Fault::TooLarge));
        assert_eq!(outcome(&format!("<text>{}</text>", "x".repeat(100_001))), Some(Fault::TooLarge));
    }

    #[test]
    fn every_circle_is_cut() {
        for body in [
            "<g id='a'><use href='#a'/></g>",
            "<use id='a' xlink:href='#b'/><use id='b' href='#c'/><use id='c' href='#a'/>",
            "<mask id='a' mask='url(#b)'/><mask id='b' mask='url(#c)'/><mask id='c' mask='url(#a)'/>",
            "<clipPath id='a'><rect clip-path='url(#b)'/></clipPath><clipPath id='b' clip-path='url(#c)'/><clipPath id='c'><rect style='clip-path:url(#a)'/></clipPath>",
            "<pattern id='a'><rect fill='url(#b)'/></pattern><pattern id='b'><rect stroke='url(#c)'/></pattern><pattern id='c'><rect fill='url(#a)'/></pattern>",
            "<g fill='url(#a)'><pattern id='a'><rect/></pattern></g>",
            "<style>rect{fill:url(#a)}</style><pattern id='a'><rect/></pattern>",
            "<linearGradient id='a' href='#b'/><linearGradient id='b' href='#c'/><linearGradient id='c' href='#b'/>",
            "<pattern id='a' href='#b'/><pattern id='b' href='#c'/><pattern id='c' href='#b'/>",
            "<filter id='f'><feImage href='#r'/></filter><g id='r'><rect filter='url(#f)'/></g>",
            "<marker id='m'><path marker-end='url(#n)'/></marker><marker id='n'><path marker-end='url(#m)'/></marker>",
        ] {
            let straight = straightened(body);
            assert_ne!(straight.len(), body.len() + 88, "{straight}");
        }
    }

    #[test]
    fn only_the_reference_goes() {
        let gradient = "<linearGradient id='a' xlink:href='#a' x1='1'><stop/></linearGradient>";
        assert!(straightened(gradient).contains("<linearGradient id='a'  x1='1'><stop/>"));
        let paint = "<pattern id='a'><rect style='stroke:red;fill:url(&quot;#a&quot;)'/></pattern>";
        assert!(straightened(paint).contains("style='stroke:red;fill:none'"));
        let fallback = "<pattern id='a'><rect fill='url(#a) blue'/></pattern>";
        assert!(straightened(fallback).contains("fill=' blue'"));
    }

    #[test]
    fn ordinary_references_pass() {
        assert_eq!(
            outcome(
                "<g fill='url(#g)' id='top'><linearGradient id='g' href='#h'><stop/></linearGradient></g>
                 <linearGradient id='h'/><a href='#top'><rect fill='url(#missing)'/></a><use href='other.svg#x'/>
                 <animate href='#top'/><mask id='m'><rect/></mask><g mask='url(#m)'><rect mask='url(#m)'/></g>"
            ),
            None
        );
    }

    #[test]
    fn nesting_counts_through_references() {
        let deep = |n: usize| format!("{}<rect/>{}", "<g>".repeat(n), "</g>".repeat(n));
        let body = format!("<g id='a'>{}</g>{}<use href='#a'/>{}", deep(300), "<g>".repeat(300), "</g>".repeat(300));
        assert_eq!(outcome(&body), Some(Fault::TooLarge));
        assert_eq!(outcome(&deep(500)), None);
    }
}
