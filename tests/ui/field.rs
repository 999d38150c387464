//! Fields that carry no derivative and are not marked so: one error for each, and none where the struct is used.

use std::collections::HashMap;

use chainrule::{Differentiable, differentiate};

#[derive(Clone, Differentiable)]
struct Named {
    stiffness: f64,
    name: String,
}

#[derive(Clone, Differentiable)]
struct Counted(
    f64,
    usize,
    bool,
);

#[derive(Clone, Differentiable)]
struct Nested {
    pairs: Vec<(f64, i32)>,
    table: HashMap<String, f64>,
    bytes: Vec<u8>,
    label: &'static str,
    maybe: Option<f64>,
    right: Vec<[f64; 2]>,
}

#[differentiate]
fn energy(spring: &Named, x: f64) -> f64 {
    spring.stiffness * x * x
}

#[differentiate]
fn sum(c: &Counted, n: &Nested) -> f64 {
    c.0 * n.right[0][0]
}

#[derive(Clone, Differentiable)]
struct Tree {
    value: f64,
    within: Vec<Tree>,
}

#[differentiate]
fn whole(tree: &Tree) -> f64 {
    let mut total = tree.value;
    for inner in &tree.within {
        total += whole(inner);
    }
    total
}

fn main() {
    let spring = Named { stiffness: 1.0, name: String::new() };
    energy::gradient(&spring, 1.0).0.stiffness.abs();
}
