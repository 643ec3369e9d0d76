//! Where outputs go, settled before the run: what `-o` means, which format, and that no two are the same file.
//!
//! Refused before anything is written: two outputs of one name, also when only the case of letters differs, and an
//! output that is an input. Names with the output's size in them are known only after the work: such jobs are put in a
//! row, so that the same one always comes first.

use crate::args::OnConflict;
use crate::names::Pattern;
use crate::plan::{Job, Place};
use crate::save::{Inputs, folded, suffixed};
use artboard::report::NoteKind;
use artboard::{Error, Format, Report, Result};
use std::collections::HashMap;
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

/// Gives every target its place. See the head of this file.
///
/// # Errors
/// Outputs that collide with each other or with an input.
pub(crate) fn settle(jobs: &mut [Job], stdout: bool, conflict: OnConflict, inputs: &Inputs) -> Result<()> {
    if stdout {
        return to_stdout(jobs);
    }
    let mut taken: HashMap<String, String> = HashMap::new();
    let mut rows: HashMap<String, usize> = HashMap::new();
    for (index, job) in jobs.iter_mut().enumerate() {
        let label = job.label();
        for target in &mut job.targets {
            let path = PathBuf::from(target.pattern.fill(&target.facts, None));
            if path.file_name().is_none() {
                return Err(Error::input(format!("the output `{}` has no file name", path.display())).at(label));
            }
            if target.pattern.is_late() {
                let before = rows.insert(folded(&path), index);
                job.after = before.filter(|before| *before != index).or(job.after);
                target.place = Place::Late;
                continue;
            }
            let path = match conflict {
                OnConflict::Suffix => free_name(&path, &taken),
                _ => path,
            };
            if let Some(other) = taken.insert(folded(&path), label.clone()) {
                return Err(collision(&path, &other, &label));
            }
            if conflict != OnConflict::Skip && inputs.contain(&path) {
                return Err(Error::input("the output is one of the inputs, which are never overwritten")
                    .at(path.display().to_string())
                    .with_help("choose another name with -o, or --on-conflict suffix"));
            }
            target.place = Place::Known(path);
        }
    }
    Ok(())
}

fn to_stdout(jobs: &mut [Job]) -> Result<()> {
    let targets: usize = jobs.iter().map(|job| job.targets.len()).sum();
    if targets > 1 {
        return Err(Error::input(format!("{targets} outputs cannot all go to stdout"))
            .with_help("give one input, or a pattern such as -o 'out/{stem}.{ext}'"));
    }
    if std::io::IsTerminal::is_terminal(&std::io::stdout()) {
        return Err(Error::input("an image would garble the terminal").with_help("send stdout to a file or a pipe"));
    }
    jobs.iter_mut().flat_map(|job| &mut job.targets).for_each(|target| target.place = Place::Stdout);
    Ok(())
}

/// The first of `name`, `name-2`, `name-3` … that no file and no other output has.
fn free_name(path: &Path, taken: &HashMap<String, String>) -> PathBuf {
    let is_free = |path: &PathBuf| !taken.contains_key(&folded(path)) && path.symlink_metadata().is_err();
    let mut names = std::iter::once(path.to_owned()).chain((2u32..).map(|number| suffixed(path, number)));
    names.find(is_free).unwrap_or_else(|| path.to_owned())
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
