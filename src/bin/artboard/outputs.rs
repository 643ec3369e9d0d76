//! Where outputs go, settled before the run: what `-o` means, which format, and that no two are the same file.
//!
//! Refused before anything is written: two outputs of one name, also when only the case of letters differs, and an
//! output that is an input. Names with the output's size in them are known only after the work: such jobs are put in a
//! row, so that the same one always comes first.

use crate::args::OnConflict;
use crate::names::Pattern;
use crate::plan::{Job, Place};
use crate::save::{Inputs, folded, key, suffixed};
use artboard::report::NoteKind;
use artboard::{Error, Format, Report, Result};
use std::collections::HashMap;
use std::hash::RandomState;
use std::path::{Path, PathBuf};

/// What `-o` means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Naming {
    /// Nothing was said: the command's own name in the current folder.
    Default,
    /// The command's own name in this folder, which ends in a separator.
    Folder(String),
    /// This file.
    File(Pattern),
    /// A name for every output.
    Pattern(Pattern),
    /// Standard output.
    Stdout,
}

impl Naming {
    /// Reads `-o`.
    ///
    /// # Errors
    /// As [`Pattern::parse`].
    pub(crate) fn of(output: Option<&str>) -> Result<Self> {
        Self::with_columns(output, &[])
    }

    /// Reads `-o`, whose names may use columns of data too.
    ///
    /// # Errors
    /// As [`Pattern::parse`].
    pub(crate) fn with_columns(output: Option<&str>, columns: &[String]) -> Result<Self> {
        let Some(text) = output else { return Ok(Self::Default) };
        if text == "-" {
            return Ok(Self::Stdout);
        }
        if text.is_empty() {
            return Err(Error::input("the output has no name").with_help("-o takes a file, a folder/, a pattern or -"));
        }
        let pattern = Pattern::with_columns(text, columns)?;
        Ok(match pattern.is_literal() {
            false if text.ends_with('/') => Self::Pattern(pattern.followed_by(&Pattern::parse("{stem}.{ext}")?)),
            false => Self::Pattern(pattern),
            true if text.ends_with(std::path::is_separator) => Self::Folder(text.to_owned()),
            true if Path::new(text).is_dir() => Self::Folder(format!("{text}/")),
            true => Self::File(pattern),
        })
    }

    /// The pattern of an output whose name by default is `default`.
    pub(crate) fn pattern(&self, default: &Pattern) -> Pattern {
        match self {
            Self::Default | Self::Stdout => default.clone(),
            Self::Folder(folder) => default.within(folder),
            Self::File(pattern) | Self::Pattern(pattern) => pattern.clone(),
        }
    }

    /// What is done about files that are there: one explicit file is meant to be replaced, others are not.
    pub(crate) fn conflict(&self, typed: Option<OnConflict>) -> OnConflict {
        let default = if matches!(self, Self::File(_)) { OnConflict::Overwrite } else { OnConflict::Error };
        typed.unwrap_or(default)
    }

    /// The formats, at least one: as [`Naming::format`] for each that was typed.
    ///
    /// # Errors
    /// As [`Naming::format`]; a format that stands there twice.
    pub(crate) fn formats(&self, typed: &[Format], notes: &mut Report) -> Result<Vec<Format>> {
        if let [_, _, ..] = typed {
            twice(typed, "--format")?;
        }
        match typed {
            [] => Ok(vec![self.format(None, None, notes)?]),
            typed => typed.iter().map(|format| self.format(Some(*format), None, notes)).collect(),
        }
    }

    /// The format: `-f`, else the extension of `-o`, else `fallback`, else PNG.
    ///
    /// # Errors
    /// [`Fault::Unsupported`](artboard::Fault::Unsupported) when the extension alone decides and is not one that is
    /// written.
    pub(crate) fn format(&self, typed: Option<Format>, fallback: Option<Format>, notes: &mut Report) -> Result<Format> {
        let extension = match self {
            Self::File(pattern) | Self::Pattern(pattern) => pattern.extension(),
            _ => None,
        };
        match (typed, extension) {
            (Some(format), Some(extension)) if Format::from_extension(extension) != Some(format) => {
                let message = format!("-f wins over the extension: this is {format}, whatever `.{extension}` says");
                notes.note(NoteKind::Chosen, "output", message);
                Ok(format)
            }
            (Some(format), _) => Ok(format),
            (None, Some(extension)) => extension.parse().map_err(|error: Error| error.at("output")),
            (None, None) => Ok(fallback.unwrap_or_default()),
        }
    }
}

