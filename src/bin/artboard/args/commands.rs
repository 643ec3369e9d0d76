//! The commands and what is theirs alone.

use crate::args::edits::EditArgs;
use crate::args::shared::{DesignArgs, InputArgs, OutputArgs, ResourceArgs, SizeArgs, WorkArgs};
use crate::args::values::{Doubtful, LimitsPreset, pixels, preset, typed};
use crate::words::backdrop;
use artboard::ask::Backdrop;
use artboard::dialect::Dialect;
use artboard::dialect::presets::Preset;
use artboard::fit::{Aim, Fit, Kernel, Margins};
use artboard::geometry::Size;
use artboard::template::{Background, Cutout, ShadowRule};
use clap::{Args, Subcommand};
use std::path::PathBuf;

const THUMB_EXAMPLES: &str = "\
Without -o the output is {stem}-{width}x{height}.{ext} in the current folder.

Fits: inside (the largest in the box, nothing added or cut), contain (exactly the box, filled up with the background),
cover (exactly the box, cropped), stretch (exactly the box, distorted), outside (the smallest that covers the box),
none (exactly the box, unscaled).

Examples:
  artboard thumb photo.jpg -s 500x500
  artboard thumb 'photos/*.jpg' -s 300x300 --fit cover --align top -o 'thumbs/{stem}.jpg'
  artboard thumb -r photos -s 50mmx70mm --dpi 300 -f jpg -q 90 -o thumbs/
  artboard thumb -r photos -s 320,640,1280 -f webp,jpg --sharpen -o 'srcset/{stem}-{width}w.{ext}'
  artboard thumb hero.jpg -s 1200x400 --fit cover --focus 0.3,0.6 --overlay badge.svg --overlay-size 15%
  cat photo.jpg | artboard thumb - -w 200 -o - > small.png";

/// Makes thumbnails of photos, SVG files and designs.
#[derive(Debug, Args)]
#[command(after_help = THUMB_EXAMPLES)]
pub(crate) struct ThumbArgs {
    #[command(flatten)]
    pub(crate) inputs: InputArgs,
    #[command(flatten)]
    pub(crate) size: SizeArgs,
    /// inside, contain, cover, stretch, outside or none
    #[arg(long, value_name = "FIT", default_value = "inside", value_parser = typed::<Fit>, help_heading = "Size")]
    pub(crate) fit: Fit,
    /// Whether photos grow: never or always; SVG files and designs are drawn at any size
    #[arg(long, value_name = "WHEN", default_value = "never", value_parser = ["never", "always"],
          hide_possible_values = true, help_heading = "Size")]
    pub(crate) enlarge: String,
    /// Where in the free space, and what stays when cropped: center, top, bottom-right, 0.3,0.6, attention, entropy.
    ///
    /// attention keeps edges, colours that stand out and skin; entropy keeps where most is going on. Both look at the
    /// picture reduced to 256 pixels.
    #[arg(long, visible_alias = "gravity", value_name = "PLACE", default_value = "center",
          value_parser = typed::<Aim>, help_heading = "Size")]
    pub(crate) align: Aim,
    /// Cut uniform borders away first; a pixel that differs by more than the tolerance of 255 ends a border
    #[arg(long, value_name = "TOLERANCE", num_args = 0..=1, require_equals = true,
          default_missing_value = "10", help_heading = "Size")]
    pub(crate) trim: Option<u8>,
    /// What lies behind: a CSS colour, transparent, or 'linear-gradient(#fff, #ddd)'
    #[arg(long, value_name = "COLOR", value_parser = backdrop, help_heading = "Size")]
    pub(crate) background: Option<Backdrop>,
    /// Space kept free inside the box, in CSS order: 5%, '20px 40px', 3mm
    #[arg(long, value_name = "LENGTHS", value_parser = typed::<Margins>, help_heading = "Size")]
    pub(crate) margin: Option<Margins>,
    /// The filter: nearest, box, bilinear, catmull-rom, mitchell or lanczos3
    #[arg(long, value_name = "KERNEL", default_value = "lanczos3", value_parser = typed::<Kernel>, help_heading = "Size")]
    pub(crate) kernel: Kernel,
    /// Resample in linear light
    #[arg(long, help_heading = "Size")]
    pub(crate) linear: bool,
    #[command(flatten)]
    pub(crate) edits: EditArgs,
    #[command(flatten)]
    pub(crate) design: DesignArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) work: WorkArgs,
    #[command(flatten)]
    pub(crate) resources: ResourceArgs,
}

