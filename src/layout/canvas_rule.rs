//! What the numbers of a template come to: pure arithmetic, no scene.
//!
//! In: a template, the size that one output asks for, the size of the upright picture and the box of its subject. Out:
//! the canvas, the part of the picture that shows and where on the canvas it goes. Promised: `dest` and `crop` lie on
//! whole pixels, `dest` inside the canvas. Refused: margins that leave nothing, rules without numbers, canvases over
//! the limits.

use super::bleed::{self, SubjectBox};
use super::margins::{Frame, inset, nothing_left};
use crate::error::{Error, Result};
use crate::fit::{Align, Margins, Wanted};
use crate::geometry::{Rect, Sides, Size, cover_crop, follow, size_inside};
use crate::limits::Limits;
use crate::template::{Background, CanvasRule, Template};
use crate::units::round_side;
use crate::units::{DEFAULT_DPI, Length};

/// How a picture stands on its canvas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Presented {
    /// The final canvas.
    pub canvas: Size,
    /// The canvas inset by its margins.
    pub frame: Rect,
    /// The part of the upright picture that shows, in its pixels.
    pub crop: Rect,
    /// Where on the canvas it goes.
    pub dest: Rect,
    /// Final pixels to one pixel of the canvas that the template describes, down: 1 unless the output has its own size.
    pub scale: f64,
    /// Where the subject runs off the canvas, as the photo's frame cuts it off there.
    pub bleeds: Sides,
}

/// Applies the canvas rule, the margins, the alignment and the output's own size.
///
/// An output with its own size is laid out anew on its own canvas, so that nothing is resampled twice and percents are
/// of the final canvas; absolute lengths shrink or grow with the canvas.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) when margins leave nothing or a rule has no numbers,
/// [`Fault::TooLarge`](crate::Fault::TooLarge) when the canvas is over the limits.
pub fn present(
    template: &Template,
    wanted: Wanted,
    source: Size,
    subject: Option<SubjectBox>,
    limits: &Limits,
) -> Result<Presented> {
    let dpi = template.dpi.unwrap_or(DEFAULT_DPI);
    let crop = shown(template, source, subject.map(|subject| subject.rect));
    let cut = if shows_whole(template) { Sides::default() } else { bleed::sides(template, subject) };
    let is_scaled = !stays_at_scale_1(template);
    let template = &*bleed::applied(template, cut);
    let source = if template.trim.is_some() { size_of(crop) } else { source };
    let canvas = canvas_of(template, source, size_of(crop), dpi, limits)?;
    let last = output_size(canvas, wanted, dpi)?;
    limits.check_canvas(u64::from(last.width), u64::from(last.height)).map_err(|error| error.at("canvas"))?;
    let (across, down) = (ratio(last.width, canvas.width), ratio(last.height, canvas.height));
    let done = |frame: Frame, crop: Rect, size: Size| {
        let dest = frame.align(size, template.align);
        let bleeds = bleed::reached(cut, dest, last);
        Presented { canvas: last, frame: frame.rect(), crop, dest, scale: down, bleeds }
    };

    let frame = inset(template.margins, canvas, dpi, (1.0, 1.0))?;
    let last_frame = if last == canvas { frame } else { inset(template.margins, last, dpi, (across, down))? };
    let may_cover = is_scaled && (template.enlarge || size_of(crop).covers(last_frame.size));
    let keeps = bleed::crop(cut, size_of(crop), last_frame.size).filter(|_| may_cover);
    if let Some(align) = template.cover.then_some(template.align).or(keeps) {
        let (crop, size) = covering(template, align, crop, last_frame.size);
        return Ok(done(last_frame, crop, size));
    }
    let fill = |frame: Frame| match has_ratio_of_subject(template) {
        // Fitted once more it would be rounded twice, and might leave a row or a column of the canvas free.
        true => frame.size,
        false => size_inside(size_of(crop), frame.size),
    };
    let may_grow = |size: Size| if template.enlarge { size } else { size.smaller_of(size_of(crop)) };
    let size = if is_scaled { may_grow(fill(frame)) } else { size_of(crop) };
    if last == canvas {
        return Ok(done(frame, crop, size));
    }
    let size = if is_scaled && size == fill(frame) {
        may_grow(fill(last_frame))
    } else {
        let scaled = Size::new(round_side(f64::from(size.width) * across), round_side(f64::from(size.height) * down));
        may_grow(scaled.smaller_of(last_frame.size))
    };
    Ok(done(last_frame, crop, size))
}

