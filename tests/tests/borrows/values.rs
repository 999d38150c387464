//! Variables that hold one value, and parts that are read when the whole has changed.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_close, difference};

use super::compare::{self, point};

#[differentiate(jvp, hessian)]
fn grown(a: &mut f64, b: &mut f64) {
    *a *= *b;
    *b += a.sin();
}

#[differentiate(jvp, hessian)]
fn pushed(a: &mut f64, b: &f64) {
    *a *= *b + 1.0;
}

#[differentiate(jvp, hessian)]
fn filled(a: &mut [f64], b: &mut [f64]) {
    for i in 0..a.len() {
        a[i] *= b[i];
        b[i] += a[0];
    }
}

#[differentiate(jvp, hessian)]
fn two_numbers(x: f64) -> f64 {
    let mut v = x;
    let mut w = x;
    grown(&mut v, &mut w);
    v * w * x
}

#[differentiate(jvp, hessian)]
fn three_numbers(x: f64) -> f64 {
    let y = x * x;
    let (mut u, mut v) = (y, y);
    let mut w = v;
    grown(&mut u, &mut v);
    grown(&mut v, &mut w);
    pushed(&mut w, &u);
    u + v * w
}

#[differentiate(jvp, hessian)]
fn number_and_reference(x: f64) -> f64 {
    let mut v = x;
    pushed(&mut v, &x);
    let w = v;
    pushed(&mut v, &w);
    v * w
}

#[differentiate(jvp, hessian)]
fn two_arrays(x: f64) -> f64 {
    let mut v = [x, x * x];
    let mut w = v;
    filled(&mut v, &mut w);
    let mut a = vec![x; 2];
    let mut b = a.clone();
    filled(&mut a, &mut b);
    filled(&mut b, &mut v);
    v[0] * w[1] + a[1] * b[0]
}

#[differentiate(jvp, hessian)]
fn in_a_loop(x: f64) -> f64 {
    let mut v = x;
    for _ in 0..2 {
        let mut w = v;
        let mut u = v;
        grown(&mut w, &mut u);
        v = w * u;
    }
    v
}

macro_rules! of_number {
    ($($f:ident)*) => {
        $({
            let x = 0.7;
            assert_close($f::gradient(x), difference($f, x));
            assert_close($f::jvp(x, 1.0).0, $f(x));
            assert_close($f::jvp(x, 1.0).1, difference($f, x));
            assert_close($f::hvp(x, 1.0), difference($f::gradient, x));
        })*
    };
}

#[test]
fn two_variables_of_one_value() {
    of_number!(two_numbers three_numbers number_and_reference two_arrays in_a_loop);
}

#[differentiate(jvp, hessian)]
fn row_kept(x: &[f64]) -> f64 {
    let mut m = vec![vec![x[0]; 2]; 2];
    let r = m[0].clone();
    for j in 0..2 {
        m[1][j] *= r[j];
    }
    m[1][1] + m[1][0] * x[1]
}

#[differentiate(jvp, hessian)]
fn row_changed(x: &[f64]) -> f64 {
    let mut m = vec![vec![x[0], x[1]], vec![x[2], x[3]]];
    let r = m[0].clone();
    for j in 0..2 {
        m[0][j] *= r[1 - j];
        m[1][j] += m[0][1 - j] * r[j];
    }
    m[0][0] * m[1][1] + m[0][1] * r[0]
}

#[derive(Differentiable, Clone)]
struct State {
    at: Vec<f64>,
    speed: Vec<f64>,
}

#[differentiate(jvp, hessian)]
fn field_kept(x: &[f64]) -> f64 {
    let mut s = State { at: vec![x[0], x[1]], speed: vec![x[2], x[3]] };
    for _ in 0..2 {
        let old = s.at.clone();
        for i in 0..2 {
            s.at[i] += s.speed[i] * old[1 - i];
            s.speed[i] -= old[i] * old[i];
        }
    }
    s.at[0] * s.at[1] + s.speed[0] * s.speed[1]
}

#[differentiate(jvp, hessian)]
fn part_kept(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let old = v[1..].to_vec();
    let mut k = 0;
    while k < 3 {
        v[k + 1] = old[k] * v[k] + old[2 - k];
        k += 1;
    }
    v[3] * v[1] + v[2]
}

#[differentiate(checkpoint)]
fn row_again(x: &[f64]) -> f64 {
    let mut m = vec![vec![x[0]; 2]; 2];
    let r = m[0].clone();
    for j in 0..2 {
        m[1][j] *= r[j] * x[j];
    }
    m[1][1] + m[1][0]
}

macro_rules! of_slice {
    ($($f:ident)*) => {
        $({
            let at = point(4);
            compare::gradient(&at, $f, $f::gradient);
            compare::tangent(&at, $f, $f::gradient, $f::jvp);
            compare::curvature(&at, $f::gradient, $f::hvp);
        })*
    };
}

#[test]
fn parts_read_later() {
    of_slice!(row_kept row_changed field_kept part_kept);
    compare::gradient(&point(4), row_again, row_again::gradient);
}
