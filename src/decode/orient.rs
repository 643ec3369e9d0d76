//! Pixels turned upright: the eight ways of the EXIF tag Orientation (TIFF 6.0, tag 274).

use super::pixels::allocate;
use crate::error::Result;
use crate::geometry::Size;
use crate::picture::Orientation;

/// The side of the blocks in which rows and columns change places: 16 pixels of 8 bits are one cache line of each of 16
/// rows.
const BLOCK: usize = 16;

/// Turns pixels of four samples upright. Mirrors and half turns work in place; quarter turns need a second frame.
pub(super) fn upright<S: Copy + Default>(
    size: Size,
    mut data: Vec<S>,
    orientation: Orientation,
) -> Result<(Size, Vec<S>)> {
    let width = size.width as usize;
    let pixels = data.as_chunks_mut::<4>().0;
    match orientation.exif() {
        2 => mirror_rows(pixels, width),
        3 => pixels.reverse(),
        4 => flip_rows(pixels, width),
        // 5 is the transposition alone; 6, 7 and 8 are it after a flip, a half turn or a mirror.
        turned @ 5..=8 => {
            match turned {
                6 => flip_rows(pixels, width),
                7 => pixels.reverse(),
                8 => mirror_rows(pixels, width),
                _ => {}
            }
            let mut target = allocate(size)?;
            transpose(pixels, target.as_chunks_mut::<4>().0, width, size.height as usize);
            return Ok((size.turned(), target));
        }
        _ => {}
    }
    Ok((size, data))
}

fn mirror_rows<P>(pixels: &mut [P], width: usize) {
    pixels.chunks_exact_mut(width).for_each(<[_]>::reverse);
}

fn flip_rows<P>(pixels: &mut [P], width: usize) {
    let height = pixels.len() / width;
    let (upper, lower) = pixels.split_at_mut(height / 2 * width);
    for (up, down) in upper.chunks_exact_mut(width).zip(lower.chunks_exact_mut(width).rev()) {
        up.swap_with_slice(down);
    }
}

fn transpose<P: Copy>(source: &[P], target: &mut [P], width: usize, height: usize) {
    for top in (0..height).step_by(BLOCK) {
        for left in (0..width).step_by(BLOCK) {
            for x in left..(left + BLOCK).min(width) {
                for y in top..(top + BLOCK).min(height) {
                    target[x * height + y] = source[y * width + x];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three across, two down: a b c / d e f.
    fn turn(orientation: u32) -> (Size, String) {
        let data = b"abcdef".iter().flat_map(|letter| [*letter; 4]).collect();
        let (size, data) = upright(Size::new(3, 2), data, Orientation::from_exif(orientation)).unwrap();
        (size, data.iter().step_by(4).map(|letter| *letter as char).collect())
    }

    #[test]
    fn all_eight_ways_stand_upright() {
        let (wide, tall) = (Size::new(3, 2), Size::new(2, 3));
        for (orientation, size, letters) in [
            (1, wide, "abcdef"),
            (2, wide, "cbafed"),
            (3, wide, "fedcba"),
            (4, wide, "defabc"),
            (5, tall, "adbecf"),
            (6, tall, "daebfc"),
            (7, tall, "fcebda"),
            (8, tall, "cfbead"),
        ] {
            assert_eq!(turn(orientation), (size, letters.to_owned()), "{orientation}");
        }
    }

    #[test]
    fn blocks_cover_sides_that_do_not_divide() {
        let (width, height) = (37, 21);
        let data: Vec<u8> = (0..width * height).flat_map(|i: u32| i.to_le_bytes()).collect();
        let (_, data) = upright(Size::new(width, height), data, Orientation::from_exif(5)).unwrap();
        for (i, pixel) in data.chunks_exact(4).enumerate() {
            let (x, y) = (i as u32 / height, i as u32 % height);
            assert_eq!(u32::from_le_bytes(pixel.try_into().unwrap()), y * width + x);
        }
    }
}
