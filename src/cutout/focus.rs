//! Where a crop goes when the picture itself is to say.

use super::scores::Scores;
use super::{attention, entropy};
use crate::fit::{Align, Focus};
use crate::geometry::{Size, align_on};
use crate::raster::Raster;

/// The longest side of a picture that is looked at: enough to tell a subject from its surroundings, and 65,536 pixels
/// at most.
pub const FOCUS_SIDE: u32 = 256;

/// Where a window of this size, in pixels of the raster, keeps most of what matters. A raster with transparency counts
/// only as far as it can be seen.
pub fn focus(raster: &Raster, window: Size, by: Focus) -> Align {
    let Scores { size, mut values } = match by {
        Focus::Attention => attention::scores(raster),
        Focus::Entropy => entropy::scores(raster),
        Focus::Point(x, y) => {
            let whole = raster.size();
            return Align {
                x: align_on(x, f64::from(whole.width), f64::from(window.width)),
                y: align_on(y, f64::from(whole.height), f64::from(window.height)),
            };
        }
    };
    for (value, [.., alpha]) in values.iter_mut().zip(raster.data().as_chunks::<4>().0) {
        *value = *value * u32::from(*alpha) / 255;
    }
    Scores { size, values }.best(window)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A backdrop with a thing of 20 x 20 pixels on it.
    fn picture(at: (u32, u32), backdrop: [u8; 3], thing: impl Fn(u32, u32) -> [u8; 3]) -> Raster {
        let pixel = |x: u32, y: u32| match x.checked_sub(at.0).zip(y.checked_sub(at.1)) {
            Some((x, y)) if x < 20 && y < 20 => thing(x, y),
            _ => backdrop,
        };
        let all = (0..60).flat_map(|y| (0..200).map(move |x| (x, y)));
        let data = all.flat_map(|(x, y)| pixel(x, y).into_iter().chain([255])).collect();
        Raster::from_premultiplied(Size::new(200, 60), data, true).unwrap()
    }

    fn left(raster: &Raster, by: Focus) -> f64 {
        let Align { x, y } = focus(raster, Size::new(60, 60), by);
        assert_eq!(y, 0.5, "there is no choice down");
        (x * 140.0).round()
    }

    #[test]
    fn a_coloured_thing_a_gray_thing_on_colour_and_skin_are_kept_in_the_middle() {
        for at in [5, 60, 100, 170] {
            // The thing's middle in the window's, as far as there is room.
            let expected = f64::from(at + 10 - 30).clamp(0.0, 140.0);
            for (backdrop, thing) in
                [([240; 3], [200, 40, 30]), ([200, 40, 30], [128; 3]), ([205, 210, 215], [198, 134, 96])]
            {
                let found = left(&picture((at as u32, 20), backdrop, |_, _| thing), Focus::Attention);
                assert!((found - expected).abs() <= 2.0, "{at} {thing:?}: {found}, not {expected}");
            }
        }
    }

    #[test]
    fn texture_draws_by_entropy_and_a_flat_patch_does_not() {
        let checks = |x: u32, y: u32| [((x * 37 + y * 91) % 256) as u8; 3];
        for at in [5, 60, 100, 170] {
            let expected = f64::from(at + 10 - 30).clamp(0.0, 140.0);
            let found = left(&picture((at as u32, 20), [90; 3], checks), Focus::Entropy);
            // The blocks' grid lets it miss by a block.
            assert!((found - expected).abs() <= 8.0, "{at}: {found}, not {expected}");
        }
    }

    #[test]
    fn where_nothing_stands_out_the_crop_is_in_the_middle() {
        for by in [Focus::Attention, Focus::Entropy] {
            assert_eq!(left(&picture((300, 0), [77, 88, 99], |_, _| [0; 3]), by), 70.0);
        }
    }

    #[test]
    fn what_cannot_be_seen_does_not_count() {
        let mut raster = picture((170, 20), [240; 3], |_, _| [200, 40, 30]);
        raster.data_mut().chunks_exact_mut(4).for_each(|pixel| pixel.fill(0));
        assert_eq!(left(&raster, Focus::Attention), 70.0);
    }
}
