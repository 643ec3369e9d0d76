//! A colour: 8-bit sRGB with straight alpha, read from any CSS notation.

use crate::error::{Error, Result};
use std::fmt;
use std::str::FromStr;

/// 8-bit sRGB channels and straight (not multiplied) alpha.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Color {
    /// Red, 0 to 255.
    pub r: u8,
    /// Green, 0 to 255.
    pub g: u8,
    /// Blue, 0 to 255.
    pub b: u8,
    /// Alpha, 0 (clear) to 255 (opaque).
    pub a: u8,
}

/// What the stored samples mean before conversion to sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ColorModel {
    /// One channel, perhaps with alpha.
    Gray,
    /// Three channels, perhaps with alpha; palettes too.
    Rgb,
    /// Four inks.
    Cmyk,
}

impl Color {
    /// Opaque black.
    pub const BLACK: Self = Self::rgb(0, 0, 0);
    /// Opaque white.
    pub const WHITE: Self = Self::rgb(255, 255, 255);
    /// Nothing.
    pub const TRANSPARENT: Self = Self { r: 0, g: 0, b: 0, a: 0 };

    /// An opaque colour.
    pub const fn rgb(r: u8, g: u8, b: u8) -> Self {
        Self { r, g, b, a: 255 }
    }

    /// The same colour with its alpha multiplied by `opacity` (0 to 1, clamped), rounded half up.
    #[must_use]
    pub fn with_opacity(self, opacity: f64) -> Self {
        let alpha = f64::from(self.a) * opacity.clamp(0.0, 1.0);
        Self { a: (alpha + 0.5) as u8, ..self }
    }

    /// Whether nothing shines through.
    pub fn is_opaque(self) -> bool {
        self.a == 255
    }

    /// Premultiplied RGBA bytes, each channel rounded half up.
    pub fn premultiplied(self) -> [u8; 4] {
        let times = |channel: u8| ((u32::from(channel) * u32::from(self.a) * 2 + 255) / 510) as u8;
        [times(self.r), times(self.g), times(self.b), self.a]
    }
}

impl FromStr for Color {
    type Err = Error;

    /// Any CSS colour (names, `#rgb`, `#rrggbbaa`, `rgb()`, `hsl()` …); also six or eight bare hex digits.
    fn from_str(text: &str) -> Result<Self> {
        let parsed = csscolorparser::parse(text.trim()).map_err(|cause| {
            Error::input(format!("`{text}` is not a colour"))
                .with_help("use a CSS colour such as `white`, `#ff8800` or `rgba(0, 0, 0, 0.5)`")
                .caused_by(cause)
        })?;
        let [r, g, b, a] = parsed.to_rgba8();
        Ok(Self { r, g, b, a })
    }
}

impl fmt::Display for Color {
    /// `#rrggbb`, or `#rrggbbaa` when it is not opaque.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.r, self.g, self.b)?;
        match self.a {
            255 => Ok(()),
            alpha => write!(f, "{alpha:02x}"),
        }
    }
}

impl serde::Serialize for Color {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Color {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn css_notations_are_read() {
        for (text, expected) in [
            ("red", "#ff0000"),
            ("#0f0", "#00ff00"),
            ("ff8800", "#ff8800"),
            ("rgb(1, 2, 3)", "#010203"),
            ("rgba(0,0,0,0.5)", "#00000080"),
            ("hsl(120, 100%, 50%)", "#00ff00"),
            ("transparent", "#00000000"),
            (" White ", "#ffffff"),
        ] {
            assert_eq!(text.parse::<Color>().unwrap().to_string(), expected, "{text}");
        }
        assert!("ZZZZZZ".parse::<Color>().is_err());
        assert!("".parse::<Color>().is_err());
    }

    #[test]
    fn multiplying_alpha_rounds_half_up() {
        assert_eq!(Color { r: 255, g: 128, b: 1, a: 128 }.premultiplied(), [128, 64, 1, 128]);
        assert_eq!(Color::WHITE.with_opacity(0.5).a, 128);
        assert_eq!(Color::WHITE.premultiplied(), [255; 4]);
    }
}
