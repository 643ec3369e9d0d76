//! What became of every item: for people on stderr, for programs on stdout.
//!
//! Items are told in the order of the inputs, whatever the order in which they finish: the same run, the same report.

mod item;

pub(crate) use item::{Failure, Item, Status};

use crate::args::{JsonStyle, Verbosity};
use crate::exit::Exit;
use crate::inputs::PassedOver;
use crate::options::RunOptions;
use crate::progress::Progress;
use crate::terminal::{failure_text, give_line, note_text};
use artboard::cutout::DOUBTFUL;
use artboard::error::escape_controls;
use artboard::{Error, Fault, Method, Result};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// The number of the report's schema.
const SCHEMA: u32 = 1;

#[derive(Debug, Clone, Copy, Default, Serialize)]
struct Summary {
    total: usize,
    ok: usize,
    failed: usize,
    skipped: usize,
    ms: f64,
    #[serde(skip)]
    cut: Cut,
}

/// How many subjects were found by what.
#[derive(Debug, Clone, Copy, Default)]
struct Cut {
    alpha: usize,
    backdrop: usize,
    model: usize,
    none: usize,
    /// Of all these, those below [`DOUBTFUL`].
    doubtful: usize,
}

impl Cut {
    fn add(&mut self, item: &Item) {
        match item.method {
            Some(Method::Alpha) => self.alpha += 1,
            Some(Method::Backdrop) => self.backdrop += 1,
            Some(Method::Model) => self.model += 1,
            Some(Method::None) => self.none += 1,
            _ => return,
        }
        self.doubtful += usize::from(item.confidence.is_some_and(|confidence| confidence < DOUBTFUL));
    }

    /// `cut out: 38 by backdrop, 2 by alpha; 3 doubtful`; nothing where nothing was to be cut out.
    fn text(self) -> Option<String> {
        let ways =
            [(self.backdrop, "by backdrop"), (self.alpha, "by alpha"), (self.model, "by model"), (self.none, "not")];
        let ways: Vec<String> =
            ways.iter().filter(|(count, _)| *count > 0).map(|(count, way)| format!("{count} {way}")).collect();
        (!ways.is_empty()).then(|| format!("cut out: {}; {} doubtful", ways.join(", "), self.doubtful))
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    command: &'a str,
    items: &'a [Item],
    /// Files in folders that are no inputs.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    passed_over: &'a [PassedOver],
    summary: Summary,
}

#[derive(Serialize)]
struct Line<'a, T> {
    #[serde(rename = "type")]
    kind: &'a str,
    schema: u32,
    #[serde(flatten)]
    content: &'a T,
}

/// Tells what happens in one run.
pub(crate) struct Reporter<'a> {
    command: &'static str,
    options: &'a RunOptions,
    jobs: usize,
    start: Instant,
    progress: Progress,
    told: Mutex<Told>,
}

#[derive(Default)]
struct Told {
    items: Vec<Item>,
    summary: Summary,
    next: usize,
    waiting: BTreeMap<usize, Vec<Item>>,
    broken: Option<Error>,
}

impl<'a> Reporter<'a> {
    /// For a run of this many jobs.
    pub(crate) fn new(command: &'static str, options: &'a RunOptions, jobs: usize) -> Self {
        let progress = Progress::new(jobs, options.verbosity);
        Self { command, options, jobs, start: Instant::now(), progress, told: Mutex::default() }
    }

