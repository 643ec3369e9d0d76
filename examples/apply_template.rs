//! A template over a photo: `cargo run --example apply_template`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example talks to its reader")]

use artboard::{Engine, Source};

const TEMPLATE: &str = r#"
schema = 1
background = "linear-gradient(#ffffff, #dfe6ea)"
canvas = { width = 1000, height = 1000 }
margin = "8%"
shadow = { dx = "0%", dy = "2%", blur = "1.5%", color = "black", opacity = 0.35 }

[[outputs]]
format = "jpeg"
quality = 90
"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::builder().build();
    let template = engine.read_template(TEMPLATE)?;
    let photo = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/photos/studio-mug-cutout.png"))?;
    for shot in engine.apply(&template, &Source::bytes(photo))? {
        let path = std::env::temp_dir().join(format!("mug.{}", shot.format.extension()));
        std::fs::write(&path, &shot.bytes)?;
        println!("{} ({})", path.display(), shot.size);
    }
    Ok(())
}
