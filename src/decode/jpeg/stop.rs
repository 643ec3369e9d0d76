//! Why our own decoder ends early.

use crate::error::Error;

/// The two ways out that are no success.
#[derive(Debug)]
pub(super) enum Stop {
    /// Something is unusual or damaged. The full decoder, which knows every oddity, has the verdict.
    Doubt,
    /// The deadline has passed, or whoever takes the rows gave up.
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// A result with [`Stop`].
pub(super) type Step<T> = Result<T, Stop>;