/// The part that fills the frame, and its size there: smaller when it may not grow.
fn covering(template: &Template, align: Align, shown: Rect, frame: Size) -> (Rect, Size) {
    let size = size_of(shown);
    let fitted = if template.enlarge || size.covers(frame) { frame } else { size_inside(frame, size) };
    let crop = cover_crop(size, fitted, align);
    (Rect { x: shown.x + crop.x, y: shown.y + crop.y, ..crop }, fitted)
}

/// The part of the picture that shows: the whole where it stays as it is, else its subject.
fn shown(template: &Template, source: Size, subject: Option<Rect>) -> Rect {
    let whole = source.rect();
    let Some(subject) = subject.filter(|_| !shows_whole(template)).and_then(|subject| subject.intersect(whole)) else {
        return whole;
    };
    let (x, y) = (subject.x.floor(), subject.y.floor());
    Rect::new(x, y, subject.right().ceil() - x, subject.bottom().ceil() - y)
}

/// Whether the rule shows the whole picture, whatever its subject.
fn shows_whole(template: &Template) -> bool {
    match template.canvas {
        _ if template.trim.is_some() => false,
        CanvasRule::Keep | CanvasRule::Ratio(..) => template.margins.is_zero(),
        // Only bounds the picture: with its background kept, all of it counts.
        CanvasRule::MinMax { .. } => template.background == Background::Keep,
        CanvasRule::Fixed { .. } | CanvasRule::Subject => false,
    }
}

/// Whether the rule says that the picture is not scaled: the ratio's canvas is made around it.
fn stays_at_scale_1(template: &Template) -> bool {
    match template.canvas {
        CanvasRule::Ratio(..) => true,
        CanvasRule::Keep => template.margins.is_zero(),
        _ => false,
    }
}

/// Whether the frame has the subject's ratio already, but for rounding.
fn has_ratio_of_subject(template: &Template) -> bool {
    let follows = match template.canvas {
        CanvasRule::Fixed { width, height } => width.is_none() || height.is_none(),
        CanvasRule::Subject | CanvasRule::MinMax { .. } => true,
        CanvasRule::Keep | CanvasRule::Ratio(..) => false,
    };
    follows && template.margins.is_zero()
}

/// The canvas that the template describes.
fn canvas_of(template: &Template, source: Size, shown: Size, dpi: f64, limits: &Limits) -> Result<Size> {
    let px = |length: Option<Length>| length.map(|length| round_side(length.to_px(0.0, dpi)));
    match template.canvas {
        CanvasRule::Keep => Ok(source),
        CanvasRule::Subject => Ok(shown),
        CanvasRule::Ratio(width, height) => {
            ratio_canvas(Size::new(width, height), shown, template.margins, dpi, limits)
        }
        CanvasRule::Fixed { width, height } => match (px(width), px(height)) {
            (Some(width), Some(height)) => Ok(Size::new(width, height)),
            (Some(width), None) => Ok(Size::new(width, follow(shown.height, width, shown.width))),
            (None, Some(height)) => Ok(Size::new(follow(shown.width, height, shown.height), height)),
            (None, None) => Err(Error::input("a fixed canvas needs a width or a height").at("canvas")),
        },
        CanvasRule::MinMax { min: None, max: None } => {
            Err(Error::input("a bounded canvas needs a minimum or a maximum").at("canvas"))
        }
        CanvasRule::MinMax { min, max } => Ok(bounded(shown, px(min), px(max))),
    }
}

