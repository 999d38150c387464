use chainrule::differentiate;
use ndarray::Array1;

#[differentiate]
fn f(a: &Array1<f64>) -> f64 {
    let mut sum = 0.0;
    let b = a.mapv(|x| {
        sum += x;
        x * sum
    });
    b.sum()
}

fn main() {}
