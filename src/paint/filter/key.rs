//! Pixels near a colour become clear.

use super::pixels::Pixels;
use crate::color::Color;

/// Clears pixels each of whose channels is nearer to the colour's than a share of 255.
pub(super) fn color(pixels: &mut Pixels, color: Color, distance: f64) {
    let distance = distance * 255.0;
    let near = |channel: u8, wanted: u8| f64::from(channel.abs_diff(wanted)) < distance;
    pixels.each(|[r, g, b, a]| {
        if near(*r, color.r) && near(*g, color.g) && near(*b, color.b) {
            *a = 0;
        }
    });
}

/// Clears pixels whose channels are within `threshold` of 255 and within `distance` of each other.
pub(super) fn white(pixels: &mut Pixels, threshold: f64, distance: f64) {
    let limit = 255.0 - threshold;
    let near = |one: u8, other: u8| f64::from(one.abs_diff(other)) < distance;
    pixels.each(|[r, g, b, a]| {
        let is_light = f64::from(*r.min(g).min(b)) > limit;
        if is_light && near(*r, *g) && near(*r, *b) && near(*g, *b) {
            *a = 0;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::super::straight::filtered;
    use crate::color::Color;
    use crate::filter::Filter;

    #[test]
    fn only_what_is_nearer_in_every_channel_goes() {
        // 0.1 · 255 = 25.5: 25 is near, 26 is not.
        let row = [[255, 230, 255, 255], [255, 229, 255, 255]];
        let filter = Filter::RemoveColor { color: Color::WHITE, distance: 0.1 };
        assert_eq!(filtered(&row, filter), [[0, 0, 0, 0], row[1]]);
    }

    #[test]
    fn white_is_light_and_without_colour() {
        let row = [[250, 245, 240, 255], [250, 226, 226, 255], [224, 224, 224, 255]];
        let filter = Filter::RemoveWhite { threshold: 30.0, distance: 20.0 };
        assert_eq!(filtered(&row, filter), [[0, 0, 0, 0], row[1], row[2]]);
    }
}
