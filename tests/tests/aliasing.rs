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

#[differentiate]
fn two_start_as_one(x: f64) -> f64 {
    let mut a = x * x;
    let mut b = a;
    for i in 0..3 {
        a += b * i as f64;
        b *= x;
    }
    a * b
}

#[differentiate]
fn read_where_it_is_carried(x: f64) -> f64 {
    let mut s = 0.5;
    for i in 0..3 {
        let mut t = 0.0;
        for j in 0..i + 1 {
            t += x * s * j as f64;
        }
        s += t + x;
    }
    s
}

#[differentiate]
fn a_later_copy_is_carried(x: f64) -> f64 {
    let start = [x, x * x];
    let mut a = start;
    let mut b = start;
    for i in 0..2 {
        a[i] += start[1 - i] * b[0];
        b[0] *= a[1] + start[0];
    }
    a[0] * b[0] + a[1] * start[1]
}

#[test]
fn loops_that_carry_one_value_twice() {
    for x in [0.7, -1.3] {
        assert_eq!(two_start_as_one::forward(x).0, two_start_as_one(x));
        assert_eq!(a_later_copy_is_carried::forward(x).0, a_later_copy_is_carried(x));
        assert_close(two_start_as_one::gradient(x), difference(two_start_as_one, x));
        assert_close(
            read_where_it_is_carried::gradient(x),
            difference(read_where_it_is_carried, x),
        );
        assert_close(a_later_copy_is_carried::gradient(x), difference(a_later_copy_is_carried, x));
    }
}
