//! A slot becomes art: fetched pixels decoded, resized, filtered.
//!
//! Filters run at the slot's size or at that of the source, whichever has fewer pixels: enlarged after them, as an
//! editor does; made small before them, which costs less by far (their distances are scaled, see
//! [`paint::filter`]). What they look at beyond the slot's part is loaded beside it and cut off after.

use super::Engine;
use super::canvas::HELD;
use super::rows::{self, Fitted};
use crate::art::{Art, Drawing, Parts};
use crate::decode;
use crate::error::Result;
use crate::filter::reach;
use crate::geometry::{Rect, Size};
use crate::limits::Deadline;
use crate::paint::{self, Window};
use crate::picture::PictureFormat;
use crate::profile::Profile;
use crate::raster::{Decoded, Raster, byte_count};
use crate::resize;
use crate::runner::InTurn;
use crate::scene::{Item, ItemKind, Scene, Slot};
use crate::write;
use std::sync::Arc;

/// Vector art has as many pixels as are asked for, but no more than this many times the slot's beside the slot's part.
const MOST_BESIDE: u64 = 4;

/// What loading needs besides the slot.
#[derive(Clone, Copy)]
pub(super) struct Means<'a> {
    /// Fonts, limits and threads.
    pub(super) engine: &'a Engine,
    /// The RGB profile in whose colours pixels are wanted; none: sRGB.
    pub(super) space: Option<&'a Profile>,
    /// When it must be done.
    pub(super) deadline: &'a Deadline,
}

/// One slot's art: decoded at least as large as wanted, then resized to exactly that, then filtered.
pub(super) fn slot(slot: &Slot, means: Means<'_>) -> Result<Art> {
    means.deadline.check()?;
    if slot.filters.is_empty() && slot.picture.format == PictureFormat::Svg && !slot.as_pixels {
        return drawing(slot, slot.size, means).map(Art::Drawing);
    }
    if let Some(ready) = slot.ready.as_ref().filter(|_| slot.filters.is_empty()) {
        return sized_ready(ready, slot, means);
    }
    match slot.filters.is_empty() {
        true if slot.size.pixels() <= HELD => pixels(slot, means).map(Art::Raster),
        true => source(slot, means).map(|(pixels, crop)| sized(pixels, crop, slot, means))?,
        false => filtered(slot, means).map(|(raster, crop)| sized(raster.into(), crop, slot, means))?,
    }
}

/// The part `crop` of pixels in the slot's size: at once, or part by part where that would be too much to hold.
fn sized(pixels: Decoded, crop: Rect, slot: &Slot, means: Means<'_>) -> Result<Art> {
    let Slot { size, kernel, linear, .. } = *slot;
    if size.pixels() <= HELD {
        return resize::exactly(means.engine, pixels, crop, size, kernel, linear).map(Art::Raster);
    }
    let cut = move |part: Rect| resize::part(&InTurn, &pixels, crop, size, part, kernel, linear);
    Ok(Art::Parts(Parts { size, cut: Arc::new(cut) }))
}

/// As [`sized`], of pixels that other outputs need too.
fn sized_ready(ready: &Arc<Decoded>, slot: &Slot, means: Means<'_>) -> Result<Art> {
    let Slot { size, kernel, linear, .. } = *slot;
    if size.pixels() <= HELD {
        return ready_pixels(ready, slot, means).map(Art::Raster);
    }
    let crop = in_decoded(slot, ready.size());
    let ready = Arc::clone(ready);
    let cut = move |part: Rect| {
        let mut raster = resize::part(&InTurn, &ready, crop, size, part, kernel, linear)?;
        resize::settle(&mut raster, &ready, crop, size, part);
        Ok(raster)
    };
    Ok(Art::Parts(Parts { size, cut: Arc::new(cut) }))
}

/// The slot's part of pixels that are there already, in its size: a subject and its shadow, on whose canvas no ripple may
/// be seen.
fn ready_pixels(ready: &Decoded, slot: &Slot, means: Means<'_>) -> Result<Raster> {
    let (crop, whole) = (in_decoded(slot, ready.size()), slot.size.rect());
    let mut raster = resize::part(means.engine, ready, crop, slot.size, whole, slot.kernel, slot.linear)?;
    resize::settle(&mut raster, ready, crop, slot.size, whole);
    Ok(raster)
}

