//! Chroma that is stored at half of its width or height, as wide and as high as the picture.
//!
//! Samples lie in the middle of the pixels that they are for (JFIF 1.02), so that each pixel is three quarters of the
//! sample it belongs to and a quarter of the next one: linear interpolation, as full decoders do it, which is rounded
//! after either direction.

use super::band::Shape;

/// What makes rows of chroma as wide and as high as those of brightness.
#[derive(Default)]
pub(super) struct Stretch {
    is_wider: bool,
    pub(super) is_taller: bool,
    /// Rows in between: as high as wanted, then as wide.
    tall: [Vec<u8>; 2],
    wide: [Vec<u8>; 2],
}

impl Stretch {
    /// From the width and the height of a unit's chroma to those of its luma: the same, or twice as much; `None` for
    /// others.
    pub(super) fn new(luma: Shape, chroma: Shape) -> Option<Self> {
        let (is_wider, is_taller) = (luma.stride == 2 * chroma.stride, luma.rows == 2 * chroma.rows);
        let is_known = (is_wider || luma.stride == chroma.stride) && (is_taller || luma.rows == chroma.rows);
        let row = |width: usize, is_there: bool| vec![0; if is_there { width } else { 0 }];
        let (tall, wide) = ([0; 2].map(|_| row(chroma.stride, is_taller)), [0; 2].map(|_| row(luma.stride, is_wider)));
        is_known.then_some(Self { is_wider, is_taller, tall, wide })
    }

    /// Two rows of chroma for a row of the picture, from those it lies in and the next ones on its side.
    pub(super) fn of<'a>(&'a mut self, near: [&'a [u8]; 2], far: [&'a [u8]; 2]) -> [&'a [u8]; 2] {
        let mut rows = near;
        if self.is_taller {
            for ((tall, near), far) in self.tall.iter_mut().zip(near).zip(far) {
                taller(near, far, tall);
            }
            rows = self.tall.each_ref().map(Vec::as_slice);
        }
        if self.is_wider {
            for (wide, row) in self.wide.iter_mut().zip(rows) {
                wider(row, wide);
            }
            rows = self.wide.each_ref().map(Vec::as_slice);
        }
        rows
    }
}

/// A row of twice the height: `near` is the row it lies in, `far` the next one on the pixels' side.
fn taller(near: &[u8], far: &[u8], target: &mut [u8]) {
    for ((target, near), far) in target.iter_mut().zip(near).zip(far) {
        *target = mixed(*near, *far);
    }
}

/// A row of twice the width; the outermost pixels are the outermost samples.
fn wider(row: &[u8], target: &mut [u8]) {
    let [first, .., last] = row else {
        // One sample is all there is to know.
        target.iter_mut().zip(row.iter().cycle()).for_each(|(target, sample)| *target = *sample);
        return;
    };
    let inner = target.get_mut(1..).unwrap_or_default().as_chunks_mut::<2>().0;
    for ([right, left], (sample, next)) in inner.iter_mut().zip(row.iter().zip(&row[1..])) {
        (*right, *left) = (mixed(*sample, *next), mixed(*next, *sample));
    }
    if let Some(target) = target.first_mut() {
        *target = *first;
    }
    if let Some(target) = target.get_mut(row.len() * 2 - 1) {
        *target = *last;
    }
}

#[inline(always)]
fn mixed(near: u8, far: u8) -> u8 {
    ((u16::from(near) * 3 + u16::from(far) + 2) >> 2) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_interpolated_between_the_middles_of_samples() {
        let mut target = [9; 8];
        wider(&[0, 100, 100, 40], &mut target);
        assert_eq!(target, [0, 25, 75, 100, 100, 85, 55, 40]);
        let mut target = [9; 2];
        wider(&[7], &mut target);
        assert_eq!(target, [7, 7]);
        wider(&[], &mut target);
        assert_eq!(target, [7, 7]);
        let mut target = [9; 3];
        taller(&[0, 100, 255], &[100, 100, 0], &mut target);
        assert_eq!(target, [25, 100, 191]);
    }
}
