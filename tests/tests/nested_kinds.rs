//! Derivatives that are called of functions of all kinds: of structs, arrays and tuples, generic ones,
//! in modules, under other names and options.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop)]

use chainrule::{Differentiable, Float, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference, differences};
use ndarray::{Array1, Array2, array};

#[derive(Clone, Differentiable)]
struct Spring {
    rest: f64,
    stiffness: Vec<f64>,
    #[constant]
    turns: usize,
}

#[differentiate(order = 3)]
fn energy(spring: &Spring, x: [f64; 2], pair: (f64, f64)) -> f64 {
    let stretch = x[1] - x[0] - spring.rest;
    let mut sum = pair.0 * pair.1 * stretch * spring.turns as f64;
    for k in &spring.stiffness {
        sum += 0.5 * k * stretch * stretch * k * x[1];
    }
    sum
}

/// The squared force, and what the energy does to a stiffness.
#[differentiate(hessian)]
fn force(a: f64, b: f64) -> f64 {
    let spring = Spring { rest: 0.5 * a, stiffness: vec![a, b], turns: 3 };
    let (value, gradient) = energy::value_and_gradient(&spring, [a, b * b], (a, 2.0));
    let (of_spring, of_x, of_pair) = gradient;
    let along = of_x[0] * of_x[1] + of_pair.0 * of_pair.1;
    along * of_spring.rest + of_spring.stiffness[1] * value
}

#[test]
fn structs_arrays_and_tuples() {
    for at in [[0.8, 1.3], [-0.4, 0.9]] {
        let f = |at: &[f64]| force(at[0], at[1]);
        let (a_bar, b_bar) = force::gradient(at[0], at[1]);
        assert_all_close(&[a_bar, b_bar], &differences(f, &at));
        assert_close(force::jvp(at[0], at[1], 2.0, -1.0).1, 2.0 * a_bar - b_bar);
        let along = |at: &[f64]| {
            let (a_bar, b_bar) = force::gradient(at[0], at[1]);
            2.0 * a_bar - b_bar
        };
        let (a_second, b_second) = force::hvp(at[0], at[1], 2.0, -1.0);
        assert_all_close(&[a_second, b_second], &differences(along, &at));
    }
}

/// A directional derivative of an array, along an array that varies.
#[differentiate(order = 2)]
fn field(w: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
    let y = w.dot(x).mapv(|y| y.sin());
    &y * x[0]
}

#[differentiate]
fn flow(w: &Array2<f64>, x: &Array1<f64>, flip: bool) -> f64 {
    let direction = if flip { x * 2.0 } else { w.row(0).to_owned() };
    let (y, y_dot) = field::jvp(w, x, w, &direction);
    (&y * &y_dot).sum() + y_dot[1]
}

#[test]
fn tangents_of_arrays() {
    let (w, x) = (array![[0.3, -0.4], [1.1, 0.2]], array![0.5, 0.9]);
    for flip in [false, true] {
        let (w_bar, x_bar) = flow::gradient(&w, &x, flip);
        for ((i, j), bar) in w_bar.indexed_iter() {
            let moved = |v: f64| {
                let mut w = w.clone();
                w[[i, j]] = v;
                flow(&w, &x, flip)
            };
            assert_close(*bar, difference(moved, w[[i, j]]));
        }
        for (i, bar) in x_bar.indexed_iter() {
            let moved = |v: f64| {
                let mut x = x.clone();
                x[i] = v;
                flow(&w, &x, flip)
            };
            assert_close(*bar, difference(moved, x[i]));
        }
    }
}

/// One variable is the argument and its direction, and a part of it another argument.
#[differentiate(order = 4)]
fn product(x: &[f64], y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..y.len() {
        sum += x[i] * x[i] * y[i] * x[x.len() - 1];
    }
    sum
}

