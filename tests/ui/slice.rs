use chainrule::differentiate;
use ndarray::{Array2, NewAxis, s};

#[differentiate]
fn f(a: &Array2<f64>, rows: usize) -> f64 {
    let part = 1..rows;
    a.slice(s![part, 0..2]).sum() + a.slice(s![NewAxis, .., ..]).sum()
}

fn main() {}
