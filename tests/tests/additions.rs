//! `+=` and `-=` on parts of arrays, in the program and hence in its derivative.
// Indices are what is tested.
#![allow(clippy::needless_range_loop)]

use chainrule::{Float, differentiate};
use chainrule_tests::{assert_close, difference};

#[differentiate]
fn running<T: Float>(x: &[T], c: T) -> T {
    let mut sums = vec![c * c; x.len()];
    for i in 0..x.len() {
        sums[i] += x[i] * c;
        if i > 0 {
            let before = sums[i - 1];
            sums[i] += before * x[i];
            let now = sums[i];
            sums[i - 1] -= now * c;
        }
    }
    let mut total = c;
    for i in 0..sums.len() {
        total += sums[i] * sums[i];
    }
    total
}

#[test]
fn elements_added_to_each_other() {
    let x = [0.3, -0.7, 1.1, 0.4];
    let (x_bar, c_bar) = running::gradient(&x, 0.6);
    for i in 0..x.len() {
        let along = |v| {
            let mut x = x;
            x[i] = v;
            running(&x, 0.6)
        };
        assert_close(x_bar[i], difference(along, x[i]));
    }
    assert_close(c_bar, difference(|c| running(&x, c), 0.6));
    let (single, _) = running::gradient(&[0.3f32, -0.7, 1.1, 0.4], 0.6);
    for (a, b) in single.iter().zip(&x_bar) {
        assert!((f64::from(*a) - b).abs() < 1e-5);
    }
}

#[differentiate]
fn in_an_array<T: Float>(x: &[T; 3]) -> T {
    let mut sums = *x;
    for i in 1..3 {
        sums[i] += sums[i - 1];
        sums[i - 1] -= sums[i] * x[i];
    }
    sums[0] * sums[1] * sums[2]
}

#[test]
fn elements_of_a_generic_array() {
    let x = [0.3, -0.7, 1.1];
    let gradient = in_an_array::gradient(&x);
    for i in 0..3 {
        let along = |v| {
            let mut x = x;
            x[i] = v;
            in_an_array(&x)
        };
        assert_close(gradient[i], difference(along, x[i]));
    }
}

#[differentiate]
fn onto_itself(x: f64, i: usize, j: usize) -> f64 {
    let mut pair = [x, x * x];
    pair[i] += pair[j] * x;
    pair[j] -= pair[i];
    pair[i] += pair[i];
    pair[0].sin() * pair[1]
}

#[test]
fn the_same_element_on_both_sides() {
    for (i, j) in [(0, 1), (1, 0), (0, 0), (1, 1)] {
        let expected = difference(|x| onto_itself(x, i, j), 0.7);
        assert_close(onto_itself::gradient(0.7, i, j), expected);
    }
}

#[differentiate]
fn counted(x: &[f64], bins: &[usize]) -> f64 {
    let mut sums = [0.0; 3];
    let mut counts = [0; 3];
    for (&x, &bin) in x.iter().zip(bins) {
        sums[bin] += x * x;
        counts[bin] += 1;
    }
    let mut total = 0.0;
    for i in 0..3 {
        total += sums[i] * sums[i] * counts[i] as f64;
    }
    total
}

/// Σ nⱼ (Σ x²)²: the derivative in x is 4 nⱼ x Σ x².
#[test]
fn numbers_and_counts() {
    let gradient = counted::gradient(&[1.0, 2.0, 3.0], &[2, 0, 2]);
    assert_eq!(gradient, vec![80.0, 32.0, 240.0]);
}

#[differentiate]
fn by_reference(x: &[f64], totals: &mut [f64; 2]) {
    for i in 0..x.len() {
        totals[i % 2] += x[i] * x[i];
        totals[1] -= totals[0] * x[i];
    }
}

#[differentiate]
fn adds_by_reference(x: &[f64], start: f64) -> f64 {
    let mut totals = [start, 2.0 * start];
    by_reference(x, &mut totals);
    totals[0] * totals[1]
}

#[test]
fn parts_behind_a_reference() {
    let x = [0.4, -0.2, 0.9];
    let (x_bar, start_bar) = adds_by_reference::gradient(&x, 0.5);
    for i in 0..x.len() {
        let along = |v| {
            let mut x = x;
            x[i] = v;
            adds_by_reference(&x, 0.5)
        };
        assert_close(x_bar[i], difference(along, x[i]));
    }
    assert_close(start_bar, difference(|start| adds_by_reference(&x, start), 0.5));
}
