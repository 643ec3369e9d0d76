//! Outlines made thicker or thinner: the largest or smallest value of a box around each pixel.
//!
//! Rows, then columns, each by the method of van Herk (1992) and Gil and Werman (1993): three comparisons a pixel
//! whatever the radius. Beyond the pixels all is clear.

use super::image::{Image, Pixel};
use crate::error::Result;
use crate::limits::Deadline;
use usvg::filter::MorphologyOperator;

/// Rows between two looks at the clock.
const ROWS: usize = 64;

/// The image with every pixel replaced by the largest (smallest) channels within the radii, in pixels. A radius of 0
/// across and down leaves nothing, and one of them leaves that direction as it is.
pub(super) fn apply(
    image: Image,
    operator: MorphologyOperator,
    radii: (f64, f64),
    deadline: &Deadline,
) -> Result<Image> {
    let pick: fn(u8, u8) -> u8 = match operator {
        MorphologyOperator::Dilate => u8::max,
        MorphologyOperator::Erode => u8::min,
    };
    let (across, down) = (radii.0.round() as usize, radii.1.round() as usize);
    let mut image = image;
    let width = image.width();
    if across > 0 {
        let mut line = Line::new(width, across, pick);
        for (index, row) in image.pixels.chunks_exact_mut(width).enumerate() {
            if index % ROWS == 0 {
                deadline.check()?;
            }
            line.run(row.iter().copied());
            row.iter_mut().zip(line.found()).for_each(|(pixel, found)| *pixel = found);
        }
    }
    if down > 0 {
        let height = image.area.height as usize;
        let mut line = Line::new(height, down, pick);
        for x in 0..width {
            if x % ROWS == 0 {
                deadline.check()?;
            }
            line.run(image.pixels.iter().skip(x).step_by(width).copied());
            image.pixels.iter_mut().skip(x).step_by(width).zip(line.found()).for_each(|(pixel, found)| *pixel = found);
        }
    }
    Ok(image)
}

/// What a row or a column of pixels is worked through in.
struct Line {
    radius: usize,
    length: usize,
    pick: fn(u8, u8) -> u8,
    /// The pixels with clear ones around them: a whole number of windows.
    padded: Vec<Pixel>,
    /// The best of each window's part up to here.
    forward: Vec<Pixel>,
    /// The best of each window's part from here on.
    backward: Vec<Pixel>,
}

impl Line {
    fn new(length: usize, radius: usize, pick: fn(u8, u8) -> u8) -> Self {
        // No window need be wider than twice the line.
        let radius = radius.min(length);
        let window = 2 * radius + 1;
        let padded = (length + 2 * radius).div_ceil(window) * window;
        let clear = || vec![[0; 4]; padded];
        Self { radius, length, pick, padded: clear(), forward: clear(), backward: clear() }
    }

    fn run(&mut self, pixels: impl Iterator<Item = Pixel>) {
        self.padded.iter_mut().skip(self.radius).zip(pixels).for_each(|(to, from)| *to = from);
        let (window, pick) = (2 * self.radius + 1, self.pick);
        let best = |a: Pixel, b: Pixel| std::array::from_fn(|channel| pick(a[channel], b[channel]));
        let parts = self.padded.chunks_exact(window).zip(self.forward.chunks_exact_mut(window));
        for ((from, forward), backward) in parts.zip(self.backward.chunks_exact_mut(window)) {
            run_through(from.iter(), forward.iter_mut(), best);
            run_through(from.iter().rev(), backward.iter_mut().rev(), best);
        }
    }

    /// The best of the window around each pixel: it lies in two parts.
    fn found(&self) -> impl Iterator<Item = Pixel> {
        let ends = self.forward.iter().skip(2 * self.radius);
        self.backward
            .iter()
            .zip(ends)
            .take(self.length)
            .map(|(start, end)| std::array::from_fn(|channel| (self.pick)(start[channel], end[channel])))
    }
}

fn run_through<'a>(
    from: impl Iterator<Item = &'a Pixel>,
    to: impl Iterator<Item = &'a mut Pixel>,
    best: impl Fn(Pixel, Pixel) -> Pixel,
) {
    let mut so_far: Option<Pixel> = None;
    for (from, to) in from.zip(to) {
        let found = so_far.map_or(*from, |so_far| best(so_far, *from));
        *to = found;
        so_far = Some(found);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::super::area::Area;
    use super::*;

    /// The same by looking at every pixel of every box.
    fn naive(image: &Image, operator: MorphologyOperator, (rx, ry): (i32, i32)) -> Vec<Pixel> {
        let (width, height) = (image.area.width as i32, image.area.height as i32);
        let at = |x: i32, y: i32| match (0..width).contains(&x) && (0..height).contains(&y) {
            true => image.pixels[(y * width + x) as usize],
            false => [0; 4],
        };
        let mut found = Vec::new();
        for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
            let window = (y - ry..=y + ry).flat_map(|y| (x - rx..=x + rx).map(move |x| (x, y)));
            let channel = |channel: usize| {
                let values = window.clone().map(|(x, y)| at(x, y)[channel]);
                if operator == MorphologyOperator::Dilate { values.max() } else { values.min() }
            };
            found.push(std::array::from_fn(|index| channel(index).unwrap()));
        }
        found
    }

    #[test]
    fn it_agrees_with_looking_at_every_box() {
        let area = Area { x: 0, y: 0, width: 23, height: 17 };
        let mut seed = 7u32;
        let mut random = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        };
        let pixels = (0..area.pixels()).map(|_| std::array::from_fn(|_| random())).collect();
        let image = Image { pixels, ..Image::clear(area) };
        for operator in [MorphologyOperator::Dilate, MorphologyOperator::Erode] {
            for (rx, ry) in [(1, 1), (3, 2), (0, 4), (22, 1), (23, 17), (40, 50)] {
                let radii = (f64::from(rx), f64::from(ry));
                let found = apply(image.clone(), operator, radii, &Deadline::NEVER).unwrap();
                assert!(found.pixels == naive(&image, operator, (rx, ry)), "{operator:?} {rx} {ry}");
            }
        }
    }
}
