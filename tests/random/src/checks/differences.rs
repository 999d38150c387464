//! Against finite differences, where the function is smooth enough for them.

use crate::Program;
use crate::checks::{DIRECTIONS, POINTS, inner, size};

// A coordinate that is 0 is left out: there are products of it that equal each other, and so branches that
// change exactly there.

/// Whether slopes to the left and to the right agree: not at a kink, where those in between do.
fn has_one_slope(f: impl Fn(&[f64]) -> f64, x: &[f64], i: usize) -> bool {
    let [left, here, right] = [-1e-5, 0.0, 1e-5].map(|h| {
        let mut at = x.to_vec();
        at[i] += h;
        f(&at)
    });
    let [before, after] = [(here - left) / 1e-5, (right - here) / 1e-5];
    (after - before).abs() < 1e-2 * (1.0 + before.abs().max(after.abs()))
}

/// Extrapolated central differences with two steps, so that a jump nearby shows.
fn differences(f: impl Fn(&[f64]) -> f64, x: &[f64], i: usize) -> [f64; 2] {
    let central = |h: f64| {
        let (mut up, mut down) = (x.to_vec(), x.to_vec());
        up[i] += h;
        down[i] -= h;
        (f(&up) - f(&down)) / (2.0 * h)
    };
    [1e-4, 1e-5].map(|h| (4.0 * central(0.5 * h) - central(h)) / 3.0)
}

/// The gradient against differences of the value.
pub fn gradient(program: &Program, x: &[f64], n: usize) -> Result<(), String> {
    // Single precision is too coarse for differences.
    if program.slack > 1.0 {
        return Ok(());
    }
    let (value, bars) = (program.gradient)(x, n);
    for (i, bar) in bars.iter().enumerate().filter(|(i, _)| x[*i] != 0.0) {
        let [coarse, fine] = differences(|x| (program.value)(x, n), x, i);
        let scale = 1.0 + bar.abs().max(fine.abs());
        // Differences of a large value are rounded: by some units in its last place, over the step.
        let rounding = 16.0 * f64::EPSILON * value.abs() / 1e-5;
        // Where the value is huge, a sine of something huge may oscillate within a step.
        let smooth = (coarse - fine).abs() < 1e-5 * (1.0 + fine.abs())
            && value.abs() < 1e6
            && has_one_slope(|x| (program.value)(x, n), x, i);
        if smooth && (fine - bar).abs() >= 1e-5 * scale + rounding {
            return Err(format!("slope {i} is {bar}, by differences {fine}"));
        }
    }
    Ok(())
}

/// The Hessian against differences of the gradient, in one direction.
pub fn hessian(program: &Program, x: &[f64], n: usize) -> Result<(), String> {
    let Some(gradient_jvp) = program.gradient_jvp.filter(|_| program.slack == 1.0) else {
        return Ok(());
    };
    let other = DIRECTIONS[1];
    let bars = (program.gradient)(x, n).1;
    for i in (0..x.len()).filter(|i| x[*i] != 0.0) {
        let mut unit = [0.0; 4];
        unit[i] = 1.0;
        let along = inner(&gradient_jvp(x, n, &unit).1, &other);
        let [coarse, fine] = differences(|x| inner(&(program.gradient)(x, n).1, &other), x, i);
        let scale = 1.0 + along.abs().max(fine.abs());
        let rounding = 64.0 * f64::EPSILON * size(&bars) / 1e-5;
        // Where the slope is huge, a sine of something huge may oscillate within a step.
        let smooth = (coarse - fine).abs() < 1e-4 * (1.0 + fine.abs())
            && size(&bars) < 1e6
            && has_one_slope(|x| inner(&(program.gradient)(x, n).1, &other), x, i);
        if smooth && (fine - along).abs() >= 1e-4 * scale + rounding {
            return Err(format!("column {i} is {along}, by differences {fine}"));
        }
    }
    Ok(())
}

/// Whether differences say something about a program.
pub fn smooth(program: &Program) -> bool {
    let value = |x: &[f64]| (program.value)(x, 3);
    let [coarse, fine] = differences(value, &POINTS[0], 1);
    (coarse - fine).abs() < 1e-5 * (1.0 + fine.abs()) && has_one_slope(value, &POINTS[0], 1)
}
