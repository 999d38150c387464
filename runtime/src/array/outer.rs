//! The outer product.

use ndarray::{Array2, ArrayRef, Ix1};

use super::{Element, Times, add_outer};

/// `a·bᵀ`, the outer product of two vectors, of shape (length of `a`, length of `b`).
pub fn outer<A: Times<B>, B: Element>(
    a: &ArrayRef<A, Ix1>,
    b: &ArrayRef<B, Ix1>,
) -> Array2<A::Product> {
    let mut out = Array2::zeros((a.len(), b.len()));
    add_outer(a, b, &mut out);
    out
}
