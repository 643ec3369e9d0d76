//! A colour or a second picture is mixed in.

use super::frame::Frame;
use super::pixels::{Pixels, ROWS, byte};
use crate::color::Color;
use crate::error::Result;
use crate::filter::{ImageMix, Mix};
use crate::limits::Deadline;
use crate::raster::Raster;

/// Mixes one colour in.
pub(super) fn color(pixels: &mut Pixels, color: Color, mode: Mix, alpha: f64) {
    let table = |channel: u8| {
        let mut table = [0u8; 256];
        for (value, entry) in table.iter_mut().enumerate() {
            *entry = byte(mixed(value as f64, f64::from(channel) * alpha, mode, alpha));
        }
        table
    };
    let (red, green, blue) = (table(color.r), table(color.g), table(color.b));
    pixels.each(|[r, g, b, _]| (*r, *g, *b) = (red[*r as usize], green[*g as usize], blue[*b as usize]));
}

/// One channel of the picture and of the colour, which alpha has been multiplied into.
fn mixed(own: f64, other: f64, mode: Mix, alpha: f64) -> f64 {
    let multiplied = own * other / 255.0;
    let screened = (255.0 - own) * (255.0 - other) / 255.0;
    match mode {
        Mix::Multiply => multiplied,
        Mix::Screen => 255.0 - screened,
        Mix::Add => own + other,
        Mix::Difference => (own - other).abs(),
        Mix::Subtract => own - other,
        Mix::Darken => own.min(other),
        Mix::Lighten => own.max(other),
        Mix::Overlay if other < 128.0 => 2.0 * multiplied,
        Mix::Overlay => 255.0 - 2.0 * screened,
        Mix::Exclusion => other + own - 2.0 * multiplied,
        Mix::Tint => other + own * (1.0 - alpha),
    }
}

/// A second picture: stretched over the whole source of the first, then scaled and moved.
pub(super) struct Second<'a> {
    /// All of it, in any size.
    pub(super) raster: &'a Raster,
    /// Across and down.
    pub(super) scale: (f64, f64),
    /// Pixels of the first picture's source.
    pub(super) offset: (f64, f64),
}

/// Mixes a picture in; beyond its edges it is clear.
///
/// # Errors
/// When the time is over.
pub(super) fn image(
    pixels: &mut Pixels,
    frame: &Frame,
    second: &Second<'_>,
    mode: ImageMix,
    deadline: &Deadline,
) -> Result<()> {
    let size = second.raster.size();
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let across = |x: f64| (x - second.offset.0) / second.scale.0 / frame.source.0 * width;
    let down = |y: f64| (y - second.offset.1) / second.scale.1 / frame.source.1 * height;
    let own = pixels.width();
    let columns: Vec<f64> = (0..own).map(|column| across(frame.x(column))).collect();
    for (y, row) in pixels.data.chunks_exact_mut(own * 4).enumerate() {
        if y % ROWS == 0 {
            deadline.check()?;
        }
        let v = down(frame.y(y));
        for (pixel, u) in row.as_chunks_mut::<4>().0.iter_mut().zip(&columns) {
            let other = sample(second.raster, *u, v);
            *pixel = match mode {
                ImageMix::Mask => [pixel[0], pixel[1], pixel[2], other[3]],
                ImageMix::Multiply => {
                    std::array::from_fn(|index| byte(f64::from(pixel[index]) * f64::from(other[index]) / 255.0))
                }
            };
        }
    }
    Ok(())
}

