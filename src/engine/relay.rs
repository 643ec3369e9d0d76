//! Rows that one thread decodes and another resizes, where another has time; else one does both.
//!
//! Promised: rows are taken in their order, so what comes of them does not depend on who took them; no thread waits for
//! one that may never come: when too many rows wait, whoever decodes takes them.

use super::Engine;
use crate::error::Result;
use crate::geometry::Size;
use crate::raster::TakeRows;
use rayon::Scope;
use std::collections::VecDeque;
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Bytes that change hands together: waking a thread costs some ten microseconds, decoding so much a few milliseconds.
const TOGETHER: usize = 512 << 10;

/// Strips that wait before whoever decodes takes them: enough for a thread to be late once.
const WAITING: usize = 4;

/// Bytes held on the way: strips that wait, one that is filled and one that is taken.
pub(super) const COST: u64 = ((WAITING + 2) * TOGETHER) as u64;

/// Does the work, whose rows `taker` takes: in another thread of the engine's, if it has any and one is idle.
pub(super) fn relayed<R>(
    engine: &Engine,
    taker: &mut (dyn TakeRows + Send),
    work: impl FnOnce(&mut dyn TakeRows) -> Result<R>,
) -> Result<R> {
    let relay = Relay { waiting: Mutex::default(), spare: Mutex::default(), taking: Mutex::new((taker, Ok(()))) };
    let result = engine.beside(|scope| {
        let mut sender = Sender { relay: &relay, scope, strip: Vec::new(), is_opaque: true };
        let result = work(&mut sender)?;
        sender.send();
        Ok(result)
    })?;
    relay.take_all();
    relay.outcome().map(|()| result)
}

/// Rows between two threads.
struct Relay<'a> {
    waiting: Mutex<VecDeque<(Vec<u8>, bool)>>,
    /// Buffers to be used again.
    spare: Mutex<Vec<Vec<u8>>>,
    /// Who takes the rows, and how that went so far. Held while rows are taken, which keeps them in order.
    taking: Mutex<(&'a mut (dyn TakeRows + Send), Result<()>)>,
}

impl Relay<'_> {
    /// Takes all that waits.
    fn take_all(&self) {
        let mut taking = lock(&self.taking);
        let (taker, outcome) = &mut *taking;
        while let Some((mut rows, is_opaque)) = self.next() {
            if outcome.is_ok() {
                *outcome = taker.take(&rows, is_opaque);
            }
            rows.clear();
            lock(&self.spare).push(rows);
        }
    }

    fn next(&self) -> Option<(Vec<u8>, bool)> {
        lock(&self.waiting).pop_front()
    }

    /// How taking went; a failure is said once.
    fn outcome(&self) -> Result<()> {
        mem::replace(&mut lock(&self.taking).1, Ok(()))
    }
}

/// What is left of a panic elsewhere are rows that nobody will look at.
fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The end at which rows come in.
struct Sender<'a, 'scope> {
    relay: &'scope Relay<'scope>,
    scope: &'a Scope<'scope>,
    strip: Vec<u8>,
    is_opaque: bool,
}

impl Sender<'_, '_> {
    fn send(&mut self) {
        let relay = self.relay;
        let strip = mem::replace(&mut self.strip, lock(&relay.spare).pop().unwrap_or_default());
        let is_opaque = mem::replace(&mut self.is_opaque, true);
        let count = {
            let mut waiting = lock(&relay.waiting);
            waiting.push_back((strip, is_opaque));
            waiting.len()
        };
        match count > WAITING {
            true => relay.take_all(),
            false => self.scope.spawn(move |_| relay.take_all()),
        }
    }
}

impl TakeRows for Sender<'_, '_> {
    fn begin(&mut self, size: Size) -> Result<()> {
        self.strip.clear();
        let mut taking = lock(&self.relay.taking);
        lock(&self.relay.waiting).clear();
        taking.0.begin(size)
    }

    fn take(&mut self, rows: &[u8], is_opaque: bool) -> Result<()> {
        self.strip.extend_from_slice(rows);
        self.is_opaque &= is_opaque;
        if self.strip.len() < TOGETHER {
            return Ok(());
        }
        self.send();
        self.relay.outcome()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Error, Fault};

    #[derive(Default)]
    struct Seen {
        rows: Vec<u8>,
        is_opaque: bool,
        fails_at: Option<usize>,
    }

    impl TakeRows for Seen {
        fn begin(&mut self, _: Size) -> Result<()> {
            self.rows.clear();
            self.is_opaque = true;
            Ok(())
        }

        fn take(&mut self, rows: &[u8], is_opaque: bool) -> Result<()> {
            self.rows.extend_from_slice(rows);
            self.is_opaque &= is_opaque;
            match self.fails_at {
                Some(length) if self.rows.len() > length => Err(Error::internal("enough")),
                _ => Ok(()),
            }
        }
    }

    /// Rows of 40,000 bytes, each of its own number.
    fn run(threads: usize, seen: &mut Seen) -> Result<usize> {
        let engine = Engine::builder().threads(threads).build();
        relayed(&engine, seen, |taker| {
            taker.begin(Size::new(7, 7))?;
            taker.take(&[1; 900_000], true)?;
            taker.begin(Size::new(10_000, 200))?;
            for row in 0..200 {
                taker.take(&[row as u8; 40_000], row != 99)?;
            }
            Ok(200)
        })
    }

    #[test]
    fn rows_arrive_in_order_with_any_number_of_threads() {
        let expected: Vec<u8> = (0..200u8).flat_map(|row| [row; 40_000]).collect();
        for threads in [1, 2, 5] {
            let mut seen = Seen::default();
            assert_eq!(run(threads, &mut seen).unwrap(), 200);
            assert!(seen.rows == expected && !seen.is_opaque, "{threads}");
        }
    }

    #[test]
    fn a_taker_that_gives_up_ends_the_work() {
        for fails_at in [100, 7_900_000] {
            for threads in [1, 3] {
                let mut seen = Seen { fails_at: Some(fails_at), ..Seen::default() };
                assert_eq!(run(threads, &mut seen).unwrap_err().fault(), Fault::Internal, "{fails_at} {threads}");
            }
        }
    }
}
