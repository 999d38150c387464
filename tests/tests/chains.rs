//! Chains of iterators: adaptors, in loops and in sums.
// Code as users write it.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern, clippy::let_and_return)]

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
    fn a_sum(x) {
        x.iter().sum()
    }

    fn a_sum_of_squares(x) {
        x.iter().map(|v| v * v).sum()
    }

    fn a_declared_sum(x) {
        let total = x.iter().map(|v| v.sin()).sum::<f64>();
        total * total.cos()
    }

    fn an_annotated_sum(x) {
        let s: f64 = x.iter().copied().map(f64::exp).sum();
        (s + 1.0).ln()
    }

    fn a_product(x) {
        x.iter().product::<f64>() + x.iter().map(|v| v + 0.5).product::<f64>()
    }

    fn mapped_twice(x) {
        x.iter().map(|v| v * 2.0).map(|v| v.sin() * v).sum()
    }

    fn enumerated(x) {
        x.iter().enumerate().map(|(i, v)| i as f64 * v * v).sum()
    }

    fn enumerated_backwards(x) {
        let a: f64 = x.iter().enumerate().rev().map(|(i, v)| i as f64 * v.sin()).sum();
        let b: f64 = x.iter().rev().enumerate().map(|(i, v)| i as f64 * v.cos()).sum();
        a * b
    }

    fn zipped(x) {
        x.iter().zip(x.iter().skip(1)).map(|(a, b)| a * b * b).sum()
    }

    fn zipped_with_a_range(x) {
        x.iter().zip(1..).map(|(v, i)| v * v / i as f64).sum::<f64>()
            + (0..).zip(x).map(|(i, v)| v * i as f64).sum::<f64>()
    }

    fn zipped_backwards(x) {
        let d = [1.0, 2.0, 3.0];
        x.iter().zip(&d).rev().map(|(v, w)| v * v * w).sum()
    }

    fn three_at_a_time(x) {
        x.iter().zip(x.iter().rev()).zip(x).map(|((a, b), c)| a * b.sin() + c).sum()
    }

    fn skipped(x) {
        x.iter().skip(2).map(|v| v * v).sum()
    }

    fn taken(x) {
        x.iter().take(3).map(|v| v * v).sum()
    }

    fn skipped_and_taken(x) {
        let a: f64 = x.iter().skip(1).take(3).map(|v| v.sin()).sum();
        let b: f64 = x.iter().take(4).skip(2).map(|v| v.cos()).sum();
        a - b * a
    }

    fn every_other(x) {
        let a: f64 = x.iter().step_by(2).map(|v| v * v).sum();
        let b: f64 = x.iter().skip(1).step_by(3).enumerate().map(|(i, v)| v * i as f64).sum();
        let c: f64 = x.iter().rev().step_by(2).skip(1).product();
        a + b * c
    }

    fn skipped_from_behind(x) {
        let a: f64 = x.iter().rev().skip(1).map(|v| v * v).sum();
        let b: f64 = x.iter().skip(1).rev().zip(x).map(|(v, w)| v * w.exp()).sum();
        a * b
    }

    fn one_after_the_other(x) {
        x.iter().chain(x.iter().rev()).enumerate().map(|(i, v)| v * v * i as f64).sum()
    }

    fn once_and_repeated(x) {
        let a: f64 = std::iter::once(&2.0).chain(x).map(|v| v * v).sum();
        let b: f64 = std::iter::repeat(a).zip(x).map(|(s, v)| s * v).sum();
        a + b
    }

    fn windows(x) {
        x.windows(2).map(|w| (w[1] - w[0] * w[0]).powi(2)).sum()
    }

    fn windows_in_a_loop(x) {
        let mut s = 1.0;
        for w in x.windows(3) {
            s += w[0] * w[1] * s + w[2].sin();
        }
        s
    }

    fn chunks(x) {
        x.chunks(3).map(|c| c.iter().sum::<f64>().powi(2)).sum()
    }

    fn exact_chunks(x) {
        let mut s = 0.0;
        for (i, c) in x.chunks_exact(2).enumerate() {
            s += c[0] * c[1] * i as f64 + s * c[0];
        }
        for c in x.chunks(2).rev() {
            s = s * 0.5 + c[0] * c[c.len() - 1];
        }
        s
    }

    fn a_range(x) {
        (0..x.len()).map(|i| x[i] * x[x.len() - 1 - i]).sum()
    }

    fn a_range_from_one(x) {
        let a: f64 = (1..x.len()).map(|i| x[i] * x[i - 1]).sum();
        let b: f64 = (1..=3).map(|i| a.powi(i) / i as f64).sum();
        let c: f64 = (0..x.len()).rev().step_by(2).map(|i| x[i] * i as f64).sum();
        a + b * c
    }

    fn filtered(x) {
        x.iter().filter(|v| **v > 0.5).map(|v| v.ln()).sum()
    }

    fn filtered_by_position(x) {
        let a: f64 = x.iter().enumerate().filter(|(i, _)| i % 2 == 1).map(|(_, v)| v * v).sum();
        let b: f64 = x.iter().filter(|&&v| v > 0.0).enumerate().map(|(i, v)| v * i as f64).sum();
        let c: f64 = (0..x.len()).filter(|i| i % 3 != 0).map(|i| x[i].exp()).sum();
        a * b + c
    }

    fn filtered_twice_and_backwards(x) {
        let mut s = 1.0;
        for v in x.iter().filter(|v| **v > 0.0).rev().filter(|v| **v < 1.0) {
            s = s * 0.7 + v * s;
        }
        s
    }

    fn nested(x) {
        x.iter().map(|a| x.iter().map(|b| a * b.sin()).sum::<f64>() * a).sum()
    }

    fn flat_mapped(x) {
        let a: f64 = (0..x.len()).flat_map(|i| (0..i).map(move |j| x[i] * x[j])).sum();
        let b: f64 = x.chunks(2).flatten().map(|v| v * v).sum();
        a * b
    }

    fn captured_values(x) {
        let k: f64 = x.iter().map(|v| v * v).sum();
        let m = k / (x.len() + 1) as f64;
        x.iter().map(|v| (v - m) * (v - m) * k).sum()
    }

    fn a_chain_with_a_name(x) {
        let pairs = x.iter().zip(x.iter().rev()).map(|(a, b)| a * b);
        let mut s = 0.0;
        for p in pairs {
            s += p.sin();
        }
        s
    }

    fn a_closure_with_a_name(x) {
        let k = 0.5 + x.len() as f64;
        let f = |v: &f64| (v * k).sin();
        x.iter().map(f).sum::<f64>() + x.iter().skip(1).map(|v| f(v) * v).sum::<f64>()
    }

    fn a_chain_in_a_loop(x) {
        let mut s = 0.5;
        for i in 0..x.len() {
            s += x[..i].iter().map(|v| v * s).sum::<f64>() + x[i];
        }
        s
    }

    fn a_chain_in_a_branch(x) {
        if x.len() > 2 {
            x.iter().take(2).map(|v| v.exp()).sum()
        } else {
            x.iter().map(|v| v * 3.0).product::<f64>() * 0.5
        }
    }

    fn a_branch_in_a_chain(x) {
        x.iter().map(|&v| if v > 0.4 { v * v } else { -v }).sum()
    }

    fn changed_by_for_each(x) {
        let mut s = 1.0;
        x.iter().for_each(|v| s = s * 0.5 + v * s);
        let mut p = s;
        x.iter().enumerate().for_each(|(i, v)| {
            if i % 2 == 0 {
                p += v * s;
            }
        });
        p
    }

    fn elements_changed_by_for_each(x) {
        let mut a = x.to_vec();
        a.iter_mut().zip(x).for_each(|(a, v)| *a *= v + 1.0);
        a.iter_mut().skip(1).for_each(|a| *a = a.sin());
        for (i, a) in a.iter_mut().enumerate().rev().step_by(2) {
            *a += i as f64 * *a;
        }
        a.iter().sum()
    }

    fn a_map_that_counts(x) {
        let mut calls = 0.0;
        let s: f64 = x.iter().map(|v| { calls += v; calls * v }).sum();
        s + calls
    }

    fn inactive_chains(x) {
        let n: usize = (1..=x.len()).map(|i| i * i).sum();
        let even = (0..x.len()).filter(|i| i % 2 == 0).count();
        let p: usize = [1, 2, 3].iter().product();
        x.iter().map(|v| v * n as f64).sum::<f64>() + (even + p) as f64
    }
}

