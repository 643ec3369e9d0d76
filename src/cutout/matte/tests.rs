use super::super::grid::Rgb;
use super::*;
use crate::runner::InTurn;
use crate::runner::tests::Threads;
use crate::template::Holes;

const SIDE: u32 = 240;

/// A photo of this colour at each pixel, with fine even grain.
fn photo(color: impl Fn(f32, f32) -> Rgb) -> Raster {
    let mut seed = 9u32;
    let mut grain = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        ((seed >> 24) as f32 / 255.0 - 0.5) * 2.0
    };
    let pixels = (0..SIDE * SIDE).flat_map(|index| {
        let (x, y) = ((index % SIDE) as f32 + 0.5, (index / SIDE) as f32 + 0.5);
        let noise = grain();
        let [r, g, b] = color(x, y).map(|channel| (channel + noise + 0.5).clamp(0.0, 255.0) as u8);
        [r, g, b, 255]
    });
    Raster::from_premultiplied(Size::new(SIDE, SIDE), pixels.collect(), true).unwrap()
}

fn mixed(subject: Rgb, backdrop: Rgb, alpha: f32) -> Rgb {
    std::array::from_fn(|c| backdrop[c] + (subject[c] - backdrop[c]) * alpha)
}

/// How much of a disc in the middle covers a pixel; its edge is `soft` pixels wide.
fn disc(x: f32, y: f32, radius: f32, soft: f32) -> f32 {
    let away = (x - 120.0).hypot(y - 120.0);
    ((radius - away) / soft + 0.5).clamp(0.0, 1.0)
}

/// The matte and the alpha that it gives.
fn cut(raster: &Raster, holes: Holes) -> (Matte, Vec<u8>) {
    let matte = find(&InTurn, raster, MatteOptions { holes, ..MatteOptions::default() });
    let mut data = raster.data().to_vec();
    matte.refine(&mut data, 0);
    (matte, data.chunks_exact(4).map(|pixel| pixel[3]).collect())
}

fn mean_error(alphas: &[u8], truth: impl Fn(f32, f32) -> f32) -> f32 {
    let error = |(index, alpha): (usize, &u8)| {
        let (x, y) = ((index as u32 % SIDE) as f32 + 0.5, (index as u32 / SIDE) as f32 + 0.5);
        (f32::from(*alpha) / 255.0 - truth(x, y)).abs()
    };
    alphas.iter().enumerate().map(error).sum::<f32>() / alphas.len() as f32
}

const RED: Rgb = [170.0, 40.0, 50.0];

fn graded(_: f32, y: f32) -> Rgb {
    [236.0 - y * 0.1, 236.0 - y * 0.1, 240.0 - y * 0.1]
}

#[test]
fn hard_and_soft_edges_come_out_as_they_were() {
    for soft in [1.0, 2.0, 4.0] {
        let raster = photo(|x, y| mixed(RED, graded(x, y), disc(x, y, 60.0, soft)));
        let (matte, alphas) = cut(&raster, Holes::Auto);
        let error = mean_error(&alphas, |x, y| disc(x, y, 60.0, soft));
        assert!(error < 0.008, "{error} at {soft}");
        assert!(matte.confidence() > 0.6, "{}", matte.confidence());
    }
}

#[test]
fn a_hole_is_backdrop_unless_holes_are_kept() {
    let ring = |x: f32, y: f32| disc(x, y, 80.0, 1.0) - disc(x, y, 45.0, 1.0);
    let raster = photo(|x, y| mixed(RED, graded(x, y), ring(x, y)));
    let middle = (120 * SIDE + 120) as usize;
    let (_, alphas) = cut(&raster, Holes::Auto);
    assert!(mean_error(&alphas, ring) < 0.006);
    assert_eq!(alphas[middle], 0);
    assert_eq!(cut(&raster, Holes::Keep).1[middle], 255);
    assert_eq!(cut(&raster, Holes::Remove).1[middle], 0);
}

