//! Structs with numbered fields that are put together like a call, and functions of a type.

use chainrule::{Differentiable, differentiate};

#[derive(Clone, Differentiable)]
struct V3(f64, f64, f64);

impl V3 {
    fn new(x: f64) -> V3 {
        V3(x, x, x)
    }
}

mod shapes {
    #[derive(Clone, chainrule::Differentiable)]
    pub struct Point(pub f64);
}

#[differentiate]
fn by_call(x: f64) -> f64 {
    let v = V3(x, 2.0, x);
    v.0 * v.1 * v.2
}

#[differentiate]
fn as_argument(x: f64) -> f64 {
    first(&V3(x, x, 1.0))
}

#[differentiate]
fn first(v: &V3) -> f64 {
    v.0
}

#[differentiate]
fn elsewhere(x: f64) -> f64 {
    shapes::Point(x).0
}

#[differentiate]
fn by_new(x: f64) -> f64 {
    let v = V3::new(x);
    v.0 * v.1
}

fn main() {
    by_call::gradient(1.0);
    elsewhere::gradient(1.0);
}
