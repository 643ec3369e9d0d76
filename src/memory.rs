//! How many bytes of pixels may be held at once: work waits here before it decodes.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// A budget of bytes that workers share. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct MemoryGate(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    total: u64,
    free: Mutex<u64>,
    returned: Condvar,
}

impl MemoryGate {
    /// A budget of this many bytes.
    pub(crate) fn new(total: u64) -> Self {
        Self(Arc::new(Shared { total, free: Mutex::new(total), returned: Condvar::new() }))
    }

    /// Waits until `bytes` are free and takes them until the permit is dropped. Work that is larger than the whole
    /// budget is let in alone.
    pub(crate) fn admit(&self, bytes: u64) -> Permit {
        let bytes = bytes.min(self.0.total);
        // A poisoned lock holds a plain number, which no panic can leave half-written.
        let mut free = self.0.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free < bytes {
            free = self.0.returned.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= bytes;
        Permit { gate: self.clone(), bytes }
    }
}

/// Bytes taken from a [`MemoryGate`]; dropping it gives them back.
#[derive(Debug)]
pub(crate) struct Permit {
    gate: MemoryGate,
    bytes: u64,
}

impl Drop for Permit {
    fn drop(&mut self) {
        *self.gate.0.free.lock().unwrap_or_else(PoisonError::into_inner) += self.bytes;
        self.gate.0.returned.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn never_more_than_the_budget_is_held() {
        let gate = MemoryGate::new(10);
        let (held, most) = (AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for bytes in [3, 4, 5, 6, 7, 30] {
                let (gate, held, most) = (&gate, &held, &most);
                scope.spawn(move || {
                    let _permit = gate.admit(bytes);
                    let now = held.fetch_add(bytes.min(10), Ordering::SeqCst) + bytes.min(10);
                    most.fetch_max(now, Ordering::SeqCst);
                    std::thread::yield_now();
                    held.fetch_sub(bytes.min(10), Ordering::SeqCst);
                });
            }
        });
        assert!(most.load(Ordering::SeqCst) <= 10);
    }
}