/// Refuses what stands in a list twice: both would make the same file.
///
/// # Errors
/// Naming the option and the value.
pub(crate) fn twice<T: PartialEq + std::fmt::Debug>(list: &[T], option: &str) -> Result<()> {
    let again = list.iter().enumerate().find(|(index, value)| list.iter().take(*index).any(|other| other == *value));
    match again {
        Some((index, _)) => Err(Error::input(format!("value {} was given before", index + 1)).at(option)),
        None => Ok(()),
    }
}

/// The one value of an option that some commands take several times.
///
/// # Errors
/// Naming the option where there are more.
pub(crate) fn at_most_one<T: Copy>(list: &[T], option: &str) -> Result<Option<T>> {
    match list {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        _ => Err(Error::input("only one of these makes sense here").at(option)),
    }
}

/// Gives targets their places, job by job, without keeping the jobs. See the head of this file.
#[derive(Debug)]
pub(crate) struct Settler<'a> {
    stdout: bool,
    conflict: OnConflict,
    inputs: &'a Inputs,
    /// For messages, by the job's number: with rows of data the same jobs come again for every row.
    labels: Vec<String>,
    jobs: usize,
    targets: usize,
    /// The names that are taken, by hash: a hundred thousand names are a few megabytes.
    taken: HashMap<[u64; 2], Taken>,
    hasher: RandomState,
}

/// What is known of a name that is taken.
#[derive(Debug, Clone, Copy)]
struct Taken {
    /// The number of the job that has it; more than there are numbers for is the last one, for messages alone.
    by: u32,
    /// The first suffix that may be free.
    next: u32,
}

impl<'a> Settler<'a> {
    /// Nothing is taken yet. `jobs` are all jobs, or those of one row.
    pub(crate) fn new(jobs: &[Job], stdout: bool, conflict: OnConflict, inputs: &'a Inputs) -> Self {
        let labels = jobs.iter().map(|job| job.input.label()).collect();
        let (taken, hasher) = (HashMap::new(), RandomState::new());
        Self { stdout, conflict, inputs, labels, jobs: 0, targets: 0, taken, hasher }
    }

    /// Settles the next jobs; `after` counts within them.
    ///
    /// # Errors
    /// Outputs that collide with each other, with earlier ones or with an input.
    pub(crate) fn settle(&mut self, jobs: &mut [Job]) -> Result<()> {
        let mut rows: HashMap<Vec<u8>, usize> = HashMap::new();
        for (index, job) in jobs.iter_mut().enumerate() {
            for target in &mut job.targets {
                let path = PathBuf::from(target.pattern.fill(&target.facts, None));
                target.place = match () {
                    () if self.stdout => self.stdout_once()?,
                    () if path.file_name().is_none() => {
                        let what = format!("the output `{}` has no file name", path.display());
                        return Err(Error::input(what).at(job.input.label()));
                    }
                    () if target.pattern.is_late() => {
                        let before = rows.insert(folded(&path), index);
                        job.after = before.filter(|before| *before != index).or(job.after);
                        Place::Late
                    }
                    () => self.known(path)?,
                };
            }
            self.jobs += 1;
        }
        Ok(())
    }

    fn stdout_once(&mut self) -> Result<Place> {
        self.targets += 1;
        if self.targets > 1 {
            return Err(Error::input("several outputs cannot all go to stdout")
                .with_help("give one input, or a pattern such as -o 'out/{stem}.{ext}'"));
        }
        if std::io::IsTerminal::is_terminal(&std::io::stdout()) {
            return Err(Error::input("an image would garble the terminal").with_help("send stdout to a file or a pipe"));
        }
        Ok(Place::Stdout)
    }

