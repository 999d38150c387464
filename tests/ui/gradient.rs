//! A gradient is that of a function that returns one number: said where it is called.

use chainrule::{Differentiable, differentiate};
use ndarray::Array1;

#[differentiate]
fn of_a_slice(x: &[f64]) -> Vec<f64> {
    x.to_vec()
}

#[differentiate]
fn of_two(x: f64, y: f64) -> (f64, f64) {
    (x * y, x)
}

#[differentiate]
fn of_an_array(x: &Array1<f64>) -> Array1<f64> {
    x * 2.0
}

#[derive(Clone, Differentiable)]
struct Spring {
    stiffness: f64,
}

#[differentiate]
impl Spring {
    fn doubled(&self) -> [f64; 2] {
        [self.stiffness, self.stiffness]
    }
}

fn main() {
    of_a_slice::gradient(&[1.0]);
    of_two::gradient(1.0, 2.0);
    of_an_array::gradient(&Array1::zeros(3));
    Spring { stiffness: 1.0 }.doubled_gradient();
}
