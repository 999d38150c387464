//! `f32`, over all exponents, against the standard library's `f64` functions: their own errors are
//! some 10⁻⁹ units in the last place of an `f32`.

use super::{Path, Worst};
use crate::simd::elementwise::map;
use crate::simd::functions::{Exp, ExpSub, Function, Sigmoid, Softplus, Tanh};

/// About four million bit patterns: every sign and exponent, some 8000 mantissas each.
const STRIDE: usize = 1021;

/// Units in the last place of the exact value.
const LIMIT: f64 = 2.0;

fn sigmoid(x: f64) -> f64 {
    let e = (-x.abs()).exp();
    if x < 0.0 { e / (1.0 + e) } else { 1.0 / (1.0 + e) }
}

fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

#[test]
fn exp_is_accurate() {
    check(|| Exp, f64::exp);
}

#[test]
fn exp_of_a_difference_is_accurate() {
    check(|| ExpSub(3.25_f32), |x| f64::from(x as f32 - 3.25).exp());
}

#[test]
fn sigmoid_is_accurate() {
    check(|| Sigmoid, sigmoid);
}

#[test]
fn tanh_is_accurate() {
    check(|| Tanh, f64::tanh);
}

#[test]
fn softplus_is_accurate() {
    check(|| Softplus, softplus);
}

fn check<F: Function<f32>>(f: impl Fn() -> F, exact: impl Fn(f64) -> f64) {
    let xs = arguments();
    let expected: Vec<f64> = xs.iter().map(|&x| exact(x.into())).collect();
    for path in Path::available() {
        let worst = worst(path, f(), &xs, &expected);
        assert!(worst.ulps <= LIMIT, "{path:?}: {} ulp at {}", worst.ulps, worst.at);
    }
}

fn worst<F: Function<f32>>(path: Path, f: F, xs: &[f32], expected: &[f64]) -> Worst {
    let mut got = vec![0.0; xs.len()];
    map::<_, _, 32>(path, f, xs, &mut got);
    let mut worst = Worst::none();
    for ((&x, &got), &expected) in xs.iter().zip(&got).zip(expected) {
        worst.see(error(got, expected), x.into());
    }
    worst
}

/// Patterns strided over all bits, and closer where the functions move most.
fn arguments() -> Vec<f32> {
    let patterns = (0..=u32::MAX).step_by(STRIDE).map(f32::from_bits);
    let around_zero = (-250_000..=250_000).map(|i| i as f32 * 4.3e-4);
    patterns.chain(around_zero).collect()
}

/// The distance in units in the last place of `expected`; infinite where only one is NaN, or where
/// `expected` rounds to an infinity that `got` is not.
fn error(got: f32, expected: f64) -> f64 {
    if got.is_nan() || expected.is_nan() {
        return if got.is_nan() && expected.is_nan() { 0.0 } else { f64::INFINITY };
    }
    if got.is_infinite() || (expected as f32).is_infinite() {
        return if got == expected as f32 { 0.0 } else { f64::INFINITY };
    }
    let magnitude = expected.abs().max(f32::MIN_POSITIVE.into());
    let exponent = (magnitude.to_bits() >> 52) as i32 - 1023;
    (f64::from(got) - expected).abs() / 2f64.powi(exponent - 23)
}
