//! Bytes as a stream that ends when the deadline passes, so that libraries which know no clock stop all the same.

use crate::error::Error;
use crate::limits::Deadline;
use std::io::{self, BufRead, Read, Seek, SeekFrom};

/// Bytes given out between two looks at the clock: a look costs some 30 ns, decoding so many bytes about 1 ms.
const WINDOW: usize = 64 << 10;

/// A slice that can be read and sought, and fails once the deadline has passed.
pub(super) struct Timed<'a> {
    bytes: &'a [u8],
    position: usize,
    /// Up to here no further look at the clock is needed.
    checked: usize,
    deadline: &'a Deadline,
}

impl<'a> Timed<'a> {
    pub(super) fn new(bytes: &'a [u8], deadline: &'a Deadline) -> Self {
        Self { bytes, position: 0, checked: 0, deadline }
    }
}

impl BufRead for Timed<'_> {
    #[inline]
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.position >= self.checked || self.position + WINDOW < self.checked {
            if self.deadline.check().is_err() {
                return Err(io::Error::from(io::ErrorKind::TimedOut));
            }
            self.checked = self.position.saturating_add(WINDOW);
        }
        let end = self.checked.min(self.bytes.len());
        Ok(self.bytes.get(self.position..end).unwrap_or_default())
    }

    #[inline]
    fn consume(&mut self, amount: usize) {
        self.position = self.position.saturating_add(amount).min(self.bytes.len());
    }
}

impl Read for Timed<'_> {
    #[inline]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let amount = {
            let mut available = self.fill_buf()?;
            available.read(buffer)?
        };
        self.consume(amount);
        Ok(amount)
    }
}

impl Seek for Timed<'_> {
    #[inline]
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(by) => (self.position as u64).checked_add_signed(by),
            SeekFrom::End(by) => (self.bytes.len() as u64).checked_add_signed(by),
        };
        let target = target.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        // Beyond the end there is nothing to read, wherever it is.
        self.position = usize::try_from(target).unwrap_or(usize::MAX).min(self.bytes.len());
        Ok(self.position as u64)
    }
}

/// The error for a picture that a library refuses.
pub(super) fn damaged(format: &str, cause: &(impl std::fmt::Display + ?Sized)) -> Error {
    Error::input(format!("the {format} is damaged: {cause}"))
}

/// The error for a picture that ends too early.
pub(super) fn truncated(format: &str) -> Error {
    Error::input(format!("the {format} is truncated")).with_help("the file ends before the picture does: get it anew")
}

/// Two bytes, most significant first; `None` beyond the end.
pub(super) fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..)?.first_chunk().copied()?))
}

/// Four bytes, most significant first; `None` beyond the end.
pub(super) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..)?.first_chunk().copied()?))
}

/// Four bytes, least significant first; `None` beyond the end.
pub(super) fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..)?.first_chunk().copied()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    #[test]
    fn everything_is_read_once_and_the_deadline_ends_it() {
        let bytes: Vec<u8> = (0..WINDOW * 2 + 10).map(|i| i as u8).collect();
        let mut read = Vec::new();
        Timed::new(&bytes, &Deadline::NEVER).read_to_end(&mut read).unwrap();
        assert_eq!(read, bytes);

        let over = Limits { seconds: 0.0, ..Limits::default() }.deadline();
        assert_eq!(Timed::new(&bytes, &over).read(&mut [0]).unwrap_err().kind(), io::ErrorKind::TimedOut);
    }

    #[test]
    fn seeking_beyond_the_end_reads_nothing() {
        let mut reader = Timed::new(b"abc", &Deadline::NEVER);
        reader.seek(SeekFrom::Start(u64::MAX)).unwrap();
        assert_eq!(reader.read(&mut [0]).unwrap(), 0);
        assert!(reader.seek(SeekFrom::Current(-9)).is_err());
    }
}
