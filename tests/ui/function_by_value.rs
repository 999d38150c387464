//! Constant arguments that both passes take, and that cannot be copied.

use chainrule::differentiate;

#[differentiate]
fn boxed(x: f64, #[constant] g: Box<dyn Fn(f64) -> f64>) -> f64 {
    x * g(1.0)
}

#[differentiate]
fn once(x: f64, #[constant] g: impl FnOnce(f64) -> f64) -> f64 {
    x * g(1.0)
}

struct Weights {
    k: f64,
}

#[differentiate]
fn weighted(x: f64, #[constant] w: Weights) -> f64 {
    x * x * w.k
}

fn main() {}