#[differentiate]
fn rows(a: &[[f64; 3]]) -> f64 {
    a.iter().map(|row| row.iter().map(|v| v * v).sum::<f64>().sqrt()).sum()
}

#[differentiate]
fn ragged(a: &[Vec<f64>]) -> f64 {
    a.iter().map(|row| row.iter().map(|v| v * v).sum::<f64>().sqrt()).sum()
}

#[test]
fn rows_of_several_kinds() {
    // The derivative of a norm is the vector over the norm.
    let a_bar = rows::gradient(&[[3.0, 0.0, 4.0], [0.0, -2.0, 0.0]]);
    assert_all_close(&a_bar.concat(), &[0.6, 0.0, 0.8, 0.0, -1.0, 0.0]);
    let a_bar = ragged::gradient(&[vec![3.0, 4.0], vec![5.0]]);
    assert_all_close(&a_bar.concat(), &[0.6, 0.8, 1.0]);
    assert!(ragged::gradient(&[]).is_empty());
}

#[differentiate]
fn scaled(x: f64, k: f64) -> f64 {
    (x * k).sin()
}

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn of_functions(xs: &[f64], k: f64) -> f64 {
    xs.iter().map(|x| scaled(*x, k)).sum::<f64>() + xs.iter().copied().map(square).sum::<f64>()
}

