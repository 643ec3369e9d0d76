//! Every fast path agrees with its slow twin.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test stops at the line that is wrong")]

use artboard::assets::DirAssets;
use artboard::fit::Kernel;
use artboard::geometry::{Rect, Size};
use artboard::paint::{Window, paint};
use artboard::raster::Raster;
use artboard::{Ask, Batch, Engine, Limits, Outcome, Source, decode, resize};
use std::f64::consts::PI;
use std::fs;
use std::path::{Path, PathBuf};

fn testdata(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name)
}

fn decoded(name: &str, wanted: impl Fn(Size) -> Size) -> Raster {
    let limits = Limits::default();
    let picture = decode::probe(&fs::read(testdata(name)).unwrap().into(), &limits).unwrap();
    decode::at_least(&picture, wanted(picture.size), &limits, &limits.deadline()).unwrap()
}

fn mean_difference(a: &Raster, b: &Raster) -> f64 {
    assert_eq!(a.size(), b.size());
    a.data().iter().zip(b.data()).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>() / a.data().len() as f64
}

/// Lanczos with three lobes, straight from its definition.
fn lanczos3(x: f64) -> f64 {
    match x.abs() {
        x if x < 1e-12 => 1.0,
        x if x < 3.0 => 3.0 * (PI * x).sin() * (PI * x / 3.0).sin() / (PI * PI * x * x),
        _ => 0.0,
    }
}

fn triangle(x: f64) -> f64 {
    (1.0 - x.abs()).max(0.0)
}

/// The weights of one output pixel over the source, renormalised at the borders.
fn weights(
    kernel: fn(f64) -> f64,
    radius: f64,
    from: f64,
    length: f64,
    source: u32,
    size: u32,
    at: u32,
) -> Vec<(usize, f64)> {
    let scale = length / f64::from(size);
    let stretch = scale.max(1.0);
    let centre = from + (f64::from(at) + 0.5) * scale;
    let first = (centre - radius * stretch).floor().max(0.0) as usize;
    let last = ((centre + radius * stretch).ceil() as usize).min(source as usize);
    let weights: Vec<(usize, f64)> =
        (first..last).map(|index| (index, kernel((index as f64 + 0.5 - centre) / stretch))).collect();
    let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
    weights.into_iter().map(|(index, weight)| (index, weight / sum)).collect()
}

/// Resampling in float64 over all pixels: slow, and plainly right.
fn naive(raster: &Raster, crop: Rect, size: Size, kernel: fn(f64) -> f64, radius: f64) -> Raster {
    let source = raster.size();
    let across: Vec<_> =
        (0..size.width).map(|x| weights(kernel, radius, crop.x, crop.width, source.width, size.width, x)).collect();
    let down: Vec<_> =
        (0..size.height).map(|y| weights(kernel, radius, crop.y, crop.height, source.height, size.height, y)).collect();
    let stride = source.width as usize * 4;
    let mut data = Vec::new();
    for rows in &down {
        let mut row = vec![0.0; stride];
        for (y, weight) in rows {
            for (sum, value) in row.iter_mut().zip(&raster.data()[y * stride..][..stride]) {
                *sum += weight * f64::from(*value);
            }
        }
        for columns in &across {
            for channel in 0..4 {
                let sum: f64 = columns.iter().map(|(x, weight)| weight * row[x * 4 + channel]).sum();
                data.push((sum + 0.5).floor().clamp(0.0, 255.0) as u8);
            }
        }
    }
    Raster::from_premultiplied(size, data, false).unwrap()
}

#[test]
fn simd_resampling_equals_the_naive_kernel_within_one_step() {
    for (name, kernel, function, radius) in [
        ("photos/landscape.jpg", Kernel::Lanczos3, lanczos3 as fn(f64) -> f64, 3.0),
        ("photos/studio-mug-cutout.png", Kernel::Lanczos3, lanczos3, 3.0),
        ("photos/landscape.jpg", Kernel::Bilinear, triangle, 1.0),
    ] {
        let raster = decoded(name, |size| size);
        let whole = raster.size().rect();
        let crops = [whole, Rect::new(10.25, 20.5, whole.width - 33.3, whole.height - 41.7)];
        for (crop, size) in crops.into_iter().flat_map(|crop| [(crop, Size::new(101, 67)), (crop, Size::new(900, 700))])
        {
            let fast = resize::exactly(raster.clone(), crop, size, kernel, false).unwrap();
            let slow = naive(&raster, crop, size, function, radius);
            let mean = mean_difference(&fast, &slow);
            assert!(mean < 0.5, "{name} {kernel:?} to {size}: mean difference {mean}");
            // Overshoot of a colour above its alpha is cut in the fast path only.
            let off = fast.data().iter().zip(slow.data()).filter(|(a, b)| a.abs_diff(**b) > 1).count();
            assert!(
                off * 200 < fast.data().len(),
                "{name} {kernel:?} to {size}: {off} channels are off by more than one"
            );
        }
    }
}

