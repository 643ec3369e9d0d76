//! Strips that one thread decodes and another makes rows of and resizes, where another has time; else one does both.
//!
//! Promised: strips are taken in their order, so what comes of them does not depend on who took them; no thread waits
//! for one that may never come: when too many strips wait, whoever decodes takes them.

use super::Engine;
use super::threads::lock;
use crate::error::{Error, Result};
use crate::raster::{Begin, Carry, Strip, TakeRows, Unpack};
use rayon::Scope;
use std::collections::VecDeque;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

/// Bytes that change hands together: waking a thread costs some ten microseconds, decoding so much one or two
/// milliseconds.
const TOGETHER: usize = 256 << 10;

/// Strips that wait before whoever decodes takes them: as many as come while a resize makes a pass over rows that it
/// has gathered, some milliseconds.
const WAITING: usize = 24;

/// Bytes held on the way of a picture of this width: strips that wait, one that is filled and one that is taken. A
/// strip has one piece at least, of which the largest are the planes of 16 rows of a JPEG, 32 bytes a column.
pub(super) fn cost(width: u32) -> u64 {
    (WAITING as u64 + 2) * (TOGETHER as u64).max(u64::from(width) * 32)
}

/// Does the work, whose rows `taker` takes: in another thread of the engine's, if it has any and one is idle.
pub(super) fn relayed<R>(
    engine: &Engine,
    taker: &mut (dyn TakeRows + Send),
    work: impl FnOnce(&mut dyn Carry) -> Result<R>,
) -> Result<R> {
    let taking = Taking { taker, unpack: None, outcome: Ok(()) };
    let relay = Relay { waiting: Mutex::default(), spare: Mutex::default(), taking: Mutex::new(taking) };
    let result = engine.beside(|scope| {
        let mut sender = Sender { relay: &relay, scope, strip: Strip::default() };
        work(&mut sender)
    })?;
    relay.take_all();
    relay.outcome().map(|()| result)
}

/// Strips between two threads.
struct Relay<'a> {
    waiting: Mutex<VecDeque<Strip>>,
    /// Buffers to be used again.
    spare: Mutex<Vec<Strip>>,
    /// Held while strips are taken, which keeps them in order.
    taking: Mutex<Taking<'a>>,
}

/// Who takes the rows, what makes rows of strips, and how that went so far.
struct Taking<'a> {
    taker: &'a mut (dyn TakeRows + Send),
    unpack: Option<Box<dyn Unpack>>,
    outcome: Result<()>,
}

impl Taking<'_> {
    fn take(&mut self, strip: &mut Strip) {
        if self.outcome.is_ok() {
            let Self { unpack, taker, .. } = self;
            let work = || match unpack {
                Some(unpack) => unpack.unpack(strip.pieces(), *taker),
                None => Err(Error::internal("strips came before their picture")),
            };
            // As in a decoder, a panic is the picture's fault.
            self.outcome = catch_unwind(AssertUnwindSafe(work))
                .unwrap_or_else(|_| Err(Error::input("the decoder gave up on this picture")));
        }
    }
}

impl Relay<'_> {
    /// Takes all that waits, when whoever takes is done.
    fn take_all(&self) {
        self.take_by(&mut lock(&self.taking));
    }

    /// Takes all that waits, unless somebody does so already: an idle thread is not made to wait.
    fn take_if_free(&self) {
        while !lock(&self.waiting).is_empty() {
            let Ok(mut taking) = self.taking.try_lock() else { return };
            self.take_by(&mut taking);
        }
    }

    fn take_by(&self, taking: &mut Taking<'_>) {
        while let Some(mut strip) = self.next() {
            taking.take(&mut strip);
            strip.clear();
            lock(&self.spare).push(strip);
        }
    }

    fn next(&self) -> Option<Strip> {
        lock(&self.waiting).pop_front()
    }

    /// How taking went; a failure is said once.
    fn outcome(&self) -> Result<()> {
        mem::replace(&mut lock(&self.taking).outcome, Ok(()))
    }

    /// As [`Relay::outcome`] where that can be said at once: whoever decodes does not wait for whoever takes.
    fn outcome_so_far(&self) -> Result<()> {
        match self.taking.try_lock() {
            Ok(mut taking) => mem::replace(&mut taking.outcome, Ok(())),
            Err(_) => Ok(()),
        }
    }
}

