//! What is checked of each program.

mod differences;
mod duals;

use crate::{PROGRAMS, Program};

pub use differences::smooth;
pub use duals::explodes;

/// Where programs are tried.
pub const POINTS: [[f64; 4]; 4] = [
    [0.3, 0.8, -0.4, 0.6],
    [-0.2, 0.5, 0.9, 0.1],
    [0.7, -0.6, 0.37, -0.15],
    // At the edge of what has infinite slopes.
    [0.0, 0.45, -0.7, 0.25],
];

/// A check of one program, at a point and with a count.
pub type Check = fn(&Program, &[f64], usize) -> Result<(), String>;

/// All checks, by name.
pub const CHECKS: [(&str, Check); 8] = [
    ("value", value),
    ("value of the twin", duals::value),
    ("gradient", duals::gradient),
    ("product with the Hessian", duals::product),
    ("tangent", tangent),
    ("symmetry", symmetry),
    ("differences", differences::gradient),
    ("differences of the gradient", differences::hessian),
];

/// Two directions.
const DIRECTIONS: [[f64; 4]; 2] = [[0.6, -0.3, 0.8, 0.5], [0.2, 0.9, -0.4, 0.7]];

/// Runs a check on a program wherever programs are tried.
pub fn run(check: Check, program: &Program) -> Result<(), String> {
    for x in &POINTS {
        for n in [0, 3] {
            if duals::overflows(program, x, n) {
                continue;
            }
            check(program, x, n).map_err(|what| {
                format!("{} at {x:?} with n = {n}: {what}\n{}", program.name, program.source)
            })?;
        }
    }
    Ok(())
}

/// Runs the check of this name on every program.
pub fn everywhere(name: &str) {
    let (_, check) = CHECKS.iter().find(|check| check.0 == name).expect("the name of a check");
    for program in PROGRAMS {
        run(*check, program).unwrap_or_else(|what| panic!("{name}: {what}"));
    }
}

/// Whether two numbers are the same but for rounding in terms of this size.
fn near(a: f64, b: f64, tolerance: f64, size: f64) -> bool {
    (a - b).abs() <= tolerance * (1.0 + size) || (a.is_nan() && b.is_nan()) || a == b
}

fn inner(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn size(v: &[f64]) -> f64 {
    v.iter().map(|v| v.abs()).sum()
}

/// The value to the bit, by both modes.
fn value(program: &Program, x: &[f64], n: usize) -> Result<(), String> {
    let expected = (program.value)(x, n);
    let (reverse, forward) = ((program.gradient)(x, n).0, (program.jvp)(x, n, &DIRECTIONS[0]).0);
    match [reverse, forward].iter().all(|ours| ours.to_bits() == expected.to_bits()) {
        true => Ok(()),
        false => Err(format!("{expected}, {reverse} in reverse and {forward} forward")),
    }
}

/// ⟨∇f, ẋ⟩ by both modes, and the gradient that comes with a product.
fn tangent(program: &Program, x: &[f64], n: usize) -> Result<(), String> {
    let bars = (program.gradient)(x, n).1;
    let (_, dot) = (program.jvp)(x, n, &DIRECTIONS[0]);
    let terms: Vec<f64> = bars.iter().zip(DIRECTIONS[0]).map(|(a, b)| a * b).collect();
    let sum = terms.iter().sum();
    // Infinite slopes of both signs have no sum.
    if terms.iter().any(|term| term.is_infinite()) && !dot.is_finite() {
        return Ok(());
    }
    if !near(dot, sum, 1e-9 * program.slack, size(&terms)) {
        return Err(format!("{dot} forward, {sum} in reverse"));
    }
    let Some(gradient_jvp) = program.gradient_jvp else { return Ok(()) };
    let again = gradient_jvp(x, n, &DIRECTIONS[0]).0;
    match again.iter().zip(&bars).all(|(a, b)| near(*a, *b, 1e-12 * program.slack, b.abs())) {
        true => Ok(()),
        false => Err(format!("{again:?}, as the gradient {bars:?}")),
    }
}

/// The Hessian as a form on two directions, either way.
fn symmetry(program: &Program, x: &[f64], n: usize) -> Result<(), String> {
    let [one, other] = DIRECTIONS;
    let Some(gradient_jvp) = program.gradient_jvp else { return Ok(()) };
    let product = gradient_jvp(x, n, &one).1;
    let back = inner(&gradient_jvp(x, n, &other).1, &one);
    let ours = inner(&product, &other);
    match near(ours, back, 1e-9 * program.slack, size(&product)) {
        true => Ok(()),
        false => Err(format!("{ours} and {back}")),
    }
}
