//! What Rust would say of the function itself, too, is said once.

use chainrule::{Differentiable, differentiate};

#[differentiate]
fn a_tuple_for_a_number(x: f64) -> f64 {
    (x, x)
}

#[differentiate]
fn a_number_for_a_tuple(x: f64) -> (f64, f64) {
    x
}

#[differentiate]
fn nothing_for_a_number(x: f64) -> f64 {
    x * x;
}

#[differentiate]
fn an_array_for_a_vector(x: f64) -> Vec<f64> {
    [x, x]
}

#[differentiate]
fn a_number_as_condition(x: f64) -> f64 {
    if x { 1.0 } else { x }
}

#[differentiate]
fn no_else(x: f64) -> f64 {
    if x > 0.0 { x }
}

#[differentiate]
fn three_of_two(x: (f64, f64)) -> f64 {
    let (a, b, c) = x;
    a * b * c
}

#[differentiate]
fn the_third_of_two(x: (f64, f64)) -> f64 {
    x.0 * x.2
}

#[differentiate]
fn a_signed_index(x: &[f64], i: i32) -> f64 {
    x[i]
}

#[differentiate]
fn an_unsigned_power(x: f64, n: usize) -> f64 {
    x.powi(n)
}

#[differentiate]
fn another_precision(x: f64, y: f32) -> f64 {
    x * y
}

#[derive(Clone, Differentiable)]
struct Point {
    x: f64,
}

#[differentiate]
fn no_such_field(p: &Point) -> f64 {
    p.y
}

#[differentiate]
mod inside {
    pub fn doubled(x: f64) -> f64 {
        x * 2
    }

    pub fn called(x: f64) -> f64 {
        doubled(x) * 3.0
    }
}

#[differentiate]
fn two_of_three(x: f64) -> [f64; 3] {
    [x, x]
}

fn main() {}
