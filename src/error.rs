//! What went wrong, where, and what to do about it.
//!
//! One public type for the whole crate. It knows no other module: a stage says what it saw, the caller adds the place.

use std::error::Error as StdError;
use std::fmt;

/// The result of everything in this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Who or what is at fault. Callers branch on this; people read the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fault {
    /// The input is damaged, contradicts itself or breaks the rules of its format; or an option does.
    Input,
    /// Something that the input names is not there, or lies outside what may be read.
    Missing,
    /// A valid input that this engine, or this build of it, does not handle.
    Unsupported,
    /// Over one of the [`Limits`](crate::Limits).
    TooLarge,
    /// The deadline passed.
    TimedOut,
    /// The operating system failed to read or write.
    Io,
    /// A defect of this crate.
    Internal,
}

/// An error: what, where, what to do.
///
/// `Display` prints `WHAT: WHERE` on one line, with control characters escaped; [`Error::help`] is for a line of its
/// own.
#[derive(Debug)]
pub struct Error {
    fault: Fault,
    what: String,
    place: Vec<String>,
    help: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// An error of this fault; `what` is a short phrase without a final stop.
    pub fn new(fault: Fault, what: impl Into<String>) -> Self {
        Self { fault, what: with_short_values(what.into()), place: Vec::new(), help: None, source: None }
    }

    /// The input is wrong. See [`Fault::Input`].
    pub fn input(what: impl Into<String>) -> Self {
        Self::new(Fault::Input, what)
    }

    /// Something named is not there. See [`Fault::Missing`].
    pub fn missing(what: impl Into<String>) -> Self {
        Self::new(Fault::Missing, what)
    }

    /// Valid but not handled. See [`Fault::Unsupported`].
    pub fn unsupported(what: impl Into<String>) -> Self {
        Self::new(Fault::Unsupported, what)
    }

    /// The limit `name` is exceeded: `value` against `maximum`. All three stand in the message.
    pub fn too_large(name: &str, value: impl fmt::Display, maximum: impl fmt::Display) -> Self {
        Self::new(Fault::TooLarge, format!("{name} {value} is over the limit of {maximum}"))
            .with_help(format!("raise the limit `{name}` if the input is trusted"))
    }

    /// A bound that no limit raises, because what lies beyond it is no real input: `value` against `maximum`.
    pub fn beyond(what: &str, value: impl fmt::Display, maximum: impl fmt::Display) -> Self {
        Self::new(Fault::TooLarge, format!("{what}: {value}, and at most {maximum} are taken"))
    }

    /// A defect of this crate. See [`Fault::Internal`].
    pub fn internal(what: impl Into<String>) -> Self {
        Self::new(Fault::Internal, what)
    }

    /// Says where: a file, `layer 3 "Logo"`, a field. Called from the inside out; the outermost place is printed first.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place.insert(0, place.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Keeps the error that caused this one.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Who or what is at fault.
    pub fn fault(&self) -> Fault {
        self.fault
    }

    /// What is wrong, without the place. Control characters are escaped.
    pub fn what(&self) -> String {
        escape_controls(&self.what)
    }

    /// Where, from the outside in, joined by `: `. `None` when nobody said.
    pub fn place(&self) -> Option<String> {
        (!self.place.is_empty()).then(|| escape_controls(&self.place.join(": ")))
    }

    /// What to do, when there is something to do.
    pub fn help(&self) -> Option<String> {
        self.help.as_deref().map(escape_controls)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what())?;
        match self.place() {
            Some(place) => write!(f, ": {place}"),
            None => Ok(()),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

/// Longest value that a message repeats, in characters.
const LONGEST: usize = 200;

/// A value from outside, no longer than a message may repeat.
pub fn shortened(value: &str) -> String {
    match value.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()),
        None => value.to_owned(),
    }
}

/// A message in which no quoted value and no word is longer than a message may repeat.
pub(crate) fn with_short_values(message: String) -> String {
    if message.len() <= LONGEST {
        return message;
    }
    let quoted = message.split('`').enumerate().map(|(index, part)| match index % 2 {
        1 => shortened(part),
        _ => part.split(' ').map(shortened).collect::<Vec<_>>().join(" "),
    });
    quoted.collect::<Vec<_>>().join("`")
}

/// Text with control characters written as `\u{..}`, so that a hostile name cannot drive a terminal.
pub fn escape_controls(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        let overrides_direction =
            matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if character.is_control() || overrides_direction {
            safe.extend(character.escape_unicode());
        } else {
            safe.push(character);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_read_from_the_outside_in() {
        let error = Error::missing("cannot find `logo.png`").at("src").at("layer 3 \"Logo\"").at("card.json");
        assert_eq!(error.to_string(), "cannot find `logo.png`: card.json: layer 3 \"Logo\": src");
        assert_eq!(error.fault(), Fault::Missing);
    }

    #[test]
    fn values_in_messages_are_short() {
        let long = "x".repeat(5_000);
        for message in [format!("cannot find `{long}`"), format!("{long} is no number"), format!("`a` or {long}?")] {
            let said = Error::input(message).to_string();
            assert!(said.chars().count() < 230 && said.contains('…'), "{said}");
        }
        let plain = format!("no value: {}", "word ".repeat(100));
        assert_eq!(Error::input(plain.as_str()).to_string(), plain);
    }

    #[test]
    fn control_characters_and_direction_overrides_are_escaped() {
        assert_eq!(escape_controls("a\u{1b}[2J\nb\u{202e}c é 日"), "a\\u{1b}[2J\\u{a}b\\u{202e}c é 日");
    }

    #[test]
    fn a_limit_names_itself_its_value_and_its_maximum() {
        let error = Error::too_large("canvas_pixels", 5, 4);
        assert_eq!(error.to_string(), "canvas_pixels 5 is over the limit of 4");
        assert_eq!(error.fault(), Fault::TooLarge);
    }
}
