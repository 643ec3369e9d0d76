//! `artboard completions` and `artboard man`: what the command line says about itself.

use crate::args::{Cli, CompletionsArgs, ManArgs, OnConflict};
use crate::exit::Exit;
use crate::save::{Inputs, Saver};
use crate::terminal;
use artboard::{Error, Fault, Result};
use clap::CommandFactory;
use clap_mangen::Man;
use std::path::Path;

/// A completion script on stdout.
pub(crate) fn completions(args: &CompletionsArgs) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "artboard", &mut script);
    terminal::give(&script)?;
    Ok(Exit::DONE)
}

/// The manual page on stdout, or a page for every command in a folder.
pub(crate) fn man(args: &ManArgs) -> Result<Exit> {
    let command = Cli::command();
    match &args.dir {
        None => terminal::give(&page(&command)?)?,
        Some(folder) => write_pages(command, folder)?,
    }
    Ok(Exit::DONE)
}

fn page(command: &clap::Command) -> Result<Vec<u8>> {
    let mut page = Vec::new();
    let written = Man::new(command.clone()).render(&mut page);
    written.map_err(|cause| Error::new(Fault::Internal, "the manual page cannot be made").caused_by(cause))?;
    Ok(page)
}

fn write_pages(mut command: clap::Command, folder: &Path) -> Result<()> {
    let saver = Saver::new(OnConflict::Overwrite, Inputs::default());
    command.build();
    saver.save(&folder.join("artboard.1"), "", &page(&command)?)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        // Built, a command knows its whole name: `artboard-thumb`.
        let name = sub.get_display_name().unwrap_or(sub.get_name()).to_owned();
        saver.save(&folder.join(format!("{name}.1")), "", &page(sub)?)?;
    }
    Ok(())
}
