//! What became of one input, or of one of its files.

use artboard::error::escape_controls;
use artboard::report::Note;
use artboard::{Error, Fault, Format, Found, Method};
use serde::Serialize;

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    /// It was written.
    Ok,
    /// It was not, for a reason.
    Failed,
    /// It was not, because nobody wanted it: a file was there, a dry run, an interruption.
    Skipped,
}

/// One output of one input.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Item {
    pub(crate) input: String,
    pub(crate) output: Option<String>,
    pub(crate) status: Status,
    pub(crate) width: Option<u32>,
    pub(crate) height: Option<u32>,
    pub(crate) format: Option<Format>,
    pub(crate) bytes: Option<u64>,
    /// How the subject of a photo was found: only where a template presents one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) method: Option<Method>,
    /// How sure that is, 0 to 1, with three decimals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) confidence: Option<f64>,
    pub(crate) ms: f64,
    pub(crate) notes: Vec<Note>,
    pub(crate) error: Option<Failure>,
    /// All files, where one input has several: the first stands above, too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) outputs: Vec<OneOf>,
    #[serde(skip)]
    pub(crate) explained: Option<String>,
}

/// One of several files of an input.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OneOf {
    pub(crate) output: Option<String>,
    pub(crate) status: Status,
    pub(crate) width: Option<u32>,
    pub(crate) height: Option<u32>,
    pub(crate) format: Option<Format>,
    pub(crate) bytes: Option<u64>,
}

/// An error as the report says it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Failure {
    pub(crate) fault: Fault,
    pub(crate) place: Option<String>,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        Self { fault: error.fault(), place: error.place(), message: error.what(), help: error.help() }
    }
}

impl Failure {
    /// `WHAT: WHERE`, with the input in front of a place that does not name it.
    pub(super) fn text(&self, input: &str) -> String {
        let input = escape_controls(input);
        match &self.place {
            Some(place) if place.starts_with(&input) => format!("{}: {place}", self.message),
            Some(place) => format!("{}: {input}: {place}", self.message),
            None => format!("{}: {input}", self.message),
        }
    }
}

impl Item {
    /// An item of which nothing is known but that it was not done.
    pub(crate) fn skipped(input: String, output: Option<String>) -> Self {
        Self {
            input,
            output,
            status: Status::Skipped,
            width: None,
            height: None,
            format: None,
            bytes: None,
            method: None,
            confidence: None,
            ms: 0.0,
            notes: Vec::new(),
            error: None,
            outputs: Vec::new(),
            explained: None,
        }
    }

    /// One item of all files of an input: it failed when one of them did, and was skipped when all were.
    pub(crate) fn of_all(items: Vec<Self>) -> Self {
        let one_of = |item: &Self| OneOf {
            output: item.output.clone(),
            status: item.status,
            width: item.width,
            height: item.height,
            format: item.format,
            bytes: item.bytes,
        };
        let outputs: Vec<OneOf> = if items.len() > 1 { items.iter().map(one_of).collect() } else { Vec::new() };
        let mut rest = items.into_iter();
        let mut all = rest.next().unwrap_or_else(|| Self::skipped(String::new(), None));
        for item in rest {
            all.status = match (all.status, item.status) {
                (Status::Failed, _) | (_, Status::Failed) => Status::Failed,
                (Status::Ok, _) | (_, Status::Ok) => Status::Ok,
                _ => Status::Skipped,
            };
            all.error = all.error.or(item.error);
            let new = item.notes.into_iter().filter(|note| !all.notes.contains(note)).collect::<Vec<_>>();
            all.notes.extend(new);
        }
        Self { outputs, ..all }
    }

    /// The same item with what is known of its subject.
    pub(crate) fn found(self, found: Option<Found>) -> Self {
        let confidence = found.map(|found| (found.confidence * 1000.0).round() / 1000.0);
        Self { method: found.map(|found| found.method), confidence, ..self }
    }

    /// An item for each of several files.
    pub(super) fn each(&self) -> impl Iterator<Item = Self> {
        let one = |one: &OneOf| {
            let OneOf { output, status, width, height, format, bytes } = one.clone();
            Self { status, width, height, format, bytes, ..Self::skipped(self.input.clone(), output) }
        };
        self.outputs.iter().map(one)
    }

    /// An item that failed.
    pub(crate) fn failed(input: String, output: Option<String>, failure: Failure) -> Self {
        Self { status: Status::Failed, error: Some(failure), ..Self::skipped(input, output) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_of_several_files_fails_with_the_first_that_does() {
        let skipped = |name: &str| Item::skipped("a".into(), Some(name.into()));
        let ok = Item { status: Status::Ok, width: Some(5), ..skipped("a-5") };
        assert!(Item::of_all(vec![ok.clone()]).outputs.is_empty());
        let both = Item::of_all(vec![ok.clone(), skipped("a-9")]);
        assert_eq!((both.status, both.width, both.outputs.len()), (Status::Ok, Some(5), 2));
        let failure = Failure::from(&Error::input("no"));
        let failed = Item::of_all(vec![ok, Item::failed("a".into(), None, failure)]);
        assert!(failed.status == Status::Failed && failed.error.is_some());
        assert_eq!(Item::of_all(vec![skipped("x"), skipped("y")]).status, Status::Skipped);
    }
}
