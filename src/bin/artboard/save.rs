//! Bytes become a file, whole or not at all.
//!
//! A temporary file is made in the same folder, written, flushed, synced and renamed: at every instant the final name
//! is absent, old or complete. What dead runs left behind is removed when a folder is first written to. An input of the
//! run is never overwritten, whatever its name.

use crate::args::OnConflict;
use artboard::{Error, Fault, Result};
use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tempfile::NamedTempFile;

/// Start of the names of temporary files; the process's number and a random part follow.
const TEMPORARY: &str = ".artboard-";
/// Names that `suffix` tries before it gives up: nobody keeps this many copies.
const TRIES: u32 = 10_000;

/// Writes the files of one run.
#[derive(Debug)]
pub(crate) struct Saver {
    conflict: OnConflict,
    inputs: Inputs,
    written: Mutex<Written>,
    swept: Mutex<HashSet<PathBuf>>,
}

/// The names of one run's files, by key, with their inputs: rows of data make many files of one input.
#[derive(Debug, Default)]
struct Written {
    names: HashMap<[u64; 2], Arc<str>>,
    inputs: HashSet<Arc<str>>,
    hasher: RandomState,
}

/// What became of a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Saved {
    /// It was written here.
    Written(PathBuf),
    /// One is there already, and stays.
    Kept(PathBuf),
}

impl Saver {
    /// For a run with these inputs.
    pub(crate) fn new(conflict: OnConflict, inputs: Inputs) -> Self {
        Self { conflict, inputs, written: Mutex::default(), swept: Mutex::default() }
    }

    /// The rule for files that are there.
    pub(crate) fn conflict(&self) -> OnConflict {
        self.conflict
    }

    /// The inputs of the run.
    pub(crate) fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// Writes `bytes` to `path` or by the conflict rule beside it; `by` is the input, for messages.
    ///
    /// # Errors
    /// [`Fault::Io`]; [`Fault::Input`] when the name is taken.
    pub(crate) fn save(&self, path: &Path, by: &str, bytes: &[u8]) -> Result<Saved> {
        let place = |error: Error| error.at(path.display().to_string());
        // Asked before the temporary file is made: the usual case costs nothing.
        if self.conflict == OnConflict::Skip && path.symlink_metadata().is_ok() {
            return Ok(Saved::Kept(path.to_owned()));
        }
        let file = self.temporary(path, bytes).map_err(|cause| cannot_write(cause).at(path.display().to_string()))?;
        match self.conflict {
            OnConflict::Suffix => self.persist_beside(file, path, by).map_err(place),
            _ => self.persist(file, path, by).map_err(place),
        }
    }

    /// What [`Saver::save`] would do, as far as the names tell. The name is taken for this run.
    ///
    /// # Errors
    /// As [`Saver::save`].
    pub(crate) fn planned(&self, path: &Path, by: &str) -> Result<Saved> {
        let place = |error: Error| error.at(path.display().to_string());
        let is_there = path.symlink_metadata().is_ok();
        match self.conflict {
            OnConflict::Suffix => {
                let numbered = |number| if number == 1 { path.to_owned() } else { suffixed(path, number) };
                let is_free = |path: &PathBuf| path.symlink_metadata().is_err() && self.claim(path, by).is_none();
                let found = (1..TRIES).map(numbered).find(is_free);
                found.map(Saved::Written).ok_or_else(exists).map_err(place)
            }
            OnConflict::Skip if is_there => Ok(Saved::Kept(path.to_owned())),
            rule => match self.claim(path, by) {
                Some(_) if rule == OnConflict::Skip => Ok(Saved::Kept(path.to_owned())),
                Some(other) => Err(place(taken(&other))),
                None if rule == OnConflict::Error && is_there => Err(place(exists())),
                None if self.inputs.contain(path) => {
                    Err(place(Error::input("the output is one of the inputs, which are never overwritten")))
                }
                None => Ok(Saved::Written(path.to_owned())),
            },
        }
    }

    fn persist(&self, file: NamedTempFile, path: &Path, by: &str) -> Result<Saved> {
        if let Some(other) = self.claim(path, by) {
            return match self.conflict {
                OnConflict::Skip => Ok(Saved::Kept(path.to_owned())),
                _ => Err(taken(&other)),
            };
        }
        if self.conflict == OnConflict::Overwrite {
            if self.inputs.contain(path) {
                return Err(Error::input("the output is one of the inputs, which are never overwritten"));
            }
            return match file.persist(path) {
                Ok(_) => Ok(Saved::Written(path.to_owned())),
                Err(failed) => Err(cannot_write(failed.error)),
            };
        }
        match file.persist_noclobber(path) {
            Ok(_) => Ok(Saved::Written(path.to_owned())),
            Err(failed) if failed.error.kind() != ErrorKind::AlreadyExists => Err(cannot_write(failed.error)),
            Err(_) if self.conflict == OnConflict::Skip => Ok(Saved::Kept(path.to_owned())),
            Err(_) => Err(exists()),
        }
    }

