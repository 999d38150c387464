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
    value.abs() > 1e50 || (!value.is_nan() && runs(program, x, n).iter().any(lost))
}

/// The value, which the twin computes with other roundings.
pub(super) fn value(program: &Program, x: &[f64], n: usize) -> Result<(), String> {
    let (ours, theirs) = ((program.value)(x, n), runs(program, x, n)[0].re);
    match explodes(program, x, n) || near(ours, theirs, 1e-11 * program.slack, ours.abs()) {
        true => Ok(()),
        false => Err(format!("{ours}, over dual numbers {theirs}")),
    }
}

/// The gradient.
pub(super) fn gradient(program: &Program, x: &[f64], n: usize) -> Result<(), String> {
    let theirs: Vec<f64> = runs(program, x, n).iter().map(|run| run.eps1).collect();
    agree(program, x, n, &(program.gradient)(x, n).1, &theirs)
}

/// The Hessian times a direction.
pub(super) fn product(program: &Program, x: &[f64], n: usize) -> Result<(), String> {
    let theirs: Vec<f64> = runs(program, x, n).iter().map(|run| run.eps1eps2).collect();
    let Some(gradient_jvp) = program.gradient_jvp else { return Ok(()) };
    agree(program, x, n, &gradient_jvp(x, n, &DIRECTIONS[0]).1, &theirs)
}

fn agree(
    program: &Program,
    x: &[f64],
    n: usize,
    ours: &[f64],
    theirs: &[f64],
) -> Result<(), String> {
    let size = size(theirs);
    let same = ours.iter().zip(theirs).all(|(a, b)| near(*a, *b, 1e-10 * program.slack, size));
    match same || explodes(program, x, n) {
        true => Ok(()),
        false => Err(format!("{ours:?}, by dual numbers {theirs:?}")),
    }
}
