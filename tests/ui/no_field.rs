use chainrule::{Differentiable, differentiate};

#[derive(Differentiable)]
struct Point {
    x: f64,
    y: f64,
}

#[differentiate]
fn of_a_struct(p: &Point) -> f64 {
    p.x * p.z
}

#[differentiate]
fn of_a_tuple(p: (f64, f64)) -> f64 {
    p.0 * p.2
}

#[differentiate]
fn of_a_number(x: f64) -> f64 {
    x.value
}

#[differentiate]
fn put_together(x: f64) -> f64 {
    let p = Point { x, y: x, z: x };
    p.x
}

#[differentiate]
fn left_out(x: f64) -> f64 {
    let p = Point { x };
    p.x
}

fn main() {}
