use chainrule::{Differentiable, differentiate};

#[derive(Clone, Differentiable)]
struct Spring {
    stiffness: Vec<f64>,
}

#[differentiate(jacobian)]
fn forces(spring: &Spring, x: f64) -> [f64; 2] {
    [spring.stiffness[0] * x, x]
}

#[differentiate(jacobian)]
fn filled(x: f64, out: &mut [f64]) -> f64 {
    out.fill(x);
    x
}

#[differentiate(jacobian)]
fn mixed(x: f64) -> (f64, usize) {
    (x, 1)
}

fn main() {}
