//! Matrix products.

use ndarray::{Array2, ArrayRef, Ix2};

use super::vector;
use crate::Float;

/// Below this number of multiplications a plain loop beats packing the operands (measured).
pub(super) const SMALL: usize = 256;

/// The number types that matrix products are compiled for.
pub trait MatMul: Sized {
    /// `out += a · b`; the shapes must fit.
    #[doc(hidden)]
    fn gemm(a: &ArrayRef<Self, Ix2>, b: &ArrayRef<Self, Ix2>, out: &mut ArrayRef<Self, Ix2>);
}

macro_rules! impl_matmul {
    ($t:ty, $gemm:ident) => {
        impl MatMul for $t {
            fn gemm(a: &ArrayRef<$t, Ix2>, b: &ArrayRef<$t, Ix2>, out: &mut ArrayRef<$t, Ix2>) {
                check_shapes(a, b, out);
                let (m, k) = a.dim();
                let n = b.ncols();
                let [a_row, a_column] = strides(a);
                let [b_row, b_column] = strides(b);
                let [out_row, out_column] = strides(out);
                // SAFETY: an `ArrayRef` of shape (r, c) keeps every element at
                // `row * row_stride + column * column_stride` from its pointer alive and, behind
                // `&mut`, apart from all others. The shapes are (m, k), (k, n) and (m, n), as just
                // checked.
                unsafe {
                    matrixmultiply::$gemm(
                        m,
                        k,
                        n,
                        1.0,
                        a.as_ptr(),
                        a_row,
                        a_column,
                        b.as_ptr(),
                        b_row,
                        b_column,
                        1.0,
                        out.as_mut_ptr(),
                        out_row,
                        out_column,
                    );
                }
            }
        }
    };
}
impl_matmul!(f32, sgemm);
impl_matmul!(f64, dgemm);

fn strides<T>(matrix: &ArrayRef<T, Ix2>) -> [isize; 2] {
    matrix.strides().try_into().expect("a matrix has two strides")
}

pub(super) fn check_shapes<A, B, C>(
    a: &ArrayRef<A, Ix2>,
    b: &ArrayRef<B, Ix2>,
    out: &ArrayRef<C, Ix2>,
) {
    let fit = a.ncols() == b.nrows();
    assert!(fit, "a matrix of shape {:?} cannot be multiplied by one of {:?}", a.dim(), b.dim());
    let product = (a.nrows(), b.ncols());
    assert!(
        out.dim() == product,
        "a product of shape {product:?} cannot be added to a matrix of shape {:?}",
        out.dim(),
    );
}

/// `out += a · b`, for `a` of shape (m, k), `b` of (k, n), `out` of (m, n).
///
/// # Panics
///
/// Where the shapes don't fit, naming those that don't.
pub fn add_matmul<T: Float>(
    a: &ArrayRef<T, Ix2>,
    b: &ArrayRef<T, Ix2>,
    out: &mut ArrayRef<T, Ix2>,
) {
    check_shapes(a, b, out);
    let (m, k) = a.dim();
    match b.ncols() {
        1 => vector::add_matvec(a, &b.column(0), &mut out.column_mut(0)),
        _ if m == 1 => vector::add_vecmat(&a.row(0), b, &mut out.row_mut(0)),
        _ if k == 1 => vector::add_outer(&a.column(0), &b.row(0), out),
        n if m.saturating_mul(k).saturating_mul(n) <= SMALL => add_small(a, b, out),
        _ => T::gemm(a, b, out),
    }
}

fn add_small<T: Float>(a: &ArrayRef<T, Ix2>, b: &ArrayRef<T, Ix2>, out: &mut ArrayRef<T, Ix2>) {
    for i in 0..a.nrows() {
        for j in 0..b.ncols() {
            out[[i, j]] += (0..b.nrows()).map(|k| a[[i, k]] * b[[k, j]]).sum();
        }
    }
}

/// `a · b`, for `a` of shape (m, k) and `b` of (k, n).
///
/// # Panics
///
/// Where the shapes don't fit, naming both.
pub fn matmul<T: Float>(a: &ArrayRef<T, Ix2>, b: &ArrayRef<T, Ix2>) -> Array2<T> {
    let mut out = Array2::zeros((a.nrows(), b.ncols()));
    add_matmul(a, b, &mut out);
    out
}
