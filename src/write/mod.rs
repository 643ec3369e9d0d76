//! A [`Raster`] becomes a file.
//!
//! In: pixels and an [`Output`]. Out: the whole file, in sRGB or with the profile that the pixels are in, with the
//! resolution that was asked for and no other metadata. Promised: alpha is divided out exactly once; an opaque raster
//! is written without an alpha channel; the raster's own buffer is reused, so that no second frame is held; the same
//! input gives the same bytes. A picture too large to hold comes in [`Bands`], and has the same pixels in the file.
//! Refused: sizes that the format cannot hold, options out of range, formats that are not built in.

mod budget;
#[cfg(feature = "jpeg")]
pub mod jpeg;
mod layers;
#[cfg(feature = "jpeg")]
mod matte;
#[cfg(feature = "png")]
pub mod png;
#[cfg(feature = "psd")]
pub mod psd;
#[cfg(any(feature = "png", feature = "tiff", feature = "webp"))]
mod samples;
#[cfg(any(feature = "jpeg", feature = "png", feature = "psd", feature = "tiff", feature = "webp"))]
mod sides;
mod space;
#[cfg(feature = "tiff")]
pub mod tiff;
#[cfg(feature = "webp")]
pub mod webp;

use crate::error::{Error, Result};
use crate::geometry::{Rect, Size};
use crate::limits::Deadline;
#[allow(unused_imports, reason = "named only where a format is built in")]
use crate::output::Format;
use crate::output::{Output, Strip};
use crate::raster::Raster;
use crate::runner::{InTurn, Runner};
pub use layers::{Layer, Layers};
pub use space::in_space;

/// A picture that comes piece by piece.
pub struct Bands<'a> {
    /// All of it.
    pub size: Size,
    /// Whether every alpha is known to be 255. Bands of another picture may be opaque too; it keeps its alpha channel.
    pub is_opaque: bool,
    /// Whole rows, as wide as the picture, from top to bottom until there are no more.
    pub rows: &'a mut dyn Iterator<Item = Result<Raster>>,
}

/// Makes the pixels of a rectangle that lies inside, its edges on whole pixels: premultiplied RGBA, as many as there is
/// room for.
pub type CutInto<'a> = dyn Fn(Rect, &mut [u8]) -> Result<()> + Sync + 'a;

/// A picture of which any part can be made, as often as it is asked for.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// All of it.
    pub size: Size,
    /// Whether every alpha is known to be 255.
    pub is_opaque: bool,
    /// Makes a part.
    pub cut: &'a CutInto<'a>,
}

/// Whether [`parts`] makes the file that `output` describes. Of grays and few colours a smaller PNG can be made of all
/// pixels together, see [`needs_all_samples`].
pub fn takes_parts(output: &Output) -> bool {
    let takes = match output.format {
        #[cfg(feature = "png")]
        Format::Png => output.effort <= 3,
        #[cfg(feature = "jpeg")]
        Format::Jpeg => jpeg::is_in_strips(output),
        _ => false,
    };
    takes && output.max_bytes.is_none()
}

/// The file that `output` describes, of a picture that is made part by part, by as many threads as there are.
///
/// # Errors
/// As [`raster`]; what a part says when it fails; [`Fault::Unsupported`](crate::Fault::Unsupported) where
/// [`takes_parts`] says no.
pub fn parts(parts: Parts<'_>, output: &Output, runner: &impl Runner) -> Result<Vec<u8>> {
    output.check()?;
    let output = &without_all(output);
    match output.format {
        #[cfg(feature = "png")]
        Format::Png if takes_parts(output) => png::write_parts(parts, output, runner),
        #[cfg(feature = "jpeg")]
        Format::Jpeg if takes_parts(output) => jpeg::write_parts(parts, output, runner),
        other => {
            let _ = (parts, runner);
            Err(Error::unsupported(format!("{other} is not written in parts")))
        }
    }
}

/// Whether a file needs all samples of such pixels, and could not say the same with fewer. Then it can be written in
/// parts without loss.
pub fn needs_all_samples(raster: &Raster) -> bool {
    #[cfg(feature = "png")]
    return png::needs_all_samples(raster);
    #[cfg(not(feature = "png"))]
    return {
        let _ = raster;
        true
    };
}

