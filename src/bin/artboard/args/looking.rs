//! The commands by which a person looks over many pictures.

use crate::args::shared::{InputArgs, OutputArgs, ResourceArgs, WorkArgs};
use crate::args::values::{OnConflict, pixels, typed};
use artboard::color::Color;
use artboard::geometry::Size;
use clap::Args;
use std::path::PathBuf;

/// Puts pictures in rows on a contact sheet.
#[derive(Debug, Args)]
#[command(after_help = "\
Pictures stand in the order in which they are named, those of a folder by name. One that cannot be read leaves a gray cell and a warning. With more pictures
than columns x rows there are several pages: sheet-1.png, sheet-2.png.

Examples:
  artboard sheet -r photos
  artboard sheet 'out/*.jpg' --columns 8 --cell 160x200 -o overview.jpg
  artboard sheet -r photos --title 'Autumn' --background '#222' -o 'sheets/{index:02}.png'")]
pub(crate) struct SheetArgs {
    #[command(flatten)]
    pub(crate) inputs: InputArgs,
    /// Pictures a row
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000), help_heading = "Sheet")]
    pub(crate) columns: u16,
    /// Rows a page
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000), help_heading = "Sheet")]
    pub(crate) rows: u16,
    /// The most that a picture may take, in pixels
    #[arg(long, value_name = "WxH", default_value = "240x240", value_parser = pixels, help_heading = "Sheet")]
    pub(crate) cell: Size,
    /// Pixels between pictures
    #[arg(long, value_name = "PX", default_value_t = 16, help_heading = "Sheet")]
    pub(crate) gap: u32,
    /// Pixels around all of them
    #[arg(long, value_name = "PX", default_value_t = 24, help_heading = "Sheet")]
    pub(crate) margin: u32,
    /// What stands under a picture: name, stem (without extension), path or none
    #[arg(long, value_name = "WORDS", default_value = "name", value_parser = ["name", "stem", "path", "none"],
          hide_possible_values = true, help_heading = "Sheet")]
    pub(crate) captions: String,
    /// Pixels of the captions' letters
    #[arg(long, value_name = "PX", default_value_t = 13, value_parser = clap::value_parser!(u16).range(1..=500), help_heading = "Sheet")]
    pub(crate) font_size: u16,
    /// What stands above the pictures [default: nothing]
    #[arg(long, value_name = "WORDS", help_heading = "Sheet")]
    pub(crate) title: Option<String>,
    /// Behind all of it; letters are black or white, as it asks
    #[arg(long, value_name = "COLOR", default_value = "white", value_parser = typed::<Color>, help_heading = "Sheet")]
    pub(crate) background: Color,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) work: WorkArgs,
    #[command(flatten)]
    pub(crate) resources: ResourceArgs,
}

/// Shows pictures, before and after, on one page of HTML.
#[derive(Debug, Args)]
#[command(after_help = "\
The page needs nothing else: small copies of the pictures lie in it, and it loads nothing from outside. Arrow keys move
the slider between before and after, j and k go to the next and the previous picture, / searches names, b lays them on a
checker, white, black and magenta: white hides what is wrong with a cutout. Files without transparency have nothing to show
there; with --cutouts their subjects are cut out of the originals again.

Examples:
  artboard apply white.toml -r photos -o out/ --json > report.json
  artboard gallery --report report.json -o look.html
  artboard gallery --report report.json --cutouts -o look.html
  artboard gallery 'out/*.jpg' --before photos -o look.html")]
pub(crate) struct GalleryArgs {
    #[command(flatten)]
    pub(crate) inputs: InputArgs,
    /// Show the items of this report of a batch (--json or --json=lines), with their sizes, methods and warnings
    #[arg(long, value_name = "FILE", conflicts_with_all = ["inputs", "before"], help_heading = "Input")]
    pub(crate) report: Option<PathBuf>,
    /// The folder of the originals, found by name: shoe.jpg for shoe-white.png
    #[arg(long, value_name = "DIR", help_heading = "Input")]
    pub(crate) before: Option<PathBuf>,
    /// Cut the subjects out of the originals again, as `apply` does by itself, for b to show on other grounds
    #[arg(long, help_heading = "Gallery")]
    pub(crate) cutouts: bool,
    /// The longest side of the copies in the page, in pixels
    #[arg(long, value_name = "PX", default_value_t = 640, value_parser = clap::value_parser!(u32).range(16..=4096), help_heading = "Gallery")]
    pub(crate) size: u32,
    /// What stands above the pictures
    #[arg(long, value_name = "WORDS", help_heading = "Gallery")]
    pub(crate) title: Option<String>,
    /// The page
    #[arg(short, long, value_name = "FILE", default_value = "gallery.html", help_heading = "Output")]
    pub(crate) output: PathBuf,
    /// When it is there already [default: overwrite]
    #[arg(long, value_name = "RULE", value_enum, help_heading = "Output")]
    pub(crate) on_conflict: Option<OnConflict>,
    #[command(flatten)]
    pub(crate) work: WorkArgs,
    #[command(flatten)]
    pub(crate) resources: ResourceArgs,
}
