//! What was typed: the command line as clap reads it, not yet checked against itself.

mod commands;
mod edits;
mod looking;
mod models;
mod shared;
mod values;

pub(crate) use commands::{
    ApplyArgs, CompareArgs, CompletionsArgs, ExplainArgs, FontsArgs, InfoArgs, ManArgs, RenderArgs, TemplateArgs,
    TemplateCommand, ThumbArgs,
};
pub(crate) use edits::EditArgs;
pub(crate) use looking::{GalleryArgs, SheetArgs};
pub(crate) use models::{InstallArgs, ModelArgs, ModelCommand, TypedScale, TypedSigmoid};
pub(crate) use shared::{DesignArgs, InputArgs, OutputArgs, ResourceArgs, SizeArgs, WorkArgs};
pub(crate) use values::{Doubtful, JsonStyle, LimitsPreset, OnConflict, explained};

use clap::{ArgAction, Parser, Subcommand};

const EXAMPLES: &str = "\
Examples:
  artboard thumb photo.jpg -s 500x500
  artboard render card.json -w 800 -o card.png
  artboard apply white.toml -r photos -o 'shop/{stem}.{ext}'
  artboard sheet -r photos -o overview.png
  artboard info card.json --json

Exit codes:
  0  all done
  1  some inputs failed, or a comparison found a difference
  2  usage, option, template, or outputs that collide: nothing was begun
  3  no input matched
  4  the run was stopped by a deadline or limit
  130  interrupted";

/// Renders design documents and presents photos, on your own machine.
#[derive(Debug, Parser)]
#[command(name = "artboard", version, after_help = EXAMPLES, propagate_version = true, max_term_width = 100)]
pub(crate) struct Cli {
    /// Tell more: a line for every file.
    #[arg(short, long, global = true, action = ArgAction::SetTrue, conflicts_with = "quiet", help_heading = "Reports")]
    verbose: bool,
    /// Tell only errors.
    #[arg(long, global = true, help_heading = "Reports")]
    quiet: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How much people are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verbosity {
    /// Errors.
    Quiet,
    /// Errors, notes, a summary.
    Normal,
    /// A line for every file too.
    Verbose,
}

impl Cli {
    /// How much people are told.
    pub(crate) fn verbosity(&self) -> Verbosity {
        match (self.quiet, self.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, true) => Verbosity::Verbose,
            _ => Verbosity::Normal,
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make thumbnails of photos, SVG files and designs
    Thumb(Box<ThumbArgs>),
    /// Render design documents to images
    Render(Box<RenderArgs>),
    /// Present photos as a template says
    Apply(Box<ApplyArgs>),
    /// Put pictures in rows on a contact sheet
    Sheet(Box<SheetArgs>),
    /// Show pictures, before and after, on one page of HTML
    Gallery(Box<GalleryArgs>),
    /// Say what a file is: a picture, a design or a template
    Info(InfoArgs),
    /// Compare two pictures pixel by pixel
    Compare(CompareArgs),
    /// List the fonts that text is drawn with
    Fonts(FontsArgs),
    /// Begin, check and explain templates; list the ones for marketplaces; print the schema
    Template(TemplateArgs),
    /// Install, list and remove segmentation networks that help to cut out photos
    Model(ModelArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man(ManArgs),
}
