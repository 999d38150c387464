use chainrule::differentiate;
use ndarray::Array2;

#[differentiate]
fn corner(w: &Array2<f64>, x: f64) -> f64 {
    let mut h = w.clone();
    *h.get_mut([0, 0]).unwrap() = x;
    h.sum()
}

fn main() {
    corner(&Array2::zeros((2, 2)), 1.0);
}
