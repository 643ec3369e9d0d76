//! A file that the user named becomes bytes, or content that is read while it is decoded.
//!
//! In: a path, as the operating system understands it (links are followed: the user named it). Out: all its bytes, or
//! the open file. Promised: nothing blocks on a pipe or device, and at most `maximum` bytes are read even when the file
//! grows meanwhile. Refused: whatever is not a regular file.

use crate::error::{Error, Fault, Result};
use crate::limits::within;
use crate::source::{Bytes, Content, OpenFile, ReadAt};
use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

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
    open_regular(limit, path, maximum)
        .and_then(|content| content.whole())
        .map_err(|error| error.at(path.display().to_string()))
}

/// Bytes from which on a file is read while it is decoded: fresh memory for so many costs more than looking at the
/// header twice.
const LARGE: u64 = 1 << 20;

/// A regular file of at most `maximum` bytes as content: its bytes when they are few, else the open file.
///
/// # Errors
/// As [`read`].
pub fn content(path: impl AsRef<Path>, maximum: u64) -> Result<Content> {
    let path = path.as_ref();
    let content = || {
        let content = open_regular("input_bytes", path, maximum)?;
        match content.len() >= LARGE && cfg!(any(unix, windows)) {
            true => Ok(content),
            false => content.whole().map(Content::Bytes),
        }
    };
    content().map_err(|error: Error| error.at(path.display().to_string()))
}

/// A file as long as it was when it was opened: should it grow, nothing is read beyond that.
struct AsOpened {
    file: File,
    length: u64,
}

impl ReadAt for AsOpened {
    fn length(&self) -> u64 {
        self.length
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.length.saturating_sub(at)).unwrap_or(usize::MAX);
        let length = into.len().min(left);
        read_at(&self.file, at, into.get_mut(..length).unwrap_or_default())
    }
}

#[cfg(unix)]
fn read_at(file: &File, at: u64, into: &mut [u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, into, at)
}

#[cfg(windows)]
fn read_at(file: &File, at: u64, into: &mut [u8]) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, into, at)
}

/// Only for one thread at a time, for the place is the file's own.
#[cfg(not(any(unix, windows)))]
fn read_at(mut file: &File, at: u64, into: &mut [u8]) -> io::Result<usize> {
    io::Seek::seek(&mut file, io::SeekFrom::Start(at))?;
    io::Read::read(&mut file, into)
}

fn open_regular(limit: &str, path: &Path, maximum: u64) -> Result<Content> {
    // Asked before opening, because opening a pipe waits for its other end; asked again of the open file, because the
    // name may have come to mean another file in between.
    check(limit, &std::fs::metadata(path).map_err(explain)?, maximum)?;
    let file = open(path).map_err(explain)?;
    let metadata = file.metadata().map_err(explain)?;
    check(limit, &metadata, maximum)?;
    let length = metadata.len();
    if length > 0 {
        return Ok(Content::File(OpenFile::new(AsOpened { file, length })));
    }
    // Some systems do not say how long a file is before it is read.
    let mut bytes = Vec::new();
    file.take(maximum.saturating_add(1)).read_to_end(&mut bytes).map_err(explain)?;
    within(limit, bytes.len() as u64, maximum)?;
    Ok(bytes.into())
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
    fn only_a_large_file_is_left_where_it_lies() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, b"12345").unwrap();
        assert!(matches!(content(&path, 5).unwrap(), Content::Bytes(bytes) if *bytes == *b"12345"));
        assert_eq!(content(&path, 4).unwrap_err().fault(), Fault::TooLarge);
        let many: Vec<u8> = (0..LARGE + 5).map(|i| (i % 253) as u8).collect();
        std::fs::write(&path, &many).unwrap();
        assert_eq!(content(&path, LARGE).unwrap_err().fault(), Fault::TooLarge);
        let Content::File(file) = content(&path, LARGE + 5).unwrap() else { panic!("read") };
        // What is appended meanwhile is not read.
        std::fs::write(&path, [&many[..], b"more"].concat()).unwrap();
        let mut end = [0; 9];
        assert_eq!((file.len(), file.fill(LARGE, &mut end).unwrap()), (LARGE + 5, 5));
        assert_eq!(end[..5], many[LARGE as usize..]);
        assert_eq!(&*Content::File(file).whole().unwrap(), &many[..]);
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
