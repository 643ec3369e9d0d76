//! What the benches share: inputs made once, in memory.
#![allow(dead_code, reason = "each bench uses its part")]
#![allow(clippy::unwrap_used, reason = "a bench without its input has nothing to say")]

use artboard::assets::DirAssets;
use artboard::design::Design;
use artboard::geometry::Size;
use artboard::output::{Format, Output};
use artboard::picture::Picture;
use artboard::raster::Raster;
use artboard::source::Bytes;
use artboard::{Engine, Limits, decode, write};
use std::path::PathBuf;

/// A folder or file of the test data.
pub(crate) fn testdata(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name)
}

/// A photo-like raster of this size: smooth areas, edges and grain, the same on every run.
pub(crate) fn photo(size: Size, is_opaque: bool) -> Raster {
    let mut seed = 0x2545_f491_4f6c_dd1du64;
    let mut data = Vec::with_capacity(size.pixels() as usize * 4);
    for y in 0..size.height {
        for x in 0..size.width {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            let grain = (seed >> 60) as u32;
            let edge = if (x / 97 + y / 61) % 3 == 0 { 40 } else { 0 };
            let ramp = |a: u32, of: u32| a * 160 / of.max(1);
            let alpha = if is_opaque { 255 } else { (ramp(x, size.width) + 95).min(255) };
            let channels =
                [ramp(x, size.width) + edge, ramp(y, size.height) + edge, 90 + edge].map(|v| (v + grain).min(255));
            data.extend(channels.map(|channel| channel as u8));
            data.push(alpha as u8);
        }
    }
    Raster::from_straight(size, data).unwrap()
}

/// A photo of this size as a file, header read.
pub(crate) fn picture(size: Size, format: Format, progressive: bool) -> Picture {
    let output = Output { progressive, ..Output::of(format) };
    let bytes: Bytes = write::raster(photo(size, format == Format::Jpeg), &output).unwrap().into();
    decode::probe(&bytes, &Limits::none()).unwrap()
}

/// The card of the test data and an engine that sees its pictures.
pub(crate) fn card() -> (Engine, Design) {
    let folder = testdata("card");
    let engine = Engine::builder().assets(DirAssets::new(&folder).unwrap()).limits(Limits::none()).build();
    let design = engine.read_design(std::fs::read(folder.join("card.json")).unwrap()).unwrap();
    (engine, design.value)
}

/// A document of this many layers, turned shapes, shadows and texts in turn, each as large as the others of its kind.
pub(crate) fn many_layers(count: u64) -> String {
    let kinds = [
        r##""type":"Rect","width":80,"height":50,"fill":"#3a7"##,
        r##""type":"Circle","radius":30,"fill":"#b52","stroke":"#222"##,
        r##""type":"Textbox","text":"A layer of text","width":150,"fontSize":20,"fill":"#114"##,
        r##""type":"Path","path":"M 0 0 L 50 20 Q 80 80 20 60 z","fill":"#c1a"##,
        r##""type":"Rect","width":60,"height":60,"fill":"#27c","shadow":{"color":"#0008","blur":6,"offsetX":3},"id":""##,
    ];
    let layer = |index: u64| {
        let (left, top, angle) = (index * 379 % 1000, index * 617 % 1000, index * 7 % 90);
        let kind = kinds[(index % 5) as usize];
        format!(r#"{{{kind}","left":{left},"top":{top},"angle":{angle},"opacity":0.8}}"#)
    };
    let layers = (0..count).map(layer).collect::<Vec<_>>().join(",");
    format!(r#"{{"version":"6.0.0","width":1000,"height":1000,"objects":[{layers}]}}"#)
}
