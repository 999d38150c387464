use chainrule::differentiate;
use ndarray::Array1;

fn cube(x: f64) -> f64 {
    x * x * x
}

#[differentiate]
fn total(w: &Array1<f64>) -> f64 {
    w.mapv(cube).sum()
}

fn main() {
    total(&Array1::zeros(2));
}
