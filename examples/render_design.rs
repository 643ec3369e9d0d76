//! A design parsed once, rendered at two sizes: `cargo run --example render_design`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example talks to its reader")]

use artboard::assets::DirAssets;
use artboard::{Ask, Engine};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/card");
    let engine = Engine::builder().assets(DirAssets::new(folder)?).build();
    let design = engine.read_design(std::fs::read(format!("{folder}/card.json"))?)?;

    for (side, width) in [("0", 250), ("0", 1000), ("1", 500)] {
        let preview = engine.render(&design, &Ask::width(width).view(side))?;
        let path = std::env::temp_dir().join(format!("card-{side}-{width}.png"));
        std::fs::write(&path, &preview.bytes)?;
        println!("{} ({})", path.display(), preview.size);
        for note in preview.report.notes() {
            println!("  {note}");
        }
    }
    Ok(())
}
