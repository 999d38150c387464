//! How often passes look at an operation: what tests of growth count, since time is noisy.

use std::cell::Cell;

thread_local! {
    static VISITS: Cell<usize> = const { Cell::new(0) };
}

/// Another operation was looked at.
pub fn count() {
    VISITS.set(VISITS.get() + 1);
}

/// How many operations are looked at while something runs.
pub fn during<T>(run: impl FnOnce() -> T) -> (T, usize) {
    let before = VISITS.get();
    let result = run();
    (result, VISITS.get() - before)
}
