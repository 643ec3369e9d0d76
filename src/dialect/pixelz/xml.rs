//! The vendor's answer in XML becomes the same fields as its answer in JSON.
//!
//! In: text. Out: the fields of the root element: an element with elements in it is an object, one with text is that text,
//! an empty or `nil` one is null, several of one name are a list. Prefixes of names are passed over, declared or not: the
//! vendor's documentation leaves the declarations out. Promised: no recursion; nothing outside is opened, nothing is
//! expanded. Refused: document types and with them entities of their own, nesting over [`Limits::json_depth`], what is not
//! well-formed; each with line and column.

use crate::dialect::faults::line_and_column;
use crate::error::{Error, Result};
use crate::limits::{Limits, within};
use serde_json::{Map, Value};

/// A piece of the text.
#[derive(Debug, PartialEq)]
enum Piece<'a> {
    /// Between tags.
    Text(&'a str),
    /// As it is, between `<![CDATA[` and `]]>`.
    Data(&'a str),
    /// What stands in a tag that begins an element, and whether it ends it too.
    Start(&'a str, bool),
    /// The name in a tag that ends an element.
    End(&'a str),
    /// A comment or an instruction.
    Aside,
}

/// An element that is not closed yet.
struct Open<'a> {
    name: &'a str,
    is_nil: bool,
    text: String,
    inner: Map<String, Value>,
}

impl<'a> Open<'a> {
    /// An element by what stands in its tag.
    fn of(tag: &'a str) -> Self {
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        // `i:nil="true"`, as the XML schema for instances has it.
        let squeezed: String = attributes.split_whitespace().collect();
        let is_nil = ["nil=\"true\"", "nil='true'", "nil=\"1\"", "nil='1'"].iter().any(|nil| squeezed.contains(nil));
        Self { name: name.trim(), is_nil, text: String::new(), inner: Map::new() }
    }

    fn value(self) -> Value {
        match (self.inner.is_empty(), self.text.trim()) {
            (false, _) => Value::Object(self.inner),
            (true, "") => Value::Null,
            (true, _) if self.is_nil => Value::Null,
            (true, text) => Value::String(text.to_owned()),
        }
    }

    /// Takes an element that is done.
    fn take(&mut self, done: Open<'_>) {
        let name = done.name.rsplit(':').next().unwrap_or_default().to_owned();
        let value = done.value();
        match self.inner.get_mut(&name) {
            Some(Value::Array(list)) => list.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
            None => {
                self.inner.insert(name, value);
            }
        }
    }
}

/// Whether text looks like XML.
pub(super) fn is_it(text: &str) -> bool {
    text.trim_start().starts_with('<')
}

/// Reads the fields of the root element.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) for what is not well-formed, [`Fault::TooLarge`](crate::Fault::TooLarge) for
/// what nests too deep.
pub(super) fn read(text: &str, limits: &Limits) -> Result<Map<String, Value>> {
    // What is around the root takes it like any other element.
    let mut open = vec![Open::of("")];
    let mut rest = text;
    while !rest.is_empty() {
        let refuse = |what: &str| {
            let place = line_and_column(text, text.len() - rest.len());
            Error::input(format!("the template is no XML that can be read: {what}")).at(place)
        };
        let (piece, behind) = next(rest).map_err(refuse)?;
        let depth = open.len() as u64;
        let inner = open.last_mut().ok_or_else(|| refuse("it ends twice"))?;
        match piece {
            Piece::Aside => {}
            Piece::Text(words) if depth == 1 && words.trim().is_empty() => {}
            Piece::Text(_) | Piece::Data(_) if depth == 1 => return Err(refuse("text stands outside of the root")),
            Piece::Text(words) => inner.text.push_str(&unescaped(words).map_err(refuse)?),
            Piece::Data(words) => inner.text.push_str(words),
            Piece::Start(..) if depth == 1 && !inner.inner.is_empty() => return Err(refuse("there is a second root")),
            Piece::Start(tag, true) => inner.take(Open::of(tag)),
            Piece::Start(tag, false) => {
                within("json_depth", depth, u64::from(limits.json_depth))?;
                open.push(Open::of(tag));
            }
            Piece::End(name) => {
                let closed = open.pop().filter(|element| depth > 1 && element.name == name);
                let closed = closed.ok_or_else(|| refuse("this tag closes nothing that is open"))?;
                if let Some(parent) = open.last_mut() {
                    parent.take(closed);
                }
            }
        }
        rest = behind;
    }
    let root = open.pop().filter(|_| open.is_empty()).and_then(|around| around.inner.into_iter().next());
    match root {
        Some((_, Value::Object(fields))) => Ok(fields),
        Some(_) => Err(Error::input("this is not a template: there are no fields in this XML")),
        None => Err(Error::input("the template is no XML that can be read: it ends before its root is closed")),
    }
}

/// The first piece of some text, and what follows it.
fn next(text: &str) -> Result<(Piece<'_>, &str), &'static str> {
    if !text.starts_with('<') {
        let (words, rest) = text.split_at(text.find('<').unwrap_or(text.len()));
        return Ok((Piece::Text(words), rest));
    }
    let until = |begin: usize, mark: &str| {
        let inside = text.get(begin..).unwrap_or_default();
        inside.split_once(mark).ok_or("something is not closed")
    };
    if text.starts_with("<!--") {
        return until(4, "-->").map(|(_, rest)| (Piece::Aside, rest));
    }
    if text.starts_with("<![CDATA[") {
        return until(9, "]]>").map(|(words, rest)| (Piece::Data(words), rest));
    }
    if text.starts_with("<?") {
        return until(2, "?>").map(|(_, rest)| (Piece::Aside, rest));
    }
    if text.starts_with("<!") {
        return Err("document types are not read: leave it out");
    }
    let (tag, rest) = tag(text.get(1..).unwrap_or_default()).ok_or("a tag is not closed")?;
    match tag.strip_prefix('/') {
        Some(name) => Ok((Piece::End(name.trim_end()), rest)),
        None if !tag.starts_with(|letter: char| letter.is_alphabetic() || letter == '_') => Err("a tag has no name"),
        None => match tag.strip_suffix('/') {
            Some(tag) => Ok((Piece::Start(tag, true), rest)),
            None => Ok((Piece::Start(tag, false), rest)),
        },
    }
}

/// What stands in a tag, and what follows it. A quoted `>` ends nothing; `<` never stands in a tag.
fn tag(text: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (None, '>') => return Some((text.get(..at)?, text.get(at + 1..)?)),
            (_, '<') => return None,
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
    }
    None
}

/// Text with the five entities of XML and numbered characters resolved.
fn unescaped(text: &str) -> Result<String, &'static str> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, entity)) = rest.split_once('&') {
        plain.push_str(before);
        let (name, after) = entity.split_once(';').ok_or("an `&` begins nothing: write &amp;")?;
        plain.push(match name {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            _ => numbered(name).ok_or("an entity is not known: only lt, gt, amp, quot, apos and numbers are")?,
        });
        rest = after;
    }
    plain.push_str(rest);
    Ok(plain)
}

