//! What a network sees in a photo: how much of each cell is subject.

use crate::geometry::Size;

/// How much of each cell of a photo is subject. The cells cover the whole photo, stretched: column `x` of `width` is the
/// photo from `x / width` to `(x + 1) / width` of its own width, and rows likewise.
#[derive(Clone, PartialEq)]
pub struct Mask {
    size: Size,
    shares: Vec<f32>,
}

impl Mask {
    /// A mask of so many cells across and down; `None` unless there is a share for each, and at least one.
    pub fn new(size: Size, shares: Vec<f32>) -> Option<Self> {
        (shares.len() as u64 == size.pixels() && !shares.is_empty()).then_some(Self { size, shares })
    }

    /// How many cells it has across and down.
    pub fn size(&self) -> Size {
        self.size
    }

    /// The shares, 0 (backdrop) to 1 (subject), row by row.
    pub fn shares(&self) -> &[f32] {
        &self.shares
    }

    /// The share at a place of the photo, in fractions of its width and height, blended between the middles of cells.
    pub fn at(&self, x: f32, y: f32) -> f32 {
        let (width, height) = (self.size.width as usize, self.size.height as usize);
        let place = |fraction: f32, cells: usize| {
            let middle = (fraction * cells as f32 - 0.5).clamp(0.0, cells as f32 - 1.0);
            let first = middle as usize;
            (first, (first + 1).min(cells - 1), middle - first as f32)
        };
        let ((left, right, across), (top, bottom, down)) = (place(x, width), place(y, height));
        let row = |y: usize| {
            let cell = |x: usize| self.shares.get(y * width + x).copied().unwrap_or_default();
            cell(left) + (cell(right) - cell(left)) * across
        };
        row(top) + (row(bottom) - row(top)) * down
    }

    /// The shares as alphas of 0 to 255.
    pub fn alphas(&self) -> Vec<u8> {
        self.shares.iter().map(|share| (share * 255.0 + 0.5) as u8).collect()
    }
}

impl std::fmt::Debug for Mask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mask({})", self.size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_between_cells_are_blended_and_beyond_the_outer_ones_they_go_on() {
        let mask = Mask::new(Size::new(2, 2), vec![0.0, 1.0, 0.5, 1.0]).unwrap();
        for (x, y, share) in [(0.0, 0.0, 0.0), (0.25, 0.25, 0.0), (0.5, 0.25, 0.5), (1.0, 0.0, 1.0), (0.25, 0.5, 0.25)]
        {
            assert!((mask.at(x, y) - share).abs() < 1e-6, "{x} {y}: {}", mask.at(x, y));
        }
        assert_eq!(mask.alphas(), [0, 255, 128, 255]);
        assert!(Mask::new(Size::new(2, 2), vec![0.0; 3]).is_none() && Mask::new(Size::new(0, 1), Vec::new()).is_none());
    }
}