#[differentiate(hessian)]
fn alike(x: &[f64]) -> f64 {
    let (_, slope) = product::jvp(x, &x[1..], x, &x[..2]);
    let (of_x, of_y) = product::hvp(x, &x[1..], x, &x[1..]);
    slope * of_x[0] + of_y[1] * of_x[2]
}

#[test]
fn arguments_and_directions_that_overlap() {
    let at = [0.7, -0.4, 1.1];
    assert_all_close(&alike::gradient(&at), &differences(alike, &at));
    let direction = [0.3, 1.0, -0.5];
    let along =
        |at: &[f64]| -> f64 { alike::gradient(at).iter().zip(direction).map(|(a, b)| a * b).sum() };
    assert_all_close(&alike::hvp(&at, &direction), &differences(along, &at));
}

/// In a module with the attribute, in both precisions, with other names and options.
#[differentiate]
mod physics {
    use chainrule::Float;

    #[differentiate(order = 4, name = potential_derivatives, checkpoint)]
    pub fn potential<T: Float>(x: T, charge: T) -> T {
        charge / (T::ONE + x * x)
    }

    #[differentiate(hessian)]
    pub fn kick<T: Float>(x: T, charge: T) -> T {
        let (slope, _) = potential_derivatives::gradient(x, charge);
        let (curvature, mixed) = potential_derivatives::hvp(x, charge, slope, x);
        x - slope * curvature + mixed
    }
}

#[test]
fn generic_functions_of_modules() {
    let f = |at: &[f64]| physics::kick(at[0], at[1]);
    let (x_bar, q_bar) = physics::kick::gradient(0.8, 1.4);
    assert_all_close(&[x_bar, q_bar], &differences(f, &[0.8, 1.4]));
    let (single, _) = physics::kick::gradient(0.8f32, 1.4f32);
    assert!((f64::from(single) - x_bar).abs() < 1e-5);
    let along = |at: &[f64]| physics::kick::gradient(at[0], at[1]).0;
    let (x_second, q_second) = physics::kick::hvp(0.8, 1.4, 1.0, 0.0);
    assert_all_close(&[x_second, q_second], &differences(along, &[0.8, 1.4]));
}

/// Only one of the arguments varies, and the others carry no derivative.
#[differentiate(hessian, lanes, wrt(x))]
fn partly<T: Float>(x: T, k: &[T], n: usize) -> T {
    let mut sum = T::ZERO;
    for i in 0..n {
        sum += k[i] * x * x * x;
    }
    sum
}

#[differentiate]
fn of_partly(x: f64, scale: f64) -> f64 {
    let k = [1.0, 2.0];
    partly::gradient(x * scale, &k, 2) + partly::jvp(x, &k, 1, scale).1
}

#[test]
fn arguments_without_derivative() {
    // 9 (s x)² + 3 x² s
    let (x, s) = (0.7, 1.3);
    assert_close(of_partly(x, s), 9.0 * s * s * x * x + 3.0 * x * x * s);
    let (x_bar, s_bar) = of_partly::gradient(x, s);
    assert_close(x_bar, 18.0 * s * s * x + 6.0 * x * s);
    assert_close(s_bar, 18.0 * s * x * x + 3.0 * x * x);
}

/// Several tangents at once go past derivatives of what does not vary.
#[differentiate(lanes, wrt(x))]
fn past(x: [f64; 2], at: f64) -> [f64; 2] {
    let (value, slope) = partly::jvp(at, &[1.0, 2.0], 2, 1.0);
    [x[0] * slope, x[0] * x[1] * value]
}

#[test]
fn several_tangents_past_constant_derivatives() {
    let units = [chainrule::Lanes::<f64, 2>::unit(0), chainrule::Lanes::unit(1)];
    let (y, y_dot) = past::jvp_lanes([2.0, 3.0], 0.5, &units);
    // 3 a³ and 9 a² at a = ½
    assert_eq!(y, [4.5, 2.25]);
    assert_eq!(y_dot.map(|dot| [dot[0], dot[1]]), [[2.25, 0.0], [1.125, 0.75]]);
}
