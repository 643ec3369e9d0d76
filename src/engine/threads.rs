//! The threads that one call may use: those of the pool that calls, or else the engine's own.
//!
//! Promised: none starts before there is work for two; results come in the order of what was asked.

use super::Engine;
use crate::limits::STACK_BYTES;
use crate::runner::Runner;
use rayon::prelude::*;
use std::sync::{Mutex, MutexGuard, PoisonError};

impl Engine {
    /// Maps in the order of `items`: with more than one, in the pool that calls, else in the engine's own.
    pub(super) fn in_parallel<T: Send, R: Send>(&self, items: Vec<T>, work: impl Fn(T) -> R + Send + Sync) -> Vec<R> {
        if items.len() < 2 || self.threads < 2 {
            return items.into_iter().map(work).collect();
        }
        if rayon::current_thread_index().is_some() {
            return items.into_par_iter().map(work).collect();
        }
        match self.own_pool() {
            Some(pool) => pool.install(|| items.into_par_iter().map(work).collect()),
            None => items.into_iter().map(work).collect(),
        }
    }

    /// Whether there are threads for [`Engine::beside`].
    pub(super) fn has_threads(&self) -> bool {
        self.threads > 1 && (rayon::current_thread_index().is_some() || self.own_pool().is_some())
    }

    /// Works here, and lets idle threads of the pool that calls, or else of the engine's own, do what is spawned.
    pub(super) fn beside<'a, R>(&self, work: impl FnOnce(&rayon::Scope<'a>) -> R) -> R {
        let is_outside = rayon::current_thread_index().is_none();
        match is_outside.then(|| self.own_pool()).flatten() {
            Some(pool) => pool.in_place_scope(work),
            None => rayon::in_place_scope(work),
        }
    }

    fn own_pool(&self) -> Option<&rayon::ThreadPool> {
        let pool = || rayon::ThreadPoolBuilder::new().num_threads(self.threads).stack_size(STACK_BYTES).build().ok();
        self.pool.get_or_init(pool).as_ref()
    }
}

/// Stages hand their pieces to the engine.
impl Runner for Engine {
    fn each<T: Send, R: Send>(&self, pieces: Vec<T>, work: impl Fn(T) -> R + Send + Sync) -> Vec<R> {
        self.in_parallel(pieces, work)
    }

    /// Whoever is free takes the next piece, so that results do not wait long for their turn.
    fn hand_on<T: Send, S: Default + Send, R: Send>(
        &self,
        pieces: Vec<T>,
        work: impl Fn(T, &mut S) -> R + Send + Sync,
        take: impl FnMut(R) + Send,
    ) {
        let count = pieces.len();
        let turn = Mutex::new(Turn { next: 0, waiting: pieces.iter().map(|_| None).collect(), take });
        let pieces = Mutex::new(pieces.into_iter().enumerate());
        self.in_parallel((0..self.threads.min(count)).collect(), |_| {
            let mut memory = S::default();
            while let Some((index, piece)) = next(&pieces) {
                let result = work(piece, &mut memory);
                lock(&turn).hand_over(index, result);
            }
        });
    }

    fn width(&self) -> usize {
        self.threads
    }
}

/// Results that wait for their turn: whoever made the one that all wait for hands over, while others go on working.
struct Turn<R, F> {
    next: usize,
    waiting: Vec<Option<R>>,
    take: F,
}

impl<R, F: FnMut(R)> Turn<R, F> {
    fn hand_over(&mut self, index: usize, result: R) {
        if let Some(place) = self.waiting.get_mut(index) {
            *place = Some(result);
        }
        while let Some(result) = self.waiting.get_mut(self.next).and_then(Option::take) {
            self.next += 1;
            (self.take)(result);
        }
    }
}

fn next<T>(pieces: &Mutex<impl Iterator<Item = T>>) -> Option<T> {
    lock(pieces).next()
}

/// Locks; what is left of a panic elsewhere is nothing that anybody will look at.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_handed_over_in_their_order_and_memory_is_used_again() {
        for threads in [1, 4] {
            let engine = Engine::builder().threads(threads).build();
            let work = |number: usize, memory: &mut Vec<usize>| {
                if number.is_multiple_of(7) {
                    std::thread::sleep(std::time::Duration::from_millis(3));
                }
                memory.push(number);
                (number, memory.len())
            };
            let (mut order, mut most) = (Vec::new(), 0);
            engine.hand_on((0..100).collect(), work, |(number, used)| {
                order.push(number);
                most = most.max(used);
            });
            assert_eq!(order, (0..100).collect::<Vec<_>>());
            assert!(most >= 100 / threads, "{most}");
        }
    }
}
