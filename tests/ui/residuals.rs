//! `g::backward` with what another call of `g::forward` has kept.

use chainrule::differentiate;

#[differentiate(hessian)]
fn g(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiate(hessian)]
fn sum(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum()
}

#[differentiate]
fn other_arguments(x: f64, y: f64) -> f64 {
    let (_, kept) = g::forward(x, y);
    g::backward(x, 2.0 * y, &kept, 1.0).0
}

#[differentiate]
fn changed_since(x: f64) -> f64 {
    let mut a = [x, x];
    let (_, kept) = sum::forward(&a);
    a[1] = 3.0 * x;
    let mut a_bar = [0.0; 2];
    sum::backward(&a, &kept, x, &mut a_bar);
    a_bar[0]
}

#[differentiate]
fn merged(x: f64, y: f64) -> f64 {
    let (v, kept) = if x > y { g::forward(x, y) } else { g::forward(y, x) };
    v * g::backward(x, y, &kept, 1.0).0
}

#[differentiate]
fn carried(x: f64, y: f64) -> f64 {
    let (mut v, mut kept) = g::forward(x, y);
    for _ in 0..3 {
        (v, kept) = g::forward(x, v);
    }
    g::backward(x, v, &kept, 1.0).0
}

#[differentiate]
fn not_residuals(x: f64, y: f64) -> f64 {
    let (v, _) = g::forward(x, y);
    g::backward(x, y, &v, 1.0).0
}

fn main() {}