/// Straight colour at a point, counted in pixels from the left top corner; mixed from the four pixels around it.
fn sample(raster: &Raster, u: f64, v: f64) -> [u8; 4] {
    let size = raster.size();
    if !(u >= 0.0 && v >= 0.0 && u < f64::from(size.width) && v < f64::from(size.height)) {
        return [0; 4];
    }
    let (left, right, across) = neighbours(u, size.width);
    let (above, below, down) = neighbours(v, size.height);
    let at = |x: usize, y: usize| {
        let start = (y * size.width as usize + x) * 4;
        raster.data().get(start..start + 4).and_then(|pixel| pixel.first_chunk::<4>()).copied().unwrap_or_default()
    };
    let corners = [at(left, above), at(right, above), at(left, below), at(right, below)];
    let shares = [(1.0 - across) * (1.0 - down), across * (1.0 - down), (1.0 - across) * down, across * down];
    let sum = |channel: usize| -> f64 {
        corners.iter().zip(shares).map(|(corner, share)| f64::from(corner[channel]) * share).sum()
    };
    let alpha = sum(3);
    let straight = |channel: usize| byte(if alpha > 0.0 { sum(channel) * 255.0 / alpha } else { 0.0 });
    [straight(0), straight(1), straight(2), byte(alpha)]
}

/// The pixels whose centres lie around a place on one axis, and the share of the second.
fn neighbours(place: f64, count: u32) -> (usize, usize, f64) {
    let last = f64::from(count.max(1) - 1);
    let place = (place - 0.5).clamp(0.0, last);
    (place.floor() as usize, (place.floor() + 1.0).min(last) as usize, place - place.floor())
}

#[cfg(test)]
mod tests {
    use super::super::straight::filtered;
    use crate::color::Color;
    use crate::filter::{Filter, ImageMix, Mix};
    use crate::geometry::Size;
    use crate::raster::Raster;

    #[test]
    fn colours_are_mixed_in_ten_ways() {
        // The colour at alpha 0.5 is 100, 50, 0.
        let color = Color::rgb(200, 100, 0);
        for (mode, expected) in [
            (Mix::Multiply, [39, 39, 0]),
            (Mix::Screen, [161, 211, 50]),
            (Mix::Add, [200, 250, 50]),
            (Mix::Difference, [0, 150, 50]),
            (Mix::Subtract, [0, 150, 50]),
            (Mix::Darken, [100, 50, 0]),
            (Mix::Lighten, [100, 200, 50]),
            (Mix::Overlay, [78, 78, 0]),
            (Mix::Exclusion, [122, 172, 50]),
            (Mix::Tint, [150, 150, 25]),
        ] {
            let [r, g, b] = expected;
            let found = filtered(&[[100, 200, 50, 255]], Filter::BlendColor { color, mode, alpha: 0.5 });
            assert_eq!(found, [[r, g, b, 255]], "{mode:?}");
        }
        let filter = Filter::BlendColor { color: Color::rgb(200, 200, 200), mode: Mix::Overlay, alpha: 1.0 };
        // 255 - 2 · 155 · 55 / 255.
        assert_eq!(filtered(&[[100, 100, 100, 255]], filter), [[188, 188, 188, 255]]);
    }

    fn over(pixels: &[[u8; 4]], mode: ImageMix, scale: f64, offset: f64) -> Vec<[u8; 4]> {
        let second = vec![255, 0, 0, 255, 0, 255, 0, 100];
        let picture = Raster::from_straight(Size::new(2, 1), second).unwrap();
        filtered(pixels, Filter::BlendImage { picture, mode, scale: (scale, 1.0), offset: (offset, 0.0) })
    }

    #[test]
    fn a_second_picture_is_stretched_over_the_first() {
        let row = [[200, 200, 200, 255]; 2];
        assert_eq!(over(&row, ImageMix::Multiply, 1.0, 0.0), [[200, 0, 0, 255], [0, 199, 0, 100]]);
        assert_eq!(over(&row, ImageMix::Mask, 1.0, 0.0), [[200, 200, 200, 255], [199, 199, 199, 100]]);
        let ends = over(&[[255; 4]; 4], ImageMix::Multiply, 1.0, 0.0);
        assert_eq!((ends[0], ends[3]), ([255, 0, 0, 255], [0, 255, 0, 100]));
    }

    #[test]
    fn beyond_its_edges_a_second_picture_is_clear() {
        assert_eq!(over(&[[255; 4]; 2], ImageMix::Mask, 1.0, 1.0), [[0, 0, 0, 0], [255, 255, 255, 255]]);
        assert_eq!(over(&[[255; 4]; 4], ImageMix::Multiply, 0.5, 0.0)[2..], [[0; 4]; 2]);
    }
}
