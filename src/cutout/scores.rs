//! How much each pixel of a reduced picture is worth keeping, and where the window that keeps most of it stands.
//!
//! In: a map of scores, the size of a window. Out: where the window goes, as fractions of the free space. Whole numbers
//! throughout: the same picture gives the same crop on every machine.

use crate::fit::Align;
use crate::geometry::Size;

/// A score a pixel, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scores {
    pub(super) size: Size,
    pub(super) values: Vec<u32>,
}

impl Scores {
    /// The place of a window of this size that holds most. A score counts twice as much in the middle of the window as
    /// at its edges, so that what matters does not stand at the edge; of equal places the one nearest to the middle
    /// wins.
    pub(super) fn best(&self, window: Size) -> Align {
        let (width, height) = (self.size.width as usize, self.size.height as usize);
        let mut columns = vec![0u64; width];
        let mut rows = vec![0u64; height];
        for (y, row) in self.values.chunks_exact(width.max(1)).enumerate() {
            for (column, score) in columns.iter_mut().zip(row) {
                *column += u64::from(*score);
            }
            if let Some(sum) = rows.get_mut(y) {
                *sum = row.iter().map(|score| u64::from(*score)).sum();
            }
        }
        Align { x: best_on(&columns, window.width as usize), y: best_on(&rows, window.height as usize) }
    }
}

/// The fraction of the free space at which a window of this length on a line of scores holds most.
fn best_on(line: &[u64], window: usize) -> f64 {
    let window = window.clamp(1, line.len().max(1));
    let free = line.len().saturating_sub(window);
    if free == 0 {
        return 0.5;
    }
    // Twice the distance from the window's nearer end, plus the window: from 1 x at the ends to 2 x in the middle.
    let weight = |at: usize| (2 * at.min(window - 1 - at) + window) as u64;
    let held = |from: usize| -> u64 {
        line.iter().skip(from).take(window).enumerate().map(|(at, score)| score.saturating_mul(weight(at))).sum()
    };
    let best = (0..=free).max_by_key(|from| (held(*from), std::cmp::Reverse((2 * from).abs_diff(free)), *from));
    best.unwrap_or(0) as f64 / free as f64
}

/// Luminance of premultiplied RGBA, 0 to 255: the weights of BT.709 in 256ths.
pub(super) fn luminance([r, g, b, _]: [u8; 4]) -> u8 {
    ((54 * u32::from(r) + 183 * u32::from(g) + 19 * u32::from(b)) >> 8) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_centres_on_what_matters() {
        let line = |at: usize| (0..100).map(|x| u64::from(x == at) * 100).collect::<Vec<_>>();
        // A window of 21 with the score in its middle starts at 40 of the 79 free places.
        assert_eq!(best_on(&line(50), 21), 40.0 / 79.0);
        assert_eq!(best_on(&line(0), 21), 0.0);
        assert_eq!(best_on(&line(99), 21), 1.0);
    }

    #[test]
    fn where_nothing_differs_the_middle_wins() {
        assert_eq!(best_on(&[7; 11], 5), 0.5);
        assert_eq!(best_on(&[0; 11], 5), 0.5);
        assert_eq!((best_on(&[1, 2], 2), best_on(&[], 3)), (0.5, 0.5));
    }
}
