//! Uniform borders of a picture: how far they reach.
//!
//! In: an upright raster, a tolerance, and how far colours of a JPEG may have smeared. Out: the box of what is left without
//! borders. Each side has a colour of its own, that of a corner of its outermost line; a line belongs to the border when
//! every pixel of it, over the whole width or height of the picture, is within the tolerance of that colour: a product
//! that touches an edge ends that border. Promised: a single pixel that differs ends the border (a hair is never cut
//! through), but for colours that smeared into it; a picture that is one colour all over is left as it is.

use crate::geometry::Rect;
use crate::raster::Raster;

/// How far a JPEG's colours smear, in pixels: over the 16 of a block of theirs at half the resolution, and 1 that
/// interpolation reaches.
pub const SMEARED: u32 = 17;
/// How far a smeared colour differs from the border's, in levels of Cb and Cr: half of what a full change has.
const FADED: f32 = 64.0;

/// What is left without its uniform borders, in whole pixels; `None` when nothing would be. Lines of smeared colour beside
/// a border, `smeared` of them at most, go with it.
pub fn trim(raster: &Raster, tolerance: u8, smeared: u32) -> Option<Rect> {
    let size = raster.size();
    let (width, height) = (size.width as usize, size.height as usize);
    let pixels = raster.data().as_chunks::<4>().0;
    let at = |x: usize, y: usize| pixels.get(y * width + x).copied().unwrap_or_default();
    let row = |y: usize, is: &dyn Fn([u8; 4]) -> bool| (0..width).all(|x| is(at(x, y)));
    let column = |x: usize, is: &dyn Fn([u8; 4]) -> bool| (0..height).all(|y| is(at(x, y)));
    let side = |color: [u8; 4]| Side { color, tolerance, smeared: smeared as usize };
    let (top, bottom) = (side(at(0, 0)), side(at(0, height - 1)));
    let (left, right) = (side(at(0, 0)), side(at(width - 1, 0)));
    let above = top.lines(height, |y, is| row(y, is))?;
    let below = bottom.lines(height - above, |y, is| row(height - 1 - y, is)).unwrap_or(0);
    let before = left.lines(width, |x, is| column(x, is))?;
    let after = right.lines(width - before, |x, is| column(width - 1 - x, is)).unwrap_or(0);
    let (wide, high) = (width - before - after, height - above - below);
    Some(Rect::new(before as f64, above as f64, wide as f64, high as f64))
}

/// A side of the picture: the colour of its border, and what still counts as that.
struct Side {
    color: [u8; 4],
    tolerance: u8,
    smeared: usize,
}

impl Side {
    /// How many of `count` lines belong to the border; `None` when all do. `all` says whether all of a line's pixels are
    /// something.
    fn lines(&self, count: usize, all: impl Fn(usize, &dyn Fn([u8; 4]) -> bool) -> bool) -> Option<usize> {
        let near = (0..count).find(|line| !all(*line, &|pixel| self.is_near(pixel)))?;
        if near == 0 || self.smeared == 0 {
            return Some(near);
        }
        let end = (near + self.smeared + 1).min(count);
        let beyond = (near..end).find(|line| !all(*line, &|pixel| self.is_near(pixel) || self.is_smeared(pixel)));
        // What goes on further than colours smear is the picture itself.
        Some(beyond.unwrap_or(near))
    }

    fn is_near(&self, pixel: [u8; 4]) -> bool {
        pixel.iter().zip(self.color).all(|(a, b)| a.abs_diff(b) <= self.tolerance)
    }

    /// Whether a pixel may have the border's brightness and another colour only: JPEG keeps the brightness of every pixel,
    /// and colours of four together. RGB is cut off at its ends, so that what was beyond them may have been anything.
    fn is_smeared(&self, [red, green, blue, alpha]: [u8; 4]) -> bool {
        let [r, g, b, own] = self.color.map(f32::from);
        let brightness = 0.299 * r + 0.587 * g + 0.114 * b;
        let tolerance = f32::from(self.tolerance);
        // What a channel was before it was cut off, less the brightness.
        let before = |channel: u8| {
            let value = f32::from(channel) - brightness;
            let least = if channel == 0 { f32::MIN } else { value - tolerance };
            (least, if channel == 255 { f32::MAX } else { value + tolerance })
        };
        let within =
            |(least, most): (f32, f32), weight: f32| ((least / weight).max(-FADED), (most / weight).min(FADED));
        // Recommendation ITU-T T.871, 7: R = Y + 1.402 Cr, B = Y + 1.772 Cb, G = Y - 0.344 Cb - 0.714 Cr.
        let (cr, cb) = (within(before(red), 1.402), within(before(blue), 1.772));
        let (least, most) = before(green);
        let (lowest, highest) = (-0.344 * cb.1 - 0.714 * cr.1, -0.344 * cb.0 - 0.714 * cr.0);
        cr.0 <= cr.1 && cb.0 <= cb.1 && lowest <= most && highest >= least && f32::from(alpha) == own
    }
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
        let rect = trim(&picture(rows), DEFAULT_TOLERANCE, 0)?;
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
        assert_eq!(trim(&faint, 8, 0), None);
        assert_eq!(trim(&faint, 7, 0), Some(Rect::new(1.0, 1.0, 1.0, 1.0)));
    }

    /// Columns of these colours, 8 rows of them.
    fn columns(colors: &[[u8; 3]]) -> Raster {
        let row = colors.iter().flat_map(|[r, g, b]| [*r, *g, *b, 255]);
        let data: Vec<u8> = row.collect::<Vec<u8>>().repeat(8);
        Raster::from_premultiplied(Size::new(colors.len() as u32, 8), data, true).unwrap()
    }

    #[test]
    fn smeared_colours_go_with_the_border() {
        // Red beside white, black and gray, as a JPEG of halved colours has it.
        for (border, smeared) in [
            ([255; 3], [[255, 243, 243], [255, 225, 226]]),
            ([0; 3], [[14, 0, 0], [40, 0, 0]]),
            ([128; 3], [[148, 118, 121], [170, 107, 112]]),
        ] {
            let mut colors = vec![border; 6];
            colors.extend(smeared);
            colors.extend([[190, 20, 30]; 4]);
            let left = |smeared| trim(&columns(&colors), DEFAULT_TOLERANCE, smeared).unwrap();
            assert!(left(0).x < 8.0, "{border:?}");
            assert_eq!(left(SMEARED), Rect::new(8.0, 0.0, 4.0, 8.0), "{border:?}");
        }
    }

    #[test]
    fn what_is_no_smear_stays() {
        // Darker than the border, or longer than colours smear, or with no border before it.
        let mut dark = vec![[255; 3]; 6];
        dark.extend([[225, 215, 215], [190, 20, 30]]);
        assert_eq!(trim(&columns(&dark), DEFAULT_TOLERANCE, SMEARED).unwrap().x, 6.0);
        let mut pale = vec![[255; 3]; 6];
        pale.extend([[255, 230, 230]; 30]);
        assert_eq!(trim(&columns(&pale), DEFAULT_TOLERANCE, SMEARED).unwrap().x, 6.0);
        let bare = [[255, 255, 255], [255, 230, 230], [190, 20, 30]];
        assert_eq!(
            trim(&columns(&bare[1..]), DEFAULT_TOLERANCE, SMEARED).unwrap().x,
            1.0,
            "its own colour is its border"
        );
    }
}
