//! Forward mode and second derivatives of compiled programs: against closed forms, differences, and the
//! reverse mode.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern, clippy::let_and_return)]

use chainrule::{Differentiable, Float, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference, differences};
use ndarray::{Array1, Array2, array};

#[differentiate(hessian)]
fn rosenbrock(x: f64, y: f64) -> f64 {
    let climb = y - x * x;
    100.0 * climb * climb + (1.0 - x) * (1.0 - x)
}

#[test]
fn the_hessian_of_rosenbrock() {
    assert_eq!(rosenbrock::hessian(1.2, 1.2), [[1250.0, -480.0], [-480.0, 200.0]]);
    let (value, dot) = rosenbrock::jvp(1.2, 1.2, 1.0, 0.0);
    assert_close(value, rosenbrock(1.2, 1.2));
    assert_close(dot, rosenbrock::gradient(1.2, 1.2).0);
}

/// Overwrites its argument, and returns a value.
#[differentiate(hessian)]
fn smoothed(x: &mut [f64], weight: f64) -> f64 {
    let mut total = 0.0;
    for i in 1..x.len() {
        x[i] = weight * x[i] + (1.0 - weight) * x[i - 1].sin();
        total += x[i] * x[i];
    }
    total
}

#[differentiate(hessian)]
fn twice_smoothed(x: &[f64], weight: f64) -> f64 {
    let mut own = x.to_vec();
    let first = smoothed(&mut own, weight);
    let second = if first > 0.1 { smoothed(&mut own[1..], weight * weight) } else { 0.0 };
    first * second + own[0]
}

#[test]
fn tangents_of_what_is_overwritten() {
    let (x, weight) = ([0.3, -0.7, 1.1, 0.4], 0.8);
    let (x_dot, weight_dot) = ([0.2, 0.5, -0.3, 0.9], -0.4);
    let (mut out, mut out_dot) = (x, x_dot);
    let (_, dot) = smoothed::jvp(&mut out, weight, &mut out_dot, weight_dot);
    let moved = |h: f64| {
        let mut at: Vec<f64> = x.iter().zip(x_dot).map(|(x, d)| x + h * d).collect();
        let value = smoothed(&mut at, weight + h * weight_dot);
        (value, at)
    };
    assert_close(dot, difference(|h| moved(h).0, 0.0));
    for i in 0..4 {
        assert_close(out[i], moved(0.0).1[i]);
        assert_close(out_dot[i], difference(|h| moved(h).1[i], 0.0));
    }
}

/// The Hessian by its products, against differences of the gradient.
fn assert_hessian(
    at: &[f64],
    gradient: impl Fn(&[f64]) -> Vec<f64>,
    hvp: impl Fn(&[f64], &[f64]) -> Vec<f64>,
) {
    let n = at.len();
    let columns: Vec<Vec<f64>> = (0..n)
        .map(|i| {
            let mut unit = vec![0.0; n];
            unit[i] = 1.0;
            hvp(at, &unit)
        })
        .collect();
    for i in 0..n {
        assert_all_close(&columns[i], &differences(|at| gradient(at)[i], at));
        for j in 0..n {
            assert_close(columns[i][j], columns[j][i]);
        }
    }
}

#[test]
fn second_derivatives_through_calls_that_overwrite() {
    let joined = |(mut x, weight): (Vec<f64>, f64)| {
        x.push(weight);
        x
    };
    assert_hessian(
        &[0.3, -0.7, 1.1, 0.4, 0.8],
        |at| joined(twice_smoothed::gradient(&at[..4], at[4])),
        |at, d| joined(twice_smoothed::hvp(&at[..4], at[4], &d[..4], d[4])),
    );
}

#[derive(Differentiable, Clone)]
struct Spring {
    stiffness: f64,
    rest: [f64; 2],
    #[constant]
    #[allow(dead_code)]
    name: &'static str,
}

#[differentiate(hessian)]
impl Spring {
    fn energy(&self, x: f64) -> f64 {
        let mut stretched = self.clone();
        stretched.rest[0] *= x;
        let softer = Spring { stiffness: self.stiffness.sqrt(), ..stretched };
        softer.stiffness * (x - softer.rest[0]).powi(2) + softer.rest[1] * x
    }
}

