//! A canvas that is one enlarged picture and nothing else: each strip of the file is resized by whoever compresses it,
//! and the canvas is never held.
//!
//! Promised: the pixels of the canvas, but for the last bits of the resize. Not for PNGs of few colours or grays, of
//! which all pixels have to be seen to make a smaller file, nor in linear light, for which all of the picture is
//! converted.

use super::canvas::Painting;
use super::load::{self, Means};
use super::{Engine, colors};
use crate::decode;
use crate::error::Result;
use crate::fit::Kernel;
use crate::geometry::Rect;
use crate::output::{Format, Output};
use crate::picture::{ColorModel, PictureFormat};
use crate::raster::{Decoded, byte_count};
use crate::report::Report;
use crate::resize;
use crate::scene::{Scene, Slot};
use crate::write;

/// Pixels from which on a canvas is not held: 16 MB of them.
const LARGE: u64 = 1 << 22;

/// The slot of such a canvas.
fn slot<'a>(scene: &'a Scene, output: &Output) -> Option<&'a Slot> {
    let slot = scene.slots.first().filter(|_| scene.is_bare_picture())?;
    let is_enlarged = slot.size.pixels() as f64 >= 2.0 * slot.crop.width * slot.crop.height;
    let is_picture = slot.picture.format != PictureFormat::Svg
        && (slot.picture.model != ColorModel::Gray || output.format != Format::Png);
    // Part of a picture may be opaque or gray where the whole is not.
    let is_whole = slot.crop == slot.picture.size.rect() && slot.picture.depth <= 8;
    let is_plain = slot.filters.is_empty() && slot.ready.is_none() && !slot.linear && slot.kernel != Kernel::Nearest;
    let is_written = write::takes_parts(output) && output.profile.profile().is_none();
    (slot.size.pixels() >= LARGE && is_enlarged && is_picture && is_whole && is_plain && is_written).then_some(slot)
}

/// Bytes of strips in the hands of one thread: pixels, filtered bytes, what the resize holds and what waits.
const IN_HAND: u64 = 8 << 20;

/// Bytes held at the peak by so many threads; `None` when the canvas is another.
pub(super) fn cost(scene: &Scene, output: &Output, threads: usize) -> Option<u64> {
    let slot = slot(scene, output)?;
    // The file may be as large as its pixels. Of few colours, they are held too.
    let held = 2 * byte_count(slot.size) as u64 + threads as u64 * IN_HAND;
    Some(decode::cost(&slot.picture, slot.whole_size()) + held)
}

/// The file, and whether the canvas is opaque; `None` when the canvas is another.
pub(super) fn file(engine: &Engine, painting: Painting<'_>, report: &mut Report) -> Result<Option<(Vec<u8>, bool)>> {
    let Painting { scene, space, output, deadline } = painting;
    let Some(slot) = slot(scene, output).filter(|_| space.is_none()) else { return Ok(None) };
    let (pixels, crop) = load::source(slot, Means { engine, space, deadline })?;
    let Slot { size, kernel, .. } = *slot;
    let pixels = match pixels {
        Decoded::Eight(raster) if output.format != Format::Png || write::needs_all_samples(&raster) => raster,
        other => {
            let raster = resize::exactly(engine, other, crop, size, kernel, false)?.with_opacity_found();
            let is_opaque = raster.is_opaque();
            return Ok(Some((colors::written(raster, space, output, report, (deadline, engine))?, is_opaque)));
        }
    };
    let is_opaque = pixels.is_opaque();
    let cut = |part: Rect, target: &mut [u8]| {
        deadline.check()?;
        resize::part_into(target, &pixels, crop, size, part, kernel)
    };
    let parts = write::Parts { size, is_opaque, cut: &cut };
    Ok(Some((write::parts(parts, &colors::encoding(output)?, engine)?, is_opaque)))
}