#[test]
fn shrinking_while_decoding_equals_decoding_whole() {
    for name in ["photos/landscape.jpg", "photos/444.jpg", "photos/progressive.jpg", "photos/gray.jpg"] {
        let whole = decoded(name, |size| size);
        let target = Size::new(whole.size().width / 7, whole.size().height / 7);
        let reduced = decoded(name, |_| target);
        let finish = |raster: Raster| {
            let crop = raster.size().rect();
            resize::exactly(raster, crop, target, Kernel::Lanczos3, false).unwrap()
        };
        let mean = mean_difference(&finish(whole), &finish(reduced));
        assert!(mean < 1.0, "{name}: {mean} levels");
    }
}

fn card() -> (Engine, Vec<u8>) {
    let engine = Engine::builder().assets(DirAssets::new(testdata("card")).unwrap());
    (engine.build(), fs::read(testdata("card/card.json")).unwrap())
}

#[test]
fn bands_are_the_same_pixels_as_the_whole() {
    let (engine, json) = card();
    let design = engine.read_design(json).unwrap();
    let scene = engine.scene(&design, &Ask::width(300)).unwrap().value;
    let deadline = Limits::default().deadline();
    let art = engine.load(&scene).unwrap();
    let whole = paint(&scene, &art, Window::whole(scene.size), &deadline).unwrap();
    let mut banded = Vec::new();
    for y in (0..scene.size.height).step_by(37) {
        let size = Size::new(scene.size.width, 37.min(scene.size.height - y));
        banded.extend(paint(&scene, &art, Window { x: 0, y, size }, &deadline).unwrap().into_data());
    }
    assert!(whole.data() == banded, "bands differ from the whole");
}

#[test]
fn a_canvas_too_large_to_hold_is_written_with_the_same_pixels() {
    let (engine, json) = card();
    let design = engine.read_design(json).unwrap();
    // A little over 16 million pixels, from which on the file is written while the canvas is painted.
    let ask = Ask::width(3500);
    let scene = engine.scene(&design, &ask).unwrap().value;
    assert!(scene.size.pixels() > 1 << 24);
    let limits = Limits::default();
    let art = engine.load(&scene).unwrap();
    let whole = paint(&scene, &art, Window::whole(scene.size), &limits.deadline()).unwrap();
    let file = engine.render(&design, &ask).unwrap().bytes;
    let picture = decode::probe(&file.into(), &limits).unwrap();
    let written = decode::at_least(&picture, picture.size, &limits, &limits.deadline()).unwrap();
    assert!(written == whole, "bands differ from the whole");
}

#[test]
fn one_thread_and_many_make_the_same_bytes() {
    let (engine, json) = card();
    let alone = Engine::builder().assets(DirAssets::new(testdata("card")).unwrap()).threads(1).build();
    let ask = Ask::width(200);
    let render = |engine: &Engine| engine.render(&engine.read_design(&json).unwrap(), &ask).unwrap().bytes;
    let expected = render(&alone);
    assert!(expected == render(&engine));

    let photos: Vec<PathBuf> = fs::read_dir(testdata("photos")).unwrap().flatten().map(|entry| entry.path()).collect();
    let batch = |workers: usize| {
        let thumb = |_: usize, path: &PathBuf| {
            let bytes = fs::read(path).unwrap();
            engine.thumbnail(&Source::bytes(bytes), &Ask::inside(50, 50)).map(|thumb| thumb.bytes)
        };
        Batch::of(&photos).workers(workers).run(thumb).unwrap()
    };
    for (one, many) in batch(1).into_iter().zip(batch(8)) {
        match (one, many) {
            (Outcome::Done(one), Outcome::Done(many)) => assert!(one == many),
            (Outcome::Failed(one), Outcome::Failed(many)) => assert_eq!(one.to_string(), many.to_string()),
            (one, many) => panic!("{one:?} against {many:?}"),
        }
    }
}

#[test]
fn the_shortcut_for_a_bare_picture_equals_painting_it() {
    let engine = Engine::builder().build();
    let photo = Source::bytes(fs::read(testdata("photos/landscape.jpg")).unwrap());
    let bare = engine.thumbnail(&photo, &Ask::inside(97, 97)).unwrap();
    // A transparent background forces the scene through the painter.
    let background = Some(artboard::ask::Backdrop::Color(artboard::color::Color::TRANSPARENT));
    let painted = engine.thumbnail(&photo, &Ask { background, ..Ask::inside(97, 97) }).unwrap();
    assert!(bare.bytes == painted.bytes);
}

#[test]
fn rasters_travel_through_the_image_crate_unharmed() {
    let raster = decoded("photos/studio-mug-cutout.png", |size| size);
    let there: image::DynamicImage = raster.clone().into();
    let back = Raster::from(there);
    assert!(mean_difference(&raster, &back) < 0.01);
}
