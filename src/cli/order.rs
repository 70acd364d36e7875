//! Work on many reports at once, results in the order of the reports, memory bounded.

use std::collections::VecDeque;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::thread;

/// How far ahead of the report that is printed next the workers may be, per worker.
const AHEAD: usize = 4;

/// Stack of a worker: as large as that of the main thread, so that a report gives the same
/// result on both.
pub(crate) const STACK: usize = 8 << 20;

/// Calls `work` on every item and `done` on every result, in the order of the items.
///
/// One item or one job needs no thread. The first error of `done` ends the work. `work` must not
/// panic: the result of its item would be waited for without end.
pub(crate) fn in_order<T, R, E>(
    items: &[T],
    jobs: usize,
    work: impl Fn(&T) -> R + Sync,
    mut done: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    T: Sync,
    R: Send,
{
    let jobs = jobs.min(items.len());
    if jobs <= 1 {
        return items.iter().try_for_each(|item| done(work(item)));
    }
    let line = Line::new(items.len(), jobs * AHEAD);
    thread::scope(|scope| {
        let worker = || line.work(items, &work);
        let start = |_| {
            let builder = thread::Builder::new().stack_size(STACK);
            builder.spawn_scoped(scope, worker).is_ok()
        };
        // A machine that gives no threads gets the work done all the same.
        if (0..jobs).filter(|n| start(*n)).count() == 0 {
            return items.iter().try_for_each(|item| done(work(item)));
        }
        let result = (0..items.len()).try_for_each(|index| done(line.pop(index)));
        line.stop();
        result
    })
}

/// Calls `work` on this thread and on another one at once; where none is to be had, on this one.
pub(crate) fn both(work: &(dyn Fn() + Sync)) {
    thread::scope(|scope| {
        let builder = thread::Builder::new().stack_size(STACK);
        let _ = builder.spawn_scoped(scope, work);
        work();
    });
}

/// The results that are waiting for their turn.
struct Line<R> {
    state: Mutex<State<R>>,
    /// Told when a result may be ready for printing.
    ready: Condvar,
    /// Told when there is room for more results, or nothing is left to do.
    room: Condvar,
    n_items: usize,
    window: usize,
}

struct State<R> {
    /// The first item that nobody has taken.
    next: usize,
    /// The item whose result is printed next; `waiting` starts with it.
    printed: usize,
    waiting: VecDeque<Option<R>>,
}

impl<R> Line<R> {
    fn new(n_items: usize, window: usize) -> Self {
        Self {
            state: Mutex::new(State {
                next: 0,
                printed: 0,
                waiting: VecDeque::with_capacity(window),
            }),
            ready: Condvar::new(),
            room: Condvar::new(),
            n_items,
            window,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work<T>(&self, items: &[T], work: impl Fn(&T) -> R) {
        while let Some(index) = self.take() {
            let Some(item) = items.get(index) else { return };
            let result = work(item);
            self.put(index, result);
        }
    }

    /// Takes the next item, once there is room for its result.
    fn take(&self) -> Option<usize> {
        let mut state = self.lock();
        while state.next < self.n_items && state.next >= state.printed + self.window {
            state = self
                .room
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        let index = state.next;
        (index < self.n_items).then(|| {
            state.next += 1;
            index
        })
    }

    fn put(&self, index: usize, result: R) {
        let mut state = self.lock();
        let place = index - state.printed;
        while state.waiting.len() <= place {
            state.waiting.push_back(None);
        }
        if let Some(slot) = state.waiting.get_mut(place) {
            *slot = Some(result);
        }
        if place == 0 {
            self.ready.notify_one();
        }
    }

    /// Waits for the result of the item that is printed next.
    fn pop(&self, index: usize) -> R {
        let mut state = self.lock();
        loop {
            if let Some(slot) = state.waiting.front_mut()
                && let Some(result) = slot.take()
            {
                state.waiting.pop_front();
                state.printed = index + 1;
                self.room.notify_all();
                return result;
            }
            state = self
                .ready
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn stop(&self) {
        self.lock().next = self.n_items;
        self.room.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;
    use std::sync::atomic::Ordering;

    #[test]
    fn results_come_in_order_whoever_is_slow() {
        let items: Vec<u64> = (0..200).collect();
        for jobs in [1, 2, 8, 500] {
            let mut seen = Vec::new();
            let work = |n: &u64| {
                thread::sleep(std::time::Duration::from_micros(n * 7919 % 97));
                *n
            };
            let done = |n| -> Result<(), ()> {
                seen.push(n);
                Ok(())
            };
            assert_eq!(in_order(&items, jobs, work, done), Ok(()));
            assert_eq!(seen, items, "{jobs} jobs");
        }
    }

    #[test]
    fn workers_never_run_far_ahead() {
        let started = AtomicUsize::new(0);
        let items: Vec<usize> = (0..100).collect();
        let work = |n: &usize| {
            started.fetch_add(1, Ordering::SeqCst);
            *n
        };
        let done = |n: usize| -> Result<(), ()> {
            thread::sleep(std::time::Duration::from_micros(200));
            assert!(started.load(Ordering::SeqCst) <= n + 1 + 3 * AHEAD);
            Ok(())
        };
        assert_eq!(in_order(&items, 3, work, done), Ok(()));
    }

    #[test]
    fn the_first_error_ends_the_work() {
        let items: Vec<usize> = (0..1000).collect();
        let done = |n| if n == 5 { Err(n) } else { Ok(()) };
        assert_eq!(in_order(&items, 4, |n| *n, done), Err(5));
    }
}
