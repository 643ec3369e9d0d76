//! A file that the user named becomes bytes.
//!
//! In: a path, as the operating system understands it (links are followed: the user named it). Out: all its bytes.
//! Promised: nothing blocks on a pipe or device, and at most `maximum` bytes are read even when the file grows
//! meanwhile. Refused: whatever is not a regular file.

use crate::error::{Error, Fault, Result};
use crate::limits::within;
use crate::source::Bytes;
use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::iter::repeat_n;
use std::path::Path;
use std::sync::Arc;

/// All bytes of a regular file, at most `maximum`.
///
/// # Errors
/// [`Fault::Missing`] when nothing is there, [`Fault::Input`] for a folder, pipe or device, [`Fault::TooLarge`] before
/// reading, [`Fault::Io`] when the system refuses.
pub fn read(path: impl AsRef<Path>, maximum: u64) -> Result<Bytes> {
    read_within("input_bytes", path, maximum)
}

/// As [`read`], of a file whose bytes another limit bounds: `limit` is its name.
///
/// # Errors
/// As [`read`].
pub fn read_within(limit: &str, path: impl AsRef<Path>, maximum: u64) -> Result<Bytes> {
    let path = path.as_ref();
    read_regular(limit, path, maximum).map_err(|error| error.at(path.display().to_string()))
}

fn read_regular(limit: &str, path: &Path, maximum: u64) -> Result<Bytes> {
    // Asked before opening, because opening a pipe waits for its other end; asked again of the open file, because the
    // name may have come to mean another file in between.
    check(limit, &std::fs::metadata(path).map_err(explain)?, maximum)?;
    let file = open(path).map_err(explain)?;
    let metadata = file.metadata().map_err(explain)?;
    check(limit, &metadata, maximum)?;
    // Straight into the memory that is shared later: a large file is not to be there twice.
    let mut bytes: Bytes = repeat_n(0, usize::try_from(metadata.len()).unwrap_or_default()).collect();
    let mut file = file.take(maximum.saturating_add(1));
    let filled = fill(&mut file, Arc::get_mut(&mut bytes).unwrap_or_default()).map_err(explain)?;
    if filled < bytes.len() {
        return Ok(bytes.iter().take(filled).copied().collect());
    }
    let mut grown = Vec::new();
    file.read_to_end(&mut grown).map_err(explain)?;
    within(limit, (bytes.len() + grown.len()) as u64, maximum)?;
    Ok(if grown.is_empty() { bytes } else { [&*bytes, &*grown].concat().into() })
}

/// Reads until there is no more room or nothing more comes; how many bytes that are.
fn fill(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(cause) if cause.kind() == ErrorKind::Interrupted => {}
            Err(cause) => return Err(cause),
        }
    }
    Ok(filled)
}

/// Opens without waiting where the system can: a pipe put in the file's place meanwhile must not block.
fn open(path: &Path) -> io::Result<File> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true);
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        // O_NONBLOCK: asm-generic/fcntl.h, the same on every Linux we build for (x86, Arm, RISC-V).
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, 0o4000);
    }
    #[cfg(any(target_os = "macos", target_os = "freebsd"))]
    {
        // O_NONBLOCK of the BSD family: sys/fcntl.h.
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, 0x0004);
    }
    options.open(path)
}

fn check(limit: &str, metadata: &Metadata, maximum: u64) -> Result<()> {
    if metadata.is_dir() {
        return Err(Error::input("this is a folder, not a file"));
    }
    if !metadata.is_file() {
        return Err(Error::input("this is a pipe, socket or device, not a regular file"));
    }
    within(limit, metadata.len(), maximum)
}

/// What the system said, in our words.
pub(super) fn explain(cause: io::Error) -> Error {
    match cause.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Error::missing("there is no such file"),
        ErrorKind::PermissionDenied => Error::new(Fault::Io, "permission to read is denied"),
        ErrorKind::InvalidInput | ErrorKind::InvalidFilename => Error::input("this is not a valid file name"),
        _ => Error::new(Fault::Io, format!("cannot read: {cause}")),
    }
    .caused_by(cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regular_file_is_read_up_to_its_maximum() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, b"12345").unwrap();
        assert_eq!(&*read(&path, 5).unwrap(), b"12345");
        assert_eq!(read(&path, 4).unwrap_err().fault(), Fault::TooLarge);
        assert_eq!(read(folder.path().join("b"), 4).unwrap_err().fault(), Fault::Missing);
        assert_eq!(read(path.join("below"), 4).unwrap_err().fault(), Fault::Missing);
        assert_eq!(read(folder.path(), 4).unwrap_err().fault(), Fault::Input);
        assert!(read("a\0b", 4).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn pipes_and_devices_are_refused_without_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(read(&pipe, 4).unwrap_err().fault(), Fault::Input);
        drop(open(&pipe).unwrap()); // would wait for a writer without the flag
        assert_eq!(read("/dev/zero", 4).unwrap_err().fault(), Fault::Input);
    }
}
