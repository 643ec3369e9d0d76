//! Words of the command line that the library has no notation for.

use crate::args::explained;
use artboard::Limits;
use artboard::ask::Backdrop;
use artboard::color::Color;
use artboard::output::ProfileRule;
use artboard::profile::Profile;
use std::path::Path;

/// `transparent`, any CSS colour, or `linear-gradient(first row, last row)`.
pub(crate) fn backdrop(text: &str) -> Result<Backdrop, String> {
    let color = |text: &str| text.trim().parse::<Color>().map_err(|error| explained(&error));
    let text = text.trim();
    let Some(inner) = text.strip_prefix("linear-gradient(").and_then(|rest| rest.strip_suffix(')')) else {
        return color(text).map(Backdrop::Color);
    };
    match parts(inner).as_slice() {
        [first, last] => Ok(Backdrop::Gradient(color(first)?, color(last)?)),
        _ => Err("a gradient has two colours: linear-gradient(#fff, #ddd), from the first row to the last".to_owned()),
    }
}

/// Splits at commas that stand in no parentheses: colours have commas of their own.
fn parts(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0i32, 0, Vec::new());
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.extend(text.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts
}

/// `srgb`, `keep`, or the file of a profile, of which the largest in use have some megabytes.
pub(crate) fn profile(text: &str) -> Result<ProfileRule, String> {
    match text {
        "srgb" => return Ok(ProfileRule::Srgb),
        "keep" => return Ok(ProfileRule::Keep),
        _ => {}
    }
    let read = artboard::assets::file::read(Path::new(text), Limits::default().metadata_bytes);
    read.and_then(Profile::read).map(ProfileRule::Profile).map_err(|error| explained(&error))
}

/// A number from 0 to 1.
pub(crate) fn fraction(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "this is not a number".to_owned())?;
    (0.0..=1.0).contains(&number).then_some(number).ok_or_else(|| "it must be from 0 to 1".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backdrops_are_colours_and_gradients_of_two() {
        assert_eq!(backdrop("white"), Ok(Backdrop::Color(Color::WHITE)));
        assert_eq!(backdrop(" transparent "), Ok(Backdrop::Color(Color::TRANSPARENT)));
        let gradient = Ok(Backdrop::Gradient(Color::WHITE, Color::rgb(1, 2, 3)));
        assert_eq!(backdrop("linear-gradient(#fff, rgb(1, 2, 3))"), gradient);
        for bad in ["whitish", "linear-gradient(red)", "linear-gradient(red, green, blue)", ""] {
            assert!(backdrop(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn fractions_end_at_one() {
        assert_eq!(fraction("0.5"), Ok(0.5));
        assert!(fraction("1.1").is_err() && fraction("NaN").is_err() && fraction("x").is_err());
    }
}
