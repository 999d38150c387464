//! Parts of slices: `&x[a..b]`, read, indexed and handed to functions.
#![allow(clippy::needless_range_loop)] // the loops are what is tested

use chainrule::{check_gradient, differentiate};

#[differentiate]
fn sum_of_squares(x: &[f64]) -> f64 {
    let mut total = 0.0;
    for v in x {
        total += v * v;
    }
    total
}

#[differentiate]
fn halves(x: &[f64]) -> f64 {
    let middle = x.len() / 2;
    sum_of_squares(&x[..middle]) - 3.0 * sum_of_squares(&x[middle..])
}

#[test]
fn functions_of_halves() {
    assert_eq!(halves::gradient(&[1.0, 2.0, 3.0, 4.0]), [2.0, 4.0, -18.0, -24.0]);
    assert_eq!(halves::gradient(&[5.0]), [-30.0]);
}

#[differentiate]
fn overlapping(x: &[f64], k: usize) -> f64 {
    let mut total = 0.0;
    for i in 0..x.len() - k + 1 {
        let window = &x[i..i + k];
        let mut product = 1.0;
        for j in 0..k {
            product *= window[j];
        }
        total += product * sum_of_squares(&x[i..=i + k - 1]);
    }
    total
}

#[test]
fn windows_that_overlap() {
    let x = vec![0.5, -1.5, 2.0, 0.7, 1.1];
    for k in 1..=5 {
        check_gradient(|x| overlapping(x, k), |x| overlapping::gradient(x, k), &x).unwrap();
    }
}

#[differentiate]
fn within_array(x: [f64; 4]) -> f64 {
    let a = [x[0] * x[1], x[1] * x[2], x[2] * x[3], x[3]];
    sum_of_squares(&a[1..3]) + a[..2][1] * a[2..][1]
}

#[test]
fn parts_of_an_array() {
    // f = (x1 x2)² + (x2 x3)² + x1 x2 x3
    let [_, b, c, d] = [3.0, 2.0, 5.0, 7.0];
    let expected =
        [0.0, 2.0 * b * c * c + c * d, 2.0 * c * (b * b + d * d) + b * d, 2.0 * d * c * c + b * c];
    assert_eq!(within_array::gradient([3.0, 2.0, 5.0, 7.0]), expected);
}

#[differentiate]
fn rows(x: &[[f32; 2]]) -> f32 {
    let tail = &x[1..];
    tail[0][1] * tail[1][0]
}

#[test]
fn parts_of_rows() {
    assert_eq!(
        rows::gradient(&[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]),
        [[0.0, 0.0], [0.0, 5.0], [4.0, 0.0]]
    );
}
