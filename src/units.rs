//! Lengths with a unit, how many pixels they are, and how pixels are rounded.

use crate::error::{Error, Result};
use std::fmt;
use std::str::FromStr;

/// Dots per inch where neither the user nor the document says: 300, the usual resolution of print.
pub const DEFAULT_DPI: f64 = 300.0;

/// Pixels of a canvas to the inch where its document says nothing: the CSS pixel (CSS Values 3, section 5.2).
pub const CSS_DPI: f64 = 96.0;

/// A unit of length.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Pixel, the default.
    #[default]
    Px,
    /// Millimetre.
    Mm,
    /// Centimetre.
    Cm,
    /// Inch, 25.4 mm.
    #[serde(alias = "inch")]
    In,
    /// Point, 1/72 inch.
    Pt,
}

impl Unit {
    /// How many of this unit make an inch; `None` for pixels, whose size the dpi says.
    pub fn per_inch(self) -> Option<f64> {
        match self {
            Self::Px => None,
            Self::Mm => Some(25.4),
            Self::Cm => Some(2.54),
            Self::In => Some(1.0),
            Self::Pt => Some(72.0),
        }
    }

    /// Whether it is a length on paper and so needs a dpi to become pixels.
    pub fn is_physical(self) -> bool {
        self != Self::Px
    }

    /// `value` of this unit in pixels at `dpi` dots per inch, unrounded.
    pub fn to_px(self, value: f64, dpi: f64) -> f64 {
        match self.per_inch() {
            Some(per_inch) => value * dpi / per_inch,
            None => value,
        }
    }
}

impl FromStr for Unit {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Ok(match text.trim().to_ascii_lowercase().as_str() {
            "px" | "pixel" | "pixels" => Self::Px,
            "mm" | "millimeter" | "millimetre" => Self::Mm,
            "cm" | "centimeter" | "centimetre" => Self::Cm,
            "in" | "inch" | "inches" => Self::In,
            "pt" | "point" => Self::Pt,
            other => {
                return Err(Error::input(format!("`{other}` is not a unit")).with_help("use px, mm, cm, in or pt"));
            }
        })
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Px => "px",
            Self::Mm => "mm",
            Self::Cm => "cm",
            Self::In => "in",
            Self::Pt => "pt",
        })
    }
}

/// A length: absolute, or a share of something that the context names. Written `20px`, `3mm`, `5%`, `20`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Length {
    /// A number of a unit.
    Absolute(f64, Unit),
    /// Percent (0 to 100) of the extent that the context names.
    Percent(f64),
}

impl Default for Length {
    /// Zero.
    fn default() -> Self {
        Self::ZERO
    }
}

impl Length {
    /// No length.
    pub const ZERO: Self = Self::Absolute(0.0, Unit::Px);

    /// A length in pixels.
    pub fn px(value: f64) -> Self {
        Self::Absolute(value, Unit::Px)
    }

    /// In pixels, unrounded: `whole` is what percents are of, `dpi` what physical units need.
    pub fn to_px(self, whole: f64, dpi: f64) -> f64 {
        match self {
            Self::Absolute(value, unit) => unit.to_px(value, dpi),
            Self::Percent(percent) => whole * percent / 100.0,
        }
    }

    /// Whether a dpi is needed to turn it into pixels.
    pub fn is_physical(self) -> bool {
        matches!(self, Self::Absolute(_, unit) if unit.is_physical())
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        matches!(self, Self::Absolute(value, _) | Self::Percent(value) if value == 0.0)
    }
}

impl FromStr for Length {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let text = text.trim();
        let digits = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(text.len());
        let (number, unit) = text.split_at(digits);
        let refuse = || {
            Error::input(format!("`{text}` is not a length")).with_help("write a number and a unit: 20px, 5%, 3mm, 2in")
        };
        let number: f64 = number.parse().map_err(|_| refuse())?;
        match unit.trim() {
            "" => Ok(Self::px(number)),
            "%" => Ok(Self::Percent(number)),
            unit => Ok(Self::Absolute(number, unit.parse().map_err(|_| refuse())?)),
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absolute(value, unit) => write!(f, "{value}{unit}"),
            Self::Percent(percent) => write!(f, "{percent}%"),
        }
    }
}

impl serde::Serialize for Length {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Length {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(untagged)]
        enum Written {
            Number(f64),
            Text(String),
        }
        match Written::deserialize(deserializer)? {
            Written::Number(value) => Ok(Self::px(value)),
            Written::Text(text) => text.parse().map_err(serde::de::Error::custom),
        }
    }
}

/// What is given back before rounding: far above the error of a product of pixels and a fraction (10⁵ × 2⁻⁵² is
/// 2·10⁻¹¹), far below any difference that somebody writes.
pub(crate) const SLACK: f64 = 1e-9;

/// `value` rounded half up to whole pixels; below 0 it is 0, beyond `u32` it saturates.
pub fn round_px(value: f64) -> u32 {
    (value + 0.5 + SLACK).floor() as u32
}

/// `value` rounded half up to whole pixels, at least 1; values beyond `u32` saturate.
pub fn round_side(value: f64) -> u32 {
    round_px(value).max(1)
}

/// Reads a number of bytes: `2GiB`, `500MB`, `64k`, `1048576`. Letters with an i, and bare ones, count in 1024; `kB MB
/// GB TB` in 1000.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) for what is none, for less than one byte and for more than 9.2 million TB.
pub fn parse_bytes(text: &str) -> Result<u64> {
    let refuse =
        || Error::input(format!("`{text}` is not a number of bytes")).with_help("write 2GiB, 500MB or 1048576");
    let digits = text.trim().find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.trim().len());
    let (number, unit) = text.trim().split_at(digits);
    let number: f64 = number.parse().map_err(|_| refuse())?;
    let factor: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kib" => 1 << 10,
        "m" | "mib" => 1 << 20,
        "g" | "gib" => 1 << 30,
        "t" | "tib" => 1 << 40,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        "tb" => 1_000_000_000_000,
        _ => return Err(refuse()),
    };
    let bytes = number * factor as f64;
    // Below 2^63 a float's bytes fit with room to spare.
    (1.0..9.2e18).contains(&bytes).then_some(bytes as u64).ok_or_else(refuse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_become_pixels() {
        for (text, whole, dpi, expected) in [
            ("20", 0.0, 300.0, 20.0),
            ("20px", 0.0, 300.0, 20.0),
            ("5%", 1000.0, 300.0, 50.0),
            ("1in", 0.0, 300.0, 300.0),
            ("25.4mm", 0.0, 300.0, 300.0),
            ("2.54 cm", 0.0, 300.0, 300.0),
            ("72pt", 0.0, 96.0, 96.0),
            ("-3px", 0.0, 96.0, -3.0),
        ] {
            let px = text.parse::<Length>().unwrap().to_px(whole, dpi);
            assert!((px - expected).abs() < 1e-9, "{text}: {px}");
        }
        for bad in ["", "px", "1..2", "5 apples", "1e9", "--1"] {
            assert!(bad.parse::<Length>().is_err(), "{bad}");
        }
    }

    #[test]
    fn bytes_are_read_as_people_write_them() {
        for (text, expected) in
            [("1", 1), ("64k", 65_536), ("2GiB", 2 << 30), ("1.5 MiB", 3 << 19), ("500MB", 500_000_000), ("7b", 7)]
        {
            assert_eq!(parse_bytes(text).unwrap(), expected, "{text}");
        }
        for bad in ["", "0", "GiB", "-1", "5 apples", "1e9", "99999999999TiB"] {
            assert!(parse_bytes(bad).is_err(), "{bad}");
        }
    }
}
