//! `artboard sheet`: pictures, small, in rows on pages, with their names.

use crate::args::{SheetArgs, Verbosity};
use crate::exit::Exit;
use crate::inputs::{self, Input, Wanted};
use crate::names::Pattern;
use crate::options::{self, RunOptions};
use crate::outputs::{Naming, at_most_one};
use crate::plan::{Job, Place, Target, View, facts};
use crate::run::{Done, Plan, run};
use crate::save::{Inputs, Saver};
use artboard::sheet::Sheet;
use artboard::{Error, Output, Report, Result};
use std::path::Path;

/// Runs the command: a job a page.
pub(crate) fn sheet(args: &SheetArgs, verbosity: Verbosity) -> Result<Exit> {
    let mut options = RunOptions::of(&args.work, verbosity);
    let engine = options::batch_engine(&args.resources, &args.work, &options)?;
    let naming = Naming::of(args.output.output.as_deref())?;
    let mut notes = Report::new();
    let format = naming.format(at_most_one(&args.output.format, "--format")?, None, &mut notes)?;
    let mut output = options::encoding(&args.output, &Output::default());
    output.format = format;
    output.check()?;
    let sheet = Sheet {
        columns: u32::from(args.columns),
        cell: args.cell,
        gap: args.gap,
        margin: args.margin,
        font_size: if args.captions == "none" { 0 } else { u32::from(args.font_size) },
        title: args.title.clone(),
        background: args.background,
        output,
        ..Sheet::default()
    };
    let inputs = options.take(inputs::collect(&args.inputs, Wanted::Pictures, engine.limits().input_bytes)?);
    let saver = Saver::new(naming.conflict(args.output.on_conflict), Inputs::of(inputs.iter().filter_map(Input::path)));
    let pages: Vec<&[Input]> = inputs.chunks(usize::from(args.columns) * usize::from(args.rows)).collect();
    let pattern = naming.pattern(&Pattern::parse(if pages.len() > 1 { "sheet-{index}.{ext}" } else { "sheet.{ext}" })?);
    if pages.len() > 1 && matches!(naming, Naming::File(_)) {
        return Err(Error::input(format!("{} pages cannot all be the same file", pages.len()))
            .at("--output")
            .with_help("number them with a token: -o 'sheet-{index}.png', or raise --rows"));
    }
    let job = |(index, page): (usize, &&[Input])| {
        let input = page.first()?.clone();
        let facts = facts(&input, index + 1, &View::default(), "", format);
        let targets = vec![Target { pattern: pattern.clone(), facts, place: Place::Late }];
        Some(Job { input, side: None, row: None, targets, is_one: false, after: None })
    };
    let plan = Plan {
        command: "sheet",
        data: None,
        to_stdout: naming == Naming::Stdout,
        saver,
        jobs: pages.iter().enumerate().filter_map(job).collect(),
        options,
        notes,
    };
    let work = |job: &Job| {
        let number = job.targets.first().map_or(1, |target| target.facts.index);
        let page = pages.get(number - 1).copied().unwrap_or_default();
        let captions: Vec<String> = page.iter().map(|input| caption(input, &args.captions)).collect();
        let maximum = engine.limits().input_bytes;
        let fetch = |index: usize| match page.get(index) {
            Some(input) => input.open(maximum),
            None => Err(Error::internal("a picture beyond the page")),
        };
        let file = engine.sheet(&sheet, &captions, fetch)?;
        let explained = format!("page {number}: {} pictures, {} px", page.len(), file.size);
        Ok(Done { files: vec![file], explained: Some(explained) })
    };
    // How high a page is depends on its captions: names with a size in them are known when it is made.
    run(plan, work, |_| Ok(Vec::new()))
}

fn caption(input: &Input, rule: &str) -> String {
    let part = |part: fn(&Path) -> Option<&std::ffi::OsStr>| {
        let name = input.path().and_then(part).map(|name| name.to_string_lossy().into_owned());
        name.unwrap_or_else(|| input.label())
    };
    match rule {
        "none" => String::new(),
        "stem" => part(Path::file_stem),
        "path" => input.label(),
        _ => part(Path::file_name),
    }
}
