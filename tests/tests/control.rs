//! Loops of unknown length and early exits, against differences and closed forms.
// The plain form is what is tested.
#![allow(clippy::assign_op_pattern, clippy::let_and_return, clippy::needless_return)]

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, differences};

#[differentiate]
fn doubled(x: f64) -> f64 {
    let mut s = x;
    while s < 10.0 {
        s *= 2.0;
    }
    s
}

#[test]
fn a_loop_on_an_active_value_gives_the_derivative_of_the_path() {
    assert_eq!(doubled::value_and_gradient(3.0), (12.0, 4.0));
    assert_eq!(doubled::value_and_gradient(11.0), (11.0, 1.0));
}

#[differentiate]
fn squared_early(x: f64, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        s = s * x + i as f64;
        if s > 3.0 {
            return s * s;
        }
    }
    s
}

/// A function of two numbers and an integer, its value to the bit, and its gradient against
/// differences.
macro_rules! programs {
    ($(fn $name:ident($x:ident, $y:ident; $n:ident) at [$($point:expr),*] $body:block)*) => {$(
        mod $name {
            use super::*;

            #[differentiate]
            fn program($x: f64, $y: f64, $n: usize) -> f64 $body

            #[test]
            fn agrees_with_differences() {
                for ($x, $y, $n) in [$($point),*] {
                    let expected = differences(|at| program(at[0], at[1], $n), &[$x, $y]);
                    let (value, gradient) = program::value_and_gradient($x, $y, $n);
                    assert_eq!(value.to_bits(), program($x, $y, $n).to_bits());
                    assert_all_close(&[gradient.0, gradient.1], &expected);
                }
            }
        }
    )*};
}

programs! {
    fn returned(x, y; n) at [(1.3, 0.4, 0), (1.3, 0.4, 1), (1.3, 0.4, 9), (0.1, 0.2, 5)] {
        let mut s = y;
        for i in 0..n {
            s = s * x + i as f64 * y;
            if s > 3.0 {
                return s * s;
            }
        }
        s.sin()
    }

    fn continued(x, y; n) at [(1.3, 0.4, 0), (1.3, 0.4, 1), (1.3, 0.4, 7)] {
        let mut s = y;
        for i in 0..n {
            if i % 2 == 1 {
                continue;
            }
            s = s * x + i as f64 * y;
        }
        s
    }
}

#[test]
fn early() {
    for n in 0..5 {
        let d = differences(|at| squared_early(at[0], n), &[1.3]);
        assert_close(squared_early::gradient(1.3, n), d[0]);
    }
}
