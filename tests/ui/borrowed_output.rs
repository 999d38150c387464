use chainrule::differentiate;
use ndarray::{Array1, ArrayView1, s};

#[differentiate]
fn tail(x: &[f64], n: usize) -> &[f64] {
    &x[n..]
}

#[differentiate]
fn view(x: &Array1<f64>, n: usize) -> ArrayView1<'_, f64> {
    x.slice(s![n..])
}

#[differentiate]
fn caller(x: &[f64]) -> f64 {
    tail(x, 1)[0] * x[0]
}

fn main() {
    tail(&[1.0, 2.0], 1);
    view(&Array1::zeros(3), 1);
    caller(&[1.0, 2.0]);
}
