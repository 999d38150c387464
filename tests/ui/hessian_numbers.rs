//! A Hessian has a row and a column for each number, all of one type: said where it is called.

use chainrule::{Differentiable, differentiate};

#[differentiate(hessian)]
fn of_two_types(x: f64, y: f32) -> f64 {
    x * x * y as f64
}

#[differentiate(hessian)]
fn of_two_sequences(x: &[f64], y: &[f32]) -> f64 {
    x[0] * y[0] as f64
}

#[differentiate(hessian)]
fn of_a_tuple(x: (f64, f32)) -> f64 {
    x.0 * x.1 as f64
}

#[derive(Differentiable)]
struct Both {
    x: f64,
    y: Vec<f32>,
}

#[differentiate(hessian)]
fn of_a_struct(b: &Both) -> f64 {
    b.x * b.y[0] as f64
}

fn main() {
    of_two_types::hvp(1.0, 1.0, 1.0, 0.0);
    of_two_types::hessian(1.0, 1.0);
    of_two_sequences::hessian(&[1.0], &[1.0]);
    of_a_tuple::hessian((1.0, 1.0));
    of_a_struct::hessian(&Both { x: 1.0, y: vec![1.0] });
}
