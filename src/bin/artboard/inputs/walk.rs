//! The files of folders and globs, and which of them are wanted.
//!
//! Pictures are told by their first bytes, as everywhere: a name without extension, or with one that nobody thought of,
//! keeps none out. A file that is named like a picture is taken too, whatever it holds: what is wrong with it is worth
//! an error. Links are followed; a loop ends.

use super::tidy;
use artboard::decode::{self, Shown};
use globset::GlobBuilder;
use ignore::WalkBuilder;
use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What a walk through folders takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Pictures: those that are read, and those that are only known by name, which fail as what they are.
    Pictures,
    /// Design documents, by their extension: any JSON may be one.
    Designs,
}

/// A file that is not wanted.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct PassedOver {
    /// Its path as it was reached.
    #[serde(rename = "input", serialize_with = "lossy")]
    pub(crate) path: PathBuf,
    /// Why, as a phrase.
    pub(crate) why: String,
}

/// What a walk found, sorted by name.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Files that are wanted.
    pub(super) taken: Vec<PathBuf>,
    /// Files that are not.
    pub(super) others: Vec<PassedOver>,
}

/// Extensions of pictures that are read.
const PICTURES: [&str; 13] =
    ["jpg", "jpeg", "jpe", "jfif", "png", "apng", "webp", "tif", "tiff", "gif", "bmp", "svg", "svgz"];

/// The files in a folder and below it, hidden ones left out.
pub(super) fn folder(folder: &Path, wanted: Wanted) -> Found {
    let mut found = Found::default();
    for path in files(folder, false) {
        match wanted.refuses(&path) {
            None => found.taken.push(path),
            Some(why) => found.others.push(PassedOver { path, why }),
        }
    }
    found
}

/// The files that a glob matches; `None` when it is none. `*` stays within one folder, `**` does not.
pub(super) fn matching(pattern: &Path) -> Option<Vec<PathBuf>> {
    let pattern = tidy(pattern);
    if !is_glob(&pattern) {
        return None;
    }
    // Only what stands behind the folders without signs of a glob is matched: their names need not be text.
    let base: PathBuf = pattern.components().take_while(|part| !is_glob(Path::new(part.as_os_str()))).collect();
    let rest: PathBuf = pattern.components().skip(base.components().count()).collect();
    let glob = GlobBuilder::new(&rest.to_string_lossy()).literal_separator(true).build();
    let matcher = glob.ok()?.compile_matcher();
    let names_hidden = rest.components().any(|part| is_hidden(part.as_os_str()));
    let start = if base.as_os_str().is_empty() { Path::new(".") } else { &base };
    let is_match = |path: &PathBuf| matcher.is_match(path.strip_prefix(&base).unwrap_or(path));
    Some(files(start, names_hidden).into_iter().filter(is_match).collect())
}

fn is_glob(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[', '{'])
}

fn is_hidden(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') && name != "." && name != ".."
}

/// All files below a folder, sorted. What cannot be listed, and loops of links, are passed over.
fn files(folder: &Path, hidden: bool) -> Vec<PathBuf> {
    let mut builder = WalkBuilder::new(folder);
    // Rules for version control have no say in which pictures are wanted.
    builder.standard_filters(false).hidden(!hidden).follow_links(true);
    let entries = builder.build().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let mut files: Vec<PathBuf> = files.map(|entry| tidy(entry.path())).collect();
    files.sort();
    files
}

impl Wanted {
    /// Why this file is not wanted; `None` when it is.
    fn refuses(self, path: &Path) -> Option<String> {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
        let extension = extension.unwrap_or_default();
        match self {
            Self::Designs => (extension != "json").then(|| "not a JSON document".to_owned()),
            Self::Pictures if PICTURES.contains(&extension.as_str()) => None,
            Self::Pictures => match decode::content_of(&first_bytes(path)) {
                // Any archive of one file begins like a compressed SVG, whose extension is in the list above.
                Shown::Compressed | Shown::Other => Some("not a picture".to_owned()),
                Shown::Document(name) => Some(format!("{name}, not a picture")),
                Shown::Picture(_) | Shown::Unsupported(_) => None,
            },
        }
    }
}

/// As many bytes of a file as tell what it is; none when it cannot be read.
fn first_bytes(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(decode::TELLING as u64).read_to_end(&mut bytes));
    read.map(|_| bytes).unwrap_or_default()
}

fn lossy<S: serde::Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&path.to_string_lossy())
}
