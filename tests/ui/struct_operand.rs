//! Operators that the user has written for a struct.

use std::ops::{Add, AddAssign, Mul};

use chainrule::{Differentiable, differentiate};

#[derive(Clone, Copy, Differentiable)]
struct State {
    x: f64,
}

impl Add for State {
    type Output = State;

    fn add(self, other: State) -> State {
        State { x: self.x + other.x }
    }
}

impl Mul<State> for f64 {
    type Output = State;

    fn mul(self, state: State) -> State {
        State { x: self * state.x }
    }
}

impl AddAssign for State {
    fn add_assign(&mut self, other: State) {
        self.x += other.x;
    }
}

#[differentiate]
fn sum(a: State, b: State) -> f64 {
    let c = a + b;
    c.x
}

#[differentiate]
fn scaled(a: State, k: f64) -> f64 {
    (k * a).x
}

#[differentiate]
fn assigned(a: State, b: State) -> f64 {
    let mut c = a;
    c += b;
    c.x
}

fn main() {}
