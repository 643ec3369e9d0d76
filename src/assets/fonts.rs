//! Folders become font files.
//!
//! In: a folder, or the system's usual ones. Out: font files in a fixed order. Refused: nothing; what cannot be read
//! below the folder that was named is passed over, because one broken file among the system's must not stop the work.

use crate::assets::file;
use crate::error::{Error, Result};
use crate::source::Bytes;
use std::path::{Path, PathBuf};

/// Folders below folders that are looked into: real trees of fonts have two or three, and links could make a circle.
const DEPTH: u32 = 8;
/// Files of a search: above every real collection, so that a search of `/` ends.
const FILES: usize = 20_000;
/// Bytes of one font file: the largest in use, collections of Chinese faces, have about 150 MB.
const BYTES: u64 = 256 << 20;

/// The bytes of the font files (`ttf`, `otf`, `ttc`, `otc`) in a folder and below it, in the order of their paths.
///
/// # Errors
/// [`Fault::Missing`](crate::Fault::Missing) when the folder is not there, [`Fault::Input`](crate::Fault::Input) when
/// it is not a folder, [`Fault::Io`](crate::Fault::Io) when it cannot be listed.
pub fn from_dir(folder: impl AsRef<Path>) -> Result<Vec<Bytes>> {
    let folder = folder.as_ref();
    let place = || folder.display().to_string();
    let metadata = std::fs::metadata(folder).map_err(|cause| file::explain(cause).at(place()))?;
    if !metadata.is_dir() {
        return Err(Error::input("this is not a folder of fonts").at(place()));
    }
    std::fs::read_dir(folder).map_err(|cause| file::explain(cause).at(place()))?;
    Ok(paths_below(folder).iter().filter_map(|path| file::read(path, BYTES).ok()).collect())
}

/// The bytes of the font files in the system's folders, in a fixed order. Hundreds of megabytes on some systems: only
/// when the user asked for system fonts.
pub fn system() -> Vec<Bytes> {
    system_paths().iter().filter_map(|path| file::read(path, BYTES).ok()).collect()
}

/// The font files in the system's folders, each once.
pub fn system_paths() -> Vec<PathBuf> {
    let mut paths: Vec<_> = system_folders().iter().flat_map(|folder| paths_below(folder)).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Where Linux (XDG base directories), macOS and Windows keep fonts.
fn system_folders() -> Vec<PathBuf> {
    let from = |variable: &str, below: &str| std::env::var_os(variable).map(|base| PathBuf::from(base).join(below));
    let mut folders: Vec<PathBuf> = Vec::new();
    if cfg!(windows) {
        folders.extend(from("SystemRoot", "Fonts"));
        folders.extend(from("LOCALAPPDATA", "Microsoft/Windows/Fonts"));
    } else if cfg!(target_os = "macos") {
        folders.extend(["/System/Library/Fonts", "/Library/Fonts"].map(PathBuf::from));
        folders.extend(from("HOME", "Library/Fonts"));
    } else {
        folders.extend(["/usr/share/fonts", "/usr/local/share/fonts"].map(PathBuf::from));
        folders.extend(from("XDG_DATA_HOME", "fonts").or_else(|| from("HOME", ".local/share/fonts")));
        folders.extend(from("HOME", ".fonts"));
    }
    folders
}

/// The font files of a folder and below, sorted by path.
fn paths_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if found.len() + open.len() >= FILES {
                break;
            }
            if is_font(&path) {
                found.push(path);
            } else if depth < DEPTH && path.is_dir() {
                open.push((path, depth + 1));
            }
        }
    }
    found.sort();
    found
}

fn is_font(path: &Path) -> bool {
    let extension = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    let known = extension.is_some_and(|extension| ["ttf", "otf", "ttc", "otc"].iter().any(|font| extension == *font));
    known && path.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fault;

    #[test]
    fn font_files_come_in_the_order_of_their_paths() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("b/c")).unwrap();
        for (name, bytes) in [("z.TTF", "z"), ("a.otf", "a"), ("b/c/m.ttc", "m"), ("note.txt", "n")] {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let found: Vec<_> = from_dir(folder.path()).unwrap().iter().map(|bytes| bytes.to_vec()).collect();
        assert_eq!(found, [b"a", b"m", b"z"]);
        assert_eq!(from_dir(folder.path().join("none")).unwrap_err().fault(), Fault::Missing);
        assert_eq!(from_dir(folder.path().join("note.txt")).unwrap_err().fault(), Fault::Input);
    }

    #[cfg(unix)]
    #[test]
    fn a_circle_of_links_ends() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("self")).unwrap();
        assert!(from_dir(folder.path()).unwrap().is_empty());
        system_paths();
    }
}
