//! `artboard template`: the schema, a first template, presets, a check, an explanation. And how `apply` and `info` read a
//! template.

mod explain;

use crate::args::{LimitsPreset, OnConflict, TemplateArgs, TemplateCommand};
use crate::exit::Exit;
use crate::save::{Inputs, Saver};
use crate::{inputs, options, terminal};
use artboard::dialect::presets::{self, Preset};
use artboard::source::Bytes;
use artboard::template::Template;
use artboard::{Engine, Error, Read, Report, Result};
use std::path::{Path, PathBuf};

/// Runs the command.
pub(crate) fn template(args: &TemplateArgs) -> Result<Exit> {
    match &args.command {
        TemplateCommand::Schema { design: false } => {
            terminal::give_line(artboard::dialect::template::schema().trim_end())?;
        }
        TemplateCommand::Schema { design: true } => {
            terminal::give_line(artboard::dialect::native::schema().trim_end())?;
        }
        TemplateCommand::Init { file, preset } => init(file.as_deref(), *preset)?,
        TemplateCommand::Presets => presets::ALL.iter().try_for_each(list)?,
        TemplateCommand::Explain(args) => explain::explain(args)?,
        TemplateCommand::Check { files, strict } => return check(files, *strict),
    }
    Ok(Exit::DONE)
}

fn init(file: Option<&Path>, preset: Option<Preset>) -> Result<()> {
    let text = preset.map_or_else(artboard::dialect::template::sample, |preset| preset.text);
    let Some(file) = file else { return terminal::give(text.as_bytes()) };
    let saver = Saver::new(OnConflict::Error, Inputs::default());
    saver.save(file, "", text.as_bytes()).map_err(|error| error.with_help("choose another name"))?;
    Ok(())
}

/// A preset's name, what it is for, and where that stands.
fn list(preset: &Preset) -> Result<()> {
    terminal::give_line(&format!("{:16} {}", preset.name, preset.title()))?;
    preset.sources().try_for_each(|source| terminal::give_line(&format!("{:16} {source}", "")))
}

fn check(files: &[PathBuf], strict: bool) -> Result<Exit> {
    let engine = Engine::builder().limits(options::limits(LimitsPreset::Default, &[])?).build();
    let mut exit = Exit::DONE;
    for file in files {
        if !is_good(&engine, file, strict) {
            exit = Exit::USAGE;
        }
    }
    Ok(exit)
}

/// Tells everything there is to say about one template.
fn is_good(engine: &Engine, file: &Path, strict: bool) -> bool {
    let mut report = Report::new();
    let text = text_of(engine, file).map_err(|error| vec![error]);
    let checked = text.and_then(|text| artboard::dialect::template::check(&text, engine.limits(), &mut report));
    report.notes().iter().for_each(|note| terminal::say(&terminal::note_text(&file.to_string_lossy(), note)));
    match checked {
        Err(faults) => {
            let name = file.display().to_string();
            let placed =
                |error: Error| if error.place().is_some_and(|place| place == name) { error } else { error.at(&name) };
            faults.into_iter().map(placed).for_each(|error| terminal::complain(&error));
            false
        }
        Ok(_) if strict && report.serious().next().is_some() => false,
        Ok(template) => {
            terminal::say(&format!("{}: good, {}", terminal::shown(file), outputs_of(&template)));
            true
        }
    }
}

fn outputs_of(template: &Template) -> String {
    match template.outputs.len() {
        1 => "1 output".to_owned(),
        several => format!("{several} outputs"),
    }
}

/// Reads a template from a file, or from stdin for `-`.
///
/// # Errors
/// Whatever is wrong with it, with its path.
pub(crate) fn read(engine: &Engine, path: &Path) -> Result<Read<Template>> {
    engine.read_template(&text_of(engine, path)?).map_err(|error: Error| error.at(path.display().to_string()))
}

fn text_of(engine: &Engine, path: &Path) -> Result<Bytes> {
    let maximum = engine.limits().json_bytes;
    match path == Path::new("-") {
        true => inputs::read_stdin(maximum),
        false => artboard::assets::file::read(path, maximum),
    }
}