fn numbered(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let code = match digits.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => digits.parse(),
    };
    char::from_u32(code.ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fault;
    use serde_json::json;

    fn fields(text: &str) -> Result<Map<String, Value>> {
        read(text, &Limits::default())
    }

    #[test]
    fn elements_become_fields() {
        let text = "<?xml version=\"1.0\"?>\n<!-- a <b> -->\n<R xmlns:i=\"x>y\"><A> 5 </A><p:B i:nil=\"true\"/>\
                    <C a='>'/><D></D><E>a &lt;&amp;&#65;&#x42;<![CDATA[<&]]></E><F><G>1</G><G>2</G><G>3</G></F>\
                    <N i:nil='true'>x</N></R>\n";
        let should = json!({
            "A": "5", "B": null, "C": null, "D": null, "E": "a <&AB<&", "F": { "G": ["1", "2", "3"] }, "N": null
        });
        assert_eq!(Value::Object(fields(text).unwrap()), should);
    }

    #[test]
    fn what_is_not_well_formed_is_told_with_its_place() {
        for (text, place) in [
            ("<a>\n <b></c></a>", "line 2, column 5"),
            ("<a><b/></a>\n</a>", "line 2, column 1"),
            ("<a><b/></a><c/>", "line 1, column 12"),
            ("<a><b/></a> x", "line 1, column 12"),
            ("<!DOCTYPE a [<!ENTITY b \"c\">]><a><b>&b;</b></a>", "line 1, column 1"),
            ("<a><b>&c;</b></a>", "line 1, column 7"),
            ("<a><b>&</b></a>", "line 1, column 7"),
            ("<a><b>&#xd800;</b></a>", "line 1, column 7"),
            ("<a><b <c/></a>", "line 1, column 4"),
            ("<a><1/></a>", "line 1, column 4"),
            ("<a><!-- </a>", "line 1, column 4"),
        ] {
            let error = fields(text).unwrap_err();
            assert_eq!((error.fault(), error.place().as_deref()), (Fault::Input, Some(place)), "{text}: {error}");
        }
        for text in ["<a>", "<a><b/>", "<a/>", "<a>b</a>", "<", "<a", "</a>", "<!--a-->"] {
            assert_eq!(fields(text).unwrap_err().fault(), Fault::Input, "{text}");
        }
    }

    #[test]
    fn nesting_is_bounded_and_costs_no_stack() {
        let nested = |depth: usize| format!("{}x{}", "<a>".repeat(depth), "</a>".repeat(depth));
        assert!(fields(&nested(128)).is_ok());
        assert_eq!(fields(&nested(129)).unwrap_err().fault(), Fault::TooLarge);
        assert_eq!(fields(&"<a>".repeat(1_000_000)).unwrap_err().fault(), Fault::TooLarge);
    }
}
