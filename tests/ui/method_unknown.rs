use chainrule::{Float, differentiate};

#[differentiate]
fn odd(x: f64) -> f64 {
    x.next_up() * 2.0
}

#[differentiate]
fn none<T: Float>(x: T) -> T {
    let mut s = T::zero();
    s += x;
    s
}

fn main() {
    odd(1.0);
    none(1.0);
}
