//! What the grid of the source's pixels shows through: noise and blocks.

use super::frame::Frame;
use super::pixels::{Pixels, byte};

/// Adds a random amount to the colours of each pixel. The amount hangs on the pixel's place in the source, so that a
/// part has the noise of the whole; where several pixels of the source make one, their noise cancels by the root of
/// their number.
pub(super) fn noise(pixels: &mut Pixels, frame: &Frame, amount: f64, seed: u64) {
    let width = pixels.width();
    let amount = amount * (frame.scale.0.min(1.0) * frame.scale.1.min(1.0)).sqrt();
    for (y, row) in pixels.data.chunks_exact_mut(width * 4).enumerate() {
        let down = (frame.y(y) * frame.scale.1).floor() as i64;
        for (x, pixel) in row.as_chunks_mut::<4>().0.iter_mut().enumerate() {
            let across = (frame.x(x) * frame.scale.0).floor() as i64;
            let added = (0.5 - random(seed, across, down)) * amount;
            for channel in &mut pixel[..3] {
                *channel = byte(f64::from(*channel) + added);
            }
        }
    }
}

/// From 0 to below 1: the finalizer of SplitMix64 (Steele, Lea, Flood 2014), once for each coordinate.
fn random(seed: u64, x: i64, y: i64) -> f64 {
    let bits = mixed(mixed(seed ^ x.cast_unsigned()) ^ y.cast_unsigned());
    // 53 bits are what a double holds.
    (bits >> 11) as f64 / (1u64 << 53) as f64
}

fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// Fills squares of the source's pixels with the colour of their left top one.
pub(super) fn pixelate(pixels: &mut Pixels, frame: &Frame, block: f64) {
    let width = pixels.width();
    let height = pixels.size.height as usize;
    let columns: Vec<usize> =
        (0..width).map(|x| corner(frame.x(x), block, frame.origin.0, frame.scale.0, width)).collect();
    let mut out = Vec::with_capacity(pixels.data.len());
    for y in 0..height {
        let from = pixels.row(corner(frame.y(y), block, frame.origin.1, frame.scale.1, height));
        out.extend(columns.iter().flat_map(|x| from.get(*x).copied().unwrap_or_default()));
    }
    pixels.data = out;
}

/// The pixel, of `count`, that holds the first source pixel of the block around a place.
fn corner(place: f64, block: f64, origin: f64, scale: f64, count: usize) -> usize {
    let first = (place / block).floor() * block + 0.5;
    // A negative place is cut to 0 by the conversion.
    (((first - origin) * scale).floor() as usize).min(count.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::super::frame::Frame;
    use super::super::straight::{apply, filtered, filtered_rows};
    use crate::filter::Filter;
    use crate::geometry::{Rect, Size};
    use crate::limits::Deadline;
    use crate::raster::Raster;

    #[test]
    fn blocks_have_the_colour_of_their_corner() {
        let row: Vec<[u8; 4]> = [1, 2, 3, 4, 5].map(|value| [value, 0, 0, 255]).to_vec();
        let found = filtered_rows(&row, 5, &[Filter::Pixelate { block: 2.0 }]);
        assert_eq!(found.iter().map(|pixel| pixel[0]).collect::<Vec<_>>(), [1, 1, 3, 3, 5]);
    }

    #[test]
    fn noise_is_the_same_for_the_same_seed_and_gray() {
        let row = [[100, 150, 200, 255]; 200];
        let with = |seed| filtered(&row, Filter::Noise { amount: 60.0, seed });
        assert_eq!(with(1), with(1));
        assert_ne!(with(1), with(2));
        let added: Vec<f64> = with(1).iter().map(|pixel| f64::from(pixel[0]) - 100.0).collect();
        assert!(added.iter().all(|added| added.abs() <= 30.0) && added.iter().any(|added| added.abs() > 25.0));
        assert!((added.iter().sum::<f64>() / 200.0).abs() < 4.0);
        assert!(with(1).iter().all(|pixel| i16::from(pixel[1]) - i16::from(pixel[0]) == 50));
    }

    #[test]
    fn a_part_has_the_grain_of_the_whole() {
        let source = Size::new(40, 1);
        let data: Vec<u8> = (0..40).flat_map(|value| [value * 5, 90, 90, 255]).collect();
        let cut = data[13 * 4..].to_vec();
        for filter in [Filter::Noise { amount: 90.0, seed: 3 }, Filter::Pixelate { block: 1.0 }] {
            let done = |size, crop, data| {
                let raster = Raster::from_straight(size, data).unwrap();
                let frame = Frame::new(source, crop, size);
                apply(raster, frame, std::slice::from_ref(&filter), &Deadline::NEVER).unwrap().into_data()
            };
            let whole = done(source, source.rect(), data.clone());
            let part = done(Size::new(27, 1), Rect::new(13.0, 0.0, 27.0, 1.0), cut.clone());
            assert_eq!(part, whole[13 * 4..]);
        }
    }
}
