//! Names of outputs: a pattern such as `thumbs/{stem}-{width}.png`, read once, filled for every output.
//!
//! Pure: no files are looked at. What a document says about itself (`{view}`, `{template}`) is made harmless before it
//! becomes part of a path.

use crate::rows::DataRow;
use artboard::geometry::Size;
use artboard::{Error, Format, Result};
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::sync::Arc;

/// A pattern that has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    Token(Token),
    /// A column of data.
    Column(String),
}

/// What stands in braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// The input's name without its extension.
    Stem,
    /// The input's name.
    Name,
    /// The output's extension.
    Ext,
    /// The folder of the input as it was reached; `.` when it has none.
    Dir,
    /// The output's width in pixels.
    Width,
    /// The output's height in pixels.
    Height,
    /// The output's `{width}x{height}`.
    Size,
    /// The output's format: `jpeg`.
    Format,
    /// The side of the design.
    View,
    /// The input's number from 1, padded with zeros to this many digits.
    Index(usize),
    /// The template's name.
    Template,
    /// This many hexadecimal digits of the hash of the output's bytes.
    Hash(usize),
}

const HELP: &str = "the tokens are {stem} {name} {ext} {dir} {width} {height} {size} {format} {view} {index:04} \
                    {template} {hash:8}; {{ is a brace";

/// Digits of a whole hash: 64 bits.
const HASH_DIGITS: usize = 16;

/// What fills a pattern before the work.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Facts {
    /// The input's name without its extension.
    pub(crate) stem: OsString,
    /// The input's name.
    pub(crate) name: OsString,
    /// The input's folder.
    pub(crate) dir: OsString,
    /// The output's extension.
    pub(crate) ext: String,
    /// The output's format.
    pub(crate) format: Format,
    /// The side of the design.
    pub(crate) view: String,
    /// The template's name.
    pub(crate) template: String,
    /// The input's number from 1; with data the row's.
    pub(crate) index: usize,
    /// The row of data.
    pub(crate) row: Option<Arc<DataRow>>,
}

