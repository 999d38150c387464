use chainrule::differentiate;
use ndarray::Array1;

#[differentiate(order = 3)]
fn product(x: &Array1<f64>) -> f64 {
    x.product()
}

fn main() {
    product::gradient(&Array1::ones(2));
}