/// The end at which strips come in.
struct Sender<'a, 'scope> {
    relay: &'scope Relay<'scope>,
    scope: &'a Scope<'scope>,
    strip: Strip,
}

impl Carry for Sender<'_, '_> {
    fn begin(&mut self, begin: Begin<'_>) -> Result<()> {
        self.strip.clear();
        let mut taking = lock(&self.relay.taking);
        lock(&self.relay.waiting).clear();
        taking.outcome = Ok(());
        taking.unpack = Some(begin(taking.taker)?);
        Ok(())
    }

    fn room(&mut self, length: usize) -> Option<&mut [u8]> {
        self.strip.room(length, TOGETHER)
    }

    fn send(&mut self) -> Result<()> {
        let relay = self.relay;
        let strip = mem::replace(&mut self.strip, lock(&relay.spare).pop().unwrap_or_default());
        let count = {
            let mut waiting = lock(&relay.waiting);
            waiting.push_back(strip);
            waiting.len()
        };
        // A strip that still waits when the next one comes, while nobody takes any: no thread has time.
        let is_alone = count > 1 && relay.taking.try_lock().is_ok();
        match is_alone || count > WAITING {
            true => relay.take_all(),
            false => self.scope.spawn(move |_| relay.take_if_free()),
        }
        relay.outcome_so_far()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Fault;
    use crate::geometry::Size;

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

    /// Pieces that are rows already.
    struct AsTheyAre;

    impl Unpack for AsTheyAre {
        fn unpack(&mut self, strip: &mut [u8], taker: &mut dyn TakeRows) -> Result<()> {
            strip.chunks(40_000).try_for_each(|row| taker.take(row, row != [99; 40_000]))
        }
    }

    /// Rows of 40,000 bytes, each of its own number, after a picture that was given up.
    fn run(threads: usize, seen: &mut Seen) -> Result<usize> {
        let engine = Engine::builder().threads(threads).build();
        let begin = |carry: &mut dyn Carry, size: Size| {
            carry.begin(Box::new(move |taker| {
                taker.begin(size)?;
                Ok(Box::new(AsTheyAre))
            }))
        };
        let piece = |carry: &mut dyn Carry, length: usize, value: u8| {
            carry.carry(length, &mut |target| {
                target.fill(value);
                Ok(())
            })
        };
        relayed(&engine, seen, |carry| {
            begin(carry, Size::new(7, 7))?;
            piece(carry, 900_000, 1)?;
            begin(carry, Size::new(10_000, 200))?;
            for row in 0..200 {
                piece(carry, 40_000, row)?;
            }
            carry.send()?;
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

    /// Refuses strips, or panics.
    struct Refuses(bool);

    impl Unpack for Refuses {
        fn unpack(&mut self, _: &mut [u8], _: &mut dyn TakeRows) -> Result<()> {
            assert!(!self.0, "a test of panics");
            Err(Error::internal("no"))
        }
    }

    #[test]
    fn what_came_before_a_picture_is_void_and_a_panic_is_an_error() {
        for (threads, panics) in [(1, false), (3, false), (1, true), (3, true)] {
            let engine = Engine::builder().threads(threads).build();
            let run = |ends_well: bool| {
                let mut seen = Seen::default();
                relayed(&engine, &mut seen, |carry| {
                    carry.begin(Box::new(move |_| Ok(Box::new(Refuses(panics)))))?;
                    carry.carry(9, &mut |_| Ok(()))?;
                    carry.send()?;
                    if ends_well {
                        carry.begin(Box::new(|_| Ok(Box::new(AsTheyAre))))?;
                    }
                    Ok(())
                })
            };
            run(true).unwrap();
            let expected = if panics { Fault::Input } else { Fault::Internal };
            assert_eq!(run(false).unwrap_err().fault(), expected, "{threads}");
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
