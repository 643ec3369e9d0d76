//! JPEG: three channels, JFIF.
//!
//! Transparent parts are laid over [`Output::matte`]. Chroma is stored at half size across and down (4:2:0, the mean of
//! four) below quality 90 and at full size (4:4:4) from 90 on, as libvips does: from there on the loss shows before the
//! bytes do. The quality scales the tables of the standard's Annex K, as libjpeg does.
//!
//! The ordinary file is sequential with the standard's Huffman tables and made here, in strips that several threads
//! share. From effort 7 on it is progressive even when that was not asked for: with tables fitted to the picture it is
//! the smaller coding, and the library makes it on one thread.
//!
//! Without a profile JPEG means sRGB: only another one is written (APP2, in pieces). The resolution stands
//! in the JFIF header in whole dots an inch. Refused: more than 65,535 px a side.

mod bands;
mod baseline;
mod bits;
mod header;
mod planes;
mod progressive;
mod tables;
mod transform;

pub(super) use bands::write as write_bands;

use crate::error::Result;
use crate::output::Output;
use crate::raster::Raster;
use crate::runner::Runner;
use crate::write::Parts;
use baseline::{File, Plan};

/// A JPEG file.
///
/// # Errors
/// [`Fault::TooLarge`](crate::Fault::TooLarge) for more than 65,535 px a side.
pub fn write(raster: Raster, output: &Output, runner: &impl Runner) -> Result<Vec<u8>> {
    if progressive::is_asked(output) {
        return progressive::write(raster, output);
    }
    let plan = Plan::of(raster.size(), output.used_quality())?;
    let mut file = File::begin(&plan, output)?;
    let matte = (!raster.is_opaque()).then_some(output.matte);
    file.add(&plan, raster.data(), matte, runner);
    Ok(file.finish())
}

/// Whether the file is made of strips that do not depend on each other.
pub fn is_in_strips(output: &Output) -> bool {
    !progressive::is_asked(output)
}

/// A JPEG file whose strips are made one by one, the same bytes as of the whole.
///
/// # Errors
/// As [`write`](fn@write), and what a part says when it fails.
pub fn write_parts(parts: Parts<'_>, output: &Output, runner: &impl Runner) -> Result<Vec<u8>> {
    let plan = Plan::of(parts.size, output.used_quality())?;
    let mut file = File::begin(&plan, output)?;
    let matte = (!parts.is_opaque).then_some(output.matte);
    file.add_cut(&plan, parts, matte, runner)?;
    Ok(file.finish())
}

#[cfg(test)]
mod tests;
