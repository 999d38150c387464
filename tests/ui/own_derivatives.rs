//! A function that takes functions has no derivatives of its own.

use chainrule::differentiate;

#[differentiate]
fn middle(f: impl Fn(f64) -> f64, a: f64, b: f64) -> f64 {
    f(0.5 * (a + b))
}

#[differentiate]
fn first<F>(f: F, a: f64) -> f64
where
    F: Fn(f64, f64) -> f64,
{
    f(a, a)
}

fn main() {
    let slope = middle::gradient(|x| x * x, 0.0, 1.0);
    let (value, slopes) = first::value_and_gradient(|x, y| x * y, 1.0);
}
