//! Structs whose values on the way are kept, and that cannot be copied: said once for each function, with what is
//! needed. A struct that is assigned anew as a whole needs no copy.

use chainrule::{Differentiable, differentiate};

#[derive(Differentiable)]
struct State {
    x: f64,
    v: f64,
}

#[differentiate]
fn in_nested_loops(x: f64, n: usize) -> f64 {
    let mut s = State { x, v: 1.0 };
    for _ in 0..n {
        for _ in 0..n {
            s.x *= s.v;
            s.v = s.x.sin() * s.v;
        }
    }
    s.x * s.v
}

#[differentiate]
fn reassigned(x: f64, n: usize) -> f64 {
    let mut s = State { x, v: 1.0 };
    for _ in 0..n {
        s = State { x: s.x * s.v, v: s.x.sin() };
    }
    s.x * s.v
}

#[derive(Differentiable)]
struct Spring<T> {
    k: T,
    ends: Vec<T>,
}

#[differentiate]
fn stretched(x: f64, n: usize) -> f64 {
    let mut s = Spring { k: x, ends: vec![x, 1.0] };
    let mut sum = 0.0;
    for i in 0..n {
        for j in 0..2 {
            s.ends[j] *= s.k;
            s.k = (s.ends[1 - j] * i as f64).sin();
        }
        sum += s.ends[0] * s.ends[1];
    }
    sum
}

#[differentiate]
fn by_a_call(x: f64, n: usize) -> f64 {
    let mut s = State { x, v: 1.0 };
    for _ in 0..n {
        step(&mut s, x);
    }
    s.x * s.v
}

#[differentiate]
fn step(s: &mut State, k: f64) {
    for _ in 0..2 {
        s.x *= s.v * k;
        s.v = s.x.sin() * s.v;
    }
}

fn main() {
    in_nested_loops::gradient(1.0, 2);
    reassigned::gradient(1.0, 2);
}
