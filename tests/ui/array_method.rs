use chainrule::differentiate;
use ndarray::{Array1, Array2, Axis};

#[differentiate]
fn spread(a: &Array1<f64>) -> f64 {
    a.std(0.0)
}

#[differentiate]
fn extremes(a: &Array2<f64>) -> f64 {
    a.product_axis(Axis(0)).sum()
}

#[differentiate]
fn swapped(a: &Array2<f64>, #[constant] k: usize) -> f64 {
    let mut b = a.clone();
    b.swap_axes(0, k);
    b.sum()
}

fn main() {}