const RENDER_EXAMPLES: &str = "\
Without -o the output is {stem}.{ext} in the current folder, {stem}-{view}.{ext} with several sides.

Examples:
  artboard render card.json -w 500 -o card.png
  artboard render card.json --all-views --scale 2 -o 'out/{stem}-{view}.png'
  artboard render bare.json --canvas 800x600 --font-dir fonts
  artboard render badge.json --data guests.csv -o 'badges/{number}-{Guest}.png'
  artboard render -r designs -f jpg -o previews/ --json=lines";

/// Renders design documents to images.
#[derive(Debug, Args)]
#[command(after_help = RENDER_EXAMPLES)]
pub(crate) struct RenderArgs {
    #[command(flatten)]
    pub(crate) inputs: InputArgs,
    #[command(flatten)]
    pub(crate) size: SizeArgs,
    #[command(flatten)]
    pub(crate) design: DesignArgs,
    /// Read the documents in this dialect [default: as the content says]
    #[arg(long, value_name = "NAME", value_parser = typed::<Dialect>, help_heading = "Design")]
    pub(crate) dialect: Option<Dialect>,
    /// Draw every document once for each row of this CSV or JSON file, - for stdin: columns name layers.
    ///
    /// A column called like a layer (by its name, else its id) gives a text its words and a picture its source;
    /// NAME.fill gives a colour. Output names may use {column}. JSON is a list of objects, or an object a line. Rows
    /// are read one at a time, twice: to be checked, then to be drawn.
    #[arg(long, value_name = "FILE", help_heading = "Design")]
    pub(crate) data: Option<PathBuf>,
    /// Draw the cut line (magenta) and the safe zone (green) over the design: for previews, not for prints
    #[arg(long, help_heading = "Design")]
    pub(crate) guides: bool,
    /// What lies behind the design: a CSS colour, transparent, or 'linear-gradient(#fff, #ddd)'
    #[arg(long, value_name = "COLOR", value_parser = backdrop, help_heading = "Design")]
    pub(crate) background: Option<Backdrop>,
    /// The filter for pictures: nearest, box, bilinear, catmull-rom, mitchell or lanczos3
    #[arg(long, value_name = "KERNEL", default_value = "lanczos3", value_parser = typed::<Kernel>, help_heading = "Design")]
    pub(crate) kernel: Kernel,
    /// Resample pictures in linear light
    #[arg(long, help_heading = "Design")]
    pub(crate) linear: bool,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) work: WorkArgs,
    #[command(flatten)]
    pub(crate) resources: ResourceArgs,
}

const APPLY_EXAMPLES: &str = "\
A template is the native form, TOML or JSON (see `artboard template init`), or the JSON of the Pixelz API.
Without -o the outputs are named as the template says, else {stem}-{template}.{ext} in the current folder.

Examples:
  artboard apply white.toml shoe.jpg
  artboard apply white.toml -r photos -o 'shop/{stem}.{ext}'
  artboard apply --preset amazon -r photos -o amazon/
  artboard apply white.toml shoe.jpg -o shoe.psd
  artboard apply white.toml street.jpg --cutout-model u2netp.onnx
  artboard apply --preset zalando -r photos -o out/ --doubtful keep
  artboard apply marketplace.json 'in/*.jpg' -o out/ --on-conflict skip";

