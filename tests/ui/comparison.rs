use chainrule::differentiate;
use std::cmp::Ordering;

#[differentiate]
fn largest(x: &[f64]) -> f64 {
    *x.iter().max_by(|a, b| if a > b { Ordering::Greater } else { Ordering::Less }).unwrap()
}

fn main() {
    largest(&[1.0]);
}
