//! Each channel by itself: brightness, contrast, gamma, invert. Every curve is a table of 256 bytes.

use super::pixels::{Pixels, byte};

type Table = [u8; 256];

/// Adds a share of 255, itself rounded to a whole number.
pub(super) fn brightness(pixels: &mut Pixels, value: f64) {
    // `Math.round` of JavaScript: halves go up.
    let added = (value * 255.0 + 0.5).floor();
    let table = table(|channel| byte(channel + added));
    through(pixels, [&table; 3]);
}

/// Stretches the distance from 128.
pub(super) fn contrast(pixels: &mut Pixels, value: f64) {
    let contrast = (value * 255.0).floor();
    let factor = 259.0 * (contrast + 255.0) / (255.0 * (259.0 - contrast));
    let table = table(|channel| byte(factor * (channel - 128.0) + 128.0));
    through(pixels, [&table; 3]);
}

/// Channels as shares of 255 to the power of 1 / gamma, rounded down.
pub(super) fn gamma(pixels: &mut Pixels, gamma: [f64; 3]) {
    let [r, g, b] = gamma.map(|gamma| table(|channel| ((channel / 255.0).powf(1.0 / gamma) * 255.0) as u8));
    through(pixels, [&r, &g, &b]);
}

/// What is missing to 255.
pub(super) fn invert(pixels: &mut Pixels, with_alpha: bool) {
    pixels.each(|[r, g, b, a]| {
        (*r, *g, *b) = (255 - *r, 255 - *g, 255 - *b);
        *a = if with_alpha { 255 - *a } else { *a };
    });
}

fn table(curve: impl Fn(f64) -> u8) -> Table {
    let mut table = [0; 256];
    for (channel, entry) in table.iter_mut().enumerate() {
        *entry = curve(channel as f64);
    }
    table
}

fn through(pixels: &mut Pixels, [red, green, blue]: [&Table; 3]) {
    pixels.each(|[r, g, b, _]| (*r, *g, *b) = (red[*r as usize], green[*g as usize], blue[*b as usize]));
}

#[cfg(test)]
mod tests {
    use super::super::straight::filtered;
    use crate::filter::Filter;

    #[test]
    fn brightness_adds_a_whole_number() {
        // 0.1 · 255 = 25.5, which goes up.
        assert_eq!(filtered(&[[0, 100, 250, 255]], Filter::Brightness(0.1)), [[26, 126, 255, 255]]);
        assert_eq!(filtered(&[[0, 100, 250, 255]], Filter::Brightness(-0.1)), [[0, 75, 225, 255]]);
    }

    #[test]
    fn contrast_stretches_from_the_middle() {
        // floor(0.3 · 255) = 76: 259 · 331 / (255 · 183) = 1.83709.
        assert_eq!(filtered(&[[100, 128, 180, 255]], Filter::Contrast(0.3)), [[77, 128, 224, 255]]);
    }

    #[test]
    fn gamma_is_rounded_down() {
        // 255 · sqrt(100 / 255) = 159.69; 255 · (100 / 255)² = 39.2.
        let filter = Filter::Gamma([2.0, 0.5, 1.0]);
        assert_eq!(filtered(&[[100, 100, 100, 255]], filter), [[159, 39, 100, 255]]);
    }

    #[test]
    fn invert_leaves_alpha_unless_it_is_asked() {
        let pixel = [[0, 100, 255, 255]];
        assert_eq!(filtered(&pixel, Filter::Invert { with_alpha: false }), [[255, 155, 0, 255]]);
        assert_eq!(filtered(&[[0, 0, 0, 0]], Filter::Invert { with_alpha: true }), [[255, 255, 255, 255]]);
    }
}
