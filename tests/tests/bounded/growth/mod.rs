//! Steps that touch a few elements of something long: a derivative touches no more of it, either. What is
//! allocated in all grows as the number of steps does.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// The system's allocator, which counts what this thread has been given.
struct Counting;

thread_local! {
    static BYTES: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is handed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        BYTES.set(BYTES.get() + layout.size());
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

/// The bytes that are allocated while `run` runs.
fn allocated<T>(run: impl FnOnce() -> T) -> f64 {
    let before = BYTES.get();
    drop(run());
    (BYTES.get() - before) as f64
}

type Value = fn(&[f64]) -> f64;
type Gradient = fn(&[f64]) -> Vec<f64>;
type Along = fn(&[f64], &[f64]) -> f64;
type Product = fn(&[f64], &[f64]) -> Vec<f64>;

fn slope(at: impl Fn(f64) -> f64) -> f64 {
    let h = 1e-3;
    (8.0 * (at(h) - at(-h)) - (at(2.0 * h) - at(-2.0 * h))) / (12.0 * h)
}

fn moved(x: &[f64], i: usize, h: f64) -> Vec<f64> {
    let mut x = x.to_vec();
    x[i] += h;
    x
}

fn gradients_are_differences(value: Value, gradients: &[Gradient]) {
    for n in [4, 9] {
        let x = crate::numbers(n);
        for (mode, gradient) in gradients.iter().enumerate() {
            for (i, found) in gradient(&x).into_iter().enumerate() {
                let slope = slope(|h| value(&moved(&x, i, h)));
                let off = (slope - found).abs();
                assert!(off < 1e-8 * (1.0 + slope.abs()), "{mode}: {n}: {i}: {found} for {slope}");
            }
        }
    }
}

fn tangents_are_differences(gradient: Gradient, jvp: Along, hvp: Product) {
    let x = crate::numbers(6);
    let found = gradient(&x);
    for i in 0..x.len() {
        let direction = moved(&[0.0; 6], i, 1.0);
        let tangent = jvp(&x, &direction);
        assert!((tangent - found[i]).abs() < 1e-12 * (1.0 + tangent.abs()), "{i}: {tangent}");
        for (k, curvature) in hvp(&x, &direction).into_iter().enumerate() {
            let slope = slope(|h| gradient(&moved(&x, i, h))[k]);
            let off = (slope - curvature).abs();
            assert!(off < 1e-7 * (1.0 + slope.abs()), "{i} {k}: {curvature} for {slope}");
        }
    }
}

/// How much more is allocated for eight times as many elements, beside eight times as much.
fn growth(derivative: impl Fn(&[f64])) -> f64 {
    let [few, many] = [256, 2048].map(|n| {
        let x = crate::numbers(n);
        allocated(|| derivative(&x))
    });
    many / (8.0 * few).max(1.0)
}

/// The functions and methods of a program with these options, beside its types.
macro_rules! with {
    ($options:tt { $($given:item)* } $($tokens:tt)*) => {
        use chainrule::{Differentiable, differentiate};
        $($given)*
        with! { @ $options $($tokens)* }
    };
    (@ $options:tt fn $name:ident $args:tt $(-> $out:ty)? $body:block $($more:tt)*) => {
        #[differentiate $options]
        pub fn $name $args $(-> $out)? $body
        with! { @ $options $($more)* }
    };
    (@ $options:tt impl $of:ident $methods:tt $($more:tt)*) => {
        #[differentiate $options]
        impl $of $methods
        with! { @ $options $($more)* }
    };
    (@ $options:tt) => {};
}

macro_rules! programs {
    ($($name:ident { $($tokens:tt)* })*) => {$(
        mod $name {
            #![allow(unused_imports, clippy::ptr_arg, clippy::useless_vec, clippy::while_let_loop)]

            mod kept { with! { (hessian) $($tokens)* } }
            mod repeated { with! { (checkpoint) $($tokens)* } }
            mod in_pieces { with! { (checkpoint(loops)) $($tokens)* } }

            #[test]
            fn derivatives_are_differences() {
                let gradients: [super::Gradient; 3] = [
                    |x| kept::f::gradient(x),
                    |x| repeated::f::gradient(x),
                    |x| in_pieces::f::gradient(x),
                ];
                super::gradients_are_differences(|x| kept::f(x), &gradients);
                super::tangents_are_differences(
                    gradients[0],
                    |x, along| kept::f::jvp(x, along).1,
                    |x, along| kept::f::hvp(x, along),
                );
            }

            #[test]
            fn derivatives_grow_as_the_steps_do() {
                let grown = super::growth(|x| drop(kept::f::gradient(x)));
                assert!(grown < 1.3, "gradient: {grown}");
                let grown = super::growth(|x| drop(repeated::f::gradient(x)));
                assert!(grown < 1.3, "checkpoint: {grown}");
                // Of each piece of the steps there is a copy.
                let grown = super::growth(|x| drop(in_pieces::f::gradient(x)));
                assert!(grown < 1.3 * 8_f64.sqrt(), "checkpoint(loops): {grown}");
                let grown = super::growth(|x| assert!(kept::f::jvp(x, x).1.is_finite()));
                assert!(grown < 1.3, "jvp: {grown}");
                let grown = super::growth(|x| drop(kept::f::hvp(x, x)));
                assert!(grown < 1.3, "hvp: {grown}");
            }
        }
    )*};
}

mod slices;
mod steps;
