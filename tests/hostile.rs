//! Every file of `testdata/hostile/` gets its named fault, in bounded time, and nothing panics.
//!
//! `manifest.json` there says for each file what it is, which fault it must get (`none`: it is fine) and why; `also`
//! names a second answer that is as good.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test stops at the line that is wrong")]

use artboard::ask::Missing;
use artboard::assets::DirAssets;
use artboard::{Ask, Engine, Error, Fault, Limits, Source};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[derive(Deserialize)]
struct Entry {
    file: String,
    kind: String,
    fault: String,
    also: Option<String>,
    why: String,
    max_ms: u64,
}

/// Unoptimised builds on a busy machine are slower than what the manifest allows for.
const PATIENCE: u32 = 4;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/hostile")
}

fn entries(kind: &str) -> Vec<Entry> {
    let manifest = fs::read(folder().join("manifest.json")).unwrap();
    let entries: Vec<Entry> = serde_json::from_slice(&manifest).unwrap();
    entries.into_iter().filter(|entry| entry.kind == kind).collect()
}

fn engine() -> Engine {
    Engine::builder().assets(DirAssets::new(folder()).unwrap()).threads(1).build()
}

fn name_of(fault: Fault) -> &'static str {
    match fault {
        Fault::Input => "input",
        Fault::Missing => "missing",
        Fault::Unsupported => "unsupported",
        Fault::TooLarge => "too_large",
        Fault::TimedOut => "timed_out",
        Fault::Io => "io",
        _ => "internal",
    }
}

