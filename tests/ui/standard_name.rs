//! Structs that would be mistaken for what everyone calls so. Others of such names are in `tests/names`.

use chainrule::Differentiable;

#[derive(Differentiable)]
struct String {
    x: f64,
}

#[derive(Differentiable)]
struct Vec<T> {
    x: T,
}

#[derive(Differentiable)]
struct Some(f64);

#[derive(Differentiable)]
struct Array2<T> {
    rows: [[T; 2]; 2],
}

fn main() {
    let s = Some(String { x: 1.0 }.x);
    let _ = (s.0, Vec { x: 1.0 }.x, Array2 { rows: [[0.0; 2]; 2] }.rows);
}
