//! Traits whose methods' derivatives have no type to stand beside.

use chainrule::{Differentiable, differentiate};

trait Energy {
    fn energy(&self, x: f64) -> f64;
}

#[differentiate]
impl Energy for f64 {
    fn energy(&self, x: f64) -> f64 {
        self * x
    }
}

#[derive(Differentiable)]
struct Spring {
    stiffness: f64,
}

trait Scaled<T> {
    fn scaled(&self, x: f64) -> f64;
}

#[differentiate]
impl<T> Scaled<T> for Spring {
    fn scaled(&self, x: f64) -> f64 {
        self.stiffness * x
    }
}

fn main() {
    1.0.energy(1.0);
}