/// Runs every entry of a kind on a thread whose stack is as deep as a batch worker's.
fn check_all(kind: &'static str, work: fn(&Engine, Vec<u8>) -> Result<(), Error>) {
    let entries = entries(kind);
    assert!(entries.len() >= 10, "only {} files of kind {kind}", entries.len());
    let mut offences = Vec::new();
    for entry in entries {
        let bytes = fs::read(folder().join(&entry.file)).unwrap();
        let begun = Instant::now();
        let run = std::thread::Builder::new().stack_size(16 << 20).spawn(move || work(&engine(), bytes)).unwrap();
        let outcome = run.join();
        let took = begun.elapsed();
        let (fault, text) = match outcome {
            Ok(Ok(())) => ("none", String::new()),
            Ok(Err(error)) => (name_of(error.fault()), error.to_string()),
            Err(_) => ("panic", String::new()),
        };
        if fault != entry.fault && entry.also.as_deref() != Some(fault) {
            offences.push(format!("{}: {fault}, not {} ({}): {text}", entry.file, entry.fault, entry.why));
        }
        if text.chars().any(char::is_control) {
            offences.push(format!("{}: control characters in {text:?}", entry.file));
        }
        if took > Duration::from_millis(entry.max_ms) * PATIENCE {
            offences.push(format!("{}: took {took:?}, allowed {} ms", entry.file, entry.max_ms));
        }
    }
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

#[test]
fn pictures() {
    check_all("picture", |engine, bytes| engine.thumbnail(&Source::bytes(bytes), &Ask::inside(64, 64)).map(drop));
}

#[test]
fn vector_art() {
    check_all("svg", |engine, bytes| engine.thumbnail(&Source::bytes(bytes), &Ask::inside(64, 64)).map(drop));
}

#[test]
fn designs() {
    check_all("design", |engine, bytes| {
        let design = engine.read_design(bytes)?;
        engine.render(&design, &Ask::inside(64, 64)).map(drop)
    });
}

#[test]
fn templates() {
    let photo = fs::read(folder().join("../photos/landscape.jpg")).unwrap();
    assert!(engine().thumbnail(&Source::bytes(photo), &Ask::inside(8, 8)).is_ok());
    check_all("template", |engine, bytes| {
        let template = engine.read_template(bytes)?;
        let photo = fs::read(folder().join("../photos/landscape.jpg")).unwrap_or_default();
        engine.apply(&template, &Source::bytes(photo)).map(drop)
    });
}

/// Every good picture cut short at many lengths: a smaller picture never comes out, and nothing panics.
#[test]
fn filters_of_absurd_extent_are_drawn_or_refused() {
    for filter in [
        "width='1e30' height='1e30'><feGaussianBlur stdDeviation='1e30'/>",
        "width='1e30' height='1e30'><feGaussianBlur stdDeviation='.1'/>",
        "width='1e30' height='1e30'><feTurbulence baseFrequency='.1'/>",
        "x='-1e30' y='-1e30' width='3e30' height='3e30'><feFlood flood-color='red'/>",
        "width='1e30' height='1e30'><feMorphology operator='dilate' radius='1e30'/>",
        "x='1e30' width='1e-30'><feDiffuseLighting><fePointLight z='1e30'/></feDiffuseLighting>",
        "primitiveUnits='objectBoundingBox' width='1e30' height='1e30'><feOffset dx='1e30'/><feTile/>",
        "><feTurbulence baseFrequency='.1' x='-1e30' width='1e38'/>",
        "width='2000'><feComposite in2='SourceGraphic' operator='arithmetic' k2='1'/>",
        "width='2000'><feTurbulence baseFrequency='.1'/><feComposite in2='SourceGraphic' operator='arithmetic' k2='1'/>",
        "width='2000'><feDisplacementMap in2='SourceGraphic' scale='9'/>",
    ] {
        for scale in ["1", "1e20", "1e-20"] {
            let group = format!("<g transform='scale({scale})'><rect width='3' height='3' filter='url(#f)'/></g>");
            let text = format!(
                "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'><filter id='f' {filter}</filter>{group}</svg>"
            );
            if let Err(error) = engine().thumbnail(&Source::Bytes(text.into_bytes().into()), &Ask::default()) {
                assert!(matches!(error.fault(), Fault::TooLarge | Fault::Unsupported), "{filter} {scale}: {error}");
            }
        }
    }
}

#[test]
fn truncated_pictures() {
    let engine = engine();
    let photos = folder().join("../photos");
    for entry in fs::read_dir(photos).unwrap().flatten() {
        let bytes = fs::read(entry.path()).unwrap();
        for tenth in 0..10 {
            let cut = bytes.len() * tenth / 10;
            let result = engine.thumbnail(&Source::bytes(&bytes[..cut]), &Ask::inside(32, 32));
            if let Err(error) = result {
                assert_ne!(error.fault(), Fault::Internal, "{:?} cut at {cut}: {error}", entry.path());
            }
        }
    }
}

#[test]
fn a_missing_picture_names_its_layer_and_can_be_passed_over() {
    let engine = engine();
    let json = r#"{"version":"5.3.0","width":80,"height":60,"objects":[
        {"type":"rect","width":10,"height":10},{"type":"image","name":"Logo","src":"no-such.png","width":20,"height":20}]}"#;
    let design = engine.read_design(json).unwrap();
    let error = engine.render(&design, &Ask::default()).unwrap_err();
    assert_eq!(error.fault(), Fault::Missing);
    assert!(error.to_string().contains("layer 2 \"Logo\""), "{error}");
    for missing in [Missing::Placeholder, Missing::Skip] {
        let rendered = engine.render(&design, &Ask { missing, ..Ask::default() }).unwrap();
        assert!(rendered.report.serious().any(|note| note.place.contains("Logo")));
    }
}

#[test]
fn limits_hold_at_their_edge() {
    let json = r#"{"version":"5.3.0","width":100,"height":50,"objects":[]}"#;
    for (pixels, fits) in [(5_000, true), (4_999, false)] {
        let limits = Limits { canvas_pixels: pixels, ..Limits::default() };
        let engine = Engine::builder().limits(limits).build();
        let design = engine.read_design(json).unwrap();
        assert_eq!(engine.render(&design, &Ask::default()).is_ok(), fits, "{pixels}");
    }
}
