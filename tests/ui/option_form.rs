//! Options that are written in another way.

use chainrule::differentiate;

#[differentiate(wrt = w)]
fn with_sign(x: f64, w: f64) -> f64 {
    x * w
}

#[differentiate(wrt)]
fn without_names(x: f64) -> f64 {
    x * x
}

#[differentiate(order)]
fn without_value(x: f64) -> f64 {
    x * x
}

#[differentiate(order = two)]
fn no_number(x: f64) -> f64 {
    x * x
}

#[differentiate(checkpoint = 3)]
fn with_value(x: f64) -> f64 {
    x * x
}

#[differentiate(checkpoint(steps))]
fn of_something_else(x: f64) -> f64 {
    x * x
}

#[differentiate(jvp hessian)]
fn without_comma(x: f64) -> f64 {
    x * x
}

#[differentiate(jvp = true)]
fn as_setting(x: f64) -> f64 {
    x * x
}

#[differentiate("jvp")]
fn as_text(x: f64) -> f64 {
    x * x
}

fn main() {
    with_sign::gradient(1.0, 2.0);
    without_names::gradient(1.0);
}
