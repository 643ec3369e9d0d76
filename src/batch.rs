//! Many independent pieces of work at once: in a pool of its own, in any order, none stopping another.

use crate::error::{Error, Fault, Result};
use crate::limits::STACK_BYTES;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Asks running batches to stop: what runs is finished, what has not begun is skipped. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Not cancelled yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on nothing begins. Safe to call from a signal handler's thread, any number of times.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether [`Cancel::cancel`] was called.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// What became of one item.
#[derive(Debug)]
pub enum Outcome<R> {
    /// It was done.
    Done(R),
    /// It failed; the others went on.
    Failed(Error),
    /// It had not begun when the batch was cancelled.
    Skipped,
}

/// What happens during a batch. Events of one item come in order, those of different items as they happen.
#[derive(Debug)]
pub enum Event<'a, T, R> {
    /// A worker takes this item.
    Started {
        /// Its index.
        index: usize,
        /// The item.
        item: &'a T,
    },
    /// This item has its outcome.
    Finished {
        /// Its index.
        index: usize,
        /// The item.
        item: &'a T,
        /// What became of it.
        outcome: &'a Outcome<R>,
    },
}

/// Items to be worked on in parallel.
///
/// A panic in one item is caught and becomes its [`Outcome::Failed`] with [`Fault::Internal`].
pub struct Batch<'a, T, R> {
    items: &'a [T],
    workers: usize,
    cancel: Cancel,
    on_event: Listener<'a, T, R>,
}

/// Is told what happens.
type Listener<'a, T, R> = Box<dyn Fn(Event<'_, T, R>) + Sync + 'a>;

impl<'a, T: Sync, R: Send> Batch<'a, T, R> {
    /// A batch over these items, with one worker a core.
    pub fn of(items: &'a [T]) -> Self {
        let workers = std::thread::available_parallelism().map_or(1, Into::into);
        Self { items, workers, cancel: Cancel::new(), on_event: Box::new(|_| ()) }
    }

    /// How many items are worked on at once, at least 1. Results do not depend on it.
    #[must_use]
    pub fn workers(mut self, workers: usize) -> Self {
        self.workers = workers.max(1);
        self
    }

    /// Stops when this is cancelled.
    #[must_use]
    pub fn cancel(mut self, cancel: &Cancel) -> Self {
        self.cancel = cancel.clone();
        self
    }

    /// Is told what happens, on the worker's thread: keep it short.
    #[must_use]
    pub fn on_event(mut self, on_event: impl Fn(Event<'_, T, R>) + Sync + 'a) -> Self {
        self.on_event = Box::new(on_event);
        self
    }

    /// Works, and returns every item's outcome in the order of the items.
    ///
    /// # Errors
    /// [`Fault::Io`] when the system gives no threads. Items never fail the batch.
    pub fn run(self, work: impl Fn(usize, &T) -> Result<R> + Sync) -> Result<Vec<Outcome<R>>> {
        // Also more threads than items: the pieces of one large item go to those that find none of their own.
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.workers)
            .stack_size(STACK_BYTES)
            .build()
            .map_err(|cause| Error::new(Fault::Io, "cannot start worker threads").caused_by(cause))?;
        let next = AtomicUsize::new(0);
        let outcomes: Vec<Mutex<Outcome<R>>> = self.items.iter().map(|_| Mutex::new(Outcome::Skipped)).collect();
        pool.broadcast(|_| {
            while !self.cancel.is_cancelled() {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let (Some(item), Some(slot)) = (self.items.get(index), outcomes.get(index)) else { break };
                (self.on_event)(Event::Started { index, item });
                let outcome = caught(|| work(index, item));
                (self.on_event)(Event::Finished { index, item, outcome: &outcome });
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = outcome;
            }
        });
        Ok(outcomes.into_iter().map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner)).collect())
    }
}

/// Runs one item's work; a panic costs only this item.
fn caught<R>(work: impl FnOnce() -> Result<R>) -> Outcome<R> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(result)) => Outcome::Done(result),
        Ok(Err(error)) => Outcome::Failed(error),
        Err(panic) => {
            let message = panic.downcast_ref::<&str>().map(ToString::to_string);
            let message = message.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
            let error = Error::internal(format!("a defect of this program: {message}"));
            Outcome::Failed(error.with_help("please report it with the input that shows it"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Fault;

    #[test]
    fn outcomes_keep_the_order_of_items_and_failures_stay_alone() {
        let items: Vec<u32> = (0..100).collect();
        let work = |_: usize, item: &u32| match item % 10 {
            3 => Err(Error::input("three")),
            7 => panic!("seven"),
            _ => Ok(item * 2),
        };
        for workers in [1, 2, 8] {
            let outcomes = Batch::of(&items).workers(workers).run(work).unwrap();
            for (item, outcome) in items.iter().zip(outcomes) {
                match (item % 10, outcome) {
                    (3, Outcome::Failed(error)) => assert_eq!(error.fault(), Fault::Input),
                    (7, Outcome::Failed(error)) => assert_eq!(error.fault(), Fault::Internal),
                    (_, Outcome::Done(result)) => assert_eq!(result, item * 2),
                    (_, outcome) => panic!("{item}: {outcome:?}"),
                }
            }
        }
    }

    #[test]
    fn a_cancelled_batch_skips_what_has_not_begun() {
        let (items, cancel) = ([0, 1, 2, 3], Cancel::new());
        let work = |index: usize, _: &i32| {
            if index == 1 {
                cancel.cancel();
            }
            Ok(())
        };
        let outcomes = Batch::of(&items).workers(1).cancel(&cancel).run(work).unwrap();
        let skipped = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Skipped)).count();
        assert_eq!(skipped, 2);
    }
}
