//! Other names of types.

use chainrule::differentiate;

type Real = f64;
type Point = [f64; 2];

#[differentiate]
fn by_value(x: Real) -> f64 {
    x * x
}

#[differentiate]
fn by_reference(p: &Point) -> f64 {
    p[0] * p[1]
}

#[differentiate]
fn in_a_list(p: &[Real]) -> Real {
    p[0] * p[1]
}

fn main() {
    by_value(1.0);
}
