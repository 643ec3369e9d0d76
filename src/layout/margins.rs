//! Margins of a canvas: what they leave, and where a thing stands in it.

use crate::error::{Error, Result};
use crate::fit::{Align, Margins};
use crate::geometry::{Rect, Size, align_offset};
use crate::units::Length;
use crate::units::round_px;

/// The canvas inset by its margins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// Pixels before it.
    pub(super) left: u32,
    /// Pixels above it.
    pub(super) top: u32,
    /// What is left for the picture.
    pub(super) size: Size,
}

impl Frame {
    /// Where it lies on its canvas.
    pub(super) fn rect(self) -> Rect {
        Rect { x: f64::from(self.left), y: f64::from(self.top), ..self.size.rect() }
    }

    /// Where a thing of this size stands in it.
    pub(super) fn align(self, size: Size, align: Align) -> Rect {
        let offset = |start: u32, frame: u32, size: u32, fraction: f64| {
            f64::from(start) + align_offset(f64::from(frame.saturating_sub(size)), fraction)
        };
        let x = offset(self.left, self.size.width, size.width, align.x);
        let y = offset(self.top, self.size.height, size.height, align.y);
        Rect::new(x, y, f64::from(size.width), f64::from(size.height))
    }
}

/// Insets a canvas. Each side rounds half up; absolute lengths are first multiplied by `scale` (across, down).
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) when nothing is left.
pub(super) fn inset(margins: Margins, canvas: Size, dpi: f64, scale: (f64, f64)) -> Result<Frame> {
    let px = |length: Length, whole: u32, scale: f64| match length {
        Length::Percent(_) => round_px(length.to_px(f64::from(whole), dpi)),
        Length::Absolute(..) => round_px(length.to_px(0.0, dpi) * scale),
    };
    let axis = |name: &str, whole: u32, scale: f64, before: Length, after: Length| {
        let (start, end) = (px(before, whole, scale), px(after, whole, scale));
        match u64::from(whole).checked_sub(u64::from(start) + u64::from(end)) {
            Some(left) if left > 0 => Ok((start, left as u32)),
            _ => Err(nothing_left(&format!("{start} and {end} of the canvas's {name} of {whole} px"))),
        }
    };
    let (left, width) = axis("width", canvas.width, scale.0, margins.left, margins.right)?;
    let (top, height) = axis("height", canvas.height, scale.1, margins.top, margins.bottom)?;
    Ok(Frame { left, top, size: Size::new(width, height) })
}

pub(super) fn nothing_left(what: &str) -> Error {
    let help = "both margins together must be less than 100 % and less than the canvas";
    Error::input(format!("margins of {what} leave nothing for the subject")).at("margin").with_help(help)
}
