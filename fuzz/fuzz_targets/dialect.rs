//! Any bytes as a design document or a template.
#![no_main]

use artboard::{Engine, Limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let engine = Engine::builder().limits(Limits::strict()).threads(1).build();
    let _ = engine.read_design(bytes);
    let _ = engine.read_template(bytes);
});
