//! Second and higher derivatives of functions whose partial derivatives the user has written: they go
//! through those, which are differentiated in forward mode.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

/// The root of x⁵ + a x + b, found by Newton's method.
#[differentiate(derivative = root_partials, hessian)]
fn root(a: f64, b: f64) -> f64 {
    let mut x = 0.0_f64;
    loop {
        let step = (x.powi(5) + a * x + b) / (5.0 * x.powi(4) + a);
        x -= step;
        if step.abs() < 1e-15 * x.abs().max(1.0) {
            return x;
        }
    }
}

/// By the implicit function theorem: dx/da = −x / (5x⁴ + a), dx/db = −1 / (5x⁴ + a).
#[differentiate(jvp)]
fn root_partials(a: f64, b: f64) -> (f64, f64) {
    let x = root(a, b);
    let slope = 5.0 * x.powi(4) + a;
    (-x / slope, -1.0 / slope)
}

#[test]
fn the_hessian_of_a_root() {
    let (a, b) = (1.3, 0.7);
    let hessian = root::hessian(a, b);
    let by_a = differences(|at| root::gradient(at[0], at[1]).0, &[a, b]);
    let by_b = differences(|at| root::gradient(at[0], at[1]).1, &[a, b]);
    assert_all_close(&hessian[0], &by_a);
    assert_all_close(&hessian[1], &by_b);
    assert_close(hessian[0][1], hessian[1][0]);
}
