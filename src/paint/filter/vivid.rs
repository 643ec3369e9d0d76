//! How much colour: saturation, vibrance, grayscale.

use super::pixels::{Pixels, byte};
use crate::filter::Gray;

/// Moves channels away from the largest by a share of their distance.
pub(super) fn saturation(pixels: &mut Pixels, value: f64) {
    from_largest(pixels, |_, _| -value);
}

/// As saturation, the share growing with the distance of the largest channel from the mean.
pub(super) fn vibrance(pixels: &mut Pixels, value: f64) {
    from_largest(pixels, |largest, mean| (largest - mean).abs() * 2.0 / 255.0 * -value);
}

fn from_largest(pixels: &mut Pixels, share: impl Fn(f64, f64) -> f64) {
    pixels.each(|[r, g, b, _]| {
        let largest = f64::from(*r.max(g).max(b));
        let mean = (f64::from(*r) + f64::from(*g) + f64::from(*b)) / 3.0;
        let share = share(largest, mean);
        for channel in [r, g, b] {
            let value = f64::from(*channel);
            *channel = byte(value + (largest - value) * share);
        }
    });
}

/// One value for all channels.
pub(super) fn grayscale(pixels: &mut Pixels, gray: Gray) {
    pixels.each(|[r, g, b, _]| {
        let (red, green, blue) = (f64::from(*r), f64::from(*g), f64::from(*b));
        let value = match gray {
            Gray::Average => (red + green + blue) / 3.0,
            Gray::Lightness => (red.min(green).min(blue) + red.max(green).max(blue)) / 2.0,
            Gray::Luminosity => 0.21 * red + 0.72 * green + 0.07 * blue,
        };
        (*r, *g, *b) = (byte(value), byte(value), byte(value));
    });
}

#[cfg(test)]
mod tests {
    use super::super::straight::filtered;
    use crate::filter::{Filter, Gray};

    const PIXEL: [[u8; 4]; 1] = [[200, 100, 51, 255]];

    #[test]
    fn saturation_keeps_the_largest_channel() {
        // 100 - 100 · 0.4 = 60; 51 - 149 · 0.4 = -8.6.
        assert_eq!(filtered(&PIXEL, Filter::Saturation(0.4)), [[200, 60, 0, 255]]);
        assert_eq!(filtered(&PIXEL, Filter::Saturation(-1.0)), [[200, 200, 200, 255]]);
    }

    #[test]
    fn vibrance_grows_with_the_distance_from_the_mean() {
        // The mean is 117: 83 · 2 / 255 = 0.65098, half of it 0.32549. 100 - 32.549, 51 - 48.498.
        assert_eq!(filtered(&PIXEL, Filter::Vibrance(0.5)), [[200, 67, 3, 255]]);
    }

    #[test]
    fn grays_are_made_in_three_ways() {
        // 351 / 3 = 117; 251 / 2 = 125.5, to the even 126; 42 + 72 + 3.57.
        for (gray, value) in [(Gray::Average, 117), (Gray::Lightness, 126), (Gray::Luminosity, 118)] {
            assert_eq!(filtered(&PIXEL, Filter::Grayscale(gray)), [[value, value, value, 255]]);
        }
    }
}
