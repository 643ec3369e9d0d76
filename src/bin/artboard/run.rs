//! One run over all jobs: work, save, report; one bad input never stops the rest.

use crate::args::OnConflict;
use crate::exit::Exit;
use crate::names::Made;
use crate::options::RunOptions;
use crate::outputs::Settler;
use crate::plan::{Job, Place, Target};
use crate::report::{Failure, Item, Reporter, Status, milliseconds, tell_passed_over};
use crate::rows::{Data, DataRow};
use crate::save::{Saved, Saver};
use crate::terminal;
use crate::turns::Turns;
use artboard::batch::Event;
use artboard::cutout;
use artboard::geometry::Size;
use artboard::{Batch, Cancel, Error, Note, NoteKind, Outcome, Rendered, Report, Result};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// Rows of data that are worked on together: so many that workers seldom wait for the last of them, so few that they
/// weigh nothing.
const PART: usize = 500;

/// What a command hands over to be run.
pub(crate) struct Plan {
    /// The command's name.
    pub(crate) command: &'static str,
    /// What is to be done; with rows of data, what is to be done for each of them.
    pub(crate) jobs: Vec<Job>,
    /// Rows of data.
    pub(crate) data: Option<Data>,
    /// Whether the one result goes to stdout.
    pub(crate) to_stdout: bool,
    /// Writes the files.
    pub(crate) saver: Saver,
    /// How.
    pub(crate) options: RunOptions,
    /// Notes about every item.
    pub(crate) notes: Report,
}

/// What a job's work came to.
pub(crate) struct Done {
    /// A file for each target, in order.
    pub(crate) files: Vec<Rendered>,
    /// Why things are where they are, if that was asked.
    pub(crate) explained: Option<String>,
}

/// Runs the plan. `sizes` says how large the files of a job would be, where a run only says what it would do; none where that cannot be
/// told.
///
/// # Errors
/// What makes the run as a whole impossible, before anything is written.
pub(crate) fn run(
    plan: Plan,
    work: impl Fn(&Job) -> Result<Done> + Sync,
    sizes: impl Fn(&Job) -> Result<Vec<Size>> + Sync,
) -> Result<Exit> {
    if plan.jobs.is_empty() {
        terminal::complain(
            &Error::missing("no input matched").with_help("name files, quoted globs, or folders with -r"),
        );
        tell_passed_over(&plan.options.passed_over, plan.options.verbosity);
        return Ok(Exit::NOTHING);
    }
    if plan.to_stdout && plan.options.json.is_some() {
        return Err(
            Error::input("stdout cannot take both the image and the report").with_help("leave out --json or -o -")
        );
    }
    let (cancel, plan) = (Cancel::new(), plan);
    let total = plan.check()?;
    stop_on_interrupt(&cancel);
    let reporter = Reporter::new(plan.command, &plan.options, total);
    let (mut done, mut interrupted) = (0, false);
    plan.parts(|jobs| {
        interrupted |= plan.work_on(jobs, done, (&reporter, &cancel), (&work, &sizes))?;
        done += jobs.len();
        Ok(())
    })?;
    reporter.end(interrupted)
}

/// The first Ctrl-C lets what runs finish, the second ends the program at once.
fn stop_on_interrupt(cancel: &Cancel) {
    let cancel = cancel.clone();
    let stop = move || {
        if cancel.is_cancelled() {
            std::process::exit(i32::from(Exit::INTERRUPTED.0));
        }
        cancel.cancel();
        terminal::say("interrupted: finishing what runs; once more stops at once");
    };
    // Without a handler Ctrl-C stops at once, which is what the second would do.
    let _ = ctrlc::set_handler(stop);
}

/// The items of a job as its outcome says them.
fn reported(job: &Job, outcome: &Outcome<Vec<Item>>) -> Vec<Item> {
    let items = match outcome {
        Outcome::Done(items) => return items.clone(),
        Outcome::Failed(error) => all_failed(job, error),
        Outcome::Skipped => all_skipped(job),
    };
    if job.is_one { vec![Item::of_all(items)] } else { items }
}

fn all_skipped(job: &Job) -> Vec<Item> {
    job.targets.iter().map(|target| Item::skipped(job.input.label(), target.label())).collect()
}

fn all_failed(job: &Job, error: &Error) -> Vec<Item> {
    let failed = |target: &Target| Item::failed(job.input.label(), target.label(), Failure::from(error));
    job.targets.iter().map(failed).collect()
}