    /// A job has finished. Its items are told once those of all earlier jobs are.
    pub(crate) fn finished(&self, job: usize, items: Vec<Item>) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let failed = items.iter().filter(|item| item.status == Status::Failed).count();
        told.waiting.insert(job, items);
        self.progress.step(told.summary.failed + failed);
        while let Some(items) = {
            let next = told.next;
            told.waiting.remove(&next)
        } {
            told.next += 1;
            for item in items {
                self.tell(item, &mut told);
            }
        }
    }

    fn tell(&self, item: Item, told: &mut Told) {
        told.summary.total += 1;
        told.summary.cut.add(&item);
        match item.status {
            Status::Ok => told.summary.ok += 1,
            Status::Failed => told.summary.failed += 1,
            Status::Skipped => told.summary.skipped += 1,
        }
        for line in self.lines_about(&item) {
            self.progress.say(&line);
        }
        match self.options.json {
            Some(JsonStyle::Document) => told.items.push(item),
            Some(JsonStyle::Lines) => {
                let line = line("item", &item).and_then(|line| give_line(&line));
                told.broken = told.broken.take().or(line.err());
            }
            None => {}
        }
    }

    /// What people are told about an item.
    fn lines_about(&self, item: &Item) -> Vec<String> {
        let mut lines = Vec::new();
        let verbosity = self.options.verbosity;
        lines.extend(item.explained.clone());
        if verbosity > Verbosity::Quiet {
            lines.extend(item.notes.iter().map(|note| note_text(&item.input, note)));
        }
        if let Some(failure) = &item.error {
            lines.push(failure_text(&failure.text(&item.input), failure.help.as_deref()));
        }
        let is_alone = self.jobs == 1 && self.options.json.is_none();
        let wants_line = verbosity == Verbosity::Verbose || (is_alone && verbosity == Verbosity::Normal);
        if item.error.is_none() && (wants_line || self.options.dry_run && self.options.json.is_none()) {
            match item.outputs.is_empty() {
                true => lines.extend(self.done_text(item)),
                false => lines.extend(item.each().filter_map(|one| self.done_text(&one))),
            }
        }
        if self.options.timings {
            lines.push(format!("{:9.1} ms  {}", item.ms, escape_controls(&item.input)));
        }
        lines
    }

    fn done_text(&self, item: &Item) -> Option<String> {
        let output = escape_controls(item.output.as_deref()?);
        let input = escape_controls(&item.input);
        Some(match (item.status, item.width, item.height, item.bytes) {
            (Status::Ok, Some(width), Some(height), Some(bytes)) => {
                let found = found_text(item).map(|found| format!(", {found}")).unwrap_or_default();
                format!("{output}: {width} x {height} px, {}{found}", crate::bytes::shown(bytes))
            }
            _ if self.options.dry_run => format!("would write {output} from {input}"),
            _ => format!("{output} is kept: skipped {input}"),
        })
    }

    /// Ends the report and says how the run ended. `interrupted`: something was left undone.
    ///
    /// # Errors
    /// When stdout cannot be written to.
    pub(crate) fn end(self, interrupted: bool) -> Result<Exit> {
        self.progress.end();
        let mut told = self.told.into_inner().unwrap_or_else(PoisonError::into_inner);
        told.summary.ms = milliseconds(self.start);
        let summary = told.summary;
        match self.options.json {
            Some(JsonStyle::Document) => {
                let passed_over = &self.options.passed_over;
                let document =
                    Document { schema: SCHEMA, command: self.command, items: &told.items, passed_over, summary };
                give_line(&json(serde_json::to_string_pretty(&document))?)?;
            }
            Some(JsonStyle::Lines) => {
                for other in &self.options.passed_over {
                    give_line(&line("passed_over", other)?)?;
                }
                give_line(&line("summary", &Ending { command: self.command, summary })?)?;
            }
            None => {}
        }
        tell_passed_over(&self.options.passed_over, self.options.verbosity);
        if self.options.verbosity > Verbosity::Quiet && (self.jobs > 1 || self.options.timings || interrupted) {
            crate::terminal::say(&summary_text(summary, self.options.dry_run, self.options.timings));
        }
        match told.broken {
            Some(error) => Err(error),
            None if interrupted => Ok(Exit::INTERRUPTED),
            None if summary.failed > 0 => Ok(Exit::FAILED),
            None => Ok(Exit::DONE),
        }
    }
}

/// Says how many files in folders were no inputs, verbosely which.
pub(crate) fn tell_passed_over(others: &[PassedOver], verbosity: Verbosity) {
    if others.is_empty() || verbosity == Verbosity::Quiet {
        return;
    }
    let is_verbose = verbosity == Verbosity::Verbose;
    for other in others.iter().filter(|_| is_verbose) {
        crate::terminal::say(&format!("passed over: {}: {}", crate::terminal::shown(&other.path), other.why));
    }
    let files = if others.len() == 1 { "1 file was".to_owned() } else { format!("{} files were", others.len()) };
    let hint = if is_verbose { "" } else { " (-v names them)" };
    crate::terminal::say(&format!("{files} passed over{hint}"));
}

/// How the subject was found; nothing where nothing was to be told.
fn found_text(item: &Item) -> Option<String> {
    let confidence = item.confidence.map(|confidence| format!(", confidence {confidence:.2}")).unwrap_or_default();
    let how = match item.method? {
        Method::Whole => return None,
        Method::None => "not cut out".to_owned(),
        method => format!("cut out by {method}"),
    };
    Some(how + &confidence)
}

#[derive(Serialize)]
struct Ending<'a> {
    command: &'a str,
    #[serde(flatten)]
    summary: Summary,
}

fn line<T: Serialize>(kind: &str, content: &T) -> Result<String> {
    json(serde_json::to_string(&Line { kind, schema: SCHEMA, content }))
}

fn json(written: serde_json::Result<String>) -> Result<String> {
    written.map_err(|cause| Error::new(Fault::Internal, "the report cannot be written as JSON").caused_by(cause))
}

fn summary_text(summary: Summary, dry_run: bool, timings: bool) -> String {
    let Summary { total, ok, failed, skipped, ms, cut } = summary;
    if dry_run {
        return format!("{skipped} to write, {failed} would fail");
    }
    let rate = match timings && ms > 0.0 {
        true => format!(", {:.1} a second", total as f64 * 1000.0 / ms),
        false => String::new(),
    };
    let cut = cut.text().map(|cut| format!("; {cut}")).unwrap_or_default();
    format!("{ok} done, {failed} failed, {skipped} skipped in {:.1} s{rate}{cut}", ms / 1000.0)
}

/// Since then, to a tenth.
pub(crate) fn milliseconds(start: Instant) -> f64 {
    (start.elapsed().as_secs_f64() * 10_000.0).round() / 10.0
}
