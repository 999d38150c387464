//! Slips of which Rust tells in part, too: each is said once.

use chainrule::differentiate;

#[differentiate]
fn closure(x: f64) -> impl Fn(f64) -> f64 {
    move |y| x * y
}

#[differentiate]
fn label(x: f64) -> f64 {
    'a: loop {
        break 'b x;
    }
}

#[differentiate]
fn method_of_a_slice(x: &[f64]) -> f64 {
    x.par_iter().sum()
}

#[differentiate]
fn without_a_value(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for e in x {
        s += e * e;
    }
}

fn main() {
    closure::forward(1.0);
}
