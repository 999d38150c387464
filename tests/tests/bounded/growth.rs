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
    many / (8.0 * few)
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
            #![allow(unused_imports, clippy::ptr_arg, clippy::useless_vec)]

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

programs! {
    an_element_of_a_slice {
        {}
        fn at(v: &mut [f64], i: usize) {
            v[i] = (v[i - 1] + v[i]).sin();
        }
        fn f(x: &[f64]) -> f64 {
            let mut v = x.to_vec();
            for i in 1..v.len() {
                at(&mut v, i);
            }
            v[v.len() - 1]
        }
    }
    an_element_of_a_vector {
        {}
        fn mixed(v: &mut Vec<f64>, i: usize, k: f64) -> f64 {
            let before = v[i];
            if before > 0.4 {
                v[i] = before * k;
            } else {
                v[i] += before.sin() * v[i - 1];
            }
            before * v[i]
        }
        fn f(x: &[f64]) -> f64 {
            let mut v = x.to_vec();
            let mut sum = 0.0;
            for i in 1..v.len() {
                let k = v[i] * 0.5;
                sum += mixed(&mut v, i, k);
            }
            sum * v[1]
        }
    }
    an_element_of_an_array {
        { use ndarray::Array1; }
        fn at(v: &mut Array1<f64>, i: usize) {
            v[i] = (v[i - 1] + v[i]).sin();
        }
        fn f(x: &[f64]) -> f64 {
            let mut v = Array1::from(x.to_vec());
            for i in 1..v.len() {
                at(&mut v, i);
            }
            v[v.len() - 1]
        }
    }
    a_few_elements_in_a_loop {
        {}
        fn few(v: &mut [f64], i: usize) {
            for k in 0..3 {
                v[i + k] = (v[i + k] * v[(i + k + 1) % v.len()]).sin() + v[i] * 0.5;
            }
        }
        fn f(x: &[f64]) -> f64 {
            let mut v = x.to_vec();
            let mut sum = 0.0;
            for i in 0..v.len() - 3 {
                few(&mut v, i);
                sum += v[i] * v[i];
            }
            sum + v[0]
        }
    }
    a_few_elements_in_a_search {
        {}
        fn sink(v: &mut [f64], from: usize, k: f64) {
            let mut i = from;
            while i > 0 && v[i - 1] > v[i] * k {
                let t = v[i];
                v[i] = v[i - 1] * 0.9;
                v[i - 1] = t * k;
                i -= 1;
                if from - i > 3 {
                    break;
                }
            }
        }
        fn f(x: &[f64]) -> f64 {
            let mut v = x.to_vec();
            for i in 1..v.len() {
                sink(&mut v, i, x[0]);
            }
            v[0] * v[v.len() - 1] + v[v.len() / 2]
        }
    }
    two_slices {
        {}
        fn both(a: &mut [f64], b: &mut [f64], i: usize) {
            let t = a[i] * b[i];
            b[i] = t.sin();
            a[i + 1] += t * b[i];
        }
        fn f(x: &[f64]) -> f64 {
            let mut a = x.to_vec();
            let mut b = x[1..].to_vec();
            for i in 0..b.len() {
                both(&mut a, &mut b, i);
            }
            a[a.len() - 1] * b[0]
        }
    }
    one_function_within_another {
        {}
        fn inner(v: &mut [f64], i: usize) -> f64 {
            v[i] *= v[i];
            v[i].sin()
        }
        fn outer(v: &mut [f64], i: usize) {
            let a = inner(v, i);
            v[i - 1] = a * v[i - 1];
        }
        fn f(x: &[f64]) -> f64 {
            let mut v = x.to_vec();
            for i in 1..v.len() {
                outer(&mut v, i);
            }
            v.iter().sum()
        }
    }
    an_element_of_a_field {
        {
            #[derive(Clone, Differentiable)]
            pub struct World { v: Vec<f64>, e: f64 }
        }
        impl World {
            fn step(&mut self, i: usize) {
                self.v[i] = self.v[i].sin() * 0.9;
                self.e += self.v[i] * self.v[i];
            }
        }
        fn f(x: &[f64]) -> f64 {
            let mut world = World { v: x.to_vec(), e: 0.0 };
            for i in 0..x.len() {
                world.step(i);
            }
            world.e
        }
    }
    one_more_in_a_field {
        {
            #[derive(Clone, Differentiable)]
            pub struct World { v: Vec<f64>, e: f64 }
        }
        impl World {
            fn add(&mut self, e: f64) {
                self.v.push(e * e);
                self.e += self.v[self.v.len() - 1].sin();
            }
        }
        fn f(x: &[f64]) -> f64 {
            let mut world = World { v: Vec::new(), e: 0.0 };
            for e in x {
                world.add(*e);
            }
            world.e * world.v[0]
        }
    }
    structs_in_a_vector {
        {
            #[derive(Clone, Differentiable)]
            pub struct World { v: Vec<f64>, e: f64 }
        }
        impl World {
            fn step(&mut self, i: usize) {
                self.v[i] = self.v[i].sin() * 0.9;
                self.e += self.v[i] * 0.1;
            }
        }
        fn f(x: &[f64]) -> f64 {
            let mut worlds = vec![World { v: x.to_vec(), e: 0.0 }, World { v: x.to_vec(), e: 1.0 }];
            for i in 0..x.len() {
                worlds[i % 2].step(i);
            }
            worlds[0].e * worlds[1].e
        }
    }
    a_tuple_with_a_vector {
        {}
        fn f(x: &[f64]) -> f64 {
            let mut state = (0.1, x.to_vec());
            for (i, &e) in x.iter().enumerate() {
                state.0 += e;
                state.1[i] = state.0.sin();
            }
            state.0 * state.1[x.len() - 1]
        }
    }
    tuples_within_a_tuple {
        {
            #[derive(Clone, Copy, Differentiable)]
            pub struct Point { a: f64, b: f64 }
        }
        fn step(v: &mut Vec<f64>, a: &mut f64, i: usize) {
            v[i] = a.sin();
            *a += v[i];
        }
        fn f(x: &[f64]) -> f64 {
            let mut state = (x.to_vec(), (0.1, x[0]), Point { a: 0.1, b: 0.2 });
            for i in 0..x.len() {
                step(&mut state.0, &mut state.1.0, i);
                if x[i] > 0.5 {
                    state.1.1 *= 0.9;
                    state.0[i] -= state.1.1;
                    state.2.b += state.0[i];
                }
                state.2.a -= 0.01 * state.2.b;
            }
            state.1.0 + state.0[1] * state.1.1 + state.2.a
        }
    }
    a_tuple_that_a_function_makes {
        {}
        fn made(x: &[f64]) -> (f64, Vec<f64>) {
            (x[0].sin(), x.to_vec())
        }
        fn f(x: &[f64]) -> f64 {
            let mut state = made(x);
            for (i, &e) in x.iter().enumerate() {
                state.0 += e;
                state.1[i] = state.0.sin();
            }
            state.0 + state.1[x.len() - 1]
        }
    }
    one_more_in_a_tuple {
        {}
        fn f(x: &[f64]) -> f64 {
            let mut state = (0.1, Vec::new());
            for &e in x {
                state.1.push(e * state.0);
                state.0 += e;
                if state.0 > 1.0 {
                    if let Some(last) = state.1.pop() {
                        state.0 *= 0.5 * last;
                    }
                    state.1.push(e);
                }
            }
            state.0 + state.1.iter().map(|e| e * e).sum::<f64>()
        }
    }
}
