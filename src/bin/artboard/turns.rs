//! Who writes when: jobs whose names may turn out to be the same write in the order of the inputs.
//!
//! Jobs begin in their order, so the one that is waited for has always begun: nobody waits for ever.

use std::collections::HashSet;
use std::sync::{Condvar, Mutex, PoisonError};

/// The jobs that have finished.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    finished: Mutex<HashSet<usize>>,
    changed: Condvar,
}

/// Marks a job as finished when it is dropped, also by a panic.
#[derive(Debug)]
pub(crate) struct Turn<'a> {
    turns: &'a Turns,
    job: usize,
}

impl Turns {
    /// A job begins.
    pub(crate) fn begin(&self, job: usize) -> Turn<'_> {
        Turn { turns: self, job }
    }
}

impl Turn<'_> {
    /// Waits until an earlier job has finished.
    pub(crate) fn after(&self, earlier: Option<usize>) {
        let Some(earlier) = earlier else { return };
        let mut finished = self.turns.finished.lock().unwrap_or_else(PoisonError::into_inner);
        while !finished.contains(&earlier) {
            finished = self.turns.changed.wait(finished).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.turns.finished.lock().unwrap_or_else(PoisonError::into_inner).insert(self.job);
        self.turns.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_waits_for_the_earlier_one() {
        let (turns, order) = (Turns::default(), Mutex::new(Vec::new()));
        std::thread::scope(|scope| {
            let (second, order) = (turns.begin(1), &order);
            scope.spawn(move || {
                second.after(Some(0));
                order.lock().unwrap().push(1);
            });
            let first = turns.begin(0);
            std::thread::sleep(std::time::Duration::from_millis(20));
            order.lock().unwrap().push(0);
            drop(first);
        });
        assert_eq!(order.into_inner().unwrap(), [0, 1]);
    }
}
