//! Every fast path agrees with its slow twin.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test stops at the line that is wrong")]

use artboard::assets::DirAssets;
use artboard::fit::{Enlarge, Fit, Kernel};
use artboard::geometry::{Rect, Size};
use artboard::output::ProfileRule;
use artboard::paint::{Window, paint};
use artboard::picture::PictureFormat;
use artboard::raster::{Decoded, Raster};
use artboard::runner::InTurn;
use artboard::source::{OpenFile, ReadAt};
use artboard::{Ask, Batch, Engine, Format, Limits, Outcome, Output, Source, decode, resize, write};
use std::f64::consts::PI;
use std::fs;
use std::path::{Path, PathBuf};

fn testdata(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name)
}

fn decoded(name: &str, wanted: impl Fn(Size) -> Size) -> Raster {
    let limits = Limits::default();
    let picture = decode::probe(fs::read(testdata(name)).unwrap(), &limits).unwrap();
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
    let samples: Vec<f64> = raster.data().iter().map(|value| f64::from(*value)).collect();
    let data = resampled(&samples, raster.size(), crop, size, kernel, radius);
    let data = data.into_iter().map(|sum| (sum + 0.5).floor().clamp(0.0, 255.0) as u8).collect();
    Raster::from_premultiplied(size, data, false).unwrap()
}