#[test]
fn second_derivatives_of_structs() {
    let spring = |at: &[f64]| Spring { stiffness: at[0], rest: [at[1], at[2]], name: "left" };
    let joined =
        |(bar, x_bar): (SpringCotangent, f64)| vec![bar.stiffness, bar.rest[0], bar.rest[1], x_bar];
    assert_hessian(
        &[1.3, 0.4, 0.9, 0.6],
        |at| joined(spring(at).energy_gradient(at[3])),
        |at, d| {
            let direction = SpringCotangent { stiffness: d[0], rest: [d[1], d[2]] };
            joined(spring(at).energy_hvp(at[3], &direction, d[3]))
        },
    );
}

#[differentiate(hessian)]
fn mixture(x: &Array1<f64>, w: &Array2<f64>, n: usize) -> f64 {
    let mut h = w.dot(x).mapv(|v| v.tanh());
    for _ in 0..n {
        h = w.t().dot(&h).mapv(|v| v.sin()) + x;
        h *= 0.5;
    }
    (&h * x).sum() + h.product() + w.sum_axis(ndarray::Axis(0)).dot(&h)
}

#[test]
fn second_derivatives_of_arrays() {
    let split = |at: &[f64]| {
        let x = Array1::from_vec(at[..2].to_vec());
        (x, Array2::from_shape_vec((2, 2), at[2..].to_vec()).unwrap())
    };
    let joined = |(x, w): (Array1<f64>, Array2<f64>)| x.iter().chain(&w).copied().collect();
    for n in [0, 3] {
        assert_hessian(
            &[0.3, 0.8, 0.2, -0.5, 0.7, 0.4],
            |at| {
                let (x, w) = split(at);
                joined(mixture::gradient(&x, &w, n))
            },
            |at, d| {
                let ((x, w), (x_dot, w_dot)) = (split(at), split(d));
                joined(mixture::hvp(&x, &w, n, &x_dot, &w_dot))
            },
        );
    }
}

/// The same source in both precisions; recursion, an early exit, a tuple.
#[differentiate(hessian)]
fn tower<T: Float>(x: T, n: u32) -> (T, T) {
    if n == 0 {
        return (x.exp(), x);
    }
    let (a, b) = tower(x * x, n - 1);
    (a.sin() + b, a * b)
}

#[differentiate(hessian)]
fn summit<T: Float>(x: T, n: u32) -> T {
    let (a, b) = tower(x, n);
    a * b
}

#[test]
fn both_precisions() {
    for n in 0..4 {
        let x = 0.7;
        let (_, (a_dot, b_dot)) = tower::jvp(x, n, 1.0);
        assert_close(a_dot, difference(|x| tower(x, n).0, x));
        assert_close(b_dot, difference(|x| tower(x, n).1, x));
        let second = summit::hessian(x, n)[0][0];
        assert_close(second, difference(|x| summit::gradient(x, n), x));
        let single = summit::hessian(x as f32, n)[0][0];
        assert!((f64::from(single) - second).abs() < 1e-4 * second.abs().max(1.0), "{single}");
    }
}

/// A value without a derivative costs nothing, and gives nothing.
#[differentiate(hessian)]
fn piecewise(x: f64, #[constant] k: f64) -> f64 {
    let n = (x * 4.0).floor();
    let m = x as i64 as f64;
    if x > k { x * x * x * n } else { x * m * k + chainrule::constant(x) * x }
}

#[test]
fn steps_and_constants() {
    assert_eq!(piecewise::jvp(1.6, 1.0, 1.0).1, 3.0 * 1.6 * 1.6 * 6.0);
    assert_eq!(piecewise::hessian(1.6, 1.0), [[6.0 * 1.6 * 6.0]]);
    assert_eq!(piecewise::jvp(1.6, 2.0, 1.0).1, 1.0 * 2.0 + 1.6);
    assert_eq!(piecewise::hessian(1.6, 2.0), [[0.0]]);
}

#[test]
fn one_array_of_numbers() {
    #[differentiate(hessian)]
    fn cubes(x: [f64; 3]) -> f64 {
        x[0].powi(3) + x[0] * x[1] * x[2]
    }
    #[differentiate(hessian)]
    fn squares(x: &[f64]) -> f64 {
        x.iter().map(|x| x * x).sum()
    }
    let hessian = cubes::hessian([1.0, 2.0, 3.0]);
    assert_eq!(hessian, [[6.0, 3.0, 2.0], [3.0, 0.0, 1.0], [2.0, 1.0, 0.0]]);
    assert_eq!(squares::hessian(&[1.0, 2.0]), array![[2.0, 0.0], [0.0, 2.0]]);
    assert_eq!(squares::hessian(&[]).dim(), (0, 0));
}
