//! A scene and its art become pixels and a file: whole, or band by band where that would be too much to hold.
//!
//! Promised: the same pixels either way, and with any number of threads.

use super::{Engine, colors, layers};
use crate::art::Art;
use crate::error::Result;
use crate::geometry::{Rect, Size};
use crate::limits::Deadline;
use crate::output::{Format, Output};
use crate::paint::{self, Window};
use crate::profile::Profile;
use crate::raster::{Raster, byte_count};
use crate::report::Report;
use crate::scene::Scene;
use crate::write::{self, Bands, Parts};

/// Pixels that are held at once, 64 MB: of a canvas, or of one picture on it. What is larger is made in pieces.
pub(super) const HELD: u64 = 1 << 24;

/// Whether the file is written while the canvas is painted.
pub(super) fn is_banded(scene: &Scene, output: &Output) -> bool {
    scene.size.pixels() > HELD && write::takes_bands(output)
}

/// Whether strips of the file are painted by whoever codes them: the canvas is not held. Of a PNG all pixels have to be
/// seen first.
fn is_stripped(scene: &Scene, art: &[Art], output: &Output) -> bool {
    let is_wanted = output.format == Format::Jpeg && output.profile.profile().is_none() && write::takes_parts(output);
    is_wanted && paint::is_seamless(scene, art) && scene.is_opaque() && !scene.is_bare_picture()
}

/// What is painted, in which colours, and what it becomes.
#[derive(Clone, Copy)]
pub(super) struct Painting<'a> {
    /// What is painted.
    pub(super) scene: &'a Scene,
    /// Whose colours it has; `None`: sRGB.
    pub(super) space: Option<&'a Profile>,
    /// The file.
    pub(super) output: &'a Output,
    /// When it must be done.
    pub(super) deadline: &'a Deadline,
}

/// Bytes of the canvas that are held at once until it is written, by so many threads.
pub(super) fn cost(scene: &Scene, output: &Output, threads: usize) -> u64 {
    match is_banded(scene, output) {
        _ if output.format == Format::Psd => layers::cost(scene),
        // A band for each thread, and the samples of them beside it.
        true => 2 * windows(scene, threads).next().map_or(0, |window| byte_count(window.size) as u64),
        // Painted, and on its way through the encoder; every try to stay within a number of bytes is made of a copy.
        false => byte_count(scene.size) as u64 * (write::held(output) + u64::from(output.max_bytes.is_some())),
    }
}

/// The file, and whether the canvas is opaque.
pub(super) fn file(
    engine: &Engine,
    painting: Painting<'_>,
    art: Vec<Art>,
    report: &mut Report,
) -> Result<(Vec<u8>, bool)> {
    let Painting { scene, space, output, deadline } = painting;
    if output.format == Format::Psd {
        return layers::file(engine, painting, &art, report);
    }
    if is_stripped(scene, &art, output) && space.is_none() {
        let cut = |part: Rect, pixels: &mut [u8]| {
            let window = Window { x: 0, y: part.y as u32, size: Size::new(scene.size.width, part.height as u32) };
            pixels.fill(0);
            paint::paint_into(pixels, scene, &art, window, deadline)
        };
        let parts = Parts { size: scene.size, is_opaque: true, cut: &cut };
        return Ok((write::parts(parts, &colors::encoding(output)?, engine)?, true));
    }
    if is_banded(scene, output) {
        let is_opaque = scene.is_opaque();
        let mut rows = windows(scene, engine.threads)
            .map(|window| colors::in_output(painted(engine, scene, &art, window, deadline)?, space, output, deadline));
        let bands = Bands { size: scene.size, is_opaque, rows: &mut rows };
        return Ok((write::bands(bands, &colors::encoding(output)?, engine)?, is_opaque));
    }
    let raster = whole(engine, scene, art, deadline)?.with_opacity_found();
    let is_opaque = raster.is_opaque();
    deadline.check()?;
    Ok((colors::written(raster, space, output, report, (deadline, engine))?, is_opaque))
}

/// All of the canvas at once.
pub(super) fn whole(engine: &Engine, scene: &Scene, mut art: Vec<Art>, deadline: &Deadline) -> Result<Raster> {
    match art.pop_if(|art| scene.is_bare_picture() && matches!(art, Art::Raster(_))) {
        // The resized picture is the whole canvas: painting it would only copy it.
        Some(Art::Raster(raster)) => Ok(raster),
        _ => painted(engine, scene, &art, Window::whole(scene.size), deadline),
    }
}

/// A window of the canvas that begins and ends where bands do, a band for each thread at a time.
pub(super) fn painted(
    engine: &Engine,
    scene: &Scene,
    art: &[Art],
    window: Window,
    deadline: &Deadline,
) -> Result<Raster> {
    let mut pixels = vec![0; byte_count(window.size)];
    let mut rest = pixels.as_mut_slice();
    let mut bands = Vec::new();
    let end = window.y + window.size.height;
    for band in Window::bands(scene.size).filter(|band| band.y >= window.y && band.y < end) {
        let (own, others) = rest.split_at_mut(byte_count(band.size).min(rest.len()));
        bands.push((band, own));
        rest = others;
    }
    let paint = |(band, pixels): (Window, &mut [u8])| paint::paint_into(pixels, scene, art, band, deadline);
    engine.in_parallel(bands, paint).into_iter().collect::<Result<()>>()?;
    Raster::from_premultiplied(window.size, pixels, scene.is_opaque())
}

/// The canvas from top to bottom, a band for each thread at a time.
fn windows(scene: &Scene, threads: usize) -> impl Iterator<Item = Window> {
    let mut bands = Window::bands(scene.size);
    std::iter::from_fn(move || {
        let mut window = bands.next()?;
        for band in bands.by_ref().take(threads.saturating_sub(1)) {
            window.size.height += band.size.height;
        }
        Some(window)
    })
}
