use std::ops::Index;

use chainrule::{Differentiable, differentiate};

#[derive(Differentiable)]
struct Polynomial {
    coefficients: Vec<f64>,
}

impl Index<usize> for Polynomial {
    type Output = f64;

    fn index(&self, i: usize) -> &f64 {
        &self.coefficients[i]
    }
}

#[differentiate]
fn a_struct(p: &Polynomial) -> f64 {
    p[0] * p[1] + p[2]
}

#[differentiate]
fn a_number(x: f64) -> f64 {
    x[0]
}

#[differentiate]
fn a_tuple(x: (f64, f64)) -> f64 {
    x[1]
}

fn main() {}
