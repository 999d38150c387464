//! Every option on functions over `num_traits::Float`.

use chainrule::{Differentiable, Lanes, Objective, Scalar, differentiate};
use chainrule_tests::{assert_close, difference};
use ndarray::ScalarOperand;
use num_traits::Float;

#[differentiate(lanes, graph)]
fn several<T: Float>(x: T, y: T) -> T {
    let z = x * T::from(2.0).unwrap();
    z.sin() * y.exp()
}

#[differentiate(lanes)]
fn several_in_a_loop<T: Float + ScalarOperand>(x: &[T]) -> T {
    let mut s = T::one();
    for &e in x {
        s = s * (e + T::epsilon()).cos().max(T::zero());
    }
    several(s, s)
}

#[differentiate(jacobian)]
fn each<T: Float + ScalarOperand>(x: &[T]) -> Vec<T> {
    x.iter().map(|&e| e * e.sin() + T::one()).collect()
}

#[differentiate(order = 4)]
fn high<T: Float>(x: T) -> T {
    x.powi(4) / x.exp()
}

#[differentiate(hessian)]
fn slope<T: Float + Scalar>(x: T) -> T {
    high::gradient(x) * high::hvp(x, T::one())
}

#[differentiate(jvp)]
fn cosine<T: Float>(x: T) -> T {
    x.cos()
}

#[differentiate(derivative = cosine, hessian)]
fn sine<T: Float>(x: T) -> T {
    x.sin()
}

#[differentiate(hessian)]
fn valley<T: Float>(x: &[T]) -> T {
    x[0] * x[0] * x[1]
}

#[derive(Differentiable, Clone, Copy)]
struct Point<T: Float = f64> {
    x: T,
    y: T,
}

#[differentiate(hessian)]
fn of_defaults(p: Point, q: &Point<f32>) -> f64 {
    p.x * p.y * q.x as f64
}

#[differentiate(checkpoint, hessian)]
fn best<T: Float>(points: &[Point<T>], weights: &mut [T]) -> T {
    let mut best = Point { x: T::neg_infinity(), y: T::zero() };
    for (p, w) in points.iter().zip(weights.iter_mut()) {
        *w = *w * p.x;
        if p.x * *w > best.x {
            best = *p;
        }
    }
    best.x * best.y
}

#[differentiate(checkpoint, hessian)]
fn of_best<T: Float>(x: T, y: T) -> T {
    let points = [Point { x, y }, Point { x: x * y, y: x }];
    let mut weights = [y, x];
    best(&points, &mut weights) * weights[0]
}

fn first_slope<F: Objective<[f64], Scalar = f64>>(x: &[f64]) -> f64 {
    F::value_and_gradient(x).1[0]
}

#[test]
fn directions_at_once() {
    let (x_dot, y_dot) = (Lanes([1.0, 0.0]), Lanes([0.0, 1.0]));
    let (_, dot) = several::jvp_lanes(0.3, 0.4, x_dot, y_dot);
    let (x_bar, y_bar) = several::gradient(0.3, 0.4);
    assert_close(dot.0[0], x_bar);
    assert_close(dot.0[1], y_bar);
    assert_close(x_bar, difference(|x| several(x, 0.4), 0.3));
    let (_, dot) = several_in_a_loop::jvp_lanes(&[0.3, 0.4], &[x_dot, y_dot]);
    assert_close(dot.0[1], difference(|e| several_in_a_loop(&[0.3, e]), 0.4));
}

#[test]
fn matrices() {
    let jacobian = each::jacobian(&[0.3, 0.4]);
    assert_close(jacobian[[1, 1]], difference(|e| e * e.sin(), 0.4));
    assert_eq!(jacobian[[0, 1]], 0.0);
    assert_eq!(each::jacobian(&[0.3_f32, 0.4]).dim(), (2, 2));
}

#[test]
fn derivatives_of_derivatives() {
    assert_close(high::gradient(0.7), difference(high, 0.7));
    assert_close(slope::gradient(0.7), difference(slope, 0.7));
    assert_close(sine::hvp(0.3, 1.0), -0.3_f64.sin());
    assert_eq!(sine::gradient(0.3_f32), 0.3_f32.cos());
}

#[test]
fn handles_and_structs() {
    assert_eq!(first_slope::<valley>(&[1.0, 2.0]), 4.0);
    let (p_bar, q_bar) = of_defaults::gradient(Point { x: 2.0, y: 3.0 }, &Point { x: 0.5, y: 0.0 });
    assert_eq!((p_bar.x, q_bar.x, q_bar.y), (1.5, 6.0, 0.0));
    let (x_bar, y_bar) = of_best::gradient(0.7, 1.3);
    assert_close(x_bar, difference(|x| of_best(x, 1.3), 0.7));
    assert_close(y_bar, difference(|y| of_best(0.7, y), 1.3));
    let hessian = of_best::hessian(0.7, 1.3);
    assert_close(hessian[0][1], difference(|y| of_best::gradient(0.7, y).0, 1.3));
}

#[test]
fn graphs() {
    let text = several::graph().to_string();
    assert!(text.contains("sin"), "{text}");
}
