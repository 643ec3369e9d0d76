//! Where bytes are to be had, and the one hole through which they come.

use crate::error::Result;
use std::fmt;
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
    /// The path; `data:…` and `N bytes` for the others.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => write!(f, "`{path}`"),
            Self::Data(uri) => write!(f, "a data URI of {} bytes", uri.len()),
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
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
/// An implementation refuses what lies outside its root with [`Fault::Missing`](crate::Fault::Missing) and what is
/// over `maximum` bytes with [`Fault::TooLarge`](crate::Fault::TooLarge), before reading it.
pub trait Assets: Send + Sync {
    /// The bytes of a source, at most `maximum` of them.
    fn fetch(&self, source: &Source, maximum: u64) -> Result<Bytes>;
}
