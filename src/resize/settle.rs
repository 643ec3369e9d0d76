//! Ripples that a sharpening filter leaves beside a cut-out subject are taken back: what has no alpha stays without, and
//! what is opaque stays so.
//!
//! A filter with negative parts answers an edge with waves on both sides of it: 1 % of alpha where there was none makes
//! 252 of a white canvas on which marketplaces count 255, and 2 % less inside lets the canvas shine through.
//!
//! In: a part of a resized picture and what it was made of. Out: the same, settled where its alpha is nearly none or nearly
//! all. Promised: edges stay as they are.

use super::resample::in_source;
use crate::geometry::{Rect, Size};
use crate::raster::{Decoded, Raster};

/// Alpha within which a ripple keeps of its end: the waves of Lanczos3 have up to 7 % of the step, in corners twice that.
const RIPPLE: u8 = 36;

/// Settles `target`, the `part` of the resized `crop` of `source` that is `whole` pixels large.
pub fn settle(target: &mut Raster, source: &Decoded, crop: Rect, whole: Size, part: Rect) {
    if source.is_opaque() {
        return;
    }
    let own = in_source(crop, whole, part);
    let size = target.size();
    let (across, down) = (own.width / f64::from(size.width), own.height / f64::from(size.height));
    let around = |from: f64, scale: f64, at: usize, end: u32| {
        // What a pixel would be mixed of by the straight line between neighbours, or by their mean.
        let (middle, reach) = (from + (at as f64 + 0.5) * scale, scale.max(1.0));
        let first = (middle - reach + 0.5).floor().max(0.0) as usize;
        first..((middle + reach - 0.5).ceil().max(0.0) as usize).min(end as usize)
    };
    let from = source.size();
    let width = size.width as usize;
    for (index, pixel) in target.data_mut().as_chunks_mut::<4>().0.iter_mut().enumerate() {
        let alpha = pixel[3];
        let is_ripple = (1..=RIPPLE).contains(&alpha) || (255 - RIPPLE..255).contains(&alpha);
        if !is_ripple {
            continue;
        }
        let rows = around(own.y, down, index / width, from.height);
        let columns = around(own.x, across, index % width, from.width);
        let all = |end: End| rows.clone().all(|y| columns.clone().all(|x| has_alpha(source, y, x, end)));
        if alpha <= RIPPLE && all(End::Clear) {
            *pixel = [0; 4];
        } else if alpha > RIPPLE && all(End::Opaque) {
            let whole =
                |channel: u8| ((u32::from(channel) * 255 + u32::from(alpha) / 2) / u32::from(alpha)).min(255) as u8;
            *pixel = [whole(pixel[0]), whole(pixel[1]), whole(pixel[2]), 255];
        }
    }
}

/// One of the two ends of alpha.
#[derive(Clone, Copy)]
enum End {
    Clear,
    Opaque,
}

fn has_alpha(source: &Decoded, y: usize, x: usize, end: End) -> bool {
    let at = y * source.size().width as usize + x;
    match (source, end) {
        (Decoded::Eight(raster), End::Clear) => raster.data().as_chunks::<4>().0.get(at).is_some_and(|p| p[3] == 0),
        (Decoded::Eight(raster), End::Opaque) => raster.data().as_chunks::<4>().0.get(at).is_some_and(|p| p[3] == 255),
        (Decoded::Sixteen(raster), End::Clear) => raster.data().as_chunks::<4>().0.get(at).is_some_and(|p| p[3] == 0),
        (Decoded::Sixteen(raster), End::Opaque) => {
            raster.data().as_chunks::<4>().0.get(at).is_some_and(|p| p[3] == u16::MAX)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::part;
    use super::*;
    use crate::fit::Kernel;
    use crate::runner::InTurn;

    /// A white square on nothing.
    fn square(side: u32, inside: std::ops::Range<u32>) -> Raster {
        let is_in = |index: u32| inside.contains(&(index % side)) && inside.contains(&(index / side));
        let data = (0..side * side).flat_map(|index| if is_in(index) { [255; 4] } else { [0; 4] }).collect();
        Raster::from_premultiplied(Size::new(side, side), data, false).unwrap()
    }

    fn resized(source: &Decoded, side: u32, settled: bool) -> Raster {
        let (crop, whole) = (source.size().rect(), Size::new(side, side));
        let mut raster = part(&InTurn, source, crop, whole, whole.rect(), Kernel::Lanczos3, false).unwrap();
        if settled {
            settle(&mut raster, source, crop, whole, whole.rect());
        }
        raster
    }

    /// How many pixels are neither clear nor opaque further from the edge than `reach`.
    fn ripples(raster: &Raster, edges: [f64; 2], reach: f64) -> usize {
        let width = raster.size().width as usize;
        let far = |at: usize| edges.iter().all(|edge| (at as f64 + 0.5 - edge).abs() > reach);
        let pixels = raster.data().as_chunks::<4>().0.iter().enumerate();
        pixels.filter(|(index, p)| far(index % width) && far(index / width) && !matches!(p[3], 0 | 255)).count()
    }

    #[test]
    fn beside_an_enlarged_subject_nothing_is_left_and_inside_nothing_is_missing() {
        let source = Decoded::from(square(40, 12..28));
        let before = resized(&source, 400, false);
        assert!(ripples(&before, [120.0, 280.0], 10.0) > 1000, "there is something to settle");
        let after = resized(&source, 400, true);
        assert_eq!(ripples(&after, [120.0, 280.0], 10.0), 0);
        // The edge itself is as it was.
        let at = |raster: &Raster, x: usize| raster.data()[(200 * 400 + x) * 4 + 3];
        for x in 116..124 {
            assert_eq!(at(&after, x), at(&before, x), "{x}");
        }
        assert_eq!(after.data()[(200 * 400 + 130) * 4..][..4], [255; 4], "white stays white");
    }

    #[test]
    fn it_holds_for_a_reduced_one_and_for_parts() {
        let source = Decoded::from(square(400, 121..283));
        assert_eq!(ripples(&resized(&source, 130, true), [39.3, 92.0], 1.6), 0);
        let (crop, whole) = (source.size().rect(), Size::new(900, 900));
        let all = {
            let mut raster = part(&InTurn, &source, crop, whole, whole.rect(), Kernel::Lanczos3, false).unwrap();
            settle(&mut raster, &source, crop, whole, whole.rect());
            raster
        };
        let window = Rect::new(200.0, 250.0, 300.0, 100.0);
        let mut some = part(&InTurn, &source, crop, whole, window, Kernel::Lanczos3, false).unwrap();
        settle(&mut some, &source, crop, whole, window);
        for (y, row) in some.data().chunks_exact(300 * 4).enumerate() {
            let same = &all.data()[((250 + y) * 900 + 200) * 4..][..300 * 4];
            assert!(row.iter().zip(same).all(|(a, b)| a.abs_diff(*b) <= 1), "row {y}");
        }
    }
}