#[test]
fn functions_with_handles_in_chains() {
    let (xs_bar, k_bar) = of_functions::gradient(&[0.0, 0.5], 2.0);
    assert_all_close(&xs_bar, &[2.0, 2.0 * 1_f64.cos() + 1.0]);
    assert_all_close(&[k_bar], &[0.5 * 1_f64.cos()]);
}

#[differentiate]
fn single(x: &[f32], y: &[f32]) -> f32 {
    x.iter().zip(y).map(|(a, b)| a * b).sum::<f32>() + x.iter().product::<f32>()
}

#[differentiate]
fn generic<T: chainrule::Float>(x: &[T], y: &[T]) -> T {
    let dot: T = x.iter().zip(y).map(|(&a, &b)| a * b).sum();
    dot * x.iter().copied().sum::<T>()
}

#[test]
fn other_floats() {
    let (x_bar, y_bar) = single::gradient(&[2.0, 3.0], &[5.0, 7.0]);
    assert_eq!((x_bar, y_bar), (vec![8.0, 9.0], vec![2.0, 3.0]));
    assert_eq!(single(&[], &[]), single::forward(&[], &[]).0);
    // 31 · 5: the product rule
    assert_eq!(generic::gradient(&[2.0_f32, 3.0], &[5.0, 7.0]).0, [31.0 + 25.0, 31.0 + 35.0]);
    assert_eq!(generic::gradient(&[2.0_f64, 3.0], &[5.0, 7.0]).1, [10.0, 15.0]);
}

#[test]
fn an_empty_sum_is_minus_zero() {
    #[differentiate]
    fn total(x: &[f64]) -> f64 {
        x.iter().sum()
    }
    assert_eq!(total::forward(&[]).0.to_bits(), (-0.0_f64).to_bits());
    assert_eq!(total::forward(&[-0.0]).0.to_bits(), (-0.0_f64).to_bits());
}
