//! What residuals are made of: shapes and lengths that can be told otherwise are not in them.
// Code as users write it.
#![allow(clippy::needless_range_loop)]

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

#[differentiate]
fn open_range(x: &[f64], k: usize) -> f64 {
    let mut s = x.to_vec();
    for i in 0..x.len() {
        s[k..].fill(x[i]);
        s[0] *= s[1];
    }
    s[0] * s[x.len() - 1]
}

#[test]
fn the_length_of_an_open_range_is_not_kept() {
    let x = [0.7, 1.3, 0.9, 1.1];
    for k in 0..3 {
        let (_, residuals): (f64, (Vec<f64>, Vec<f64>, f64, f64)) = open_range::forward(&x, k);
        let mut x_bar = [0.0; 4];
        open_range::backward(&x, k, &residuals, 1.0, &mut x_bar);
        assert_all_close(&x_bar, &differences(|x| open_range(x, k), &x));
    }
}

#[differentiate]
fn final_array(x: f64, n: usize) -> f64 {
    let mut a = [x; 3];
    for i in 0..n {
        a[i] *= x;
    }
    a[0]
}

#[test]
fn an_array_of_fixed_length_is_not_kept_for_its_shape() {
    let (_, residuals): (f64, Vec<f64>) = final_array::forward(0.7, 2);
    assert_close(
        final_array::backward(0.7, 2, &residuals, 1.0),
        difference(|x| final_array(x, 2), 0.7),
    );
}

#[differentiate]
fn final_matrix(x: f64, n: usize) -> f64 {
    let mut a = [[x; 2]; 3];
    for i in 0..n {
        a[i][1] *= a[0][0];
    }
    a[1][1] * a[2][0]
}

#[test]
fn nor_is_one_of_arrays() {
    let (_, residuals): (f64, (Vec<f64>, Vec<f64>, f64, f64)) = final_matrix::forward(0.7, 2);
    let ours = final_matrix::backward(0.7, 2, &residuals, 1.0);
    assert_close(ours, difference(|x| final_matrix(x, 2), 0.7));
}

#[differentiate]
fn final_pairs(x: f64, n: usize) -> f64 {
    let mut a = [(x, 2.0 * x); 3];
    for i in 0..n {
        a[i].1 *= a[0].0;
    }
    a[1].1 * a[2].0
}

#[test]
fn nor_is_one_of_tuples() {
    let (_, residuals): (f64, (Vec<f64>, Vec<f64>, f64, f64)) = final_pairs::forward(0.7, 2);
    let ours = final_pairs::backward(0.7, 2, &residuals, 1.0);
    assert_close(ours, difference(|x| final_pairs(x, 2), 0.7));
}