/// Whether a file can be written while its bands come in. A WebP is made of the whole picture, and the TIFF
/// library compresses only what it gets in one piece; a number of bytes is met by trying again.
pub fn takes_bands(output: &Output) -> bool {
    matches!(output.format, Format::Png | Format::Jpeg) && output.max_bytes.is_none()
}

/// Times the bytes of a canvas that are held while it is encoded whole, the canvas counted.
pub fn held(output: &Output) -> u64 {
    match output.format {
        #[cfg(feature = "webp")]
        Format::Webp => webp::held(output),
        _ => 2,
    }
}

/// The file that `output` describes, of a picture that comes in bands.
///
/// # Errors
/// As [`raster`]; what the bands say when they fail; [`Fault::Unsupported`](crate::Fault::Unsupported) where
/// [`takes_bands`] says no.
pub fn bands(bands: Bands<'_>, output: &Output, runner: &impl Runner) -> Result<Vec<u8>> {
    output.check()?;
    let output = &without_all(output);
    match output.format {
        #[cfg(feature = "png")]
        Format::Png => png::write_bands(bands, output, runner),
        #[cfg(feature = "jpeg")]
        Format::Jpeg => jpeg::write_bands(bands, output, runner),
        other => {
            let _ = (bands, runner);
            Err(Error::unsupported(format!("{other} is not written in bands")))
        }
    }
}

/// The file that `output` describes, and the output that made it: with `max_bytes` its quality or effort may have had
/// to change.
///
/// # Errors
/// As [`raster`]; [`Fault::TooLarge`](crate::Fault::TooLarge) too when the file cannot be made small enough,
/// [`Fault::TimedOut`](crate::Fault::TimedOut) when the deadline passes.
pub fn fitting(
    pixels: Raster,
    output: &Output,
    deadline: &Deadline,
    runner: &impl Runner,
) -> Result<(Vec<u8>, Output)> {
    match output.max_bytes {
        None => Ok((raster_by(pixels, output, runner)?, output.clone())),
        Some(maximum) => budget::within(output, maximum, |output| {
            deadline.check()?;
            raster_by(pixels.clone(), output, runner)
        }),
    }
}

/// The file that `output` describes; `max_bytes` is not looked at.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) for options out of range, [`Fault::TooLarge`](crate::Fault::TooLarge) for more
/// pixels than the format can hold, [`Fault::Unsupported`](crate::Fault::Unsupported) for a format that is not built
/// in.
pub fn raster(raster: Raster, output: &Output) -> Result<Vec<u8>> {
    raster_by(raster, output, &InTurn)
}

/// As [`raster`], its pieces done by `runner`: the same bytes.
///
/// # Errors
/// As [`raster`].
pub fn raster_by(raster: Raster, output: &Output, runner: &impl Runner) -> Result<Vec<u8>> {
    output.check()?;
    let output = &without_all(output);
    match output.format {
        #[cfg(feature = "png")]
        Format::Png => png::write(raster, output, runner),
        #[cfg(feature = "jpeg")]
        Format::Jpeg => jpeg::write(raster, output, runner),
        #[cfg(feature = "webp")]
        Format::Webp => webp::write(raster, output),
        #[cfg(feature = "tiff")]
        Format::Tiff => tiff::write(raster, output),
        #[cfg(feature = "psd")]
        Format::Psd => psd::write(raster, output),
        #[allow(unreachable_patterns, reason = "reached when a format's feature is off")]
        other => {
            let _ = (raster, runner);
            Err(not_built_in(other))
        }
    }
}

/// Without the resolution where all but pixels is stripped.
fn without_all(output: &Output) -> Output {
    Output { dpi: output.dpi.filter(|_| output.strip != Strip::All), ..output.clone() }
}

/// The file that `output` describes, with its layers; `max_bytes` is not looked at.
///
/// # Errors
/// As [`raster`](fn@raster); what the layers say when they fail; [`Fault::Unsupported`](crate::Fault::Unsupported) for
/// a format without layers.
pub fn layered(layers: Layers<'_>, output: &Output) -> Result<Vec<u8>> {
    output.check()?;
    let output = &Output { dpi: output.dpi.filter(|_| output.strip != Strip::All), ..output.clone() };
    match output.format {
        #[cfg(feature = "psd")]
        Format::Psd => psd::layered(layers, output),
        other => {
            let _ = layers;
            Err(not_built_in(other))
        }
    }
}

