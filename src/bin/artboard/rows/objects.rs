//! The objects of a JSON list, or objects one after another, cut out of a stream one at a time.

use artboard::{Error, Result};
use serde_json::{Map, Value};
use std::io::BufRead;

/// Whether bytes begin a list of objects, or an object; column names of a table do not look like it.
pub(crate) fn begins(bytes: &[u8]) -> bool {
    let bytes = bytes.trim_ascii_start();
    let inner = bytes.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    bytes.starts_with(b"[") || inner.is_some_and(|inner| matches!(inner.first(), None | Some(b'"' | b'}')))
}

/// What is read next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing was read yet.
    Start,
    /// A list was opened and has nothing in it yet.
    Opened,
    /// An object of the list was read.
    InList,
    /// An object of several that stand in no list was read.
    InLines,
    /// The list was closed.
    Closed,
}

/// Cuts a stream into objects.
pub(crate) struct Objects<R> {
    source: R,
    state: State,
    number: usize,
}

impl<R: BufRead> Objects<R> {
    /// The objects of a stream.
    pub(crate) fn new(source: R) -> Self {
        Self { source, state: State::Start, number: 0 }
    }

    /// The stream.
    pub(crate) fn source(&mut self) -> &mut R {
        &mut self.source
    }

    /// The next object; `None` at the end.
    ///
    /// # Errors
    /// When there is something else than an object, with the row's number.
    pub(crate) fn next_object(&mut self) -> Result<Option<Map<String, Value>>> {
        self.number += 1;
        if !self.begin()? {
            return Ok(None);
        }
        let text = self.text()?;
        let broken = |cause: serde_json::Error| {
            Error::input(format!("the data cannot be read: {cause}")).at(self.place()).caused_by(cause)
        };
        serde_json::from_slice(&text).map(Some).map_err(broken)
    }

    fn place(&self) -> String {
        format!("row {}", self.number)
    }

    fn refuse(&self, what: &str) -> Error {
        let help = "JSON data are a list of objects, or an object a line";
        Error::input(what).at(self.place()).with_help(help)
    }

    /// Reads up to the next object; `false` at the end.
    fn begin(&mut self) -> Result<bool> {
        loop {
            let found = self.peek()?;
            self.state = match (self.state, found) {
                (State::Start | State::InLines | State::Closed, None) => return Ok(false),
                (State::Start, Some(b'[')) => State::Opened,
                (State::Start | State::InLines, Some(b'{')) => {
                    self.state = State::InLines;
                    return Ok(true);
                }
                (State::Opened, Some(b'{')) => {
                    self.state = State::InList;
                    return Ok(true);
                }
                (State::Opened | State::InList, Some(b']')) => State::Closed,
                (State::InList, Some(b',')) => {
                    self.source.consume(1);
                    return match self.peek()? {
                        Some(b'{') => Ok(true),
                        _ => Err(self.refuse("the row is not an object")),
                    };
                }
                (State::InList, Some(_)) => return Err(self.refuse("there is no comma between two rows")),
                (State::Opened | State::InList, None) => return Err(self.refuse("the list is not closed")),
                (State::Closed, Some(_)) => return Err(self.refuse("there is something after the list")),
                (_, Some(_)) => return Err(self.refuse("the row is not an object")),
            };
            self.source.consume(1);
        }
    }

    /// The next byte that is no white space, not yet consumed.
    fn peek(&mut self) -> Result<Option<u8>> {
        loop {
            let buffer = self.source.fill_buf().map_err(cannot_read)?;
            if buffer.is_empty() {
                return Ok(None);
            }
            match buffer.iter().position(|byte| !byte.is_ascii_whitespace()) {
                Some(at) => {
                    let found = buffer.get(at).copied();
                    self.source.consume(at);
                    return Ok(found);
                }
                None => {
                    let length = buffer.len();
                    self.source.consume(length);
                }
            }
        }
    }

    /// One object, from its first brace to its last.
    fn text(&mut self) -> Result<Vec<u8>> {
        let (mut text, mut depth, mut in_string, mut escaped) = (Vec::new(), 0usize, false, false);
        loop {
            let buffer = self.source.fill_buf().map_err(cannot_read)?;
            if buffer.is_empty() {
                return Err(self.refuse("the data end inside of the row"));
            }
            let mut used = 0;
            for byte in buffer {
                used += 1;
                match (byte, in_string) {
                    _ if escaped => escaped = false,
                    (b'\\', true) => escaped = true,
                    (b'"', _) => in_string = !in_string,
                    (b'{' | b'[', false) => depth += 1,
                    (b'}' | b']', false) => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
            text.extend(buffer.iter().take(used));
            self.source.consume(used);
            if depth == 0 {
                return Ok(text);
            }
        }
    }
}

fn cannot_read(cause: std::io::Error) -> Error {
    Error::input(format!("the data cannot be read: {cause}")).caused_by(cause)
}
