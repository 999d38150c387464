//! [`Scalar`]: what generated code asks of a type parameter that is a float, beside the bounds that the user gave it.

use core::fmt::{Debug, Display, LowerExp};
use core::iter::{Product, Sum};
use core::ops::{
    Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign,
};

use super::{Constants, Inherent};
use crate::Differentiable;

/// The floating-point types, `f32` and `f64`, without any method that another trait of floats has, too.
///
/// Generated functions carry the bounds of the user's own function and this one beside them. So `x.sin()` means there
/// what it means in the function, and nothing is ambiguous.
///
/// A generic function needs it in its own bounds only where it calls, besides functions over `num_traits::Float`, some
/// over [`Float`](crate::Float), such as the layers in `chainrule::nn`: every `Scalar` is one.
///
/// ```
/// use chainrule::{Float, Scalar};
///
/// fn ours<T: Float>(x: T) -> T {
///     x.exp()
/// }
/// fn theirs<T: num_traits::Float>(x: T) -> T {
///     x.exp()
/// }
/// fn both<T: num_traits::Float + Scalar>(x: T) -> T {
///     ours(x) * theirs(x) * x.exp()
/// }
/// assert_eq!(both(0.0), 1.0);
/// ```
pub trait Scalar:
    Copy
    + Default
    + Debug
    + Display
    + LowerExp
    + PartialEq
    + PartialOrd
    + Send
    + Sync
    + 'static
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Rem<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
    + DivAssign
    + RemAssign
    + Sum
    + Product
    + for<'a> Sum<&'a Self>
    + for<'a> Product<&'a Self>
    + Differentiable<Cotangent = Self>
    + crate::StandIn
    + crate::Given
    + Kernels
    + Arrays
{
    /// The value of this type that is nearest to a number.
    fn nearest(x: f64) -> Self;

    /// The value as an `f64`, exactly.
    fn widen(self) -> f64;
}

/// A concrete type and the kernels of the enabled features.
///
/// The type is an associated one rather than `Self`, so that `T::exp` names one function only.
pub trait Kernels: Sized {
    /// Slices in their concrete type, for the vectorised kernels.
    #[cfg(feature = "std")]
    type Simd: Inherent + crate::simd::Elementwise;
    #[cfg(not(feature = "std"))]
    type Simd: Inherent;
    const CONSTANTS: Constants<Self>;
    #[cfg(feature = "std")]
    fn as_simd(slice: &[Self]) -> &[Self::Simd];
    #[cfg(feature = "std")]
    fn as_simd_mut(slice: &mut [Self]) -> &mut [Self::Simd];
    fn from_simd(x: Self::Simd) -> Self;
    fn into_simd(self) -> Self::Simd;
}

#[cfg(feature = "ndarray")]
pub trait Arrays: ndarray::LinalgScalar + ndarray::ScalarOperand + crate::array::MatMul {}
#[cfg(not(feature = "ndarray"))]
pub trait Arrays {}

macro_rules! scalar {
    ($($t:ident)*) => {$(
        #[allow(clippy::unnecessary_cast)]
        impl Scalar for $t {
            #[inline]
            fn nearest(x: f64) -> $t {
                x as $t
            }

            #[inline]
            fn widen(self) -> f64 {
                self as f64
            }
        }

        impl Kernels for $t {
            type Simd = $t;

            const CONSTANTS: Constants<$t> = Constants::<$t>::OF_TYPE;

            #[cfg(feature = "std")]
            fn as_simd(slice: &[$t]) -> &[$t] {
                slice
            }

            #[cfg(feature = "std")]
            fn as_simd_mut(slice: &mut [$t]) -> &mut [$t] {
                slice
            }

            #[inline]
            fn from_simd(x: $t) -> $t {
                x
            }

            #[inline]
            fn into_simd(self) -> $t {
                self
            }
        }

        impl Arrays for $t {}
    )*};
}
scalar!(f32 f64);

#[cfg(not(any(feature = "std", feature = "libm")))]
use num_traits::float::{FloatCore as KnownFloat, FloatCore as KnownReal};
#[cfg(any(feature = "std", feature = "libm"))]
use num_traits::{Float as KnownFloat, real::Real as KnownReal};

/// Asserts that the user's own trait is one over floats, whose methods then are those of floats, or ambiguous.
#[doc(hidden)]
pub fn is_float<T: KnownFloat>() {}

/// The same for functions that use none of the methods which floats have and other reals do not.
#[doc(hidden)]
pub fn is_real<T: KnownReal>() {}
