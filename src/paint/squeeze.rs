//! Rows of a layer made higher or lower: what casts a contact shadow.
//!
//! A row of the result is the mean alpha of the rows that it covers, with fractions at both ends; what lies beyond the
//! squeezed rows counts as clear. Rows are reckoned from the scene's origin, so every tile gives the same ones.

use super::area::Area;
use super::surface::Layer;
use crate::error::Result;
use crate::geometry::Rect;
use crate::scene::Squeeze;

/// Whether there are rows, and they have a height.
pub(super) fn is_some(Squeeze { top, bottom, height }: Squeeze) -> bool {
    [top, bottom, height].iter().all(|number| number.is_finite()) && bottom > top && height > 0.0
}

/// The box that a box of the layer becomes; without height where none of it is squeezed.
pub(super) fn reached(squeeze: Squeeze, rect: Rect) -> Rect {
    let place = |y: f64| first(squeeze) + (y.clamp(squeeze.top, squeeze.bottom) - squeeze.top) * factor(squeeze);
    let (top, bottom) = (place(rect.y), place(rect.bottom()));
    Rect { y: top, height: bottom - top, ..rect }
}

/// The pixels of the layer that pixels of the result are made of.
pub(super) fn source_of(squeeze: Squeeze, cast: Area) -> Option<Area> {
    let (top, bottom) = covered(squeeze, cast.y, cast.bottom());
    (bottom > top).then(|| Area::around(Rect { y: top, height: bottom - top, ..cast.rect() }))?
}

/// The layer squeezed: only its alpha. `None` where none of it is.
pub(super) fn squeezed(layer: &Layer, squeeze: Squeeze) -> Result<Option<Layer>> {
    let area = layer.area();
    let target = reached(squeeze, area.rect());
    let Some(target) = Area::around(target).filter(|_| target.height > 0.0) else { return Ok(None) };
    let mut made = Layer::clear(target)?;
    let mut surface = made.surface();
    // Rows of the layer to one of the result, also where the squeezed rows begin and end within it.
    let span = 1.0 / factor(squeeze);
    for y in target.y..target.bottom() {
        let (top, bottom) = covered(squeeze, y, y + 1);
        let mut sums = vec![0.0f32; target.width as usize];
        for row in (top.floor() as i32).max(area.y)..(bottom.ceil() as i32).min(area.bottom()) {
            let share = (bottom.min(f64::from(row) + 1.0) - top.max(f64::from(row))) / span;
            let pixels = layer.row(row, area.x, area.right()).as_chunks::<4>().0;
            for (sum, pixel) in sums.iter_mut().zip(pixels) {
                *sum += f32::from(pixel[3]) * share as f32;
            }
        }
        let pixels = surface.row(y, target.x, target.right()).as_chunks_mut::<4>().0;
        for (pixel, sum) in pixels.iter_mut().zip(sums) {
            pixel[3] = (sum + 0.5) as u8;
        }
    }
    Ok(Some(made))
}

/// Rows of the result to one of the layer.
fn factor(squeeze: Squeeze) -> f64 {
    squeeze.height / (squeeze.bottom - squeeze.top)
}

/// The height at which the result begins: it ends where the squeezed rows end.
fn first(squeeze: Squeeze) -> f64 {
    squeeze.bottom - squeeze.height
}

/// The heights in the layer between which rows of the result lie.
fn covered(squeeze: Squeeze, from: i32, to: i32) -> (f64, f64) {
    let back = |y: i32| squeeze.top + (f64::from(y) - first(squeeze)) / factor(squeeze);
    (back(from).clamp(squeeze.top, squeeze.bottom), back(to).clamp(squeeze.top, squeeze.bottom))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUEEZE: Squeeze = Squeeze { top: 10.0, bottom: 30.0, height: 5.0 };

    /// Two columns: one covered in rows 0 to 40, the other in rows 20 to 24.
    fn layer() -> Layer {
        let mut layer = Layer::clear(Area { x: 7, y: 0, width: 2, height: 40 }).unwrap();
        for y in 0..40 {
            let surface = &mut layer.surface();
            let row = surface.row(y, 7, 9);
            row[3] = 255;
            row[7] = if (20..24).contains(&y) { 255 } else { 0 };
        }
        layer
    }

    #[test]
    fn rows_become_their_share_of_the_height() {
        // 20 rows become 4.5, from 25.5 to 30: the first is half covered.
        let squeeze = Squeeze { height: 4.5, ..SQUEEZE };
        let squeezed = squeezed(&layer(), squeeze).unwrap().unwrap();
        assert_eq!(squeezed.area(), Area { x: 7, y: 25, width: 2, height: 5 });
        let alphas = |column: usize| -> Vec<u8> { (25..30).map(|y| squeezed.row(y, 7, 9)[column * 4 + 3]).collect() };
        assert_eq!(alphas(0), [128, 255, 255, 255, 255]);
        // Rows 20 to 24 become 0.9 rows from 27.75 on.
        assert_eq!(alphas(1), [0, 0, 64, 166, 0]);
    }

    #[test]
    fn a_part_of_the_layer_gives_a_part_of_the_result() {
        let whole = squeezed(&layer(), SQUEEZE).unwrap().unwrap();
        // Four rows to one, from 25 to 30.
        let area = source_of(SQUEEZE, Area { x: 7, y: 27, width: 2, height: 2 }).unwrap();
        assert_eq!((area.y, area.bottom()), (18, 26));
        let mut part = Layer::clear(area).unwrap();
        for y in 18..26 {
            let row = layer().row(y, 7, 9).to_vec();
            part.surface().row(y, 7, 9).copy_from_slice(&row);
        }
        let part = squeezed(&part, SQUEEZE).unwrap().unwrap();
        for y in 27..29 {
            assert_eq!(part.row(y, 7, 9), whole.row(y, 7, 9), "row {y}");
        }
        assert!(source_of(SQUEEZE, Area { x: 0, y: 0, width: 9, height: 25 }).is_none(), "nothing of it lies there");
    }

    #[test]
    fn no_rows_and_no_height_are_no_shadow() {
        assert!(is_some(SQUEEZE));
        assert!(!is_some(Squeeze { height: 0.0, ..SQUEEZE }) && !is_some(Squeeze { top: 30.0, ..SQUEEZE }));
    }
}
