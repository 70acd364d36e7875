//! How much one rule has taken from one report: operations, and nothing by the clock.

use super::limits;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

/// The count of operations of one run of one rule.
///
/// Rhai counts operations as well, but what happens inside a closure that a function calls
/// (`list.filter(|x| …)`) is forgotten there, so that closures in closures are nearly free.
#[derive(Debug, Default)]
pub(super) struct Meter {
    used: AtomicU64,
    allowed: u64,
}

impl Meter {
    pub(super) fn new(allowed: u64) -> Self {
        Self {
            used: AtomicU64::new(0),
            allowed,
        }
    }

    /// Counts one operation; tells whether the script may go on.
    pub(super) fn step(&self) -> bool {
        self.take(1)
    }

    /// Counts what reading or making so many bytes costs.
    pub(super) fn read(&self, bytes: usize) {
        let cost = bytes / limits::BYTES_PER_OPERATION;
        self.take(u64::try_from(cost).unwrap_or(u64::MAX));
    }

    pub(super) fn used(&self) -> u64 {
        self.used.load(Ordering::Relaxed)
    }

    /// One run has one thread: load and store are enough, and cheaper than an addition.
    fn take(&self, operations: u64) -> bool {
        let used = self.used().saturating_add(operations);
        self.used.store(used, Ordering::Relaxed);
        used <= self.allowed
    }
}
