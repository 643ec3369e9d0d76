//! Which files: paths, globs, folders, lists, stdin become inputs, sorted by path, each once.
//!
//! A name without a file is an input all the same: it fails when it is read, and costs only itself. Hidden files and
//! folders are passed over in walks and globs, unless the glob itself names them. Links are followed; a loop ends.

use crate::args::InputArgs;
use artboard::source::{Bytes, Content};
use artboard::{Error, Fault, Result};
use globset::GlobBuilder;
use ignore::WalkBuilder;
use std::ffi::OsStr;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// One thing to work on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Input {
    /// What came on stdin.
    Stdin(Bytes),
    /// A file.
    File(PathBuf),
}

impl Input {
    /// For reports: the path as it was reached, `-` for stdin.
    pub(crate) fn label(&self) -> String {
        match self {
            Self::Stdin(_) => "-".to_owned(),
            Self::File(path) => path.to_string_lossy().into_owned(),
        }
    }

    /// Its path, when it has one.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdin(_) => None,
            Self::File(path) => Some(path),
        }
    }

    /// Its bytes, at most `maximum`.
    ///
    /// # Errors
    /// As `artboard::assets::file::read`.
    pub(crate) fn read(&self, maximum: u64) -> Result<Bytes> {
        self.open(maximum)?.whole().map_err(|error| error.at(self.label()))
    }

    /// Its content, at most `maximum` bytes: a large file is left where it lies.
    ///
    /// # Errors
    /// As `artboard::assets::file::content`.
    pub(crate) fn open(&self, maximum: u64) -> Result<Content> {
        match self {
            Self::Stdin(bytes) => Ok(bytes.into()),
            Self::File(path) => artboard::assets::file::content(path, maximum).map_err(|error| match path.is_dir() {
                true => error.with_help("add -r to take the files in it"),
                false => error,
            }),
        }
    }
}

/// The extensions that a walk through folders takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted(pub(crate) &'static [&'static str]);

/// Pictures of every format that is read.
pub(crate) const PICTURES: Wanted =
    Wanted(&["jpg", "jpeg", "jpe", "png", "apng", "webp", "tif", "tiff", "gif", "bmp", "svg", "svgz"]);
/// What a contact sheet shows: the same.
pub(crate) const SHEET: Wanted = PICTURES;
/// Design documents.
pub(crate) const DESIGNS: Wanted = Wanted(&["json"]);

impl Wanted {
    fn takes(self, path: &Path) -> bool {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
        extension.is_some_and(|extension| self.0.contains(&extension.as_str()))
    }
}

/// All inputs of a command.
///
/// # Errors
/// An unreadable list of names or stdin.
pub(crate) fn collect(args: &InputArgs, wanted: Wanted, maximum: u64) -> Result<Vec<Input>> {
    let listed = match &args.files_from {
        Some(list) => names_of(&read_list(list, maximum)?, args.null),
        None => Vec::new(),
    };
    let mut inputs: Vec<Input> = listed.into_iter().map(|path| Input::File(tidy(&path))).collect();
    for typed in &args.inputs {
        inputs.extend(expand(typed, args, wanted, maximum)?);
    }
    inputs.sort();
    inputs.dedup();
    Ok(inputs)
}

fn expand(typed: &Path, args: &InputArgs, wanted: Wanted, maximum: u64) -> Result<Vec<Input>> {
    let files = |paths: Vec<PathBuf>| paths.into_iter().map(Input::File).collect();
    if typed == Path::new("-") {
        if args.files_from.as_deref() == Some(Path::new("-")) {
            return Err(Error::input("stdin cannot be an input and the list of inputs at once"));
        }
        return Ok(vec![Input::Stdin(read_stdin(maximum)?)]);
    }
    if typed.is_dir() && args.recursive {
        return Ok(files(walk(typed, |path| wanted.takes(path), false)));
    }
    // A file whose name looks like a glob is a file, and so is a name that cannot be read as one.
    match if typed.symlink_metadata().is_err() { matching(typed) } else { None } {
        Some(paths) => Ok(files(paths)),
        None => Ok(vec![Input::File(tidy(typed))]),
    }
}

