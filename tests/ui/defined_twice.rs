//! What is defined twice is said once, and nothing of what stands beside it.

use std::ops::Mul;

use chainrule::{Differentiable, differentiate};

#[differentiate]
fn two(x: f64) -> f64 {
    x * x
}

#[differentiate(hessian)]
fn two(x: f64) -> f64 {
    x * x * x
}

#[differentiate]
fn midpoint(f: impl Fn(f64) -> f64, a: f64, b: f64) -> f64 {
    f(0.5 * (a + b)) * (b - a)
}

#[differentiate]
fn midpoint(f: impl Fn(f64) -> f64, a: f64) -> f64 {
    f(a)
}

mod inside {
    use chainrule::differentiate;

    #[differentiate]
    pub fn two(x: f64) -> f64 {
        x + x
    }
}

#[derive(Clone, Copy, Differentiable)]
struct V {
    a: f64,
}

#[differentiate]
impl Mul<f64> for V {
    type Output = V;
    fn mul(self, k: f64) -> V {
        V { a: self.a * k }
    }
}

#[differentiate]
impl Mul<V> for V {
    type Output = f64;
    fn mul(self, other: V) -> f64 {
        self.a * other.a
    }
}

fn main() {
    two::gradient(1.0);
    inside::two::gradient(1.0);
}