impl Plan {
    /// Hands out all jobs, their outputs settled, in parts that are forgotten afterwards: rows of data never stand in
    /// memory together.
    fn parts(&self, mut hand_out: impl FnMut(&[Job]) -> Result<()>) -> Result<()> {
        let mut settler = Settler::new(&self.jobs, self.to_stdout, self.saver.conflict(), self.saver.inputs());
        let Some(data) = &self.data else {
            let mut jobs = self.jobs.clone();
            settler.settle(&mut jobs)?;
            return hand_out(&jobs);
        };
        let mut rows = data.rows()?.fuse();
        loop {
            let some = rows.by_ref().take(PART).collect::<Result<Vec<_>>>()?;
            if some.is_empty() {
                return Ok(());
            }
            let of_row = |row: DataRow| {
                let row = Arc::new(row);
                self.jobs.iter().map(|job| job.with_row(&row)).collect::<Vec<_>>()
            };
            let mut jobs: Vec<Job> = some.into_iter().flat_map(of_row).collect();
            settler.settle(&mut jobs)?;
            hand_out(&jobs)?;
        }
    }

    /// Reads all rows and settles all outputs before anything is drawn; gives the number of jobs.
    fn check(&self) -> Result<usize> {
        let mut total = 0;
        self.parts(|jobs| {
            total += jobs.len();
            Ok(())
        })?;
        match total {
            0 => Err(Error::input("there are no rows").at("--data")),
            total => Ok(total),
        }
    }

    /// Works on jobs of which `before` others came earlier; says whether some were left undone.
    fn work_on(
        &self,
        jobs: &[Job],
        before: usize,
        (reporter, cancel): (&Reporter<'_>, &Cancel),
        (work, sizes): (&(impl Fn(&Job) -> Result<Done> + Sync), &(impl Fn(&Job) -> Result<Vec<Size>> + Sync)),
    ) -> Result<bool> {
        let turns = Turns::default();
        let one = |index: usize, job: &Job| {
            let turn = turns.begin(index);
            let start = Instant::now();
            let items = match self.options.dry_run {
                true => self.planned(job, sizes, || turn.after(job.after)),
                false => self.job(job, work, || turn.after(job.after)),
            };
            let mut items = if job.is_one { vec![Item::of_all(items)] } else { items };
            let ms = milliseconds(start);
            items.iter_mut().for_each(|item| item.ms = ms);
            Ok(items)
        };
        let on_event = |event: Event<'_, Job, Vec<Item>>| {
            if let Event::Finished { index, item, outcome } = event {
                reporter.finished(before + index, reported(item, outcome));
            }
        };
        let outcomes = Batch::of(jobs).workers(self.options.jobs).cancel(cancel).on_event(on_event).run(one)?;
        let mut interrupted = false;
        for (index, (job, outcome)) in jobs.iter().zip(&outcomes).enumerate() {
            if matches!(outcome, Outcome::Skipped) {
                interrupted = true;
                reporter.finished(before + index, reported(job, outcome));
            }
        }
        Ok(interrupted)
    }

    fn job(&self, job: &Job, work: impl Fn(&Job) -> Result<Done>, wait: impl Fn()) -> Vec<Item> {
        if let Some(items) = self.without_work(job) {
            return items;
        }
        let done = match work(job) {
            Ok(done) => done,
            Err(error) => return all_failed(job, &error),
        };
        wait();
        let mut explained = done.explained.filter(|_| self.options.explain);
        let pairs = job.targets.iter().zip(done.files);
        pairs.map(|(target, file)| Item { explained: explained.take(), ..self.item(job, target, file) }).collect()
    }

