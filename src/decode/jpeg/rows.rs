//! JPEG at its size, a half, a quarter or an eighth of it, without the pixels in between.
//!
//! In: the bytes of a file. Out: rows of opaque RGBA, handed out as soon as they are ready; a sequential file is never
//! held as a frame, a progressive one as the coefficients that are kept. Taken: Huffman-coded files of 8 bits,
//! sequential in one scan or progressive, of one component, or of three with 4:4:4, 4:2:2, 4:4:0, 4:2:0 and (reduced)
//! 4:1:1 sampling. Everything else, and every doubt, is [`Outcome::Doubt`]: the full decoder then has the verdict. Rows
//! that have gone out before a doubt are void. One thing the full decoder refuses passes here: at an eighth, damage in
//! those scans of a progressive file that no pixel of an eighth depends on, for they are not decoded.

use super::band::{Band, Sink};
use super::color::Space;
use super::frame::Segments;
use super::stop::{Step, Stop};
use super::{baseline, progressive};
use crate::error::Result;
use crate::limits::Deadline;

/// How decoding ended, when not with an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::decode) enum Outcome {
    /// All rows have gone out.
    Done,
    /// The file is unusual or damaged: rows that went out are void.
    Doubt,
}

/// Decodes to one `denominator`th (1, 2, 4 or 8) of either side, rounded up.
///
/// # Errors
/// [`Fault::TimedOut`](crate::error::Fault::TimedOut), and what `sink` gives.
pub(in crate::decode) fn decode(
    bytes: &[u8],
    space: Space,
    denominator: usize,
    deadline: &Deadline,
    sink: Sink,
) -> Result<Outcome> {
    match run(bytes, space, denominator, deadline, sink) {
        Ok(()) => Ok(Outcome::Done),
        Err(Stop::Doubt) => Ok(Outcome::Doubt),
        Err(Stop::Failed(error)) => Err(error),
    }
}

fn run(bytes: &[u8], space: Space, denominator: usize, deadline: &Deadline, sink: Sink) -> Step<()> {
    if !matches!(denominator, 1 | 2 | 4 | 8) {
        return Err(Stop::Doubt);
    }
    let (mut segments, frame, scan) = Segments::new(bytes)?;
    let mut band = Band::new(&frame, &segments, space, denominator)?;
    if frame.is_progressive {
        progressive::decode(bytes, &frame, &mut segments, scan, &mut band, deadline, sink)
    } else {
        baseline::decode(bytes, &frame, &segments, &scan, &mut band, deadline, sink)
    }
}