/// What fills a pattern only after the work.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Made<'a> {
    /// The output's pixels.
    pub(crate) size: Size,
    /// The output's bytes.
    pub(crate) bytes: &'a [u8],
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// An unknown token, a brace that is not closed.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        Self::with_columns(text, &[])
    }

    /// Reads a pattern that may use these columns of data; a token wins over a column of its name.
    ///
    /// # Errors
    /// As [`Pattern::parse`].
    pub(crate) fn with_columns(text: &str, columns: &[String]) -> Result<Self> {
        let help = || match columns {
            [] => HELP.to_owned(),
            columns => format!("{HELP}; the columns are {}", columns.join(", ")),
        };
        let refuse = |what: String| Error::input(what).at(format!("output `{text}`")).with_help(help());
        let (mut parts, mut literal, mut rest) = (Vec::new(), String::new(), text);
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            literal.push_str(before);
            if let Some(after) = from.strip_prefix("{{") {
                literal.push('{');
                rest = after;
            } else if let Some(after) = from.strip_prefix("}}").or_else(|| from.strip_prefix('}')) {
                literal.push('}');
                rest = after;
            } else {
                let (name, after) = from
                    .strip_prefix('{')
                    .and_then(|from| from.split_once('}'))
                    .ok_or_else(|| refuse("a brace is not closed".to_owned()))?;
                let column = || columns.iter().any(|column| column == name).then(|| Part::Column(name.to_owned()));
                let part = Token::parse(name).map(Part::Token).or_else(column);
                let part = part.ok_or_else(|| refuse(format!("there is no token `{{{name}}}`")))?;
                parts.push(Part::Literal(std::mem::take(&mut literal)));
                parts.push(part);
                rest = after;
            }
        }
        literal.push_str(rest);
        parts.push(Part::Literal(literal));
        parts.retain(|part| *part != Part::Literal(String::new()));
        Ok(Self(parts))
    }

    /// This pattern and then another.
    pub(crate) fn followed_by(&self, other: &Self) -> Self {
        Self(self.0.iter().chain(&other.0).cloned().collect())
    }

    /// This pattern in a folder.
    pub(crate) fn within(&self, folder: &str) -> Self {
        Self(vec![Part::Literal(folder.to_owned())]).followed_by(self)
    }

    /// Whether every output has the same name.
    pub(crate) fn is_literal(&self) -> bool {
        self.0.iter().all(|part| matches!(part, Part::Literal(_)))
    }

    /// Whether it can only be filled after the work.
    pub(crate) fn is_late(&self) -> bool {
        let is_late =
            |part: &Part| matches!(part, Part::Token(Token::Width | Token::Height | Token::Size | Token::Hash(_)));
        self.0.iter().any(is_late)
    }

    /// Whether it can only be filled when the output's bytes are there.
    pub(crate) fn needs_content(&self) -> bool {
        self.0.iter().any(|part| matches!(part, Part::Token(Token::Hash(_))))
    }

    /// Whether this token is in it.
    pub(crate) fn has(&self, token: Token) -> bool {
        self.0.contains(&Part::Token(token))
    }

    /// Whether this column of data is in it.
    pub(crate) fn has_column(&self, column: &str) -> bool {
        self.0.iter().any(|part| matches!(part, Part::Column(known) if known == column))
    }

    /// The extension that is written out at its end, if one is.
    pub(crate) fn extension(&self) -> Option<&str> {
        let Some(Part::Literal(end)) = self.0.last() else { return None };
        let name = end.rsplit(['/', std::path::MAIN_SEPARATOR]).next()?;
        let (before, extension) = name.rsplit_once('.')?;
        // `.profile` is a hidden file, not an extension; `{stem}.png` has its stem in another part.
        let has_stem = !before.is_empty() || (name.len() == end.len() && self.0.len() > 1);
        (has_stem && !extension.is_empty()).then_some(extension)
    }

    /// The name. Without a result, tokens that need one stand as they were written.
    pub(crate) fn fill(&self, facts: &Facts, result: Option<Made<'_>>) -> OsString {
        let mut filled = OsString::new();
        for part in &self.0 {
            match part {
                Part::Literal(text) => filled.push(text),
                Part::Token(token) => filled.push(token.fill(facts, result)),
                Part::Column(column) => {
                    let value = facts.row.as_ref().and_then(|row| row.row.value(column));
                    filled.push(harmless(value.unwrap_or_default()));
                }
            }
        }
        filled
    }
}

impl Token {
    fn parse(text: &str) -> Option<Self> {
        let (name, digits) = match text.split_once(':') {
            Some((name, digits)) => {
                (name, Some(digits.parse::<usize>().ok().filter(|digits| (1..=16).contains(digits))?))
            }
            None => (text, None),
        };
        Some(match (name, digits) {
            ("index", digits) => Self::Index(digits.unwrap_or(1)),
            ("hash", digits) => Self::Hash(digits.unwrap_or(HASH_DIGITS)),
            ("stem", None) => Self::Stem,
            ("name", None) => Self::Name,
            ("ext", None) => Self::Ext,
            ("dir", None) => Self::Dir,
            ("width", None) => Self::Width,
            ("height", None) => Self::Height,
            ("size", None) => Self::Size,
            ("format", None) => Self::Format,
            ("view", None) => Self::View,
            ("template", None) => Self::Template,
            _ => return None,
        })
    }

