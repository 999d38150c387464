//! Products and means of arrays of several tangents.
//!
//! One factor holds numbers, the other [`Lanes`]. Tangents are one more axis of their array, the
//! innermost, so that one product of numbers makes all of them.

use ndarray::{Array, Array1, Array2, ArrayRef, Axis, Dimension, Ix1, Ix2, RemoveAxis};

use super::matmul::SMALL;
use super::{Element, matmul as product};
use crate::{Float, Lanes};

/// Elements of two arrays that have a product: a number and several tangents, in either order.
pub trait Times<B: Element>: Element {
    /// The tangents.
    type Product: Element;

    /// The product of two elements.
    #[doc(hidden)]
    fn times(self, other: B) -> Self::Product;

    /// `out += a · b`, for shapes that fit.
    #[doc(hidden)]
    fn add_matmul(
        a: &ArrayRef<Self, Ix2>,
        b: &ArrayRef<B, Ix2>,
        out: &mut ArrayRef<Self::Product, Ix2>,
    );
}

/// A product with so many more columns.
impl<T: Float, const N: usize> Times<Lanes<T, N>> for T {
    type Product = Lanes<T, N>;

    fn times(self, other: Lanes<T, N>) -> Lanes<T, N> {
        other * self
    }

    fn add_matmul(
        a: &ArrayRef<T, Ix2>,
        b: &ArrayRef<Lanes<T, N>, Ix2>,
        out: &mut ArrayRef<Lanes<T, N>, Ix2>,
    ) {
        // Each tangent is read once, or there are few: nothing is gained by another layout.
        if a.nrows() == 1 || a.len().saturating_mul(b.ncols()).saturating_mul(N) <= SMALL {
            return add_rows(a, b, out);
        }
        let numbers = b.iter().flat_map(|lanes| lanes.0).collect();
        let wide = Array2::from_shape_vec((b.nrows(), b.ncols() * N), numbers);
        let product = product(a, &wide.expect("`N` numbers an element"));
        let numbers = product.as_slice().expect("a new array is a slice");
        for (out, lanes) in out.iter_mut().zip(numbers.chunks_exact(N.max(1))) {
            out.0.iter_mut().zip(lanes).for_each(|(out, lane)| *out += *lane);
        }
    }
}

/// The transpose of the product of the transposes.
impl<T: Float, const N: usize> Times<T> for Lanes<T, N> {
    type Product = Self;

    fn times(self, other: T) -> Self {
        self * other
    }

    fn add_matmul(a: &ArrayRef<Self, Ix2>, b: &ArrayRef<T, Ix2>, out: &mut ArrayRef<Self, Ix2>) {
        match b.ncols() {
            1 => add_rows(a, b, out),
            _ => T::add_matmul(&b.t(), &a.t(), &mut out.view_mut().reversed_axes()),
        }
    }
}

/// Each row of `out` is the sum of the rows of `b`, times the numbers in the row of `a`.
fn add_rows<A: Times<B>, B: Element>(
    a: &ArrayRef<A, Ix2>,
    b: &ArrayRef<B, Ix2>,
    out: &mut ArrayRef<A::Product, Ix2>,
) {
    for (factors, mut row) in a.rows().into_iter().zip(out.rows_mut()) {
        for (&factor, terms) in factors.iter().zip(b.rows()) {
            row.zip_mut_with(&terms, |total, &term| *total += factor.times(term));
        }
    }
}

/// `out += a · b`, for `a` of shape (m, k), `b` of (k, n), `out` of (m, n).
///
/// # Panics
///
/// Where the shapes don't fit, naming those that don't.
pub fn add_matmul<A: Times<B>, B: Element>(
    a: &ArrayRef<A, Ix2>,
    b: &ArrayRef<B, Ix2>,
    out: &mut ArrayRef<A::Product, Ix2>,
) {
    super::matmul::check_shapes(a, b, out);
    A::add_matmul(a, b, out);
}

/// `out += a · x`, for `a` of shape (m, k), `x` of length k, `out` of length m.
///
/// # Panics
///
/// Where the shapes don't fit, naming those that don't.
pub fn add_matvec<A: Times<B>, B: Element>(
    a: &ArrayRef<A, Ix2>,
    x: &ArrayRef<B, Ix1>,
    out: &mut ArrayRef<A::Product, Ix1>,
) {
    let mut out = out.view_mut().insert_axis(Axis(1));
    add_matmul(a, &x.view().insert_axis(Axis(1)), &mut out);
}