fn not_built_in(format: Format) -> Error {
    Error::unsupported(format!("this build has no support for writing {format}"))
        .with_help(format!("build with feature `{format}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_out_of_range_are_refused_in_every_format() {
        for format in Format::ALL {
            let pixel = Raster::clear(Size::new(1, 1));
            assert!(raster(pixel, &Output { effort: 10, ..Output::of(format) }).is_err());
        }
    }

    #[test]
    fn the_same_raster_gives_the_same_bytes_in_every_format() {
        for format in Format::ALL {
            let pixels = || Raster::from_straight(Size::new(2, 1), vec![9, 8, 7, 255, 1, 2, 3, 100]).unwrap();
            let output = Output { dpi: Some(300.0), ..Output::of(format) };
            assert_eq!(raster(pixels(), &output).ok(), raster(pixels(), &output).ok(), "{format}");
        }
    }

    /// What the decoders of the formats' own crates see.
    #[cfg(all(feature = "png", feature = "jpeg"))]
    fn pixels_of(file: Vec<u8>, format: Format) -> Vec<u8> {
        use std::io::Cursor;
        match format {
            Format::Png => {
                let mut reader = ::png::Decoder::new(Cursor::new(file)).read_info().unwrap();
                let mut data = vec![0; reader.output_buffer_size().unwrap()];
                reader.next_frame(&mut data).unwrap();
                data
            }
            _ => zune_jpeg::JpegDecoder::new(Cursor::new(file)).decode().unwrap(),
        }
    }

    #[cfg(all(feature = "png", feature = "jpeg"))]
    #[test]
    fn bands_make_the_pixels_of_the_whole() {
        let size = Size::new(37, 43);
        for alpha in [255, 90] {
            let straight =
                (0..size.pixels() as u32).flat_map(|i| [(i % 251) as u8, (i / 9) as u8, 40, alpha]).collect();
            let whole = Raster::from_straight(size, straight).unwrap();
            for format in [Format::Png, Format::Jpeg] {
                for (progressive, effort) in [(false, 3), (true, 5), (false, 7)] {
                    let output = Output { progressive, effort, ..Output::of(format) };
                    let expected = pixels_of(raster(whole.clone(), &output).unwrap(), format);
                    let row = size.width as usize * 4;
                    let mut rows = whole.data().chunks(row * 10).map(|part| {
                        let height = (part.len() / row) as u32;
                        Raster::from_premultiplied(Size::new(size.width, height), part.to_vec(), false)
                    });
                    let in_bands = Bands { size, is_opaque: alpha == 255, rows: &mut rows };
                    let found = pixels_of(bands(in_bands, &output, &InTurn).unwrap(), format);
                    let far = found.iter().zip(&expected).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
                    // The whole JPEG may be converted to YCbCr by other instructions.
                    let allowed = if format == Format::Jpeg { 3 } else { 0 };
                    assert!(found.len() == expected.len() && far <= allowed, "{format} {far}");
                }
            }
        }
    }

    #[cfg(feature = "png")]
    #[test]
    fn a_band_that_fails_is_the_error_and_one_that_is_missing_too() {
        for format in Format::ALL.into_iter().filter(|format| takes_bands(&Output::of(*format))) {
            let size = Size::new(4, 40);
            let first = || Ok(Raster::clear(Size::new(4, 20)));
            let failing = || [first(), Err(Error::input("no more"))].into_iter();
            let error = bands(Bands { size, is_opaque: false, rows: &mut failing() }, &Output::of(format), &InTurn)
                .unwrap_err();
            assert!(error.to_string().contains("no more"), "{format}: {error}");
            let mut short = [first()].into_iter();
            assert!(
                bands(Bands { size, is_opaque: false, rows: &mut short }, &Output::of(format), &InTurn).is_err(),
                "{format}"
            );
        }
    }
}
