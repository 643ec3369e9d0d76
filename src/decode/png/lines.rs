//! The lines of a PNG as they are filtered: what its stream holds, unpacked, with the filters left to somebody else.
//!
//! In: a file whose rows are of 8 bits and come one after the other. Out: all lines, each with its filter
//! byte, in pieces. Everything unusual and every damage is a doubt: the library's own reader then has the verdict, and
//! the lines that went out are void.

use super::super::reader::Timed;
use super::{ROWS, options};
use crate::error::Result;
use crate::limits::Deadline;
use crate::source::Content;
use png::{Decoded, StreamingDecoder, UnfilterRegion, chunk};
use std::io::BufRead;

/// Bytes that a deflate stream may look back at (RFC 1950, section 2.2).
const LOOKBACK: usize = 32 << 10;

/// Bytes unpacked by one call of the library, at most.
const STEP: usize = 8 << 10;

/// Bytes in hand beside those that may be looked back at: moving those up is then a small part of the work.
const ROOM: usize = 128 << 10;

/// Hands out `height` lines of `length` bytes, filter bytes included; whether all was as it should be.
///
/// # Errors
/// Those of `take`, and [`Fault::TimedOut`](crate::Fault::TimedOut).
pub(super) fn lines(
    content: &Content,
    (length, height): (usize, usize),
    deadline: &Deadline,
    mut take: impl FnMut(&[u8]) -> Result<()>,
) -> Result<bool> {
    let mut stream =
        Stream { bytes: Timed::of(content, deadline), decoder: StreamingDecoder::new_with_options(options(false)) };
    loop {
        match stream.next(None) {
            Some(Decoded::ChunkBegin(_, chunk::IDAT)) => break,
            Some(Decoded::ChunkComplete(chunk::IEND)) | None => return Ok(false),
            _ => {}
        }
    }
    let mut buffer = vec![0; LOOKBACK + length.max(ROOM) + STEP];
    let mut region = UnfilterRegion::default();
    let (mut start, mut left, mut count) = (0, length * height, 0);
    while count < height {
        if region.filled + STEP.min(left) > buffer.len() {
            let passed = start.min(region.available);
            buffer.copy_within(passed..region.filled, 0);
            start -= passed;
            region.available -= passed;
            region.filled -= passed;
        }
        // As the library's own reader does: not a byte beyond the picture is unpacked.
        buffer.truncate(region.filled + left);
        let filled = region.filled;
        match stream.next(Some((&mut region, &mut buffer))) {
            Some(Decoded::ImageDataFlushed) | None => return Ok(false),
            _ => {}
        }
        left = left.saturating_sub(region.filled - filled);
        while count < height && region.filled - start >= length {
            let line = buffer.get(start..start + length).unwrap_or_default();
            if line.first().is_none_or(|filter| *filter > 4) {
                return Ok(false);
            }
            take(line)?;
            if count % ROWS == 0 {
                deadline.check()?;
            }
            start += length;
            count += 1;
        }
    }
    // What is left: the check sums of the last chunks.
    loop {
        match stream.next(None) {
            Some(Decoded::ChunkComplete(chunk::IEND)) => return Ok(true),
            None => return Ok(false),
            _ => {}
        }
    }
}

/// The library, and what it is given.
struct Stream<'a> {
    bytes: Timed<'a>,
    decoder: StreamingDecoder,
}

impl Stream<'_> {
    /// What comes next; `None` when the library refuses it or nothing comes.
    fn next(&mut self, into: Option<(&mut UnfilterRegion, &mut Vec<u8>)>) -> Option<Decoded> {
        let bytes = self.bytes.fill_buf().ok().filter(|bytes| !bytes.is_empty())?;
        let (consumed, decoded) = match into {
            Some((region, buffer)) => self.decoder.update(bytes, Some(&mut region.as_buf(buffer))),
            None => self.decoder.update(bytes, None),
        }
        .ok()?;
        self.bytes.consume(consumed);
        Some(decoded)
    }
}
