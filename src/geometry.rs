//! All arithmetic of size and place, written once: no pixels, no files.
//!
//! Two rules of rounding hold everywhere: a fitted size rounds half up and is at least 1; an offset is
//! `floor(free × fraction)`. Both mean the decimal numbers that people write: what binary fractions lose of them
//! (29 % of 50 is 14.499999999999998) is given back before rounding.

use crate::error::{Error, Result};
use crate::fit::{Align, Enlarge, Fit, Wanted};
use crate::units::{DEFAULT_DPI, SLACK, round_side};
use std::fmt;

/// Width and height in whole pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
pub struct Size {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

impl Size {
    /// A size in pixels.
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    /// Width × height.
    pub fn pixels(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// The box of this size at the origin.
    pub fn rect(self) -> Rect {
        Rect::new(0.0, 0.0, f64::from(self.width), f64::from(self.height))
    }

    /// Width and height exchanged.
    pub fn turned(self) -> Self {
        Self::new(self.height, self.width)
    }

    /// The smaller of each side.
    #[must_use]
    pub fn smaller_of(self, other: Self) -> Self {
        Self::new(self.width.min(other.width), self.height.min(other.height))
    }

    /// The larger of each side.
    #[must_use]
    pub fn larger_of(self, other: Self) -> Self {
        Self::new(self.width.max(other.width), self.height.max(other.height))
    }

    /// Whether both sides are at least the other's.
    pub fn covers(self, other: Self) -> bool {
        self.width >= other.width && self.height >= other.height
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.width, self.height)
    }
}

/// An upright box in fractional pixels: left, top, width, height.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Extent to the right, never negative.
    pub width: f64,
    /// Extent downwards, never negative.
    pub height: f64,
}

impl Rect {
    /// Left, top, width, height.
    pub const fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { x, y, width, height }
    }

    /// The smallest box around some points; `None` without points.
    pub fn around(points: impl IntoIterator<Item = (f64, f64)>) -> Option<Self> {
        let mut points = points.into_iter();
        let (x, y) = points.next()?;
        let (mut left, mut top, mut right, mut bottom) = (x, y, x, y);
        for (x, y) in points {
            (left, right) = (left.min(x), right.max(x));
            (top, bottom) = (top.min(y), bottom.max(y));
        }
        Some(Self::new(left, top, right - left, bottom - top))
    }

    /// Right edge.
    pub fn right(self) -> f64 {
        self.x + self.width
    }

    /// Bottom edge.
    pub fn bottom(self) -> f64 {
        self.y + self.height
    }

    /// What both boxes share; `None` when that has no area.
    pub fn intersect(self, other: Self) -> Option<Self> {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        let (right, bottom) = (self.right().min(other.right()), self.bottom().min(other.bottom()));
        (right > x && bottom > y).then(|| Self::new(x, y, right - x, bottom - y))
    }

    /// The smallest box around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self::new(x, y, self.right().max(other.right()) - x, self.bottom().max(other.bottom()) - y)
    }

    /// Grown by `by` on all four sides (shrunk when negative, not below nothing).
    #[must_use]
    pub fn grown(self, by: f64) -> Self {
        let (width, height) = ((self.width + 2.0 * by).max(0.0), (self.height + 2.0 * by).max(0.0));
        Self::new(self.x - by, self.y - by, width, height)
    }

    /// Whether all edges lie on whole pixels.
    pub fn is_on_pixels(self) -> bool {
        [self.x, self.y, self.width, self.height].iter().all(|number| number.fract() == 0.0)
    }
}

/// `side × to / from`, exact, rounded half up, at least 1: the other side of a fitted size.
pub fn follow(side: u32, to: u32, from: u32) -> u32 {
    let (side, to, from) = (u128::from(side), u128::from(to), u128::from(from.max(1)));
    u32::try_from((2 * side * to + from) / (2 * from)).unwrap_or(u32::MAX).max(1)
}

/// The fraction that puts the middle of a part of a whole on a point, which is a fraction of the whole, as far as the
/// part stays inside; the middle where there is no choice.
pub fn align_on(point: f64, whole: f64, part: f64) -> f64 {
    match whole > part {
        true => ((point * whole - part / 2.0) / (whole - part)).clamp(0.0, 1.0),
        false => 0.5,
    }
}

/// `floor(free × fraction)`: where the free space before a placed thing ends.
pub fn align_offset(free: f64, fraction: f64) -> f64 {
    (free * fraction + SLACK).floor()
}

/// The largest size of `source`'s ratio inside `frame`.
pub fn size_inside(source: Size, frame: Size) -> Size {
    if u64::from(frame.width) * u64::from(source.height) <= u64::from(frame.height) * u64::from(source.width) {
        Size::new(frame.width, follow(source.height, frame.width, source.width))
    } else {
        Size::new(follow(source.width, frame.height, source.height), frame.height)
    }
}

/// The smallest size of `source`'s ratio that covers `frame`.
pub fn size_outside(source: Size, frame: Size) -> Size {
    if u64::from(frame.width) * u64::from(source.height) >= u64::from(frame.height) * u64::from(source.width) {
        Size::new(frame.width, follow(source.height, frame.width, source.width))
    } else {
        Size::new(follow(source.width, frame.height, source.height), frame.height)
    }
}

