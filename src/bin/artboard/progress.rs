//! How far a batch is, on a terminal's stderr only.

use crate::args::Verbosity;
use crate::terminal;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;

/// A bar, or nothing.
#[derive(Debug)]
pub(crate) struct Progress(Option<ProgressBar>);

impl Progress {
    /// A bar over this many jobs, when there is somebody to look at it.
    pub(crate) fn new(jobs: usize, verbosity: Verbosity) -> Self {
        if jobs < 2 || verbosity == Verbosity::Quiet || !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::with_draw_target(Some(jobs as u64), ProgressDrawTarget::stderr());
        let look = "{bar:30} {pos}/{len}  {per_sec}  ETA {eta}  {msg}";
        bar.set_style(ProgressStyle::with_template(look).unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self(Some(bar))
    }

    /// A line above the bar.
    pub(crate) fn say(&self, text: &str) {
        match &self.0 {
            Some(bar) => bar.suspend(|| terminal::say(text)),
            None => terminal::say(text),
        }
    }

    /// One more job is finished; this many items have failed so far.
    pub(crate) fn step(&self, failed: usize) {
        let Some(bar) = &self.0 else { return };
        if failed > 0 {
            bar.set_message(format!("{failed} failed"));
        }
        bar.inc(1);
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
