//! The grid of tiles: each is painted by itself, so that a window has the pixels of the whole.
//!
//! tiny-skia clips curves where a surface ends and counts in `f32` from its corner, so pixels depend a little on where
//! a surface lies. Tiles lie where the scene says, never where the window does; a window is put together from them.
//! Where no pixel depends on that ([`is_seamless`]), a window is painted by itself.

use super::area::Area;
use super::items;
use super::kit::Kit;
use super::surface::{Layer, Surface};
use crate::art::Art;
use crate::error::Result;
use crate::geometry::Size;
use crate::limits::Deadline;
use crate::raster::{Raster, byte_count};
use crate::scene::Scene;

/// Pixels of a tile: 8 MB, so that a layer as large as a tile is cheap and a large shadow is not painted too often.
const TILE_PIXELS: u32 = 1 << 21;
/// tiny-skia paints up to 8191 pixels a side in one go; wider scenes get columns of this width.
const TILE_WIDTH: u32 = 4096;
/// The widest scene with one column.
const ONE_COLUMN: u32 = 8191;

/// The part of a scene that is painted, in its pixels. What lies outside of the scene stays clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Left edge.
    pub x: u32,
    /// Top edge.
    pub y: u32,
    /// Extent.
    pub size: Size,
}

impl Window {
    /// All of a scene.
    pub const fn whole(size: Size) -> Self {
        Self { x: 0, y: 0, size }
    }

    /// A scene cut across from top to bottom where no pixel is painted twice: the cheapest windows to paint one by one.
    pub fn bands(size: Size) -> impl Iterator<Item = Self> {
        let rows = Grid::of(size).height;
        (0..size.height.div_ceil(rows)).map(move |index| {
            let y = index * rows;
            Self { x: 0, y, size: Size::new(size.width, rows.min(size.height - y)) }
        })
    }

    fn area(self) -> Option<Area> {
        let (x, y) = (i32::try_from(self.x).ok()?, i32::try_from(self.y).ok()?);
        let side = |start: i32, extent: u32| start.checked_add_unsigned(extent);
        Area::between(x, y, side(x, self.size.width)?, side(y, self.size.height)?)
    }
}

/// The size of tiles; the first lies at the origin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid {
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Grid {
    fn of(size: Size) -> Self {
        let width = if size.width <= ONE_COLUMN { size.width.max(1) } else { TILE_WIDTH };
        Self { width, height: (TILE_PIXELS / width).clamp(1, ONE_COLUMN) }
    }

    /// The tiles of a scene that a window meets, row by row.
    fn tiles(self, size: Size, window: Area) -> impl Iterator<Item = Area> {
        let scene = Window::whole(size).area();
        let visible = scene.and_then(|scene| scene.intersect(window));
        let cells = visible.map_or((0..0, 0..0), |area| {
            let cells = |start: i32, end: i32, step: u32| start as u32 / step..(end as u32).div_ceil(step);
            (cells(area.x, area.right(), self.width), cells(area.y, area.bottom(), self.height))
        });
        cells.1.flat_map(move |row| {
            cells.0.clone().filter_map(move |column| {
                let tile = Window { x: column * self.width, y: row * self.height, size: self.size() };
                tile.area()?.intersect(scene?)
            })
        })
    }

    fn size(self) -> Size {
        Size::new(self.width, self.height)
    }
}

/// Paints a window of a scene. `art[i]` is what `scene.slots[i]` asked for. The size of the window must have been held
/// against the limits.
///
/// # Errors
/// [`Fault::TimedOut`](crate::Fault::TimedOut) after the deadline, [`Fault::TooLarge`](crate::Fault::TooLarge) when a
/// blur needs too large a surface, [`Fault::Unsupported`](crate::Fault::Unsupported) for a drawing without feature
/// `svg`, [`Fault::Internal`](crate::Fault::Internal) when art does not fit its slot.
pub fn paint(scene: &Scene, art: &[Art], window: Window, deadline: &Deadline) -> Result<Raster> {
    let mut pixels = vec![0; byte_count(window.size)];
    paint_into(&mut pixels, scene, art, window, deadline)?;
    Ok(Raster::from_premultiplied(window.size, pixels, false)?.with_opacity_found())
}

/// Whether every window can be painted by itself: see [`Scene::is_seamless`]. Pictures that come in parts differ in
/// their last bits by where a part begins.
pub fn is_seamless(scene: &Scene, art: &[Art]) -> bool {
    let is_whole = !art.iter().any(|art| matches!(art, Art::Parts(_)));
    scene.is_seamless() && is_whole && scene.size.width <= ONE_COLUMN
}

/// [`paint`] into memory that is there: clear bytes, premultiplied RGBA when it is done, four a pixel of the window.
///
/// # Errors
/// As [`paint`]; [`Fault::Internal`](crate::Fault::Internal) when the bytes are not the window's.
pub fn paint_into(pixels: &mut [u8], scene: &Scene, art: &[Art], window: Window, deadline: &Deadline) -> Result<()> {
    match is_seamless(scene, art).then(|| window.area()).flatten() {
        Some(area) => {
            deadline.check()?;
            items::paint(&Kit::new(art, deadline), &scene.items, 1.0, &mut Surface::new(area, pixels)?)
        }
        None => paint_on(Grid::of(scene.size), pixels, scene, art, window, deadline),
    }
}

/// [`paint_into`] with tiles of another size.
pub(super) fn paint_on(
    grid: Grid,
    pixels: &mut [u8],
    scene: &Scene,
    art: &[Art],
    window: Window,
    deadline: &Deadline,
) -> Result<()> {
    let kit = Kit::new(art, deadline);
    let Some(area) = window.area() else { return Ok(()) };
    let mut whole = Surface::new(area, pixels)?;
    for tile in grid.tiles(scene.size, area) {
        deadline.check()?;
        paint_tile(&kit, scene, tile, &mut whole)?;
    }
    Ok(())
}

/// Paints a tile straight into the window when it holds whole rows of it, else aside.
fn paint_tile(kit: &Kit<'_>, scene: &Scene, tile: Area, window: &mut Surface<'_>) -> Result<()> {
    let area = window.area();
    let is_inside = tile.y >= area.y && tile.bottom() <= area.bottom();
    if is_inside && tile.x == area.x && tile.width == area.width {
        let row = area.width as usize * 4;
        let start = tile.y.abs_diff(area.y) as usize * row;
        let rows = window.pixels().get_mut(start..start + tile.height as usize * row).unwrap_or_default();
        return items::paint(kit, &scene.items, 1.0, &mut Surface::new(tile, rows)?);
    }
    let mut layer = Layer::clear(tile)?;
    items::paint(kit, &scene.items, 1.0, &mut layer.surface())?;
    if let Some(shared) = tile.intersect(area) {
        for y in shared.y..shared.bottom() {
            window.row(y, shared.x, shared.right()).copy_from_slice(layer.row(y, shared.x, shared.right()));
        }
    }
    Ok(())
}
