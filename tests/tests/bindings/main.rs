//! What binds a name to a place through `&mut` binds the place: each program's value, gradient and
//! directional derivative against the function itself and its differences.
// Code as users write it.
#![allow(clippy::all)]

use chainrule_tests::{assert_close, difference};

/// Programs of two numbers, each with its test.
macro_rules! programs {
    ($(fn $name:ident($x:ident, $y:ident) { $($body:tt)* })*) => {
        $(
            mod $name {
                #[allow(unused_imports)]
                use super::*;

                #[chainrule::differentiate(jvp)]
                fn program($x: f64, $y: f64) -> f64 { $($body)* }

                #[test]
                fn holds() {
                    crate::holds(program, program::value_and_gradient, program::jvp);
                }
            }
        )*
    };
}

mod copies;
mod items;
mod iterators;
mod listed;
mod methods;
mod nested;
mod parameters;
mod patterns;
mod references;
mod views;

const POINTS: [(f64, f64); 2] = [(1.5, 0.75), (0.625, -1.25)];

type Gradient = fn(f64, f64) -> (f64, (f64, f64));

/// A program's derivatives, by both modes, at some points.
#[track_caller]
fn holds(f: fn(f64, f64) -> f64, gradient: Gradient, jvp: fn(f64, f64, f64, f64) -> (f64, f64)) {
    for (x, y) in POINTS {
        let (dx, dy) = (difference(|x| f(x, y), x), difference(|y| f(x, y), y));
        let (value, (x_bar, y_bar)) = gradient(x, y);
        assert_eq!(value, f(x, y), "the value at {x}, {y}");
        assert_close(x_bar, dx);
        assert_close(y_bar, dy);
        let (value, slope) = jvp(x, y, 0.5, -2.0);
        assert_eq!(value, f(x, y), "the value in forward mode at {x}, {y}");
        assert_close(slope, 0.5 * dx - 2.0 * dy);
    }
}

#[test]
#[should_panic(expected = "against")]
fn a_wrong_derivative_is_found() {
    holds(|x, y| x * y, |x, y| (x * y, (y, y)), |x, y, _, _| (x * y, 0.0));
}
