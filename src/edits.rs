//! What is done to a photo besides giving it a size: turned, mirrored, cropped, sharpened, made gray, marked.
//!
//! **The order is always the same**, however the options are written: orientation of the file, `rotate`, `flip`, `crop`,
//! `trim`, (a template's cutout), size with `fit` and its place, `sharpen`, `grayscale`, what lies behind, `overlays`,
//! then the colours and the encoding of the file.

use crate::error::{Error, Result};
use crate::fit::{Align, Margins};
use crate::geometry::{Rect, Size};
use crate::source::Source;
use crate::units::Length;
use std::str::FromStr;

/// What is done to a photo besides giving it a size.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Edits {
    /// Turned clockwise, after the file's own orientation. Default not at all.
    pub rotate: Turn,
    /// Mirrored, after it was turned. Default not at all.
    pub flip: Flip,
    /// The part that is kept, in pixels of the turned photo. Default all of it.
    pub crop: Option<Crop>,
    /// Sharpened once it has its size. Default not at all.
    pub sharpen: Option<Sharpen>,
    /// Made gray: 0.21 of red, 0.72 of green, 0.07 of blue. Default false.
    pub grayscale: bool,
    /// Pictures over the finished canvas, the first lowest. Default none.
    pub overlays: Vec<Overlay>,
}

impl Edits {
    /// The names of those that change the photo itself, which a design has not.
    pub(crate) fn of_photos(&self) -> Vec<&'static str> {
        let named = [
            ("rotate", self.rotate != Turn::None),
            ("flip", self.flip != Flip::None),
            ("crop", self.crop.is_some()),
            ("sharpen", self.sharpen.is_some()),
            ("grayscale", self.grayscale),
        ];
        named.into_iter().filter(|(_, is_set)| *is_set).map(|(name, _)| name).collect()
    }
}

/// A turn by quarters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Turn {
    /// None.
    #[default]
    None,
    /// 90° clockwise.
    Quarter,
    /// 180°.
    Half,
    /// 270° clockwise, which is 90° the other way.
    ThreeQuarters,
}

impl Turn {
    /// A number of degrees clockwise.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) for what is no whole number of quarters.
    pub fn degrees(degrees: f64) -> Result<Self> {
        match degrees.rem_euclid(360.0) {
            0.0 => Ok(Self::None),
            90.0 => Ok(Self::Quarter),
            180.0 => Ok(Self::Half),
            270.0 => Ok(Self::ThreeQuarters),
            _ => Err(Error::input(format!("a photo cannot be turned by {degrees}°")).with_help("use 90, 180 or 270")),
        }
    }
}

impl FromStr for Turn {
    type Err = Error;

    /// Degrees clockwise: 90, 180, 270, -90.
    fn from_str(text: &str) -> Result<Self> {
        let refuse = || Error::input(format!("`{text}` is not an angle")).with_help("use 90, 180 or 270");
        text.trim().trim_end_matches('°').parse().map_err(|_| refuse()).and_then(Self::degrees)
    }
}

/// Which sides change places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Flip {
    /// None.
    #[default]
    None,
    /// Left and right.
    Horizontal,
    /// Top and bottom.
    Vertical,
    /// Both.
    Both,
}

impl FromStr for Flip {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Ok(match text.trim().to_ascii_lowercase().as_str() {
            "none" => Self::None,
            "horizontal" => Self::Horizontal,
            "vertical" => Self::Vertical,
            "both" => Self::Both,
            other => {
                return Err(Error::input(format!("`{other}` is no way to flip"))
                    .with_help("use horizontal (left and right change places), vertical or both"));
            }
        })
    }
}

/// A part of a photo. Percents are of its width (x, width) and height (y, height).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crop {
    /// From the left edge.
    pub x: Length,
    /// From the top edge.
    pub y: Length,
    /// Above 0.
    pub width: Length,
    /// Above 0.
    pub height: Length,
}

impl Crop {
    /// The part of a photo of this size, on whole pixels, and whether it was larger than the photo on some side.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) when nothing of the photo is in it.
    pub fn within(&self, size: Size) -> Result<(Rect, bool)> {
        let side = |start: Length, length: Length, whole: u32| {
            let px = |length: Length| length.to_px(f64::from(whole), 1.0);
            let (first, last) = (px(start).round(), (px(start) + px(length)).round());
            (first, last.min(f64::from(whole)), last > f64::from(whole))
        };
        let (left, right, is_wider) = side(self.x, self.width, size.width);
        let (top, bottom, is_higher) = side(self.y, self.height, size.height);
        if right <= left || bottom <= top {
            return Err(Error::input(format!("nothing of the photo of {size} px lies in this part")).at("crop"));
        }
        Ok((Rect::new(left, top, right - left, bottom - top), is_wider || is_higher))
    }
}

impl FromStr for Crop {
    type Err = Error;

    /// `X,Y,WIDTH,HEIGHT`, each in pixels or percents.
    fn from_str(text: &str) -> Result<Self> {
        let refuse = |why: &str| {
            Error::input(format!("`{text}` is not a part of a photo: {why}"))
                .with_help("write X,Y,WIDTH,HEIGHT in pixels or percents: 100,50,800,600 or 10%,0,80%,100%")
        };
        let lengths = text.split(',').map(|part| part.trim().parse()).collect::<Result<Vec<Length>>>();
        let lengths = lengths.map_err(|_| refuse("these are not lengths"))?;
        let [x, y, width, height] = *lengths.as_slice() else { return Err(refuse("it has four numbers")) };
        let value = |length: Length| length.to_px(100.0, 1.0);
        if lengths.iter().any(|length| length.is_physical()) {
            return Err(refuse("a photo has pixels, not millimetres"));
        }
        if [x, y].into_iter().any(|start| value(start) < 0.0)
            || [width, height].into_iter().any(|side| value(side) <= 0.0)
        {
            return Err(refuse("it begins at 0 or more, and its sides are above 0"));
        }
        Ok(Self { x, y, width, height })
    }
}

