use super::super::{at_least, in_depth, probe};
use crate::error::Fault;
use crate::geometry::Size;
use crate::limits::{Deadline, Limits};
use crate::picture::{ColorModel, Picture};
use crate::raster::{Decoded, Raster};
use std::path::Path;

fn file(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/modern").join(name)).unwrap()
}

fn read(bytes: impl Into<crate::source::Bytes>) -> crate::error::Result<(Picture, Raster)> {
    let limits = Limits::default();
    let picture = probe(bytes.into(), &limits)?;
    let raster = at_least(&picture, picture.size, &limits, &Deadline::NEVER)?;
    Ok((picture, raster))
}

/// How far the pixels are from those that the script says, at most.
fn far(raster: &Raster, expected: impl Fn(u8, u8) -> [u8; 4]) -> u8 {
    let straight = raster.clone().into_straight();
    let places = (0..16u8).flat_map(|y| (0..24u8).map(move |x| (x, y)));
    let pairs = straight.chunks(4).zip(places);
    pairs
        .flat_map(|(found, (x, y))| (0..4).map(move |c| (found[c], x, y, c)))
        .fold(0, |most, (found, x, y, c)| most.max(found.abs_diff(expected(x, y)[c])))
}

fn color(x: u8, y: u8) -> [u8; 4] {
    [x * 10, y * 15, 64, 255]
}

#[test]
fn every_kind_is_read_as_it_was_written() {
    let (picture, raster) = read(file("lossless.jxl")).unwrap();
    assert_eq!((picture.size, picture.depth, picture.has_alpha), (Size::new(24, 16), 8, false));
    assert_eq!(far(&raster, color), 0);
    let (picture, raster) = read(file("alpha.jxl")).unwrap();
    assert!(picture.has_alpha && !raster.is_opaque());
    // Alpha is multiplied in and divided out again on the way here.
    assert!(far(&raster, |x, y| [x * 10, y * 15, 64, if x < 12 { 128 } else { 255 }]) <= 1);
    let (picture, raster) = read(file("gray.jxl")).unwrap();
    assert_eq!(picture.model, ColorModel::Gray);
    assert_eq!(far(&raster, |x, _| [x * 10, x * 10, x * 10, 255]), 0);
    assert!(far(&read(file("lossy.jxl")).unwrap().1, color) <= 12);
}

#[test]
fn deep_samples_stay_deep() {
    let picture = probe(file("deep.jxl"), &Limits::default()).unwrap();
    assert_eq!(picture.depth, 16);
    let deep = in_depth(&picture, picture.size, None, &Limits::default(), &Deadline::NEVER).unwrap();
    assert!(matches!(deep, Decoded::Sixteen(_)));
    assert_eq!(far(&deep.into_raster(), color), 0);
}

#[test]
fn a_container_gives_what_a_codestream_does() {
    let bare = file("lossless.jxl");
    let boxed = |name: &[u8; 4], body: &[u8]| [&(body.len() as u32 + 8).to_be_bytes()[..], name, body].concat();
    let head = [boxed(b"JXL ", b"\r\n\x87\n"), boxed(b"ftyp", b"jxl \0\0\0\0jxl ")].concat();
    let exif = super::super::exif::tests::sample(6);
    let exif = boxed(b"Exif", &[&[0; 4], &exif[..]].concat());
    let whole = [&head[..], &exif, &boxed(b"jxlc", &bare)].concat();
    let (picture, raster) = read(whole.clone()).unwrap();
    // The resolution counts, the orientation does not.
    assert_eq!((picture.dpi, picture.size), (Some(300.0), Size::new(24, 16)));
    assert_eq!(far(&raster, color), 0);
    let (first, last) = bare.split_at(bare.len() / 2);
    let parts = [boxed(b"jxlp", &[&[0; 4], first].concat()), boxed(b"jxlp", &[&[0x80, 0, 0, 1], last].concat())];
    assert_eq!(far(&read([&head[..], &parts.concat()].concat()).unwrap().1, color), 0);
    for cut in 0..whole.len() {
        assert!(read(&whole[..cut]).is_err(), "{cut}");
    }
}

#[test]
fn what_is_cut_or_broken_is_refused_and_bombs_are_too_large() {
    for name in ["lossless.jxl", "alpha.jxl", "lossy.jxl", "deep.jxl"] {
        let whole = file(name);
        for cut in 2..whole.len() {
            if let Ok((picture, _)) = read(&whole[..cut]) {
                panic!("{name} cut at {cut} of {} is read as {}", whole.len(), picture.size);
            }
        }
        for at in 2..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 0x55;
            // Whatever it says: no panic comes out, and no other fault than these.
            if let Err(error) = read(changed) {
                assert!(matches!(error.fault(), Fault::Input | Fault::TooLarge | Fault::Unsupported), "{error}");
            }
        }
    }
    // A bare header: not small, 2^30 x 2^30 pixels.
    let bomb = [0xFF, 0x0A, 0xFE, 0xFF, 0xFF, 0xFF, 0xF1, 0xFF, 0xFF, 0xFF, 0x1F, 0, 0];
    assert_eq!(probe(&bomb[..], &Limits::default()).unwrap_err().fault(), Fault::TooLarge);
    let tight = Limits { source_pixels: 24 * 16 - 1, ..Limits::default() };
    assert_eq!(probe(file("lossless.jxl"), &tight).unwrap_err().fault(), Fault::TooLarge);
}