/// Presents photos as a template says.
#[derive(Debug, Args)]
#[command(after_help = APPLY_EXAMPLES)]
pub(crate) struct ApplyArgs {
    /// The template: a file, or - for stdin; with --preset it is an input
    #[arg(value_name = "TEMPLATE", required_unless_present = "preset")]
    pub(crate) template: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) inputs: InputArgs,
    /// inside (the subject stands in the frame) or cover (it fills the frame and is cropped) [default: as the template
    /// says]
    #[arg(long, value_name = "FIT", value_parser = ["inside", "cover"], hide_possible_values = true, help_heading = "Size")]
    pub(crate) fit: Option<String>,
    /// Where in the free space, and what stays when cropped: center, top, 0.3,0.6, attention, entropy [default: as the
    /// template says]
    #[arg(long, visible_alias = "gravity", value_name = "PLACE", value_parser = typed::<Aim>, help_heading = "Size")]
    pub(crate) align: Option<Aim>,
    /// Cut uniform borders of opaque photos away first [default: as the template says]
    #[arg(long, value_name = "TOLERANCE", num_args = 0..=1, require_equals = true,
          default_missing_value = "10", help_heading = "Size")]
    pub(crate) trim: Option<u8>,
    /// What lies behind the subject: keep, transparent, a CSS colour, 'linear-gradient(#fff, #ddd)' [default: as the
    /// template says]
    #[arg(long, value_name = "COLOR", value_parser = typed::<Background>, help_heading = "Look")]
    pub(crate) background: Option<Background>,
    /// Space kept free inside the canvas, in CSS order: 5%, '20px 40px', 3mm [default: as the template says]
    #[arg(long, value_name = "LENGTHS", value_parser = typed::<Margins>, help_heading = "Look")]
    pub(crate) margin: Option<Margins>,
    /// The shadow: off, keep, soft, contact, or with numbers 'soft:DX DY BLUR COLOR' [default: as the template says]
    #[arg(long, value_name = "SHADOW", value_parser = typed::<ShadowRule>, help_heading = "Look")]
    pub(crate) shadow: Option<ShadowRule>,
    /// By what the subject is told from its background, where that is to go: off, auto (transparency, else a studio
    /// backdrop and the network in use together), alpha, backdrop, model (the network alone) [default: as the template
    /// says]
    #[arg(long, value_name = "WAY", value_parser = typed::<Cutout>, help_heading = "Cutout")]
    pub(crate) cutout: Option<Cutout>,
    /// The segmentation network for this run: an ONNX file, an installed name, or none [default: the one in use, see
    /// `artboard model`].
    ///
    /// One input of floats [1, 3, height, width], an output [1, 1, height, width]. A file that is not known is fed as
    /// U²-Net is. Nothing is downloaded.
    #[arg(long, value_name = "FILE|NAME", help_heading = "Cutout")]
    pub(crate) cutout_model: Option<PathBuf>,
    /// What becomes of a photo whose background was to go and could not be told for sure: keep (a warning), fail (an
    /// error) [default: fail where the template demands a cutout, as presets that want white do, else keep]
    #[arg(long, value_name = "RULE", value_enum, hide_possible_values = true, help_heading = "Cutout")]
    pub(crate) doubtful: Option<Doubtful>,
    /// Present as this marketplace asks, instead of a template (see `artboard template presets`)
    #[arg(long, value_name = "NAME", value_parser = preset, help_heading = "Input")]
    pub(crate) preset: Option<Preset>,
    #[command(flatten)]
    pub(crate) edits: EditArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) work: WorkArgs,
    #[command(flatten)]
    pub(crate) resources: ResourceArgs,
}

