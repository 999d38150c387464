//! Functions of `std::mem`.
use std::mem;

use chainrule::{Differentiable, differentiate};

#[derive(Default, Differentiable)]
struct State {
    at: f64,
}

#[differentiate]
fn swapped(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    mem::swap(&mut a, &mut b);
    a * a * b
}

#[differentiate]
fn replaced(x: f64) -> f64 {
    let mut a = x;
    let b = mem::replace(&mut a, 2.0);
    a * b
}

#[differentiate]
fn taken(x: f64) -> f64 {
    let mut s = State { at: x };
    let old = std::mem::take(&mut s);
    old.at * s.at
}

fn main() {
    swapped::gradient(1.0, 2.0);
    replaced::gradient(1.0);
    taken::gradient(1.0);
}
