//! Backward functions and reductions on every path, over all lengths up to two blocks and more.

use super::Path;
use crate::simd::backward::Pullback;
use crate::simd::elementwise::{accumulate, map, map_sum};
use crate::simd::functions::{Exp, ExpSub, Relu, Sigmoid, Softplus, Tanh};
use crate::simd::loops::{Max, Sum};

/// Each path with each length.
fn cases() -> impl Iterator<Item = (Path, usize)> {
    Path::available().into_iter().flat_map(|path| (0..=67).map(move |len| (path, len)))
}

/// Numbers from -6 to 6, in no order.
fn numbers(len: usize, seed: usize) -> Vec<f64> {
    (0..len).map(|i| ((i * 7 + seed * 13 + 3) % 97) as f64 / 8.0 - 6.0).collect()
}

fn single(xs: &[f64]) -> Vec<f32> {
    xs.iter().map(|&x| x as f32).collect()
}

/// Checks `dx += pull(x, g)` for both types; `expected` is the closed form.
fn check_pullback<F>(f: impl Fn() -> F, expected: impl Fn(f64, f64) -> f64)
where
    F: Pullback<f32> + Pullback<f64>,
{
    for (path, len) in cases() {
        let (x, g, start) = (numbers(len, 0), numbers(len, 1), numbers(len, 2));
        let mut double = start.clone();
        accumulate::<_, _, 16>(path, f(), &x, &g, &mut double);
        let mut narrow = single(&start);
        accumulate::<_, _, 32>(path, f(), &single(&x), &single(&g), &mut narrow);
        for i in 0..len {
            let exact = start[i] + expected(x[i], g[i]);
            // No intermediate result exceeds 256, and none is rounded more than four times.
            let close = |got: f64, eps: f64| (got - exact).abs() <= 4.0 * 256.0 * eps;
            assert!(close(double[i], f64::EPSILON), "{path:?}, {i} of {len}");
            assert!(close(narrow[i].into(), f32::EPSILON.into()), "{path:?}, {i} of {len}");
        }
    }
}

#[test]
fn sigmoid_backward_adds_y_times_one_minus_y_times_g() {
    check_pullback(|| Sigmoid, |y, g| y * (1.0 - y) * g);
}

#[test]
fn tanh_backward_adds_one_minus_y_squared_times_g() {
    check_pullback(|| Tanh, |y, g| (1.0 - y * y) * g);
}

#[test]
fn relu_backward_adds_g_where_positive() {
    check_pullback(|| Relu, |x, g| if x > 0.0 { g } else { 0.0 });
}

#[test]
fn softplus_backward_adds_sigmoid_times_g() {
    check_pullback(|| Softplus, |x, g| g / (1.0 + (-x).exp()));
}

#[test]
fn relu_is_the_positive_part() {
    for (path, len) in cases() {
        let x = numbers(len, 4);
        let mut y = vec![f64::NAN; len];
        map::<_, _, 16>(path, Relu, &x, &mut y);
        let expected: Vec<f64> = x.iter().map(|x| x.max(0.0)).collect();
        assert_eq!(y, expected, "{path:?}, {len}");
    }
}

/// Eighths add up exactly, in whatever order.
#[test]
fn sum_of_eighths_is_exact() {
    for (path, len) in cases() {
        let x = numbers(len, 5);
        let expected: f64 = (0..len).map(|i| x[i]).fold(0.0, |sum, x| sum + x);
        assert_eq!(path.run(Sum::<_, 16>(&x)), expected, "{path:?}, {len}");
        assert_eq!(f64::from(path.run(Sum::<_, 32>(&single(&x)))), expected, "{path:?}, {len}");
    }
}

#[test]
fn sum_has_the_same_bits_on_every_path() {
    let x: Vec<f32> = (1..1000).map(|i| 1.0 / i as f32).collect();
    let sums: Vec<f32> = Path::available().iter().map(|p| p.run(Sum::<_, 32>(&x))).collect();
    assert!(sums.iter().all(|sum| sum.to_bits() == sums[0].to_bits()), "{sums:?}");
}

#[test]
fn max_is_the_largest_wherever_it_stands() {
    for (path, len) in cases() {
        assert_eq!(path.run(Max::<_, 16>(&vec![f64::NAN; len])), f64::NEG_INFINITY);
        for i in 0..len {
            let mut x = numbers(len, 6);
            x[i] = 100.0;
            x[(i + 1) % len] = if len > 1 { f64::NAN } else { 100.0 };
            assert_eq!(path.run(Max::<_, 16>(&x)), 100.0, "{path:?}, {i} of {len}");
            assert_eq!(path.run(Max::<_, 32>(&single(&x))), 100.0, "{path:?}, {i} of {len}");
        }
    }
}

#[test]
fn exp_sub_sum_writes_the_terms_that_it_adds() {
    for (path, len) in cases() {
        let x = numbers(len, 7);
        let (mut terms, mut exp) = (vec![f64::NAN; len], vec![f64::NAN; len]);
        let sum = map_sum::<_, _, 16>(path, ExpSub(2.0), &x, &mut terms);
        let shifted: Vec<f64> = x.iter().map(|x| x - 2.0).collect();
        map::<_, _, 16>(path, Exp, &shifted, &mut exp);
        let expected: f64 = shifted.iter().map(|x| x.exp()).sum();
        assert_eq!(terms, exp, "{path:?}, {len}");
        assert!((sum - expected).abs() <= 8e-15 * expected, "{path:?}, {len}: {sum}");
    }
}

/// The padding of the last block takes no part in the sum.
#[test]
fn exp_sub_sum_of_few_terms_with_an_infinite_shift() {
    for path in Path::available() {
        let mut terms = [f64::NAN; 3];
        let sum = map_sum::<_, _, 16>(path, ExpSub(f64::INFINITY), &[1.0, 2.0, 3.0], &mut terms);
        assert_eq!((sum, terms), (0.0, [0.0; 3]), "{path:?}");
    }
}
