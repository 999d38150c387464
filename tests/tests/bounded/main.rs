//! Loops that read and write one array: their derivatives, at any size and depth of loops.

mod programs;
mod rows;

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
