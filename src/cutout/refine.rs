//! Pixels at the edge become shares of subject and backdrop, and lose the backdrop's colour.
//!
//! A pixel there is `alpha × subject + (1 − alpha) × backdrop`. Both colours are known from the cells around, so alpha
//! is how far along the line between them the pixel lies. Where they hardly differ, which tells nothing, alpha is the
//! cells' own.

use super::grid::{Grid, Rgb, dot, length, minus, sample};
use super::matte::Matte;
use super::trimap::Share;

/// The contrast at which colour and place count the same, in levels, and how much more noise asks for.
const FAINT: (f32, f32) = (6.0, 4.0);
/// What of either end is noise: alpha within it is none, or all. In deviations of the pixel's noise over the contrast,
/// and its least and greatest: below the one nothing is seen, above the other soft edges would harden.
const ENDS: (f32, f32, f32) = (1.5, 0.02, 0.12);

/// See [`Matte::refine`].
pub(super) fn rows(matte: &Matte, rows: &mut [u8], top: u32) {
    let stride = matte.size.width as usize * 4;
    for (row, y) in rows.chunks_exact_mut(stride.max(4)).zip(top as usize..) {
        line(matte, row, y);
    }
}

fn line(matte: &Matte, row: &mut [u8], y: usize) {
    let step = matte.step as usize;
    let share = &matte.trimap.share;
    let cell_y = y / step;
    for (cell_x, pixels) in row.chunks_mut(step * 4).enumerate() {
        match kind(share, cell_x, cell_y) {
            Share::Subject => {}
            Share::Backdrop => pixels.fill(0),
            Share::Between => {
                for (index, pixel) in pixels.chunks_exact_mut(4).enumerate() {
                    // A photo may be a little translucent without bringing a matte: what it had stays.
                    let own = f32::from(pixel[3]) / 255.0;
                    let color = [pixel[0], pixel[1], pixel[2]].map(|channel| f32::from(channel) / own.max(1e-3));
                    let done = mixed(matte, color, place(cell_x * step + index, step), place(y, step));
                    pixel.copy_from_slice(&done.map(|channel| (channel * own + 0.5) as u8));
                }
            }
        }
    }
}

/// A pixel's centre along one axis, in cells from the centre of the first.
fn place(at: usize, step: usize) -> f32 {
    (at as f32 + 0.5) / step as f32 - 0.5
}

/// See [`Matte::lay_shadow`].
pub(super) fn shadow_rows(matte: &Matte, rows: &mut [u8], top: u32) {
    let Some(shadow) = &matte.shadow else { return };
    let (stride, step) = (matte.size.width as usize * 4, matte.step as usize);
    for (row, y) in rows.chunks_exact_mut(stride.max(4)).zip(top as usize..) {
        for (x, pixel) in row.chunks_exact_mut(4).enumerate().filter(|(_, pixel)| pixel[3] < 255) {
            let alpha = f32::from(pixel[3]);
            let opacity = read(|x, y| shadow.near(x, y), place(x, step), place(y, step));
            pixel[3] = (alpha + (255.0 - alpha) * opacity + 0.5) as u8;
        }
    }
}

/// What has to be done with a cell: one that is backdrop beside one that is in between is looked at too.
fn kind(share: &Grid<Share>, x: usize, y: usize) -> Share {
    let own = share.near(x as isize, y as isize);
    if own != Share::Backdrop {
        return own;
    }
    let around = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (dx, dy)));
    let is_beside = around.into_iter().any(|(dx, dy)| share.near(x as isize + dx, y as isize + dy) == Share::Between);
    if is_beside { Share::Between } else { own }
}

/// Premultiplied colour and alpha, 0 to 255, of a pixel at the edge; `x` and `y` in cells.
fn mixed(matte: &Matte, pixel: Rgb, x: f32, y: f32) -> [f32; 4] {
    let backdrop = sample(&matte.region.color, x, y);
    let subject = sample(&matte.trimap.subject, x, y);
    let way = minus(subject, backdrop);
    let contrast = length(way).max(1.0);
    let along = dot(minus(pixel, backdrop), way) / (contrast * contrast);
    let end = (ENDS.0 * matte.noise / contrast).clamp(ENDS.1, ENDS.2);
    let by_color = ((along - end) / (1.0 - 2.0 * end)).clamp(0.0, 1.0);
    let faint = FAINT.0 + FAINT.1 * matte.noise;
    let trust = contrast * contrast / (contrast * contrast + faint * faint);
    let alpha = if trust > 0.99 {
        by_color
    } else {
        by_color * trust + read(|x, y| matte.trimap.place.near(x, y), x, y) * (1.0 - trust)
    };
    let [r, g, b] = std::array::from_fn(|c| {
        // What is left when the backdrop's share is taken out; where that share is large, noise would be blown up, so
        // that the subject's colour stands in for as much of it.
        let left = (pixel[c] - (1.0 - alpha) * backdrop[c]).clamp(0.0, 255.0 * alpha);
        left * alpha + subject[c] * alpha * (1.0 - alpha)
    });
    [r, g, b, 255.0 * alpha]
}

/// Reads between the cells' centres.
fn read(cell: impl Fn(isize, isize) -> f32, x: f32, y: f32) -> f32 {
    let (left, up) = (x.floor(), y.floor());
    let at = |dx: isize, dy: isize| cell(left as isize + dx, up as isize + dy);
    let mix = |a: f32, b: f32, by: f32| a + (b - a) * by;
    mix(mix(at(0, 0), at(1, 0), x - left), mix(at(0, 1), at(1, 1), x - left), y - up)
}