    /// The first free name of `name`, `name-2`, `name-3` …
    fn persist_beside(&self, mut file: NamedTempFile, path: &Path, by: &str) -> Result<Saved> {
        for number in 1..TRIES {
            let path = if number == 1 { path.to_owned() } else { suffixed(path, number) };
            if path.symlink_metadata().is_ok() || self.claim(&path, by).is_some() {
                continue;
            }
            match file.persist_noclobber(&path) {
                Ok(_) => return Ok(Saved::Written(path)),
                Err(failed) if failed.error.kind() == ErrorKind::AlreadyExists => file = failed.file,
                Err(failed) => return Err(cannot_write(failed.error)),
            }
        }
        Err(exists())
    }

    /// Takes a name for this run, or says which input has it.
    fn claim(&self, path: &Path, by: &str) -> Option<String> {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let key = key(path, &written.hasher);
        if let Some(other) = written.names.get(&key) {
            return Some(other.to_string());
        }
        let by = written.inputs.get(by).cloned().unwrap_or_else(|| by.into());
        written.inputs.insert(by.clone());
        written.names.insert(key, by);
        None
    }

    /// A complete, synced file in the folder of `path`; dropped, it is gone.
    fn temporary(&self, path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        if self.swept.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned()) {
            sweep(folder);
        }
        let prefix = format!("{TEMPORARY}{}-", std::process::id());
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(".tmp");
        #[cfg(unix)]
        let everyone: std::fs::Permissions = std::os::unix::fs::PermissionsExt::from_mode(0o666);
        // As any program's output: what the umask leaves, not the owner alone.
        #[cfg(unix)]
        builder.permissions(everyone);
        let mut file = builder.tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.flush()?;
        file.as_file().sync_all()?;
        Ok(file)
    }
}

fn taken(other: &str) -> Error {
    Error::input(format!("this run wrote the same name already, for `{other}`"))
        .with_help("tell them apart with {stem}, {dir} or {index}, or use --on-conflict suffix")
}

fn exists() -> Error {
    Error::input("the output exists already").with_help("use --on-conflict skip, overwrite or suffix")
}

fn cannot_write(cause: io::Error) -> Error {
    // Without a number of the system it is tempfile's own error, which names the temporary file.
    let text = if cause.raw_os_error().is_some() { cause.to_string() } else { cause.kind().to_string() };
    Error::new(Fault::Io, format!("cannot write: {text}")).caused_by(cause)
}