/// `shown` with its shortest side at least `min`, and above all its longest at most `max`.
fn bounded(shown: Size, min: Option<u32>, max: Option<u32>) -> Size {
    let with_width = |width| Size::new(width, follow(shown.height, width, shown.width));
    let with_height = |height| Size::new(follow(shown.width, height, shown.height), height);
    let is_wide = shown.width >= shown.height;
    let mut size = shown;
    if let Some(min) = min.filter(|min| shown.width.min(shown.height) < *min) {
        size = if is_wide { with_height(min) } else { with_width(min) };
    }
    if let Some(max) = max.filter(|max| size.width.max(size.height) > *max) {
        size = if is_wide { with_width(max) } else { with_height(max) };
    }
    size
}

/// The smallest canvas of exactly this ratio whose frame holds `held`.
///
/// Rounding both margins may take a pixel from the frame while the canvas grows by one, so that the smallest is
/// searched for one by one, from a size that cannot do.
fn ratio_canvas(ratio: Size, held: Size, margins: Margins, dpi: f64, limits: &Limits) -> Result<Size> {
    let divisor = greatest_divisor(ratio.width, ratio.height);
    if ratio.width == 0 || ratio.height == 0 {
        let what = format!("the ratio {}:{} has a side of nothing", ratio.width, ratio.height);
        return Err(Error::input(what).at("canvas"));
    }
    let (width, height) = (u64::from(ratio.width / divisor), u64::from(ratio.height / divisor));
    let least = |held: u32, step: u64, before: Length, after: Length| {
        let percents = before.to_px(1.0, dpi) + after.to_px(1.0, dpi) - before.to_px(0.0, dpi) - after.to_px(0.0, dpi);
        let pixels = before.to_px(0.0, dpi) + after.to_px(0.0, dpi);
        // Each of the two margins rounds down by half a pixel at most.
        let extent = (f64::from(held) + pixels - 1.0) / (1.0 - percents);
        (percents < 1.0).then_some((extent / step as f64 - 1e-6).ceil().max(1.0) as u64)
    };
    let across = least(held.width, width, margins.left, margins.right);
    let down = least(held.height, height, margins.top, margins.bottom);
    let (Some(across), Some(down)) = (across, down) else { return Err(nothing_left("100 % or more of the canvas")) };
    let maximum = u64::from(limits.side);
    for step in across.max(down).. {
        let (width, height) = (width.saturating_mul(step), height.saturating_mul(step));
        if width.max(height) > maximum {
            let error = Error::too_large("side", width.max(height), maximum);
            return Err(error.at(format!("canvas of ratio {}:{}", ratio.width, ratio.height)));
        }
        let canvas = Size::new(width as u32, height as u32);
        if inset(margins, canvas, dpi, (1.0, 1.0)).is_ok_and(|frame| frame.size.covers(held)) {
            return Ok(canvas);
        }
    }
    Err(Error::internal("no canvas of the ratio was found"))
}

/// Euclid's; 1 when both are 0.
fn greatest_divisor(mut a: u32, mut b: u32) -> u32 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

/// The canvas made to fit inside the box that an output asks for.
fn output_size(canvas: Size, wanted: Wanted, dpi: f64) -> Result<Size> {
    let refuse = |what: String| Err(Error::input(what).at("size").with_help("use a box such as 500x500, or 50%"));
    match wanted {
        Wanted::Natural => Ok(canvas),
        Wanted::Scale(factor) if factor > 0.0 && factor.is_finite() => {
            let side = |side: u32| round_side(f64::from(side) * factor);
            Ok(Size::new(side(canvas.width), side(canvas.height)))
        }
        Wanted::Scale(factor) => refuse(format!("{factor} is not a factor")),
        Wanted::Ratio(width, height) => refuse(format!("the ratio {width}:{height} is not the size of an output")),
        Wanted::Box { width, height } => Ok(match Wanted::sides(width, height, dpi) {
            (Some(width), Some(height)) => size_inside(canvas, Size::new(width, height)),
            (Some(width), None) => Size::new(width, follow(canvas.height, width, canvas.width)),
            (None, Some(height)) => Size::new(follow(canvas.width, height, canvas.height), height),
            (None, None) => canvas,
        }),
    }
}

fn size_of(rect: Rect) -> Size {
    Size::new(round_side(rect.width), round_side(rect.height))
}

fn ratio(to: u32, from: u32) -> f64 {
    f64::from(to) / f64::from(from.max(1))
}

#[cfg(test)]
mod tests;
