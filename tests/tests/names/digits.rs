//! Integers that are nothing but digits: rustc does not know of which type they are where a method is
//! called on them.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, differences};

/// Two bounds that are bound at once.
#[differentiate(jvp)]
fn bounds_of_a_pattern(x: &[f64]) -> f64 {
    let mut y = x.to_vec();
    let (low, high) = (1, 3);
    for i in low..=high {
        y[i] = y[i - low] * x[0];
    }
    y[3] + y[2]
}

/// A bound with a name of its own.
#[differentiate(jvp)]
fn bound(x: &[f64]) -> f64 {
    let mut y = x.to_vec();
    let high = 3;
    for i in 1..high {
        y[i] *= y[i - 1];
    }
    y[2] * x[3]
}

/// The index of another loop.
#[differentiate(jvp)]
fn index_of_a_loop(x: &[f64]) -> f64 {
    let (mut y, mut s) = (x.to_vec(), 0.1);
    for i in 1..=3 {
        for _ in 1..i {
            s = (s * y[0]).sin() + x[1];
            y[0] *= x[1];
        }
    }
    s * y[0]
}

/// What a branch yields, and what a `while` counts.
#[differentiate(jvp)]
fn chosen_and_counted(x: &[f64]) -> f64 {
    let (mut y, mut s) = (x.to_vec(), 0.1);
    let chosen = if s > x[0] { 2 } else { 3 };
    for _ in 1..chosen {
        s = (s * y[1]).sin() + x[0];
        y[1] *= x[2];
    }
    let mut count = 1;
    while count < 3 {
        count += 1;
        for j in 1..count {
            s = (s * y[2]).sin() + x[j];
            y[2] *= x[j];
        }
    }
    s * y[1] * y[2]
}

/// The steps of a range that is closed.
#[differentiate(jvp)]
fn steps(x: &[f64]) -> f64 {
    let (mut y, mut s) = (x.to_vec(), 0.1);
    for i in (0..=3).step_by(3) {
        s = (s * y[i]).sin() + x[1];
        y[i] *= x[1];
    }
    for i in (0..=3).rev().step_by(2) {
        y[i] *= s;
    }
    y[0] * y[1] + y[3]
}

macro_rules! check {
    ($($name:ident)*) => {$({
        let at = [0.3, 0.8, -0.4, 0.6];
        let gradient = $name::gradient(&at);
        assert_all_close(&gradient, &differences($name, &at));
        let along = [0.6, -0.3, 0.8, 0.5];
        let slope: f64 = gradient.iter().zip(along).map(|(bar, dot)| bar * dot).sum();
        assert!(($name::jvp(&at, &along).1 - slope).abs() < 1e-12);
    })*};
}

#[test]
fn digits_have_the_type_that_they_need() {
    check!(bounds_of_a_pattern bound index_of_a_loop chosen_and_counted steps);
}
