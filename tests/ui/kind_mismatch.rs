use chainrule::differentiate;
use ndarray::{Array1, Array2};

#[differentiate]
fn compared(a: &Array1<f64>, b: &Array1<f64>) -> f64 {
    if a == b { 0.0 } else { (a - b).sum() }
}

#[differentiate]
fn root(x: f64) -> f64 {
    x.sqrt()
}

#[differentiate]
fn whole(a: &Array2<f64>) -> f64 {
    root(a.row(0).sum() * 2.0) * root(&a.row(0) * 2.0)
}

#[differentiate]
fn power(x: f64) -> f64 {
    x ^ 2.0
}

fn main() {
    let a = Array1::ones(3);
    compared(&a, &a);
    whole(&Array2::ones((1, 3)));
}
