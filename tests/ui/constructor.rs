//! What a name in capitals makes of its arguments: a variant of an enum, or what a function of a type does.

use chainrule::{Differentiable, differentiate};

#[derive(Clone, Differentiable)]
struct V3(f64, f64, f64);

impl V3 {
    fn new(x: f64) -> V3 {
        V3(x, x, x)
    }
}

enum Shape {
    Ring(f64),
}

#[differentiate]
fn held(x: f64) -> f64 {
    let Shape::Ring(r) = Shape::Ring(x);
    r * r
}

#[differentiate]
fn by_new(x: f64) -> f64 {
    let v = V3::new(x);
    v.0 * v.1
}

fn main() {
    held::gradient(1.0);
}
