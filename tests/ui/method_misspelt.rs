//! A method that nobody has: the one that is meant is named, or Rust says it, once.

use chainrule::{Differentiable, differentiate};

#[differentiate]
fn of_a_number(x: f64) -> f64 {
    x.sinn()
}

#[differentiate]
fn of_a_slice(x: &[f64]) -> f64 {
    x[0] * x.lenn() as f64
}

#[differentiate]
fn of_an_iterator(x: &[f64]) -> f64 {
    x.iter().map(|v| v * 2.0).summ()
}

#[differentiate]
fn of_no_one(x: f64) -> f64 {
    x.froogle()
}

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn beside_a_call(x: f64) -> f64 {
    square(x).coss()
}

trait Degrees {
    fn cosd(self) -> f64;
}

impl Degrees for f64 {
    fn cosd(self) -> f64 {
        self.to_radians().cos()
    }
}

#[differentiate]
fn of_a_trait(x: f64) -> f64 {
    square(x).cosd()
}

#[derive(Differentiable)]
struct Spring {
    k: f64,
}

#[differentiate]
impl Spring {
    fn energy(&self, x: f64) -> f64 {
        square(x).cosd() * self.k
    }

    fn force(&self, x: f64) -> f64 {
        square(x).expp() * self.k
    }
}

fn main() {}
