//! The three-line door: one photo to one thumbnail.
//!
//! ```no_run
//! let thumb = artboard::open("photo.jpg")?.inside(500, 500).png()?;
//! # Ok::<(), artboard::Error>(())
//! ```

use crate::ask::{Ask, Backdrop};
use crate::assets;
use crate::color::Color;
use crate::engine::{Engine, Rendered};
use crate::error::Result;
use crate::fit::{Align, Enlarge, Fit, Kernel, Wanted};
use crate::limits::Limits;
use crate::output::{Format, Output};
use crate::source::{Bytes, Source};
use std::path::Path;

/// A photo, an SVG or a design document, and what is asked of it so far.
#[derive(Clone)]
pub struct Photo {
    engine: Engine,
    source: Source,
    ask: Ask,
}

/// Opens a file with the default limits; a large one is read when something is made of it. A design document that names
/// files reads them below its own folder.
///
/// # Errors
/// [`Fault::Missing`](crate::Fault::Missing), [`Fault::TooLarge`](crate::Fault::TooLarge),
/// [`Fault::Io`](crate::Fault::Io).
pub fn open(path: impl AsRef<Path>) -> Result<Photo> {
    let path = path.as_ref();
    let source = assets::file::content(path, Limits::default().input_bytes)?.into();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let engine = Engine::builder().assets(assets::DirAssets::new(folder)?).build();
    Ok(Photo { engine, source, ask: Ask::default() })
}

/// Takes the bytes of a file, with the default limits and no access to other files.
pub fn from_bytes(bytes: impl Into<Bytes>) -> Photo {
    Photo { engine: Engine::builder().build(), source: Source::bytes(bytes), ask: Ask::default() }
}

impl Photo {
    /// The largest inside this box in pixels; 0 leaves a side free. Nothing is added, cut or enlarged.
    #[must_use]
    pub fn inside(self, width: u32, height: u32) -> Self {
        self.sized(Fit::Inside, width, height)
    }

    /// Exactly this box in pixels, cut where the photo sticks out.
    #[must_use]
    pub fn cover(self, width: u32, height: u32) -> Self {
        self.sized(Fit::Cover, width, height)
    }

    /// Exactly this box in pixels, filled up with the background.
    #[must_use]
    pub fn contain(self, width: u32, height: u32) -> Self {
        self.sized(Fit::Contain, width, height)
    }

    fn sized(mut self, fit: Fit, width: u32, height: u32) -> Self {
        (self.ask.fit, self.ask.size) = (fit, Wanted::pixels(width, height));
        self
    }

    /// Where in the free space, or which part stays when cut. Default the centre.
    #[must_use]
    pub fn align(mut self, align: Align) -> Self {
        self.ask.align = align;
        self
    }

    /// Lets a photo grow that is smaller than what is asked for. Default: it keeps its size.
    #[must_use]
    pub fn enlarge(mut self) -> Self {
        self.ask.enlarge = Enlarge::Always;
        self
    }

    /// What lies behind transparent and free parts. Default: nothing, or white where the format has no alpha.
    #[must_use]
    pub fn background(mut self, color: Color) -> Self {
        self.ask.background = Some(Backdrop::Color(color));
        self
    }

    /// The filter of the resize. Default Lanczos3.
    #[must_use]
    pub fn kernel(mut self, kernel: Kernel) -> Self {
        self.ask.kernel = kernel;
        self
    }

    /// Everything that can be asked, at once.
    #[must_use]
    pub fn ask(mut self, ask: Ask) -> Self {
        self.ask = ask;
        self
    }

    /// A PNG file.
    ///
    /// # Errors
    /// Any [`Fault`](crate::Fault).
    pub fn png(self) -> Result<Rendered> {
        self.write(Output::of(Format::Png))
    }

    /// A JPEG file of this quality, 1 to 100.
    ///
    /// # Errors
    /// Any [`Fault`](crate::Fault).
    pub fn jpeg(self, quality: u8) -> Result<Rendered> {
        self.write(Output { quality: Some(quality), ..Output::of(Format::Jpeg) })
    }

    /// A file as described.
    ///
    /// # Errors
    /// Any [`Fault`](crate::Fault).
    pub fn write(mut self, output: Output) -> Result<Rendered> {
        self.ask.output = output;
        self.engine.thumbnail(&self.source, &self.ask)
    }
}