/// How much is sharpened: by an unsharp mask, which adds what a blur takes away.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sharpen {
    /// How much of that is added, above 0 to 10. Default 0.5.
    pub amount: f64,
    /// The sigma of the Gaussian blur in pixels of the result, 0.1 to 10. Default 0.8.
    pub sigma: f64,
}

impl Default for Sharpen {
    fn default() -> Self {
        // What a reduction softens lies within a pixel or two; half of it back is seen and leaves no halos.
        Self { amount: 0.5, sigma: 0.8 }
    }
}

impl Sharpen {
    /// Refuses values out of range.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) naming the value and what is allowed.
    pub fn check(&self) -> Result<()> {
        let Self { amount, sigma } = *self;
        if !(amount > 0.0 && amount <= 10.0) {
            return Err(Error::input(format!("amount {amount} is not above 0 and at most 10")).at("sharpen"));
        }
        match (0.1..=10.0).contains(&sigma) {
            true => Ok(()),
            false => Err(Error::input(format!("sigma {sigma} is not from 0.1 to 10")).at("sharpen")),
        }
    }
}

impl FromStr for Sharpen {
    type Err = Error;

    /// `AMOUNT` or `AMOUNT,SIGMA`.
    fn from_str(text: &str) -> Result<Self> {
        let refuse = || {
            Error::input(format!("`{text}` is not how much to sharpen"))
                .with_help("write AMOUNT or AMOUNT,SIGMA: 0.5 or 0.5,0.8")
        };
        let numbers = text.split(',').map(|part| part.trim().parse().map_err(|_| refuse()));
        let numbers = numbers.collect::<Result<Vec<f64>>>()?;
        let sharpen = match *numbers.as_slice() {
            [amount] => Self { amount, ..Self::default() },
            [amount, sigma] => Self { amount, sigma },
            _ => return Err(refuse()),
        };
        sharpen.check().map(|()| sharpen)
    }
}

/// A picture over the finished canvas: a badge, a watermark.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlay {
    /// The picture or SVG.
    pub picture: Source,
    /// Where on the canvas. Default bottom right.
    pub align: Align,
    /// The box that it fills without being distorted: percents are of the canvas's width and height, other lengths
    /// both sides of a square. Default 25 %.
    pub size: Length,
    /// 0 to 1. Default 1.
    pub opacity: f64,
    /// Space kept free between it and the canvas's edges. Default none.
    pub margins: Margins,
}

impl Overlay {
    /// The defaults with this picture.
    pub fn of(picture: Source) -> Self {
        Self {
            picture,
            align: Align { x: 1.0, y: 1.0 },
            size: Length::Percent(25.0),
            opacity: 1.0,
            margins: Margins::default(),
        }
    }

    /// Refuses values out of range.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) naming the value and what is allowed.
    pub fn check(&self) -> Result<()> {
        if !(0.0..=1.0).contains(&self.opacity) {
            return Err(Error::input(format!("opacity {} is not from 0 to 1", self.opacity)).at("overlay"));
        }
        let size = self.size.to_px(100.0, 1.0);
        let is_percent = matches!(self.size, Length::Percent(_));
        match size > 0.0 && (size <= 100.0 || !is_percent) {
            true => Ok(()),
            false => Err(Error::input(format!("size {} is not above 0 and at most 100%", self.size)).at("overlay")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_and_held_to_the_photo() {
        let part = |text: &str| text.parse::<Crop>().unwrap().within(Size::new(200, 100)).unwrap();
        assert_eq!(part("10,20,30,40"), (Rect::new(10.0, 20.0, 30.0, 40.0), false));
        assert_eq!(part("10%, 0, 80%, 50%"), (Rect::new(20.0, 0.0, 160.0, 50.0), false));
        assert_eq!(part("150,50,100,10"), (Rect::new(150.0, 50.0, 50.0, 10.0), true));
        assert!("200,0,10,10".parse::<Crop>().unwrap().within(Size::new(200, 100)).is_err());
        for bad in ["", "1,2,3", "1,2,3,4,5", "-1,0,2,2", "0,0,0,5", "0,0,5mm,5", "a,b,c,d"] {
            assert!(bad.parse::<Crop>().is_err(), "{bad}");
        }
    }

    #[test]
    fn turns_flips_and_amounts_are_read() {
        for (text, expected) in
            [("90", Turn::Quarter), ("-90", Turn::ThreeQuarters), ("540°", Turn::Half), ("0", Turn::None)]
        {
            assert_eq!(text.parse::<Turn>().unwrap(), expected, "{text}");
        }
        assert!("45".parse::<Turn>().is_err() && "left".parse::<Turn>().is_err());
        assert!("sideways".parse::<Flip>().is_err() && "Vertical".parse::<Flip>().is_ok());
        assert_eq!("1.5,2".parse::<Sharpen>().unwrap(), Sharpen { amount: 1.5, sigma: 2.0 });
        for bad in ["0", "11", "1,0", "1,2,3", "x", "NaN"] {
            assert!(bad.parse::<Sharpen>().is_err(), "{bad}");
        }
    }
}
