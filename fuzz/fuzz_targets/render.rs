//! Any design document, rendered on a tiny canvas: pixels or an error, in bounded time.
#![no_main]

use artboard::ask::Missing;
use artboard::{Ask, Engine, Limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits =
        Limits { canvas_pixels: 1 << 14, layers: 200, text_characters: 2_000, seconds: 2.0, ..Limits::strict() };
    let engine = Engine::builder().limits(limits).threads(1).build();
    let ask = Ask { missing: Missing::Placeholder, canvas: Some((64.0, 64.0)), ..Ask::inside(64, 64) };
    if let Ok(design) = engine.read_design(bytes) {
        let _ = engine.render(&design, &ask);
    }
});
