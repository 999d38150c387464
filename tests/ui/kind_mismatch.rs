use chainrule::differentiate;
use ndarray::Array1;

#[differentiate]
fn distance(a: &Array1<f64>, b: &Array1<f64>) -> f64 {
    if a == b { 0.0 } else { (a - b).sum() }
}

fn main() {
    distance(&Array1::zeros(2), &Array1::ones(2));
}
