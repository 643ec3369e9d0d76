//! Real files that nobody here made: what each must come to. Skipped, and said so, where the folder is absent.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests state facts and stop at the line that breaks"
)]

use artboard::decode;
use artboard::geometry::Size;
use artboard::limits::{Deadline, Limits};
use artboard::picture::Picture;
use artboard::raster::Raster;
use artboard::{Fault, Result};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// No small file may take longer, on any machine, in any build.
const PATIENCE: Duration = Duration::from_secs(10);

/// Files of a folder of the corpora, in order, with their paths inside the corpora; `None` when the folder is absent.
fn files(folder: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let mut paths = Vec::new();
    collect(&root.join(folder), &mut paths);
    if paths.is_empty() {
        println!("skipped: {} is not there", root.join(folder).display());
        return None;
    }
    paths.sort();
    let name = |path: &Path| path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
    Some(paths.iter().map(|path| (name(path), std::fs::read(path).unwrap())).collect())
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type().unwrap() {
            kind if kind.is_dir() => collect(&entry.path(), paths),
            _ => paths.push(entry.path()),
        }
    }
}

fn decode(bytes: &[u8]) -> Result<(Picture, Raster)> {
    let limits = Limits::default();
    let picture = decode::probe(bytes, &limits)?;
    let raster = decode::at_least(&picture, picture.size, &limits, &limits.deadline())?;
    assert_eq!(raster.size(), picture.size, "the header and the pixels agree");
    assert!(picture.has_alpha || raster.is_opaque(), "a picture without alpha is opaque");
    assert!(raster.data().chunks_exact(4).all(|pixel| pixel[..3].iter().all(|channel| *channel <= pixel[3])));
    Ok((picture, raster))
}

#[test]
fn pngsuite_is_read_and_its_broken_files_are_refused() {
    for (name, bytes) in files("png/pngsuite").unwrap_or_default() {
        if !name.ends_with(".png") {
            continue;
        }
        let is_broken = name.contains("/x");
        match decode(&bytes) {
            Ok(_) => assert!(!is_broken, "{name} must be refused"),
            Err(error) => {
                assert!(is_broken, "{name}: {error}");
                assert!(matches!(error.fault(), Fault::Input | Fault::Unsupported), "{name}: {error}");
            }
        }
    }
}

/// The two 8-bit basic pictures show the same as their interlaced twins: `basi` and `basn` differ in nothing else.
#[test]
fn interlaced_pictures_equal_their_twins() {
    let files = files("png/pngsuite").unwrap_or_default();
    let mut pairs = 0;
    for (name, bytes) in &files {
        let twin = files.iter().find(|(other, _)| name.contains("/basi") && *other == name.replace("/basi", "/basn"));
        if let Some((_, twin)) = twin {
            assert_eq!(decode(bytes).unwrap().1, decode(twin).unwrap().1, "{name}");
            pairs += 1;
        }
    }
    assert!(files.is_empty() || pairs >= 15, "{pairs}");
}

#[test]
fn hostile_files_come_to_an_error_or_a_picture_in_bounded_time() {
    for folder in ["image-rs", "png/libpng", "png/pngsuite-extra"] {
        for (name, bytes) in files(folder).unwrap_or_default() {
            let start = Instant::now();
            if let Err(error) = decode(&bytes) {
                assert_ne!(error.fault(), Fault::Internal, "{name}: {error}");
            }
            assert!(start.elapsed() < PATIENCE, "{name}");
        }
    }
}

