//! Names of files as documents write them.
//!
//! Input: a name. Output: the spellings to try, and for each a relative path. Guarantees: the path has no `.` and no `..`;
//! no file is looked up here. Errors: [`Fault::Missing`](crate::Fault::Missing) for a name that must not be read.

use super::addresses::is_scheme;
use crate::error::{Error, Result};
use std::path::PathBuf;

/// Help for an address that no folder is mapped to.
const MAPPED: &str = "say which folder stands for it: --assets https://cdn.example.com=DIR, or DirAssets::with_prefix; \
                      `artboard info --pictures` lists all";

/// The spellings to try, each once.
pub(super) fn candidates(name: &str) -> Vec<String> {
    let bare = name.split(['?', '#']).next().unwrap_or_default();
    let mut spellings = vec![name.to_owned()];
    for spelling in [bare.to_owned(), percent_decoded(name), percent_decoded(bare)] {
        if !spelling.is_empty() && !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    spellings
}

/// `%20` and the like decoded; the text itself when the result is not UTF-8.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let decoded = (first == b'%').then(|| tail.get(..2)).flatten().and_then(hex_byte);
        bytes.push(decoded.unwrap_or(first));
        rest = decoded.and_then(|_| tail.get(2..)).unwrap_or(tail);
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex_byte(digits: &[u8]) -> Option<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let [high, low] = digits else { return None };
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// A relative path without `.` and `..`, or the reason why the name is refused. Judged by spelling alone and alike on
/// every system: a document that is refused on one is refused on all.
pub(super) fn confined(name: &str) -> Result<PathBuf> {
    if name.contains('\0') {
        return Err(refused("contains a NUL character"));
    }
    if name.starts_with("//") || name.starts_with("\\\\") {
        return Err(refused("is a network path").with_help(MAPPED));
    }
    if name.starts_with(['/', '\\']) {
        return Err(refused("is an absolute path").with_help(MAPPED));
    }
    if has_scheme(name) {
        return Err(refused("is a URL or names a drive").with_help(MAPPED));
    }
    let mut path = PathBuf::new();
    for part in name.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." if !path.pop() => return Err(refused("leaves the folder of assets")),
            ".." => {}
            part if is_device(part) => return Err(refused("is the name of a device")),
            part => path.push(part),
        }
    }
    match path.as_os_str().is_empty() {
        true => Err(refused("names no file")),
        false => Ok(path),
    }
}

/// `http:`, `file:`, or a drive, `C:`. `12:30.png` and `a.b:c.png` are names: a scheme with a dot does not occur in
/// practice.
fn has_scheme(name: &str) -> bool {
    let is_drive = |letters: &str| letters.len() == 1 && letters.starts_with(|c: char| c.is_ascii_alphabetic());
    name.split_once(':').is_some_and(|(first, _)| is_drive(first) || (is_scheme(first) && !first.contains('.')))
}

/// The device names of Windows, with any extension: they open a device in every folder.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered =
        |prefix: &str| stem.strip_prefix(prefix).is_some_and(|n| n.len() == 1 && n.as_bytes()[0].is_ascii_digit());
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") || numbered("COM") || numbered("LPT")
}

/// The error for a name that is not read; `reason` continues "it is not read because it".
pub(super) fn refused(reason: &str) -> Error {
    Error::missing(format!("it is not read because it {reason}"))
        .with_help("put the file below the folder of assets and name it relative to that folder")
}
