//! Options that several commands share.

use crate::args::values::{JsonStyle, LimitsPreset, OnConflict, canvas, positive, typed};
use artboard::Format;
use artboard::fit::Wanted;
use artboard::output::{ProfileRule, Strip};
use clap::Args;
use std::path::PathBuf;

/// Which files.
#[derive(Debug, Clone, Args)]
pub(crate) struct InputArgs {
    /// Files, quoted globs ('photos/**/*.jpg'), folders with -r, or - for stdin
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Take the files in folders and below them; hidden ones are passed over
    #[arg(short, long, help_heading = "Input")]
    pub(crate) recursive: bool,
    /// Read names from this file, one a line; - reads stdin
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub(crate) files_from: Option<PathBuf>,
    /// Names in --files-from end with a NUL character instead of a line's end
    #[arg(short = '0', long = "null", requires = "files_from", help_heading = "Input")]
    pub(crate) null: bool,
}

/// How large.
#[derive(Debug, Args)]
pub(crate) struct SizeArgs {
    /// 500x500 (a box), 500x or 500 (a width), x500 (a height), 50%, 16:9, 50mmx70mm; several, -s 320,640,1280 or by
    /// repeating it, make a file of each
    #[arg(short, long, value_name = "SIZE", value_parser = typed::<Wanted>, value_delimiter = ',',
          help_heading = "Size", conflicts_with_all = ["width", "height", "scale"])]
    pub(crate) size: Vec<Wanted>,
    /// Width in pixels; 0 leaves it free
    #[arg(short, long, value_name = "PX", help_heading = "Size", conflicts_with = "scale")]
    pub(crate) width: Option<u32>,
    /// Height in pixels; 0 leaves it free
    #[arg(short = 'H', long, value_name = "PX", help_heading = "Size", conflicts_with = "scale")]
    pub(crate) height: Option<u32>,
    /// Times the thing's own size: 2 is twice as wide and high
    #[arg(long, value_name = "FACTOR", value_parser = positive, help_heading = "Size")]
    pub(crate) scale: Option<f64>,
}

/// What of a design.
#[derive(Debug, Args)]
pub(crate) struct DesignArgs {
    /// The side to draw: its name, its code, or its index from 0 [default: the first]
    #[arg(long, value_name = "VIEW", help_heading = "Design", conflicts_with = "all_views")]
    pub(crate) view: Option<String>,
    /// Draw every side into a file of its own
    #[arg(long, help_heading = "Design")]
    pub(crate) all_views: bool,
    /// The canvas of a document that has none of its own, in canvas units
    #[arg(long, value_name = "WxH", value_parser = canvas, help_heading = "Design")]
    pub(crate) canvas: Option<(f64, f64)>,
    /// What to do about a picture that is not there: error, placeholder or skip
    #[arg(long, value_name = "RULE", default_value = "error", value_parser = ["error", "placeholder", "skip"],
          hide_possible_values = true, help_heading = "Design")]
    pub(crate) missing: String,
}

