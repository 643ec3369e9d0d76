//! `artboard template`: the schema, a first template, a check. And how `apply` and `info` read a template.

use crate::args::{LimitsPreset, OnConflict, TemplateArgs, TemplateCommand};
use crate::exit::Exit;
use crate::save::{Inputs, Saver};
use crate::{inputs, options, terminal};
use artboard::template::Template;
use artboard::{Engine, Error, Read, Result};
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
        TemplateCommand::Init { file: None } => terminal::give(artboard::dialect::template::sample().as_bytes())?,
        TemplateCommand::Init { file: Some(file) } => {
            let saver = Saver::new(OnConflict::Error, Inputs::default());
            let sample = artboard::dialect::template::sample();
            saver.save(file, "", sample.as_bytes()).map_err(|error| error.with_help("choose another name"))?;
        }
        TemplateCommand::Check { files, strict } => return check(files, *strict),
    }
    Ok(Exit::DONE)
}

fn check(files: &[PathBuf], strict: bool) -> Result<Exit> {
    let engine = Engine::builder().limits(options::limits(LimitsPreset::Default, &[])?).build();
    let mut exit = Exit::DONE;
    for file in files {
        match read(&engine, file) {
            Ok(read) => {
                for note in read.report.notes() {
                    terminal::say(&terminal::note_text(&file.to_string_lossy(), note));
                }
                if strict && read.report.serious().next().is_some() {
                    exit = Exit::USAGE;
                } else {
                    terminal::say(&format!("{}: good, {}", terminal::shown(file), outputs_of(&read)));
                }
            }
            Err(error) => {
                terminal::complain(&error);
                exit = Exit::USAGE;
            }
        }
    }
    Ok(exit)
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
    let maximum = engine.limits().json_bytes;
    let text = match path == Path::new("-") {
        true => inputs::read_stdin(maximum)?,
        false => artboard::assets::file::read(path, maximum)?,
    };
    engine.read_template(&text).map_err(|error: Error| error.at(path.display().to_string()))
}
