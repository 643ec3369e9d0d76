//! Thumbnails of the files named on the command line, in parallel: `cargo run --example thumbnails -- *.jpg`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example talks to its reader")]

use artboard::{Batch, Outcome, open};
use std::path::PathBuf;

fn main() -> artboard::Result<()> {
    let files: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let outcomes = Batch::of(&files).run(|_, file| {
        let thumb = open(file)?.inside(500, 500).png()?;
        let path = file.with_extension("thumb.png");
        std::fs::write(&path, &thumb.bytes)
            .map_err(|cause| artboard::Error::new(artboard::Fault::Io, "cannot write").caused_by(cause))?;
        Ok((path, thumb.size))
    })?;
    for (file, outcome) in files.iter().zip(outcomes) {
        match outcome {
            Outcome::Done((path, size)) => println!("{} ({size})", path.display()),
            Outcome::Failed(error) => eprintln!("{}: {error}", file.display()),
            Outcome::Skipped => {}
        }
    }
    Ok(())
}
