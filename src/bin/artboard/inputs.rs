//! Which files: paths, globs, folders, lists, stdin become inputs, each once, in the order in which they were named: of
//! the list first, then of the command line. What a glob or a folder comes to is sorted by name.
//!
//! A name without a file is an input all the same: it fails when it is read, and costs only itself. Hidden files and
//! folders are passed over in walks and globs, unless the glob itself names them. Links are followed; a loop ends. What
//! else a walk passes over is told.

mod walk;

pub(crate) use walk::{PassedOver, Wanted};

use crate::args::InputArgs;
use artboard::source::{Bytes, Content};
use artboard::{Error, Fault, Result};
use std::collections::HashSet;
use std::ffi::OsStr;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use walk::Found;

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

/// The inputs of a command, and what was seen on the way and is none.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    /// In order, each once.
    pub(crate) inputs: Vec<Input>,
    /// Files in folders that are not wanted, by name.
    pub(crate) passed_over: Vec<PassedOver>,
}

/// All inputs of a command.
///
/// # Errors
/// An unreadable list of names or stdin.
pub(crate) fn collect(args: &InputArgs, wanted: Wanted, maximum: u64) -> Result<Collected> {
    let listed = match &args.files_from {
        Some(list) => names_of(&read_list(list, maximum)?, args.null),
        None => Vec::new(),
    };
    let mut inputs: Vec<Input> = listed.into_iter().map(|path| Input::File(tidy(&path))).collect();
    let mut passed_over = Vec::new();
    for typed in &args.inputs {
        inputs.extend(expand(typed, args, wanted, maximum, &mut passed_over)?);
    }
    let mut seen = HashSet::new();
    inputs.retain(|input| seen.insert(input.path().map(Path::to_owned)));
    // A file that was named by itself is not passed over.
    passed_over.retain(|other| !seen.contains(&Some(other.path.clone())));
    Ok(Collected { inputs, passed_over })
}

fn expand(
    typed: &Path,
    args: &InputArgs,
    wanted: Wanted,
    maximum: u64,
    passed_over: &mut Vec<PassedOver>,
) -> Result<Vec<Input>> {
    let files = |paths: Vec<PathBuf>| paths.into_iter().map(Input::File).collect();
    if typed == Path::new("-") {
        if args.files_from.as_deref() == Some(Path::new("-")) {
            return Err(Error::input("stdin cannot be an input and the list of inputs at once"));
        }
        return Ok(vec![Input::Stdin(read_stdin(maximum)?)]);
    }
    if typed.is_dir() && args.recursive {
        let Found { taken, others } = walk::folder(typed, wanted);
        passed_over.extend(others);
        return Ok(files(taken));
    }
    // A file whose name looks like a glob is a file, and so is a name that cannot be read as one.
    match if typed.symlink_metadata().is_err() { walk::matching(typed) } else { None } {
        Some(paths) => Ok(files(paths)),
        None => Ok(vec![Input::File(tidy(typed))]),
    }
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

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

    fn args(inputs: &[&Path], recursive: bool) -> InputArgs {
        let inputs = inputs.iter().map(|path| path.to_path_buf()).collect();
        InputArgs { inputs, recursive, files_from: None, null: false }
    }

    fn collected(root: &Path, inputs: &[&str], recursive: bool) -> (Vec<String>, Vec<String>) {
        let inputs: Vec<PathBuf> = inputs.iter().map(|input| root.join(input)).collect();
        let inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
        let found = collect(&args(&inputs, recursive), Wanted::Pictures, 100).unwrap();
        let relative = |path: &Path| path.strip_prefix(root).unwrap().display().to_string();
        let taken = found.inputs.iter().map(|input| relative(input.path().unwrap())).collect();
        (taken, found.passed_over.iter().map(|other| relative(&other.path)).collect())
    }

    fn found(root: &Path, inputs: &[&str], recursive: bool) -> Vec<String> {
        collected(root, inputs, recursive).0
    }

    #[test]
    fn inputs_keep_their_order_and_stand_once() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        fs::create_dir_all(root.join("sub/.hidden")).unwrap();
        for name in ["b.png", "a.jpg", "sub/c.PNG", ".gitignore", ".d.png", "sub/.hidden/e.png", "x[1].png"] {
            fs::write(root.join(name), PNG).unwrap();
        }
        fs::write(root.join("notes.txt"), "words").unwrap();
        let all = ["a.jpg", "b.png", "sub/c.PNG", "x[1].png"];
        assert_eq!(found(root, &["", "b.png", "./b.png"], true), all);
        assert_eq!(found(root, &["x[1].png", "", "b.png"], true), ["x[1].png", "a.jpg", "b.png", "sub/c.PNG"]);
        assert_eq!(found(root, &["b.png", "a.jpg", "./b.png"], false), ["b.png", "a.jpg"]);
        assert_eq!(found(root, &["*.png"], false), ["b.png", "x[1].png"]);
        assert_eq!(found(root, &["**/*.{png,PNG}"], false), ["b.png", "sub/c.PNG", "x[1].png"]);
        assert_eq!(found(root, &[".*.png"], false), [".d.png"]);
        assert_eq!(found(root, &["x[1].png"], false), ["x[1].png"]);
        assert_eq!(found(root, &["gone.png", "[gone"], false), ["gone.png", "[gone"]);
        assert!(found(root, &["*.webp"], false).is_empty());
    }

    #[test]
    fn a_walk_asks_the_content_and_tells_what_it_passes_over() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        for (name, content) in [
            ("a.jfif", &b"\xff\xd8\xff\xe0"[..]),
            ("b.jpg_large", b"\xff\xd8\xff\xe0"),
            ("c", PNG),
            // Damaged or empty, but meant as pictures: they fail by themselves.
            ("d.jpg", b""),
            ("e.png", b"not a picture"),
            ("f.heic", b"\0\0\0\x18ftypheic"),
            ("g.svgz", b"\x1f\x8b\x08"),
            ("h.txt", b"words"),
            ("i.tar.gz", b"\x1f\x8b\x08"),
            ("j.json", b"{\"objects\": []}"),
            ("k.pdf", b"%PDF-1.7"),
        ] {
            fs::write(root.join(name), content).unwrap();
        }
        let (taken, others) = collected(root, &["", "h.txt"], true);
        assert_eq!(taken, ["a.jfif", "b.jpg_large", "c", "d.jpg", "e.png", "f.heic", "g.svgz", "h.txt"]);
        assert_eq!(others, ["i.tar.gz", "j.json", "k.pdf"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_links_ends() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("a.png"), PNG).unwrap();
        std::os::unix::fs::symlink(root.path(), root.path().join("again")).unwrap();
        assert_eq!(found(root.path(), &[""], true), ["a.png"]);
    }

    #[cfg(unix)]
    #[test]
    fn globs_reach_into_folders_whose_names_are_no_text() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join(path_of(b"b\xffd"));
        fs::create_dir(&folder).unwrap();
        let name = folder.join(path_of(b"caf\xe9.png"));
        fs::write(&name, PNG).unwrap();
        let collected = collect(&args(&[&folder.join("*.png")], false), Wanted::Pictures, 100).unwrap();
        assert_eq!(collected.inputs, [Input::File(name)]);
    }

    #[test]
    fn lists_are_read_by_lines_or_by_nul() {
        assert_eq!(names_of(b"a b\r\n\nc", false), [PathBuf::from("a b"), PathBuf::from("c")]);
        assert_eq!(names_of(b"a\nb\0c\0", true), [PathBuf::from("a\nb"), PathBuf::from("c")]);
    }
}
