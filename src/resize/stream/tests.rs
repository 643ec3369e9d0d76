use super::super::exactly;
use super::super::passes::sides;
use super::super::sums::Sums;
use super::*;
use crate::runner::InTurn;

/// Noise with hard edges, opaque or not.
fn noise(size: Size, is_opaque: bool) -> Raster {
    let mut random = 7u32;
    let data = (0..size.pixels()).flat_map(|i| {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [r, g, b, a] = random.to_be_bytes();
        let is_clear = i / 5 % 3 == 0 && !is_opaque;
        [r, if i % 7 < 3 { 255 } else { g }, b / 9, if is_opaque { 255 } else { u8::from(!is_clear) * (a | 128) }]
    });
    Raster::from_straight(size, data.collect()).unwrap()
}

fn streamed(raster: &Raster, crop: Rect, size: Size, kernel: Kernel, together: usize) -> Raster {
    let mut stream = Stream::new(raster.size(), crop, size, kernel).unwrap();
    for rows in raster.data().chunks(raster.size().width as usize * 4 * together) {
        stream.take(rows, raster.is_opaque()).unwrap();
    }
    stream.finish().unwrap()
}

#[test]
fn rows_come_to_what_the_whole_comes_to() {
    let mut seen = 0;
    for (width, height) in [(64, 300), (301, 97), (1, 40), (40, 1), (700, 701)] {
        let source = Size::new(width, height);
        let (w, h) = (f64::from(width), f64::from(height));
        let crops = [source.rect(), Rect::new(0.3 * w, 0.25 * h, 0.5 * w, 0.7 * h), Rect::new(0.1, 0.0, w - 0.2, h)];
        for is_opaque in [true, false] {
            let raster = noise(source, is_opaque);
            for kernel in [Kernel::Box, Kernel::Bilinear, Kernel::CatmullRom, Kernel::Mitchell, Kernel::Lanczos3] {
                for crop in crops {
                    for size in [source, Size::new(13, 11), Size::new(width.div_ceil(2), height), Size::new(90, 141)] {
                        let whole = exactly(&InTurn, raster.clone(), crop, size, kernel, false).unwrap();
                        let rows = streamed(&raster, crop, size, kernel, 1 + seen % 17);
                        assert_eq!((rows.size(), rows.is_opaque()), (size, is_opaque));
                        let most = rows.data().iter().zip(whole.data()).map(|(a, b)| a.abs_diff(*b)).max();
                        assert!(most <= Some(1), "{source} {crop:?} to {size} {kernel:?}: {most:?}");
                        seen += 1;
                    }
                }
            }
        }
    }
    assert_eq!(seen, 5 * 2 * 5 * 3 * 4);
}

#[test]
fn sums_come_to_what_rows_come_to() {
    for (source, crop, size) in [
        (Size::new(61, 500), Rect::new(0.0, 0.0, 61.0, 500.0), Size::new(61, 37)),
        (Size::new(300, 90), Rect::new(0.0, 3.3, 300.0, 80.1), Size::new(300, 71)),
        (Size::new(9, 20), Rect::new(0.0, 5.0, 9.0, 10.0), Size::new(9, 33)),
    ] {
        let raster = noise(source, false);
        for kernel in [Kernel::Box, Kernel::Bilinear, Kernel::CatmullRom, Kernel::Mitchell, Kernel::Lanczos3] {
            let (_, down) = sides(source, crop, size, kernel).unwrap();
            let width = source.width as usize;
            let mut sums = Sums::<[u8; 4]>::new(width, down, kernel);
            let mut pixels = Vec::new();
            raster.data().as_chunks::<4>().0.chunks(width).for_each(|row| sums.push(row, &mut pixels));
            sums.add(&mut pixels);
            let mut data = pixels.into_flattened();
            bound(&mut data, false, overshoots(kernel));
            let whole = exactly(&InTurn, raster.clone(), crop, size, kernel, false).unwrap();
            assert_eq!(data.len(), whole.data().len());
            let most = data.iter().zip(whole.data()).map(|(a, b)| a.abs_diff(*b)).max();
            assert!(most <= Some(1), "{source} to {size} {kernel:?}: {most:?}");
        }
    }
}

#[test]
fn few_rows_are_held_however_many_come() {
    let size = Size::new(100, 100);
    let cost = |height| {
        let source = Size::new(4000, height);
        Stream::cost(source, source.rect(), size, Kernel::Lanczos3)
    };
    // Six hundredths of the height are looked at, at 16,000 bytes a row, and some are there beyond.
    assert!(cost(4000) < 4000 * 6 / 100 * 16_000 * 2 + (4 << 20) + (1 << 20), "{}", cost(4000));
    assert!(cost(400) < 7 << 20, "{}", cost(400));
    // A print of 600 million pixels.
    let huge = Size::new(30_000, 20_000);
    assert!(Stream::cost(huge, huge.rect(), Size::new(500, 333), Kernel::Lanczos3) < 16 << 20);
}

#[test]
fn missing_rows_and_wrong_crops_are_refused() {
    let source = Size::new(20, 20);
    let size = Size::new(5, 5);
    assert!(Stream::new(source, Rect::new(0.0, 1.0, 20.0, 20.0), size, Kernel::Box).is_err());
    assert!(Stream::new(source, source.rect(), Size::new(0, 5), Kernel::Box).is_err());
    assert!(Stream::new(source, source.rect(), size, Kernel::Nearest).is_err());
    let mut stream = Stream::new(source, source.rect(), size, Kernel::Box).unwrap();
    stream.take(&[255; 20 * 4 * 19], true).unwrap();
    assert!(stream.finish().is_err());
}
