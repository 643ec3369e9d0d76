//! Cutouts by a segmentation network: u2netp, which `testdata/fetch_model.py` puts below `target/`. Where it is absent
//! the tests that need it say so and pass.

#![cfg(feature = "model")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a broken fact should stop at its line")]

use artboard::cutout::Model;
use artboard::decode;
use artboard::geometry::Size;
use artboard::limits::Deadline;
use artboard::raster::Raster;
use artboard::{Engine, Fault, Limits, Output, Report, Source, write};
use std::fs;
use std::path::PathBuf;

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn model() -> Option<Model> {
    let Ok(bytes) = fs::read(file("target/u2netp.onnx")) else {
        eprintln!("skipped: target/u2netp.onnx is absent; python3 testdata/fetch_model.py fetches it");
        return None;
    };
    Some(Model::read(bytes, "u2netp.onnx", &Limits::default()).unwrap())
}

fn photo(name: &str) -> Vec<u8> {
    fs::read(file("testdata/photos").join(name)).unwrap()
}

fn pixels(bytes: Vec<u8>) -> Raster {
    let picture = decode::probe(bytes, &Limits::default()).unwrap();
    decode::at_least(&picture, picture.size, &Limits::default(), &Deadline::NEVER).unwrap()
}

/// The cut-out mug on a street instead of a backdrop: the landscape, stretched.
fn mug_outdoors() -> Vec<u8> {
    let (mug, land) = (pixels(photo("studio-mug-cutout.png")), pixels(photo("landscape.jpg")));
    let (size, from) = (mug.size(), land.size());
    let mut data = mug.data().to_vec();
    for (index, pixel) in data.chunks_exact_mut(4).enumerate() {
        let (x, y) = (index as u32 % size.width, index as u32 / size.width);
        let at = (y * from.height / size.height * from.width + x * from.width / size.width) as usize * 4;
        let rest = 255 - u32::from(pixel[3]);
        for (channel, below) in pixel.iter_mut().zip(&land.data()[at..at + 4]) {
            *channel = (u32::from(*channel) + (u32::from(*below) * rest + 127) / 255).min(255) as u8;
        }
    }
    write::raster(Raster::from_premultiplied(size, data, true).unwrap(), &Output::default()).unwrap()
}

/// Intersection over union of what is more than half there.
fn agreement(a: &Raster, b: &Raster) -> f64 {
    assert_eq!(a.size(), b.size());
    let alphas = a.data().chunks_exact(4).zip(b.data().chunks_exact(4)).map(|(a, b)| (a[3] > 127, b[3] > 127));
    let (mut both, mut any) = (0, 0);
    alphas.for_each(|(a, b)| (both, any) = (both + u32::from(a && b), any + u32::from(a || b)));
    f64::from(both) / f64::from(any)
}

fn cut(engine: &Engine, template: &str, photo: Vec<u8>) -> (Raster, Report) {
    let template = engine.read_template(format!("schema = 1\nbackground = \"transparent\"\n{template}")).unwrap();
    let mut made = engine.apply(&template, &Source::Bytes(photo.into())).unwrap();
    let made = made.remove(0);
    (pixels(made.bytes), made.report)
}

fn notes(report: &Report) -> String {
    let method = report.cutout().map(|found| format!("by {}\n", found.method)).unwrap_or_default();
    method + &report.notes().iter().map(|note| format!("{note}\n")).collect::<String>()
}

#[test]
fn a_scene_behind_the_subject_is_cut_away() {
    let Some(model) = model() else { return };
    assert_eq!(model.size(), Size::new(320, 320));
    let truth = pixels(photo("studio-mug-cutout.png"));
    let without = cut(&Engine::builder().build(), "", mug_outdoors());
    assert!(
        without.0.is_opaque() || without.1.serious().count() > 0,
        "no backdrop, nothing sure: {}",
        notes(&without.1)
    );
    let mut seen = Vec::new();
    for threads in [1, 3] {
        let engine = Engine::builder().cutout_model(model.clone()).threads(threads).build();
        let (found, report) = cut(&engine, "", mug_outdoors());
        assert!(notes(&report).contains("by model"), "{}", notes(&report));
        assert!(agreement(&found, &truth) > 0.95, "{}", agreement(&found, &truth));
        seen.push(found);
    }
    assert!(seen[0] == seen[1], "the same pixels with any number of threads");
}

#[test]
fn what_the_photo_offers_comes_first_unless_the_model_is_asked() {
    let Some(model) = model() else { return };
    let engine = Engine::builder().cutout_model(model).build();
    for (photo_name, template, told) in [
        ("studio-mug.jpg", "", "by backdrop"),
        ("studio-mug.jpg", "cutout = \"model\"", "by model"),
        ("studio-mug-cutout.png", "cutout = \"model\"", "transparency of its own"),
    ] {
        let (found, report) = cut(&engine, template, photo(photo_name));
        assert!(notes(&report).contains(told), "{photo_name} {template}: {}", notes(&report));
        let truth = pixels(photo("studio-mug-cutout.png"));
        assert!(agreement(&found, &truth) > 0.95, "{photo_name} {template}: {}", agreement(&found, &truth));
    }
    // The backdrop beside the subject tells what the shadow is, whoever told the subject.
    let (kept, report) = cut(&engine, "cutout = \"model\"\nshadow = \"keep\"", photo("studio-mug.jpg"));
    let on_the_floor = &kept.data()[((500 * 800 + 540) * 4) as usize..][..4];
    assert!(on_the_floor[..3].iter().all(|&level| level < 4), "black: {on_the_floor:?} {}", notes(&report));
    assert!((16..=120).contains(&on_the_floor[3]), "translucent: {on_the_floor:?}");
}

#[test]
fn a_photo_without_a_subject_stays_whole() {
    let Some(model) = model() else { return };
    let engine = Engine::builder().cutout_model(model).build();
    let gray = Raster::from_straight(Size::new(300, 200), [120, 120, 120, 255].repeat(60_000)).unwrap();
    let plain = write::raster(gray, &Output::default()).unwrap();
    for template in ["", "cutout = \"model\""] {
        let (found, report) = cut(&engine, template, plain.clone());
        assert!(found.is_opaque() && report.serious().count() == 1, "{}", notes(&report));
    }
}

#[test]
fn a_model_that_is_asked_for_and_not_named_is_an_error() {
    let engine = Engine::builder().build();
    let template = engine.read_template("schema = 1\nbackground = \"white\"\ncutout = \"model\"\n").unwrap();
    let error = engine.apply(&template, &Source::Bytes(photo("studio-mug.jpg").into())).unwrap_err();
    assert_eq!((error.fault(), error.place().as_deref()), (Fault::Input, Some("cutout")));
    assert!(error.help().unwrap().contains("--cutout-model"));
}
