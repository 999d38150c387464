//! No derivative of scalars and fixed-size arrays allocates.
// Indices are what is tested.
#![allow(clippy::needless_range_loop)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use chainrule::{Lanes, differentiate};

/// The system's allocator, which counts what this thread asks of it.
struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is handed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promise is the one that `System` needs.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is the one that `System` needs.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations<T>(run: impl FnOnce() -> T) -> (T, usize) {
    let before = COUNT.with(Cell::get);
    let result = run();
    (result, COUNT.with(Cell::get) - before)
}

#[differentiate(order = 3)]
fn formula(x: f64, y: f64) -> f64 {
    let mut s = x * y;
    if s > 1.0 {
        s = s.sin() * x;
    }
    s.exp() / (x * x + y * y).sqrt()
}

#[differentiate(hessian, lanes)]
fn product(x: [f64; 4], k: f64) -> f64 {
    let mut p = 1.0;
    for i in 0..4 {
        p *= x[i] + k;
        if p > 2.0 {
            p = p.tanh() * x[0];
        }
    }
    p
}

#[differentiate]
fn by_reference(x: &[f64; 3], scale: &f64) -> f64 {
    let mut a = [0.0; 3];
    for i in 0..3 {
        a[i] = x[i] * *scale;
    }
    a[0] * a[1] + formula(a[1], a[2])
}

#[test]
fn derivatives_of_scalars_and_fixed_arrays_do_not_allocate() {
    let (_, count) = allocations(|| formula::value_and_gradient(1.5, 2.0));
    assert_eq!(count, 0);
    let (_, count) = allocations(|| product::value_and_gradient([1.5, 2.0, 0.3, 0.7], 0.1));
    assert_eq!(count, 0);
    let (_, count) = allocations(|| by_reference::value_and_gradient(&[1.5, 2.0, 0.3], &0.1));
    assert_eq!(count, 0);
}

/// Derivatives of derivatives.
#[differentiate(hessian)]
fn nested(x: [f64; 2], n: usize) -> f64 {
    let mut at = x;
    for _ in 0..n {
        let (value, kept) = formula::forward(at[0], at[1]);
        let (a, b) = formula::backward(at[0], at[1], &kept, 0.1 * value);
        at = [at[0] - 0.1 * a, at[1] - 0.1 * b];
    }
    let (slope, _) = formula::gradient(at[0], at[1]);
    slope + formula::jvp(at[0], at[1], 1.0, at[0]).1
}

#[test]
fn other_modes_do_not_allocate() {
    let (x, x_dot) = ([1.5, 2.0, 0.3, 0.7], [0.1, 0.2, 0.3, 0.4]);
    let (_, count) = allocations(|| product::jvp(x, 0.1, &x_dot, 1.0));
    assert_eq!(count, 0);
    let (_, count) = allocations(|| product::gradient_jvp(x, 0.1, &x_dot, 1.0));
    assert_eq!(count, 0);
    let lanes = x_dot.map(|dot| Lanes([dot, 2.0 * dot]));
    let (_, count) = allocations(|| product::jvp_lanes(x, 0.1, &lanes, Lanes::<f64, 2>::unit(0)));
    assert_eq!(count, 0);
    let (_, count) = allocations(|| (formula::hessian(1.5, 2.0), formula::jvp(1.5, 2.0, 1.0, 0.0)));
    assert_eq!(count, 0);
    // Without a loop of unknown length nothing is kept in a vector.
    let (_, count) =
        allocations(|| (nested::hessian([1.5, 2.0], 0), nested::gradient([1.5, 2.0], 0)));
    assert_eq!(count, 0);
    let (_, count) = allocations(|| nested::jvp([1.5, 2.0], 3, &[1.0, 0.5]));
    assert_eq!(count, 0);
}

#[test]
fn the_allocator_counts() {
    let (_, count) = allocations(|| vec![1.0; 3]);
    assert_eq!(count, 1);
}
