//! Whether margins leave room, as far as a template alone says: percents of any canvas, lengths of a fixed one.
//!
//! A canvas that follows the photo is known only with it: that case is refused where it is laid out.

use crate::error::{Error, Result};
use crate::fit::Margins;
use crate::template::CanvasRule;
use crate::units::{DEFAULT_DPI, Length, round_px, round_side};

/// Across, then down.
pub(super) const ACROSS_AND_DOWN: [Axis; 2] = [Axis::Across, Axis::Down];

/// A direction of the canvas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    /// Margins left and right.
    Across,
    /// Margins top and bottom.
    Down,
}

/// Refuses margins that leave nothing on this axis.
pub(super) fn check(axis: Axis, margins: Margins, canvas: CanvasRule, dpi: Option<f64>) -> Result<()> {
    let (names, side, before, after) = match axis {
        Axis::Across => ("left and right", "width", margins.left, margins.right),
        Axis::Down => ("top and bottom", "height", margins.top, margins.bottom),
    };
    let percent = |length: Length| if let Length::Percent(percent) = length { percent } else { 0.0 };
    let sum = percent(before) + percent(after);
    if sum >= 100.0 {
        let what = format!("margins {names} of {before} and {after} leave nothing of the canvas's {side}");
        return Err(Error::input(what).with_help("both together must be less than 100 %"));
    }
    let CanvasRule::Fixed { width, height } = canvas else { return Ok(()) };
    let Some(whole) = (if axis == Axis::Across { width } else { height }) else { return Ok(()) };
    let dpi = dpi.unwrap_or(DEFAULT_DPI);
    let whole = round_side(whole.to_px(0.0, dpi));
    let px = |length: Length| u64::from(round_px(length.to_px(f64::from(whole), dpi)));
    let taken = px(before) + px(after);
    if taken < u64::from(whole) {
        return Ok(());
    }
    let what = format!("margins {names} of {before} and {after} leave nothing of the canvas's {side} of {whole} px");
    Err(Error::input(what).with_help(format!("both together must be less than {whole} px, and are {taken} px")))
}
