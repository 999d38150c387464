//! Functions that are called like a primitive type.

use chainrule::differentiate;

#[differentiate]
fn f64(x: f64) -> f64 {
    x * x
}

#[differentiate]
mod inside {
    pub fn u32(x: f64, n: u32) -> f64 {
        x.powi(n as i32)
    }

    pub fn beside(x: f64, n: u32) -> f64 {
        x * n as f64
    }
}

#[differentiate(name = usize)]
fn named(x: f64, n: usize) -> f64 {
    x * n as f64
}

#[differentiate(name = bool_derivatives)]
fn bool(x: f64, c: bool) -> f64 {
    if c { x } else { 2.0 * x }
}

fn main() {
    f64(1.0);
    named(1.0, 2);
    inside::beside::gradient(1.0, 2);
    bool_derivatives::gradient(1.0, true);
}
