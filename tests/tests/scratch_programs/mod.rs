//! What the tests of scratch arrays share.
#![allow(dead_code, unused_macros)] // each test file uses its part

use chainrule::differentiate;

/// Tests programs against differences for several lengths of `x`, with `n` from 0 to 2, and hands the
/// residuals to `$look`.
macro_rules! programs {
    ($look:ident: $(fn $name:ident($x:ident, $n:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate]
            fn program($x: &[f64], $n: usize) -> f64 $body

            for length in 1..6 {
                let at: Vec<f64> = (0..length).map(|i| (i as f64 * 1.7 + 0.6).sin() + 1.2).collect();
                for n in 0..3 {
                    let expected = differences(|at| program(at, n), &at);
                    assert_all_close(&program::gradient(&at, n), &expected);
                }
                let (_, residuals) = program::forward(&at, 1);
                $look(&residuals);
            }
        }
    )*};
}

/// Nothing is kept.
pub(crate) fn nothing<R>(_: &R) {
    assert_eq!(std::any::type_name::<R>(), "()");
}

/// Something is kept of each iteration.
pub(crate) fn something<R>(_: &R) {
    assert!(std::any::type_name::<R>().contains("Vec<"));
}

#[differentiate]
pub(crate) fn products(#[constant] factor: f64, a: &[f64], out: &mut [f64]) {
    for i in 0..a.len() {
        out[i] = factor * a[i] * a[0];
    }
}

#[differentiate]
pub(crate) fn of_first(a: &[f64], out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = a[0] * (i + 1) as f64;
    }
    for i in 1..out.len() {
        out[i] *= out[i - 1];
    }
}

#[differentiate]
pub(crate) fn accumulated(a: &[f64], out: &mut [f64]) {
    for i in 0..a.len() {
        out[i] = 0.5 * out[i] + a[i];
    }
}

#[differentiate]
pub(crate) fn large_ones(a: &[f64], out: &mut [f64]) {
    for i in 0..a.len() {
        if a[i] > 1.3 {
            out[i] = a[i] * a[i];
        }
    }
}

#[differentiate]
pub(crate) fn energy(a: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in a {
        sum += v * v * v;
    }
    sum
}