fn is_glob(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[', '{'])
}

/// The files that a glob matches; `None` when it is none. `*` stays within one folder, `**` does not.
fn matching(pattern: &Path) -> Option<Vec<PathBuf>> {
    let pattern = tidy(pattern);
    let glob = GlobBuilder::new(&pattern.to_string_lossy()).literal_separator(true).build();
    let matcher = glob.ok().filter(|_| is_glob(&pattern))?.compile_matcher();
    let base: PathBuf = pattern.components().take_while(|part| !is_glob(Path::new(part.as_os_str()))).collect();
    let mut rest = pattern.components().skip(base.components().count());
    let names_hidden = rest.any(|part| is_hidden(part.as_os_str()));
    let base = if base.as_os_str().is_empty() { PathBuf::from(".") } else { base };
    Some(walk(&base, |path| matcher.is_match(path), names_hidden))
}

fn is_hidden(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') && name != "." && name != ".."
}

/// The files below a folder that `takes` wants. What cannot be listed, and loops of links, are passed over.
fn walk(folder: &Path, takes: impl Fn(&Path) -> bool, hidden: bool) -> Vec<PathBuf> {
    let mut builder = WalkBuilder::new(folder);
    // Rules for version control have no say in which pictures are wanted.
    builder.standard_filters(false).hidden(!hidden).follow_links(true);
    let entries = builder.build().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    files.map(|entry| tidy(entry.path())).filter(|path| takes(path)).collect()
}

/// The path without `.` in it, so that `./a.png` and `a.png` are one.
fn tidy(path: &Path) -> PathBuf {
    let tidy: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    if tidy.as_os_str().is_empty() { path.to_owned() } else { tidy }
}

/// All of stdin, at most `maximum` bytes.
///
/// # Errors
/// [`Fault::TooLarge`], [`Fault::Io`].
pub(crate) fn read_stdin(maximum: u64) -> Result<Bytes> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(maximum.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|cause| Error::new(Fault::Io, format!("cannot read stdin: {cause}")).caused_by(cause))?;
    artboard::limits::within("input_bytes", bytes.len() as u64, maximum).map_err(|error| error.at("stdin"))?;
    Ok(bytes.into())
}

fn read_list(list: &Path, maximum: u64) -> Result<Bytes> {
    match list == Path::new("-") {
        true => read_stdin(maximum),
        false => artboard::assets::file::read(list, maximum),
    }
}

/// The names in a list, one a line or each ended by NUL; empty ones are none.
fn names_of(list: &[u8], null: bool) -> Vec<PathBuf> {
    let end = if null { 0 } else { b'\n' };
    let bare = |line: &'_ [u8]| if null { line.len() } else { line.strip_suffix(b"\r").unwrap_or(line).len() };
    let lines = list.split(|byte| *byte == end).filter_map(|line| line.get(..bare(line)));
    lines.filter(|line| !line.is_empty()).map(path_of).collect()
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    <OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes).into()
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn args(inputs: &[&Path], recursive: bool) -> InputArgs {
        let inputs = inputs.iter().map(|path| path.to_path_buf()).collect();
        InputArgs { inputs, recursive, files_from: None, null: false }
    }

    fn found(root: &Path, inputs: &[&str], recursive: bool) -> Vec<String> {
        let inputs: Vec<PathBuf> = inputs.iter().map(|input| root.join(input)).collect();
        let inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
        let found = collect(&args(&inputs, recursive), PICTURES, 100).unwrap();
        let relative = |input: &Input| input.path().unwrap().strip_prefix(root).unwrap().display().to_string();
        found.iter().map(relative).collect()
    }

    #[test]
    fn inputs_are_sorted_and_stand_once() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        fs::create_dir_all(root.join("sub/.hidden")).unwrap();
        for name in
            ["b.png", "a.jpg", "sub/c.PNG", "notes.txt", ".gitignore", ".d.png", "sub/.hidden/e.png", "x[1].png"]
        {
            fs::write(root.join(name), "*").unwrap();
        }
        let all = ["a.jpg", "b.png", "sub/c.PNG", "x[1].png"];
        assert_eq!(found(root, &["", "b.png", "./b.png"], true), all);
        assert_eq!(found(root, &["*.png"], false), ["b.png", "x[1].png"]);
        assert_eq!(found(root, &["**/*.{png,PNG}"], false), ["b.png", "sub/c.PNG", "x[1].png"]);
        assert_eq!(found(root, &[".*.png"], false), [".d.png"]);
        assert_eq!(found(root, &["x[1].png"], false), ["x[1].png"]);
        assert_eq!(found(root, &["gone.png", "[gone"], false), ["[gone", "gone.png"]);
        assert!(found(root, &["*.webp"], false).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_links_ends() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("a.png"), "").unwrap();
        std::os::unix::fs::symlink(root.path(), root.path().join("again")).unwrap();
        assert_eq!(found(root.path(), &[""], true), ["a.png"]);
    }

    #[test]
    fn lists_are_read_by_lines_or_by_nul() {
        assert_eq!(names_of(b"a b\r\n\nc", false), [PathBuf::from("a b"), PathBuf::from("c")]);
        assert_eq!(names_of(b"a\nb\0c\0", true), [PathBuf::from("a\nb"), PathBuf::from("c")]);
    }
}
