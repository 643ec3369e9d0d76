//! Where bytes are to be had, the one hole through which they come, and what comes.

use crate::error::{Error, Fault, Result, shortened};
use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::io;
use std::sync::Arc;

/// Encoded bytes, shared without copying.
pub type Bytes = Arc<[u8]>;

/// Where bytes are to be had.
///
/// A path is never resolved here: whoever implements [`Assets`] says what it is relative to, and refuses what leaves
/// its root.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Source {
    /// A path relative to the root of the assets, as the document wrote it.
    Path(String),
    /// A whole `data:` URI.
    Data(Arc<str>),
    /// The bytes themselves.
    Bytes(Bytes),
    /// A file that is open already: see [`assets::file::content`](crate::assets::file::content).
    File(OpenFile),
}

impl Source {
    /// A path relative to the root of the assets.
    pub fn path(path: impl Into<String>) -> Self {
        Self::Path(path.into())
    }

    /// Bytes in memory.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::Bytes(bytes.into())
    }

    /// What a document wrote in a `src`: a `data:` URI, else a path.
    pub fn from_reference(reference: &str) -> Self {
        match reference.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:")) {
            true => Self::Data(reference.into()),
            false => Self::Path(reference.to_owned()),
        }
    }
}

impl fmt::Display for Source {
    /// The path; what it is and how many bytes it has for the others.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => write!(f, "`{}`", shortened(path)),
            Self::Data(uri) => write!(f, "a data URI of {} bytes", uri.len()),
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::File(file) => write!(f, "an open file of {} bytes", file.len()),
        }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({self})")
    }
}

/// The only hole to the outside: everything that a document names is fetched through it.
///
/// An implementation refuses what lies outside its root with [`Fault::Missing`] and what is
/// over `maximum` bytes with [`Fault::TooLarge`], before reading it.
pub trait Assets: Send + Sync {
    /// The bytes of a source, at most `maximum` of them.
    fn fetch(&self, source: &Source, maximum: u64) -> Result<Bytes>;
}

/// Bytes that are read where they are needed. Unlike a stream it has no place of its own: threads may share it.
pub trait ReadAt: Send + Sync {
    /// Bytes that there are.
    fn length(&self) -> u64;

    /// Reads from byte `at` on; how many bytes were read, 0 only at the end or when `into` is empty.
    ///
    /// # Errors
    /// What the system says.
    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize>;
}

/// An open file. Two are equal when they are clones of one.
#[derive(Clone)]
pub struct OpenFile(Arc<dyn ReadAt>);

impl OpenFile {
    /// Shares whatever can be read so.
    pub fn new(file: impl ReadAt + 'static) -> Self {
        Self(Arc::new(file))
    }

    /// Bytes that there are.
    pub fn len(&self) -> u64 {
        self.0.length()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Fills `into` from byte `at` on; how many bytes that were, fewer only where the file ends.
    ///
    /// # Errors
    /// What the system says.
    pub fn fill(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while let Some(rest) = into.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.0.read_at(at + filled as u64, rest) {
                Ok(0) => break,
                Ok(count) => filled += count.min(rest.len()),
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
                Err(cause) => return Err(cause),
            }
        }
        Ok(filled)
    }
}

impl PartialEq for OpenFile {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for OpenFile {}

impl Hash for OpenFile {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.0).cast::<u8>().hash(state);
    }
}

/// A whole encoded file: in memory, or open and read while it is decoded, so that it need not be held.
#[derive(Clone)]
pub enum Content {
    /// In memory.
    Bytes(Bytes),
    /// Where it lies.
    File(OpenFile),
}

