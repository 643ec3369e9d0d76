//! Rows of samples become rows of four samples a pixel: opaque RGBA, or inks.

/// Pixels converted at once: eight 16-bit lanes fill a register of any processor.
const LANES: usize = 8;

/// Fraction bits of intermediate sums: the sum of Y and chroma, 8 bits and a sign, just has room with them in 16.
const FRACTION: u32 = 4;

/// Factors of BT.601 full range (JFIF 1.02), times 2¹³. The product with a chroma difference times 2⁷, its upper 16
/// bits taken, has [`FRACTION`] fraction bits.
const CR_TO_R: i16 = 11_485;
const CB_TO_G: i16 = -2_819;
const CR_TO_G: i16 = -5_850;
const CB_TO_B: i16 = 14_516;

/// Three rows of Y, Cb and Cr become one row of pixels, as many as there is room for.
pub(super) fn from_ycbcr(luma: &[u8], blue: &[u8], red: &[u8], pixels: &mut [[u8; 4]]) {
    let (luma, luma_rest) = luma.as_chunks::<LANES>();
    let (blue, blue_rest) = blue.as_chunks::<LANES>();
    let (red, red_rest) = red.as_chunks::<LANES>();
    let (whole, rest) = pixels.as_chunks_mut::<LANES>();
    let used = whole.len();
    for (((pixels, y), cb), cr) in whole.iter_mut().zip(luma).zip(blue).zip(red) {
        *pixels = convert(y, cb, cr);
    }
    let tail = |whole: &[[u8; LANES]], rest: &[u8]| {
        let mut last = [0; LANES];
        let from = whole.get(used).map_or(rest, |chunk| &chunk[..]);
        last.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
        last
    };
    let last = convert(&tail(luma, luma_rest), &tail(blue, blue_rest), &tail(red, red_rest));
    rest.iter_mut().zip(last).for_each(|(to, from)| *to = from);
}

/// Luma and both kinds of chroma become pixels, as many as there is room for.
pub(super) fn merge(luma: &[u8], [blue, red]: [&[u8]; 2], pixels: &mut [u8]) {
    from_ycbcr(luma, blue, red, pixels.as_chunks_mut().0);
}

#[inline(always)]
fn convert<const L: usize>(luma: &[u8; L], blue: &[u8; L], red: &[u8; L]) -> [[u8; 4]; L] {
    let times = |value: i16, factor: i16| ((i32::from(value) * i32::from(factor)) >> 16) as i16;
    let byte = |value: i16| (value >> FRACTION).clamp(0, 255) as u8;
    let (mut r, mut g, mut b) = ([0; L], [0; L], [0; L]);
    for lane in 0..L {
        let y = (i16::from(luma[lane]) << FRACTION) + (1 << (FRACTION - 1));
        let cb = (i16::from(blue[lane]) - 128) << 7;
        let cr = (i16::from(red[lane]) - 128) << 7;
        r[lane] = byte(y + times(cr, CR_TO_R));
        g[lane] = byte(y + times(cb, CB_TO_G) + times(cr, CR_TO_G));
        b[lane] = byte(y + times(cb, CB_TO_B));
    }
    std::array::from_fn(|lane| [r[lane], g[lane], b[lane], 255])
}

/// Three rows of red, green and blue become one row of pixels.
pub(super) fn from_rgb(red: &[u8], green: &[u8], blue: &[u8], pixels: &mut [[u8; 4]]) {
    for (((pixel, r), g), b) in pixels.iter_mut().zip(red).zip(green).zip(blue) {
        *pixel = [*r, *g, *b, 255];
    }
}

/// A row of gray becomes a row of pixels.
pub(super) fn from_gray(gray: &[u8], pixels: &mut [[u8; 4]]) {
    for (pixel, value) in pixels.iter_mut().zip(gray) {
        *pixel = [*value, *value, *value, 255];
    }
}

/// Rows of the light that four inks leave become one row of inks.
pub(super) fn from_light_of_inks(rows: [&[u8]; 4], pixels: &mut [[u8; 4]]) {
    plain(&rows, pixels);
    pixels.as_flattened_mut().iter_mut().for_each(|sample| *sample = 255 - *sample);
}

/// The same with Y, Cb and Cr in place of three of the rows. Adobe's programs make them of inks that they have taken for
/// light and inverted once more (Adobe TN 5116): what comes back are the inks.
pub(super) fn from_ycck([luma, blue, red, black]: [&[u8]; 4], pixels: &mut [[u8; 4]]) {
    from_ycbcr(luma, blue, red, pixels);
    pixels.iter_mut().zip(black).for_each(|(pixel, light)| pixel[3] = 255 - light);
}

/// Samples as they are, those that there are.
pub(super) fn plain(rows: &[&[u8]], pixels: &mut [[u8; 4]]) {
    for (index, row) in rows.iter().enumerate() {
        for (pixel, sample) in pixels.iter_mut().zip(*row) {
            if let Some(target) = pixel.get_mut(index) {
                *target = *sample;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_follow_jfif_within_one_step() {
        for seed in 0..=u16::MAX {
            let (y, cb, cr) = (seed as u8, (seed >> 8) as u8, (seed.wrapping_mul(40_503) >> 8) as u8);
            let mut pixels = [[0; 4]; 11];
            from_ycbcr(&[y; 11], &[cb; 11], &[cr; 11], &mut pixels);
            let (luma, blue, red) = (f64::from(y), f64::from(cb) - 128.0, f64::from(cr) - 128.0);
            let exact = [luma + 1.402 * red, luma - 0.344_136 * blue - 0.714_136 * red, luma + 1.772 * blue, 255.0];
            for pixel in pixels {
                let is_near = |(is, exact): (&u8, f64)| (f64::from(*is) - exact.clamp(0.0, 255.0)).abs() < 0.7;
                assert!(pixel.iter().zip(exact).all(is_near), "{y} {cb} {cr}: {pixel:?} {exact:?}");
            }
        }
    }

    #[test]
    fn rows_of_every_length_are_filled() {
        let samples: Vec<u8> = (0..40).collect();
        for length in 0..33 {
            let mut pixels = vec![[0; 4]; length];
            from_ycbcr(&samples, &[128; 40], &[128; 40], &mut pixels);
            assert!(pixels.iter().zip(&samples).all(|(pixel, gray)| *pixel == [*gray, *gray, *gray, 255]));
        }
    }
}
