use chainrule::differentiate;
use ndarray::{Array1, Zip};

#[differentiate]
fn f(a: &Array1<f64>, b: &Array1<f64>) -> f64 {
    let mut c = a.clone();
    let mut d = b.clone();
    Zip::from(&mut c).and(&mut d).for_each(|x, y| std::mem::swap(x, y));
    Zip::from(&c).and(&d).fold(0.0, |sum, x, y| sum + x * y)
}

fn main() {}
