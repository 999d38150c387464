//! What the elements of arrays may be: numbers, and several tangents of numbers.

use core::iter::Sum;
use core::ops::{Add, AddAssign, Div, Mul, Sub};

use num_traits::Zero;

use super::sums;
use crate::simd::Elementwise;
use crate::{Float, Lanes};

/// An element that is added to others, and multiplied by numbers: a number, or several tangents of
/// one, [`Lanes`].
pub trait Element:
    Copy
    + Zero
    + Add<Output = Self>
    + AddAssign
    + Sub<Output = Self>
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
