//! Values of options that are the program's own, and how the library's are read.

use artboard::dialect::presets::Preset;
use artboard::fit::Focus;
use artboard::geometry::Size;
use clap::ValueEnum;
use std::str::FromStr;

/// What to do when an output is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnConflict {
    /// The input fails, the file stays
    Error,
    /// The input is skipped, the file stays
    Skip,
    /// The file is replaced
    Overwrite,
    /// The output gets another name: name-2.png
    Suffix,
}

/// What becomes of a photo whose background could not be told for sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Doubtful {
    /// It is written, with a warning
    Keep,
    /// It fails
    Fail,
}

/// The form of the report on stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum JsonStyle {
    /// One document at the end
    Document,
    /// One object a line, in the order of the inputs
    Lines,
}

/// A set of limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LimitsPreset {
    /// For trusted work: only nesting stays bounded
    None,
    /// Safe for untrusted input
    Default,
    /// For thumbnails of uploads: less of everything
    Strict,
}

/// Reads a value of the library, with its help in the message.
pub(crate) fn typed<T: FromStr<Err = artboard::Error>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error| explained(&error))
}

/// A point of a photo.
pub(crate) fn focus(text: &str) -> Result<Focus, String> {
    Focus::point(text).map_err(|error| explained(&error))
}

/// An error as one line: clap has no other place for the help.
pub(crate) fn explained(error: &artboard::Error) -> String {
    match error.help() {
        Some(help) => format!("{error} ({help})"),
        None => error.to_string(),
    }
}

/// A number above 0.
pub(crate) fn positive(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "this is not a number".to_owned())?;
    (number.is_finite() && number > 0.0).then_some(number).ok_or_else(|| "it must be above 0".to_owned())
}

/// `WxH` in canvas units, both above 0.
pub(crate) fn canvas(text: &str) -> Result<(f64, f64), String> {
    let refuse = || "write width x height in canvas units: 800x600".to_owned();
    let (width, height) = text.split_once(['x', 'X', '×']).ok_or_else(refuse)?;
    let side = |side: &str| positive(side.trim()).map_err(|_| refuse());
    Ok((side(width)?, side(height)?))
}

/// Three plain numbers with commas between them.
pub(crate) fn numbers(text: &str) -> Result<[f32; 3], String> {
    let refuse = || "write three numbers, of red, green and blue: 0.485,0.456,0.406".to_owned();
    let number = |text: &str| text.trim().parse::<f32>().ok().filter(|number| number.is_finite());
    let numbers: Vec<f32> = text.split(',').map(|text| number(text).ok_or_else(refuse)).collect::<Result<_, _>>()?;
    numbers.try_into().map_err(|_| refuse())
}

/// A preset's name.
pub(crate) fn preset(name: &str) -> Result<Preset, String> {
    Preset::named(name).map_err(|error| explained(&error))
}

/// `WxH` in whole pixels, both above 0.
pub(crate) fn pixels(text: &str) -> Result<Size, String> {
    let refuse = || "write width x height in pixels: 3000x2000".to_owned();
    let (width, height) = text.split_once(['x', 'X', '×']).ok_or_else(refuse)?;
    let side = |side: &str| side.trim().parse().ok().filter(|side| *side > 0u32).ok_or_else(refuse);
    Ok(Size::new(side(width)?, side(height)?))
}
