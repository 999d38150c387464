//! What is handed over as `&mut`: it changes once, as the function itself changes it.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, differences};

use super::{allocations, point};

/// The minors of the columns that are left, which are swapped and swapped back.
#[differentiate]
fn permuted(a: &[f64], n: usize, row: usize, columns: &mut [usize], calls: &mut usize) -> f64 {
    *calls += 1;
    if row == n {
        return 1.0;
    }
    let mut sum = 0.0;
    for k in row..n {
        let sign = if k == row { 1.0 } else { -1.0 };
        columns.swap(row, k);
        sum += sign * a[row * n + columns[row]] * permuted(a, n, row + 1, columns, calls);
        columns.swap(row, k);
    }
    sum
}

#[differentiate]
fn determinant(a: &[f64], n: usize) -> f64 {
    let mut columns: Vec<usize> = (0..n).collect();
    let mut calls = 0;
    permuted(a, n, 0, &mut columns, &mut calls)
}

#[test]
fn lists_are_restored_and_calls_counted_once() {
    for n in 1..6 {
        let a = point(n * n);
        let right = differences(|a| determinant(a, n), &a);
        let (value, bars) = determinant::value_and_gradient(&a, n);
        assert_eq!(value.to_bits(), determinant(&a, n).to_bits());
        assert_all_close(&bars, &right);
        assert_eq!(allocations(|| determinant::gradient(&a, n)), 2);
        let order: Vec<usize> = (0..n).collect();
        let (mut columns, mut calls) = (order.clone(), 7);
        permuted(&a, n, 0, &mut columns, &mut calls);
        let (mut again, mut counted) = (order.clone(), 7);
        let bars = permuted::gradient(&a, n, 0, &mut again, &mut counted);
        assert_all_close(&bars, &right);
        assert_eq!((again, counted), (order, calls));
    }
}

/// What has a derivative and is changed: nothing can be pulled back before it has its last value.
#[differentiate]
fn filled(x: &[f64], out: &mut [f64], n: usize) -> f64 {
    out[n] += x[n] * x[0];
    if n == 0 { out[0] } else { x[n] * filled(x, out, n - 1) * out[n] }
}

#[differentiate]
fn fills(x: &[f64], n: usize) -> f64 {
    let mut out = vec![0.5; x.len()];
    let value = filled(x, &mut out, n);
    let mut sum = value;
    for i in 0..out.len() {
        sum += out[i] * x[i];
    }
    sum
}

#[test]
fn active_places() {
    let x = point(4);
    for n in 0..4 {
        assert_all_close(&fills::gradient(&x, n), &differences(|x| fills(x, n), &x));
    }
}

/// The place where a panic comes from stays.
#[differentiate]
fn checked(x: &[f64], n: usize) -> f64 {
    if n == 0 {
        return x[0];
    }
    let inner = checked(x, n - 1);
    assert!(n < x.len(), "{n} of {} numbers", x.len());
    inner * x[n]
}

#[test]
fn messages_come_before_indices() {
    let x = point(3);
    assert_all_close(&checked::gradient(&x, 2), &differences(|x| checked(x, 2), &x));
    let panic = std::panic::catch_unwind(|| checked::gradient(&x, 4)).unwrap_err();
    assert_eq!(panic.downcast_ref::<String>().map(String::as_str), Some("3 of 3 numbers"));
}

/// The number by reference is at once the cotangent of the whole.
#[differentiate]
fn by_reference(x: &f64, w: &[f64], n: usize) -> f64 {
    if n == 0 { *x * w[0] } else { *x + by_reference(x, w, n - 1) + w[n] * *x * *x }
}

#[test]
fn numbers_by_reference() {
    for n in 0..4 {
        let at = |x: &[f64]| by_reference(&x[0], &x[1..], n);
        let x = point(5);
        let right = differences(at, &x);
        let (x_bar, w_bar) = by_reference::gradient(&x[0], &x[1..], n);
        assert_all_close(&[&[x_bar], w_bar.as_slice()].concat(), &right);
    }
}
