//! Rust says it where it has seen the function before its derivative is made.

use chainrule::differentiate;

#[differentiate]
fn product(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiate]
fn square(x: f64) -> f64 {
    product(x)
}

#[differentiate]
fn closure(x: f64) -> f64 {
    let area = |a: f64, b: f64| a * b;
    area(x)
}

#[differentiate]
fn another_type(x: &[f64]) -> f64 {
    square(x)
}

#[derive(Clone, chainrule::Differentiable)]
struct Point {
    x: f64,
    y: f64,
}

#[differentiate]
fn no_y(x: f64) -> f64 {
    Point { x }.x
}

fn main() {
    square(1.0);
}
