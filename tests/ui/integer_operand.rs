//! Floats and integers in one operation. Rust says the same of the function itself, in its own words.

use chainrule::differentiate;
use ndarray::Array1;

#[differentiate]
fn literal(x: f64) -> f64 {
    x * 2
}

#[differentiate]
fn variable(x: f64, n: usize) -> f64 {
    n * x
}

#[differentiate]
fn power(x: f64) -> f64 {
    x ^ 2
}

#[differentiate]
fn assigned(x: f32) -> f32 {
    let mut y = x;
    y += 1;
    y
}

#[differentiate]
fn compared(x: f64) -> f64 {
    if x > 0 { x } else { 1.0 }
}

#[differentiate]
fn array(x: &Array1<f64>) -> f64 {
    (x * 3).sum()
}

#[differentiate]
fn argument(x: f64) -> f64 {
    x.powf(2)
}

fn main() {}
