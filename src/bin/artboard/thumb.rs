//! `artboard thumb`: photos, SVG files and designs become thumbnails.

use crate::args::{ThumbArgs, Verbosity};
use crate::designs::Desk;
use crate::exit::Exit;
use crate::inputs::{self, Input, Wanted};
use crate::names::{Pattern, Token};
use crate::options::{self, AssetFolders, RunOptions};
use crate::outputs::Naming;
use crate::plan::{Job, Place, Target, View, facts};
use crate::run::{Done, Plan, run};
use crate::save::{Inputs, Saver};
use artboard::edits::{Edits, Flip, Turn};
use artboard::fit;
use artboard::geometry::Size;
use artboard::report::{NoteKind, Report};
use artboard::source::Bytes;
use artboard::{Ask, Engine, Rendered, Result, Source};
use std::path::Path;

/// Runs the command.
pub(crate) fn thumb(args: &ThumbArgs, verbosity: Verbosity) -> Result<Exit> {
    let mut options = RunOptions::of(&args.work, verbosity);
    let engine = options::batch_engine(&args.resources, &args.work, &options)?;
    let naming = Naming::of(args.output.output.as_deref())?;
    let mut notes = Report::new();
    let formats = naming.formats(&args.output.format, &mut notes)?;
    let sizes = options::wanted(&args.size);
    let desk = Desk {
        engine,
        assets: AssetFolders::of(&args.resources.assets)?,
        asks: options::for_each_file(&options::thumb_ask(args)?, &sizes, &formats)?,
        dialect: None,
        all_views: args.design.all_views,
        explain: options.explain,
    };
    let inputs = inputs::collect(&args.inputs, Wanted::Pictures, desk.engine.limits().input_bytes)?;
    let inputs = options.take(inputs);
    let of_size = if is_srcset(&sizes) { "{width}w" } else { "{width}x{height}" };
    let one = naming.pattern(&Pattern::parse(&format!("{{stem}}-{of_size}.{{ext}}"))?);
    let many = naming.pattern(&Pattern::parse(&format!("{{stem}}-{{view}}-{of_size}.{{ext}}"))?);
    let plan = Plan {
        command: "thumb",
        to_stdout: naming == Naming::Stdout,
        saver: Saver::new(naming.conflict(args.output.on_conflict), Inputs::of(inputs.iter().filter_map(Input::path))),
        jobs: jobs(&desk, inputs, &one, &many),
        data: None,
        options,
        notes,
    };
    run(plan, |job| work(&desk, job), |job| sizes_of(&desk, job))
}

/// Whether files are told apart by their widths, as an HTML `srcset` does: there are several, and nothing but widths.
fn is_srcset(sizes: &[fit::Wanted]) -> bool {
    let is_width = |size: &fit::Wanted| matches!(size, fit::Wanted::Box { width: Some(_), height: None });
    sizes.len() > 1 && sizes.iter().all(is_width)
}

/// A job for every input, or for every side of it; `one` names the outputs of an input with one side, `many` of
/// several.
pub(crate) fn jobs(desk: &Desk, inputs: Vec<Input>, one: &Pattern, many: &Pattern) -> Vec<Job> {
    let names_view = one.has(Token::View);
    let of_input = |(index, input): (usize, Input)| {
        let views = desk.views(&input, names_view);
        let pattern = if views.len() > 1 { many } else { one };
        let job = |view: &View| {
            let target = |ask: &Ask| {
                let facts = facts(&input, index + 1, view, "", ask.output.format);
                Target { pattern: pattern.clone(), facts, place: Place::Late }
            };
            let targets = desk.asks.iter().map(target).collect();
            Job { input: input.clone(), side: view.side, row: None, targets, is_one: true, after: None }
        };
        views.iter().map(job).collect::<Vec<_>>()
    };
    inputs.into_iter().enumerate().flat_map(of_input).collect()
}

/// What a job's input is.
enum Opened {
    Design(Bytes),
    Picture(Box<Engine>, Source),
}