    fn known(&mut self, path: PathBuf) -> Result<Place> {
        let path = if self.conflict == OnConflict::Suffix { self.free_name(path) } else { path };
        let taken = Taken { by: u32::try_from(self.jobs).unwrap_or(u32::MAX), next: 2 };
        if let Some(other) = self.taken.insert(self.key(&path), taken) {
            return Err(collision(&path, &self.label(other.by as usize), &self.label(self.jobs)));
        }
        if self.conflict != OnConflict::Skip && self.inputs.contain(&path) {
            return Err(Error::input("the output is one of the inputs, which are never overwritten")
                .at(path.display().to_string())
                .with_help("choose another name with -o, or --on-conflict suffix"));
        }
        Ok(Place::Known(path))
    }

    /// The first of `name`, `name-2`, `name-3` … that no file and no other output has.
    fn free_name(&mut self, path: PathBuf) -> PathBuf {
        let key = self.key(&path);
        let is_free = |path: &Path| !self.taken.contains_key(&self.key(path)) && path.symlink_metadata().is_err();
        if is_free(&path) {
            return path;
        }
        let first = self.taken.get(&key).map_or(2, |taken| taken.next);
        let found = (first..).map(|number| (number, suffixed(&path, number))).find(|(_, path)| is_free(path));
        let Some((number, free)) = found else { return path };
        if let Some(taken) = self.taken.get_mut(&key) {
            taken.next = number.saturating_add(1);
        }
        free
    }

    fn key(&self, path: &Path) -> [u64; 2] {
        key(path, &self.hasher)
    }

    /// The input of a job, with its row where there are rows.
    fn label(&self, job: usize) -> String {
        let count = self.labels.len().max(1);
        let input = self.labels.get(job % count).map(String::as_str).unwrap_or_default();
        match self.jobs < count {
            true => input.to_owned(),
            false => format!("{input}, row {}", job / count + 1),
        }
    }
}

fn collision(path: &Path, first: &str, second: &str) -> Error {
    let what = match first == second {
        true => format!("two outputs of `{first}` have the same name"),
        false => format!("`{first}` and `{second}` have the same output"),
    };
    Error::input(what)
        .at(path.display().to_string())
        .with_help("tell them apart with a token: {stem}, {dir}, {index}, {view}, {ext}; or --on-conflict suffix")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format_of(output: &str, typed: Option<Format>, fallback: Option<Format>) -> (Option<Format>, usize) {
        let mut notes = Report::new();
        let format = Naming::of(Some(output)).unwrap().format(typed, fallback, &mut notes).ok();
        (format, notes.notes().len())
    }

    #[test]
    fn the_format_is_settled_in_order() {
        let (png, jpeg, tiff) = (Some(Format::Png), Some(Format::Jpeg), Some(Format::Tiff));
        assert_eq!(format_of("a.jpg", None, tiff), (jpeg, 0));
        assert_eq!(format_of("a.jpg", png, tiff), (png, 1));
        assert_eq!(format_of("a.jpeg", jpeg, None), (jpeg, 0));
        assert_eq!(format_of("{stem}.{ext}", None, tiff), (tiff, 0));
        assert_eq!(format_of("out/", None, None), (png, 0));
        assert_eq!(format_of("a.xyz", None, None), (None, 0));
    }

    #[test]
    fn an_output_is_a_file_a_folder_a_pattern_or_stdout() {
        let of = |text: &str| Naming::of(Some(text)).unwrap();
        assert_eq!(of("-"), Naming::Stdout);
        assert_eq!(of("out/"), Naming::Folder("out/".into()));
        assert_eq!(of("."), Naming::Folder("./".into()));
        assert!(matches!(of("a.png"), Naming::File(_)));
        assert!(matches!(of("{stem}.png"), Naming::Pattern(_)));
        assert_eq!(of("a.png").conflict(None), OnConflict::Overwrite);
        assert_eq!(of("out/").conflict(None), OnConflict::Error);
        assert!(Naming::of(Some("")).is_err());
    }
}
