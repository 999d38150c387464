use chainrule::differentiate;
use ndarray::{Array2, Axis};

#[differentiate]
fn f(a: &Array2<f64>) -> f64 {
    let axis = Axis(1);
    a.sum_axis(axis).sum()
}

fn main() {}
