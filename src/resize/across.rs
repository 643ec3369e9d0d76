//! The horizontal pass: rows of any kind become narrower or wider, each by itself.
//!
//! Rows of one sample a pixel are taken four at a time, as if they were one row of pixels with four samples: the
//! library needs 0.3 ns a sample for such pixels and 1.5 for samples alone. Promised: what each row comes to by itself.

use super::convolve::{Pixel, convolve_into};
use crate::error::Result;
use crate::fit::Kernel;
use crate::geometry::{Rect, Size};

/// Memory that is used again: fresh pages cost more than the pass.
#[derive(Default)]
pub(super) struct Scratch {
    together: Vec<[u8; 4]>,
    done: Vec<[u8; 4]>,
}

/// Pixels whose rows can be resized across.
pub(super) trait Across: Pixel {
    /// Bytes of rows that wait for their horizontal pass, for each sample of a pixel. Its weights are worked out anew
    /// each time, so it is done for many rows together: 256 rows of 4,096 pixels, whose pass takes some twenty times as
    /// long as the weights.
    const WAITING: usize = 1 << 20;

    /// Resizes the rows of `data`, of which `crop` takes some columns and all rows, into as many rows of `result`.
    fn across(
        data: &[Self],
        (from, crop): (Size, Rect),
        (result, to): (&mut [Self], Size),
        kernel: Kernel,
        _: &mut Scratch,
    ) -> Result<()> {
        convolve_into(data, from, crop, result, to, kernel)
    }
}

impl Across for [u8; 4] {}

impl Across for [u16; 4] {}

impl Across for u8 {
    /// The rows are there twice, which is as much again.
    const WAITING: usize = 1 << 19;

    fn across(
        data: &[u8],
        (from, crop): (Size, Rect),
        (result, to): (&mut [u8], Size),
        kernel: Kernel,
        Scratch { together, done }: &mut Scratch,
    ) -> Result<()> {
        let (wide, narrow) = (from.width as usize, to.width as usize);
        let fours = from.height.div_ceil(4);
        together.resize(wide * fours as usize, [0; 4]);
        done.resize(narrow * fours as usize, [0; 4]);
        for (rows, pixels) in data.chunks(wide * 4).zip(together.chunks_exact_mut(wide)) {
            lay_together(rows, pixels);
        }
        let crop = Rect { height: f64::from(fours), ..crop };
        convolve_into(together, Size::new(from.width, fours), crop, done, Size::new(to.width, fours), kernel)?;
        for (pixels, rows) in done.chunks_exact(narrow).zip(result.chunks_mut(narrow * 4)) {
            for (lane, row) in rows.chunks_exact_mut(narrow).enumerate() {
                row.iter_mut().zip(pixels).for_each(|(sample, pixel)| *sample = pixel[lane & 3]);
            }
        }
        Ok(())
    }
}

/// Up to four rows become the samples of one row of pixels.
fn lay_together(rows: &[u8], pixels: &mut [[u8; 4]]) {
    let mut rows = rows.chunks_exact(pixels.len());
    match [rows.next(), rows.next(), rows.next(), rows.next()] {
        [Some(a), Some(b), Some(c), Some(d)] => {
            for ((((pixel, a), b), c), d) in pixels.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                *pixel = [*a, *b, *c, *d];
            }
        }
        fewer => {
            for (lane, row) in fewer.into_iter().flatten().enumerate() {
                pixels.iter_mut().zip(row).for_each(|(pixel, sample)| pixel[lane & 3] = *sample);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resize::convolve::convolve;

    #[test]
    fn four_rows_come_to_what_each_comes_to() {
        let (mut state, mut scratch) = (3u32, Scratch::default());
        for (width, height, narrow) in [(301, 7, 90), (64, 4, 200), (97, 9, 96), (5, 1, 3)] {
            let from = Size::new(width, height);
            let next = |_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            };
            let data: Vec<u8> = (0..from.pixels()).map(next).collect();
            let to = Size::new(narrow, height);
            for kernel in [Kernel::Bilinear, Kernel::Mitchell, Kernel::Lanczos3, Kernel::Box] {
                for crop in [from.rect(), Rect::new(0.75, 0.0, f64::from(width) - 1.5, f64::from(height))] {
                    let mut result = vec![0; to.pixels() as usize];
                    u8::across(&data, (from, crop), (&mut result, to), kernel, &mut scratch).unwrap();
                    assert_eq!(result, convolve(&data, from, crop, to, kernel).unwrap(), "{from} {to} {kernel:?}");
                }
            }
        }
    }
}
