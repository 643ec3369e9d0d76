//! Assets that open no file: bytes kept under names, and none at all.

use crate::assets::data_uri;
use crate::error::{Error, Result};
use crate::limits::within;
use crate::source::{Assets, Bytes, Content, Source};
use std::collections::HashMap;

/// Closed: only `data:` URIs and bytes that the caller holds already. What an engine has until it is given more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NoAssets;

impl Assets for NoAssets {
    fn fetch(&self, source: &Source, maximum: u64) -> Result<Bytes> {
        match inline(source, maximum) {
            Some(bytes) => bytes,
            None => Err(Error::missing(format!("{source} is not read: no folder of assets is open"))
                .with_help("name a folder of assets, or embed the picture as a `data:` URI")),
        }
    }
}

/// Bytes under names: for tests, archives and services. A name is compared as it is written.
#[derive(Debug, Clone, Default)]
pub struct MemoryAssets {
    by_name: HashMap<String, Bytes>,
}

impl MemoryAssets {
    /// Without any asset.
    pub fn new() -> Self {
        Self::default()
    }

    /// With these bytes under this name; the last one of a name counts.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        self.by_name.insert(name.into(), bytes.into());
        self
    }
}

impl Assets for MemoryAssets {
    fn fetch(&self, source: &Source, maximum: u64) -> Result<Bytes> {
        if let Some(bytes) = inline(source, maximum) {
            return bytes;
        }
        let Source::Path(name) = source else {
            return Err(Error::internal(format!("{source} is of an unknown kind")));
        };
        let bytes = self.by_name.get(name).ok_or_else(|| {
            Error::missing(format!("cannot find {source}")).with_help("give bytes under exactly this name")
        })?;
        within("input_bytes", bytes.len() as u64, maximum)?;
        Ok(bytes.clone())
    }
}

/// The bytes of a source that brings them along; `None` for a path.
pub(super) fn inline(source: &Source, maximum: u64) -> Option<Result<Bytes>> {
    match source {
        Source::Path(_) => None,
        Source::Data(uri) => Some(data_uri::decode(uri, maximum)),
        Source::Bytes(bytes) => Some(within("input_bytes", bytes.len() as u64, maximum).map(|()| bytes.clone())),
        Source::File(file) => {
            let whole = |()| Content::File(file.clone()).whole();
            Some(within("input_bytes", file.len(), maximum).and_then(whole))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fault;

    #[test]
    fn names_are_found_and_sizes_held() {
        let assets = MemoryAssets::new().with("a.png", *b"abc");
        assert_eq!(&*assets.fetch(&Source::path("a.png"), 3).unwrap(), b"abc");
        assert_eq!(assets.fetch(&Source::path("a.png"), 2).unwrap_err().fault(), Fault::TooLarge);
        assert_eq!(assets.fetch(&Source::path("b.png"), 9).unwrap_err().fault(), Fault::Missing);
    }

    #[test]
    fn closed_assets_give_only_what_is_at_hand() {
        assert_eq!(&*NoAssets.fetch(&Source::from_reference("data:,x"), 1).unwrap(), b"x");
        assert_eq!(&*NoAssets.fetch(&Source::bytes(*b"xy"), 2).unwrap(), b"xy");
        assert_eq!(NoAssets.fetch(&Source::bytes(*b"xy"), 1).unwrap_err().fault(), Fault::TooLarge);
        assert_eq!(NoAssets.fetch(&Source::path("Cargo.toml"), 1 << 20).unwrap_err().fault(), Fault::Missing);
    }
}
