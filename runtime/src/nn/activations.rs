//! Elementwise activation functions, of arrays of any rank.

use ndarray::{Array, ArrayRef, Dimension};

use super::layout;
use crate::simd::Elementwise;
use crate::{Differentiated, Float, Shadow};

/// `1 / (1 + e⁻ˣ)` of every element: 0 at `-∞`, 1 at `+∞`.
pub fn sigmoid<T: Float, D: Dimension>(x: &ArrayRef<T, D>) -> Array<T, D> {
    layout::map(x, T::Simd::sigmoid)
}

/// `tanh x` of every element: ±1 at `±∞`.
pub fn tanh<T: Float, D: Dimension>(x: &ArrayRef<T, D>) -> Array<T, D> {
    layout::map(x, T::Simd::tanh)
}

/// `max(x, 0)` of every element; NaN stays NaN.
pub fn relu<T: Float, D: Dimension>(x: &ArrayRef<T, D>) -> Array<T, D> {
    layout::map(x, T::Simd::relu)
}

/// `ln(1 + eˣ)` of every element, without overflow: 0 at `-∞`, `x` far to the right.
pub fn softplus<T: Float, D: Dimension>(x: &ArrayRef<T, D>) -> Array<T, D> {
    layout::map(x, T::Simd::softplus)
}

/// The handle of an activation whose derivative is told by its output.
macro_rules! handle_by_output {
    ($name:ident, $link:literal, $kernel:ident, $formula:literal) => {
        #[doc = $link]
        #[allow(non_camel_case_types)]
        pub enum $name {}

        impl<T: Float, D: Dimension> Differentiated<(T, D)> for $name {
            type Residuals = Array<T, D>;
        }

        impl $name {
            /// The output, of which a copy is kept.
            pub fn forward<T: Float, D: Dimension>(
                x: &ArrayRef<T, D>,
            ) -> (Array<T, D>, Array<T, D>) {
                let y = $name(x);
                (y.clone(), y)
            }

            #[doc = $formula]
            ///
            /// # Panics
            ///
            /// Where the shapes of the cotangents are not that of `x`, naming both.
            pub fn backward<T: Float, D: Dimension>(
                _x: &ArrayRef<T, D>,
                residuals: &Array<T, D>,
                output_bar: Array<T, D>,
                mut x_bar: impl Shadow<ArrayRef<T, D>>,
            ) {
                if let Some(x_bar) = x_bar.target() {
                    layout::accumulate(residuals, &output_bar, x_bar, T::Simd::$kernel);
                }
            }
        }
    };
}

/// The handle of an activation whose derivative is told by its input.
macro_rules! handle_by_input {
    ($name:ident, $link:literal, $kernel:ident, $formula:literal) => {
        #[doc = $link]
        #[allow(non_camel_case_types)]
        pub enum $name {}

        impl<T: Float, D: Dimension> Differentiated<(T, D)> for $name {
            type Residuals = ();
        }

        impl $name {
            /// The output; nothing is kept.
            pub fn forward<T: Float, D: Dimension>(x: &ArrayRef<T, D>) -> (Array<T, D>, ()) {
                ($name(x), ())
            }

            #[doc = $formula]
            ///
            /// # Panics
            ///
            /// Where the shapes of the cotangents are not that of `x`, naming both.
            pub fn backward<T: Float, D: Dimension>(
                x: &ArrayRef<T, D>,
                _residuals: &(),
                output_bar: Array<T, D>,
                mut x_bar: impl Shadow<ArrayRef<T, D>>,
            ) {
                if let Some(x_bar) = x_bar.target() {
                    layout::accumulate(x, &output_bar, x_bar, T::Simd::$kernel);
                }
            }
        }
    };
}

handle_by_output!(
    sigmoid,
    "The derivative of [`sigmoid`](fn@sigmoid).",
    sigmoid_backward,
    "`x_bar += y (1 - y) output_bar`."
);
handle_by_output!(
    tanh,
    "The derivative of [`tanh`](fn@tanh).",
    tanh_backward,
    "`x_bar += (1 - y²) output_bar`."
);
handle_by_input!(
    relu,
    "The derivative of [`relu`](fn@relu).",
    relu_backward,
    "`x_bar += output_bar` where `x > 0`; the derivative at 0 is 0."
);
handle_by_input!(
    softplus,
    "The derivative of [`softplus`](fn@softplus).",
    softplus_backward,
    "`x_bar += sigmoid(x) output_bar`."
);
