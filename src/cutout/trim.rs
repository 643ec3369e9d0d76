//! Uniform borders of a picture: how far they reach.
//!
//! In: an upright raster and a tolerance. Out: the box of what is left without them. Each side has a colour of its own,
//! that of a corner of its outermost line; a line belongs to the border when every pixel of it, over the whole width or
//! height of the picture, is within the tolerance of that colour: a product that touches an edge ends that border.
//! Promised: a single pixel that differs ends the border (a hair is never cut through), and a picture that is one
//! colour all over is left as it is.

use crate::geometry::Rect;
use crate::raster::Raster;

/// What is left without its uniform borders, in whole pixels; `None` when nothing would be.
pub fn trim(raster: &Raster, tolerance: u8) -> Option<Rect> {
    let size = raster.size();
    let (width, height) = (size.width as usize, size.height as usize);
    let pixels = raster.data().as_chunks::<4>().0;
    let at = |x: usize, y: usize| pixels.get(y * width + x).copied().unwrap_or_default();
    let is_near = |a: [u8; 4], b: [u8; 4]| a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= tolerance);
    let is_row = |y: usize, color: [u8; 4]| (0..width).all(|x| is_near(at(x, y), color));
    let above = at(0, 0);
    let top = (0..height).find(|y| !is_row(*y, above))?;
    let below = at(0, height - 1);
    let bottom = (top..height).rev().find(|y| !is_row(*y, below)).map_or(height, |y| y + 1);
    let is_column = |x: usize, color: [u8; 4]| (0..height).all(|y| is_near(at(x, y), color));
    let before = at(0, 0);
    let left = (0..width).find(|x| !is_column(*x, before))?;
    let after = at(width - 1, 0);
    let right = (left..width).rev().find(|x| !is_column(*x, after)).map_or(width, |x| x + 1);
    Some(Rect::new(left as f64, top as f64, (right - left) as f64, (bottom - top) as f64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::DEFAULT_TOLERANCE;
    use crate::geometry::Size;

    /// A gray raster, a letter a pixel: `.` white, `,` nearly white, `#` dark, `o` black.
    fn picture(rows: &[&str]) -> Raster {
        let gray = |letter: char| match letter {
            '.' => 255,
            ',' => 247,
            '#' => 90,
            _ => 0u8,
        };
        let data =
            rows.iter().flat_map(|row| row.chars()).flat_map(|letter| [gray(letter); 3].into_iter().chain([255]));
        let size = Size::new(rows[0].len() as u32, rows.len() as u32);
        Raster::from_premultiplied(size, data.collect(), true).unwrap()
    }

    fn trimmed(rows: &[&str]) -> Option<[u32; 4]> {
        let rect = trim(&picture(rows), DEFAULT_TOLERANCE)?;
        Some([rect.x, rect.y, rect.width, rect.height].map(|side| side as u32))
    }

    #[test]
    fn borders_go_as_far_as_they_are_uniform() {
        for (rows, left) in [
            (&[".....", ".,#..", "..#..", ".,..."][..], [2, 1, 1, 2]),
            (&["....", "....", "...#"], [3, 2, 1, 1]),
            (&["#..#", "....", "...."], [0, 0, 4, 1]),
            // A product that touches the edge stays, though the rest of its column is gone.
            (&["....", "##..", "##..", "...."], [0, 1, 2, 2]),
            // Each side has its own colour; what differs within a line ends it.
            (&["oooo", ".##.", ".#..", "oooo"], [0, 1, 4, 2]),
            (&["o###.", "o#.#."], [1, 0, 3, 2]),
            (&["o..#", "o..#"], [1, 0, 2, 2]),
        ] {
            assert_eq!(trimmed(rows), Some(left), "{rows:?}");
        }
    }

    #[test]
    fn nothing_is_left_of_a_picture_of_one_colour_and_so_nothing_is_cut() {
        assert_eq!(trimmed(&["....", ".,.."]), None);
        assert_eq!(trimmed(&["."]), None);
    }

    #[test]
    fn the_tolerance_decides() {
        let faint = picture(&["...", ".,.", "..."]);
        assert_eq!(trim(&faint, 8), None);
        assert_eq!(trim(&faint, 7), Some(Rect::new(1.0, 1.0, 1.0, 1.0)));
    }
}
