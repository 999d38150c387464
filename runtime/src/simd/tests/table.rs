//! `f64` against correctly rounded results, made by `tests/data/simd_table.py` with mpmath.

use super::{Path, Worst};
use crate::simd::elementwise::map;
use crate::simd::functions::{Exp, ExpSub, Function, Sigmoid, Softplus, Tanh};

const TABLE: &str = include_str!("../../../tests/data/simd_f64.txt");

/// Units in the last place from the correctly rounded result.
const LIMIT: f64 = 2.0;

const ARGUMENT: usize = 0;
const EXP: usize = 1;
const SIGMOID: usize = 2;
const TANH: usize = 3;
const SOFTPLUS: usize = 4;

#[test]
fn exp_is_accurate() {
    check(|| Exp, EXP);
    check(|| ExpSub(0.0), EXP);
}

#[test]
fn sigmoid_is_accurate() {
    check(|| Sigmoid, SIGMOID);
}

#[test]
fn tanh_is_accurate() {
    check(|| Tanh, TANH);
}

#[test]
fn softplus_is_accurate() {
    check(|| Softplus, SOFTPLUS);
}

fn check<F: Function<f64>>(f: impl Fn() -> F, column: usize) {
    let (xs, expected) = (read(ARGUMENT), read(column));
    for path in Path::available() {
        let worst = worst(path, f(), &xs, &expected);
        assert!(worst.ulps <= LIMIT, "{path:?}: {} ulp at {}", worst.ulps, worst.at);
    }
}

fn worst<F: Function<f64>>(path: Path, f: F, xs: &[f64], expected: &[f64]) -> Worst {
    let mut got = vec![0.0; xs.len()];
    map::<_, _, 16>(path, f, xs, &mut got);
    let mut worst = Worst::none();
    for ((&x, &got), &expected) in xs.iter().zip(&got).zip(expected) {
        worst.see(ordinal(got).abs_diff(ordinal(expected)) as f64, x);
    }
    worst
}

/// The index of a number among all, in ascending order; ∞ follows the largest.
fn ordinal(x: f64) -> i64 {
    let magnitude = (x.to_bits() & !(1 << 63)) as i64;
    if x.is_sign_negative() { -magnitude } else { magnitude }
}

fn read(column: usize) -> Vec<f64> {
    let parse = |line: &str| {
        let digits = line.split(' ').nth(column).expect("a column for each function");
        f64::from_bits(u64::from_str_radix(digits, 16).expect("hexadecimal digits"))
    };
    TABLE.lines().map(parse).collect()
}
