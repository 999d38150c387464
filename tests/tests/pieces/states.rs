//! States of other types than numbers and vectors of them, callees and errors, in pieces.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference, differences};
use ndarray::{Array1, Array2, array};

#[derive(Clone, Differentiable)]
struct Body {
    at: [f64; 2],
    speed: [f64; 2],
}

#[differentiate(jvp)]
fn advance(body: &mut Body, pull: f64, dt: f64) {
    let distance = (body.at[0] * body.at[0] + body.at[1] * body.at[1]).sqrt();
    for i in 0..2 {
        body.speed[i] -= dt * pull * body.at[i] / (distance * distance * distance);
        body.at[i] += dt * body.speed[i];
    }
}

#[differentiate(jvp, checkpoint(loops))]
fn orbit(x: f64, speed: f64, pull: f64, n: usize) -> f64 {
    let mut body = Body { at: [x, 0.0], speed: [0.0, speed] };
    let mut k = 0;
    while k < n {
        advance(&mut body, pull, 0.01);
        k += 1;
    }
    body.at[0] * body.at[1] + body.speed[0]
}

#[test]
fn of_a_struct_that_a_callee_changes() {
    for n in [0, 1, 10, 100] {
        let at = [1.1, 0.9, 1.3];
        let value = |at: &[f64]| orbit(at[0], at[1], at[2], n);
        let (ours, (x, speed, pull)) = orbit::value_and_gradient(at[0], at[1], at[2], n);
        assert_eq!(ours.to_bits(), value(&at).to_bits());
        let expected = differences(value, &at);
        assert_all_close(&[x, speed, pull], &expected);
        let (_, dot) = orbit::jvp(at[0], at[1], at[2], n, 1.0, -0.5, 2.0);
        assert_close(dot, expected[0] - 0.5 * expected[1] + 2.0 * expected[2]);
    }
}

#[differentiate(hessian, checkpoint(loops))]
fn powers(a: &Array2<f64>, x: &Array1<f64>, tolerance: f64) -> f64 {
    let mut v = x.clone();
    let mut change = 1.0;
    while change > tolerance {
        let mut next = a.dot(&v);
        let length = next.dot(&next).sqrt();
        next /= length;
        change = (&next - &v).mapv(|d| d * d).sum();
        v = next;
    }
    v.dot(&a.dot(&v))
}

#[test]
fn of_an_array() {
    let a = array![[2.0, 0.3, 0.1], [0.3, 1.5, 0.2], [0.1, 0.2, 1.0]];
    let x = array![0.3, 0.5, 0.8];
    let (a_bar, _, _) = powers::gradient(&a, &x, 1e-25);
    for i in 0..3 {
        for j in 0..3 {
            let moved = |v: f64| {
                let mut moved = a.clone();
                moved[[i, j]] = v;
                moved
            };
            let slope = difference(|v| powers(&moved(v), &x, 1e-25), a[[i, j]]);
            assert_close(a_bar[[i, j]], slope);
            let mut along = Array2::zeros((3, 3));
            along[[i, j]] = 1.0;
            let (curvature, ..) = powers::hvp(&a, &x, 1e-25, &along, &Array1::zeros(3), 0.0);
            let slope = difference(|v| powers::gradient(&moved(v), &x, 1e-25).0[[1, 2]], a[[i, j]]);
            assert!((curvature[[1, 2]] - slope).abs() < 1e-6, "{curvature} {slope}");
        }
    }
}

/// Newton's method, damped, of which a step may fail.
#[differentiate(checkpoint(loops))]
fn root(a: f64, x: f64) -> Result<f64, String> {
    let (mut y, mut steps) = (x, 0);
    while (y * y - a).abs() > 1e-14 {
        if steps > 50 {
            return Err(format!("{y} after {steps} steps"));
        }
        y -= 0.9 * (y * y - a) / (2.0 * checked(y)?);
        steps += 1;
    }
    Ok(y)
}

#[differentiate]
fn checked(y: f64) -> Result<f64, String> {
    if y == 0.0 { Err("0".to_owned()) } else { Ok(y) }
}

#[test]
fn of_what_may_fail() {
    for a in [1.0, 2.0, 5.0] {
        let (value, (a_bar, _)) = root::value_and_gradient(a, 1.5).unwrap();
        assert_eq!(Ok(value), root(a, 1.5));
        assert!((a_bar - 0.5 / a.sqrt()).abs() < 1e-9, "{a_bar}");
    }
    assert_eq!(root::gradient(-1.0, 1.0).map(|_| ()), root(-1.0, 1.0).map(|_| ()));
    assert_eq!(root::gradient(2.0, 0.0), Err("0".to_owned()));
}

/// Nobody asks a condition more often than the loop would.
#[test]
fn conditions_are_asked_as_often() {
    use std::cell::Cell;
    thread_local! { static ASKED: Cell<usize> = const { Cell::new(0) }; }
    fn ask() {
        ASKED.set(ASKED.get() + 1);
    }
    #[differentiate(checkpoint(loops))]
    fn halved(x: f64, n: usize) -> f64 {
        let (mut y, mut k) = (x, 0);
        while {
            assert!({
                ask();
                true
            });
            k < n
        } {
            y *= y.sin();
            k += 1;
        }
        y
    }
    for n in [0, 1, 2, 3, 6, 7, 40] {
        ASKED.set(0);
        halved::forward(0.7, n);
        assert_eq!(ASKED.get(), n + 1);
    }
}
