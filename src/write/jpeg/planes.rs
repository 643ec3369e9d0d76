//! RGBA rows become the samples of one row of blocks: brightness and two colours (JFIF's YCbCr), less 128.

use crate::color::Color;
use crate::write::matte;

/// Samples of one row of units, as wide as whole units.
pub(super) struct Planes {
    width: usize,
    /// A unit's side in pixels: 8, or 16 where colour has half the size.
    unit: usize,
    /// Samples a row.
    pub(super) stride: usize,
    pub(super) luma: Vec<i16>,
    /// Blue and red at the size they are stored in.
    pub(super) chroma: [Vec<i16>; 2],
    /// The same before they are made smaller.
    full: [Vec<i16>; 2],
    row: Vec<u8>,
}

impl Planes {
    /// For pictures of this width.
    pub(super) fn new(width: usize, unit: usize) -> Self {
        let stride = width.next_multiple_of(unit);
        let plane = || vec![0; stride * unit];
        let full = if unit == 8 { [Vec::new(), Vec::new()] } else { [plane(), plane()] };
        let chroma = || vec![0; stride / (unit / 8) * 8];
        Self { width, unit, stride, luma: plane(), chroma: [chroma(), chroma()], full, row: Vec::new() }
    }

    /// Takes up to `unit` rows of premultiplied RGBA; the last one stands in for those that are missing, as its last
    /// pixel does to the right. Transparent parts are laid over `matte`, unless there is none.
    pub(super) fn fill(&mut self, rows: &[u8], matte: Option<Color>) {
        let (stride, bytes) = (self.stride, self.width * 4);
        let wide = if self.unit == 8 { &mut self.chroma } else { &mut self.full };
        let [blue, red] = wide;
        let lines =
            self.luma.chunks_exact_mut(stride).zip(blue.chunks_exact_mut(stride).zip(red.chunks_exact_mut(stride)));
        let last = rows.len().saturating_sub(bytes);
        for (index, (luma, (blue, red))) in lines.enumerate() {
            let start = (index * bytes).min(last);
            let Some(mut row) = rows.get(start..start + bytes) else { return };
            if let Some(matte) = matte {
                self.row.clear();
                self.row.extend_from_slice(row);
                matte::under(&mut self.row, matte);
                row = &self.row;
            }
            convert(row, luma, blue, red);
            for line in [luma, blue, red] {
                let (inside, beyond) = line.split_at_mut(self.width);
                beyond.fill(inside.last().copied().unwrap_or_default());
            }
        }
        if self.unit == 16 {
            for (full, half) in self.full.iter().zip(&mut self.chroma) {
                for (pair, half) in full.chunks_exact(stride * 2).zip(half.chunks_exact_mut(stride / 2)) {
                    let (above, below) = pair.split_at(stride);
                    halve(above, below, half);
                }
            }
        }
    }
}

/// JFIF 1.02, page 4, in 65,536ths, rounded to nearest. No factor is over 15 bits, so that a compiler can multiply in
/// pairs: green's part of the brightness is halved and taken twice.
fn convert(row: &[u8], luma: &mut [i16], blue: &mut [i16], red: &mut [i16]) {
    for (((pixel, luma), blue), red) in row.as_chunks::<4>().0.iter().zip(luma).zip(blue).zip(red) {
        let pixel = u32::from_le_bytes(*pixel);
        let r = (pixel & 255) as i32;
        let g = ((pixel >> 8) & 255) as i32;
        let g_twice = ((pixel >> 7) & 510) as i32;
        let b = ((pixel >> 16) & 255) as i32;
        *luma = ((19_595 * r + 19_235 * g_twice + 7_471 * b + (1 << 15) - (128 << 16)) >> 16) as i16;
        *blue = ((-11_059 * r - 21_709 * g + (b << 15) + (1 << 15) - 1) >> 16) as i16;
        *red = (((r << 15) - 27_439 * g - 5_329 * b + (1 << 15) - 1) >> 16) as i16;
    }
}

/// The mean of four.
fn halve(above: &[i16], below: &[i16], to: &mut [i16]) {
    for ((above, below), to) in above.as_chunks::<2>().0.iter().zip(below.as_chunks::<2>().0).zip(to) {
        *to = (above[0] + above[1] + below[0] + below[1] + 2) >> 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_those_of_jfif() {
        for (pixel, expected) in [
            ([255, 255, 255, 255], [127, 0, 0]),
            ([0, 0, 0, 255], [-128, 0, 0]),
            ([90, 90, 90, 255], [-38, 0, 0]),
            ([255, 0, 0, 255], [76 - 128, -43, 127]),
            ([0, 0, 255, 255], [29 - 128, 127, -21]),
        ] {
            let mut planes = Planes::new(1, 8);
            planes.fill(&pixel, None);
            let [blue, red] = &planes.chroma;
            assert!(planes.luma.iter().all(|value| *value == expected[0]), "{pixel:?}");
            assert!(blue.iter().all(|value| *value == expected[1]) && red.iter().all(|value| *value == expected[2]));
        }
    }

    #[test]
    fn edges_are_repeated_and_colour_is_averaged() {
        let mut planes = Planes::new(17, 16);
        let mut rows = vec![255; 17 * 4 * 2];
        rows[..8].copy_from_slice(&[0, 0, 255, 255, 0, 0, 255, 255]);
        planes.fill(&rows, None);
        assert_eq!((planes.stride, planes.luma.len(), planes.chroma[0].len()), (32, 512, 128));
        // Two of four pixels are blue: (127 + 127 + 2) / 4, where blue alone has 127.
        assert_eq!(planes.chroma[0][..2], [64, 0]);
        assert_eq!((planes.luma[31], planes.luma[511]), (127, 127));
    }
}