/// Where a picture goes: the part `crop` of the source (in its pixels, fractions allowed) onto the part `dest` of a
/// canvas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// The canvas.
    pub canvas: Size,
    /// The part of the source that shows.
    pub crop: Rect,
    /// Where on the canvas it goes; whole pixels.
    pub dest: Rect,
    /// Whether the box was made smaller because the source does not cover it and must not be enlarged.
    pub box_shrunk: bool,
}

impl Placement {
    fn whole(source: Size, canvas: Size) -> Self {
        Self { canvas, crop: source.rect(), dest: canvas.rect(), box_shrunk: false }
    }
}

/// Places a picture of size `source` (at least 1 × 1) for the wanted size.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) for a ratio with a fit other than cover or contain, and for a factor that is
/// not above 0.
pub fn place(source: Size, wanted: Wanted, fit: Fit, align: Align, enlarge: Enlarge, dpi: f64) -> Result<Placement> {
    let frame = match wanted {
        Wanted::Natural => return Ok(Placement::whole(source, source)),
        Wanted::Scale(factor) => {
            check_factor(factor)?;
            let scaled = |side: u32| round_side(f64::from(side) * factor);
            let size = Size::new(scaled(source.width), scaled(source.height));
            let grows = factor > 1.0 && enlarge == Enlarge::Never;
            return Ok(Placement::whole(source, if grows { source } else { size }));
        }
        Wanted::Ratio(width, height) => ratio_frame(source, Size::new(width, height), fit)?,
        Wanted::Box { width, height } => match Wanted::sides(width, height, dpi) {
            (Some(width), Some(height)) => Size::new(width, height),
            (Some(width), None) if fit != Fit::None => {
                let size = Size::new(width, follow(source.height, width, source.width));
                return Ok(place_one_sided(source, size, fit, align, enlarge));
            }
            (None, Some(height)) if fit != Fit::None => {
                let size = Size::new(follow(source.width, height, source.height), height);
                return Ok(place_one_sided(source, size, fit, align, enlarge));
            }
            (width, height) => Size::new(width.unwrap_or(source.width), height.unwrap_or(source.height)),
        },
    };
    Ok(place_in_frame(source, frame, fit, align, enlarge))
}

fn check_factor(factor: f64) -> Result<()> {
    match factor > 0.0 && factor.is_finite() {
        true => Ok(()),
        false => Err(Error::input(format!("{factor} is not a factor")).with_help("use a number above 0")),
    }
}

/// `cover`: the largest crop of the ratio; `contain`: the smallest canvas of it that holds the source.
fn ratio_frame(source: Size, ratio: Size, fit: Fit) -> Result<Size> {
    match fit {
        Fit::Cover => Ok(size_inside(ratio, source)),
        Fit::Contain => Ok(size_outside(ratio, source)),
        _ => Err(Error::input(format!("the ratio {}:{} needs a fit that makes a box", ratio.width, ratio.height))
            .with_help("add `--fit cover` (the largest crop of it) or `--fit contain` (the smallest canvas of it)")),
    }
}

/// One side was given and the other follows the ratio: fitting into that size again would round a second time, and miss
/// the side that was given.
fn place_one_sided(source: Size, size: Size, fit: Fit, align: Align, enlarge: Enlarge) -> Placement {
    match source.covers(size) || enlarge == Enlarge::Always {
        true => Placement::whole(source, size),
        false => place_in_frame(source, size, fit, align, enlarge),
    }
}

fn place_in_frame(source: Size, frame: Size, fit: Fit, align: Align, enlarge: Enlarge) -> Placement {
    let may_grow = enlarge == Enlarge::Always;
    let unless_grown = |size: Size| if may_grow || source.covers(size) { size } else { source };
    match fit {
        Fit::Inside => Placement::whole(source, unless_grown(size_inside(source, frame))),
        Fit::Outside => Placement::whole(source, unless_grown(size_outside(source, frame))),
        Fit::Contain => {
            let size = unless_grown(size_inside(source, frame));
            let free = |frame: u32, size: u32, fraction| align_offset(f64::from(frame - size), fraction);
            let (x, y) = (free(frame.width, size.width, align.x), free(frame.height, size.height, align.y));
            let dest = Rect::new(x, y, f64::from(size.width), f64::from(size.height));
            Placement { canvas: frame, crop: source.rect(), dest, box_shrunk: false }
        }
        Fit::Stretch | Fit::Cover => {
            let canvas = if may_grow || source.covers(frame) { frame } else { size_inside(frame, source) };
            let crop = if fit == Fit::Cover { cover_crop(source, canvas, align) } else { source.rect() };
            Placement { canvas, crop, dest: canvas.rect(), box_shrunk: canvas != frame }
        }
        Fit::None => place_unscaled(source, frame, align),
    }
}

