//! Two places that exchange what they hold.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::assert_close;

use super::compare::{self, point};

#[differentiate(jvp, hessian)]
fn variables(x: &[f64]) -> f64 {
    let (mut a, mut b) = (x[0], x[1] * x[1]);
    std::mem::swap(&mut a, &mut b);
    a.powi(3) * b
}

#[differentiate(jvp, hessian)]
fn in_a_loop(x: &[f64]) -> f64 {
    let mut old = vec![x[0], x[1]];
    let mut new = vec![0.0; 2];
    for k in 0..3 {
        for i in 0..2 {
            new[i] = old[i].sin() + old[1 - i] * x[2] * k as f64;
        }
        std::mem::swap(&mut old, &mut new);
    }
    old[0] * old[1]
}

#[differentiate(jvp, hessian)]
fn on_a_condition(x: &[f64]) -> f64 {
    let (mut low, mut high) = (x[0], x[1]);
    if low > high {
        core::mem::swap(&mut low, &mut high);
    }
    low * low * high
}

#[derive(Differentiable, Clone, Debug)]
struct Pair {
    first: f64,
    second: Vec<f64>,
}

#[differentiate(jvp, hessian)]
fn parts(x: &[f64]) -> f64 {
    let mut p = Pair { first: x[0], second: vec![x[1], x[2]] };
    let mut q = p.clone();
    std::mem::swap(&mut p.first, &mut q.second[1]);
    std::mem::swap(&mut p.second, &mut q.second);
    p.first * p.second[1] * q.second[1] * q.first
}

#[differentiate]
fn behind(a: &mut f64, b: &mut f64) {
    std::mem::swap(a, b);
    *a *= *b;
}

#[differentiate]
fn calls(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y.sin());
    behind(&mut a, &mut b);
    a * b
}

#[test]
fn places() {
    let at = [1.3, 0.7, 0.4];
    // (x1^2)^3 x0
    let value = variables(&at);
    assert_close(variables::gradient(&at)[0], value / at[0]);
    assert_close(variables::gradient(&at)[1], 6.0 * value / at[1]);
    let (x_bar, y_bar) = calls::gradient(1.3, 0.7);
    // x^2 sin y
    assert_close(x_bar, 2.0 * 1.3 * 0.7_f64.sin());
    assert_close(y_bar, 1.3 * 1.3 * 0.7_f64.cos());
    compare::gradient(&point(3), in_a_loop, |at| in_a_loop::gradient(at));
    compare::gradient(&[1.3, 0.7], on_a_condition, |at| on_a_condition::gradient(at));
    compare::gradient(&[0.3, 0.7], on_a_condition, |at| on_a_condition::gradient(at));
    compare::gradient(&point(3), parts, |at| parts::gradient(at));
    compare::tangent(&point(3), in_a_loop, |x| in_a_loop::gradient(x), |x, d| in_a_loop::jvp(x, d));
    compare::curvature(&point(3), |x| in_a_loop::gradient(x), |x, d| in_a_loop::hvp(x, d));
    compare::curvature(&point(3), |x| parts::gradient(x), |x, d| parts::hvp(x, d));
}
