//! Chains of iterators that end early, or with an item that may be missing.
// Code as users write it.
#![allow(clippy::double_ended_iterator_last, clippy::iter_nth_zero, clippy::filter_next)]
#![allow(
    clippy::unnecessary_fold,
    clippy::search_is_some,
    clippy::manual_find,
    clippy::iter_next_slice
)]

use std::panic::catch_unwind;

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, differences};

/// Functions of a slice, at slices of several lengths.
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
    fn found(x) {
        let v = x.iter().find(|v| **v < 0.2).unwrap_or(&2.0);
        v * v
    }

    fn found_behind_maps_and_filters(x) {
        let k = x.len() as f64;
        let v = x.iter().map(|v| v * k).filter(|v| *v < 3.0).map(|v| v.sin()).find(|v| *v > 0.3);
        v.unwrap_or(k) * k
    }

    fn found_from_the_far_end(x) {
        x.iter().rev().copied().find(|v| *v > 0.5).unwrap_or(1.0).exp()
    }

    fn found_in_pairs(x) {
        let best = x.iter().zip(x.iter().skip(1)).find(|(a, b)| a > b);
        let (a, b) = best.unwrap_or((&1.0, &2.0));
        a * b
    }

    fn found_without_an_end(x) {
        let n = (1..).find(|n| *n as f64 > x.len() as f64 / 2.0).unwrap();
        x.iter().sum::<f64>() * n as f64
    }

    fn whether_one_is_found(x) {
        let v = x.iter().find(|v| **v > 1.1);
        if v.is_some() { x[0] * x[0] } else { x.iter().product() }
    }

    fn whether_none_is_found(x) {
        let v = x.iter().filter(|v| **v > 0.1).position(|v| *v > 1.1);
        if v.is_none() { x.iter().sum() } else { x[0] * x[1] }
    }

    fn a_position(x) {
        let at = x.iter().position(|v| *v < 0.3).unwrap_or(0);
        if x.is_empty() { 0.0 } else { x[at] * at as f64 }
    }

    fn a_position_among_those_that_pass(x) {
        let at = x.iter().filter(|v| **v > 0.0).position(|v| *v > 1.0).unwrap_or(7);
        x.iter().sum::<f64>() * at as f64
    }

    fn the_next_one(x) {
        x.iter().map(|v| v * v).next().unwrap_or(1.0) + x.iter().filter(|v| **v < 0.5).next().unwrap_or(&3.0)
    }

    fn the_second_one(x) {
        x.iter().map(|v| v * v).nth(1).unwrap_or(1.0) * x.chunks(2).map(|c| c[0]).nth(1).unwrap_or(2.0)
    }

    fn the_last_that_passes(x) {
        x.iter().map(|v| v * 2.0).filter(|v| *v < 1.5).last().unwrap_or(0.5).sin()
    }

    fn the_last_of_none(x) {
        x.iter().take(0).last().unwrap_or(&0.5) * x.iter().sum::<f64>()
    }

    fn the_largest_that_passes(x) {
        let m = x.iter().filter(|v| **v < 1.0).max_by(|a, b| a.total_cmp(b)).unwrap_or(&2.0);
        m * m
    }

    fn the_smallest_that_passes(x) {
        let few = x.iter().map(|v| v * 2.0).filter(|v| *v > 0.2);
        few.min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap_or(2.0).exp()
    }

    fn the_least_pair(x) {
        let pairs = x.iter().enumerate().filter(|(i, _)| i % 2 == 0);
        let (i, v) = pairs.min_by(|a, b| a.1.total_cmp(b.1)).unwrap_or((9, &1.0));
        v * v * i as f64
    }

    fn reduced_where_filtered(x) {
        x.iter().copied().filter(|v| *v > 0.1).reduce(|a, b| a * b + a).unwrap_or(1.0)
    }

    fn what_was_asked_before_a_change(x) {
        let mut k = 2.0;
        let m = x.iter().map(|v| v * k).reduce(|a, b| a + b * k);
        let n = x.iter().copied().find(|v| *v * k < 1.0);
        k = 5.0 * x.iter().sum::<f64>();
        m.unwrap_or(1.0) + k * n.unwrap_or(0.5)
    }

    fn what_was_asked_before_elements_changed(x) {
        let mut s = x.to_vec();
        let m = s.iter().copied().max_by(|a, b| a.total_cmp(b));
        for v in s.iter_mut() {
            *v *= 2.0;
        }
        m.unwrap_or(1.0) * s.iter().sum::<f64>()
    }

    fn in_a_loop(x) {
        let mut s = 0.7;
        for (i, v) in x.iter().enumerate() {
            let w = x.iter().skip(i).find(|w| **w > s).unwrap_or(v);
            s = (s + w * v).sin();
        }
        s
    }

    fn any_changes_what_it_captures(x) {
        let mut s = 0.0;
        let found = x.iter().any(|v| {
            s += v * v;
            s > 1.0
        });
        if found { s } else { s * s }
    }

    fn all_over_nested_iterators(x) {
        let mut s = 1.0;
        let all = x.iter().enumerate().flat_map(|(i, a)| x.iter().take(i).map(move |b| a * b)).all(|p| {
            s += p;
            s < 2.0
        });
        if all { s } else { s * x[0] }
    }

    fn all_over_a_range(x) {
        if (3..x.len() as i32).all(|i| i < 6) { x.iter().sum() } else { x[0] * x[1] }
    }

    fn any_of_what_is_numbered(x) {
        if x.iter().filter(|v| **v > 0.0).enumerate().any(|(i, v)| i > 2 && *v > 0.5) { x[0] * x[3] } else { 1.0 }
    }
}

/// Beyond the answer, nothing is evaluated: neither the closure nor what stands before it.
#[test]
fn nothing_is_evaluated_beyond_the_answer() {
    #[differentiate]
    fn program(x: &[f64], n: usize) -> f64 {
        let a = (0..n).map(|i| x[i]).any(|v| v > 1.0);
        let b = (0..n).map(|i| x[i]).zip(0..n).all(|(v, _)| v < 1.0);
        let c = (0..).map(|i| x[i]).find(|v| *v > 1.0).unwrap();
        let d = (0..).map(|i| x[i]).filter(|v| *v > 1.0).next().unwrap();
        if a && !b { c * d * x[0] } else { 0.0 }
    }
    let x = [0.5, 0.7, 1.5];
    assert_eq!(program(&x, 9), 1.125);
    assert_all_close(&program::gradient(&x, 9), &[2.25, 0.0, 1.5]);
}

#[test]
fn what_is_not_there_panics_as_in_the_function() {
    #[differentiate]
    fn found(x: &[f64]) -> f64 {
        *x.iter().find(|v| **v > 5.0).unwrap()
    }
    #[differentiate]
    fn second(x: &[f64]) -> f64 {
        (0..x.len()).map(|_| 1.0).nth(1).unwrap() * x[0]
    }
    let x = [1.0];
    assert!(catch_unwind(|| found(&x)).is_err());
    assert!(catch_unwind(|| found::gradient(&x)).is_err());
    assert!(catch_unwind(|| second(&x)).is_err());
    assert!(catch_unwind(|| second::gradient(&x)).is_err());
}
