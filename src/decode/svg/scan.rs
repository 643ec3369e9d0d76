//! A look over the text of an SVG before any parser runs.
//!
//! Promised: linear time, no recursion. Refused: more elements or nesting than the limits allow, elements with absurdly
//! many attributes (parsers compare each with each), and entities that expand into more text than an SVG may have.

use crate::error::{Error, Result};
use crate::limits::{Limits, within};

/// Attributes of one element: SVG 1.1 knows about 250 in all, and a parser compares each with each.
const ATTRIBUTES: u64 = 1_000;
/// Declarations of prefixed namespaces: an element copies those that are in force. Real files have up to some 2,000,
/// where a program has declared `xlink` anew at each reference.
const NAMESPACES: usize = 10_000;

/// Refuses text that would cost a parser too much.
pub(super) fn check(text: &str, limits: &Limits) -> Result<()> {
    check_entities(text, limits)?;
    let namespaces = text.matches("xmlns:").count();
    if namespaces > NAMESPACES {
        return Err(Error::beyond("prefixed namespaces that the SVG declares", namespaces, NAMESPACES));
    }
    let (mut depth, mut elements) = (0u32, 0u64);
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('<') {
        rest = if let Some(comment) = after.strip_prefix("!--") {
            past(comment, "-->")
        } else if let Some(data) = after.strip_prefix("![CDATA[") {
            past(data, "]]>")
        } else if let Some(instruction) = after.strip_prefix('?') {
            past(instruction, "?>")
        } else if let Some(declaration) = after.strip_prefix('!') {
            past_declaration(declaration)
        } else if let Some(end) = after.strip_prefix('/') {
            depth = depth.saturating_sub(1);
            past(end, ">")
        } else {
            let tag = Tag::read(after);
            elements += 1;
            within("svg_elements", elements, limits.svg_elements)?;
            if tag.attributes > ATTRIBUTES {
                return Err(Error::beyond("attributes of an element of the SVG", tag.attributes, ATTRIBUTES));
            }
            within("svg_depth", u64::from(depth) + 1, u64::from(limits.svg_depth))?;
            depth += u32::from(!tag.is_empty);
            tag.rest
        };
    }
    Ok(())
}

/// What follows the next `mark`; nothing when there is none.
fn past<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split_once(mark).map_or("", |(_, rest)| rest)
}

/// What follows a `<!DOCTYPE …>`, its internal subset, comments and quoted values passed over.
fn past_declaration(text: &str) -> &str {
    let (mut rest, mut brackets) = (text, 0u32);
    while let Some(at) = rest.find(['"', '\'', '[', ']', '>', '<']) {
        let (mark, after) = (rest.as_bytes().get(at), rest.get(at + 1..).unwrap_or_default());
        rest = match mark {
            Some(b'"') => past(after, "\""),
            Some(b'\'') => past(after, "'"),
            Some(b'<') if after.starts_with("!--") => past(after, "-->"),
            Some(b'[') => {
                brackets += 1;
                after
            }
            Some(b']') => {
                brackets = brackets.saturating_sub(1);
                after
            }
            Some(b'>') if brackets == 0 => return after,
            _ => after,
        };
    }
    ""
}

/// A start tag or the tag of an empty element.
struct Tag<'a> {
    attributes: u64,
    is_empty: bool,
    rest: &'a str,
}

impl<'a> Tag<'a> {
    fn read(text: &'a str) -> Self {
        let (mut attributes, mut rest) = (0, text);
        while let Some(at) = rest.find(['=', '"', '\'', '>']) {
            let (before, after) = (rest.get(..at).unwrap_or_default(), rest.get(at + 1..).unwrap_or_default());
            match rest.as_bytes().get(at) {
                Some(b'=') => {
                    attributes += 1;
                    rest = after;
                }
                Some(b'"') => rest = past(after, "\""),
                Some(b'\'') => rest = past(after, "'"),
                _ => return Self { attributes, is_empty: before.ends_with('/'), rest: after },
            }
        }
        Self { attributes, is_empty: true, rest: "" }
    }
}

/// Editors declare entities for namespaces (`&ns_svg;`); those are plain text. One that holds markup or other entities
/// can hide elements and multiply itself, and no editor writes it.
fn check_entities(text: &str, limits: &Limits) -> Result<()> {
    let mut longest = 0;
    for declaration in text.split("<!ENTITY").skip(1) {
        let head = declaration.get(..declaration.find('>').unwrap_or(declaration.len())).unwrap_or_default();
        let Some(quote) = head.find(['"', '\'']) else { continue };
        let mark = head.get(quote..=quote).unwrap_or_default();
        let value = declaration.get(quote + 1..).unwrap_or_default();
        let value = value.split_once(mark).map_or(value, |(value, _)| value);
        if value.contains(['<', '&', '%']) {
            return Err(Error::input("the SVG declares an entity that holds markup or other entities")
                .with_help("save it without a document type declaration"));
        }
        longest = longest.max(value.len() as u64);
    }
    if longest > 0 {
        let references = text.bytes().filter(|&byte| byte == b'&').count() as u64;
        within("svg_bytes", longest.saturating_mul(references).saturating_add(text.len() as u64), limits.svg_bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fault;

    fn fault(text: &str, limits: &Limits) -> Option<Fault> {
        check(text, limits).err().map(|error| error.fault())
    }

    #[test]
    fn elements_and_nesting_are_counted_where_they_are_markup() {
        let limits = Limits { svg_elements: 3, svg_depth: 2, ..Limits::default() };
        assert_eq!(
            fault("<svg><g a='<b><b><b>' c=\">\"/><!-- <b><b><b> --><g/><![CDATA[<b><b>]]></svg>", &limits),
            None
        );
        assert_eq!(fault("<!DOCTYPE svg [ <!-- it's ]> --> <!ENTITY a 'b>'> ]><svg><g/></svg>", &limits), None);
        assert_eq!(fault("<svg><g/><g/><g/></svg>", &limits), Some(Fault::TooLarge));
        assert_eq!(fault("<svg><g><g/></g></svg>", &limits), Some(Fault::TooLarge));
        assert_eq!(fault(&"<g>".repeat(1_000_000), &Limits::none()), Some(Fault::TooLarge));
    }

    #[test]
    fn swarms_of_attributes_are_refused() {
        let attributes: String = (0..1_001).map(|i| format!(" a{i}='>'")).collect();
        assert_eq!(fault(&format!("<svg{attributes}/>"), &Limits::none()), Some(Fault::TooLarge));
    }

    #[test]
    fn entities_may_be_plain_and_must_not_multiply() {
        let with = |entity: &str, body: &str| format!("<!DOCTYPE svg [{entity}]><svg a='{body}'/>");
        let limits = Limits::default();
        assert_eq!(fault(&with("<!ENTITY ns 'http://www.w3.org/2000/svg'>", "&ns;"), &limits), None);
        assert_eq!(fault(&with("<!ENTITY a 'x'><!ENTITY b '&a;&a;'>", "&b;"), &limits), Some(Fault::Input));
        assert_eq!(fault(&with("<!ENTITY a '<g><g>'>", ""), &limits), Some(Fault::Input));
        let long = format!("<!ENTITY a '{}'>", "x".repeat(1 << 20));
        assert_eq!(fault(&with(&long, &"&a;".repeat(20)), &limits), Some(Fault::TooLarge));
    }
}
