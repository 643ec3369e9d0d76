//! What is done to photos besides giving them a size.

use crate::args::values::{focus, typed};
use crate::words::fraction;
use artboard::edits::{Crop, Flip, Sharpen, Turn};
use artboard::fit::{Align, Focus, Margins};
use artboard::units::Length;
use clap::Args;
use std::path::PathBuf;

/// What is done to photos, always in this order: turned, flipped, cropped, (trimmed, sized), sharpened, made gray,
/// marked.
#[derive(Debug, Args)]
pub(crate) struct EditArgs {
    /// Turn photos clockwise: 90, 180 or 270
    #[arg(long, value_name = "DEGREES", default_value = "0", hide_default_value = true, allow_hyphen_values = true,
          value_parser = typed::<Turn>, help_heading = "Edit")]
    pub(crate) rotate: Turn,
    /// Mirror photos, after --rotate: horizontal (left and right change places), vertical or both
    #[arg(long, value_name = "AXIS", default_value = "none", hide_default_value = true,
          value_parser = typed::<Flip>, help_heading = "Edit")]
    pub(crate) flip: Flip,
    /// Keep only this part of a photo, in pixels or percents: 100,50,800,600 or 10%,0,80%,100%
    #[arg(long, value_name = "X,Y,W,H", value_parser = typed::<Crop>, help_heading = "Edit")]
    pub(crate) crop: Option<Crop>,
    /// With --fit cover, keep this point in the middle as far as the photo goes: fractions of what --crop left, 0.3,0.6
    #[arg(long, value_name = "X,Y", value_parser = focus, conflicts_with = "align", help_heading = "Edit")]
    pub(crate) focus: Option<Focus>,
    /// Sharpen photos once they have their size: how much [0.5 when nothing is said], and the sigma in pixels [0.8]
    #[arg(long, value_name = "AMOUNT,SIGMA", num_args = 0..=1, require_equals = true,
          default_missing_value = "0.5", value_parser = typed::<Sharpen>, help_heading = "Edit")]
    pub(crate) sharpen: Option<Sharpen>,
    /// Make photos gray
    #[arg(long, help_heading = "Edit")]
    pub(crate) grayscale: bool,
    /// Lay a picture or SVG over every output: a badge, a watermark
    #[arg(long, value_name = "FILE", help_heading = "Edit")]
    pub(crate) overlay: Option<PathBuf>,
    /// Where on the canvas [default: bottom-right]
    #[arg(long, value_name = "PLACE", value_parser = typed::<Align>, requires = "overlay", help_heading = "Edit")]
    pub(crate) overlay_align: Option<Align>,
    /// The box that it fills: percents of the canvas, or a length [default: 25%]
    #[arg(long, value_name = "LENGTH", value_parser = typed::<Length>, requires = "overlay", help_heading = "Edit")]
    pub(crate) overlay_size: Option<Length>,
    /// How opaque it is, 0 to 1 [default: 1]
    #[arg(long, value_name = "SHARE", value_parser = fraction, requires = "overlay", help_heading = "Edit")]
    pub(crate) overlay_opacity: Option<f64>,
    /// Space kept free between it and the edges, in CSS order [default: none]
    #[arg(long, value_name = "LENGTHS", value_parser = typed::<Margins>, requires = "overlay", help_heading = "Edit")]
    pub(crate) overlay_margin: Option<Margins>,
}