/// Bytes that the scene's slots hold when they are loaded, and the most that one of them needs besides meanwhile.
pub(super) fn cost(scene: &Scene) -> (u64, u64) {
    let held = |slot: &Slot| match slot.size.pixels() <= HELD {
        true => byte_count(slot.size) as u64,
        // What it is made of, and the parts in hand.
        false => decode::cost(&slot.picture, slot.whole_size()) + 2 * 4 * HELD,
    };
    let loaded = scene.slots.iter().map(held).sum();
    let besides = |slot: &Slot| {
        let working = working(slot).0;
        // A filter reads one copy and writes another, with its second picture at hand.
        let seconds = slot.filters.iter().filter_map(|filter| filter.picture());
        let filtering = match slot.filters.is_empty() {
            true => 0,
            false => {
                2 * byte_count(working.size) as u64 + seconds.map(|slot| byte_count(slot.size) as u64).sum::<u64>()
            }
        };
        pixels_cost(&working) + filtering
    };
    (loaded, scene.slots.iter().map(besides).max().unwrap_or(0))
}

/// A slot's filtered pixels, and which part of them is the slot's.
fn filtered(slot: &Slot, means: Means<'_>) -> Result<(Raster, Rect)> {
    let (working, part) = working(slot);
    let name = |second: &Slot| pixels(second, means);
    let filters = slot.filters.iter().map(|filter| filter.try_map(name)).collect::<Result<Vec<_>>>()?;
    let raster = pixels(&working, means)?;
    let frame = paint::filter::Frame::new(slot.picture.size, working.crop, working.size);
    Ok((paint::filter::apply(raster, frame, &filters, means.deadline)?, part))
}

/// What to load so that it can be filtered, and which part of that is the slot's.
fn working(slot: &Slot) -> (Slot, Rect) {
    let own = Size::new(slot.crop.width.ceil().max(1.0) as u32, slot.crop.height.ceil().max(1.0) as u32);
    let is_vector = slot.picture.format == PictureFormat::Svg;
    let found = beside(slot, if is_vector { slot.size } else { slot.size.smaller_of(own) });
    match is_vector && found.0.size.pixels() > slot.size.pixels().saturating_mul(MOST_BESIDE) {
        true => beside(slot, slot.size.smaller_of(own)),
        false => found,
    }
}

/// The slot's part in this size, and around it what the filters reach, in whole pixels, as far as there is any.
fn beside(slot: &Slot, size: Size) -> (Slot, Rect) {
    let crop = slot.crop;
    let source = slot.picture.size;
    let reach = reach(&slot.filters, f64::from(source.width.min(source.height)));
    let margins = |before: f64, after: f64, scale: f64| {
        // Noise in the fraction must not cost a pixel.
        let room = |room: f64| (room * scale + 1e-6).floor().max(0.0).min((reach * scale).ceil());
        (room(before), room(after))
    };
    let (across, down) = (f64::from(size.width) / crop.width, f64::from(size.height) / crop.height);
    let (left, right) = margins(crop.x, f64::from(source.width) - crop.right(), across);
    let (top, bottom) = margins(crop.y, f64::from(source.height) - crop.bottom(), down);
    let (width, height) = (left + f64::from(size.width) + right, top + f64::from(size.height) + bottom);
    let (x, y) = (crop.x - left / across, crop.y - top / down);
    let grown = Rect::new(x.max(0.0), y.max(0.0), width / across, height / down);
    let part = Rect::new(left, top, f64::from(size.width), f64::from(size.height));
    (Slot { crop: grown, size: Size::new(width as u32, height as u32), ..slot.clone() }, part)
}

/// A slot's pixels before they are filtered, in its size.
pub(super) fn pixels(slot: &Slot, means: Means<'_>) -> Result<Raster> {
    if let Some(ready) = &slot.ready {
        return ready_pixels(ready, slot, means);
    }
    let (raster, crop) = match rows::fitted(slot, means)? {
        Fitted::Done(raster) => return Ok(raster),
        Fitted::Whole(decoded) => {
            let part = in_decoded(slot, decoded.size());
            (decoded, part)
        }
        Fitted::Untried => source(slot, means)?,
    };
    resize::exactly(means.engine, raster, crop, slot.size, slot.kernel, slot.linear)
}

/// Bytes that [`pixels`] holds at its peak, the slot's own not counted.
pub(super) fn pixels_cost(slot: &Slot) -> u64 {
    rows::cost(slot).unwrap_or_else(|| decode::cost(&slot.picture, slot.whole_size()))
}

