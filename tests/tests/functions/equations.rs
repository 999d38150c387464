//! Differential equations: right-hand sides over arrays, vectors, slices and structs.

use chainrule::{Differentiable, Float, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

#[differentiate]
fn rk4(f: impl Fn(f64, [f64; 2]) -> [f64; 2], y: [f64; 2], end: f64, steps: usize) -> [f64; 2] {
    let h = end / steps as f64;
    let ahead = |y: [f64; 2], k: [f64; 2], h: f64| [y[0] + h * k[0], y[1] + h * k[1]];
    let mut y = y;
    for i in 0..steps {
        let t = i as f64 * h;
        let a = f(t, y);
        let b = f(t + 0.5 * h, ahead(y, a, 0.5 * h));
        let c = f(t + 0.5 * h, ahead(y, b, 0.5 * h));
        let d = f(t + h, ahead(y, c, h));
        for j in 0..2 {
            y[j] += h / 6.0 * (a[j] + 2.0 * b[j] + 2.0 * c[j] + d[j]);
        }
    }
    y
}

/// The same for any number of components and any float.
#[differentiate]
fn heun<T: Float, const N: usize>(
    mut f: impl FnMut([T; N]) -> [T; N],
    start: [T; N],
    h: T,
    steps: usize,
) -> [T; N] {
    let mut y = start;
    for _ in 0..steps {
        let a = f(y);
        let mut ahead = y;
        for i in 0..N {
            ahead[i] += h * a[i];
        }
        let b = f(ahead);
        for i in 0..N {
            y[i] += T::from_f64(0.5) * h * (a[i] + b[i]);
        }
    }
    y
}

#[differentiate]
fn euler<F: Fn(f64, &[f64]) -> Vec<f64>>(f: F, y: &[f64], h: f64, steps: usize) -> Vec<f64> {
    let mut y = y.to_vec();
    for i in 0..steps {
        let k = f(i as f64 * h, &y);
        for j in 0..y.len() {
            y[j] += h * k[j];
        }
    }
    y
}

/// Writes the slope into a buffer.
#[differentiate]
fn in_place(f: &mut impl FnMut(&[f64], &mut [f64]), y: &mut [f64], h: f64, steps: usize) {
    let mut k = vec![0.0; y.len()];
    for _ in 0..steps {
        f(y, &mut k);
        for j in 0..y.len() {
            y[j] += h * k[j];
        }
    }
}

#[derive(Differentiable, Clone, Copy)]
struct Motion {
    x: f64,
    v: f64,
}

#[differentiate]
fn leapfrog(force: impl Fn(f64) -> f64, start: Motion, dt: f64, steps: usize) -> Motion {
    let mut at = start;
    for _ in 0..steps {
        at.v += 0.5 * dt * force(at.x);
        at.x += dt * at.v;
        at.v += 0.5 * dt * force(at.x);
    }
    at
}

#[differentiate(hessian)]
fn pendulum(angle: f64, length: f64) -> f64 {
    let end = rk4(|_, [a, v]| [v, -9.81 / length * a.sin()], [angle, 0.0], 1.0, 20);
    end[0] + 0.5 * end[1]
}

#[differentiate(hessian, checkpoint)]
fn driven(frequency: f64, damping: f64) -> f64 {
    let force = |t: f64, y: [f64; 2]| [y[1], (frequency * t).cos() - damping * y[1] - y[0]];
    rk4(force, [1.0, 0.0], 2.0, 30)[0]
}

#[differentiate(hessian)]
fn rotation(w: f64, x: f64) -> f64 {
    let mut calls = 0.0;
    let turn = |y: [f64; 2]| {
        calls += x * w;
        [-w * y[1], w * y[0]]
    };
    let end = heun(turn, [x, 1.0], 0.1, 8);
    end[0] * end[1] + 0.01 * calls
}

#[differentiate(hessian)]
fn three(w: f32) -> f32 {
    let end = heun(|y| [w * y[1], -w * y[0], y[0] * y[1]], [1.0, 0.5, 0.0], 0.125, 4);
    end[0] + end[2]
}

#[differentiate(hessian)]
fn preys(rate: f64, start: &[f64]) -> f64 {
    let y = euler(|_, y| vec![rate * y[0] - y[0] * y[1], y[0] * y[1] - y[1]], start, 0.05, 25);
    y[0] * y[1]
}

#[differentiate(hessian)]
fn decay(rate: f64, x: f64) -> f64 {
    let mut y = [x, 2.0 * x, 1.0];
    in_place(
        &mut |y: &[f64], k: &mut [f64]| {
            for i in 0..y.len() {
                k[i] = -rate * y[i] * (i as f64 + 1.0);
            }
        },
        &mut y,
        0.1,
        10,
    );
    y[0] + y[1] * y[2]
}

#[differentiate(hessian)]
fn spring(k: f64, v: f64) -> f64 {
    let end = leapfrog(|x| -k * x - x * x * x, Motion { x: 1.0, v }, 0.05, 30);
    end.x * end.v
}

macro_rules! check {
    ($f:ident, $a:expr, $b:expr) => {
        let at = [$a, $b];
        let joined = |(a, b): (f64, f64)| [a, b];
        let gradient = |at: &[f64]| joined($f::gradient(at[0], at[1]));
        assert_all_close(&gradient(&at), &differences(|at| $f(at[0], at[1]), &at));
        let (value, dot) = $f::jvp(at[0], at[1], 0.3, -1.1);
        assert_close(value, $f(at[0], at[1]));
        assert_close(dot, 0.3 * gradient(&at)[0] - 1.1 * gradient(&at)[1]);
        let hessian = $f::hessian(at[0], at[1]);
        for i in 0..2 {
            assert_all_close(&hessian[i], &differences(|at| gradient(at)[i], &at));
        }
    };
}

#[test]
fn over_arrays() {
    check!(pendulum, 0.4, 1.2);
    check!(driven, 1.4, 0.3);
    check!(rotation, 0.9, 0.7);
}

#[test]
fn in_single_precision() {
    let (value, slope) = three::value_and_gradient(0.8);
    assert_eq!(value, three(0.8));
    let difference = difference(|w| f64::from(three(w as f32)), 0.8);
    assert!((f64::from(slope) - difference).abs() < 1e-2, "{slope} against {difference}");
}

#[test]
fn over_vectors() {
    let at = [1.1, 0.6, 0.9];
    let (rate, start) = preys::gradient(at[0], &at[1..]);
    let expected = differences(|at| preys(at[0], &at[1..]), &at);
    assert_all_close(&[rate, start[0], start[1]], &expected);
    let (_, dot) = preys::jvp(at[0], &at[1..], 1.0, &[0.5, -0.5]);
    assert_close(dot, expected[0] + 0.5 * expected[1] - 0.5 * expected[2]);
}

#[test]
fn in_a_buffer() {
    check!(decay, 0.4, 1.3);
}

#[test]
fn over_structs() {
    check!(spring, 1.3, 0.4);
}
