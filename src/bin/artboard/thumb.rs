//! `artboard thumb`: photos, SVG files and designs become thumbnails.

use crate::args::{ThumbArgs, Verbosity};
use crate::designs::Desk;
use crate::exit::Exit;
use crate::inputs::{self, Input};
use crate::names::{Pattern, Token};
use crate::options::{self, AssetFolders, RunOptions};
use crate::outputs::Naming;
use crate::plan::{Job, Place, Target, View, facts};
use crate::run::{Done, Plan, run};
use crate::save::{Inputs, Saver};
use artboard::report::{NoteKind, Report};
use artboard::{Ask, Result, Source};
use std::path::Path;

/// Runs the command.
pub(crate) fn thumb(args: &ThumbArgs, verbosity: Verbosity) -> Result<Exit> {
    let options = RunOptions::of(&args.work, verbosity);
    let engine = options::batch_engine(&args.resources, &args.work, &options)?;
    let naming = Naming::of(args.output.output.as_deref())?;
    let mut notes = Report::new();
    let format = naming.format(args.output.format, None, &mut notes)?;
    let mut ask = options::thumb_ask(args)?;
    ask.output.format = format;
    ask.output.check()?;
    let desk = Desk {
        engine,
        assets: AssetFolders::of(&args.resources.assets)?,
        ask,
        dialect: None,
        all_views: args.design.all_views,
        explain: options.explain,
    };
    let inputs = inputs::collect(&args.inputs, inputs::PICTURES, desk.engine.limits().input_bytes)?;
    let one = naming.pattern(&Pattern::parse("{stem}-{width}x{height}.{ext}")?);
    let many = naming.pattern(&Pattern::parse("{stem}-{view}-{width}x{height}.{ext}")?);
    let plan = Plan {
        command: "thumb",
        to_stdout: naming == Naming::Stdout,
        saver: Saver::new(naming.conflict(args.output.on_conflict), Inputs::of(inputs.iter().filter_map(Input::path))),
        jobs: jobs(&desk, inputs, &one, &many),
        data: None,
        options,
        notes,
    };
    run(plan, |job| work(&desk, job))
}

/// A job for every input, or for every side of it; `one` names the output of an input with one side, `many` of several.
pub(crate) fn jobs(desk: &Desk, inputs: Vec<Input>, one: &Pattern, many: &Pattern) -> Vec<Job> {
    let names_view = one.has(Token::View);
    let of_input = |(index, input): (usize, Input)| {
        let views = desk.views(&input, names_view);
        let pattern = if views.len() > 1 { many } else { one };
        let job = |view: &View| {
            let facts = facts(&input, index + 1, view, "", desk.ask.output.format);
            let target = Target { pattern: pattern.clone(), facts, place: Place::Late };
            Job { input: input.clone(), side: view.side, row: None, targets: vec![target], after: None }
        };
        views.iter().map(job).collect::<Vec<_>>()
    };
    inputs.into_iter().enumerate().flat_map(of_input).collect()
}

fn work(desk: &Desk, job: &Job) -> Result<Done> {
    let content = job.input.open(desk.engine.limits().input_bytes)?;
    // A broken document is still meant as one: its reader says what is wrong with it.
    let is_json = job.input.path().and_then(Path::extension).is_some_and(|text| text.eq_ignore_ascii_case("json"));
    let design = if is_json { Some(content.whole()?) } else { artboard::dialect::design_in(&content)? };
    if let Some(bytes) = design {
        return desk.render(job, &bytes);
    }
    // A lone picture refers to nothing outside itself, unless a folder was given for that.
    let engine = match desk.assets.is_empty() {
        false => desk.engine_for(&job.input)?,
        true => desk.engine.clone(),
    };
    let source = Source::from(content);
    let mut file = engine.thumbnail(&source, &desk.ask)?;
    note_extension(&engine, &job.input, &source, &mut file.report);
    let explained = desk.explain.then(|| explain(&engine, &source, &desk.ask, file.size)).transpose()?;
    Ok(Done { files: vec![file], explained })
}

fn explain(engine: &artboard::Engine, source: &Source, ask: &Ask, size: artboard::geometry::Size) -> Result<String> {
    let picture = engine.probe(source)?;
    let align = match ask.focus {
        Some(focus) => format!("{focus:?}").to_ascii_lowercase(),
        None => format!("{},{}", ask.align.x, ask.align.y),
    };
    Ok(format!(
        "picture {} {:?}, orientation {}, dpi {}\n  {:?}, enlarge {:?}, align {}, kernel {:?}{}: {size}",
        picture.size,
        picture.format,
        picture.orientation.exif(),
        picture.dpi.map_or_else(|| "unknown".to_owned(), |dpi| dpi.to_string()),
        ask.fit,
        ask.enlarge,
        align,
        ask.kernel,
        if ask.linear { " in linear light" } else { "" },
    ))
}

/// Says so when a name and its content disagree: the content decides.
pub(crate) fn note_extension(engine: &artboard::Engine, input: &Input, source: &Source, report: &mut Report) {
    let extension =
        input.path().and_then(|path| path.extension()).map(|text| text.to_string_lossy().to_ascii_lowercase());
    let expected = match extension.as_deref() {
        Some("jpg" | "jpeg" | "jpe") => "jpeg",
        Some("png" | "apng") => "png",
        Some("tif" | "tiff") => "tiff",
        Some(other @ ("webp" | "gif" | "bmp")) => other,
        // An SVG is read whole to be probed; its name matters too little for that.
        _ => return,
    };
    let Ok(picture) = engine.probe(source) else { return };
    let actual = format!("{:?}", picture.format).to_ascii_lowercase();
    if actual != expected {
        let name = extension.unwrap_or_default();
        report.note(
            NoteKind::Lenient,
            "",
            format!("the name says `.{name}`, the content is {actual}: the content decides"),
        );
    }
}
