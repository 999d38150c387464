//! Functions of a slice and a number, in every mode.

use chainrule_tests::{assert_all_close, assert_within, differences};

/// Where they are checked.
pub fn point() -> Vec<f64> {
    vec![0.9, 0.4, 1.3, 0.7, 1.1, 0.6, 0.8]
}

/// What one function has beside its value, at all numbers in a row.
pub struct Modes<'a> {
    pub value: &'a dyn Fn(&[f64]) -> f64,
    pub gradient: &'a dyn Fn(&[f64]) -> (f64, Vec<f64>),
    pub jvp: &'a dyn Fn(&[f64], &[f64]) -> f64,
    pub hvp: &'a dyn Fn(&[f64], &[f64]) -> Vec<f64>,
}

impl Modes<'_> {
    /// Compares them with differences.
    pub fn check(&self, at: &[f64]) {
        let expected = differences(self.value, at);
        let (value, ours) = (self.gradient)(at);
        assert_within(value, (self.value)(at), 1e-15);
        assert_all_close(&ours, &expected);
        for i in 0..at.len() {
            let mut direction = vec![0.0; at.len()];
            direction[i] = 1.0;
            assert_all_close(&[(self.jvp)(at, &direction)], &[expected[i]]);
            let second = differences(|at| (self.gradient)(at).1[i], at);
            assert_all_close(&(self.hvp)(at, &direction), &second);
        }
    }
}

/// Tests of functions of a slice and a number, `(x, y)`.
macro_rules! programs {
    ($($(#[$attr:meta])* fn $name:ident($x:ident, $y:ident) $body:block)*) => {$(
        #[test]
        $(#[$attr])*
        fn $name() {
            programs!(@one () $x $y $body);
            programs!(@one (, checkpoint) $x $y $body);
        }
    )*};
    (@one ($($option:tt)*) $x:ident $y:ident $body:block) => {{
        #[chainrule::differentiate(hessian $($option)*)]
        fn program($x: &[f64], $y: f64) -> f64 $body

        let joined = |mut of_slice: Vec<f64>, of_number: f64| {
            of_slice.push(of_number);
            of_slice
        };
        let parts = |at: &[f64]| (at[..at.len() - 1].to_vec(), at[at.len() - 1]);
        $crate::programs::Modes {
            value: &|at| {
                let (x, y) = parts(at);
                program(&x, y)
            },
            gradient: &|at| {
                let (x, y) = parts(at);
                let (value, (x_bar, y_bar)) = program::value_and_gradient(&x, y);
                (value, joined(x_bar, y_bar))
            },
            jvp: &|at, direction| {
                let ((x, y), (x_dot, y_dot)) = (parts(at), parts(direction));
                program::jvp(&x, y, &x_dot, y_dot).1
            },
            hvp: &|at, direction| {
                let ((x, y), (x_dot, y_dot)) = (parts(at), parts(direction));
                let (x_bar, y_bar) = program::hvp(&x, y, &x_dot, y_dot);
                joined(x_bar, y_bar)
            },
        }
        .check(&$crate::programs::point());
    }};
}
