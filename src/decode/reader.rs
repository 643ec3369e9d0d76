//! Bytes as a stream that ends when the deadline passes, so that libraries which know no clock stop all the same.

use crate::error::Error;
use crate::limits::Deadline;
use crate::source::{Content, OpenFile};
use std::io::{self, BufRead, Read, Seek, SeekFrom};

/// Bytes given out between two looks at the clock: a look costs some 30 ns, decoding so many bytes about 1 ms.
const WINDOW: usize = 64 << 10;

/// Bytes that can be read and sought, and fail once the deadline has passed. Those of an open file are read as far as
/// they are needed.
pub(super) struct Timed<'a> {
    from: From<'a>,
    /// Bytes that there are.
    length: usize,
    position: usize,
    /// Up to here no further look at the clock is needed.
    checked: usize,
    deadline: &'a Deadline,
}

/// Where the bytes are.
enum From<'a> {
    Bytes(&'a [u8]),
    /// A file, and those of its bytes that were read last, which begin at `begin`.
    File {
        file: &'a OpenFile,
        window: Vec<u8>,
        begin: usize,
    },
}

impl<'a> Timed<'a> {
    /// Of bytes in memory.
    pub(super) fn new(bytes: &'a [u8], deadline: &'a Deadline) -> Self {
        Self { from: From::Bytes(bytes), length: bytes.len(), position: 0, checked: 0, deadline }
    }

    /// Of a file, wherever it is.
    pub(super) fn of(content: &'a Content, deadline: &'a Deadline) -> Self {
        let from = match content {
            Content::Bytes(bytes) => return Self::new(bytes, deadline),
            Content::File(file) => From::File { file, window: Vec::new(), begin: 0 },
        };
        let length = usize::try_from(content.len()).unwrap_or(usize::MAX);
        Self { from, length, position: 0, checked: 0, deadline }
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
        match &mut self.from {
            From::Bytes(bytes) => {
                let end = self.checked.min(bytes.len());
                Ok(bytes.get(self.position..end).unwrap_or_default())
            }
            From::File { file, window, begin } => {
                if self.position < *begin || self.position >= *begin + window.len() {
                    window.resize(WINDOW, 0);
                    *begin = self.position;
                    let filled = file.fill(self.position as u64, window);
                    window.truncate(filled.as_ref().map_or(0, |count| *count));
                    filled?;
                }
                Ok(window.get(self.position - *begin..).unwrap_or_default())
            }
        }
    }

    #[inline]
    fn consume(&mut self, amount: usize) {
        self.position = self.position.saturating_add(amount).min(self.length);
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
            SeekFrom::End(by) => (self.length as u64).checked_add_signed(by),
        };
        let target = target.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        // Beyond the end there is nothing to read, wherever it is.
        self.position = usize::try_from(target).unwrap_or(usize::MAX).min(self.length);
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
    use crate::source::tests::in_file;

    #[test]
    fn everything_is_read_once_and_the_deadline_ends_it() {
        let bytes: Vec<u8> = (0..WINDOW * 2 + 10).map(|i| i as u8).collect();
        for content in [Content::from(bytes.clone()), in_file(&bytes)] {
            let mut read = Vec::new();
            Timed::of(&content, &Deadline::NEVER).read_to_end(&mut read).unwrap();
            assert_eq!(read, bytes);
        }

        let over = Limits { seconds: 0.0, ..Limits::default() }.deadline();
        assert_eq!(Timed::new(&bytes, &over).read(&mut [0]).unwrap_err().kind(), io::ErrorKind::TimedOut);
    }

    #[test]
    fn any_place_can_be_sought() {
        let bytes: Vec<u8> = (0..WINDOW * 2 + 10).map(|i| (i / 7) as u8).collect();
        let content = in_file(&bytes);
        let mut reader = Timed::of(&content, &Deadline::NEVER);
        for at in [WINDOW + 5, 3, WINDOW * 2 + 4, WINDOW - 1, 0] {
            let mut read = [0; 6];
            reader.seek(SeekFrom::Start(at as u64)).unwrap();
            reader.read_exact(&mut read).unwrap();
            assert_eq!(read, bytes[at..at + 6], "{at}");
        }
    }

    #[test]
    fn seeking_beyond_the_end_reads_nothing() {
        let mut reader = Timed::new(b"abc", &Deadline::NEVER);
        reader.seek(SeekFrom::Start(u64::MAX)).unwrap();
        assert_eq!(reader.read(&mut [0]).unwrap(), 0);
        assert!(reader.seek(SeekFrom::Current(-9)).is_err());
    }
}