#[test]
fn a_soft_shadow_goes_with_the_backdrop_or_stays_as_black() {
    let light = |x: f32, y: f32| 1.0 - 0.3 * (-((x - 150.0).powi(2) + (y - 170.0).powi(2)) / 1800.0).exp();
    let raster = photo(|x, y| mixed(RED, graded(x, y).map(|c| c * light(x, y)), disc(x, y, 55.0, 1.0)));
    let (_, alphas) = cut(&raster, Holes::Auto);
    let error = mean_error(&alphas, |x, y| disc(x, y, 55.0, 1.0));
    assert!(error < 0.006, "{error}");

    let matte = find(&InTurn, &raster, MatteOptions { keeps_shadow: true, ..MatteOptions::default() });
    let mut data = raster.data().to_vec();
    matte.refine(&mut data, 0);
    matte.lay_shadow(&mut data, 0);
    let at = |x: u32, y: u32| &data[((y * SIDE + x) * 4) as usize..][..4];
    let shadow = at(165, 185);
    let expected = (1.0 - light(165.5, 185.5)) * 255.0;
    assert!((f32::from(shadow[3]) - expected).abs() < 14.0, "{shadow:?}, not {expected}");
    assert_eq!(shadow[..3], [0; 3], "black");
    assert_eq!(at(10, 10)[3], 0, "far away nothing is dark");
    assert_eq!(at(120, 120)[3], 255);
}

#[test]
fn white_on_white_survives() {
    let shade = |x: f32, _: f32| [246.0 - x * 0.08; 3];
    let raster = photo(|x, y| mixed(shade(x, y), [253.0; 3], disc(x, y, 60.0, 1.0)));
    let (_, alphas) = cut(&raster, Holes::Auto);
    let error = mean_error(&alphas, |x, y| disc(x, y, 60.0, 1.0));
    assert!(error < 0.02, "{error}");
}

#[test]
fn a_subject_may_leave_the_picture_at_one_border() {
    let inside = |x: f32, y: f32| if (60.0..180.0).contains(&x) && y > 90.0 { 1.0 } else { 0.0 };
    let raster = photo(|x, y| mixed(RED, graded(x, y), inside(x, y)));
    let (matte, alphas) = cut(&raster, Holes::Auto);
    assert!(mean_error(&alphas, inside) < 0.006);
    assert!(matte.confidence() > DOUBTFUL);
}

#[test]
fn what_is_no_subject_on_a_backdrop_is_told_by_a_low_confidence() {
    let empty = photo(graded);
    let lively =
        photo(|x, y| [128.0 + 90.0 * (x * 0.3).sin(), 128.0 + 90.0 * (y * 0.21).sin(), 60.0 + (x * y) % 140.0]);
    let full = photo(|x, y| mixed(RED, graded(x, y), disc(x, y, 190.0, 1.0)));
    for raster in [empty, lively, full] {
        let matte = find(&InTurn, &raster, MatteOptions::default());
        assert!(matte.is_useless(), "{}", matte.confidence());
    }
}

#[test]
fn bands_of_rows_come_out_as_the_whole() {
    let raster = photo(|x, y| mixed(RED, graded(x, y), disc(x, y, 60.0, 5.0)));
    let matte = find(&InTurn, &raster, MatteOptions { keeps_shadow: true, ..MatteOptions::default() });
    let mut whole = raster.data().to_vec();
    matte.refine(&mut whole, 0);
    matte.lay_shadow(&mut whole, 0);
    let mut banded = raster.data().to_vec();
    let stride = SIDE as usize * 4;
    for (index, band) in banded.chunks_mut(stride * 7).enumerate() {
        matte.refine(band, index as u32 * 7);
        matte.lay_shadow(band, index as u32 * 7);
    }
    assert!(whole == banded);
}

#[test]
fn no_halo_of_the_backdrop_is_left_at_the_edge() {
    let raster = photo(|x, y| mixed(RED, [250.0; 3], disc(x, y, 60.0, 2.0)));
    let matte = find(&InTurn, &raster, MatteOptions::default());
    let mut data = raster.data().to_vec();
    matte.refine(&mut data, 0);
    for pixel in data.chunks_exact(4).filter(|pixel| (40..250).contains(&pixel[3])) {
        let green = f32::from(pixel[1]) * 255.0 / f32::from(pixel[3]);
        assert!((green - RED[1]).abs() < 40.0, "{pixel:?}");
    }
}

#[test]
fn the_smallest_pictures_do_no_harm() {
    for (width, height) in [(1, 1), (1, 9), (3, 2), (7, 7)] {
        let count = (width * height * 4) as usize;
        let raster = Raster::from_premultiplied(Size::new(width, height), vec![255; count], true).unwrap();
        let matte = find(&InTurn, &raster, MatteOptions { keeps_shadow: true, ..MatteOptions::default() });
        assert!(matte.is_useless());
        let mut data = raster.data().to_vec();
        matte.refine(&mut data, 0);
    }
}

