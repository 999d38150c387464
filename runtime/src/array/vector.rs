//! Products with vectors, and sums.

use ndarray::{ArrayRef, Axis, Dimension, Ix1, Ix2};

use super::{Element, sums};
use crate::Float;

/// `out += factor · x`, elementwise.
///
/// # Panics
///
/// Where the shapes differ, naming both.
pub fn add_scaled<X: Element, D: Dimension>(
    out: &mut ArrayRef<X, D>,
    factor: X::Number,
    x: &ArrayRef<X, D>,
) {
    assert!(
        out.shape() == x.shape(),
        "an array of shape {:?} cannot be added to one of {:?}",
        x.shape(),
        out.shape(),
    );
    if factor == X::Number::ONE {
        out.zip_mut_with(x, |o, &x| *o += x);
    } else {
        out.zip_mut_with(x, |o, &x| *o += x * factor);
    }
}

/// `out += a · x`, for `a` of shape (m, k), `x` of length k, `out` of length m.
///
/// # Panics
///
/// Where the shapes don't fit, naming both.
pub fn add_matvec<T: Float>(
    a: &ArrayRef<T, Ix2>,
    x: &ArrayRef<T, Ix1>,
    out: &mut ArrayRef<T, Ix1>,
) {
    check_product(a, a.ncols(), x, "multiplied by a vector");
    check_product(a, a.nrows(), out, "multiplied into a vector");
    let [row_stride, column_stride] = [a.stride_of(Axis(0)), a.stride_of(Axis(1))];
    if column_stride.abs() <= row_stride.abs() || a.nrows() < 2 {
        for (row, out) in a.rows().into_iter().zip(out.iter_mut()) {
            *out += dot(&row, x);
        }
    } else {
        for (column, &factor) in a.columns().into_iter().zip(x.iter()) {
            out.zip_mut_with(&column, |o, &a| *o += factor * a);
        }
    }
}

/// `out += x · b`, for `x` of length m, `b` of shape (m, n), `out` of length n.
///
/// # Panics
///
/// Where the shapes don't fit, naming both.
pub fn add_vecmat<T: Float>(
    x: &ArrayRef<T, Ix1>,
    b: &ArrayRef<T, Ix2>,
    out: &mut ArrayRef<T, Ix1>,
) {
    check_product(b, b.nrows(), x, "multiplied from the left by a vector");
    check_product(b, b.ncols(), out, "multiplied from the left into a vector");
    add_matvec(&b.t(), x, out);
}

/// `out += a bᵀ`, for `a` of length m, `b` of length n, `out` of shape (m, n).
///
/// # Panics
///
/// Where the shapes don't fit, naming all.
pub fn add_outer<T: Float>(a: &ArrayRef<T, Ix1>, b: &ArrayRef<T, Ix1>, out: &mut ArrayRef<T, Ix2>) {
    assert!(
        out.dim() == (a.len(), b.len()),
        "the outer product of vectors of length {} and {} cannot be added to a matrix of shape {:?}",
        a.len(),
        b.len(),
        out.dim(),
    );
    for (mut row, &factor) in out.rows_mut().into_iter().zip(a.iter()) {
        row.zip_mut_with(b, |o, &b| *o += factor * b);
    }
}

fn check_product<T>(
    matrix: &ArrayRef<T, Ix2>,
    expected: usize,
    vector: &ArrayRef<T, Ix1>,
    verb: &str,
) {
    assert!(
        vector.len() == expected,
        "a matrix of shape {:?} cannot be {verb} of length {}",
        matrix.dim(),
        vector.len(),
    );
}

fn dot<T: Float>(a: &ArrayRef<T, Ix1>, b: &ArrayRef<T, Ix1>) -> T {
    match (a.as_slice(), b.as_slice()) {
        (Some(a), Some(b)) => sums::dot(a, b),
        _ => a.iter().zip(b.iter()).map(|(&a, &b)| a * b).sum(),
    }
}
