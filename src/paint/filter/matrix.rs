//! Channels mixed by a matrix: hue, the looks with a name, any matrix of a document.

use super::pixels::{Pixels, byte};
use crate::filter::Look;

type Matrix = [f64; 20];

/// Mixes channels. What alpha gives is added after the colours were rounded, as fabric.js does.
pub(super) fn apply(pixels: &mut Pixels, m: &Matrix, colors_only: bool) {
    pixels.each(|pixel| {
        let [r, g, b, a] = pixel.map(f64::from);
        let sum = |row: usize| r * m[row] + g * m[row + 1] + b * m[row + 2] + m[row + 4] * 255.0;
        let colors = [byte(sum(0)), byte(sum(5)), byte(sum(10))];
        if colors_only {
            *pixel = [colors[0], colors[1], colors[2], pixel[3]];
            return;
        }
        let with_alpha = |channel: usize, row: usize| byte(f64::from(colors[channel]) + a * m[row + 3]);
        let alpha = byte(r * m[15] + g * m[16] + b * m[17] + a * m[18] + m[19] * 255.0);
        *pixel = [with_alpha(0, 0), with_alpha(1, 5), with_alpha(2, 10), alpha];
    });
}

/// Turns colours about the gray axis by half turns: the rotation matrix about (1, 1, 1).
pub(super) fn hue(half_turns: f64) -> Matrix {
    let (sine, cosine) = (half_turns * std::f64::consts::PI).sin_cos();
    let third = (1.0 - cosine) / 3.0;
    let side = (1.0_f64 / 3.0).sqrt() * sine;
    let (own, less, more) = (cosine + third, third - side, third + side);
    [
        own, less, more, 0.0, 0.0, //
        more, own, less, 0.0, 0.0, //
        less, more, own, 0.0, 0.0, //
        0.0, 0.0, 0.0, 1.0, 0.0,
    ]
}

/// The matrix of a name. The numbers are facts of fabric.js (`ColorMatrixFilters`), which has them from
/// phoboslab's WebGLImageFilter; its last column is in shares of 255.
pub(super) fn of(look: Look) -> &'static Matrix {
    match look {
        Look::Sepia => &SEPIA,
        Look::BlackWhite => &BLACK_WHITE,
        Look::Brownie => &BROWNIE,
        Look::Vintage => &VINTAGE,
        Look::Kodachrome => &KODACHROME,
        Look::Technicolor => &TECHNICOLOR,
        Look::Polaroid => &POLAROID,
    }
}

const SEPIA: Matrix = [
    0.393, 0.769, 0.189, 0.0, 0.0, //
    0.349, 0.686, 0.168, 0.0, 0.0, //
    0.272, 0.534, 0.131, 0.0, 0.0, //
    0.0, 0.0, 0.0, 1.0, 0.0,
];
const BLACK_WHITE: Matrix = [
    1.5, 1.5, 1.5, 0.0, -1.0, //
    1.5, 1.5, 1.5, 0.0, -1.0, //
    1.5, 1.5, 1.5, 0.0, -1.0, //
    0.0, 0.0, 0.0, 1.0, 0.0,
];
const BROWNIE: Matrix = [
    0.5997, 0.34553, -0.27082, 0.0, 0.186, //
    -0.0377, 0.86095, 0.15059, 0.0, -0.1449, //
    0.24113, -0.07441, 0.44972, 0.0, -0.02965, //
    0.0, 0.0, 0.0, 1.0, 0.0,
];
const VINTAGE: Matrix = [
    0.62793, 0.32021, -0.03965, 0.0, 0.03784, //
    0.02578, 0.64411, 0.03259, 0.0, 0.02926, //
    0.0466, -0.08512, 0.52416, 0.0, 0.02023, //
    0.0, 0.0, 0.0, 1.0, 0.0,
];
const KODACHROME: Matrix = [
    1.12855, -0.39673, -0.03992, 0.0, 0.24991, //
    -0.16404, 1.08352, -0.05498, 0.0, 0.09698, //
    -0.16786, -0.56034, 1.60148, 0.0, 0.13972, //
    0.0, 0.0, 0.0, 1.0, 0.0,
];
const TECHNICOLOR: Matrix = [
    1.91252, -0.85453, -0.09155, 0.0, 0.04624, //
    -0.30878, 1.76589, -0.10601, 0.0, -0.27589, //
    -0.2311, -0.75018, 1.84759, 0.0, 0.12137, //
    0.0, 0.0, 0.0, 1.0, 0.0,
];
const POLAROID: Matrix = [
    1.438, -0.062, -0.062, 0.0, 0.0, //
    -0.122, 1.378, -0.122, 0.0, 0.0, //
    -0.016, -0.016, 1.483, 0.0, 0.0, //
    0.0, 0.0, 0.0, 1.0, 0.0,
];

