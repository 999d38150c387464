//! Vectors that grow and shrink.
// Code as users write it.
#![allow(clippy::needless_range_loop, clippy::redundant_closure, clippy::ptr_arg)]
#![allow(
    clippy::vec_init_then_push,
    clippy::useless_vec,
    clippy::same_item_push,
    clippy::extend_with_drain,
    clippy::single_match,
    clippy::redundant_pattern_matching
)]

/// Programs of a slice: the value to the bit, gradients, tangents and second derivatives against differences, with
/// and without `checkpoint`, and several tangents at once.
macro_rules! programs {
    ($($(#[$about:meta])* fn $name:ident($x:ident: &[f64]) $body:block)*) => {$(
        $(#[$about])*
        #[test]
        fn $name() {
            #[differentiate(hessian)]
            fn program($x: &[f64]) -> f64 $body

            #[differentiate(hessian, checkpoint)]
            fn again($x: &[f64]) -> f64 $body

            #[differentiate(lanes)]
            fn several($x: &[f64]) -> f64 $body

            for length in [0, 1, 2, 3, 5, 8] {
                let at: Vec<f64> = (0..length).map(|i| (i as f64 * 1.7 + 0.6).sin() + 0.3).collect();
                let expected = chainrule_tests::differences(|at| program(at), &at);
                for (value, x_bar) in [program::value_and_gradient(&at), again::value_and_gradient(&at)] {
                    assert_eq!(value.to_bits(), program(&at).to_bits(), "{value} at {at:?}");
                    chainrule_tests::assert_all_close(&x_bar, &expected);
                }
                for i in 0..length {
                    let mut direction = vec![0.0; length];
                    direction[i] = 1.0;
                    let (_, value_dot) = program::jvp(&at, &direction);
                    chainrule_tests::assert_all_close(&[value_dot], &[expected[i]]);
                    let lanes: Vec<chainrule::Lanes<f64, 2>> =
                        direction.iter().map(|d| chainrule::Lanes([*d, -2.0 * d])).collect();
                    let (_, value_dots) = several::jvp_lanes(&at, &lanes);
                    chainrule_tests::assert_all_close(&value_dots.0, &[expected[i], -2.0 * expected[i]]);
                    let second = chainrule_tests::differences(|at| program::gradient(at)[i], &at);
                    chainrule_tests::assert_all_close(&program::hvp(&at, &direction), &second);
                    chainrule_tests::assert_all_close(&again::hvp(&at, &direction), &second);
                }
            }
        }
    )*};
}

mod cost;
mod elements;
mod lengths;
mod pops;
mod pushes;
mod within;
