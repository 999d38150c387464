//! Both halves of a function that writes through its arguments.

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

fn main() {}
