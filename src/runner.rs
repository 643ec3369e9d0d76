//! Work that falls into pieces, and who does the pieces.
//!
//! A stage says what the pieces are; only the engine knows how many threads there are, so it is handed in. Promised by
//! every runner: results in the order of the pieces. What is asked of the work: that a piece does not depend on who
//! does it, so that the same input gives the same bytes with any number of threads.

/// Does pieces of work.
pub trait Runner: Sync {
    /// What `work` makes of each of the `pieces`, in order.
    fn each<T: Send, R: Send>(&self, pieces: Vec<T>, work: impl Fn(T) -> R + Send + Sync) -> Vec<R>;

    /// What `work` makes of each number below `count`, in order.
    fn map<R: Send>(&self, count: usize, work: impl Fn(usize) -> R + Send + Sync) -> Vec<R> {
        self.each((0..count).collect(), work)
    }

    /// As [`Runner::each`], for results that are handed to `take` in the order of the pieces, each as soon as it can
    /// be. `work` gets memory of its own, as the piece before left it; what comes of a piece must not depend on that.
    fn hand_on<T: Send, S: Default + Send, R: Send>(
        &self,
        pieces: Vec<T>,
        work: impl Fn(T, &mut S) -> R + Send + Sync,
        take: impl FnMut(R) + Send,
    ) {
        self.each(pieces, |piece| work(piece, &mut S::default())).into_iter().for_each(take);
    }

    /// How many pieces are done at once: a hint for how much to hand over together, never for what the pieces are.
    fn width(&self) -> usize;
}

/// One piece after the other, on the thread that asks.
#[derive(Debug, Clone, Copy, Default)]
pub struct InTurn;

impl Runner for InTurn {
    fn each<T: Send, R: Send>(&self, pieces: Vec<T>, work: impl Fn(T) -> R + Send + Sync) -> Vec<R> {
        pieces.into_iter().map(work).collect()
    }

    fn hand_on<T: Send, S: Default + Send, R: Send>(
        &self,
        pieces: Vec<T>,
        work: impl Fn(T, &mut S) -> R + Send + Sync,
        mut take: impl FnMut(R) + Send,
    ) {
        let mut memory = S::default();
        pieces.into_iter().for_each(|piece| take(work(piece, &mut memory)));
    }

    fn width(&self) -> usize {
        1
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// So many threads at once.
    pub(crate) struct Threads(pub(crate) usize);

    impl Runner for Threads {
        fn each<T: Send, R: Send>(&self, pieces: Vec<T>, work: impl Fn(T) -> R + Send + Sync) -> Vec<R> {
            let (mut pieces, mut done) = (pieces.into_iter(), Vec::new());
            while pieces.len() > 0 {
                let (some, work) = (pieces.by_ref().take(self.0), &work);
                std::thread::scope(|scope| {
                    let started: Vec<_> = some.map(|piece| scope.spawn(move || work(piece))).collect();
                    done.extend(started.into_iter().map(|thread| thread.join().unwrap()));
                });
            }
            done
        }

        fn width(&self) -> usize {
            self.0
        }
    }

    #[test]
    fn results_come_in_the_order_of_the_pieces() {
        let squares: Vec<usize> = (0..20).map(|number| number * number).collect();
        assert_eq!(InTurn.map(20, |number| number * number), squares);
        assert_eq!(Threads(3).map(20, |number| number * number), squares);
    }
}
