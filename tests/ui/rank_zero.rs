use chainrule::differentiate;
use ndarray::{Array1, Axis};

#[differentiate]
fn f(a: &Array1<f64>) -> f64 {
    a.index_axis(Axis(0), 1).sum()
}

fn main() {}