/// A picture's pixels, at least as many as the slot wants, and which part of them is the slot's.
pub(super) fn source(slot: &Slot, means: Means<'_>) -> Result<(Decoded, Rect)> {
    let picture = &slot.picture;
    if picture.format == PictureFormat::Svg {
        // Vector art has the colours of sRGB.
        let raster = write::in_space(drawn(slot, means)?, None, means.space, means.deadline)?;
        return Ok((raster.into(), slot.size.rect()));
    }
    let raster = decode::in_depth(picture, slot.whole_size(), means.space, &means.engine.limits, means.deadline)?;
    let crop = in_decoded(slot, raster.size());
    Ok((raster, crop))
}

/// The slot's part in pixels of this size, which the whole picture was decoded to.
fn in_decoded(slot: &Slot, decoded: Size) -> Rect {
    let (picture, crop) = (&slot.picture, slot.crop);
    let whole = decode::extent(picture, decoded);
    let (across, down) = (whole.width / f64::from(picture.size.width), whole.height / f64::from(picture.size.height));
    let (x, y) = (whole.x + crop.x * across, whole.y + crop.y * down);
    Rect::new(x, y, crop.width * across, crop.height * down)
}

/// Vector art that is painted at about the size `shown`.
pub(super) fn drawing(slot: &Slot, shown: Size, means: Means<'_>) -> Result<Drawing> {
    let Means { engine, deadline, .. } = means;
    let vector = decode::Vector { shown, fonts: &engine.fonts, limits: &engine.limits, deadline };
    decode::drawing(&slot.picture, vector)
}

/// The part of vector art that a slot shows, as pixels.
fn drawn(slot: &Slot, means: Means<'_>) -> Result<Raster> {
    means.engine.limits.check_canvas(u64::from(slot.size.width), u64::from(slot.size.height))?;
    let crop = slot.crop;
    let (across, down) = (f64::from(slot.size.width) / crop.width, f64::from(slot.size.height) / crop.height);
    let whole = slot.picture.size.rect();
    let drawing = drawing(slot, slot.whole_size(), means)?;
    let frame = Rect::new(-crop.x * across, -crop.y * down, whole.width * across, whole.height * down);
    let (dest, transform) = slot.picture.stored_in(frame);
    let items = vec![Item::new("", transform, ItemKind::Drawing { slot: 0, dest })];
    let scene = Scene { size: slot.size, items, slots: Vec::new() };
    paint::paint(&scene, &[Art::Drawing(drawing)], Window::whole(slot.size), means.deadline)
}

#[cfg(test)]
mod tests {
    use super::working;
    use crate::filter::Filter;
    use crate::fit::Kernel;
    use crate::geometry::{Rect, Size};
    use crate::picture::{ColorModel, Orientation, Picture, PictureFormat};
    use crate::scene::Slot;

    fn slot(format: PictureFormat, crop: Rect, size: Size, filters: Vec<Filter<Slot>>) -> Slot {
        let picture = Picture {
            content: Vec::new().into(),
            format,
            size: Size::new(100, 200),
            orientation: Orientation::UPRIGHT,
            has_alpha: true,
            model: ColorModel::Rgb,
            depth: 8,
            dpi: None,
            profile: None,
            frames: 1,
            remarks: Vec::new(),
        };
        let picture = picture.into();
        Slot { picture, crop, size, as_pixels: false, kernel: Kernel::Lanczos3, linear: false, filters, ready: None }
    }

    #[test]
    fn what_filters_reach_is_loaded_too_as_far_as_there_is_any() {
        // A blur of 1 reaches 12 pixels of the source, which are 6 here.
        let crop = Rect::new(4.0, 100.0, 60.0, 100.0);
        let (working, part) = working(&slot(PictureFormat::Png, crop, Size::new(30, 50), vec![Filter::Blur(1.0)]));
        assert_eq!(working.crop, Rect::new(0.0, 88.0, 76.0, 112.0));
        assert_eq!(working.size, Size::new(38, 56));
        assert_eq!(part, Rect::new(2.0, 6.0, 30.0, 50.0));
    }

    #[test]
    fn pictures_are_enlarged_after_filters_and_vector_art_before() {
        let (crop, size) = (Rect::new(0.0, 0.0, 100.0, 200.0), Size::new(300, 50));
        let size_of = |format, crop, size| working(&slot(format, crop, size, vec![Filter::Blur(1.0)])).0.size;
        assert_eq!(size_of(PictureFormat::Png, crop, size), Size::new(100, 50));
        assert_eq!(size_of(PictureFormat::Svg, crop, size), size);
        // Far too much would lie beside the part.
        let (crop, size) = (Rect::new(50.0, 100.0, 1.0, 1.0), Size::new(300, 300));
        assert_eq!(size_of(PictureFormat::Svg, crop, size), Size::new(25, 25));
    }
}
