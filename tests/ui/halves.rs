//! Both halves of a function that writes through its arguments, and the gradient of one that may fail.

use chainrule::differentiate;

#[differentiate(hessian)]
fn doubled(x: &mut [f64], by: f64) {
    for x in x.iter_mut() {
        *x *= by;
    }
}

#[differentiate]
fn f(x: f64) -> f64 {
    let mut y = [x, 1.0];
    let mut y_bar = [1.0, 0.0];
    let (_, kept) = doubled::forward(&mut y, x);
    doubled::backward(x, &kept, &mut y_bar)
}

#[differentiate]
fn root(x: f64) -> Option<f64> {
    if x < 0.0 { None } else { Some(x.sqrt()) }
}

#[differentiate]
fn slope(x: f64) -> Option<f64> {
    let by = root::gradient(x)?;
    Some(by * x)
}

fn main() {}
