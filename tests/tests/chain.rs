//! Forty steps in a straight line, each reading the one before twice.
// The plain form is what is tested.
#![allow(clippy::let_and_return)]

use chainrule::differentiate;
use chainrule_tests::{assert_close, difference};

#[differentiate]
fn chain(x: f64, y: f64) -> f64 {
    let a = x;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    let a = a.sin() * x + a * y;
    a
}

#[test]
fn forty_steps() {
    let (x, y) = (0.9, 0.7);
    let (x_bar, y_bar) = chain::gradient(x, y);
    assert_close(x_bar, difference(|x| chain(x, y), x));
    assert_close(y_bar, difference(|y| chain(x, y), y));
}
