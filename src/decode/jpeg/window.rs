//! The bytes of a file as far as they are needed: all of them, or a window that moves on over an open file.

use crate::error::Result;
use crate::source::{Bytes, Content, OpenFile, unreadable};

/// Bytes read together: they stay in the second cache.
const READ: usize = 256 << 10;

/// Bytes that are there beyond a place at which the window was looked at: more than a unit of four components of 16
/// blocks, a marker and what is read ahead can take. A coefficient has up to 31 bits, and every byte may have a stuffed
/// zero beside it.
const AHEAD: usize = 40 << 10;

/// The beginning of a file, and what comes later in its place.
pub(super) enum Window {
    /// All bytes.
    Whole(Bytes),
    /// Those that were read last.
    Part {
        bytes: Vec<u8>,
        file: OpenFile,
        /// Where in the file they end.
        end: u64,
    },
}

impl Window {
    /// Bytes from the first on, up to and beyond byte `needed`.
    ///
    /// # Errors
    /// [`Fault::Io`](crate::Fault::Io).
    pub(super) fn new(content: &Content, needed: usize) -> Result<Self> {
        match content {
            Content::Bytes(bytes) => Ok(Self::Whole(bytes.clone())),
            Content::File(file) => {
                let bytes = content.part(0, needed.saturating_add(READ))?.into_owned();
                let end = bytes.len() as u64;
                Ok(Self::Part { bytes, file: file.clone(), end })
            }
        }
    }

    /// All bytes.
    ///
    /// # Errors
    /// [`Fault::Io`](crate::Fault::Io).
    pub(super) fn whole(content: &Content) -> Result<Self> {
        content.whole().map(Self::Whole)
    }

    /// Those that are there.
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Whole(bytes) => bytes,
            Self::Part { bytes, .. } => bytes,
        }
    }

    /// The place behind which the window must move on before more is read.
    pub(super) fn limit(&self) -> usize {
        match self {
            Self::Part { bytes, file, end } if *end < file.len() => bytes.len().saturating_sub(AHEAD),
            _ => usize::MAX,
        }
    }

    /// Moves on to the byte at `at`; where it is now.
    pub(super) fn advance(&mut self, at: usize) -> Result<usize> {
        let Self::Part { bytes, file, end } = self else { return Ok(at) };
        bytes.drain(..at.min(bytes.len()));
        let rest = bytes.len();
        bytes.resize(rest + READ, 0);
        let filled = file.fill(*end, bytes.get_mut(rest..).unwrap_or_default());
        let filled = filled.map_err(unreadable)?;
        bytes.truncate(rest + filled);
        // A file that has become shorter ends here: what misses its end is in doubt.
        *end = if filled == 0 { file.len() } else { *end + filled as u64 };
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::tests::in_file;

    #[test]
    fn a_window_moves_over_all_bytes() {
        let all: Vec<u8> = (0..READ * 3 + 77).map(|i| (i % 249) as u8).collect();
        let mut window = Window::new(&in_file(&all), 10).unwrap();
        let (mut seen, mut at) = (Vec::new(), 0);
        while window.limit() < usize::MAX {
            let step = (window.limit() + 5).min(at + 9_999);
            seen.extend_from_slice(&window.bytes()[at..step]);
            at = if step > window.limit() { window.advance(step).unwrap() } else { step };
        }
        seen.extend_from_slice(&window.bytes()[at..]);
        assert!(seen == all);
    }

    #[test]
    fn what_is_in_memory_is_there_as_a_whole() {
        let content = Content::from(vec![7; READ * 2]);
        let mut window = Window::new(&content, 0).unwrap();
        assert_eq!((window.bytes().len(), window.limit(), window.advance(9).unwrap()), (READ * 2, usize::MAX, 9));
    }
}
