use super::super::kernel::{support, weight};
use super::*;

/// The planes as they are, without colours.
fn plain(luma: &[u8], [blue, red]: [&[u8]; 2], pixels: &mut [u8]) {
    for (((pixel, luma), blue), red) in pixels.as_chunks_mut::<4>().0.iter_mut().zip(luma).zip(blue).zip(red) {
        *pixel = [*luma, *blue, *red, 255];
    }
}

/// Edges and noise.
fn plane(size: Size, seed: u32) -> Vec<u8> {
    let mut random = seed;
    let sample = |i: u64| {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        if (i / 9).is_multiple_of(4) { 250 } else { (random >> 25) as u8 + (i % 97) as u8 }
    };
    (0..size.pixels()).map(sample).collect()
}

/// One side of a slow resize: what each sample of the source counts, for each of the result.
fn weights(from: f64, length: f64, source: u32, size: u32, kernel: Kernel) -> Vec<Vec<f64>> {
    let scale = length / f64::from(size);
    let radius = support(kernel).unwrap() * scale.max(1.0);
    let of = |at: u32| {
        let centre = from + (f64::from(at) + 0.5) * scale;
        let counts = |index: u32| {
            let distance = f64::from(index) + 0.5 - centre;
            if distance.abs() < radius { weight(kernel, distance / scale.max(1.0)) } else { 0.0 }
        };
        let weights: Vec<f64> = (0..source).map(counts).collect();
        let sum: f64 = weights.iter().sum();
        weights.iter().map(|weight| weight / sum).collect()
    };
    (0..size).map(of).collect()
}

fn slow(data: &[u8], source: Size, part: Rect, size: Size, kernel: Kernel) -> Vec<f64> {
    let across = weights(part.x, part.width, source.width, size.width, kernel);
    let down = weights(part.y, part.height, source.height, size.height, kernel);
    let mut result = Vec::new();
    for down in &down {
        let row: Vec<f64> = (0..source.width as usize)
            .map(|x| down.iter().enumerate().map(|(y, w)| w * f64::from(data[y * source.width as usize + x])).sum())
            // What goes beyond black and white ends between the passes, as in every resize of ours.
            .map(|value: f64| value.clamp(0.0, 255.99))
            .collect();
        result.extend(across.iter().map(|across| across.iter().zip(&row).map(|(w, v)| w * v).sum::<f64>()));
    }
    result
}

#[test]
fn planes_come_to_what_exact_numbers_come_to() {
    let kernels = [Kernel::Bilinear, Kernel::Mitchell, Kernel::Lanczos3];
    for (width, height, per_sample, size) in [
        (301, 97, (2, 1), Size::new(90, 40)),
        (200, 301, (2, 2), Size::new(90, 61)),
        (64, 131, (1, 2), Size::new(7, 60)),
    ] {
        let source = Size::new(width, height);
        let fewer = Size::new(width.div_ceil(per_sample.0), height.div_ceil(per_sample.1));
        let planes = [plane(source, 1), plane(fewer, 2), plane(fewer, 3)];
        let (across, down) = (f64::from(per_sample.0), f64::from(per_sample.1));
        for crop in [source.rect(), Rect::new(0.5, 3.25, f64::from(width) - 0.5, f64::from(height) - 7.0)] {
            let part = Rect::new(crop.x / across, crop.y / down, crop.width / across, crop.height / down);
            for kernel in kernels {
                let described = raster::Planes { per_sample, merge: plain };
                let mut resize = Planes::new(source, described, crop, size, kernel).unwrap();
                planes[0].chunks(width as usize).for_each(|row| resize.take_luma(row).unwrap());
                let chroma = |plane: usize| planes[plane].chunks(fewer.width as usize);
                chroma(1).zip(chroma(2)).for_each(|(blue, red)| resize.take_chroma([blue, red]).unwrap());
                let found = resize.finish().unwrap();
                let exact = [
                    slow(&planes[0], source, crop, size, kernel),
                    slow(&planes[1], fewer, part, size, kernel),
                    slow(&planes[2], fewer, part, size, kernel),
                ];
                for (at, pixel) in found.data().as_chunks::<4>().0.iter().enumerate() {
                    assert_eq!(pixel[3], 255);
                    // Rounded after each pass.
                    for channel in 0..3 {
                        let off = exact[channel][at].clamp(0.0, 255.0) - f64::from(pixel[channel]);
                        assert!(off.abs() <= 1.2, "{source} {kernel:?} {at} {channel}: {off}");
                    }
                }
            }
        }
    }
}

#[test]
fn missing_rows_are_refused() {
    let described = raster::Planes { per_sample: (2, 2), merge: plain };
    let source = Size::new(20, 20);
    let mut resize = Planes::new(source, described, source.rect(), Size::new(5, 5), Kernel::Lanczos3).unwrap();
    (0..20).for_each(|_| resize.take_luma(&[7; 20]).unwrap());
    (0..9).for_each(|_| resize.take_chroma([&[7; 10], &[9; 10]]).unwrap());
    assert!(resize.finish().is_err());
}
