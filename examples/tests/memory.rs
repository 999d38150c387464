//! What the gradients of GradBench's programs keep, and what they need at most, in bytes of the heap.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use chainrule_examples::evals::gmm::{self, Wishart};
use chainrule_examples::evals::{det, llsq, lse, lstm};

/// The system's allocator, which counts what this thread holds.
struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
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
        COUNT.set(COUNT.get() + 1);
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

/// The bytes that what `run` returns holds.
fn held<T>(run: impl FnOnce() -> T) -> isize {
    let before = HELD.get();
    let result = run();
    let held = HELD.get() - before;
    drop(result);
    held
}

/// The bytes that `run` holds at most at any time.
fn peak<T>(run: impl FnOnce() -> T) -> isize {
    let before = HELD.get();
    PEAK.set(before);
    drop(run());
    PEAK.get() - before
}

fn numbers(count: usize) -> Vec<f64> {
    (0..count).map(|i| (i as f64 * 1.7 + 0.6).sin()).collect()
}

const NUMBER: isize = size_of::<f64>() as isize;

/// One number for each element, its exponential, and which branch was taken.
#[test]
fn logsumexp_keeps_a_number_for_each_element() {
    for n in [100, 400] {
        let x = numbers(n);
        assert_eq!(held(|| lse::logsumexp::forward(&x)), n as isize * NUMBER);
    }
}

/// One number for each point: the difference, which takes a loop over all coefficients to compute.
#[test]
fn least_squares_keep_a_number_for_each_point() {
    for (n, coefficients) in [(100, 8), (400, 8), (400, 32)] {
        let x = numbers(coefficients);
        assert_eq!(held(|| llsq::objective::forward(&x, n)), n as isize * NUMBER);
    }
}

/// Nothing that grows with the points, neither kept nor made on the way.
#[test]
fn a_mixture_keeps_nothing_of_its_points() {
    let bytes = |n: usize| {
        let (d, k) = (4, 5);
        let (alpha, mu, q) = (numbers(k), numbers(k * d), numbers(k * d));
        let (l, x) = (numbers(k * d * (d - 1) / 2), numbers(n * d));
        let prior = Wishart { gamma: 1.0, m: 0 };
        let kept = held(|| gmm::objective::forward(&alpha, &mu, &q, &l, &x, prior));
        (kept, peak(|| gmm::objective::gradient(&alpha, &mu, &q, &l, &x, prior)))
    };
    let (few, many) = (bytes(100), bytes(400));
    assert_eq!(few, many);
    assert!(few.0 < 300 && few.1 < 2000, "{few:?}");
}

/// For each step what it starts from, and beside that what one step needs.
#[test]
fn a_network_keeps_what_its_steps_carry() {
    let bytes = |layers: usize, b: usize, characters: usize| {
        let (main, extra) = (numbers(8 * layers * b), numbers(3 * b));
        let (state, sequence) = (numbers(2 * layers * b), numbers(characters * b));
        let steps = characters as isize - 1;
        let carried = steps * (2 * layers * b) as isize * NUMBER;
        let kept = held(|| lstm::objective::forward(&main, &extra, &state, &sequence));
        assert_eq!(kept, carried);
        peak(|| lstm::objective::gradient(&main, &extra, &state, &sequence)) - carried
    };
    for (layers, b) in [(2, 14), (4, 14), (2, 28)] {
        let beside = bytes(layers, b, 64);
        assert_eq!(beside, bytes(layers, b, 128));
        assert_eq!(beside, bytes(layers, b, 256));
        // Eleven numbers for each unit, the residuals of its functions, and the cotangents.
        assert!(beside < (layers * b) as isize * 40 * NUMBER, "{beside}");
    }
}

/// The list of rows, that of columns, and the gradient: of ten million calls none keeps anything.
#[test]
fn a_determinant_keeps_nothing_of_its_minors() {
    let n = 10;
    let a = numbers(n * n);
    let before = COUNT.get();
    let bytes = peak(|| det::determinant::gradient(&a, n));
    assert_eq!(COUNT.get() - before, 3);
    assert_eq!(bytes, NUMBER * (n * n + 2 * (n + 1)) as isize);
}

#[test]
fn the_allocator_counts() {
    assert_eq!(held(|| vec![1.0_f64; 3]), 3 * NUMBER);
    assert_eq!(peak(|| (vec![1_u8; 50], vec![1_u8; 20])), 70);
    let one_after_the_other = || {
        drop(std::hint::black_box(vec![1_u8; 50]));
        vec![1_u8; 20]
    };
    assert_eq!(peak(one_after_the_other), 50);
}
