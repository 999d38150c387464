use chainrule::differentiate;
use ndarray::ArrayViewMut1;

#[differentiate]
fn scale(mut v: ArrayViewMut1<'_, f64>, k: f64) {
    v *= k;
}

fn main() {}
