use chainrule::differentiate;
use ndarray::Array2;

#[differentiate]
fn corner(w: &Array2<f64>, x: f64) -> f64 {
    let mut h = w.clone();
    h.row_mut(0)[0] = x;
    h.sum()
}

fn main() {
    corner(&Array2::zeros((2, 2)), 1.0);
}
