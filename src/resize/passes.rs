//! The two passes of a resize over rows that come one after the other: down first, then across.
//!
//! In: rows of pixels of any kind from the top. Out: rows of the result, in order, as they get done. Promised: what
//! comes out does not depend on how many rows come together.

use super::across::{Across, Scratch};
use super::convolve::Pixel;
use super::crop::inside;
use super::kernel::support;
use super::reach::Side;
use super::sums::Sums;
use super::window::Window;
use crate::error::{Error, Result};
use crate::fit::Kernel;
use crate::geometry::{Rect, Size};
use std::ops::Range;

/// Bytes of rows that are held for their vertical pass, for each sample of a pixel; where that would take more, sums
/// are held instead. Holding rows is two to three times as fast.
const ROWS: usize = 4 << 20;

/// The vertical pass.
enum Vertical<P> {
    Rows(Window<P>),
    Sums(Sums<P>),
}

/// Both passes.
pub(super) struct Passes<P> {
    size: Size,
    kernel: Kernel,
    /// Across: the part that is wanted, and how many pixels it becomes.
    across: Side,
    /// Columns of the source that count.
    columns: Range<usize>,
    vertical: Vertical<P>,
    /// Rows that have their final number and still the source's width, and how many that may be.
    waiting: Vec<P>,
    room: usize,
    scratch: Scratch,
    /// Rows of the result.
    done: Vec<P>,
}

impl<P: Across> Passes<P> {
    /// The part `crop` of rows of size `source`, to become exactly `size` pixels.
    ///
    /// # Errors
    /// [`Fault::Internal`](crate::Fault::Internal) when the crop is not inside the source, the size has no pixels, or
    /// the kernel is [`Kernel::Nearest`].
    pub(super) fn new(source: Size, crop: Rect, size: Size, kernel: Kernel) -> Result<Self> {
        let crop = inside(crop, source)?;
        if size.pixels() == 0 {
            return Err(Error::internal(format!("a size of {size} has no pixels")));
        }
        let (across, down) = sides(source, crop, size, kernel)?;
        let columns = columns(across, kernel);
        let width = columns.len();
        let room = room::<P>(width, size);
        Ok(Self {
            size,
            kernel,
            across,
            columns,
            vertical: match holds_rows::<P>(width, down, kernel) {
                true => Vertical::Rows(Window::new(width, down, kernel)),
                false => Vertical::Sums(Sums::new(width, down, kernel)),
            },
            waiting: Vec::with_capacity(room * width),
            room,
            scratch: Scratch::default(),
            done: Vec::new(),
        })
    }

    /// Bytes that such passes hold, the result not counted.
    pub(super) fn cost(source: Size, crop: Rect, size: Size, kernel: Kernel) -> u64 {
        let Ok((across, down)) = sides(source, crop, size, kernel) else { return 0 };
        let width = columns(across, kernel).len();
        let vertical = match holds_rows::<P>(width, down, kernel) {
            true => Window::<P>::cost(width, down),
            false => Sums::<P>::cost(width, down),
        };
        (vertical + width * room::<P>(width, size) * size_of::<P>()) as u64
    }

    /// Takes the next row, as wide as the source. Rows beyond the source's last are passed over.
    ///
    /// # Errors
    /// [`Fault::Internal`](crate::Fault::Internal), which the sizes never come to.
    pub(super) fn take(&mut self, row: &[P]) -> Result<()> {
        let row = row.get(self.columns.clone()).unwrap_or_default();
        while !self.push(row) {
            if !self.pass()? {
                return Err(Error::internal("a resize has no room for its rows"));
            }
        }
        self.make_room()
    }

    /// Makes all that is left, when all rows have come.
    ///
    /// # Errors
    /// As [`Passes::take`].
    pub(super) fn finish(&mut self) -> Result<()> {
        while self.pass()? {}
        self.widths()
    }

    /// Rows of the result that nobody has taken yet.
    pub(super) fn done(&mut self) -> &mut Vec<P> {
        &mut self.done
    }

    /// Takes a row; `false`, with the row not taken, when there is no room before a pass.
    fn push(&mut self, row: &[P]) -> bool {
        match &mut self.vertical {
            Vertical::Rows(window) => window.push(row),
            Vertical::Sums(sums) => {
                sums.push(row, &mut self.waiting);
                true
            }
        }
    }

    /// The vertical pass, as far as the rows in hand go and there is room for what it makes; whether it made anything.
    fn pass(&mut self) -> Result<bool> {
        self.make_room()?;
        let before = self.waiting.len();
        match &mut self.vertical {
            Vertical::Rows(window) => {
                let free = self.room - before / self.columns.len().max(1);
                window.pass(free, &mut self.waiting)?;
            }
            Vertical::Sums(sums) => sums.add(&mut self.waiting),
        }
        Ok(self.waiting.len() > before)
    }

    fn make_room(&mut self) -> Result<()> {
        let is_full = self.waiting.len() >= self.room * self.columns.len();
        if is_full { self.widths() } else { Ok(()) }
    }

    /// The horizontal pass over all rows that wait for it.
    fn widths(&mut self) -> Result<()> {
        let width = self.columns.len();
        let count = self.waiting.len() / width.max(1);
        if count == 0 {
            return Ok(());
        }
        let (from, to) = (Size::new(width as u32, count as u32), Size::new(self.size.width, count as u32));
        let crop = Rect::new(self.across.from - self.columns.start as f64, 0.0, self.across.length, count as f64);
        let start = self.done.len();
        self.done.resize(start + to.pixels() as usize, P::zeroed());
        let target = self.done.get_mut(start..).unwrap_or_default();
        P::across(&self.waiting, (from, inside(crop, from)?), (target, to), self.kernel, &mut self.scratch)?;
        self.waiting.clear();
        Ok(())
    }
}

/// Rows that wait for their horizontal pass, at most.
fn room<P: Across>(width: usize, size: Size) -> usize {
    (P::WAITING * P::SAMPLES / (width * size_of::<P>()).max(1)).clamp(1, size.height.max(1) as usize)
}

/// Whether the vertical pass holds rows. A box ends so abruptly that its weights must not depend on which rows are in
/// hand.
fn holds_rows<P: Pixel>(width: usize, down: Side, kernel: Kernel) -> bool {
    kernel != Kernel::Box && Window::<P>::cost(width, down) <= ROWS * P::SAMPLES
}

/// The columns of the source that count; from the first on for a box, whose weights must not depend on where they
/// begin.
fn columns(across: Side, kernel: Kernel) -> Range<usize> {
    let all = across.all();
    if kernel == Kernel::Box { 0..all.end } else { all }
}

pub(super) fn sides(source: Size, crop: Rect, size: Size, kernel: Kernel) -> Result<(Side, Side)> {
    let support = support(kernel).ok_or_else(|| Error::internal("the nearest filter takes no rows"))?;
    let side = |from, length, source, size| Side { from, length, source, size, support };
    Ok((side(crop.x, crop.width, source.width, size.width), side(crop.y, crop.height, source.height, size.height)))
}
