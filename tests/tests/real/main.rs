//! Functions as they stand in numerical code: by field, in the forms that are common there, against differences.
// Programs are written as one finds them.
#![allow(
    clippy::needless_range_loop,
    clippy::useless_vec,
    clippy::assign_op_pattern,
    clippy::let_and_return,
    clippy::excessive_precision,
    clippy::approx_constant,
    clippy::erasing_op,
    clippy::op_ref,
    clippy::manual_div_ceil,
    clippy::type_complexity
)]

mod filters;
mod finance;
mod generic;
mod geodesy;
mod integrators;
mod markov;
mod mechanics;
mod molecules;
mod networks;
mod optimisation;
mod orbits;
mod robotics;
mod special;
mod statistics;

use chainrule_tests::{assert_all_close, differences};

/// Compares a gradient with differences of the function.
#[track_caller]
fn check(f: impl Fn(&[f64]) -> f64, gradient: impl Fn(&[f64]) -> Vec<f64>, at: &[f64]) {
    assert_all_close(&gradient(at), &differences(f, at));
}

/// Tests of functions of a slice.
macro_rules! of_slices {
    ($($test:ident: $f:ident at $at:expr;)*) => {$(
        #[test]
        fn $test() {
            crate::check(|x| $f(x), |x| $f::gradient(x), &$at);
        }
    )*};
}

/// Tests of functions of two, three or more numbers.
macro_rules! of_numbers {
    ($($test:ident: $f:ident($($x:ident = $at:expr),*);)*) => {$(
        #[test]
        fn $test() {
            crate::check(
                |x| {
                    let &[$($x),*] = x else { unreachable!() };
                    $f($($x),*)
                },
                |x| {
                    let &[$($x),*] = x else { unreachable!() };
                    let ($($x),*) = $f::gradient($($x),*);
                    vec![$($x),*]
                },
                &[$($at),*],
            );
        }
    )*};
}

pub(crate) use {of_numbers, of_slices};