#[cfg(test)]
mod tests {
    use super::super::straight::filtered;
    use crate::filter::{Filter, Look};

    #[test]
    fn looks_are_matrices() {
        // Sepia: 39.3 + 38.45 + 37.8, 34.9 + 34.3 + 33.6, 27.2 + 26.7 + 26.2. Black and white: 350 · 1.5 - 255.
        let pixel = [[100, 50, 200, 255]];
        assert_eq!(filtered(&pixel, Filter::Look(Look::Sepia)), [[116, 103, 80, 255]]);
        assert_eq!(filtered(&pixel, Filter::Look(Look::BlackWhite)), [[255, 255, 255, 255]]);
        // Kodachrome: 112.855 - 19.8365 - 7.984 + 63.727 and so on.
        assert_eq!(filtered(&pixel, Filter::Look(Look::Kodachrome)), [[149, 52, 255, 255]]);
        // Polaroid: 143.8 - 3.1 - 12.4, -12.2 + 68.9 - 24.4, -1.6 - 0.8 + 296.6.
        assert_eq!(filtered(&pixel, Filter::Look(Look::Polaroid)), [[128, 32, 255, 255]]);
        // Brownie: 59.97 + 17.2765 - 54.164 + 47.43, -3.77 + 43.0475 + 30.118 - 36.9495, 24.113 - 3.7205 + 89.944 -
        // 7.56.
        assert_eq!(filtered(&pixel, Filter::Look(Look::Brownie)), [[71, 32, 103, 255]]);
        // Vintage: 62.793 + 16.0105 - 7.93 + 9.6492, 2.578 + 32.2055 + 6.518 + 7.4613, 4.66 - 4.256 + 104.832 + 5.1587.
        assert_eq!(filtered(&pixel, Filter::Look(Look::Vintage)), [[81, 49, 110, 255]]);
        // Technicolor: 191.252 - 42.7265 - 18.31 + 11.7912, -30.878 + 88.2945 - 21.202 - 70.352, 339.85…
        assert_eq!(filtered(&pixel, Filter::Look(Look::Technicolor)), [[142, 0, 255, 255]]);
    }

    #[test]
    fn two_thirds_of_a_half_turn_change_red_into_green() {
        assert_eq!(filtered(&[[255, 0, 0, 255]], Filter::HueRotation(2.0 / 3.0)), [[0, 255, 0, 255]]);
        // Half a turn: -1/3 of its own, 2/3 of the others.
        assert_eq!(filtered(&[[30, 60, 90, 255]], Filter::HueRotation(1.0)), [[90, 60, 30, 255]]);
    }

    #[test]
    fn alpha_counts_only_when_it_is_asked() {
        let mut matrix = [0.0; 20];
        (matrix[3], matrix[9], matrix[12], matrix[18]) = (0.5, 0.2, 1.0, 0.5);
        let pixel = [[0, 0, 255, 255]];
        let with = |colors_only| filtered(&pixel, Filter::Matrix { matrix, colors_only });
        assert_eq!(with(true), [[0, 51, 255, 255]]);
        // 255 · 0.5 = 127.5, to the even 128; premultiplied pixels round what alpha leaves.
        assert_eq!(with(false), [[128, 52, 255, 128]]);
    }
}
