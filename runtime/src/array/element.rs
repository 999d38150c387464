//! What the elements of arrays may be: numbers, and several tangents of numbers.

use core::iter::Sum;
use core::ops::{Add, AddAssign, Div, Mul};

use ndarray::{Array2, ArrayRef, Axis, Ix1, Ix2};
use num_traits::Zero;

use super::matmul::SMALL;
use super::{sums, vector};
use crate::simd::Elementwise;
use crate::{Float, Lanes};

/// An element that is added to others, and multiplied by numbers: a number, or several tangents of
/// one, [`Lanes`].
pub trait Element:
    Copy
    + Zero
    + Add<Output = Self>
    + AddAssign
    + Sum
    + Mul<Self::Number, Output = Self>
    + Div<Self::Number, Output = Self>
    + 'static
{
    /// The numbers that it consists of.
    type Number: Float;

    /// The sum of a slice.
    #[doc(hidden)]
    fn total(elements: &[Self]) -> Self;
}

impl<T: Float> Element for T {
    type Number = T;

    /// Long slices are worth the kernel, which is chosen at run time.
    fn total(x: &[T]) -> T {
        if x.len() < 256 { sums::sum(x) } else { T::from_simd(T::Simd::sum(T::as_simd(x))) }
    }
}

impl<T: Float, const N: usize> Element for Lanes<T, N> {
    type Number = T;

    fn total(elements: &[Self]) -> Self {
        elements.iter().sum()
    }
}

impl<T: Float, const N: usize> Zero for Lanes<T, N> {
    fn zero() -> Self {
        Self::ZERO
    }

    fn is_zero(&self) -> bool {
        *self == Self::ZERO
    }
}

/// So that arrays of tangents can be added to one tangent, as to a number.
impl<T: Float, const N: usize> ndarray::ScalarOperand for Lanes<T, N> {}

/// Elements of two arrays that have a product: two numbers, or a number and its neighbour's tangents.
pub trait Times<B: Element>: Element {
    /// A number, or tangents where one of the factors is.
    type Product: Element;

    /// The product of two elements.
    #[doc(hidden)]
    fn times(self, other: B) -> Self::Product;

    /// `Σ aᵢ bᵢ`
    #[doc(hidden)]
    fn dot(a: &ArrayRef<Self, Ix1>, b: &ArrayRef<B, Ix1>) -> Self::Product {
        a.iter().zip(b).map(|(&a, &b)| a.times(b)).sum()
    }

    /// `out += a · b`, for shapes that fit and are not small.
    #[doc(hidden)]
    fn add_matmul(
        a: &ArrayRef<Self, Ix2>,
        b: &ArrayRef<B, Ix2>,
        out: &mut ArrayRef<Self::Product, Ix2>,
    );

    /// `out += a · x`, for shapes that fit.
    #[doc(hidden)]
    fn add_matvec(
        a: &ArrayRef<Self, Ix2>,
        x: &ArrayRef<B, Ix1>,
        out: &mut ArrayRef<Self::Product, Ix1>,
    ) {
        vector::add_products(a, x, out);
    }

    /// `out += x · b`, for shapes that fit.
    #[doc(hidden)]
    fn add_vecmat(
        x: &ArrayRef<Self, Ix1>,
        b: &ArrayRef<B, Ix2>,
        out: &mut ArrayRef<Self::Product, Ix1>,
    );
}

impl<T: Float> Times<T> for T {
    type Product = T;

    fn times(self, other: T) -> T {
        self * other
    }

    fn dot(a: &ArrayRef<T, Ix1>, b: &ArrayRef<T, Ix1>) -> T {
        match (a.as_slice(), b.as_slice()) {
            (Some(a), Some(b)) => sums::dot(a, b),
            _ => a.iter().zip(b.iter()).map(|(&a, &b)| a * b).sum(),
        }
    }

    fn add_matmul(a: &ArrayRef<T, Ix2>, b: &ArrayRef<T, Ix2>, out: &mut ArrayRef<T, Ix2>) {
        T::gemm(a, b, out);
    }

    fn add_vecmat(x: &ArrayRef<T, Ix1>, b: &ArrayRef<T, Ix2>, out: &mut ArrayRef<T, Ix1>) {
        vector::add_products(&b.t(), x, out);
    }
}

/// Tangents on the right are one more axis, the innermost: a product with so many more columns.
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
        let numbers = b.iter().flat_map(|lanes| lanes.0).collect();
        let wide = Array2::from_shape_vec((b.nrows(), b.ncols() * N), numbers);
        let product = super::matmul(a, &wide.expect("`N` numbers an element"));
        let numbers = product.as_slice().expect("a new array is a slice");
        for (out, lanes) in out.iter_mut().zip(numbers.chunks_exact(N.max(1))) {
            out.0.iter_mut().zip(lanes).for_each(|(out, lane)| *out += *lane);
        }
    }

    fn add_matvec(
        a: &ArrayRef<T, Ix2>,
        x: &ArrayRef<Lanes<T, N>, Ix1>,
        out: &mut ArrayRef<Lanes<T, N>, Ix1>,
    ) {
        if a.len().saturating_mul(N) <= SMALL {
            return vector::add_products(a, x, out);
        }
        let column = Axis(1);
        let (x, mut out) = (x.view().insert_axis(column), out.view_mut().insert_axis(column));
        Self::add_matmul(a, &x, &mut out);
    }

    fn add_vecmat(
        x: &ArrayRef<T, Ix1>,
        b: &ArrayRef<Lanes<T, N>, Ix2>,
        out: &mut ArrayRef<Lanes<T, N>, Ix1>,
    ) {
        vector::add_products(&b.t(), x, out);
    }
}

/// Tangents on the left: the transpose of the product of the transposes.
impl<T: Float, const N: usize> Times<T> for Lanes<T, N> {
    type Product = Self;

    fn times(self, other: T) -> Self {
        self * other
    }

    fn add_matmul(a: &ArrayRef<Self, Ix2>, b: &ArrayRef<T, Ix2>, out: &mut ArrayRef<Self, Ix2>) {
        T::add_matmul(&b.t(), &a.t(), &mut out.view_mut().reversed_axes());
    }

    fn add_vecmat(x: &ArrayRef<Self, Ix1>, b: &ArrayRef<T, Ix2>, out: &mut ArrayRef<Self, Ix1>) {
        T::add_matvec(&b.t(), x, out);
    }
}
