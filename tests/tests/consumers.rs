//! Chains of iterators: folds, extrema, collections and the like.
// Code as users write it.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern, clippy::let_and_return)]
#![allow(clippy::double_ended_iterator_last, clippy::iter_cloned_collect, clippy::iter_count)]

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, differences};

/// Functions of a slice, at slices of several lengths: the value is the primal's to the bit, the
/// derivative that of differences.
macro_rules! programs {
    ($(fn $name:ident($x:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate]
            fn program($x: &[f64]) -> f64 $body

            for length in 0..8 {
                let at: Vec<f64> = (0..length).map(|i| (i as f64 * 1.7 + 0.6).sin() + 0.3).collect();
                let expected = differences(|at| program(at), &at);
                let (value, x_bar) = program::value_and_gradient(&at);
                assert_eq!(value.to_bits(), program(&at).to_bits(), "{value} at {at:?}");
                assert_all_close(&x_bar, &expected);
            }
        }
    )*};
}

programs! {
    fn folded(x) {
        x.iter().fold(0.0, |acc, v| acc * 0.5 + v.sin())
    }

    fn folded_with_types(x) {
        let k = x.iter().fold(1.5_f64, |a: f64, v: &f64| a * v + a);
        k * x.iter().rev().fold(k, |a, &v| (a * v).cos())
    }

    fn folded_into_a_pair(x) {
        let (s, q) = x.iter().fold((0.0, 1.0), |(s, q), v| (s + v * q, q * 0.5 + s));
        s * q
    }

    fn folded_into_an_array(x) {
        let a = x.iter().enumerate().fold([0.0; 3], |mut acc, (i, v)| {
            acc[i % 3] += v * v;
            acc[0] += acc[i % 3] * 0.1;
            acc
        });
        a[0] * a[1] + a[2]
    }

    fn folded_with_captures(x) {
        let mut last = 1.0;
        let s = x.iter().fold(0.0, |s, v| {
            let next = s + v * last;
            last = *v;
            next
        });
        s * last
    }

    fn folded_where_filtered(x) {
        x.iter().filter(|v| **v > 0.4).fold(1.0, |p, v| p * v)
    }

    fn the_largest_by_fold(x) {
        let m = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let n = x.iter().fold(f64::INFINITY, |a, &b| a.min(b));
        if x.is_empty() { 0.0 } else { m * n + m }
    }

    fn a_soft_maximum(x) {
        let m = x.iter().cloned().fold(-1e9, f64::max);
        m + x.iter().map(|v| (v - m).exp()).sum::<f64>().max(0.5).ln()
    }

    fn the_largest(x) {
        let m = x.iter().copied().max_by(|a, b| a.partial_cmp(b).unwrap()).unwrap_or(2.0);
        let n = x.iter().min_by(|a, b| a.total_cmp(b)).copied().unwrap_or(-1.0);
        m * m * n
    }

    fn by_path(x) {
        let m = x.iter().copied().max_by(f64::total_cmp).unwrap_or(0.0);
        let n = x.iter().copied().reduce(f64::min).unwrap_or(1.0);
        m.exp() * n
    }

    fn the_farthest(x) {
        if x.is_empty() {
            0.0
        } else {
            let far = x.iter().max_by(|a, b| a.abs().partial_cmp(&b.abs()).unwrap()).unwrap();
            let near = x.iter().map(|v| v - 0.5).min_by(|a, b| a.abs().total_cmp(&b.abs()));
            far * far + near.unwrap()
        }
    }

    fn the_position_of_the_largest(x) {
        if x.len() < 2 {
            1.0
        } else {
            let (i, m) = x.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).unwrap();
            let j = x.iter().enumerate().min_by(|(_, a), (_, b)| a.total_cmp(b)).unwrap().0;
            m * x[(i + 1) % x.len()] + x[j] * x[0]
        }
    }

    fn the_other_way_round(x) {
        let m = x.iter().max_by(|a, b| b.partial_cmp(a).unwrap()).unwrap_or(&1.0);
        let n = x.iter().min_by(|a, b| a.total_cmp(b).reverse()).unwrap_or(&1.0);
        m * n
    }

    fn reduced(x) {
        x.iter().map(|v| v * v).reduce(|a, b| a * 0.5 + b).unwrap_or(3.0)
    }

    fn the_last(x) {
        x.iter().last().copied().unwrap_or(1.5) * x.iter().rev().last().unwrap_or(&2.0)
    }

    fn collected(x) {
        let y: Vec<f64> = x.iter().map(|v| v * v).collect();
        let z = y.iter().zip(x).map(|(a, b)| a * b.sin()).collect::<Vec<_>>();
        let mut s = 0.0;
        for i in 0..z.len() {
            s += z[i] * y[z.len() - 1 - i];
        }
        s
    }

    fn collected_and_changed(x) {
        let mut y: Vec<f64> = (0..x.len()).map(|i| x[i] * i as f64).collect();
        for i in 1..y.len() {
            y[i] = y[i] * y[i - 1] + 1.0;
        }
        y.iter().rev().take(2).product()
    }

    fn collected_pairs(x) {
        let y: Vec<[f64; 2]> = x.iter().map(|&v| [v.sin(), v.cos() * v]).collect();
        y.iter().map(|p| p[0] * p[1]).sum()
    }

    fn collected_rows(x) {
        let y: Vec<Vec<f64>> = (0..2).map(|i| x.iter().map(|v| v * i as f64).collect()).collect();
        y.iter().map(|row| row.iter().map(|v| v * v).sum::<f64>()).sum()
    }

    fn collected_copies(x) {
        let mut y: Vec<f64> = x.to_vec();
        let z: Vec<f64> = x.iter().copied().rev().collect();
        for (a, b) in y.iter_mut().zip(&z) {
            *a *= b + 1.0;
        }
        y.into_iter().sum()
    }

    fn collected_in_a_loop(x) {
        let mut y: Vec<_> = x.iter().copied().collect();
        for k in 1..4 {
            y = y.iter().map(|v| (v * k as f64).sin()).collect();
        }
        y.iter().sum()
    }

    fn collected_where_filtered(x) {
        let y: Vec<f64> = x.iter().copied().filter(|v| *v > 0.2).map(|v| v * v).collect();
        let z: Vec<f64> = y.iter().rev().filter(|v| **v < 0.9).map(|v| v.sin()).collect();
        let n = z.len() as f64;
        y.iter().zip(&z).map(|(a, b)| a * b * n).sum::<f64>() + y.iter().product::<f64>()
    }

    fn collected_by_a_closure_that_counts(x) {
        let mut s = 0.5;
        let y: Vec<f64> = x.iter().map(|v| { s += v * s; s }).collect();
        y.iter().enumerate().map(|(i, v)| v * i as f64).sum::<f64>() * s
    }

    fn collected_positions(x) {
        let at: Vec<usize> = (0..x.len()).map(|i| (i * 3) % x.len()).collect();
        at.iter().map(|&i| x[i] * x[i]).sum()
    }

    fn counted(x) {
        let n = x.iter().count() + x.windows(3).count() + x.chunks(2).count();
        let large = x.iter().filter(|v| **v > 0.5).count();
        x.iter().map(|v| v * (n * large) as f64).sum()
    }

    fn questions(x) {
        let any = x.iter().any(|v| *v > 1.2);
        let all = x.iter().all(|&v| v > -0.5);
        let sorted = (1..x.len()).all(|i| x[i - 1] <= x[i]);
        let mut s = 1.0;
        for v in x {
            s = if any { s * v } else if all || sorted { s + v } else { s - v };
        }
        s
    }

    fn largest_integer(x) {
        let k = (0..x.len()).map(|i| (i * 5) % 4).max().unwrap_or(0);
        let j = (0..x.len()).map(|i| (i * 5) % 4).min().unwrap_or(0);
        x.iter().map(|v| v.powi(2) * k as f64 + j as f64).sum()
    }

    fn in_a_condition(x) {
        if x.iter().sum::<f64>() > 1.0 { x.iter().product() } else { x.iter().map(|v| -v).sum() }
    }
}

