//! Weights at places between pixels become weights of pixels.

use std::collections::BTreeMap;

/// Weights of pixels along a line, by their distance: a weight between two pixels is shared by them.
pub(super) fn line(weights: impl IntoIterator<Item = (f64, f64)>) -> Vec<(i32, f64)> {
    let mut taps = BTreeMap::new();
    for (place, weight) in weights {
        for (pixel, share) in shares(place) {
            *taps.entry(pixel).or_insert(0.0) += weight * share;
        }
    }
    taps.into_iter().filter(|(_, weight)| *weight != 0.0).collect()
}

/// Weights of pixels in a plane, by their distance down and across.
pub(super) fn plane(weights: impl IntoIterator<Item = ((f64, f64), f64)>) -> Vec<((i32, i32), f64)> {
    let mut taps = BTreeMap::new();
    for ((down, across), weight) in weights {
        for (row, share_of_row) in shares(down) {
            for (column, share) in shares(across) {
                *taps.entry((row, column)).or_insert(0.0) += weight * share_of_row * share;
            }
        }
    }
    taps.into_iter().filter(|(_, weight)| *weight != 0.0).collect()
}

fn shares(place: f64) -> [(i32, f64); 2] {
    let before = place.floor();
    let share = place - before;
    [(before as i32, 1.0 - share), (before as i32 + 1, share)]
}

#[cfg(test)]
mod tests {
    use super::{line, plane};

    #[test]
    fn whole_places_are_kept_and_others_shared() {
        assert_eq!(line([(-1.0, 2.0), (0.25, 4.0)]), [(-1, 2.0), (0, 3.0), (1, 1.0)]);
        assert_eq!(plane([((0.0, 1.0), 5.0), ((0.5, 1.0), 2.0)]), [((0, 1), 6.0), ((1, 1), 1.0)]);
    }
}