fn opened(desk: &Desk, job: &Job) -> Result<Opened> {
    let content = job.input.open(desk.engine.limits().input_bytes)?;
    // A broken document is still meant as one: its reader says what is wrong with it.
    let is_json = job.input.path().and_then(Path::extension).is_some_and(|text| text.eq_ignore_ascii_case("json"));
    let design = if is_json { Some(content.whole()?) } else { artboard::dialect::design_in(&content)? };
    if let Some(bytes) = design {
        return Ok(Opened::Design(bytes));
    }
    // A lone picture refers to nothing outside itself, unless a folder was given for that.
    let engine = match desk.assets.is_empty() {
        false => desk.engine_for(&job.input)?,
        true => desk.engine.clone(),
    };
    Ok(Opened::Picture(Box::new(engine), Source::from(content)))
}

fn work(desk: &Desk, job: &Job) -> Result<Done> {
    let (engine, source) = match opened(desk, job)? {
        Opened::Design(bytes) => return desk.render(job, &bytes),
        Opened::Picture(engine, source) => (engine, source),
    };
    let mut files = engine.thumbnails(&source, &desk.asks)?;
    files.iter_mut().for_each(|file| note_extension(&engine, &job.input, &source, &mut file.report));
    let explain = |(ask, file): (&Ask, &Rendered)| explain(&engine, &source, ask, file.size);
    let explained = || desk.asks.iter().zip(&files).map(explain).collect::<Result<Vec<_>>>();
    let explained = desk.explain.then(explained).transpose()?.map(|lines| lines.join("\n"));
    Ok(Done { files, explained })
}

/// The sizes of a job's files, for a run that only says what it would do.
fn sizes_of(desk: &Desk, job: &Job) -> Result<Vec<Size>> {
    match opened(desk, job)? {
        Opened::Design(bytes) => desk.sizes(job, &bytes),
        Opened::Picture(engine, source) => engine.thumbnail_sizes(&source, &desk.asks),
    }
}

fn explain(engine: &Engine, source: &Source, ask: &Ask, size: Size) -> Result<String> {
    let picture = engine.probe(source)?;
    let align = match ask.focus {
        Some(focus) => format!("{focus:?}").to_ascii_lowercase(),
        None => format!("{},{}", ask.align.x, ask.align.y),
    };
    Ok(format!(
        "picture {} {:?}, orientation {}, dpi {}\n  {}{:?}, enlarge {:?}, align {}, kernel {:?}{}: {size}",
        picture.size,
        picture.format,
        picture.orientation.exif(),
        picture.dpi.map_or_else(|| "unknown".to_owned(), |dpi| dpi.to_string()),
        edits_text(&ask.edits),
        ask.fit,
        ask.enlarge,
        align,
        ask.kernel,
        if ask.linear { " in linear light" } else { "" },
    ))
}

/// What is done before and after it has its size, in the order in which it is done.
fn edits_text(edits: &Edits) -> String {
    let mut text = String::new();
    if edits.rotate != Turn::None {
        text += &format!("rotate {:?}, ", edits.rotate);
    }
    if edits.flip != Flip::None {
        text += &format!("flip {:?}, ", edits.flip);
    }
    if let Some(crop) = edits.crop {
        text += &format!("crop {} {} {} {}, ", crop.x, crop.y, crop.width, crop.height);
    }
    if let Some(sharpen) = edits.sharpen {
        text += &format!("sharpen {} {}, ", sharpen.amount, sharpen.sigma);
    }
    if edits.grayscale {
        text += "grayscale, ";
    }
    if !edits.overlays.is_empty() {
        text += "overlay, ";
    }
    text
}

/// Says so when a name and its content disagree: the content decides.
pub(crate) fn note_extension(engine: &Engine, input: &Input, source: &Source, report: &mut Report) {
    let extension =
        input.path().and_then(|path| path.extension()).map(|text| text.to_string_lossy().to_ascii_lowercase());
    let expected = match extension.as_deref() {
        Some("jpg" | "jpeg" | "jpe" | "jfif") => "jpeg",
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
