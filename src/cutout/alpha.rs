//! The box of what can be seen in a picture with transparency.
//!
//! In: a raster. Out: the smallest box of whole pixels around every alpha above the threshold.

use crate::geometry::{Rect, Size};
use crate::raster::Raster;

/// Alpha up to this, of 255, counts as nothing: 3 %. Mattes leave a haze of one to a few steps around a subject (soft
/// brushes, lossy alpha, resampling that rings), which nobody sees and which would move the box by many pixels.
pub const ALPHA_THRESHOLD: u8 = 8;

/// The box of alpha above [`ALPHA_THRESHOLD`], in pixels of the raster; `None` when nothing can be seen.
pub fn alpha_box(raster: &Raster) -> Option<Rect> {
    let size = raster.size();
    if raster.is_opaque() {
        return (size.pixels() > 0).then(|| size.rect());
    }
    let is_seen = |pixel: &[u8]| pixel.get(3).is_some_and(|alpha| *alpha > ALPHA_THRESHOLD);
    let stride = (size.width as usize * 4).max(4);
    let (mut left, mut right, mut top, mut bottom) = (usize::MAX, 0, None, 0);
    for (y, row) in raster.data().chunks_exact(stride).enumerate() {
        let Some(first) = row.chunks_exact(4).position(is_seen) else { continue };
        let last = row.chunks_exact(4).rposition(is_seen).unwrap_or(first);
        (left, right) = (left.min(first), right.max(last));
        top = top.or(Some(y));
        bottom = y;
    }
    let top = top?;
    Some(Rect::new(left as f64, top as f64, (right - left + 1) as f64, (bottom - top + 1) as f64))
}

/// A box of whole pixels in a raster of size `from`, as the box of whole pixels around it in a picture of size `to`:
/// where a small decode of the picture was enough to look at.
pub fn box_in(rect: Rect, from: Size, to: Size) -> Rect {
    let axis = |start: f64, extent: f64, from: u32, to: u32| {
        let (from, to) = (f64::from(from.max(1)), f64::from(to));
        let (start, end) = ((start * to / from).floor().max(0.0), ((start + extent) * to / from).ceil().min(to));
        (start, (end - start).max(0.0))
    };
    let (x, width) = axis(rect.x, rect.width, from.width, to.width);
    let (y, height) = axis(rect.y, rect.height, from.height, to.height);
    Rect::new(x, y, width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A raster of these alphas, row by row.
    fn raster(width: u32, alphas: &[u8]) -> Raster {
        let data = alphas.iter().flat_map(|alpha| [0, 0, 0, *alpha]).collect();
        Raster::from_premultiplied(Size::new(width, alphas.len() as u32 / width), data, false).unwrap()
    }

    #[test]
    fn the_box_holds_every_pixel_above_the_threshold_and_no_haze() {
        let alphas = [
            8, 0, 0, 0, 0, //
            0, 0, 9, 0, 0, //
            0, 9, 255, 0, 0, //
            0, 0, 0, 0, 8,
        ];
        assert_eq!(alpha_box(&raster(5, &alphas)), Some(Rect::new(1.0, 1.0, 2.0, 2.0)));
        assert_eq!(alpha_box(&raster(2, &[0, 0, 0, 9])), Some(Rect::new(1.0, 1.0, 1.0, 1.0)));
        assert_eq!(alpha_box(&raster(2, &[255; 6])), Some(Rect::new(0.0, 0.0, 2.0, 3.0)));
        assert_eq!(alpha_box(&raster(2, &[8; 6])), None);
    }

    #[test]
    fn an_opaque_raster_is_its_own_box() {
        let raster = Raster::from_premultiplied(Size::new(3, 2), vec![255; 24], true).unwrap();
        assert_eq!(alpha_box(&raster), Some(Rect::new(0.0, 0.0, 3.0, 2.0)));
    }

    #[test]
    fn a_box_in_a_larger_picture_holds_all_its_pixels() {
        let (small, large) = (Size::new(10, 10), Size::new(101, 55));
        assert_eq!(box_in(Rect::new(3.0, 2.0, 4.0, 5.0), small, large), Rect::new(30.0, 11.0, 41.0, 28.0));
        assert_eq!(box_in(small.rect(), small, large), large.rect());
        assert_eq!(box_in(Rect::new(3.0, 2.0, 4.0, 5.0), small, small), Rect::new(3.0, 2.0, 4.0, 5.0));
    }
}
