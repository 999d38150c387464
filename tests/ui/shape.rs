use chainrule::differentiate;
use ndarray::{Array1, ShapeBuilder};

#[differentiate]
fn f(a: &Array1<f64>) -> f64 {
    a.to_shape((2, 3).f()).unwrap().sum()
}

fn main() {}
