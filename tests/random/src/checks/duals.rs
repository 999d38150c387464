//! Against the same program over dual numbers.

use num_dual::HyperDual64;

use crate::Program;
use crate::checks::{DIRECTIONS, near, size};
use crate::number::D;

/// The program over dual numbers, for each coordinate: along it, and along a direction.
fn runs(program: &Program, x: &[f64], n: usize) -> Vec<HyperDual64> {
    let at = |i: usize| -> Vec<D> {
        let unit = |j: usize| if i == j { 1.0 } else { 0.0 };
        (0..x.len()).map(|j| D::new(x[j], unit(j), DIRECTIONS[0][j], 0.0)).collect()
    };
    (0..x.len()).map(|i| (program.dual)(&at(i), n).0).collect()
}

/// Whether something is so large that functions over dual numbers overflow: `tanh` is the quotient of
/// two exponentials there, and its slope one of their squares.
pub fn explodes(program: &Program, x: &[f64], n: usize) -> bool {
    let value = (program.value)(x, n);
    let lost = |run: &HyperDual64| {
        [run.re, run.eps1, run.eps2, run.eps1eps2].iter().any(|part| part.is_nan())
    };
    // What is no number has no slope either.
    value.is_nan() || value.abs() > 1e50 || runs(program, x, n).iter().any(lost)
}

/// How much in each number of what dual numbers say may be due to rounding: in single precision as much as a
/// move of the point by some units in the last place makes, which chaotic programs blow up.
fn rounding(program: &Program, x: &[f64], n: usize, of: fn(&HyperDual64) -> f64) -> Vec<f64> {
    let numbers = |x: &[f64]| -> Vec<f64> { runs(program, x, n).iter().map(of).collect() };
    if program.slack == 1.0 {
        return vec![0.0; x.len()];
    }
    let moved = [1.0 - 1e-6, 1.0 + 1e-6].map(|factor| {
        let x: Vec<f64> = x.iter().map(|x| x * factor).collect();
        numbers(&x)
    });
    let off = |i: usize, here: f64| {
        let off = |there: &Vec<f64>| (there[i] - here).abs();
        20.0 * moved.iter().map(off).fold(0.0, f64::max)
    };
    numbers(x).into_iter().enumerate().map(|(i, here)| off(i, here)).collect()
}

/// The value, which the twin computes with other roundings.
pub(super) fn value(program: &Program, x: &[f64], n: usize) -> Result<(), String> {
    let (ours, theirs) = ((program.value)(x, n), runs(program, x, n)[0].re);
    let size = ours.abs() + rounding(program, x, n, |run| run.re)[0] * 1e11 / program.slack;
    match explodes(program, x, n) || near(ours, theirs, 1e-11 * program.slack, size) {
        true => Ok(()),
        false => Err(format!("{ours}, over dual numbers {theirs}")),
    }
}

/// The gradient.
pub(super) fn gradient(program: &Program, x: &[f64], n: usize) -> Result<(), String> {
    agree(program, x, n, &(program.gradient)(x, n).1, |run| run.eps1)
}

/// The Hessian times a direction.
pub(super) fn product(program: &Program, x: &[f64], n: usize) -> Result<(), String> {
    let Some(gradient_jvp) = program.gradient_jvp else { return Ok(()) };
    agree(program, x, n, &gradient_jvp(x, n, &DIRECTIONS[0]).1, |run| run.eps1eps2)
}

fn agree(
    program: &Program,
    x: &[f64],
    n: usize,
    ours: &[f64],
    of: fn(&HyperDual64) -> f64,
) -> Result<(), String> {
    let theirs: Vec<f64> = runs(program, x, n).iter().map(of).collect();
    let (size, off) = (size(&theirs), rounding(program, x, n, of));
    let tolerance = 1e-10 * program.slack;
    let same = ours
        .iter()
        .zip(&theirs)
        .zip(off)
        .all(|((a, b), off)| near(*a, *b, tolerance, size + off / tolerance));
    match same || explodes(program, x, n) {
        true => Ok(()),
        false => Err(format!("{ours:?}, by dual numbers {theirs:?}")),
    }
}
