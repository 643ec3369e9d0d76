//! `artboard template`: the schema, a first template, presets, a check, an explanation. And how `apply` and `info` read
//! a template.

mod explain;

use crate::args::{LimitsPreset, OnConflict, TemplateArgs, TemplateCommand};
use crate::designs::engine_for;
use crate::exit::Exit;
use crate::inputs::Input;
use crate::options::AssetFolders;
use crate::save::{Inputs, Saver};
use crate::{inputs, options, terminal};
use artboard::dialect::presets::{self, Preset};
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
    let checked = checked(engine, file, &mut report);
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

/// The template, the profiles that it names with it, or all that is wrong.
fn checked(engine: &Engine, file: &Path, report: &mut Report) -> Result<Template, Vec<Error>> {
    let one = |error: Error| vec![error];
    let input = input(engine, file).map_err(one)?;
    let text = input.read(engine.limits().json_bytes).map_err(one)?;
    let mut template = artboard::dialect::template::check(&text, engine.limits(), report)?;
    let own = engine_for(engine, &AssetFolders::default(), &input).map_err(one)?;
    own.fetch_profiles(&mut template).map_err(one)?;
    Ok(template)
}

fn outputs_of(template: &Template) -> String {
    match template.outputs.len() {
        1 => "1 output".to_owned(),
        several => format!("{several} outputs"),
    }
}

/// Reads a template from a file, or from stdin for `-`, and the profiles that it names: below its own folder, or below
/// the one that was given.
///
/// # Errors
/// Whatever is wrong with it, with its path.
pub(crate) fn read(engine: &Engine, folders: &AssetFolders, path: &Path) -> Result<Read<Template>> {
    let input = input(engine, path)?;
    let text = input.read(engine.limits().json_bytes)?;
    let placed = |error: Error| error.at(path.display().to_string());
    engine_for(engine, folders, &input)?.read_template(&text).map_err(placed)
}

fn input(engine: &Engine, path: &Path) -> Result<Input> {
    match path == Path::new("-") {
        true => inputs::read_stdin(engine.limits().json_bytes).map(Input::Stdin),
        false => Ok(Input::File(path.to_owned())),
    }
}
