//! Pictures out of your own store instead of a folder: `cargo run --example own_assets`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example talks to its reader")]

use artboard::source::{Assets, Bytes};
use artboard::{Ask, Engine, Error, Result, Source};
use std::collections::HashMap;

/// Stands for a database, an object store, a cache.
struct Store(HashMap<String, Bytes>);

impl Assets for Store {
    fn fetch(&self, source: &Source, maximum: u64) -> Result<Bytes> {
        let Source::Path(key) = source else { return Err(Error::missing("only keys of the store are known")) };
        let bytes = self.0.get(key).ok_or_else(|| Error::missing(format!("the store has no {source}")))?;
        match bytes.len() as u64 <= maximum {
            true => Ok(bytes.clone()),
            false => Err(Error::too_large("input_bytes", bytes.len(), maximum)),
        }
    }
}

fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let heart = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/clipart/heart.svg"))?;
    let store = Store(HashMap::from([("hearts/red".to_owned(), heart.into())]));
    let engine = Engine::builder().assets(store).build();
    let design = engine.read_design(
        r#"{"version": "5.3.0", "width": 300, "height": 300, "background": "mistyrose",
            "objects": [{"type": "image", "src": "hearts/red", "left": 50, "top": 50, "scaleX": 2, "scaleY": 2}]}"#,
    )?;
    let picture = engine.render(&design, &Ask::default())?;
    println!("{} bytes, {}", picture.bytes.len(), picture.size);
    Ok(())
}