/// `out += x · b`, for `x` of length m, `b` of shape (m, n), `out` of length n.
///
/// # Panics
///
/// Where the shapes don't fit, naming those that don't.
pub fn add_vecmat<A: Times<B>, B: Element>(
    x: &ArrayRef<A, Ix1>,
    b: &ArrayRef<B, Ix2>,
    out: &mut ArrayRef<A::Product, Ix1>,
) {
    let mut out = out.view_mut().insert_axis(Axis(0));
    add_matmul(&x.view().insert_axis(Axis(0)), b, &mut out);
}

/// `out += a bᵀ`, for `a` of length m, `b` of length n, `out` of shape (m, n).
///
/// # Panics
///
/// Where the shapes don't fit, naming those that don't.
pub fn add_outer<A: Times<B>, B: Element>(
    a: &ArrayRef<A, Ix1>,
    b: &ArrayRef<B, Ix1>,
    out: &mut ArrayRef<A::Product, Ix2>,
) {
    let (a, b) = (a.view().insert_axis(Axis(1)), b.view().insert_axis(Axis(0)));
    super::matmul::check_shapes(&a, &b, out);
    add_rows(&a, &b, out);
}

/// `a · b`, for `a` of shape (m, k) and `b` of (k, n).
///
/// # Panics
///
/// Where the shapes don't fit, naming both.
///
/// ```
/// use chainrule::{Lanes, array::lanes::matmul};
/// use ndarray::array;
///
/// let b_dot = array![[Lanes([1.0, 0.0])], [Lanes([0.0, 1.0])]];
/// assert_eq!(matmul(&array![[2.0, 3.0]], &b_dot), array![[Lanes([2.0, 3.0])]]);
/// ```
pub fn matmul<A: Times<B>, B: Element>(
    a: &ArrayRef<A, Ix2>,
    b: &ArrayRef<B, Ix2>,
) -> Array2<A::Product> {
    let mut out = Array2::zeros((a.nrows(), b.ncols()));
    add_matmul(a, b, &mut out);
    out
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
    a.iter().zip(b).map(|(&a, &b)| a.times(b)).sum()
}

/// `a·bᵀ`, the outer product of two vectors, of shape (length of `a`, length of `b`).
pub fn outer<A: Times<B>, B: Element>(
    a: &ArrayRef<A, Ix1>,
    b: &ArrayRef<B, Ix1>,
) -> Array2<A::Product> {
    let mut out = Array2::zeros((a.len(), b.len()));
    add_outer(a, b, &mut out);
    out
}

/// The tangents of [`products_of_others`](super::products_of_others) at an array, for those of that
/// array.
///
/// # Panics
///
/// Where the two differ in shape.
pub fn products_of_others_dot<T: Float, D: Dimension, const N: usize>(
    array: &ArrayRef<T, D>,
    dot: &ArrayRef<Lanes<T, N>, D>,
) -> Array<Lanes<T, N>, D> {
    let mut lanes = Array::zeros(array.raw_dim());
    for lane in 0..N {
        let one = super::products_of_others_dot(array, &dot.map(|dot| dot[lane]));
        lanes.zip_mut_with(&one, |lanes: &mut Lanes<T, N>, one| lanes[lane] = *one);
    }
    lanes
}

/// The mean of all elements.
///
/// # Panics
///
/// Where there are none.
pub fn mean<X: Element, D: Dimension>(array: &ArrayRef<X, D>) -> X {
    assert!(!array.is_empty(), "the mean of an empty array");
    array.sum() / X::Number::from_f64(array.len() as f64)
}

/// The mean along an axis.
///
/// # Panics
///
/// Where the axis is empty, or there is no such axis.
pub fn mean_axis<X: Element, D: RemoveAxis>(
    array: &ArrayRef<X, D>,
    axis: Axis,
) -> Array<X, D::Smaller> {
    let count = array.len_of(axis);
    assert!(count > 0, "the mean along an empty axis");
    let count = X::Number::from_f64(count as f64);
    array.sum_axis(axis).mapv_into(|sum| sum / count)
}
