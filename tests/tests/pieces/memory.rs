//! What is held at most, in bytes of the heap.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use chainrule::differentiate;

/// The system's allocator, which counts what this thread holds.
struct Counting;

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
}

fn count(bytes: isize) {
    let held = HELD.get() + bytes;
    HELD.set(held);
    PEAK.set(PEAK.get().max(held));
}

// SAFETY: every call is handed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: the caller's promise is the one that `System` needs.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        // SAFETY: the caller's promise is the one that `System` needs.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The bytes that `run` holds at most at any time.
fn peak<T>(run: impl FnOnce() -> T) -> f64 {
    let before = HELD.get();
    PEAK.set(before);
    drop(run());
    (PEAK.get() - before) as f64
}

macro_rules! both {
    ($($(#[$doc:meta])* fn $whole:ident / $in_pieces:ident($($arg:ident: $ty:ty),*) -> f64 $body:block)*) => {$(
        $(#[$doc])*
        #[differentiate]
        fn $whole($($arg: $ty),*) -> f64 $body

        #[differentiate(checkpoint(loops))]
        fn $in_pieces($($arg: $ty),*) -> f64 $body
    )*};
}

both! {
    /// A step keeps a number, and another for its sine.
    fn decayed / decayed_in_pieces(x: f64, rate: f64, end: f64) -> f64 {
        let mut y = x;
        while y > end {
            y -= rate * y.sin();
        }
        y
    }

    /// A state of 50 numbers, of which each step makes as many more, and then some.
    fn diffused / diffused_in_pieces(x: &[f64], rate: f64, n: usize) -> f64 {
        let mut u = x.to_vec();
        let mut k = 0;
        while k < n {
            let flux: Vec<f64> = u.iter().map(|v| (rate * v).exp()).collect();
            for i in 0..u.len() {
                for j in 0..4 {
                    u[i] += rate * (flux[i] - flux[(i + j) % flux.len()]).sin();
                }
            }
            k += 1;
        }
        u.iter().map(|v| v * v).sum()
    }
}

both! {
    /// A table that grows by what is read of it.
    fn grown / grown_in_pieces(x: f64, n: usize) -> f64 {
        let mut table = vec![x];
        for i in 0..n {
            let last = table[i];
            table.push((last * x).sin() + table[i / 2]);
        }
        table[n] / n as f64
    }

    /// One element in each step.
    fn sparse / sparse_in_pieces(x: &[f64], n: usize) -> f64 {
        let mut u = x.to_vec();
        let mut k = 0;
        while k < n {
            let i = k * 7 % u.len();
            u[i] = (u[i] * u[(i + 1) % x.len()]).sin() + 0.5;
            k += 1;
        }
        u.iter().sum()
    }
}

/// Sequences of which a step changes a little are not copied.
#[test]
fn of_what_steps_leave_alone() {
    let x: Vec<f64> = (0..400).map(|i| (i as f64 * 0.7).sin()).collect();
    let whole = peak(|| sparse::gradient(&x, 5000));
    assert_eq!(peak(|| sparse_in_pieces::gradient(&x, 5000)), whole);
    assert_eq!(sparse_in_pieces::gradient(&x, 5000), sparse::gradient(&x, 5000));
    let whole = peak(|| grown::gradient(0.7, 2000));
    assert_eq!(peak(|| grown_in_pieces::gradient(0.7, 2000)), whole);
    assert_eq!(grown_in_pieces::gradient(0.7, 2000), grown::gradient(0.7, 2000));
}

/// The most states that are held for so many steps: a root of twice as many at the ends of pieces, and as many within one,
/// each in a vector that may be growing to twice its length.
fn states(steps: f64) -> f64 {
    6.0 * ((2.0 * steps).sqrt() + 1.0)
}

#[test]
fn of_numbers() {
    for end in [1e-2, 1e-20, 1e-80] {
        let (mut steps, mut y) = (0.0, 1.0_f64);
        while y > end {
            (steps, y) = (steps + 1.0, y - 0.01 * y.sin());
        }
        let whole = peak(|| decayed::gradient(1.0, 0.01, end));
        let in_pieces = peak(|| decayed_in_pieces::gradient(1.0, 0.01, end));
        assert!(whole >= steps * 16.0, "{whole} bytes for {steps} steps");
        assert!(in_pieces <= states(steps) * 16.0, "{in_pieces} bytes for {steps} steps");
        let theirs = decayed::gradient(1.0, 0.01, end);
        let ours = decayed_in_pieces::gradient(1.0, 0.01, end);
        assert!((ours.0 - theirs.0).abs() <= 1e-13 * theirs.0.abs());
        assert!((ours.1 - theirs.1).abs() <= 1e-13 * theirs.1.abs());
    }
}

#[test]
fn of_arrays() {
    let x: Vec<f64> = (0..50).map(|i| (i as f64 * 0.7).sin()).collect();
    for n in [10, 100, 3000] {
        let whole = peak(|| diffused::gradient(&x, 0.01, n));
        let in_pieces = peak(|| diffused_in_pieces::gradient(&x, 0.01, n));
        let steps = n as f64;
        assert!(whole >= steps * 400.0, "{whole} bytes for {n} steps");
        // What one step makes does not depend on their number.
        assert!(in_pieces <= states(steps) * 408.0 + 8000.0, "{in_pieces} bytes for {n} steps");
        let theirs = diffused::gradient(&x, 0.01, n);
        let ours = diffused_in_pieces::gradient(&x, 0.01, n);
        chainrule_tests::assert_all_close(&ours.0, &theirs.0);
        chainrule_tests::assert_close(ours.1, theirs.1);
    }
}
