use chainrule::differentiate;
use ndarray::{Array1, Order};

#[differentiate]
fn f(a: &Array1<f64>) -> f64 {
    a.to_shape(((2, 3), Order::ColumnMajor)).unwrap().sum()
}

fn main() {}
