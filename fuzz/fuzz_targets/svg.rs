//! Any bytes as vector art, drawn small.
#![no_main]

use artboard::{Ask, Engine, Limits, Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { canvas_pixels: 1 << 14, svg_elements: 2_000, seconds: 2.0, ..Limits::strict() };
    let engine = Engine::builder().limits(limits).threads(1).build();
    let _ = engine.thumbnail(&Source::bytes(bytes), &Ask::inside(64, 64));
});