    fn fill(self, facts: &Facts, result: Option<Made<'_>>) -> OsString {
        let late = |token: &str, fill: &dyn Fn(Made<'_>) -> String| result.map_or_else(|| token.to_owned(), fill);
        match self {
            Self::Stem => return facts.stem.clone(),
            Self::Name => return facts.name.clone(),
            Self::Dir => return facts.dir.clone(),
            Self::Ext => facts.ext.clone(),
            Self::Format => facts.format.to_string(),
            Self::View => harmless(&facts.view),
            Self::Template => harmless(&facts.template),
            Self::Index(digits) => format!("{:0digits$}", facts.index),
            Self::Width => late("{width}", &|result| result.size.width.to_string()),
            Self::Height => late("{height}", &|result| result.size.height.to_string()),
            Self::Size => late("{size}", &|result| format!("{}x{}", result.size.width, result.size.height)),
            Self::Hash(digits) => {
                late("{hash}", &|result| format!("{:016x}", hash(result.bytes)).split_off(HASH_DIGITS - digits))
            }
        }
        .into()
    }
}

/// A text as one part of a path on every system: spaces, separators, controls and what Windows refuses become `-`.
pub(crate) fn harmless(text: &str) -> String {
    let refused = |c: char| {
        c.is_control() || c.is_whitespace() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
    };
    let safe: String = text.trim().chars().take(100).map(|c| if refused(c) { '-' } else { c }).collect();
    let safe = safe.trim_matches('.');
    if safe.is_empty() { "_".to_owned() } else { safe.to_owned() }
}

/// The input's folder and names, from its path.
pub(crate) fn parts_of(path: &Path) -> (OsString, OsString, OsString) {
    let owned = |part: Option<&OsStr>| part.unwrap_or(OsStr::new("_")).to_owned();
    let dir = path.parent().map(Path::as_os_str).filter(|dir| !dir.is_empty()).unwrap_or(OsStr::new("."));
    (dir.to_owned(), owned(path.file_name()), owned(path.file_stem()))
}

/// FNV-1a, 64 bits: tells contents apart in a name, protects nothing. Its low digits are the well-mixed ones.
fn hash(bytes: &[u8]) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325;
    bytes.iter().fold(start, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            stem: "cat".into(),
            name: "cat.jpeg".into(),
            dir: "in/sub".into(),
            ext: "jpg".into(),
            format: Format::Jpeg,
            view: "Front/../Back".into(),
            template: "white square".into(),
            index: 7,
            row: None,
        }
    }

    #[test]
    fn tokens_are_filled() {
        let result = Made { size: Size::new(500, 375), bytes: b"a" };
        for (pattern, expected) in [
            ("out.png", "out.png"),
            ("{stem}-{width}x{height}.{ext}", "cat-500x375.jpg"),
            ("{dir}/{name}.{format}", "in/sub/cat.jpeg.jpeg"),
            ("{size}/{index}-{index:04}", "500x375/7-0007"),
            ("{view}", "Front-..-Back"),
            ("{template}", "white-square"),
            ("{{stem}}{stem}", "{stem}cat"),
            ("{hash}", "af63dc4c8601ec8c"),
            ("{hash:8}", "8601ec8c"),
        ] {
            assert_eq!(Pattern::parse(pattern).unwrap().fill(&facts(), Some(result)), expected, "{pattern}");
        }
        for bad in ["{", "{stem", "{nothing}", "{stem:3}", "{index:0}", "{index:99}", "{}"] {
            assert!(Pattern::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_needs_the_result_is_known_beforehand() {
        for (pattern, late, extension) in [
            ("out/{stem}.png", false, Some("png")),
            ("{stem}-{width}.tar.gz", true, Some("gz")),
            ("{stem}.{ext}", false, None),
            ("out.d/file", false, None),
            ("{hash:8}.webp", true, Some("webp")),
            (".hidden", false, None),
            ("out/.png", false, None),
        ] {
            let pattern = Pattern::parse(pattern).unwrap();
            assert_eq!((pattern.is_late(), pattern.extension()), (late, extension), "{pattern:?}");
        }
        assert_eq!(Pattern::parse("{stem}-{width}.png").unwrap().fill(&facts(), None), "cat-{width}.png");
    }

    #[test]
    fn what_documents_say_cannot_leave_the_folder() {
        for (text, expected) in
            [("../../etc", "-..-etc"), ("..", "_"), ("", "_"), ("a\nb:c", "a-b-c"), ("vorn", "vorn")]
        {
            assert_eq!(harmless(text), expected);
        }
    }
}
