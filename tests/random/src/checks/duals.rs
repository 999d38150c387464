//! Against the same program over dual numbers.

use num_dual::HyperDual64;

use crate::Program;
use crate::checks::{DIRECTIONS, near, size};
use crate::number::{D, with_largest};

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

/// Whether something in a program of single precision, or in its derivatives, is beyond what that can hold, or
/// so near that a product on the way back may be.
pub(super) fn overflows(program: &Program, x: &[f64], n: usize) -> bool {
    program.slack > 1.0 && with_largest(|| runs(program, x, n)).1 > 1e30
}

/// How much in each number of what dual numbers say may be due to rounding, which chaotic programs blow up: as
/// much as moves of the point by some units in the last place make.
fn rounding(program: &Program, x: &[f64], n: usize, of: fn(&HyperDual64) -> f64) -> Vec<f64> {
    let numbers = |x: &[f64]| -> Vec<f64> { runs(program, x, n).iter().map(of).collect() };
    let here = numbers(x);
    let off = |step: f64| {
        let moved: Vec<f64> = x.iter().map(|x| x * (1.0 + step)).collect();
        let off = |(there, here): (f64, &f64)| 20.0 * (there - here).abs();
        numbers(&moved).into_iter().zip(&here).map(off).collect::<Vec<f64>>()
    };
    let merged = |a: Vec<f64>, b: Vec<f64>, which: fn(f64, f64) -> f64| -> Vec<f64> {
        a.into_iter().zip(b).map(|(a, b)| which(a, b)).collect()
    };
    match program.slack > 1.0 {
        true => merged(off(-1e-6), off(1e-6), f64::max),
        // The point may lie on the border between two branches; to one side it is in the same as here.
        false => {
            let [left, right] =
                [-1e-15, 1e-15].map(|step| merged(off(step), off(3.0 * step), f64::max));
            merged(left, right, f64::min)
        }
    }
}

/// How much a number may be off of which this is the slope: where it is steep, a rounding at the beginning is
/// seen at the end.
fn conditioned(slope: &[f64], x: &[f64]) -> f64 {
    let finite = slope.iter().copied().filter(|slope| slope.is_finite()).collect::<Vec<_>>();
    1e-14 * size(&finite) * size(x)
}

/// The value, which the twin computes with other roundings.
pub(super) fn value(program: &Program, x: &[f64], n: usize) -> Result<(), String> {
    let theirs = runs(program, x, n);
    let slope: Vec<f64> = theirs.iter().map(|run| run.eps1).collect();
    let (ours, theirs) = ((program.value)(x, n), theirs[0].re);
    let off = rounding(program, x, n, |run| run.re)[0] + conditioned(&slope, x);
    let size = ours.abs() + off * 1e11 / program.slack;
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
