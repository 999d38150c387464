//! Elements that every iteration of a loop reads, so that its reverse adds to one element.
// Indices are what is tested.
#![allow(clippy::needless_range_loop)]

use chainrule::{Float, differentiate};
use chainrule_tests::{assert_close, difference};

/// The partial derivatives of a function of a slice.
fn differences(f: impl Fn(&[f64]) -> f64, at: &[f64]) -> Vec<f64> {
    let along = |i: usize, v: f64| {
        let mut at = at.to_vec();
        at[i] = v;
        f(&at)
    };
    (0..at.len()).map(|i| difference(|v| along(i, v), at[i])).collect()
}

#[track_caller]
fn assert_all_close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    found.iter().zip(expected).for_each(|(a, b)| assert_close(*a, *b));
}

const X: [f64; 4] = [0.7, -0.4, 1.2, 0.3];

#[differentiate]
fn pairs<T: Float>(x: &[T], w: &[T]) -> T {
    let mut sum = w[0];
    for i in 0..x.len() {
        for j in 0..w.len() {
            sum += x[i] * w[j] * w[0] + x[0];
        }
    }
    sum
}

#[test]
fn a_fixed_element_in_an_inner_loop() {
    let w = [0.5, -1.5];
    let (x_bar, w_bar) = pairs::gradient(&X, &w);
    assert_all_close(&x_bar, &differences(|x| pairs(x, &w), &X));
    assert_all_close(&w_bar, &differences(|w| pairs(&X, w), &w));
    let (single, _) = pairs::gradient(&[0.7f32, -0.4, 1.2, 0.3], &[0.5, -1.5]);
    for (a, b) in single.iter().zip(&x_bar) {
        assert!((f64::from(*a) - b).abs() < 1e-5);
    }
}

/// Nothing at all is read of `x` where the inner loop has no iterations.
#[differentiate]
fn not_read(x: &[f64], w: &[f64], n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        for j in 0..w.len() {
            sum += x[i + 5] * w[j];
        }
    }
    sum
}

#[test]
fn an_element_that_is_not_there_in_a_loop_without_iterations() {
    assert_eq!(not_read::gradient(&X, &[], 3), (vec![0.0; 4], vec![]));
    assert_eq!(not_read::gradient(&X, &[1.0], 0), (vec![0.0; 4], vec![0.0]));
}

/// Two elements that are one where `a == b`, and one that moves over them.
#[differentiate]
fn overlapping(x: &[f64], a: usize, b: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[a] * x[b] + x[i] * x[a].sin();
    }
    sum
}

#[test]
fn elements_that_coincide() {
    for (a, b) in [(0, 1), (2, 2), (3, 0)] {
        let found = overlapping::gradient(&X, a, b);
        assert_all_close(&found, &differences(|x| overlapping(x, a, b), &X));
    }
}

/// An element that is read and changed in every iteration.
#[differentiate]
fn changed(x: &[f64], a: usize) -> f64 {
    let mut y = x.to_vec();
    for i in 0..x.len() {
        y[a] += x[a] * x[i];
        y[a] = y[a] * x[i].cos() + x[a];
    }
    let mut norm = 0.0;
    for entry in &y {
        norm += entry * entry;
    }
    norm
}

#[test]
fn an_element_that_changes() {
    for a in 0..4 {
        assert_all_close(&changed::gradient(&X, a), &differences(|x| changed(x, a), &X));
    }
}

/// In a branch, in a call, in a row of fixed size, from the far end.
#[differentiate]
fn elsewhere(x: &[[f64; 2]], a: usize) -> f64 {
    let mut sum = 0.0;
    for i in (0..x.len()).rev() {
        if i != a {
            sum += x[a][0] * x[i][1];
        }
        for j in 0..2 {
            sum += x[a][1] * x[i][j] + pairs(&x[a], &x[i]);
        }
    }
    sum
}

#[test]
fn elements_of_rows() {
    let flat = |x: &[f64]| -> f64 { elsewhere(&[[x[0], x[1]], [x[2], x[3]]], 1) };
    let found = elsewhere::gradient(&[[X[0], X[1]], [X[2], X[3]]], 1);
    assert_all_close(&found.concat(), &differences(flat, &X));
}
