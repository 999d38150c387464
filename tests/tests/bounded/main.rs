//! Loops that read and write one array: their derivatives, at any size and depth of loops.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern, clippy::manual_memcpy)]

/// Functions of a slice and a size, the value to the bit and the gradient beside differences.
macro_rules! against_differences {
    ($($name:ident($x:ident, $n:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate(hessian)]
            fn f($x: &[f64], $n: usize) -> f64 $body
            for n in 1..6 {
                let x = crate::numbers(n * n);
                let (value, gradient) = f::value_and_gradient(&x, n);
                assert_eq!(value.to_bits(), f(&x, n).to_bits());
                for i in 0..x.len() {
                    let at = |h: f64| {
                        let mut moved = x.clone();
                        moved[i] += h;
                        f(&moved, n)
                    };
                    let h = 1e-4;
                    let slope = (8.0 * (at(h) - at(-h)) - (at(2.0 * h) - at(-2.0 * h))) / (12.0 * h);
                    let off = (slope - gradient[i]).abs();
                    assert!(off < 1e-7 * (1.0 + slope.abs()), "{n}: {i}: {} for {slope}", gradient[i]);
                    let mut direction = vec![0.0; x.len()];
                    direction[i] = 1.0;
                    let (slope, curvature) = (f::jvp(&x, n, &direction).1, f::hvp(&x, n, &direction));
                    let off = (slope - gradient[i]).abs();
                    assert!(off < 1e-10 * (1.0 + slope.abs()), "{n}: {i}: {} for {slope}", gradient[i]);
                    let at = |h: f64| {
                        let mut moved = x.clone();
                        moved[i] += h;
                        f::gradient(&moved, n)
                    };
                    let (more, less) = (at(1e-5), at(-1e-5));
                    for k in 0..x.len() {
                        let slope = (more[k] - less[k]) / 2e-5;
                        let off = (slope - curvature[k]).abs();
                        assert!(off < 1e-5 * (1.0 + slope.abs()), "{n}: {i} {k}: {} for {slope}", curvature[k]);
                    }
                }
            }
        }
    )*};
}

mod ends;
mod even;
mod growth;
mod own_rows;
mod programs;
mod rows;
mod settled;
mod structs;

use programs::{PROGRAMS, Program};

/// Numbers, none like another.
fn numbers(count: usize) -> Vec<f64> {
    (0..count)
        .map(|i| {
            0.1 + 0.8 * ((i as f64 + 1.0) * 12.9898).sin().mul_add(437.585, 0.0).rem_euclid(1.0)
        })
        .collect()
}

fn check(program: &Program, n: usize) {
    let x = numbers((program.count)(n));
    let gradient = (program.gradient)(&x, n);
    let scale = gradient.iter().fold(1.0, |scale: f64, g| scale.max(g.abs()));
    for i in (0..x.len()).step_by(1 + x.len() / 60) {
        let step = 1e-5;
        let at = |h: f64| {
            let mut moved = x.clone();
            moved[i] += h;
            (program.value)(&moved, n)
        };
        let slope =
            (8.0 * (at(step) - at(-step)) - (at(2.0 * step) - at(-2.0 * step))) / (12.0 * step);
        let off = (slope - gradient[i]).abs();
        assert!(off < 1e-7 * scale, "{} {n}: {i}: {} for {slope}", program.name, gradient[i]);
    }
}

#[test]
fn gradients_are_differences() {
    for program in PROGRAMS {
        for n in [2, 3, 6, 11] {
            check(program, n);
        }
    }
}
