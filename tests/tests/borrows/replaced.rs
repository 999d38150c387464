//! Places out of which a value is taken, and another put there.

use chainrule::{Differentiable, differentiate};

use super::compare::{self, point};

#[differentiate(jvp, hessian)]
fn numbers(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut carry = x[0].sin();
    for i in 0..v.len() {
        carry = std::mem::replace(&mut v[i], carry * x[1]);
    }
    v[0] * v[1] * carry
}

#[differentiate(jvp, hessian)]
fn taken(x: &[f64]) -> f64 {
    let mut sum = x[0];
    let mut total = 0.0;
    for e in x {
        sum += e * e;
        if sum > 1.0 {
            total += std::mem::take(&mut sum).powi(2);
        }
    }
    total + sum
}

#[differentiate(jvp, hessian)]
fn vectors(x: &[f64]) -> f64 {
    let mut v = vec![x[0], x[1]];
    let old = std::mem::take(&mut v);
    let empty = v.len();
    v = vec![old[1] * x[2]; 3];
    let w = std::mem::replace(&mut v, vec![x[2].exp(), old[0]]);
    w[2] * v[0] * v[1] + empty as f64
}

#[derive(Differentiable, Clone)]
struct State {
    at: [f64; 2],
    speed: f64,
}

fn shifted(next: f64, s: &mut State) {
    shift(next, s);
}

#[differentiate(jvp, hessian)]
fn shift(next: f64, s: &mut State) {
    let last = core::mem::replace(&mut s.at[0], next);
    s.at[1] = last * std::mem::take(&mut s.speed);
}

#[differentiate(jvp, hessian)]
fn parts(x: &[f64]) -> f64 {
    let mut s = State { at: [x[0], x[1]], speed: x[2] };
    shift(x[1] * x[1], &mut s);
    let p = std::mem::replace(&mut s, State { at: [x[2]; 2], speed: x[0] });
    p.at[0] * p.at[1] + p.speed + s.at[0] * s.speed
}

#[differentiate(jvp, hessian)]
fn behind(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut s = 0.0;
    for r in v.iter_mut() {
        s += std::mem::replace(r, x[0]) * *r;
    }
    s * std::mem::replace(&mut v, vec![x[1]])[1] * v[0]
}

#[test]
fn derivatives_are_right() {
    macro_rules! check {
        ($($name:ident)*) => {$(
            compare::gradient(&point(3), $name, |x| $name::gradient(x));
            compare::tangent(&point(3), $name, |x| $name::gradient(x), |x, d| $name::jvp(x, d));
            compare::curvature(&point(3), |x| $name::gradient(x), |x, d| $name::hvp(x, d));
        )*};
    }
    check!(numbers taken vectors parts behind);
    let mut s = State { at: [1.0, 2.0], speed: 3.0 };
    shifted(0.5, &mut s);
    assert_eq!((s.at, s.speed), ([0.5, 3.0], 0.0));
}
