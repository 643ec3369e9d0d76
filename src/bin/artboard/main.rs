//! The program `artboard`: the library at a terminal.
//!
//! In: a command line. Out: files, a report, an exit code. This file only dispatches; what was typed is in `args`,
//! what is meant in `options`.

#![forbid(unsafe_code)]

mod apply;
mod args;
mod bytes;
mod compare;
mod designs;
mod exit;
mod fonts;
mod gallery;
mod info;
mod inputs;
mod manual;
mod model;
mod names;
mod options;
mod outputs;
mod plan;
mod progress;
mod render;
mod report;
mod rows;
mod run;
mod save;
mod sheet;
mod template;
mod terminal;
mod thumb;
mod turns;
mod words;

use crate::args::{Cli, Command};
use crate::exit::Exit;
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    // Help and version go to stdout with 0, a command line that cannot be read to stderr with 2.
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // A closed pipe is nobody's fault: `artboard --help | head -1`.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Exit::USAGE.0));
        }
    };
    let verbosity = cli.verbosity();
    let done = match &cli.command {
        Command::Thumb(args) => thumb::thumb(args, verbosity),
        Command::Render(args) => render::render(args, verbosity),
        Command::Apply(args) => apply::apply(args, verbosity),
        Command::Sheet(args) => sheet::sheet(args, verbosity),
        Command::Gallery(args) => gallery::gallery(args, verbosity),
        Command::Info(args) => info::info(args),
        Command::Compare(args) => compare::compare(args),
        Command::Fonts(args) => fonts::list(args),
        Command::Template(args) => template::template(args),
        Command::Model(args) => model::model(args),
        Command::Completions(args) => manual::completions(args),
        Command::Man(args) => manual::man(args),
    };
    done.unwrap_or_else(|error| {
        terminal::complain(&error);
        Exit::of_stopped(&error)
    })
    .into()
}