    /// The items of a job in a run that only says what it would do: as far as names and headers tell.
    fn planned(&self, job: &Job, sizes: impl Fn(&Job) -> Result<Vec<Size>>, wait: impl Fn()) -> Vec<Item> {
        if job.input.path().is_some_and(|path| !path.exists()) {
            return all_failed(job, &Error::missing("there is no such file"));
        }
        let is_late = job.targets.iter().any(|target| target.place == Place::Late);
        let sizes = match if is_late { sizes(job) } else { Ok(Vec::new()) } {
            Ok(sizes) => sizes,
            Err(error) => return all_failed(job, &error),
        };
        wait();
        let mut sizes = sizes.into_iter();
        let item = |target: &Target| {
            let size = sizes.next();
            let made = size.filter(|_| !target.pattern.needs_content()).map(|size| Made { size, bytes: &[] });
            let path = match (&target.place, made) {
                (Place::Known(path), _) => path.clone(),
                (Place::Late, Some(made)) => PathBuf::from(target.pattern.fill(&target.facts, Some(made))),
                // What is known only when it is made is told with its tokens.
                _ => return Item::skipped(job.input.label(), target.label()),
            };
            let (width, height) = (size.map(|size| size.width), size.map(|size| size.height));
            match self.saver.planned(&path, &job.input.label()) {
                Ok(Saved::Written(path)) => {
                    Item { width, height, ..Item::skipped(job.input.label(), Some(shown(&path))) }
                }
                Ok(Saved::Kept(path)) => {
                    let note =
                        Note { kind: NoteKind::Chosen, place: String::new(), message: "it is there: kept".into() };
                    Item { notes: vec![note], ..Item::skipped(job.input.label(), Some(shown(&path))) }
                }
                Err(error) => Item::failed(job.input.label(), Some(shown(&path)), Failure::from(&error)),
            }
        };
        job.targets.iter().map(item).collect()
    }

    /// The items of a job for which nothing needs to be rendered.
    fn without_work(&self, job: &Job) -> Option<Vec<Item>> {
        let is_there = |target: &Target| match &target.place {
            Place::Known(path) => path.symlink_metadata().is_ok(),
            _ => false,
        };
        if !job.targets.iter().all(is_there) {
            return None;
        }
        match self.saver.conflict() {
            OnConflict::Skip => Some(all_skipped(job)),
            OnConflict::Error => {
                let error = Error::input("the output exists already");
                let failed = |target: &Target| {
                    let place = target.label().unwrap_or_default();
                    let help = Some("use --on-conflict skip, overwrite or suffix".to_owned());
                    let failure = Failure { place: Some(place), help, ..Failure::from(&error) };
                    Item::failed(job.input.label(), target.label(), failure)
                };
                Some(job.targets.iter().map(failed).collect())
            }
            _ => None,
        }
    }

    /// One file saved, or not, and what there is to say about it.
    fn item(&self, job: &Job, target: &Target, file: Rendered) -> Item {
        let mut report = self.notes.clone();
        report.append(file.report);
        let found = report.cutout();
        let input = job.input.label();
        let saved = match self.refused(&report) {
            Some(error) => Err(error),
            None => self.put(target, &input, &Made { size: file.size, bytes: &file.bytes }),
        };
        let notes = report.notes().to_vec();
        let item = match saved {
            Err(error) => {
                return Item { notes, ..Item::failed(input, target.label(), Failure::from(&error)).found(found) };
            }
            Ok(Some(Saved::Kept(path))) => {
                return Item { notes, ..Item::skipped(input, Some(shown(&path))).found(found) };
            }
            Ok(Some(Saved::Written(path))) => Item::skipped(input, Some(shown(&path))),
            Ok(None) => Item::skipped(input, None),
        };
        Item {
            status: Status::Ok,
            width: Some(file.size.width),
            height: Some(file.size.height),
            format: Some(file.format),
            bytes: Some(file.bytes.len() as u64),
            notes,
            ..item.found(found)
        }
    }

    /// Why a file is not to be written, whatever it looks like.
    fn refused(&self, report: &Report) -> Option<Error> {
        let required = self.options.require_cutout.then(|| cutout::required(report).err()).flatten();
        let strict = || {
            let note = report.serious().next().filter(|_| self.options.strict)?;
            let error = Error::input(note.message.as_str()).with_help("--strict makes this an error");
            Some(if note.place.is_empty() { error } else { error.at(note.place.as_str()) })
        };
        required.or_else(strict)
    }

    /// Writes a file to where it goes; `None` for stdout.
    fn put(&self, target: &Target, input: &str, made: &Made<'_>) -> Result<Option<Saved>> {
        let late = || PathBuf::from(target.pattern.fill(&target.facts, Some(*made)));
        match &target.place {
            Place::Stdout => terminal::give(made.bytes).map(|()| None),
            Place::Known(path) => self.saver.save(path, input, made.bytes).map(Some),
            Place::Late => self.saver.save(&late(), input, made.bytes).map(Some),
        }
    }
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
