//! Derivatives that the user has written: partial derivatives, and handles by hand. Implicit functions:
//! the root of an equation, the fixed point of an iteration, the solution of a linear system.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop)]

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, difference, differences};
use ndarray::{Array1, ArrayView1, array};

/// The root of x⁵ + a x + b, found by Newton's method.
#[differentiate(derivative = root_partials, jvp)]
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
fn root_partials(a: f64, b: f64) -> (f64, f64) {
    let x = root(a, b);
    let slope = 5.0 * x.powi(4) + a;
    (-x / slope, -1.0 / slope)
}

#[differentiate(jvp)]
fn of_roots(a: f64, n: usize) -> f64 {
    let mut total = a;
    for i in 0..n {
        total += root(a + total * total, i as f64) * a;
    }
    total
}

#[test]
fn the_root_of_an_equation() {
    let at = [1.3, 0.7];
    let (a_bar, b_bar) = root::gradient(at[0], at[1]);
    assert_all_close(&[a_bar, b_bar], &differences(|at| root(at[0], at[1]), &at));
    assert_close(root::jvp(1.3, 0.7, 2.0, -1.0).1, 2.0 * a_bar - b_bar);
    for n in [0, 1, 4] {
        let slope = difference(|a| of_roots(a, n), 0.8);
        assert_close(of_roots::gradient(0.8, n), slope);
        assert_close(of_roots::jvp(0.8, n, 1.0).1, slope);
    }
}

/// Slices and arrays; what is not active gets no partial derivative.
#[differentiate(derivative = norm_partials, jvp)]
fn norm(x: &[f64], _n: usize, w: &Array1<f64>, scale: f64) -> f64 {
    let squares = x.iter().chain(w).map(|x| x * x);
    scale * squares.sum::<f64>().sqrt()
}

fn norm_partials(x: &[f64], n: usize, w: &Array1<f64>, scale: f64) -> (Vec<f64>, Array1<f64>, f64) {
    let length = norm(x, n, w, 1.0);
    let by_length = |x: &f64| scale * x / length;
    (x.iter().map(by_length).collect(), w.map(by_length), length)
}

#[test]
fn partial_derivatives_of_slices_and_arrays() {
    let (x, w) = ([3.0, 0.0], array![4.0]);
    assert_eq!(norm::gradient(&x, 7, &w, 2.0), (vec![1.2, 0.0], array![1.6], 5.0));
    let (value, dot) = norm::jvp(&x, 7, &w, 2.0, &[1.0, 1.0], &array![0.5], -1.0);
    assert_eq!(value, 10.0);
    assert_close(dot, 1.2 + 0.8 - 5.0);
}

/// Arguments that are handed over by value: arrays and vectors, views, and what has no derivative.
#[differentiate(derivative = weighted_partials, jvp)]
fn weighted(
    x: Vec<f64>,
    w: Array1<f64>,
    v: ArrayView1<'_, f64>,
    #[constant] name: String,
    #[constant] f: fn(f64) -> f64,
) -> f64 {
    x.iter().zip(&w).zip(v).map(|((x, w), v)| f(x * w * v)).sum::<f64>() + name.len() as f64
}

fn weighted_partials(
    x: Vec<f64>,
    w: Array1<f64>,
    v: ArrayView1<'_, f64>,
    _name: String,
    _f: fn(f64) -> f64,
) -> (Vec<f64>, Array1<f64>, Array1<f64>) {
    let x = Array1::from(x);
    ((&w * &v).to_vec(), &x * &v, x * w)
}

#[test]
fn arguments_by_value() {
    let (x, w, v) = (vec![2.0, 3.0], array![5.0, 7.0], array![1.0, -1.0]);
    let same = |x: f64| x;
    let bars = weighted::gradient(x.clone(), w.clone(), v.view(), "name".into(), same);
    assert_eq!(bars, (vec![5.0, -7.0], array![2.0, -3.0], array![10.0, 21.0]));
    let (x_dot, w_dot, v_dot) = ([1.0, 0.0], array![0.0, 2.0], array![1.0, 0.0]);
    let pushed = weighted::jvp(x, w, v.view(), "name".into(), same, &x_dot, &w_dot, &v_dot);
    assert_eq!(pushed, (10.0 - 21.0 + 4.0, 5.0 - 6.0 + 10.0));
}

#[test]
#[should_panic(expected = "the partial derivatives with respect to `x`")]
fn too_few_partial_derivatives() {
    fn first(x: &[f64]) -> Vec<f64> {
        x[..1].to_vec()
    }
    #[differentiate(derivative = first)]
    fn sum(x: &[f64]) -> f64 {
        x.iter().sum()
    }
    sum::gradient(&[1.0, 2.0]);
}

/// The fixed point x = cos(a x), found by iteration.
#[differentiate(derivative = fixed_partial)]
fn fixed(a: f64) -> f64 {
    let mut x = 0.5;
    for _ in 0..500 {
        x = f64::cos(a * x);
    }
    x
}

/// x' = −sin(a x) (x + a x')
fn fixed_partial(a: f64) -> f64 {
    let x = fixed(a);
    let sine = (a * x).sin();
    -sine * x / (1.0 + a * sine)
}

#[test]
fn the_fixed_point_of_an_iteration() {
    assert_close(fixed::gradient(0.9), difference(fixed, 0.9));
}

chainrule::signature!(fn solved(a: [f64; 4], b: [f64; 2]) -> [f64; 2]);

/// The solution x of A x = b.
fn solved([a, b, c, d]: [f64; 4], [u, v]: [f64; 2]) -> [f64; 2] {
    let det = a * d - b * c;
    [(d * u - b * v) / det, (a * v - c * u) / det]
}

/// The handle: b̄ solves Aᵀ b̄ = x̄, and Ā = −b̄ xᵀ.
#[allow(non_camel_case_types)]
pub enum solved {}

impl solved {
    /// The solution, which is kept, too.
    pub fn forward(a: [f64; 4], b: [f64; 2]) -> ([f64; 2], [f64; 2]) {
        let x = solved(a, b);
        (x, x)
    }

    /// Ā and b̄.
    pub fn backward(
        [a, b, c, d]: [f64; 4],
        _: [f64; 2],
        x: &[f64; 2],
        x_bar: [f64; 2],
    ) -> ([f64; 4], [f64; 2]) {
        let rhs = solved([a, c, b, d], x_bar);
        let a_bar = [-rhs[0] * x[0], -rhs[0] * x[1], -rhs[1] * x[0], -rhs[1] * x[1]];
        (a_bar, rhs)
    }
}

impl chainrule::Differentiated for solved {
    type Residuals = [f64; 2];
}

#[differentiate]
fn of_solution(k: f64, f: f64) -> f64 {
    let x = solved([2.0 * k, -k, -k, k * k], [f, f * k]);
    x[0] * x[1]
}

#[test]
fn the_solution_of_a_linear_system() {
    let at = [1.7, 0.6];
    let (k, f) = of_solution::gradient(at[0], at[1]);
    assert_all_close(&[k, f], &differences(|at| of_solution(at[0], at[1]), &at));
}
