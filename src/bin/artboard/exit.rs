//! The exit codes, in one place.

use artboard::{Error, Fault};
use std::process::ExitCode;

/// What the shell is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exit(pub(crate) u8);

impl Exit {
    /// All was done.
    pub(crate) const DONE: Self = Self(0);
    /// Some inputs failed, or a comparison found a difference.
    pub(crate) const FAILED: Self = Self(1);
    /// The command line, an option, a template or a collision of outputs: nothing was begun.
    pub(crate) const USAGE: Self = Self(2);
    /// No input matched.
    pub(crate) const NOTHING: Self = Self(3);
    /// The run as a whole was stopped by a deadline or limit.
    pub(crate) const STOPPED: Self = Self(4);
    /// Interrupted: 128 + SIGINT.
    pub(crate) const INTERRUPTED: Self = Self(130);

    /// The code for an error that ended the run before or outside its items.
    pub(crate) fn of_stopped(error: &Error) -> Self {
        match error.fault() {
            Fault::TimedOut => Self::STOPPED,
            Fault::Io | Fault::Internal => Self::FAILED,
            _ => Self::USAGE,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.0)
    }
}
