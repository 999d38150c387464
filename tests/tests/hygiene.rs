//! Arguments that are called as generated code calls its own variables.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, differences};

#[differentiate]
fn plain(value: f64, residuals: f64, results: &mut [f64]) -> f64 {
    results[0] *= value * residuals;
    value * value * residuals
}

#[differentiate]
fn cube(value: f64) -> f64 {
    value * value * value
}

#[differentiate(order = 3)]
fn all(value: f64, residuals: f64, seed: f64, n: f64, value_dot: f64, bar: f64) -> f64 {
    value * value * value * residuals + seed * seed * value * n * n * value_dot * bar * bar
}

#[differentiate(hessian, jacobian)]
fn nested(gradient: f64, x: f64, x_dot: f64, row: f64) -> f64 {
    let slope = all::gradient(x, x, gradient, x, x, x_dot).0;
    let (_, dot) = all::jvp(x, x, gradient, x, x, x_dot, 1.0, 0.0, 0.0, 1.0, 1.0, x);
    gradient * gradient * x * x * x_dot * row * slope + dot
}

#[test]
fn the_value_is_not_the_argument() {
    assert_eq!(cube::gradient(2.0), 12.0);
    let mut results = [5.0];
    let (value, kept) = plain::forward(2.0, 3.0, &mut results);
    assert_eq!((value, results), (12.0, [30.0]));
    let mut results_bar = [1.0];
    let bars = plain::backward(2.0, 3.0, &kept, 1.0, &mut results_bar);
    assert_eq!((bars, results_bar), ((12.0 + 15.0, 4.0 + 10.0), [6.0]));
}

#[test]
fn nor_is_anything_else() {
    let at = [0.7, 0.8, 0.9, 1.1];
    let joined = |(a, b, c, d): (f64, f64, f64, f64)| [a, b, c, d];
    let gradient = |at: &[f64]| joined(nested::gradient(at[0], at[1], at[2], at[3]));
    assert_all_close(&gradient(&at), &differences(|at| nested(at[0], at[1], at[2], at[3]), &at));
    let hessian = nested::hessian(at[0], at[1], at[2], at[3]);
    for (i, row) in hessian.iter().enumerate() {
        assert_all_close(row, &differences(|at| gradient(at)[i], &at));
    }
    let jacobian = nested::jacobian_forward(at[0], at[1], at[2], at[3]);
    assert_all_close(jacobian.as_slice().unwrap_or_default(), &gradient(&at));
}
