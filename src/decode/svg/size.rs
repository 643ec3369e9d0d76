//! An SVG's own size, by the rules of SVG 2, section 8.2, and CSS lengths at 96 pixels an inch.

use super::edit::{Edit, set};
use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::units::round_side;

/// Sides in pixels from here on are absurd: at 96 an inch this is more than 260 m, and single-precision arithmetic,
/// which the painter uses, no longer tells half pixels apart.
const SIDE: u64 = 1_000_000;
/// The size of an SVG that gives none.
const FALLBACK: f64 = 100.0;
/// CSS's initial font size in pixels: what `em` and `rem` mean outside any element.
pub(super) const FONT_SIZE: f64 = 16.0;

/// The size in whole pixels, halves up, at least 1; and a remark when the SVG does not give one.
pub(super) fn of(root: roxmltree::Node<'_, '_>) -> Result<(Size, Option<String>)> {
    let (width, height) = sides(root);
    let view_box = root.attribute("viewBox").and_then(view_box);
    let is_sized = view_box.is_some() || (root.has_attribute("width") && root.has_attribute("height"));
    let remark = (!is_sized).then(|| "the SVG gives no size: a missing side is taken as 100 px".to_owned());
    Ok((Size::new(whole(width)?, whole(height)?), remark))
}

/// Width and height in pixels. With a `viewBox` one that is not given has its ratio to the other.
fn sides(root: roxmltree::Node<'_, '_>) -> (f64, f64) {
    let view_box = root.attribute("viewBox").and_then(view_box);
    let side = |name, of_box: Option<f64>| match root.attribute(name).and_then(length)? {
        Length::Px(value) => Some(value),
        Length::Share(share) => Some(share * of_box.unwrap_or(FALLBACK)),
    };
    let width = side("width", view_box.map(|(width, _)| width));
    let height = side("height", view_box.map(|(_, height)| height));
    match (width, height, view_box) {
        (Some(width), None, Some((across, down))) => (width, width * down / across),
        (None, Some(height), Some((across, down))) => (height * across / down, height),
        (width, height, view_box) => {
            let (across, down) = view_box.unwrap_or((FALLBACK, FALLBACK));
            (width.unwrap_or(across), height.unwrap_or(down))
        }
    }
}

/// The edits that give the root the size that it is said to have, where the SVG library would take another.
pub(super) fn edits(root: roxmltree::Node<'_, '_>) -> Vec<Edit> {
    let given = |name| root.attribute(name).filter(|value| length(value).is_some());
    let is_plain = |value: &str| !RELATIVE.iter().any(|unit| value.trim().ends_with(unit));
    let needs_change = match (given("width"), given("height")) {
        (None, None) => false,
        (Some(width), Some(height)) => !is_plain(width) || !is_plain(height),
        _ => root.attribute("viewBox").and_then(view_box).is_some(),
    };
    if !needs_change {
        return Vec::new();
    }
    let (width, height) = sides(root);
    vec![set(root, "width", &width.to_string()), set(root, "height", &height.to_string())]
}

/// Units of which the SVG library has another notion, or none.
const RELATIVE: [&str; 5] = ["em", "ex", "ch", "Q", "q"];

fn whole(side: f64) -> Result<u32> {
    // `!` so that a value that is no number is refused too.
    if side.is_nan() || side <= 0.0 {
        return Err(Error::input(format!("the SVG's side of {side} px is not above 0")));
    }
    match side.ceil() as u64 <= SIDE {
        true => Ok(round_side(side)),
        false => Err(Error::beyond("side of the SVG in px", side, SIDE)),
    }
}

enum Length {
    Px(f64),
    Share(f64),
}

/// A length; `None` for what is not one, which counts as absent.
fn length(text: &str) -> Option<Length> {
    let text = text.trim();
    let end = text.rfind(|c: char| c.is_ascii_digit() || c == '.').map_or(0, |at| at + 1);
    let (number, unit) = text.split_at_checked(end)?;
    let number: f64 = number.parse().ok()?;
    let factor = match unit.to_ascii_lowercase().as_str() {
        "" | "px" => 1.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "q" => 96.0 / 101.6,
        "em" | "rem" => FONT_SIZE,
        "ex" | "ch" => FONT_SIZE / 2.0,
        "%" => return Some(Length::Share(number / 100.0)),
        _ => return None,
    };
    Some(Length::Px(number * factor))
}

/// Width and height of a `viewBox`; `None` when it is damaged or empty, which counts as absent.
fn view_box(text: &str) -> Option<(f64, f64)> {
    let numbers: Vec<f64> = text
        .split(|c: char| c == ',' || c.is_ascii_whitespace())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    match numbers[..] {
        [_, _, width, height] if width > 0.0 && height > 0.0 => Some((width, height)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(attributes: &str) -> Result<(Size, Option<String>)> {
        let text = format!("<svg xmlns='http://www.w3.org/2000/svg' {attributes}/>");
        of(roxmltree::Document::parse(&text).unwrap().root_element())
    }

    #[test]
    fn sizes_come_from_sides_then_from_the_view_box() {
        for (attributes, width, height) in [
            ("width='20' height='10'", 20, 10),
            ("width='20.5px' height='10.4'", 21, 10),
            ("width='1in' height='25.4mm'", 96, 96),
            ("width='72pt' height='6pc'", 96, 96),
            ("width='2e2' height='1E1'", 200, 10),
            ("viewBox='0 0 30 40'", 30, 40),
            ("viewBox='0,0,30,40' width='50%'", 15, 20),
            ("viewBox='0 0 30 40' width='60'", 60, 80),
            ("viewBox='0 0 30 40' height='60px'", 45, 60),
            ("width='2rem' height='3em'", 32, 48),
            ("viewBox='0 0 30' width='60' height='7'", 60, 7),
            ("width='0.2' height='10'", 1, 10),
        ] {
            let (size, remark) = size(attributes).unwrap();
            assert_eq!((size, remark), (Size::new(width, height), None), "{attributes}");
        }
    }

    #[test]
    fn without_a_size_it_is_100_with_a_remark() {
        let (size, remark) = size("").unwrap();
        assert_eq!(size, Size::new(100, 100));
        assert!(remark.unwrap().contains("no size"));
    }

    #[test]
    fn absurd_sizes_are_refused() {
        for attributes in
            ["width='1e30' height='1'", "width='0' height='5'", "width='-5' height='5'", "width='1e999' height='5'"]
        {
            assert!(size(attributes).is_err(), "{attributes}");
        }
    }
}