#[test]
fn of_equal_ones_the_last_is_largest_and_the_first_smallest() {
    #[differentiate]
    fn largest(x: &[f64]) -> f64 {
        *x.iter().max_by(|a, b| a.total_cmp(b)).unwrap()
    }
    #[differentiate]
    fn smallest(x: &[f64]) -> f64 {
        *x.iter().min_by(|a, b| a.total_cmp(b)).unwrap()
    }
    assert_eq!(largest::gradient(&[2.0, 1.0, 2.0]), [0.0, 0.0, 1.0]);
    assert_eq!(smallest::gradient(&[2.0, 1.0, 1.0]), [0.0, 1.0, 0.0]);
}

#[test]
#[should_panic]
fn the_largest_of_none() {
    #[differentiate]
    fn largest(x: &[f64]) -> f64 {
        *x.iter().max_by(|a, b| a.total_cmp(b)).unwrap()
    }
    largest::gradient(&[]);
}

#[differentiate]
fn singles(x: &[f32]) -> f32 {
    let y: Vec<f32> = x.iter().map(|v| v * 2.0).collect();
    y.iter().fold(0.5, |s, v| s + v * v)
}

#[differentiate]
fn generic<T: chainrule::Float>(x: &[T]) -> T {
    let y: Vec<T> = x.iter().map(|v| *v * *v).collect();
    y.iter().fold(x[0], |s, v| s * *v)
}

#[test]
fn other_floats() {
    assert_eq!(singles::gradient(&[1.0, 3.0]), [8.0, 24.0]);
    // x₀³ x₁²
    assert_eq!(generic::gradient(&[2.0_f32, 3.0]), [108.0, 48.0]);
    assert_eq!(generic::gradient(&[2.0_f64, 3.0]), [108.0, 48.0]);
}

/// What is reversed is an order, and no slice.
#[differentiate]
fn by_reversed_orders(x: &[f64], #[constant] order: std::cmp::Ordering) -> f64 {
    let least = x.iter().max_by(|a, b| a.partial_cmp(b).unwrap().reverse()).unwrap();
    let by_name = |a: &f64, b: &f64| {
        let order = a.total_cmp(b);
        order.reverse()
    };
    let next = x[1..].iter().max_by(|a, b| by_name(a, b)).unwrap();
    if order.reverse().is_lt() { least * next } else { least * least }
}

#[test]
fn orders_are_reversed() {
    use std::cmp::Ordering::{Greater, Less};
    assert_eq!(by_reversed_orders::gradient(&[1.0, 3.0, 2.0], Greater), [2.0, 0.0, 1.0]);
    assert_eq!(by_reversed_orders::gradient(&[1.0, 3.0, 2.0], Less), [2.0, 0.0, 0.0]);
}