impl Content {
    /// Bytes that there are.
    pub fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(file) => file.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// So many bytes from byte `at` on, fewer only where the file ends. What is in memory is lent.
    ///
    /// # Errors
    /// [`Fault::Io`].
    pub fn part(&self, at: u64, length: usize) -> Result<Cow<'_, [u8]>> {
        match self {
            Self::Bytes(bytes) => {
                let rest = usize::try_from(at).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
                Ok(Cow::Borrowed(&rest[..length.min(rest.len())]))
            }
            Self::File(file) => {
                let left = file.len().saturating_sub(at);
                let mut part = vec![0; length.min(usize::try_from(left).unwrap_or(usize::MAX))];
                let filled = file.fill(at, &mut part).map_err(unreadable)?;
                part.truncate(filled);
                Ok(Cow::Owned(part))
            }
        }
    }

    /// All bytes, in memory.
    ///
    /// # Errors
    /// [`Fault::Io`], also when the file has become shorter.
    pub fn whole(&self) -> Result<Bytes> {
        match self {
            Self::Bytes(bytes) => Ok(Arc::clone(bytes)),
            Self::File(file) => {
                // Straight into the memory that is shared: a large file is not to be there twice.
                let length = usize::try_from(file.len()).unwrap_or(usize::MAX);
                let mut bytes: Bytes = std::iter::repeat_n(0, length).collect();
                let filled = file.fill(0, Arc::get_mut(&mut bytes).unwrap_or_default()).map_err(unreadable)?;
                match filled == length {
                    true => Ok(bytes),
                    false => Err(Error::new(Fault::Io, "the file has become shorter while it was read")),
                }
            }
        }
    }
}

impl From<Content> for Source {
    fn from(content: Content) -> Self {
        match content {
            Content::Bytes(bytes) => Self::Bytes(bytes),
            Content::File(file) => Self::File(file),
        }
    }
}

impl From<Bytes> for Content {
    fn from(bytes: Bytes) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<&Bytes> for Content {
    fn from(bytes: &Bytes) -> Self {
        Self::Bytes(Arc::clone(bytes))
    }
}

impl From<&[u8]> for Content {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if matches!(self, Self::Bytes(_)) { "bytes" } else { "bytes of an open file" };
        write!(f, "Content({} {kind})", self.len())
    }
}

/// What the system says against reading an open file.
pub(crate) fn unreadable(cause: io::Error) -> Error {
    Error::new(Fault::Io, format!("cannot read the file: {cause}")).caused_by(cause)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A file in memory, given out in pieces of up to 1,000 bytes.
    pub(crate) struct Slow(pub(crate) Vec<u8>);

    impl ReadAt for Slow {
        fn length(&self) -> u64 {
            self.0.len() as u64
        }

        fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
            let rest = self.0.get(at as usize..).unwrap_or_default();
            let count = rest.len().min(into.len()).min(1000);
            into[..count].copy_from_slice(&rest[..count]);
            Ok(count)
        }
    }

    /// The same content as a file that is open.
    pub(crate) fn in_file(bytes: &[u8]) -> Content {
        Content::File(OpenFile::new(Slow(bytes.to_vec())))
    }

    #[test]
    fn a_file_and_its_bytes_read_alike() {
        let bytes: Vec<u8> = (0..5000u32).map(|i| (i % 251) as u8).collect();
        let (held, open) = (Content::from(bytes.clone()), in_file(&bytes));
        assert_eq!((held.len(), open.len()), (5000, 5000));
        for (at, length) in [(0, 10), (0, 5000), (4990, 100), (5000, 1), (9000, 1), (1, 2500), (0, usize::MAX)] {
            assert_eq!(held.part(at, length).unwrap(), open.part(at, length).unwrap(), "{at} {length}");
        }
        assert_eq!(held.whole().unwrap(), open.whole().unwrap());
    }

    #[test]
    fn a_file_that_shrank_is_not_taken_for_whole() {
        struct Shrunk;
        impl ReadAt for Shrunk {
            fn length(&self) -> u64 {
                10
            }
            fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
                Ok(into.len().min(4usize.saturating_sub(at as usize)))
            }
        }
        let content = Content::File(OpenFile::new(Shrunk));
        assert_eq!(content.part(0, 10).unwrap().len(), 4);
        assert_eq!(content.whole().unwrap_err().fault(), Fault::Io);
    }
}
