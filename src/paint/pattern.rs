//! A picture, repeated across, down, both or not at all.

use super::area::Area;
use super::blend;
use super::path::fill_figure;
use super::path::{Figure, path};
use super::surface::{Layer, Surface, single};
use crate::error::{Error, Result};
use crate::geometry::{Rect, Size};
use crate::outline::Outline;
use crate::raster::Raster;
use crate::style::Blend;
use crate::transform::Transform;
use tiny_skia::{FilterQuality, Mask, Pattern, PixmapRef, SpreadMode};

/// How tiles lie.
#[derive(Clone, Copy)]
pub(super) struct Tiles {
    /// Extent of one, in its own coordinates.
    pub size: (f64, f64),
    /// Whether they repeat across and down.
    pub repeats: (bool, bool),
    /// From the tile's coordinates to the surface.
    pub to_surface: Transform,
}

/// Fills a figure with tiles. Where they do not repeat, nothing is painted beyond the one row, column or tile.
pub(super) fn fill(
    surface: &mut Surface<'_>,
    figure: &Figure,
    raster: &Raster,
    tiles: Tiles,
    opacity: f64,
) -> Result<()> {
    let Size { width, height } = raster.size();
    let per_pixel = Transform::scale(tiles.size.0 / f64::from(width), tiles.size.1 / f64::from(height));
    let to_surface = tiles.to_surface.then_inner(per_pixel);
    if to_surface.inverse().is_none() {
        return Ok(());
    }
    match tiles.repeats {
        (true, true) => fill_with(surface, figure, raster, SpreadMode::Repeat, to_surface, opacity),
        (false, false) => fill_within(surface, figure, raster, SpreadMode::Pad, to_surface, tiles, opacity),
        (across, _) => {
            // Smoothing at the outer edges would take in the opposite edge of the tile, so these are doubled.
            let padded = padded(raster, across)?;
            let shift = if across { Transform::translate(0.0, -1.0) } else { Transform::translate(-1.0, 0.0) };
            fill_within(surface, figure, &padded, SpreadMode::Repeat, to_surface.then_inner(shift), tiles, opacity)
        }
    }
}

fn fill_with(
    surface: &mut Surface<'_>,
    figure: &Figure,
    raster: &Raster,
    spread: SpreadMode,
    to_surface: Transform,
    opacity: f64,
) -> Result<()> {
    let Size { width, height } = raster.size();
    let pixels = PixmapRef::from_bytes(raster.data(), width, height)
        .ok_or_else(|| Error::internal(format!("a tile of {} has no pixels", raster.size())))?;
    let shader = Pattern::new(pixels, spread, FilterQuality::Bilinear, opacity as f32, single(to_surface));
    if let Some(mut pixmap) = surface.pixmap() {
        fill_figure(&mut pixmap, figure, shader);
    }
    Ok(())
}

/// Fills aside, cuts away what lies beyond the tiles, and lays the rest on the surface.
fn fill_within(
    surface: &mut Surface<'_>,
    figure: &Figure,
    raster: &Raster,
    spread: SpreadMode,
    to_surface: Transform,
    tiles: Tiles,
    opacity: f64,
) -> Result<()> {
    let frame = Area { x: 0, y: 0, width: surface.area().width, height: surface.area().height };
    let Some(keep) = extent(tiles, frame.rect()) else { return Ok(()) };
    let keep = Outline::rect(keep).transformed(tiles.to_surface);
    let kept = Rect::around(keep.points()).and_then(Area::around);
    let Some(area) = Area::around(figure.bounds()).and_then(|area| area.intersect(frame)?.intersect(kept?)) else {
        return Ok(());
    };
    let shift = Transform::translate(-f64::from(area.x), -f64::from(area.y));
    let mut layer = Layer::clear(Area { x: area.x + surface.area().x, y: area.y + surface.area().y, ..area })?;
    let figure = match figure {
        Figure::Box(rect) => Figure::Box(shift.bounds_of(*rect)),
        Figure::Path(path, rule) => match path.clone().transform(single(shift)) {
            Some(path) => Figure::Path(path, *rule),
            None => return Ok(()),
        },
    };
    fill_with(&mut layer.surface(), &figure, raster, spread, shift.then_inner(to_surface), opacity)?;
    let mask = Mask::new(area.width, area.height);
    if let (Some(mut mask), Some(keep)) = (mask, path(&keep.transformed(shift))) {
        mask.fill_path(&keep, tiny_skia::FillRule::Winding, true, tiny_skia::Transform::identity());
        if let Some(mut pixmap) = layer.surface().pixmap() {
            pixmap.apply_mask(&mask);
        }
        blend::composite(&layer, surface, Blend::SourceOver, 1.0);
    }
    Ok(())
}

/// Where tiles are, in the tile's coordinates; along the axes on which they repeat only as far as the surface reaches.
fn extent(tiles: Tiles, surface: Rect) -> Option<Rect> {
    let visible = tiles.to_surface.inverse()?.bounds_of(surface).grown(1.0);
    let (x, width) = if tiles.repeats.0 { (visible.x, visible.width) } else { (0.0, tiles.size.0) };
    let (y, height) = if tiles.repeats.1 { (visible.y, visible.height) } else { (0.0, tiles.size.1) };
    Some(Rect::new(x, y, width, height))
}

/// The tile with its outer rows (or columns) twice.
fn padded(raster: &Raster, repeats_across: bool) -> Result<Raster> {
    let Size { width, height } = raster.size();
    let row_bytes = width as usize * 4;
    let rows = raster.data().chunks_exact(row_bytes.max(1));
    if repeats_across {
        let all = rows.clone().take(1).chain(rows.clone()).chain(rows.rev().take(1));
        let data: Vec<u8> = all.flatten().copied().collect();
        return Raster::from_premultiplied(Size::new(width, height + 2), data, raster.is_opaque());
    }
    let mut data = Vec::with_capacity(raster.data().len() + 8 * height as usize);
    for row in rows {
        data.extend_from_slice(row.get(..4).unwrap_or_default());
        data.extend_from_slice(row);
        data.extend_from_slice(row.get(row_bytes - 4..).unwrap_or_default());
    }
    Raster::from_premultiplied(Size::new(width + 2, height), data, raster.is_opaque())
}
