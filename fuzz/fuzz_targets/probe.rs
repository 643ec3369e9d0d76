//! Any bytes, header only: an answer or an error, at once.
#![no_main]

use artboard::source::Content;
use artboard::{Limits, decode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = decode::probe(Content::Bytes(bytes.into()), &Limits::strict());
});
