//! Gradients of functions that call themselves, where the cotangent of a call is known before its value:
//! both halves are one call, and nothing is kept. Where it is not known, they stay two.
// Recursions are written as one finds them in textbooks.
#![allow(
    clippy::many_single_char_names,
    clippy::only_used_in_recursion,
    clippy::needless_range_loop,
    clippy::too_many_arguments
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

mod callers;
mod effects;
mod forms;
mod kept;
mod known;

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

/// How often something allocates.
fn allocations<T>(run: impl FnOnce() -> T) -> usize {
    let before = COUNT.with(Cell::get);
    drop(run());
    COUNT.with(Cell::get) - before
}

/// Points that are not alike.
fn point(length: usize) -> Vec<f64> {
    (0..length).map(|i| (i as f64 * 1.7 + 0.6).sin() * 0.5 + 0.8).collect()
}

/// Functions `name(x, depth)` that call themselves, each with the length of `x`, how deep to go, and how
/// often the gradient allocates beside the array that it returns, where nothing is kept. Values agree to the bit,
/// derivatives with differences, with forward mode and with both halves, for any cotangent, and are
/// added to what was there; so are second derivatives.
macro_rules! programs {
    ($($(#[$doc:meta])* fn $name:ident($x:ident: $length:literal, $n:ident: $depth:literal $(, $count:literal)?) $body:block)*) => {$(
        $(#[$doc])*
        mod $name {
            use chainrule::differentiate;
            use chainrule_tests::{assert_all_close, assert_close, differences};

            #[differentiate(jvp)]
            fn program($x: &[f64], $n: usize) -> f64 $body

            mod curved {
                #[chainrule::differentiate(hessian)]
                pub fn program($x: &[f64], $n: usize) -> f64 $body
            }

            #[test]
            fn curvature_is_right() {
                use curved::program;
                for depth in 0..=$depth {
                    let at = crate::point($length);
                    let along: Vec<f64> = (0..at.len()).map(|i| (i as f64 * 0.7).cos()).collect();
                    let slope = |at: &[f64]| -> f64 {
                        program::gradient(at, depth).iter().zip(&along).map(|(a, b)| a * b).sum()
                    };
                    let right = differences(slope, &at);
                    assert_all_close(&program::hvp(&at, depth, &along), &right);
                    let (bars, product) = program::gradient_jvp(&at, depth, &along);
                    assert_all_close(&bars, &program::gradient(&at, depth));
                    assert_all_close(&product, &right);
                    let (mut added, mut dots) = (vec![1.0; at.len()], vec![2.0; at.len()]);
                    let (value, _) =
                        program::accumulate_jvp(&at, depth, -1.75, &mut added, &along, 0.5, &mut dots);
                    assert_eq!(value.to_bits(), program(&at, depth).to_bits());
                    for i in 0..at.len() {
                        assert_close(added[i], 1.0 - 1.75 * bars[i]);
                        assert_close(dots[i], 2.0 - 1.75 * right[i] + 0.5 * bars[i]);
                    }
                }
            }

            #[test]
            fn is_right() {
                for depth in 0..=$depth {
                    let at = crate::point($length);
                    let right = differences(|at| program(at, depth), &at);
                    let value = program(&at, depth).to_bits();
                    let (again, bars) = program::value_and_gradient(&at, depth);
                    assert_eq!(again.to_bits(), value);
                    assert_all_close(&bars, &right);
                    let seed = -1.75;
                    let scaled: Vec<f64> = right.iter().map(|bar| 1.0 + seed * bar).collect();
                    let mut added = vec![1.0; at.len()];
                    let at_once = program::accumulate(&at, depth, seed, &mut added);
                    assert_eq!(at_once.to_bits(), value);
                    assert_all_close(&added, &scaled);
                    let mut halved = vec![1.0; at.len()];
                    let (forth, kept) = program::forward(&at, depth);
                    program::backward(&at, depth, &kept, seed, &mut halved);
                    assert_eq!(forth.to_bits(), value);
                    assert_all_close(&halved, &added);
                    for i in 0..at.len() {
                        let mut dots = vec![0.0; at.len()];
                        dots[i] = 1.0;
                        assert_close(program::jvp(&at, depth, &dots).1, bars[i]);
                    }
                }
            }
            $(
                #[test]
                fn keeps_nothing() {
                    let at = crate::point($length);
                    let count = crate::allocations(|| program::gradient(&at, $depth));
                    assert_eq!(count, 1 + $count);
                    let count =
                        crate::allocations(|| curved::program::gradient_jvp(&at, $depth, &at));
                    assert_eq!(count, 2 * (1 + $count));
                }
            )?
        }
    )*};
}
pub(crate) use programs;
