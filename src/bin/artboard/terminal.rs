//! The two streams: what was asked for goes to stdout, everything else to stderr.
//!
//! Colours are dropped when the stream is no terminal or `NO_COLOR` is set. A reader that went away (`| head`) ends the
//! writing, not the program.

use artboard::error::escape_controls;
use artboard::report::Note;
use artboard::{Error, Fault};
use std::io::{ErrorKind, Write};
use std::path::Path;

const RED: &str = "\x1b[1;31m";
const YELLOW: &str = "\x1b[1;33m";
const CYAN: &str = "\x1b[1;36m";
const PLAIN: &str = "\x1b[0m";

/// Writes to stdout what was asked for.
pub(crate) fn give(bytes: &[u8]) -> Result<(), Error> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(cause) if cause.kind() != ErrorKind::BrokenPipe => {
            Err(Error::new(Fault::Io, format!("cannot write to stdout: {cause}")).caused_by(cause))
        }
        _ => Ok(()),
    }
}

/// Writes a text and a line's end to stdout.
pub(crate) fn give_line(text: &str) -> Result<(), Error> {
    give(format!("{text}\n").as_bytes())
}

/// Writes a line to stderr. That nobody reads it is no error.
pub(crate) fn say(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// One error: what and where on the first line, what to do on the second.
pub(crate) fn complain(error: &Error) {
    say(&error_text(error));
}

/// The text of [`complain`].
pub(crate) fn error_text(error: &Error) -> String {
    failure_text(&error.to_string(), error.help().as_deref())
}

/// The same, from the parts of a report. The texts must be escaped already.
pub(crate) fn failure_text(error: &str, help: Option<&str>) -> String {
    let help = help.map(|help| format!("\n  help: {help}")).unwrap_or_default();
    format!("{RED}error{PLAIN}: {error}{help}")
}

/// One note about an input; serious ones are warnings.
pub(crate) fn note_text(input: &str, note: &Note) -> String {
    let (color, word) = if note.kind.is_serious() { (YELLOW, "warning") } else { (CYAN, "note") };
    format!("{color}{word}{PLAIN}: {}: {note}", escape_controls(input))
}

/// A path for people, control characters escaped.
pub(crate) fn shown(path: &Path) -> String {
    escape_controls(&path.display().to_string())
}
