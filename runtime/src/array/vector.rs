//! Products with vectors, and sums.

use ndarray::{Array1, ArrayRef, Axis, Dimension, Ix1, Ix2};

use super::{Element, Times};
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
pub fn add_matvec<A: Times<B>, B: Element>(
    a: &ArrayRef<A, Ix2>,
    x: &ArrayRef<B, Ix1>,
    out: &mut ArrayRef<A::Product, Ix1>,
) {
    check_product(a, a.ncols(), x, "multiplied by a vector");
    check_product(a, a.nrows(), out, "multiplied into a vector");
    A::add_matvec(a, x, out);
}

/// Row by row or column by column, as the matrix lies in memory.
pub(super) fn add_products<A: Times<B>, B: Element>(
    a: &ArrayRef<A, Ix2>,
    x: &ArrayRef<B, Ix1>,
    out: &mut ArrayRef<A::Product, Ix1>,
) {
    let [row_stride, column_stride] = [a.stride_of(Axis(0)), a.stride_of(Axis(1))];
    if column_stride.abs() <= row_stride.abs() || a.nrows() < 2 {
        for (row, out) in a.rows().into_iter().zip(out.iter_mut()) {
            *out += A::dot(&row, x);
        }
    } else {
        for (column, &factor) in a.columns().into_iter().zip(x.iter()) {
            out.zip_mut_with(&column, |o, &a| *o += a.times(factor));
        }
    }
}

/// `out += x · b`, for `x` of length m, `b` of shape (m, n), `out` of length n.
///
/// # Panics
///
/// Where the shapes don't fit, naming both.
pub fn add_vecmat<A: Times<B>, B: Element>(
    x: &ArrayRef<A, Ix1>,
    b: &ArrayRef<B, Ix2>,
    out: &mut ArrayRef<A::Product, Ix1>,
) {
    check_product(b, b.nrows(), x, "multiplied from the left by a vector");
    check_product(b, b.ncols(), out, "multiplied from the left into a vector");
    A::add_vecmat(x, b, out);
}

/// `a · x`, for `a` of shape (m, k) and `x` of length k.
///
/// # Panics
///
/// Where the shapes don't fit, naming both.
pub fn matvec<A: Times<B>, B: Element>(
    a: &ArrayRef<A, Ix2>,
    x: &ArrayRef<B, Ix1>,
) -> Array1<A::Product> {
    let mut out = Array1::zeros(a.nrows());
    add_matvec(a, x, &mut out);
    out
}

/// `x · b`, for `x` of length m and `b` of shape (m, n).
///
/// # Panics
///
/// Where the shapes don't fit, naming both.
pub fn vecmat<A: Times<B>, B: Element>(
    x: &ArrayRef<A, Ix1>,
    b: &ArrayRef<B, Ix2>,
) -> Array1<A::Product> {
    let mut out = Array1::zeros(b.ncols());
    add_vecmat(x, b, &mut out);
    out
}

/// `Σ aᵢ bᵢ`, the inner product of two vectors.
///
/// # Panics
///
/// Where they differ in length, naming both.
pub fn dot<A: Times<B>, B: Element>(a: &ArrayRef<A, Ix1>, b: &ArrayRef<B, Ix1>) -> A::Product {
    assert!(
        a.len() == b.len(),
        "a vector of length {} has no inner product with one of length {}",
        a.len(),
        b.len(),
    );
    A::dot(a, b)
}

/// `out += a bᵀ`, for `a` of length m, `b` of length n, `out` of shape (m, n).
///
/// # Panics
///
/// Where the shapes don't fit, naming all.
pub fn add_outer<A: Times<B>, B: Element>(
    a: &ArrayRef<A, Ix1>,
    b: &ArrayRef<B, Ix1>,
    out: &mut ArrayRef<A::Product, Ix2>,
) {
    assert!(
        out.dim() == (a.len(), b.len()),
        "the outer product of vectors of length {} and {} cannot be added to a matrix of shape {:?}",
        a.len(),
        b.len(),
        out.dim(),
    );
    for (mut row, &factor) in out.rows_mut().into_iter().zip(a.iter()) {
        row.zip_mut_with(b, |o, &b| *o += factor.times(b));
    }
}

fn check_product<A, B>(
    matrix: &ArrayRef<A, Ix2>,
    expected: usize,
    vector: &ArrayRef<B, Ix1>,
    verb: &str,
) {
    assert!(
        vector.len() == expected,
        "a matrix of shape {:?} cannot be {verb} of length {}",
        matrix.dim(),
        vector.len(),
    );
}