/// Samples of pixels of four, resampled.
fn resampled(samples: &[f64], source: Size, crop: Rect, size: Size, kernel: fn(f64) -> f64, radius: f64) -> Vec<f64> {
    let across: Vec<_> =
        (0..size.width).map(|x| weights(kernel, radius, crop.x, crop.width, source.width, size.width, x)).collect();
    let down: Vec<_> =
        (0..size.height).map(|y| weights(kernel, radius, crop.y, crop.height, source.height, size.height, y)).collect();
    let stride = source.width as usize * 4;
    let mut data = Vec::new();
    for rows in &down {
        let mut row = vec![0.0; stride];
        for (y, weight) in rows {
            for (sum, value) in row.iter_mut().zip(&samples[y * stride..][..stride]) {
                *sum += weight * value;
            }
        }
        for columns in &across {
            for channel in 0..4 {
                data.push(columns.iter().map(|(x, weight)| weight * row[x * 4 + channel]).sum());
            }
        }
    }
    data
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
            let fast = resize::exactly(&InTurn, raster.clone(), crop, size, kernel, false).unwrap();
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

/// A file of 16 bits a sample, straight RGBA.
fn deep_file(size: Size, is_png: bool, sample: impl Fn(u32, u32) -> [u16; 4]) -> Vec<u8> {
    let pixels = (0..size.height).flat_map(|y| (0..size.width).map(move |x| (x, y)));
    let samples: Vec<u16> = pixels.flat_map(|(x, y)| sample(x, y)).collect();
    let mut file = std::io::Cursor::new(Vec::new());
    if is_png {
        let mut encoder = png::Encoder::new(&mut file, size.width, size.height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Sixteen);
        let bytes: Vec<u8> = samples.iter().flat_map(|sample| sample.to_be_bytes()).collect();
        encoder.write_header().unwrap().write_image_data(&bytes).unwrap();
    } else {
        let mut encoder = tiff::encoder::TiffEncoder::new(&mut file).unwrap();
        let image = encoder.new_image::<tiff::encoder::colortype::RGBA16>(size.width, size.height).unwrap();
        image.write_data(&samples).unwrap();
    }
    file.into_inner()
}

fn deep(file: Vec<u8>) -> Decoded {
    let limits = Limits::default();
    let picture = decode::probe(file, &limits).unwrap();
    decode::in_depth(&picture, picture.size, None, &limits, &limits.deadline()).unwrap()
}

#[test]
fn deep_pixels_are_rounded_once_after_the_resize() {
    let size = Size::new(70, 50);
    let sample = |x: u32, y: u32| [x * 900, y * 1300, x * y * 18, 65_535 - x * y % 7 * 9_000].map(|v| v as u16);
    let pixels = (0..size.height).flat_map(|y| (0..size.width).map(move |x| sample(x, y)));
    let premultiplied: Vec<f64> =
        pixels.flat_map(|[r, g, b, a]| [r, g, b, u16::MAX].map(|v| f64::from(v) * f64::from(a) / 65_535.0)).collect();
    for (target, is_png) in [(Size::new(23, 17), true), (Size::new(111, 97), false)] {
        let source = deep(deep_file(size, is_png, sample));
        let crop = Rect::new(1.25, 0.5, 66.5, 48.0);
        let slow = resampled(&premultiplied, size, crop, target, triangle, 1.0);
        let fast = resize::exactly(&InTurn, source, crop, target, Kernel::Bilinear, false).unwrap();
        for (fast, slow) in fast.data().iter().zip(&slow) {
            // Half a level, and what the library's whole-number weights add.
            assert!((f64::from(*fast) - slow / 257.0).abs() < 0.52, "{fast} for {}", slow / 257.0);
        }
    }
}

#[test]
fn a_deep_ramp_keeps_its_steps() {
    // Dark and slow: 512 pixels over 32 levels of 8 bits, each of which is to be seen 16 pixels wide.
    let ramp = |x: u32, _: u32| [(x * 16) as u16, (x * 16) as u16, (x * 16) as u16, 65_535];
    for (is_png, linear, width) in [(true, false, 256), (false, false, 256), (true, false, 1024), (false, true, 256)] {
        let source = deep(deep_file(Size::new(512, 8), is_png, ramp));
        let crop = source.size().rect();
        let raster = resize::exactly(&InTurn, source, crop, Size::new(width, 4), Kernel::Lanczos3, linear).unwrap();
        let row: Vec<u8> = raster.data()[..width as usize * 4].iter().step_by(4).copied().collect();
        assert!(row.is_sorted(), "{row:?}");
        for level in 1..31 {
            let seen = row.iter().filter(|value| **value == level).count();
            let expected = width as usize / 32;
            assert!(
                seen.abs_diff(expected) <= 1 + usize::from(linear) * 2,
                "level {level} on {seen} of {width} pixels"
            );
        }
    }
}

#[test]
fn a_kept_profile_shows_the_colours_that_converting_shows() {
    let engine = Engine::builder().build();
    let limits = Limits::default();
    let read = |bytes: &[u8]| {
        let picture = decode::probe(bytes, &limits).unwrap();
        let raster = decode::at_least(&picture, picture.size, &limits, &limits.deadline()).unwrap();
        (picture, raster)
    };
    let photo = fs::read(testdata("photos/icc-wide.jpg")).unwrap();
    let (source, converted) = read(&photo);
    for format in Format::ALL.into_iter().filter(|format| *format != Format::Psd) {
        let (quality, lossless) = ((format == Format::Jpeg).then_some(100), format == Format::Webp);
        let output = Output { profile: ProfileRule::Keep, quality, lossless, ..Output::of(format) };
        let ask = Ask { output, ..Ask::default() };
        let kept = engine.thumbnail(&Source::bytes(photo.clone()), &ask).unwrap();
        let (picture, raster) = read(&kept.bytes);
        assert_eq!(picture.profile, source.profile, "{format}");
        let mean = mean_difference(&raster, &converted);
        assert!(mean < if format == Format::Jpeg { 1.5 } else { 0.01 }, "{format}: {mean}");
        // Without it the same samples would mean other colours.
        let srgb = engine.thumbnail(&Source::bytes(photo.clone()), &Ask::default().output(Output::of(format))).unwrap();
        assert!(read(&srgb.bytes).0.profile.is_none() && srgb.bytes != kept.bytes);
    }
}

#[test]
fn shrinking_while_decoding_equals_decoding_whole() {
    let limits = Limits::default();
    for name in ["landscape", "444", "422", "progressive", "restart", "gray", "odd-size"] {
        let bytes = fs::read(testdata(&format!("photos/{name}.jpg"))).unwrap();
        let picture = decode::probe(bytes, &limits).unwrap();
        // Parts that are decoded at a half, a quarter and an eighth.
        for part in [4, 8, 20] {
            let target = Size::new(picture.size.width / part, picture.size.height / part);
            let finish = |wanted: Size| {
                let raster = decode::at_least(&picture, wanted, &limits, &limits.deadline()).unwrap();
                let crop = decode::extent(&picture, raster.size());
                resize::exactly(&InTurn, raster, crop, target, Kernel::Lanczos3, false).unwrap()
            };
            let mean = mean_difference(&finish(picture.size), &finish(target));
            assert!(mean < 1.0, "{name} to 1/{part}: {mean} levels");
        }
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
    let picture = decode::probe(file, &limits).unwrap();
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

/// Where the canvas is one enlarged picture, strips of the file are made of it without the canvas.
#[test]
fn an_enlarged_picture_without_its_canvas_equals_one_with_it() {
    for name in ["landscape.jpg", "studio-mug-cutout.png", "palette-trns.png", "bilevel.png", "rgb16.png"] {
        let photo = Source::bytes(fs::read(testdata(&format!("photos/{name}"))).unwrap());
        let ask = Ask { enlarge: Enlarge::Always, ..Ask::inside(2900, 2900) };
        let made = |threads: usize, background| {
            let engine = Engine::builder().threads(threads).build();
            engine.thumbnail(&photo, &Ask { background, ..ask.clone() }).unwrap()
        };
        let strips = made(1, None);
        assert!(strips.bytes == made(3, None).bytes, "{name}");
        assert!(strips.size.pixels() > 4 << 20, "{name}");
        let clear = artboard::ask::Backdrop::Color(artboard::color::Color::TRANSPARENT);
        let canvas = made(2, Some(clear));
        // Byte 25 of a PNG is its colour type.
        assert_eq!(strips.bytes[25], canvas.bytes[25], "{name}");
        let limits = Limits::default();
        let open = |bytes: Vec<u8>| {
            let picture = decode::probe(bytes, &limits).unwrap();
            decode::at_least(&picture, picture.size, &limits, &limits.deadline()).unwrap()
        };
        let (strips, canvas) = (open(strips.bytes), open(canvas.bytes));
        let off = strips.data().iter().zip(canvas.data()).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(off <= Some(1), "{name}: {off:?}");
    }
}

/// Where nothing but a colour and a picture lies on the canvas, strips of a JPEG are painted by whoever codes them.
#[test]
fn a_canvas_coded_while_it_is_painted_equals_one_that_is_held() {
    let limits = Limits::default();
    for (name, quality, progressive, width) in [
        ("landscape.jpg", 92, false, 1500),
        ("landscape.jpg", 70, false, 1500),
        ("studio-mug-cutout.png", 80, false, 1500),
        ("landscape.jpg", 70, true, 1500),
        // Wider than a tile.
        ("landscape.jpg", 70, false, 9000),
    ] {
        let photo = Source::bytes(fs::read(testdata(&format!("photos/{name}"))).unwrap());
        let background = Some(artboard::ask::Backdrop::Color(artboard::color::Color::rgb(250, 128, 7)));
        let ask = Ask { fit: Fit::Contain, enlarge: Enlarge::Always, background, ..Ask::inside(width, 1703) };
        let output = Output { quality: Some(quality), progressive, ..Output::of(Format::Jpeg) };
        let made = |threads: usize, output: &Output| {
            let engine = Engine::builder().threads(threads).build();
            engine.thumbnail(&photo, &ask.clone().output(output.clone())).unwrap().bytes
        };
        let strips = made(1, &output);
        assert!(strips == made(3, &output), "{name}");
        let picture = decode::probe(made(2, &Output::of(Format::Png)), &limits).unwrap();
        let canvas = decode::at_least(&picture, picture.size, &limits, &limits.deadline()).unwrap();
        assert!(canvas.size().pixels() > 2 << 20);
        assert!(strips == write::raster(canvas, &output).unwrap(), "{name} {quality} {progressive}");
    }
}

/// Noise with hard edges, clipped at black and white: the last bits of a resize differ everywhere.
fn noise(size: Size) -> Vec<u8> {
    let mut random = 9u32;
    let sample = |at: u64| {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [a, b, c, _] = random.to_be_bytes();
        let bright = if (at / 7).is_multiple_of(3) { 255 } else { 0 };
        [a.saturating_add(bright), b, c.saturating_sub(bright), 255]
    };
    let raster = Raster::from_premultiplied(size, (0..size.pixels()).flat_map(sample).collect(), true).unwrap();
    let output = Output::default();
    write::raster(raster, &output).unwrap()
}

#[test]
fn enlarged_noise_is_the_same_without_its_canvas_at_every_effort() {
    let photo = Source::bytes(noise(Size::new(1100, 1050)));
    for effort in [0, 3] {
        let made = |background| {
            let ask = Ask { enlarge: Enlarge::Always, background, ..Ask::inside(2200, 2100) };
            let ask = Ask { output: Output { effort, ..ask.output.clone() }, ..ask };
            let bytes = Engine::builder().threads(2).build().thumbnail(&photo, &ask).unwrap().bytes;
            let limits = Limits::default();
            let picture = decode::probe(bytes, &limits).unwrap();
            decode::at_least(&picture, picture.size, &limits, &limits.deadline()).unwrap()
        };
        let clear = artboard::ask::Backdrop::Color(artboard::color::Color::TRANSPARENT);
        let (strips, canvas) = (made(None), made(Some(clear)));
        assert_eq!(strips.size(), Size::new(2200, 2100));
        let off = strips.data().iter().zip(canvas.data()).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(off <= Some(1), "{effort}: {off:?}");
    }
}

#[test]
fn damage_is_the_same_error_with_any_number_of_threads() {
    let whole = noise(Size::new(1600, 1400));
    for at in [whole.len() / 2, whole.len() - 40_000, whole.len() - 20] {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        let made = |threads: usize| {
            let engine = Engine::builder().threads(threads).build();
            let made = engine.thumbnail(&Source::bytes(bytes.clone()), &Ask::inside(200, 200));
            made.map(|rendered| rendered.bytes).map_err(|error| error.to_string())
        };
        assert_eq!(made(1), made(3), "{at}");
        assert!(made(1).is_err(), "{at}");
    }
}

#[test]
fn rasters_travel_through_the_image_crate_unharmed() {
    let raster = decoded("photos/studio-mug-cutout.png", |size| size);
    let there: image::DynamicImage = raster.clone().into();
    let back = Raster::from(there);
    assert!(mean_difference(&raster, &back) < 0.01);
}

/// The part of a picture in this size, from its rows and from the whole; how it came in rows.
fn both_ways(bytes: &[u8], part: impl Fn(Rect) -> Rect, size: Size, kernel: Kernel) -> (Raster, Raster, bool) {
    let limits = Limits { source_pixels: 1 << 28, ..Limits::default() };
    let picture = decode::probe(bytes, &limits).unwrap();
    let part = part(picture.size.rect());
    let scale = |whole: u32, part: f64, size: u32| (f64::from(whole) * f64::from(size) / part).ceil() as u32;
    let wanted = Size::new(
        scale(picture.size.width, part.width, size.width),
        scale(picture.size.height, part.height, size.height),
    );
    let deadline = limits.deadline();
    let decoded = decode::in_depth(&picture, wanted, None, &limits, &deadline).unwrap();
    let place = decode::extent(&picture, decoded.size());
    let factor = place.width / f64::from(picture.size.width);
    let crop =
        Rect::new(place.x + part.x * factor, place.y + part.y * factor, part.width * factor, part.height * factor);
    let whole = resize::exactly(&InTurn, decoded, crop, size, kernel, false).unwrap();
    let mut taker = Taker::new(&picture, part, size, kernel);
    match decode::rows(&picture, wanted, None, &limits, &deadline, &mut taker).unwrap() {
        Some(decoded) => (resize::exactly(&InTurn, decoded, crop, size, kernel, false).unwrap(), whole, false),
        None => (decode::upright(taker.stream.unwrap().finish().unwrap(), &picture).unwrap(), whole, true),
    }
}

struct Taker<'a> {
    picture: &'a artboard::picture::Picture,
    part: Rect,
    size: Size,
    kernel: Kernel,
    stream: Option<resize::Stream>,
    /// Whether planes are wanted, and what takes them.
    wants_planes: bool,
    planes: Option<resize::Planes>,
}

impl<'a> Taker<'a> {
    fn new(picture: &'a artboard::picture::Picture, part: Rect, size: Size, kernel: Kernel) -> Self {
        Self { picture, part, size, kernel, stream: None, wants_planes: false, planes: None }
    }
}

impl artboard::raster::TakeRows for Taker<'_> {
    fn begin(&mut self, size: Size) -> artboard::Result<()> {
        let part = decode::stored_part(self.picture, self.part, size);
        self.stream = Some(resize::Stream::new(size, part, self.size, self.kernel)?);
        Ok(())
    }

    fn take(&mut self, rows: &[u8], is_opaque: bool) -> artboard::Result<()> {
        self.stream.as_mut().unwrap().take(rows, is_opaque)
    }

    fn begin_planes(&mut self, size: Size, planes: artboard::raster::Planes) -> artboard::Result<bool> {
        if self.wants_planes {
            self.planes = Some(resize::Planes::new(size, planes, self.part, self.size, self.kernel)?);
        }
        Ok(self.wants_planes)
    }

    fn take_luma(&mut self, row: &[u8]) -> artboard::Result<()> {
        self.planes.as_mut().unwrap().take_luma(row)
    }

    fn take_chroma(&mut self, rows: [&[u8]; 2]) -> artboard::Result<()> {
        self.planes.as_mut().unwrap().take_chroma(rows)
    }
}

#[test]
fn planes_resized_apart_come_to_what_the_whole_picture_comes_to() {
    let limits = Limits::default();
    let mut seen = 0;
    for entry in fs::read_dir(testdata("photos")).unwrap().flatten() {
        let Ok(picture) = decode::probe(fs::read(entry.path()).unwrap(), &limits) else { continue };
        // Half of the size: a JPEG is decoded at its own for that, and no chroma is enlarged.
        let size = Size::new((picture.size.width / 2).max(1), (picture.size.height / 2).max(1));
        for kernel in [Kernel::Bilinear, Kernel::Mitchell, Kernel::Lanczos3] {
            let (whole, deadline) = (picture.size.rect(), limits.deadline());
            let mut taker = Taker { wants_planes: true, ..Taker::new(&picture, whole, size, kernel) };
            let rows = decode::rows(&picture, size, None, &limits, &deadline, &mut taker);
            let (Ok(None), Some(planes)) = (rows, taker.planes) else { continue };
            let found = planes.finish().unwrap();
            let raster = decode::at_least(&picture, picture.size, &limits, &deadline).unwrap();
            let exact = resize::exactly(&InTurn, raster, whole, size, kernel, false).unwrap();
            let mean = mean_difference(&found, &exact);
            println!("{} {kernel:?}: {mean:.3}", entry.path().display());
            assert!(mean < 1.0, "{} {kernel:?}: {mean}", entry.path().display());
            seen += 1;
        }
    }
    assert!(seen >= 3, "{seen} in planes: the test shows nothing");
}

#[test]
fn rows_on_their_way_come_to_what_the_whole_picture_comes_to() {
    let (mut streamed, mut whole) = (0, 0);
    for entry in fs::read_dir(testdata("photos")).unwrap().flatten() {
        let (path, limits) = (entry.path(), Limits::default());
        let bytes = fs::read(&path).unwrap();
        let Ok(picture) = decode::probe(bytes.clone(), &limits) else { continue };
        if decode::at_least(&picture, picture.size, &limits, &limits.deadline()).is_err() {
            continue;
        }
        let Size { width, height } = picture.size;
        // Sizes for which a JPEG is decoded at a half, a quarter and an eighth, and at its own.
        for (part, kernel) in [(2, Kernel::Lanczos3), (4, Kernel::Mitchell), (8, Kernel::Bilinear), (24, Kernel::Box)] {
            let size = Size::new((width / part).max(1), (height / part).max(1));
            // A box is not the same mirrored: of two pixels at the same distance it takes one.
            if kernel == Kernel::Box && picture.orientation != artboard::picture::Orientation::UPRIGHT {
                continue;
            }
            for is_cut in [false, true] {
                let cut = |all: Rect| match is_cut {
                    true => Rect::new(all.width * 0.11, all.height * 0.37, all.width * 0.7, all.height * 0.6),
                    false => all,
                };
                let (rows, all, came_in_rows) = both_ways(&bytes, cut, size, kernel);
                *(if came_in_rows { &mut streamed } else { &mut whole }) += 1;
                assert_eq!((rows.size(), rows.is_opaque()), (all.size(), all.is_opaque()), "{}", path.display());
                let off = rows.data().iter().zip(all.data()).map(|(a, b)| a.abs_diff(*b)).max();
                // At its own size a JPEG comes from our decoder in rows and from the library as a whole.
                let most = if picture.format == PictureFormat::Jpeg { 4 } else { 1 };
                assert!(off <= Some(most), "{} {size} {kernel:?}: {off:?}", path.display());
                let mean = mean_difference(&rows, &all);
                assert!(mean < 0.1, "{} {size} {kernel:?}: {mean}", path.display());
            }
        }
    }
    assert!(streamed > 40 && whole > 10, "{streamed} in rows, {whole} not: the test shows nothing");
}

/// A file in memory that is read piece by piece, as one on a disk is.
struct Pieces(Vec<u8>);

impl ReadAt for Pieces {
    fn length(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> std::io::Result<usize> {
        let rest = self.0.get(at as usize..).unwrap_or_default();
        // Less than was asked for, which a system may give at any time.
        let count = rest.len().min(into.len()).min(50_000);
        into[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }
}

#[test]
fn an_open_file_becomes_what_its_bytes_become() {
    let engine = Engine::builder().threads(2).build();
    let size = Size::new(900, 700);
    let mut state = 7u32;
    let noise: Vec<u8> = (0..size.pixels() * 4)
        .map(|at| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            if at % 4 == 3 { 255 } else { (state >> 24) as u8 }
        })
        .collect();
    let made = |output: Output| {
        let raster = Raster::from_premultiplied(size, noise.clone(), true).unwrap();
        write::raster(raster, &output).unwrap()
    };
    let jpeg = |progressive| Output { quality: Some(97), progressive, ..Output::of(Format::Jpeg) };
    let mut files = vec![
        made(jpeg(false)),
        made(jpeg(true)),
        made(Output::of(Format::Png)),
        made(Output::of(Format::Tiff)),
        fs::read(testdata("photos/orientation-6.jpg")).unwrap(),
    ];
    // Far more than is read at once.
    assert!(files[..4].iter().all(|bytes| bytes.len() > 700_000));
    for index in 0..4 {
        let (length, mut damaged) = (files[index].len(), files[index].clone());
        damaged[length / 2..length / 2 + 2].copy_from_slice(&[0xFF, 0xD9]);
        files.extend([damaged, files[index][..length / 3].to_vec(), files[index][..length - 1].to_vec()]);
    }
    let (mut done, mut refused) = (0, 0);
    for (index, bytes) in files.into_iter().enumerate() {
        let open = Source::File(OpenFile::new(Pieces(bytes.clone())));
        for side in [90, 300, 600] {
            let shown = |source: &Source| {
                let done = engine.thumbnail(source, &Ask::inside(side, side));
                done.map(|file| file.bytes).map_err(|error| error.to_string())
            };
            let (open, held) = (shown(&open), shown(&Source::bytes(bytes.clone())));
            *(if held.is_ok() { &mut done } else { &mut refused }) += 1;
            assert!(open == held, "file {index} to {side}: {:?}, {:?}", open.err(), held.err());
        }
    }
    assert!(done > 14 && refused > 20, "{done} done, {refused} refused: the test shows nothing");
}

#[test]
fn damage_is_refused_in_rows_as_it_is_in_the_whole() {
    let limits = Limits::default();
    for name in ["photos/landscape.jpg", "photos/progressive.jpg", "photos/studio-mug-cutout.png"] {
        let bytes = fs::read(testdata(name)).unwrap();
        // Here and there, and all of the last check sums.
        for at in (bytes.len() / 8..bytes.len()).step_by(bytes.len() / 9).chain(bytes.len() - 24..bytes.len()) {
            let mut bytes = bytes.clone();
            bytes[at] ^= 0x55;
            let Ok(picture) = decode::probe(bytes, &limits) else { continue };
            let wanted = Size::new(picture.size.width / 5, picture.size.height / 5);
            let mut taker = Taker::new(&picture, picture.size.rect(), wanted, Kernel::Lanczos3);
            let rows = decode::rows(&picture, wanted, None, &limits, &limits.deadline(), &mut taker).map(drop);
            let whole = decode::at_least(&picture, wanted, &limits, &limits.deadline()).map(drop);
            let shown = |result: artboard::Result<()>| result.map_err(|error| error.to_string());
            assert_eq!(shown(rows), shown(whole), "{name} at {at}");
        }
    }
}