/// Says what files are.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  artboard info photo.jpg
  artboard info card.json --json
  artboard info --pictures designs/*.json --assets https://cdn.example.com=cdn    what to fetch, and where to put it")]
pub(crate) struct InfoArgs {
    /// Pictures, designs or templates
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// One JSON object; an array of them for several files
    #[arg(long)]
    pub(crate) json: bool,
    /// List every picture, font and profile that designs and templates name.
    ///
    /// A line each: kind, status (found, missing, refused), address and the file that it is read from, between tabs. One
    /// JSON object with --json.
    #[arg(long)]
    pub(crate) pictures: bool,
    #[command(flatten)]
    pub(crate) resources: ResourceArgs,
}

/// Compares two pictures.
#[derive(Debug, Args)]
#[command(after_help = "\
The difference of two pixels is their distance in YIQ as pixelmatch weighs it (Kotsarenko and Ramos, 2010), both laid on
white, from 0 (equal) to 1 (black and white: 0.966). A pixel differs when that is above --tolerance.
Pictures of different sizes are never compared: exit 1.

Examples:
  artboard compare before.png after.png
  artboard compare before.png after.jpg --tolerance 0.1 --threshold 0.01 -o difference.png")]
pub(crate) struct CompareArgs {
    /// The first picture
    pub(crate) a: PathBuf,
    /// The second picture
    pub(crate) b: PathBuf,
    /// The share of pixels that may differ, 0 to 1; above it the exit code is 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = crate::words::fraction)]
    pub(crate) threshold: f64,
    /// The difference from which on a pixel differs, 0 to 1
    #[arg(long, value_name = "DISTANCE", default_value_t = 0.0, value_parser = crate::words::fraction)]
    pub(crate) tolerance: f64,
    /// Write a picture of the differences: differing pixels red, the others faint
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The numbers as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// How much one input may cost
    #[arg(long, value_name = "PRESET", value_enum, default_value = "default")]
    pub(crate) limits: LimitsPreset,
    /// Set one limit (repeatable)
    #[arg(long = "limit", value_name = "NAME=VALUE")]
    pub(crate) limit: Vec<String>,
}

/// Lists fonts.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  artboard fonts
  artboard fonts --font-dir brand/fonts --json")]
pub(crate) struct FontsArgs {
    /// Add the fonts in this folder and below it (repeatable)
    #[arg(long, value_name = "DIR")]
    pub(crate) font_dir: Vec<PathBuf>,
    /// Add the fonts of the system
    #[arg(long)]
    pub(crate) system_fonts: bool,
    /// The list as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Schema, check, explanation and a first template.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  artboard template init white.toml
  artboard template init --preset amazon > amazon.toml
  artboard template presets
  artboard template check white.toml marketplace.json
  artboard template explain white.toml shoe.jpg
  artboard template explain --preset zalando --photo-size 4000x3000 --subject 900x2400
  artboard template schema > template.schema.json")]
pub(crate) struct TemplateArgs {
    #[command(subcommand)]
    pub(crate) command: TemplateCommand,
}

/// What about templates.
#[derive(Debug, Subcommand)]
pub(crate) enum TemplateCommand {
    /// Print the JSON Schema of the native form
    Schema {
        /// Of designs instead of templates
        #[arg(long)]
        design: bool,
    },
    /// Read templates and say everything that is wrong with them; exit 2 when one cannot be used
    Check {
        /// The templates
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// A serious note is an error
        #[arg(long)]
        strict: bool,
    },
    /// Say in plain words what a template does to a photo
    Explain(ExplainArgs),
    /// List the templates for common marketplaces, with the sources of their figures
    Presets,
    /// Print a template with every field and two outputs, or a preset, or write it to a file
    Init {
        /// The file to write; one that is there is kept
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// Begin with this preset (see `artboard template presets`)
        #[arg(long, value_name = "NAME", value_parser = preset)]
        preset: Option<Preset>,
    },
}

/// What is to be explained.
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The template: a file, or - for stdin
    #[arg(value_name = "TEMPLATE", required_unless_present = "preset")]
    pub(crate) template: Option<PathBuf>,
    /// The photo [default: one of 3000 x 2000 px that is its own subject]
    #[arg(value_name = "PHOTO", conflicts_with = "photo_size")]
    pub(crate) photo: Option<PathBuf>,
    /// Explain this preset instead of a file
    #[arg(long, value_name = "NAME", value_parser = preset)]
    pub(crate) preset: Option<Preset>,
    /// A photo of this size, in pixels
    #[arg(long, value_name = "WxH", value_parser = pixels)]
    pub(crate) photo_size: Option<Size>,
    /// The subject's size in it, in pixels, in the middle [default: found in the photo as apply finds it]
    #[arg(long, value_name = "WxH", value_parser = pixels)]
    pub(crate) subject: Option<Size>,
}

/// Completion scripts.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  artboard completions bash > ~/.local/share/bash-completion/completions/artboard")]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// The manual.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  artboard man | man -l -
  artboard man --dir ~/.local/share/man/man1")]
pub(crate) struct ManArgs {
    /// Write a page for every command into this folder instead
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}