#[test]
fn a_bright_rim_between_solid_parts_stays() {
    // A dark body, a rim of nearly the backdrop's colour that runs out at both sides, and what is inside.
    let color = |x: f32, y: f32| match () {
        () if !(60.0..180.0).contains(&x) || !(60.0..200.0).contains(&y) => [232.0; 3],
        () if y < 100.0 => [170.0; 3],
        () if y < 105.0 => [235.0; 3],
        () => RED,
    };
    let (_, alphas) = cut(&photo(color), Holes::Auto);
    let rim = (70..170).map(|x| alphas[(102 * SIDE + x) as usize]);
    assert!(rim.clone().all(|alpha| alpha > 250), "{:?}", rim.collect::<Vec<_>>());
}

/// 1 inside a box, 0 outside.
fn inside(x: f32, y: f32, (left, top, right, bottom): (f32, f32, f32, f32)) -> f32 {
    f32::from(u8::from(x > left && x < right && y > top && y < bottom))
}

#[test]
fn a_shadow_that_steepens_up_to_the_subject_goes_with_the_backdrop() {
    let body = |x: f32, y: f32| inside(x, y, (60.0, 60.0, 180.0, 160.0));
    let shaded = |x: f32, y: f32| {
        let below = y - 160.0;
        let beside = ((x - 120.0).abs() - 50.0).max(0.0);
        graded(x, y).map(|channel| channel * (1.0 - 0.4 * (-(below / 7.0).powi(2) - (beside / 7.0).powi(2)).exp()))
    };
    let raster = photo(|x, y| mixed(RED, shaded(x, y), body(x, y)));
    let (_, alphas) = cut(&raster, Holes::Auto);
    let left = (161..200).flat_map(|y| (60..180).map(move |x| (y * SIDE + x) as usize));
    let most = left.filter(|index| alphas[*index] > 127).count();
    assert!(most < 900, "{most}");
    let error = mean_error(&alphas, body);
    assert!(error < 0.02, "{error}");
}

#[test]
fn what_is_textured_stays_solid() {
    // Stripes of all tones between the backdrop's and black, as knitwear and braided metal have them.
    let knit = |x: f32, y: f32| [130.0 + 90.0 * (x * 0.9).sin() * (y * 0.7).cos(); 3];
    let raster = photo(|x, y| mixed(knit(x, y), graded(x, y), disc(x, y, 70.0, 1.0)));
    let (matte, alphas) = cut(&raster, Holes::Auto);
    let inside = |index: &usize| disc((index % SIDE as usize) as f32, (index / SIDE as usize) as f32, 62.0, 1.0) >= 1.0;
    assert!((0..alphas.len()).filter(inside).all(|index| alphas[index] == 255));
    assert!(matte.confidence() > DOUBTFUL, "{}", matte.confidence());
}

#[test]
fn what_a_network_sees_is_kept_where_the_backdrop_tells_nothing() {
    // White before white, but for a dark band in the middle.
    let color =
        |x: f32, y: f32| if (110.0..130.0).contains(&y) && disc(x, y, 60.0, 1.0) > 0.5 { RED } else { [250.0; 3] };
    let raster = photo(color);
    let shares = (0..80 * 80).map(|index| disc((index % 80) as f32 * 3.0, (index / 80) as f32 * 3.0, 60.0, 6.0));
    let mask = Mask::new(Size::new(80, 80), shares.collect()).unwrap();
    let matte = find(&InTurn, &raster, MatteOptions { seen: Some(&mask), ..MatteOptions::default() });
    let mut data = raster.data().to_vec();
    matte.refine(&mut data, 0);
    assert_eq!(data[((80 * SIDE + 120) * 4 + 3) as usize], 255);
    assert_eq!(data[((20 * SIDE + 120) * 4 + 3) as usize], 0);
}

#[test]
fn threads_change_nothing() {
    let ring = |x: f32, y: f32| disc(x, y, 80.0, 3.0) - disc(x, y, 45.0, 1.0);
    let raster = photo(|x, y| mixed(RED, graded(x, y), ring(x, y)));
    let refined = |matte: &Matte| {
        let mut data = raster.data().to_vec();
        matte.refine(&mut data, 0);
        matte.lay_shadow(&mut data, 0);
        data
    };
    let alone = refined(&find(&InTurn, &raster, MatteOptions { keeps_shadow: true, ..MatteOptions::default() }));
    assert_eq!(
        refined(&find(&Threads(3), &raster, MatteOptions { keeps_shadow: true, ..MatteOptions::default() })),
        alone
    );
}
