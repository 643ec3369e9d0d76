//! What a JPEG is refused with.

use crate::decode::reader;
use crate::error::Error;

/// The error for a file that breaks a rule.
#[cold]
pub(super) fn damaged(what: &str) -> Error {
    reader::damaged("JPEG", what)
}

/// The error for codes that do not fit their block, or that there are none of.
#[cold]
pub(super) fn no_code() -> Error {
    damaged("a code that does not fit")
}

/// The error for data that end before their last block.
#[cold]
pub(super) fn too_short() -> Error {
    damaged("the data of a scan end too early")
}
