//! Structs that cannot be copied: assigned anew as a whole, and read.

use chainrule::{Differentiable, differentiate};

use super::compare::{self, point};

#[derive(Differentiable)]
struct State {
    x: f64,
    v: f64,
}

#[derive(Differentiable)]
struct Track {
    last: State,
    seen: [f64; 2],
}

#[differentiate(jvp, hessian)]
fn reassigned(x: &[f64]) -> f64 {
    let mut s = State { x: x[0], v: 1.0 };
    for i in 0..3 {
        s = State { x: s.x * s.v + x[i], v: s.x.sin() };
    }
    s.x * s.v
}

#[differentiate(jvp, hessian)]
fn in_a_while(x: &[f64]) -> f64 {
    let mut s = State { x: x[0], v: x[1] };
    let mut n = 0;
    while s.x < 9.0 && n < 4 {
        s = State { v: s.v * s.x, x: s.x + s.v * s.v };
        n += 1;
    }
    s.x * s.v
}

#[differentiate(jvp, hessian)]
fn stepped(s: &State, k: f64) -> State {
    State { x: s.x + k * s.v, v: s.v - k * s.x.sin() }
}

#[differentiate(jvp, hessian)]
fn by_calls(x: &[f64]) -> f64 {
    let mut s = State { x: x[0], v: x[1] };
    for k in x {
        s = stepped(&s, *k);
    }
    s.x * s.v
}

#[differentiate(jvp, hessian)]
fn in_each_other(x: &[f64]) -> f64 {
    let mut t = Track { last: State { x: x[0], v: x[1] }, seen: [x[2], 0.0] };
    for i in 0..2 {
        t = Track { seen: [t.last.x * x[i], t.seen[0]], last: stepped(&t.last, x[3]) };
    }
    t.last.x * t.seen[0] + t.last.v * t.seen[1]
}

#[test]
fn derivatives_are_right() {
    macro_rules! check {
        ($($f:ident)*) => {$({
            let at = point(4);
            compare::gradient(&at, $f, $f::gradient);
            compare::tangent(&at, $f, $f::gradient, $f::jvp);
            compare::curvature(&at, $f::gradient, $f::hvp);
        })*};
    }
    check!(reassigned in_a_while by_calls in_each_other);
}