/// The part of `source` with the ratio of `canvas`, in fractional source pixels; in whole ones where nothing is scaled,
/// because half a pixel would blur what is only cut.
pub(crate) fn cover_crop(source: Size, canvas: Size, align: Align) -> Rect {
    if source.covers(canvas) && (source.width == canvas.width || source.height == canvas.height) {
        return place_unscaled(source, canvas, align).crop;
    }
    let (width, height) = (f64::from(source.width), f64::from(source.height));
    let scale = (f64::from(canvas.width) / width).max(f64::from(canvas.height) / height);
    let crop_width = (f64::from(canvas.width) / scale).min(width);
    let crop_height = (f64::from(canvas.height) / scale).min(height);
    Rect::new((width - crop_width) * align.x, (height - crop_height) * align.y, crop_width, crop_height)
}

fn place_unscaled(source: Size, frame: Size, align: Align) -> Placement {
    let axis = |source: u32, frame: u32, fraction: f64| {
        let visible = f64::from(source.min(frame));
        let offset = align_offset((f64::from(frame) - f64::from(source)).abs(), fraction);
        if source > frame { (offset, 0.0, visible) } else { (0.0, offset, visible) }
    };
    let (crop_x, x, width) = axis(source.width, frame.width, align.x);
    let (crop_y, y, height) = axis(source.height, frame.height, align.y);
    let crop = Rect::new(crop_x, crop_y, width, height);
    Placement { canvas: frame, crop, dest: Rect::new(x, y, width, height), box_shrunk: false }
}

/// Some of the four sides of a box. Default none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Sides {
    /// The upper one.
    pub top: bool,
    /// The right one.
    pub right: bool,
    /// The lower one.
    pub bottom: bool,
    /// The left one.
    pub left: bool,
}

impl Sides {
    /// Whether there is one.
    pub fn any(self) -> bool {
        self.top || self.right || self.bottom || self.left
    }

    /// Whether there are all four.
    pub fn all(self) -> bool {
        self.top && self.right && self.bottom && self.left
    }
}

impl fmt::Display for Sides {
    /// In words, in CSS order: `top and left`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = [(self.top, "top"), (self.right, "right"), (self.bottom, "bottom"), (self.left, "left")];
        let words: Vec<&str> = words.into_iter().filter(|(is_one, _)| *is_one).map(|(_, word)| word).collect();
        f.write_str(&words.join(" and "))
    }
}

/// How many dots make an inch of a canvas.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Resolution {
    /// Canvas units to the inch. `None`: the document does not say how large the canvas is on paper.
    pub own: Option<f64>,
    /// Pixels to the inch of the file that is asked for. `None`: nobody asked.
    pub asked: Option<f64>,
}

impl Resolution {
    /// What lengths on paper become: [`DEFAULT_DPI`] where neither the user nor the document says.
    fn dpi(self) -> f64 {
        self.asked.or(self.own).unwrap_or(DEFAULT_DPI)
    }

    /// Pixels a unit of a canvas that is to have its size on paper; `None` for a canvas in plain pixels, or when no
    /// resolution is asked for.
    fn on_paper(self) -> Option<f64> {
        Some(self.asked? / self.own.filter(|own| *own > 0.0)?).filter(|factor| factor.is_finite() && *factor > 0.0)
    }
}

/// The pixels of a canvas of `width` × `height` units for the wanted size, and the one factor from units to pixels.
///
/// Natural: one pixel a unit, fractions cut off as a canvas element does; where the document says how large the canvas
/// is on paper and a resolution is asked for, as many pixels as that is, rounded half up. A factor: that many pixels a
/// unit. One side: the other follows the ratio. Both: the largest of the ratio inside.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) when the canvas has no area, a ratio is asked for, or a factor is not above 0.
pub fn scale_canvas(width: f64, height: f64, wanted: Wanted, resolution: Resolution) -> Result<(Size, f64)> {
    if !(width > 0.0 && height > 0.0 && width.is_finite() && height.is_finite()) {
        return Err(Error::input(format!("a canvas of {width} x {height} has no area")));
    }
    let on_paper = resolution.on_paper().filter(|_| wanted == Wanted::Natural);
    let scale = match wanted {
        Wanted::Natural => on_paper.unwrap_or(1.0),
        Wanted::Scale(factor) => check_factor(factor).map(|()| factor)?,
        Wanted::Box { width: across, height: down } => match Wanted::sides(across, down, resolution.dpi()) {
            (Some(across), Some(down)) => (f64::from(across) / width).min(f64::from(down) / height),
            (Some(across), None) => f64::from(across) / width,
            (None, Some(down)) => f64::from(down) / height,
            (None, None) => 1.0,
        },
        Wanted::Ratio(..) => {
            return Err(Error::input("a design has its own ratio").with_help("give a width, a height or both"));
        }
    };
    // A canvas element cuts the fraction of its size off (HTML, "rules for parsing non-negative integers"); a side that
    // follows from one that is asked for rounds half up.
    let side = |extent: f64| match wanted {
        Wanted::Natural | Wanted::Scale(_) if on_paper.is_none() => ((extent * scale + 1e-9).floor() as u32).max(1),
        _ => round_side(extent * scale),
    };
    Ok((Size::new(side(width), side(height)), scale))
}
