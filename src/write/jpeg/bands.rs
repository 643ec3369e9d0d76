//! A JPEG of a picture that comes in bands: strips are coded as soon as they are whole.

use super::baseline::{File, Plan};
use super::progressive;
use crate::error::{Error, Result};
use crate::output::Output;
use crate::runner::Runner;
use crate::write::Bands;

/// A JPEG file, the same bytes as of the whole.
///
/// # Errors
/// What a band says; [`Fault::Internal`](crate::Fault::Internal) when bands are missing;
/// [`Fault::TooLarge`](crate::Fault::TooLarge) for more than 65,535 px a side.
pub(crate) fn write(bands: Bands<'_>, output: &Output, runner: &impl Runner) -> Result<Vec<u8>> {
    if progressive::is_asked(output) {
        return progressive::write_bands(bands, output);
    }
    let plan = Plan::of(bands.size, output.used_quality())?;
    let mut file = File::begin(&plan, output)?;
    let matte = (!bands.is_opaque).then_some(output.matte);
    let total = usize::from(plan.width) * usize::from(plan.height) * 4;
    let (mut waiting, mut seen) = (Vec::new(), 0);
    for band in bands.rows {
        let data = band?.into_data();
        seen += data.len();
        match waiting.is_empty() {
            true => waiting = data,
            false => waiting.extend_from_slice(&data),
        }
        let whole = if seen >= total { waiting.len() } else { waiting.len() / plan.bytes() * plan.bytes() };
        file.add(&plan, waiting.get(..whole).unwrap_or_default(), matte, runner);
        waiting.drain(..whole);
    }
    match seen == total {
        true => Ok(file.finish()),
        false => Err(Error::internal(format!("the JPEG's bands have {seen} of {total} bytes"))),
    }
}
