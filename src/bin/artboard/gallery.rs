//! `artboard gallery`: pictures on one page of HTML, before and after, for a person to look over a batch.
//!
//! In: pictures, or the report of a batch. Out: one file that needs nothing else: small copies of the pictures lie in
//! it. Pictures are made small in parallel, and one that cannot be read costs only itself.

mod entries;
mod page;

use self::entries::Entry;
use self::page::{Figure, Page};
use crate::args::{GalleryArgs, OnConflict, Verbosity};
use crate::bytes;
use crate::exit::Exit;
use crate::inputs::{self, Input};
use crate::model;
use crate::options::{self, RunOptions};
use crate::report::{Failure, Item, Reporter, Status, milliseconds};
use crate::save::{Inputs, Saved, Saver};
use crate::terminal;
use artboard::batch::Event;
use artboard::fit::Wanted;
use artboard::template::{Background, Template, TemplateOutput};
use artboard::{Ask, Batch, Engine, Error, Format, Method, Outcome, Output, Rendered, Result, Source};
use std::path::Path;
use std::time::Instant;

/// Quality of the copies in the page: on a screen, at this size, more is not seen.
const QUALITY: u8 = 82;

/// Runs the command.
pub(crate) fn gallery(args: &GalleryArgs, verbosity: Verbosity) -> Result<Exit> {
    let mut options = RunOptions::of(&args.work, verbosity);
    let engine = options::batch_engine(&args.resources, &args.work, &options)?;
    let network = if args.cutouts { model::in_use(engine.limits())? } else { None };
    let engine = engine.with_cutout_model(network);
    let maximum = engine.limits().input_bytes;
    let inputs = options.take(inputs::collect(&args.inputs, inputs::Wanted::Pictures, maximum)?);
    let entries = match &args.report {
        Some(report) => entries::of_report(&artboard::assets::file::read(report, maximum)?)
            .map_err(|error| error.at(report.display().to_string()))?,
        None => entries::of_pictures(inputs, args.before.as_deref()),
    };
    if entries.is_empty() {
        terminal::complain(&Error::missing("no input matched").with_help("name pictures, or a report with --report"));
        return Ok(Exit::NOTHING);
    }
    let typed = args.on_conflict.unwrap_or(OnConflict::Overwrite);
    let sources = entries.iter().flat_map(|entry| [&entry.before, &entry.after]).flatten();
    let saver = Saver::new(typed, Inputs::of(sources.filter_map(Input::path)));
    let reporter = Reporter::new("gallery", &options, entries.len());
    if options.dry_run {
        for (index, entry) in entries.iter().enumerate() {
            reporter.finished(index, vec![Item::skipped(entry.name.clone(), Some(shown(&args.output)))]);
        }
        return reporter.end(false);
    }
    let one = |_: usize, entry: &Entry| {
        let start = Instant::now();
        let cut = |input: &Input| if args.cutouts { cut_out(&engine, input, args.size) } else { Ok(None) };
        let figure = entry.figure(|input| small(&engine, input, args.size), cut);
        Ok((figure, milliseconds(start)))
    };
    let on_event = |event: Event<'_, Entry, (Figure, f64)>| {
        if let Event::Finished { index, item, outcome } = event {
            reporter.finished(index, vec![told(item, outcome, &args.output)]);
        }
    };
    let outcomes = Batch::of(&entries).workers(options.jobs).on_event(on_event).run(one)?;
    let figures = outcomes.into_iter().filter_map(|outcome| match outcome {
        Outcome::Done((figure, _)) => Some(figure),
        _ => None,
    });
    let title = args.title.clone().unwrap_or_else(|| "Gallery".to_owned());
    let page = page::html(&Page { title, figures: figures.collect() });
    match saver.save(&args.output, "the gallery", page.as_bytes())? {
        Saved::Written(path) if verbosity > Verbosity::Quiet => {
            terminal::say(&format!("{}: {}", terminal::shown(&path), bytes::shown(page.len() as u64)));
        }
        Saved::Kept(path) => terminal::say(&format!("{} is kept", terminal::shown(&path))),
        Saved::Written(_) => {}
    }
    reporter.end(false)
}

/// What became of an entry.
fn told(entry: &Entry, outcome: &Outcome<(Figure, f64)>, output: &Path) -> Item {
    let (method, confidence) =
        (entry.found.map(|(method, _)| method), entry.found.and_then(|(_, confidence)| confidence));
    let item = Item { method, confidence, ..Item::skipped(entry.name.clone(), Some(shown(output))) };
    match outcome {
        Outcome::Done((figure, ms)) => match figure.error.as_ref().filter(|_| entry.error.is_none()) {
            Some(error) => {
                let failure = Failure::from(&Error::missing(error.clone()));
                Item { ms: *ms, ..Item::failed(entry.name.clone(), None, failure) }
            }
            None => Item { status: Status::Ok, ms: *ms, ..item },
        },
        Outcome::Failed(error) => Item::failed(entry.name.clone(), None, Failure::from(error)),
        Outcome::Skipped => item,
    }
}

/// A small copy of a picture or a design as a `data:` URI, and the size of the original where it is a picture.
fn small(engine: &Engine, input: &Input, side: u32) -> Result<String> {
    let source = Source::from(input.open(engine.limits().input_bytes)?);
    let has_alpha = engine.probe(&source).is_ok_and(|picture| picture.has_alpha);
    let format = if has_alpha { Format::Png } else { Format::Jpeg };
    let output = Output { quality: Some(QUALITY), ..Output::of(format) };
    let rendered = engine.thumbnail(&source, &Ask::inside(side, side).output(output))?;
    Ok(format!("data:{};base64,{}", format.media_type(), base64(&rendered.bytes)))
}

/// The subject of a photo as `apply` cuts it out, small, as a `data:` URI; `None` where it is not told.
fn cut_out(engine: &Engine, input: &Input, side: u32) -> Result<Option<String>> {
    let output = TemplateOutput { size: Wanted::pixels(side, side), ..TemplateOutput::default() };
    let template = Template { background: Background::Transparent, outputs: vec![output], ..Template::default() };
    let source = Source::from(input.open(engine.limits().input_bytes)?);
    let made = engine.apply(&template, &source)?.into_iter().next();
    let is_cut = |made: &Rendered| made.report.cutout().is_some_and(|found| found.method != Method::None);
    let made = made.filter(is_cut);
    Ok(made.map(|made| format!("data:{};base64,{}", Format::Png.media_type(), base64(&made.bytes))))
}

/// The alphabet of RFC 4648, section 4, with padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = LETTERS[(word >> (18 - 6 * place)) as usize % 64];
            text.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        for (text, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(text.as_bytes()), coded);
        }
        assert_eq!(base64(&[255, 239, 190]), "/+++");
    }
}
