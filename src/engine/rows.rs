//! A slot's pixels from the rows of its picture, resized as they are decoded: the picture is never held as a whole.
//!
//! Only where that saves something: the whole has at least twice the pixels of the slot. Not in linear light, and not
//! for the nearest filter. A picture that is mirrored is mirrored when it is small.

use super::load::Means;
use super::relay::{self, relayed};
use crate::decode;
use crate::error::{Error, Result};
use crate::fit::Kernel;
use crate::geometry::{Rect, Size};
use crate::picture::Orientation;
use crate::raster::{Carry, Decoded, OnTheSpot, Planes, Raster, TakeRows};
use crate::resize;
use crate::scene::Slot;

/// What became of a slot.
pub(super) enum Fitted {
    /// Its pixels, in its size and upright.
    Done(Raster),
    /// The whole picture, which had to be decoded so.
    Whole(Decoded),
    /// Nothing was decoded.
    Untried,
}

/// Pixels of a picture from which on another thread resizes what one decodes, if there is an idle one: then decoding
/// takes some 20 ms, and starting threads less than one.
const SHARED: u64 = 2_000_000;

/// The slot's pixels before they are filtered, where rows are the way to them.
pub(super) fn fitted(slot: &Slot, means: Means<'_>) -> Result<Fitted> {
    if comes_in_rows(slot).is_none() {
        return Ok(Fitted::Untried);
    }
    let Means { engine, space, deadline } = means;
    let mut fitting = Fitting { slot, resize: None };
    let decode = |carry: &mut dyn Carry| {
        decode::carried(&slot.picture, slot.whole_size(), space, &engine.limits, deadline, carry)
    };
    let whole = match is_shared(slot) && engine.has_threads() {
        true => relayed(engine, &mut fitting, decode)?,
        false => decode(&mut OnTheSpot::new(&mut fitting))?,
    };
    if let Some(whole) = whole {
        return Ok(Fitted::Whole(whole));
    }
    let raster = match fitting.resize.ok_or_else(|| Error::internal("a picture has no rows"))? {
        Resize::Pixels(stream) => stream.finish()?,
        Resize::Planes(planes) => planes.finish()?,
    };
    decode::upright(raster, &slot.picture).map(Fitted::Done)
}

fn is_shared(slot: &Slot) -> bool {
    slot.picture.size.pixels() >= SHARED
}

/// Bytes held meanwhile beside the slot's own; `None` when its picture does not come in rows.
pub(super) fn cost(slot: &Slot) -> Option<u64> {
    let rows = comes_in_rows(slot)?;
    let part = decode::stored_part(&slot.picture, slot.crop, rows.size);
    let resize = resize::Stream::cost(rows.size, part, slot.size, slot.kernel);
    let relay = if is_shared(slot) { relay::cost(rows.size.width) } else { 0 };
    Some(rows.cost + relay + resize)
}

fn comes_in_rows(slot: &Slot) -> Option<decode::InRows> {
    // At the edge of a box the pixel above counts and the one below does not: mirrored, it would be the other one.
    let is_lopsided = slot.kernel == Kernel::Box && slot.picture.orientation != Orientation::UPRIGHT;
    if slot.linear || slot.kernel == Kernel::Nearest || is_lopsided {
        return None;
    }
    let is_less = |rows: &decode::InRows| {
        let Rect { width, height, .. } = decode::stored_part(&slot.picture, slot.crop, rows.size);
        width * height >= 2.0 * slot.size.pixels() as f64
    };
    decode::in_rows(&slot.picture, slot.whole_size()).filter(is_less)
}

/// Rows that become a slot.
struct Fitting<'a> {
    slot: &'a Slot,
    resize: Option<Resize>,
}

enum Resize {
    Pixels(Box<resize::Stream>),
    Planes(Box<resize::Planes>),
}

impl TakeRows for Fitting<'_> {
    fn begin(&mut self, size: Size) -> Result<()> {
        let Slot { picture, crop, size: wanted, kernel, .. } = self.slot;
        let part = decode::stored_part(picture, *crop, size);
        let stream = resize::Stream::new(size, part, *wanted, *kernel)?;
        self.resize = Some(Resize::Pixels(Box::new(stream)));
        Ok(())
    }

    fn take(&mut self, rows: &[u8], is_opaque: bool) -> Result<()> {
        match &mut self.resize {
            Some(Resize::Pixels(stream)) => stream.take(rows, is_opaque),
            _ => Err(Error::internal("rows came before their picture")),
        }
    }

    /// Planes are wanted where none is enlarged, for the filters that are the same for more samples and for fewer: all
    /// but the box.
    fn begin_planes(&mut self, size: Size, planes: Planes) -> Result<bool> {
        let Slot { picture, crop, size: wanted, kernel, .. } = self.slot;
        let part = decode::stored_part(picture, *crop, size);
        let (across, down) = planes.per_sample;
        let is_smaller = part.width >= f64::from(across) * f64::from(wanted.width)
            && part.height >= f64::from(down) * f64::from(wanted.height);
        if !is_smaller || *kernel == Kernel::Box {
            return Ok(false);
        }
        let planes = resize::Planes::new(size, planes, part, *wanted, *kernel)?;
        self.resize = Some(Resize::Planes(Box::new(planes)));
        Ok(true)
    }

    fn take_luma(&mut self, row: &[u8]) -> Result<()> {
        self.planes()?.take_luma(row)
    }

    fn take_chroma(&mut self, rows: [&[u8]; 2]) -> Result<()> {
        self.planes()?.take_chroma(rows)
    }
}

impl Fitting<'_> {
    fn planes(&mut self) -> Result<&mut resize::Planes> {
        match &mut self.resize {
            Some(Resize::Planes(planes)) => Ok(planes),
            _ => Err(Error::internal("planes came before their picture")),
        }
    }
}
