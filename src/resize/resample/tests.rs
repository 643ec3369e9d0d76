use super::super::convolve::convolve;
use super::*;
use crate::runner::InTurn;
use crate::runner::tests::Threads;

const KERNELS: [Kernel; 6] =
    [Kernel::Nearest, Kernel::Box, Kernel::Bilinear, Kernel::CatmullRom, Kernel::Mitchell, Kernel::Lanczos3];

/// Stripes of colour with hard edges; alpha 255 or hard-edged too.
fn stripes(size: Size, is_opaque: bool) -> Raster {
    let pixel = |i: u32| {
        let (x, y) = (i % size.width, i / size.width);
        let level = if (x / 3 + y / 5) % 2 == 0 { 255 } else { 10 };
        let alpha = if is_opaque || (x + y) / 7 % 2 == 0 { 255 } else { 0 };
        [level, 255 - level, x as u8, alpha]
    };
    let data = (0..size.width * size.height).flat_map(pixel).collect();
    Raster::from_straight(size, data).unwrap()
}

#[test]
fn the_whole_at_its_own_size_is_untouched_and_a_part_is_cut() {
    let raster = stripes(Size::new(9, 8), false);
    let same = exactly(&InTurn, raster.clone(), raster.size().rect(), raster.size(), Kernel::Lanczos3, false).unwrap();
    assert_eq!(same, raster);
    let part = exactly(&InTurn, raster.clone(), Rect::new(2.0, 3.0, 4.0, 5.0), Size::new(4, 5), Kernel::Lanczos3, true)
        .unwrap();
    assert_eq!(part.data()[..16], raster.data()[(3 * 9 + 2) * 4..][..16]);
    assert_eq!(part.size(), Size::new(4, 5));
}

#[test]
fn opaque_stays_opaque_and_no_channel_goes_above_alpha() {
    for kernel in KERNELS {
        for linear in [false, true] {
            for target in [Size::new(13, 11), Size::new(90, 70)] {
                for is_opaque in [true, false] {
                    let raster = stripes(Size::new(40, 33), is_opaque);
                    let crop = Rect::new(0.3, 0.7, 39.5, 32.1);
                    let result = exactly(&InTurn, raster, crop, target, kernel, linear).unwrap();
                    assert_eq!((result.size(), result.is_opaque()), (target, is_opaque));
                    for pixel in result.data().chunks_exact(4) {
                        assert!(pixel[..3].iter().all(|channel| *channel <= pixel[3]), "{kernel:?} {linear} {pixel:?}");
                        assert!(!is_opaque || pixel[3] == 255);
                    }
                }
            }
        }
    }
}

#[test]
fn flat_colour_stays_flat_at_every_scale() {
    let raster = Raster::from_premultiplied(Size::new(50, 50), [200, 100, 7, 255].repeat(2500), true).unwrap();
    for kernel in KERNELS {
        for (linear, side) in [(false, 1), (false, 49), (false, 333), (true, 20), (true, 120)] {
            let size = Size::new(side, side);
            let result =
                exactly(&InTurn, raster.clone(), Rect::new(0.25, 0.0, 49.5, 50.0), size, kernel, linear).unwrap();
            for pixel in result.data().chunks_exact(4) {
                assert!(
                    pixel.iter().zip([200u8, 100, 7, 255]).all(|(is, was)| is.abs_diff(was) <= 1),
                    "{kernel:?} {pixel:?}"
                );
            }
        }
    }
}

#[test]
fn a_shift_by_a_fraction_moves_the_edge() {
    // Left half black, right half white; the crop starts half a pixel later.
    let data = (0..8).flat_map(|x| if x < 4 { [0, 0, 0, 255] } else { [255; 4] }).collect();
    let raster = Raster::from_premultiplied(Size::new(8, 1), data, true).unwrap();
    let result =
        exactly(&InTurn, raster, Rect::new(0.5, 0.0, 7.0, 1.0), Size::new(7, 1), Kernel::Bilinear, false).unwrap();
    assert_eq!(result.data()[3 * 4].abs_diff(128), 0);
}

#[test]
fn a_size_without_pixels_is_refused() {
    let raster = stripes(Size::new(4, 4), true);
    assert!(exactly(&InTurn, raster, Rect::new(0.0, 0.0, 4.0, 4.0), Size::new(0, 4), Kernel::Box, false).is_err());
}

#[test]
fn parts_fit_together_to_the_whole() {
    let raster = stripes(Size::new(60, 41), false);
    let crop = Rect::new(1.3, 2.5, 55.1, 33.3);
    for (whole, kernel, linear) in [
        (Size::new(131, 97), Kernel::Lanczos3, false),
        (Size::new(131, 97), Kernel::Mitchell, true),
        (Size::new(23, 19), Kernel::CatmullRom, false),
    ] {
        let all = exactly(&InTurn, raster.clone(), crop, whole, kernel, linear).unwrap();
        let (left, top) = (whole.width / 3, whole.height / 2);
        for (x, wide) in [(0, left), (left, whole.width - left)] {
            for (y, high) in [(0, top), (top, whole.height - top)] {
                let [own_x, own_y, own_wide, own_high] = [x, y, wide, high].map(f64::from);
                let own = Rect::new(own_x, own_y, own_wide, own_high);
                let found = part(&InTurn, &raster.clone().into(), crop, whole, own, kernel, linear).unwrap();
                assert_eq!(found.size(), Size::new(wide, high));
                for row in 0..high {
                    let start = ((y + row) * whole.width + x) as usize * 4;
                    let expected = &all.data()[start..start + wide as usize * 4];
                    let found = &found.data()[(row * wide) as usize * 4..][..wide as usize * 4];
                    assert!(found.iter().zip(expected).all(|(is, was)| is.abs_diff(*was) <= 1), "{kernel:?} {row}");
                }
            }
        }
    }
}

#[test]
fn bands_are_the_whole_and_the_same_on_all_threads() {
    let raster = stripes(Size::new(1800, 1300), false);
    for (crop, size) in [
        (Rect::new(10.3, 7.5, 1700.0, 1250.0), Size::new(1600, 1700)),
        (Rect::new(0.0, 0.0, 1800.0, 1300.0), Size::new(1401, 1003)),
    ] {
        let banded = exactly(&InTurn, raster.clone(), crop, size, Kernel::Lanczos3, false).unwrap();
        let shared = exactly(&Threads(3), raster.clone(), crop, size, Kernel::Lanczos3, false).unwrap();
        assert!(banded.data() == shared.data());
        let pixels = raster.data().as_chunks::<4>().0;
        let mut whole = convolve(pixels, raster.size(), crop, size, Kernel::Lanczos3).unwrap().into_flattened();
        bound(&mut whole, false, true);
        assert!(banded.data().iter().zip(&whole).all(|(is, was)| is.abs_diff(*was) <= 1));
    }
}
