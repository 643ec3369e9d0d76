//! The shadow under the subject, as a template says it.

use crate::color::Color;
use crate::error::{Error, Result};
use crate::units::Length;
use std::str::FromStr;

/// The shadow under the subject.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum ShadowRule {
    /// None.
    #[default]
    Off,
    /// The one that the photo has.
    Keep,
    /// One of ours.
    Drop(DropShadow),
}

/// A shadow that is drawn under the subject. The defaults of a field are those of its form: [`DropShadow::of`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DropShadow {
    /// What casts it. Default [`ShadowForm::Soft`].
    pub form: ShadowForm,
    /// Across; percents of the canvas's width. Default 0.
    pub dx: Length,
    /// Down; percents of the canvas's height. Default 2 %; of a contact shadow 0.5 %.
    pub dy: Length,
    /// Sigma of the Gaussian; percents of the canvas's height. Default 1.5 %; of a contact shadow 0.5 %.
    pub blur: Length,
    /// Default black.
    pub color: Color,
    /// 0 to 1. Default 0.35; of a contact shadow 0.5.
    pub opacity: f64,
}

/// What casts a drawn shadow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ShadowForm {
    /// The whole subject, as if it stood before a wall.
    #[default]
    Soft,
    /// Its lowest tenth, squeezed to half of its height: a narrow dark line along its lower edge, as if it stood on a
    /// floor that is seen from a little above.
    Contact,
}

impl DropShadow {
    /// The defaults of a form.
    pub fn of(form: ShadowForm) -> Self {
        let soft = Self {
            form: ShadowForm::Soft,
            dx: Length::ZERO,
            dy: Length::Percent(2.0),
            blur: Length::Percent(1.5),
            color: Color::BLACK,
            opacity: 0.35,
        };
        match form {
            ShadowForm::Soft => soft,
            // Where two things touch it is darkest, and the line is narrow: chosen by eye.
            ShadowForm::Contact => {
                Self { form, dy: Length::Percent(0.5), blur: Length::Percent(0.5), opacity: 0.5, ..soft }
            }
        }
    }
}

impl Default for DropShadow {
    fn default() -> Self {
        Self::of(ShadowForm::Soft)
    }
}

impl FromStr for ShadowRule {
    type Err = Error;

    /// `off`, `keep`, `soft` (also `drop`), `contact`; the last three with numbers: `soft:DX DY BLUR COLOR`. What is
    /// left out at the end has its default; a translucent colour brings its own opacity.
    fn from_str(text: &str) -> Result<Self> {
        let (word, numbers) = text.split_once(':').unwrap_or((text, ""));
        let form = match word.trim().to_ascii_lowercase().as_str() {
            "off" if numbers.is_empty() => return Ok(Self::Off),
            "keep" if numbers.is_empty() => return Ok(Self::Keep),
            "soft" | "drop" => ShadowForm::Soft,
            "contact" => ShadowForm::Contact,
            _ => {
                return Err(Error::input(format!("`{text}` is no shadow"))
                    .with_help("use off, keep, soft, contact, or numbers such as `soft:0 2% 1.5% black`"));
            }
        };
        let mut drop = DropShadow::of(form);
        let mut words = numbers.trim().splitn(4, char::is_whitespace).filter(|word| !word.is_empty());
        for length in [&mut drop.dx, &mut drop.dy, &mut drop.blur] {
            if let Some(word) = words.next() {
                *length = word.parse()?;
            }
        }
        if drop.blur.to_px(100.0, 1.0) < 0.0 {
            return Err(
                Error::input(format!("the blur of `{text}` is below 0")).with_help("write a length of 0 or more")
            );
        }
        if let Some(word) = words.next() {
            let color: Color = word.parse()?;
            let own = f64::from(color.a) / 255.0;
            (drop.color, drop.opacity) = (Color { a: 255, ..color }, if color.a < 255 { own } else { drop.opacity });
        }
        Ok(Self::Drop(drop))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shadows_are_read() {
        let (soft, contact) = (DropShadow::default(), DropShadow::of(ShadowForm::Contact));
        let moved = DropShadow { dx: Length::px(3.0), dy: Length::Percent(1.0), blur: Length::ZERO, ..soft };
        for (text, expected) in [
            ("off", ShadowRule::Off),
            ("Keep", ShadowRule::Keep),
            ("drop", ShadowRule::Drop(soft)),
            ("soft:0 2% 1.5% black", ShadowRule::Drop(soft)),
            ("contact", ShadowRule::Drop(contact)),
            ("drop:3px 1% 0", ShadowRule::Drop(moved)),
            ("contact:0", ShadowRule::Drop(contact)),
            (
                "soft:0 2% 1.5% rgba(255, 0, 0, 1)",
                ShadowRule::Drop(DropShadow { color: Color::rgb(255, 0, 0), ..soft }),
            ),
            ("soft:0 2% 1.5% #00000033", ShadowRule::Drop(DropShadow { opacity: 0.2, ..soft })),
        ] {
            assert_eq!(text.parse::<ShadowRule>().unwrap(), expected, "{text}");
        }
        for bad in ["", "hard", "off:1", "soft:x", "soft:0 0 -1px", "soft:0 0 0 blackish"] {
            assert!(bad.parse::<ShadowRule>().is_err(), "{bad}");
        }
    }
}
