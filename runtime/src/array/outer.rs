//! The outer product.

use ndarray::{Array2, ArrayRef, Ix1};

use super::add_outer;
use crate::Float;

/// `a·bᵀ`, the outer product of two vectors, of shape (length of `a`, length of `b`).
pub fn outer<T: Float>(a: &ArrayRef<T, Ix1>, b: &ArrayRef<T, Ix1>) -> Array2<T> {
    let mut out = Array2::zeros((a.len(), b.len()));
    add_outer(a, b, &mut out);
    out
}
