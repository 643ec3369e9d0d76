//! Which folder stands for which addresses: documents name pictures by URL, and nothing is fetched from one.
//!
//! An address is a URL (`https://cdn.example.com/a/b.png`, also without its scheme, `//cdn.example.com/a/b.png`) or a path
//! from a site's root (`/uploads/b.png`). Scheme and host are compared without regard to case, a prefix ends where a
//! folder does, and the longest one wins.

use crate::error::{Error, Result, shortened};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Folders by the beginning of addresses, and files by whole addresses.
#[derive(Debug, Clone, Default)]
pub(super) struct Addresses {
    /// Normalised prefixes that end with `/`, and the real paths of their folders.
    folders: Vec<(String, PathBuf)>,
    /// Normalised addresses, and the real paths of their files.
    files: Vec<(String, PathBuf)>,
}

/// Where the bytes of an address lie.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// Below this folder, by the rest of the address.
    Below(&'a Path, String),
    /// In this file.
    File(&'a Path),
}

/// Whether the text is an address: a URL, or a path that starts with `/`.
pub(super) fn is_address(text: &str) -> bool {
    text.starts_with('/') || text.split_once("://").is_some_and(|(scheme, _)| is_scheme(scheme))
}

/// Whether the text is spelled like the scheme of a URL (RFC 3986, section 3.1). One letter is a drive, not a scheme.
pub(super) fn is_scheme(scheme: &str) -> bool {
    scheme.len() > 1
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

impl Addresses {
    /// The folder stands for all addresses that begin with the prefix.
    ///
    /// # Errors
    /// When the prefix is no address.
    pub(super) fn add_folder(&mut self, prefix: &str, folder: PathBuf) -> Result<()> {
        let mut prefix = checked(prefix)?;
        if !prefix.ends_with('/') {
            prefix.push('/');
        }
        self.folders.retain(|(known, _)| *known != prefix);
        self.folders.push((prefix, folder));
        Ok(())
    }

    /// The file stands for one address.
    ///
    /// # Errors
    /// When that is no address.
    pub(super) fn add_file(&mut self, address: &str, file: PathBuf) -> Result<()> {
        let address = checked(address)?;
        self.files.retain(|(known, _)| *known != address);
        self.files.push((address, file));
        Ok(())
    }

    /// Refuses what is no address.
    pub(super) fn check(&self, address: &str) -> Result<()> {
        checked(address).map(drop)
    }

    /// Where the bytes of an address lie; `None` when nothing stands for it. A file is found by the whole address, then
    /// by the one without query and fragment.
    pub(super) fn find(&self, address: &str) -> Option<Place<'_>> {
        if !is_address(address) {
            return None;
        }
        let bare = normal(address.split(['?', '#']).next().unwrap_or_default());
        let whole = normal(address);
        let is_it = |written: &str| self.files.iter().find(|(known, _)| known == written);
        if let Some((_, file)) = is_it(&whole).or_else(|| is_it(&bare)) {
            return Some(Place::File(file));
        }
        let fits = |(prefix, _): &&(String, PathBuf)| whole.starts_with(prefix.as_str());
        let (prefix, folder) = self.folders.iter().filter(fits).max_by_key(|(prefix, _)| prefix.len())?;
        whole.strip_prefix(prefix.as_str()).map(|rest| Place::Below(folder, rest.to_owned()))
    }
}

/// The entries of a map: of a JSON object, or lines of `ADDRESS=PATH`, in which the last `=` counts and `#` begins a
/// comment.
///
/// # Errors
/// For text that is neither.
pub(super) fn entries(text: &[u8]) -> Result<Vec<(String, String)>> {
    let text = std::str::from_utf8(text).map_err(|cause| Error::input("the map is not in UTF-8").caused_by(cause))?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        let map: BTreeMap<String, String> = serde_json::from_str(text).map_err(|cause| {
            let what = shortened(&cause.to_string());
            Error::input(format!("the map is no JSON object of texts: {what}")).caused_by(cause)
        })?;
        return Ok(map.into_iter().collect());
    }
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    let entry = |(number, line): (usize, &str)| match line.rsplit_once('=') {
        Some((address, path)) => Ok((address.trim().to_owned(), path.trim().to_owned())),
        None => Err(Error::input("the line is not ADDRESS=PATH").at(format!("line {number}"))),
    };
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).map(entry).collect()
}

fn checked(text: &str) -> Result<String> {
    match is_address(text) {
        true => Ok(normal(text)),
        false => Err(Error::input(format!("`{}` is no address", shortened(text))).with_help(
            "write a URL such as https://cdn.example.com/pictures, or a path from a site's root such as /uploads",
        )),
    }
}

/// With scheme and host in lower case; one without a scheme is taken as `https`.
fn normal(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("//") else { return address.to_owned() };
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    match scheme {
        "" => format!("https://{}{path}", host.to_ascii_lowercase()),
        scheme if scheme.strip_suffix(':').is_some_and(is_scheme) => {
            format!("{}//{}{path}", scheme.to_ascii_lowercase(), host.to_ascii_lowercase())
        }
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn below(addresses: &Addresses, address: &str) -> Option<(String, String)> {
        match addresses.find(address)? {
            Place::Below(folder, rest) => Some((folder.display().to_string(), rest)),
            Place::File(file) => Some((file.display().to_string(), String::new())),
        }
    }

    #[test]
    fn the_longest_prefix_that_ends_at_a_folder_wins() {
        let mut addresses = Addresses::default();
        for (prefix, folder) in [
            ("https://cdn.example.com", "all"),
            ("HTTPS://CDN.example.com/a/", "a"),
            ("https://cdn.example.com/a/b", "ab"),
            ("/uploads", "up"),
            ("s3://bucket/x", "s3"),
        ] {
            addresses.add_folder(prefix, folder.into()).unwrap();
        }
        addresses.add_file("https://x.example/get?id=5", "five.png".into()).unwrap();
        for (address, expected) in [
            ("https://cdn.example.com/c.png?v=1", Some(("all", "c.png?v=1"))),
            ("https://Cdn.Example.com/a/c%20d.png", Some(("a", "c%20d.png"))),
            ("//cdn.example.com/a/b/c.png", Some(("ab", "c.png"))),
            ("https://cdn.example.com/a/bc.png", Some(("a", "bc.png"))),
            ("/uploads/c.png", Some(("up", "c.png"))),
            ("s3://bucket/x/y", Some(("s3", "y"))),
            ("https://x.example/get?id=5", Some(("five.png", ""))),
            ("https://x.example/get?id=6", None),
            ("http://cdn.example.com/c.png", None),
            ("https://cdn.example.com.evil.com/c.png", None),
            ("uploads/c.png", None),
        ] {
            let found = below(&addresses, address);
            assert_eq!(found.as_ref().map(|(a, b)| (a.as_str(), b.as_str())), expected, "{address}");
        }
        for no in ["cdn.example.com", "a/b", "C:/x", ""] {
            assert!(addresses.add_folder(no, "x".into()).is_err(), "{no}");
        }
    }
}
