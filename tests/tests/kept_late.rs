//! What a loop keeps of an expression over a variable that a call changes before the end of the round.
// Programs are written as one finds them.
#![allow(clippy::let_and_return, unused_assignments)]

use chainrule::differentiate;
use chainrule_tests::{assert_close, difference};

#[differentiate]
fn bumped(s: &mut f64, by: f64) -> f64 {
    *s = *s * 0.7 + by.cos();
    *s * by
}

#[differentiate]
fn nested(x: f64, n: usize) -> f64 {
    let mut s = 0.4;
    let mut t = 0.5;
    for _ in 0..n {
        for _ in 0..2 {
            t = (f64::sin(s) * 0.4).cos();
            t += bumped(&mut s, x);
        }
    }
    t
}

#[differentiate]
fn chosen(x: f64, n: usize) -> f64 {
    let mut s = x * 0.4;
    let mut t = 0.5;
    for i in 0..n {
        for j in 0..3 {
            let u = if j % 2 == 0 { s } else { s.sin() };
            t += bumped(&mut s, x * u) * (u * t).tanh();
            if i == 1 {
                t *= s.exp() * 0.1;
            }
        }
    }
    t
}

#[test]
fn expressions_are_kept_as_they_were() {
    for n in 0..4 {
        assert_close(nested::gradient(0.3, n), difference(|x| nested(x, n), 0.3));
        assert_close(chosen::gradient(0.3, n), difference(|x| chosen(x, n), 0.3));
    }
}
