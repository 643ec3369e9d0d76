//! What is to be done: one job for each input and side, one target for each file that comes out of it.

use crate::inputs::Input;
use crate::names::{Facts, Pattern, parts_of};
use crate::rows::DataRow;
use artboard::Format;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One input, perhaps one side of it, and the files to make.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    /// What to read.
    pub(crate) input: Input,
    /// Which side of a design, when every side is a job of its own.
    pub(crate) side: Option<usize>,
    /// The row of data that is put over the design, if there is one.
    pub(crate) row: Option<Arc<DataRow>>,
    /// The files to make, in order.
    pub(crate) targets: Vec<Target>,
    /// Whether all its files are one item of the report.
    pub(crate) is_one: bool,
    /// The earlier job after which this one writes, because their names may turn out to be the same.
    pub(crate) after: Option<usize>,
}

/// One file to make.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// Its name.
    pub(crate) pattern: Pattern,
    /// What fills it.
    pub(crate) facts: Facts,
    /// Where it goes; [`Place::Late`] until that is settled.
    pub(crate) place: Place,
}

/// Where a file goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// To stdout.
    Stdout,
    /// To this path.
    Known(PathBuf),
    /// Known only after the work: its size is part of its name.
    Late,
}

impl Job {
    /// The same job for a row of data, whose number is what `{index}` counts then.
    pub(crate) fn with_row(&self, row: &Arc<DataRow>) -> Self {
        let facts = |facts: &Facts| Facts { index: row.number, row: Some(row.clone()), ..facts.clone() };
        let target = |target: &Target| Target { facts: facts(&target.facts), ..target.clone() };
        Self { row: Some(row.clone()), targets: self.targets.iter().map(target).collect(), ..self.clone() }
    }
}

impl Target {
    /// For reports: the path, with tokens where the result must fill them; `None` for stdout.
    pub(crate) fn label(&self) -> Option<String> {
        match &self.place {
            Place::Stdout => None,
            Place::Known(path) => Some(path.to_string_lossy().into_owned()),
            Place::Late => Some(self.pattern.fill(&self.facts, None).to_string_lossy().into_owned()),
        }
    }
}

/// A side of a design that is a job of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct View {
    /// Its index; `None`: the one that the options say.
    pub(crate) side: Option<usize>,
    /// Its label, for names.
    pub(crate) label: String,
}

/// What the names of one input's outputs are made of. `index` counts inputs from 1.
pub(crate) fn facts(input: &Input, index: usize, view: &View, template: &str, format: Format) -> Facts {
    let (dir, name, stem) = parts_of(input.path().unwrap_or(Path::new("stdin")));
    let (view, template) = (view.label.clone(), template.to_owned());
    Facts { dir, name, stem, ext: format.extension().to_owned(), format, view, template, index, row: None }
}
