//! No derivative of scalars and fixed-size arrays allocates.
// Indices are what is tested.
#![allow(clippy::needless_range_loop)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use chainrule::differentiate;

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

#[differentiate]
fn formula(x: f64, y: f64) -> f64 {
    let mut s = x * y;
    if s > 1.0 {
        s = s.sin() * x;
    }
    s.exp() / (x * x + y * y).sqrt()
}

#[differentiate]
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

#[test]
fn the_allocator_counts() {
    let (_, count) = allocations(|| vec![1.0; 3]);
    assert_eq!(count, 1);
}
