//! One value in several places: arguments that coincide, arrays added to themselves.
// A value combined with itself is what is tested.
#![allow(
    clippy::eq_op,
    clippy::assign_op_pattern,
    clippy::needless_range_loop,
    clippy::op_ref,
    clippy::ptr_arg
)]

use chainrule::differentiate;
use chainrule_tests::{assert_close, difference};
use ndarray::{Array1, array};

#[differentiate]
fn product(x: &[f64; 2], y: &[f64; 2], k: &f64, l: &f64) -> f64 {
    x[0] * y[1] * k * l * l
}

#[differentiate]
fn of_locals(x: f64) -> f64 {
    let a = [x, x * x];
    product(&a, &a, &x, &x)
        + product(&[x, x], &a, &a[0], &a[0])
        + product(&a, &[x, 1.0], &a[0], &a[1])
}

#[differentiate]
fn of_parameters(x: &[f64; 2], k: &f64) -> f64 {
    product(x, x, k, k)
}

#[test]
fn scalars_and_fixed_arrays_given_twice() {
    assert_close(of_locals::gradient(0.9), difference(of_locals, 0.9));
    assert_eq!(of_parameters::gradient(&[3.0, 5.0], &2.0), ([40.0, 24.0], 180.0));
}

#[differentiate]
fn dot(x: &Array1<f64>, y: &Array1<f64>) -> f64 {
    x.dot(y)
}

#[differentiate]
fn squares(x: &Array1<f64>, z: &Vec<Array1<f64>>) -> f64 {
    let t = x * 2.0;
    dot(x, x) + dot(&t, &t) + dot(&z[0], &z[1]) + dot(&z[0], &z[0])
}

#[test]
fn arrays_given_twice() {
    let (x_bar, z_bar) = squares::gradient(&array![1.0, 2.0], &vec![array![1.0, 2.0]; 2]);
    assert_eq!(x_bar, array![10.0, 20.0]);
    assert_eq!(z_bar, vec![array![3.0, 6.0], array![1.0, 2.0]]);
}

#[differentiate]
fn grown(x: &Array1<f64>) -> f64 {
    let mut h = x.clone();
    h += &(&h * 2.0);
    h = &h + &h;
    let g = h.clone();
    h += &g;
    h.dot(&h)
}

#[differentiate]
fn squared_norm(x: &Array1<f64>) -> f64 {
    let h = x * 3.0;
    h.dot(&h) + (&h * &h).sum() + (&h - &h).sum()
}

#[test]
fn arrays_combined_with_themselves() {
    assert_eq!(grown::gradient(&array![1.0, -2.0]), array![288.0, -576.0]);
    assert_eq!(squared_norm::gradient(&array![1.0, -2.0]), array![36.0, -72.0]);
}
