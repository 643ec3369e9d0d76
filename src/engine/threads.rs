//! The threads that one call may use: those of the pool that calls, or else the engine's own.
//!
//! Promised: none starts before there is work for two; results come in the order of what was asked.

use super::Engine;
use crate::limits::STACK_BYTES;
use crate::runner::Runner;
use rayon::prelude::*;

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

    fn width(&self) -> usize {
        self.threads
    }
}
