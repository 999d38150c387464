//! Derivatives of the functions, times a cotangent, one element at a time.

use super::functions::{Function, Relu, Sigmoid, Softplus, Tanh};
use super::real::Real;

/// What a function does to the cotangent of its output.
pub(super) trait Pullback<T> {
    /// Whether slices are taken in blocks: see [`Function::BLOCKS`].
    const BLOCKS: bool;

    /// The cotangent of the input, for `g` that of the output. `x` is the input, or the output
    /// where the derivative is cheaper in its terms.
    fn pull<const FMA: bool>(&self, x: T, g: T) -> T;
}

impl<T: Real> Pullback<T> for Sigmoid {
    const BLOCKS: bool = false;

    /// `y (1 - y) g` of the output `y`.
    #[inline(always)]
    fn pull<const FMA: bool>(&self, y: T, g: T) -> T {
        y * (T::ONE - y) * g
    }
}

impl<T: Real> Pullback<T> for Tanh {
    const BLOCKS: bool = false;

    /// `(1 - y²) g` of the output `y`; the product does not cancel where `y` is close to ±1.
    #[inline(always)]
    fn pull<const FMA: bool>(&self, y: T, g: T) -> T {
        (T::ONE - y) * (T::ONE + y) * g
    }
}

impl<T: Real> Pullback<T> for Relu {
    const BLOCKS: bool = false;

    /// `g` where the input or output is positive.
    #[inline(always)]
    fn pull<const FMA: bool>(&self, x: T, g: T) -> T {
        if x > T::ZERO { g } else { T::ZERO }
    }
}

impl<T: Real> Pullback<T> for Softplus {
    const BLOCKS: bool = true;

    /// `sigmoid(x) g` of the input `x`.
    #[inline(always)]
    fn pull<const FMA: bool>(&self, x: T, g: T) -> T {
        Sigmoid.apply::<FMA>(x) * g
    }
}
