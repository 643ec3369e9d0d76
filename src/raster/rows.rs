//! Rows on their way from a decoder to whoever takes them, so that nobody holds the whole picture.

use crate::error::Result;
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
}
