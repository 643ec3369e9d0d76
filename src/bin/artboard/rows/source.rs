//! Where rows are read from: a file that can be read again, one row never longer than it may be.

use artboard::{Error, Fault, Result};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// UTF-8's byte order mark.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// A file that can be opened again.
#[derive(Debug)]
pub(crate) enum Kept {
    /// The user's own.
    File(PathBuf),
    /// What came through a pipe; gone when it is dropped.
    Copy(NamedTempFile, PathBuf),
}

impl Kept {
    /// A file as it is; stdin, for `-`, and pipes are copied first.
    ///
    /// # Errors
    /// [`Fault::Missing`], [`Fault::Io`].
    pub(crate) fn of(path: &Path) -> Result<Self> {
        let refuse = |cause: io::Error| cannot_read(cause).at(path.display().to_string());
        let is_stdin = path == Path::new("-");
        if !is_stdin && path.metadata().map_err(refuse)?.is_file() {
            return Ok(Self::File(path.to_owned()));
        }
        let mut copy = NamedTempFile::new().map_err(refuse)?;
        match is_stdin {
            true => io::copy(&mut io::stdin().lock(), &mut copy),
            false => File::open(path).and_then(|mut pipe| io::copy(&mut pipe, &mut copy)),
        }
        .map_err(refuse)?;
        Ok(Self::Copy(copy, path.to_owned()))
    }

    /// For messages.
    pub(crate) fn label(&self) -> String {
        let (Self::File(path) | Self::Copy(_, path)) = self;
        path.display().to_string()
    }

    /// From its beginning, after a byte order mark.
    ///
    /// # Errors
    /// [`Fault::Missing`], [`Fault::Io`].
    pub(crate) fn open(&self, longest: u64) -> Result<Metered> {
        let path = match self {
            Self::File(path) => path.as_path(),
            Self::Copy(copy, _) => copy.path(),
        };
        let mut inner = BufReader::new(File::open(path).map_err(cannot_read)?);
        if inner.fill_buf().map_err(cannot_read)?.starts_with(MARK) {
            inner.consume(MARK.len());
        }
        Ok(Metered { inner, longest, left: longest })
    }
}

fn cannot_read(cause: io::Error) -> Error {
    let fault = if cause.kind() == io::ErrorKind::NotFound { Fault::Missing } else { Fault::Io };
    Error::new(fault, format!("the data cannot be read: {cause}")).caused_by(cause)
}

/// A stream that ends in an error when one row is longer than it may be. Readers take what they buffer, so that a row
/// may be a buffer shorter than the bound; rows are never so long.
#[derive(Debug)]
pub(crate) struct Metered {
    inner: BufReader<File>,
    longest: u64,
    left: u64,
}

impl Metered {
    /// A new row begins.
    pub(crate) fn begin_row(&mut self) {
        self.left = self.longest;
    }

    fn check(&self) -> io::Result<()> {
        match self.left {
            0 => Err(io::Error::other(format!("one row is longer than {} bytes", self.longest))),
            _ => Ok(()),
        }
    }
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.check()?;
        let read = self.inner.read(buffer)?;
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

impl BufRead for Metered {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.check()?;
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount as u64);
        self.inner.consume(amount);
    }
}
