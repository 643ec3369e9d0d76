//! Components with fewer samples than others, as wide and as high as the picture.
//!
//! At a half of the width, of the height or of both, samples lie in the middle of the pixels that they are for (JFIF
//! 1.02), so that each pixel is three quarters of the sample it belongs to and a quarter of the next one: linear
//! interpolation, rounded after either direction. Samples of any other part are repeated. Both is what libjpeg does.

use super::band::Shape;

/// Columns of samples that are repeated, because there is none between two others.
const FEW: usize = 2;

/// How the samples of one component become as many as pixels.
pub(super) struct Stretch {
    way: Way,
    /// Rows in between: as high as wanted, then as wide.
    tall: Vec<u8>,
    wide: Vec<u8>,
}

/// The ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// As many samples as pixels.
    Same,
    /// Interpolated, across and down.
    Doubled(bool, bool),
    /// So many samples for so many pixels, across and down.
    Repeated((usize, usize), (usize, usize)),
}

impl Stretch {
    /// From planes of this shape to units of so many pixels, of pictures of this width.
    pub(super) fn new(shape: Shape, (stride, rows): (usize, usize), width: usize) -> Self {
        let is = |factor: usize, length: usize, own: usize| length == own * factor;
        let (is_wide, is_tall) = (is(1, stride, shape.stride), is(1, rows, shape.rows));
        let way = match (is_wide, is_tall) {
            (true, true) => Way::Same,
            _ if (is_wide || is(2, stride, shape.stride) && shape.columns > FEW)
                && (is_tall || is(2, rows, shape.rows)) =>
            {
                Way::Doubled(!is_wide, !is_tall)
            }
            _ => Way::Repeated((shape.stride, stride), (shape.rows, rows)),
        };
        let row = |width: usize, is_there: bool| vec![0; if is_there { width } else { 0 }];
        let tall = row(shape.columns, matches!(way, Way::Doubled(_, true)));
        let wide = match way {
            Way::Doubled(true, _) => row(shape.columns * 2, true),
            Way::Repeated(..) => row(width, true),
            _ => Vec::new(),
        };
        Self { way, tall, wide }
    }

    /// Whether a row of pixels is made of two rows of samples.
    pub(super) fn is_doubled_down(&self) -> bool {
        matches!(self.way, Way::Doubled(_, true))
    }

    /// Whether there is a sample for each pixel.
    pub(super) fn is_nothing(&self) -> bool {
        self.way == Way::Same
    }

    /// The row of samples in which row `row` of the pixels of a unit lies.
    #[inline]
    pub(super) fn row_of(&self, row: usize) -> usize {
        match self.way {
            Way::Same | Way::Doubled(_, false) => row,
            Way::Doubled(_, true) => row / 2,
            Way::Repeated(_, (samples, pixels)) => row * samples / pixels.max(1),
        }
    }

    /// A row of pixels, from the row of samples it lies in and the next one on its side.
    pub(super) fn row<'a>(&'a mut self, near: &'a [u8], far: &'a [u8]) -> &'a [u8] {
        let mut row = near;
        match self.way {
            Way::Same => return row,
            Way::Doubled(is_wider, is_taller) => {
                if is_taller {
                    taller(near, far, &mut self.tall);
                    row = &self.tall;
                }
                if !is_wider {
                    return row;
                }
                wider(row, &mut self.wide);
            }
            Way::Repeated((samples, pixels), _) => repeated(row, (samples, pixels), &mut self.wide),
        }
        &self.wide
    }
}

/// A row in which `samples` stand for `pixels`.
fn repeated(row: &[u8], (samples, pixels): (usize, usize), target: &mut [u8]) {
    for (x, target) in target.iter_mut().enumerate() {
        *target = row.get(x * samples / pixels.max(1)).or(row.last()).copied().unwrap_or(0);
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

    #[test]
    fn samples_of_other_parts_are_repeated() {
        let of = |stride, rows| Shape { stride, rows, columns: stride, lines: rows };
        let shown = |mut stretch: Stretch, row: &[u8]| stretch.row(row, row).to_vec();
        assert_eq!(shown(Stretch::new(of(2, 8), (6, 8), 5), &[1, 2]), [1, 1, 1, 2, 2], "three for one");
        assert_eq!(shown(Stretch::new(of(4, 8), (6, 8), 6), &[1, 2, 3, 4]), [1, 1, 2, 3, 3, 4], "three for two");
        let quarter = Stretch::new(of(2, 8), (4, 32), 4);
        assert_eq!([0, 3, 4, 31].map(|row| quarter.row_of(row)), [0, 0, 1, 7]);
        assert_eq!(shown(quarter, &[1, 2]), [1, 1, 2, 2]);
        assert!(Stretch::new(of(8, 8), (8, 8), 8).is_nothing());
    }
}
