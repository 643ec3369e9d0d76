//! Rows on their way from a decoder to whoever takes them, so that nobody holds the whole picture.
//!
//! A decoder carries strips of bytes away as fast as it makes them; what is left to do until they are rows (filters,
//! colours, alpha) is an [`Unpack`]'s, so that it can be done elsewhere. Where that is is a [`Carry`]'s choice.

use crate::error::{Error, Result};
use crate::geometry::Size;

/// Takes the rows of one picture from the top, as stored: not yet turned upright.
pub trait TakeRows {
    /// A picture of this size begins; rows that came before are void.
    ///
    /// # Errors
    /// Whatever keeps the taker from going on; the decoder ends with it.
    fn begin(&mut self, size: Size) -> Result<()>;

    /// The next rows: whole ones, one or more, premultiplied RGBA in 8 bits. `is_opaque` promises that every alpha in
    /// them is 255.
    ///
    /// # Errors
    /// As [`TakeRows::begin`].
    fn take(&mut self, rows: &[u8], is_opaque: bool) -> Result<()>;

    /// As [`TakeRows::begin`], for an opaque picture whose rows may come in planes; `false`
    /// when they are not wanted so: then it is not begun.
    ///
    /// # Errors
    /// As [`TakeRows::begin`].
    fn begin_planes(&mut self, _size: Size, _planes: Planes) -> Result<bool> {
        Ok(false)
    }

    /// The next row of luma. Rows of luma and of chroma come by turns.
    ///
    /// # Errors
    /// As [`TakeRows::begin`].
    fn take_luma(&mut self, _row: &[u8]) -> Result<()> {
        Err(Error::internal("planes came although they were not wanted"))
    }

    /// The next rows of both kinds of chroma.
    ///
    /// # Errors
    /// As [`TakeRows::begin`].
    fn take_chroma(&mut self, _rows: [&[u8]; 2]) -> Result<()> {
        Err(Error::internal("planes came although they were not wanted"))
    }
}

/// Makes pixels of luma and of both kinds of chroma: RGBA, opaque.
pub type Merge = fn(&[u8], [&[u8]; 2], &mut [u8]);

/// How the colours of a picture lie in three planes: luma, and two kinds of chroma with fewer samples.
#[derive(Clone, Copy)]
pub struct Planes {
    /// Pixels for which there is one sample of chroma, across and down: 1 or more. It lies in their middle.
    pub per_sample: (u32, u32),
    /// Makes pixels of planes that have as many samples.
    pub merge: Merge,
}

/// Makes rows of the strips of one picture.
pub trait Unpack: Send {
    /// The next strip: whole pieces, as they were carried, in their order. What it holds afterwards is void.
    ///
    /// # Errors
    /// What the strip is refused for, and what `taker` gives.
    fn unpack(&mut self, strip: &mut [u8], taker: &mut dyn TakeRows) -> Result<()>;
}

/// Tells a taker what begins; what makes rows of it.
pub type Begin<'a> = Box<dyn FnOnce(&mut dyn TakeRows) -> Result<Box<dyn Unpack>> + 'a>;

/// Writes a piece of a strip.
pub type Fill<'a> = &'a mut dyn FnMut(&mut [u8]) -> Result<()>;

/// Carries strips from a decoder to where they become rows.
pub trait Carry {
    /// A picture begins; what came before is void.
    ///
    /// # Errors
    /// What `begin` gives.
    fn begin(&mut self, begin: Begin<'_>) -> Result<()>;

    /// Room for the next piece of so many bytes; `None` where the strip must be sent first.
    fn room(&mut self, length: usize) -> Option<&mut [u8]>;

    /// Sends off the strip: when it has no room, and after the last piece.
    ///
    /// # Errors
    /// What unpacking or the taker gave: also for earlier strips.
    fn send(&mut self) -> Result<()>;

    /// The next piece, of so many bytes.
    ///
    /// # Errors
    /// What `fill` gives, and as [`Carry::send`].
    fn carry(&mut self, length: usize, fill: Fill<'_>) -> Result<()> {
        if let Some(room) = self.room(length) {
            return fill(room);
        }
        self.send()?;
        self.room(length).map_or_else(|| Err(Error::internal("a strip has no room")), fill)
    }
}

/// A strip that is filled piece by piece.
#[derive(Default)]
pub struct Strip {
    bytes: Vec<u8>,
    filled: usize,
}

impl Strip {
    /// Room for the next piece of `length` bytes; `None` when the strip, of at least `most` bytes, is full.
    pub fn room(&mut self, length: usize, most: usize) -> Option<&mut [u8]> {
        let end = self.filled.checked_add(length)?;
        if end > self.bytes.len() {
            if self.filled > 0 && end > most {
                return None;
            }
            self.bytes.resize(end.max(most), 0);
        }
        self.bytes.get_mut(std::mem::replace(&mut self.filled, end)..end)
    }

    /// The pieces so far.
    pub fn pieces(&mut self) -> &mut [u8] {
        self.bytes.get_mut(..self.filled).unwrap_or_default()
    }

    /// Forgets the pieces and keeps the memory.
    pub fn clear(&mut self) {
        self.filled = 0;
    }

    /// Whether there is no piece.
    pub fn is_empty(&self) -> bool {
        self.filled == 0
    }
}

/// Bytes that are unpacked together on the spot: they stay in the second cache, and starting is paid seldom.
const TOGETHER: usize = 64 << 10;

/// Strips that are unpacked where they are made.
pub struct OnTheSpot<'a> {
    taker: &'a mut dyn TakeRows,
    unpack: Option<Box<dyn Unpack>>,
    strip: Strip,
}

impl<'a> OnTheSpot<'a> {
    /// For this taker.
    pub fn new(taker: &'a mut dyn TakeRows) -> Self {
        Self { taker, unpack: None, strip: Strip::default() }
    }
}

impl Carry for OnTheSpot<'_> {
    fn begin(&mut self, begin: Begin<'_>) -> Result<()> {
        self.strip.clear();
        self.unpack = Some(begin(self.taker)?);
        Ok(())
    }

    fn room(&mut self, length: usize) -> Option<&mut [u8]> {
        self.strip.room(length, TOGETHER)
    }

    fn send(&mut self) -> Result<()> {
        let unpack = self.unpack.as_mut().ok_or_else(no_picture)?;
        if !self.strip.is_empty() {
            unpack.unpack(self.strip.pieces(), self.taker)?;
            self.strip.clear();
        }
        Ok(())
    }
}

fn no_picture() -> Error {
    Error::internal("strips came before their picture")
}
