//! A [`Raster`] becomes a file.
//!
//! In: pixels and an [`Output`]. Out: the whole file, in sRGB or with the profile that the pixels are in, with the
//! resolution that was asked for and no other metadata. Promised: alpha is divided out exactly once; an opaque raster is written without an alpha
//! channel; the raster's own buffer is reused, so that no second frame is held; the same input gives the same bytes.
//! Refused: sizes that the format cannot hold, options out of range, formats that are not built in.

mod budget;
#[cfg(feature = "jpeg")]
pub mod jpeg;
#[cfg(feature = "jpeg")]
mod matte;
#[cfg(feature = "png")]
pub mod png;
#[cfg(any(feature = "png", feature = "tiff", feature = "webp"))]
mod samples;
#[cfg(any(feature = "jpeg", feature = "png", feature = "tiff", feature = "webp"))]
mod sides;
mod space;
#[cfg(feature = "tiff")]
pub mod tiff;
#[cfg(feature = "webp")]
pub mod webp;

use crate::error::{Error, Result};
use crate::limits::Deadline;
#[allow(unused_imports, reason = "named only where a format is built in")]
use crate::output::Format;
use crate::output::{Output, Strip};
use crate::raster::Raster;
pub use space::in_space;

/// The file that `output` describes, and the output that made it: with `max_bytes` its quality or effort may have had to
/// change.
///
/// # Errors
/// As [`raster`]; [`Fault::TooLarge`](crate::Fault::TooLarge) too when the file cannot be made small enough,
/// [`Fault::TimedOut`](crate::Fault::TimedOut) when the deadline passes.
pub fn fitting(pixels: Raster, output: &Output, deadline: &Deadline) -> Result<(Vec<u8>, Output)> {
    match output.max_bytes {
        None => Ok((raster(pixels, output)?, output.clone())),
        Some(maximum) => budget::within(output, maximum, |output| {
            deadline.check()?;
            raster(pixels.clone(), output)
        }),
    }
}

/// The file that `output` describes; `max_bytes` is not looked at.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) for options out of range, [`Fault::TooLarge`](crate::Fault::TooLarge) for more
/// pixels than the format can hold, [`Fault::Unsupported`](crate::Fault::Unsupported) for a format that is not built in.
pub fn raster(raster: Raster, output: &Output) -> Result<Vec<u8>> {
    output.check()?;
    let output = &Output { dpi: output.dpi.filter(|_| output.strip != Strip::All), ..output.clone() };
    match output.format {
        #[cfg(feature = "png")]
        Format::Png => png::write(raster, output),
        #[cfg(feature = "jpeg")]
        Format::Jpeg => jpeg::write(raster, output),
        #[cfg(feature = "webp")]
        Format::Webp => webp::write(raster, output),
        #[cfg(feature = "tiff")]
        Format::Tiff => tiff::write(raster, output),
        #[allow(unreachable_patterns, reason = "reached when a format's feature is off")]
        other => {
            let _ = raster;
            Err(Error::unsupported(format!("this build has no support for writing {other}"))
                .with_help(format!("build with feature `{other}`")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Size;

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
}