/// Removes the temporary files of processes that are no more. That it cannot is nobody's concern.
fn sweep(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        if owner_of(&entry.file_name().to_string_lossy()).is_some_and(|process| !is_alive(process)) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// The process that a temporary file belongs to, by its name.
fn owner_of(name: &str) -> Option<u32> {
    name.strip_prefix(TEMPORARY)?.strip_suffix(".tmp")?.split_once('-')?.0.parse().ok()
}

/// Whether a process runs. Where that cannot be told, it does: a file too many is better than one too few.
fn is_alive(process: u32) -> bool {
    let processes = Path::new("/proc");
    process == std::process::id() || !processes.join("self").exists() || processes.join(process.to_string()).exists()
}

/// `name-2.png`.
pub(crate) fn suffixed(path: &Path, number: u32) -> PathBuf {
    let mut name = path.file_stem().map(OsString::from).unwrap_or_default();
    name.push(format!("-{number}"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

/// What two names have in common that some system takes for one: `./`, doubled slashes and the case of letters. Names
/// that are no text differ by every byte but the case of ASCII.
pub(crate) fn folded(path: &Path) -> Vec<u8> {
    let parts = path.components().filter(|part| *part != std::path::Component::CurDir);
    let path = parts.collect::<PathBuf>();
    match path.to_str() {
        Some(text) => text.to_lowercase().into_bytes(),
        None => path.as_os_str().as_encoded_bytes().to_ascii_lowercase(),
    }
}

/// One number for all names that some system takes for one: 128 bits do not collide by chance, and a hundred thousand
/// of them are a few megabytes.
pub(crate) fn key(path: &Path, hasher: &RandomState) -> [u64; 2] {
    let folded = folded(path);
    [0u8, 1].map(|half| hasher.hash_one((half, folded.as_slice())))
}

/// The files that must not be overwritten, by identity: another name for an input is that input.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    #[cfg(unix)]
    identities: HashSet<(u64, u64)>,
    #[cfg(not(unix))]
    paths: Vec<PathBuf>,
}

#[cfg(unix)]
impl Inputs {
    /// These files.
    pub(crate) fn of<'a>(paths: impl Iterator<Item = &'a Path>) -> Self {
        Self { identities: paths.filter_map(Self::identity).collect() }
    }

    /// Whether the file at this path is one of them.
    pub(crate) fn contain(&self, path: &Path) -> bool {
        Self::identity(path).is_some_and(|identity| self.identities.contains(&identity))
    }

    fn identity(path: &Path) -> Option<(u64, u64)> {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata(path).ok().map(|metadata| (metadata.dev(), metadata.ino()))
    }
}

#[cfg(not(unix))]
impl Inputs {
    /// These files.
    pub(crate) fn of<'a>(paths: impl Iterator<Item = &'a Path>) -> Self {
        Self { paths: paths.map(Path::to_owned).collect() }
    }

    /// Whether the file at this path is one of them.
    pub(crate) fn contain(&self, path: &Path) -> bool {
        let is_same = |input: &PathBuf| same_file::is_same_file(input, path).unwrap_or(false);
        path.exists() && self.paths.iter().any(is_same)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn saver(conflict: OnConflict, input: &Path) -> Saver {
        Saver::new(conflict, Inputs::of([input].into_iter()))
    }

    #[test]
    fn every_rule_does_what_it_says() {
        let folder = tempfile::tempdir().unwrap();
        let (input, old) = (folder.path().join("in.png"), folder.path().join("old.png"));
        fs::write(&input, "in").unwrap();
        for (conflict, expected) in [
            (OnConflict::Error, None),
            (OnConflict::Skip, Some(Saved::Kept(old.clone()))),
            (OnConflict::Overwrite, Some(Saved::Written(old.clone()))),
            (OnConflict::Suffix, Some(Saved::Written(folder.path().join("old-2.png")))),
        ] {
            fs::write(&old, "old").unwrap();
            assert_eq!(saver(conflict, &input).save(&old, "x", b"new").ok(), expected, "{conflict:?}");
            let content = if conflict == OnConflict::Overwrite { "new" } else { "old" };
            assert_eq!(fs::read_to_string(&old).unwrap(), content, "{conflict:?}");
        }
        let made = folder.path().join("a/b/c.png");
        assert_eq!(saver(OnConflict::Error, &input).save(&made, "x", b"c").unwrap(), Saved::Written(made));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "no temporary file is left");
    }

    #[cfg(unix)]
    #[test]
    fn an_input_is_known_by_any_name() {
        let folder = tempfile::tempdir().unwrap();
        let (input, link) = (folder.path().join("in.png"), folder.path().join("link.png"));
        fs::write(&input, "in").unwrap();
        fs::hard_link(&input, &link).unwrap();
        assert!(saver(OnConflict::Overwrite, &input).save(&link, "x", b"new").is_err());
        assert_eq!(fs::read_to_string(&input).unwrap(), "in");
    }

    #[test]
    fn one_run_never_writes_a_name_twice() {
        let folder = tempfile::tempdir().unwrap();
        let saver = saver(OnConflict::Overwrite, Path::new("none"));
        saver.save(&folder.path().join("a.png"), "x", b"1").unwrap();
        assert!(saver.save(&folder.path().join("./A.png"), "y", b"2").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_text_are_told_apart() {
        use std::os::unix::ffi::OsStrExt;
        let path = |name: &'static [u8]| Path::new(std::ffi::OsStr::from_bytes(name));
        assert_ne!(folded(path(b"\xff.png")), folded(path(b"\xfe.png")));
        assert_eq!(folded(path(b"./A\xff.png")), folded(path(b"a\xff.PNG")));
    }

    #[test]
    fn what_dead_runs_left_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        // Above the largest process number that Linux gives (2^22).
        let (dead, mine) = (".artboard-4194305-x.tmp", format!(".artboard-{}-x.tmp", std::process::id()));
        fs::write(folder.path().join(dead), "").unwrap();
        fs::write(folder.path().join(&mine), "").unwrap();
        saver(OnConflict::Error, Path::new("none")).save(&folder.path().join("a"), "x", b"").unwrap();
        assert!(folder.path().join(mine).exists());
        assert_eq!(folder.path().join(dead).exists(), !Path::new("/proc/self").exists());
    }
}