/// Which files come out, and how they are encoded.
#[derive(Debug, Args)]
pub(crate) struct OutputArgs {
    /// A file, a folder ending in /, a pattern with tokens, or - for stdout.
    ///
    /// Tokens: {stem} the input's name without extension, {name} with it, {ext} the output's extension, {dir} the
    /// input's folder, {width} {height} {size} of the output, {format}, {view} the side, {index} the input's number
    /// ({index:04} padded), {template}, {hash} of the output's content ({hash:8} its first digits). Write {{ for a
    /// brace.
    #[arg(short, long, value_name = "OUTPUT", help_heading = "Output")]
    pub(crate) output: Option<String>,
    /// When an output is there already [default: error; overwrite for one explicit -o file]
    #[arg(long, value_name = "RULE", value_enum, help_heading = "Output")]
    pub(crate) on_conflict: Option<OnConflict>,
    /// png, jpg, webp, tiff or psd; several, -f webp,jpg or by repeating it, make a file of each [default: the extension
    /// of -o, else png]
    #[arg(short, long, value_name = "FORMAT", value_parser = typed::<Format>, value_delimiter = ',',
          help_heading = "Output")]
    pub(crate) format: Vec<Format>,
    /// Quality of JPEG and lossy WebP, 1 to 100 [default: 85 for JPEG, 80 for WebP]
    #[arg(short, long, value_name = "1..100", value_parser = clap::value_parser!(u8).range(1..=100), help_heading = "Output")]
    pub(crate) quality: Option<u8>,
    /// Quality of the transparency of lossy WebP, 1 to 100 [default: 100, every alpha is kept]
    #[arg(long, value_name = "1..100", value_parser = clap::value_parser!(u8).range(1..=100), help_heading = "Output")]
    pub(crate) alpha_quality: Option<u8>,
    /// Write WebP without loss
    #[arg(long, help_heading = "Output")]
    pub(crate) lossless: bool,
    /// Speed against size: 0 fastest, 9 smallest [default: 3]
    #[arg(long, value_name = "0..9", value_parser = clap::value_parser!(u8).range(0..=9), help_heading = "Output")]
    pub(crate) effort: Option<u8>,
    /// Write progressive JPEG
    #[arg(long, help_heading = "Output")]
    pub(crate) progressive: bool,
    /// The most bytes of a file: 200KB, 1.5MB. Lowers the quality of JPEG and lossy WebP, raises the effort of others
    #[arg(long, value_name = "BYTES", value_parser = crate::bytes::parse, help_heading = "Output")]
    pub(crate) max_bytes: Option<u64>,
    /// The colours of the file: srgb, keep (a photo's own RGB profile) or a profile's FILE [default: srgb]
    #[arg(long, value_name = "PROFILE", value_parser = crate::words::profile, help_heading = "Output")]
    pub(crate) profile: Option<ProfileRule>,
    /// What is left out: all but pixels, safe (private metadata) or none (EXIF travels on) [default: safe]
    #[arg(long, value_name = "WHAT", value_parser = typed::<Strip>, help_heading = "Output")]
    pub(crate) strip: Option<Strip>,
    /// Dots per inch: for sizes in mm and inches, and written to the file [default: 300 for such sizes, else none].
    ///
    /// A design whose document says how large it is on paper gets that size, unless another is asked for.
    #[arg(long, value_name = "DPI", value_parser = positive, help_heading = "Output")]
    pub(crate) dpi: Option<f64>,
}

/// What documents may use.
#[derive(Debug, Args)]
pub(crate) struct ResourceArgs {
    /// Add the fonts in this folder and below it (repeatable)
    #[arg(long, value_name = "DIR", help_heading = "Resources")]
    pub(crate) font_dir: Vec<PathBuf>,
    /// Add the fonts of the system
    #[arg(long, help_heading = "Resources")]
    pub(crate) system_fonts: bool,
    /// Documents read files below this folder [default: each document's own folder].
    ///
    /// NAME=DIR (repeatable): paths that begin with NAME/ are read below DIR instead, such as AdminFolderPathKey=shop.
    /// PREFIX=DIR: addresses that begin with a URL or a site's path are read below DIR, the longest prefix first, such as
    /// https://cdn.example.com/pictures=pictures or /uploads=public. @FILE: a map of many, a JSON object or lines of
    /// ADDRESS=PATH. Nothing is fetched.
    #[arg(long, value_name = "[NAME=]DIR|@FILE", help_heading = "Resources")]
    pub(crate) assets: Vec<PathBuf>,
    /// How much one input may cost
    #[arg(long, value_name = "PRESET", value_enum, default_value = "default", help_heading = "Resources")]
    pub(crate) limits: LimitsPreset,
    /// Set one limit, such as canvas_pixels=400000000 or seconds=120 (repeatable)
    #[arg(long = "limit", value_name = "NAME=VALUE", help_heading = "Resources")]
    pub(crate) limit: Vec<String>,
}

/// How a batch runs and what it tells.
#[derive(Debug, Args)]
pub(crate) struct WorkArgs {
    /// How many inputs are worked on at once [default: one a core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Batch")]
    pub(crate) jobs: Option<u16>,
    /// Pixels held at once: 2GiB, 500MB [default: half of the machine's memory]
    #[arg(long, value_name = "BYTES", value_parser = crate::bytes::parse, help_heading = "Batch")]
    pub(crate) memory: Option<u64>,
    /// Only say what would be written
    #[arg(short = 'n', long, help_heading = "Batch")]
    pub(crate) dry_run: bool,
    /// What would change the picture is an error: a missing font, a skipped layer
    #[arg(long, help_heading = "Batch")]
    pub(crate) strict: bool,
    /// A report on stdout: one document, or --json=lines for an object a line
    #[arg(long, value_name = "STYLE", value_enum, num_args = 0..=1, require_equals = true,
          default_missing_value = "document", help_heading = "Reports")]
    pub(crate) json: Option<JsonStyle>,
    /// Print the places and sizes of everything that is drawn, and which rule made them
    #[arg(long, help_heading = "Reports")]
    pub(crate) explain: bool,
    /// Print how long each input took
    #[arg(long, help_heading = "Reports")]
    pub(crate) timings: bool,
}