#[test]
fn webp_vectors_are_read() {
    for (name, bytes) in files("webp").unwrap_or_default() {
        decode(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn the_flower_is_read_in_every_depth_and_model() {
    let files = files("tiff/depth").unwrap_or_default();
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".tif")) {
        let (picture, _) = decode(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(picture.size, Size::new(73, 43), "{name}");
    }
    // Planar and chunky files hold the same samples.
    for (name, bytes) in files.iter().filter(|(name, _)| name.contains("contig")) {
        let planar = name.replace("contig", "planar");
        let (_, twin) = files.iter().find(|(name, _)| *name == planar).unwrap();
        assert_eq!(decode(bytes).unwrap().1, decode(twin).unwrap().1, "{name}");
    }
}

#[test]
fn every_cut_of_a_good_file_is_refused_or_loses_nothing() {
    for folder in ["png/pngsuite", "webp", "tiff/depth"] {
        let files = files(folder).unwrap_or_default();
        for (name, bytes) in files.iter().filter(|(_, bytes)| decode(bytes).is_ok()).step_by(9) {
            let whole = decode(bytes).unwrap().1;
            for part in 1..12 {
                let cut = &bytes[..bytes.len() * part / 12];
                match decode(cut) {
                    // What a TIFF says about itself may stand behind its samples.
                    Ok((_, raster)) => assert!(raster == whole, "{name} cut to {} bytes", cut.len()),
                    Err(error) => {
                        assert!(matches!(error.fault(), Fault::Input | Fault::Unsupported), "{name}: {error}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_reduced_photo_shows_what_the_whole_one_shows() {
    for (name, bytes) in files("photos").unwrap_or_default().iter().filter(|(name, _)| name.ends_with(".jpg")) {
        let limits = Limits::default();
        let picture = decode::probe(bytes.as_slice(), &limits).unwrap();
        let (whole, target) = (picture.size, Size::new(picture.size.width / 20, picture.size.height / 20));
        let thumb = |wanted| {
            let raster = decode::at_least(&picture, wanted, &limits, &Deadline::NEVER).unwrap();
            let extent = decode::extent(&picture, raster.size());
            let kernel = artboard::fit::Kernel::Lanczos3;
            (
                raster.size(),
                artboard::resize::exactly(&artboard::runner::InTurn, raster, extent, target, kernel, false).unwrap(),
            )
        };
        let ((reduced, fast), (_, slow)) = (thumb(target), thumb(whole));
        assert!(reduced.width < whole.width / 3, "{name} is reduced to {reduced}");
        let squares = |a: &[u8], b: &[u8]| a.iter().zip(b).map(|(a, b)| f64::from(a.abs_diff(*b)).powi(2)).sum::<f64>();
        let mean = squares(fast.data(), slow.data()) / (fast.data().len() / 4 * 3) as f64;
        let psnr = 10.0 * (255.0 * 255.0 / mean).log10();
        println!("{name}: {psnr:.1} dB");
        assert!(psnr > 50.0, "{name}: {psnr:.1} dB");
    }
}

#[test]
fn emoji_of_real_fonts_are_yellow_small_and_large() {
    let all = files("fonts").unwrap_or_default();
    // The bee and the face are the emoji that the two subsets have.
    for (name, emoji) in [("NotoColorEmojiCOLR", "\u{1f41d}"), ("NotoColorEmojiCBDT", "\u{1f600}")] {
        let Some((_, bytes)) = all.iter().find(|(path, _)| path.contains(name) && path.ends_with(".ttf")) else {
            continue;
        };
        let mut fonts = artboard::Fonts::bundled();
        fonts.add(bytes.as_slice()).unwrap();
        let engine = artboard::Engine::builder().fonts(fonts).build();
        for size in [12, 200] {
            let text = format!(r#"{{"type": "IText", "text": "{emoji}", "fontSize": {size}, "left": 0, "top": 0}}"#);
            let json = format!(r#"{{"version": "6.0.0", "width": 260, "height": 260, "objects": [{text}]}}"#);
            let design = engine.read_design(json).unwrap();
            let rendered = engine.render(&design, &artboard::Ask::default()).unwrap();
            let (_, raster) = decode(&rendered.bytes).unwrap();
            let is_yellow = |pixel: &&[u8]| pixel[3] > 200 && pixel[0] > 180 && pixel[1] > 120 && pixel[2] < 110;
            let yellow = raster.data().chunks_exact(4).filter(is_yellow).count() as f64;
            let share = yellow / f64::from(size * size);
            assert!((0.1..1.2).contains(&share), "{name} at {size}: {share}");
        }
    }
}
