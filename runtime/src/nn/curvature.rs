//! Forward mode of `forward` and `backward`: second derivatives of the layers and losses.
//!
//! `forward_jvp` yields what `forward` yields, and then the tangents of that; `backward_jvp` adds to the
//! cotangents what `backward` adds, and to their tangents the tangents of it.

use ndarray::{Array, ArrayRef, Dimension, Zip};

use super::layout::check_same;
use super::{relu, sigmoid, softplus, tanh};
use crate::{Float, Shadow, TwiceDifferentiated};

/// Panics where the tangents of an argument, or of the output's cotangent, differ in shape from the
/// value.
pub(super) fn check_tangents<D: Dimension, T>(
    what: &str,
    value: &ArrayRef<T, D>,
    tangents: [&ArrayRef<T, D>; 3],
) {
    for tangent in tangents {
        check_same(what, tangent.shape(), "the value", value.shape());
    }
}

/// An activation whose derivative is told by its output `y`: `x_bar = φ(y) · output_bar`.
macro_rules! by_output {
    ($($name:ident, $what:literal, $slope:expr, $change:expr, $formula:literal;)*) => {$(
        impl<T: Float, D: Dimension> TwiceDifferentiated<(T, D)> for $name {
            type Tangent = Array<T, D>;
        }

        impl $name {
            /// The output, what is kept, and the tangents of both.
            ///
            /// # Panics
            ///
            /// Where the shapes differ, naming both.
            pub fn forward_jvp<T: Float, D: Dimension>(
                x: &ArrayRef<T, D>,
                x_dot: &ArrayRef<T, D>,
            ) -> (Array<T, D>, Array<T, D>, Array<T, D>, Array<T, D>) {
                let (y, y_dot) = $name::jvp(x, x_dot);
                (y.clone(), y, y_dot.clone(), y_dot)
            }

            #[doc = $formula]
            ///
            /// # Panics
            ///
            /// Where the shapes differ, naming both.
            #[allow(clippy::too_many_arguments)]
            pub fn backward_jvp<T: Float, D: Dimension>(
                x: &ArrayRef<T, D>,
                residuals: &Array<T, D>,
                output_bar: Array<T, D>,
                x_bar: impl Shadow<ArrayRef<T, D>>,
                _x_dot: &ArrayRef<T, D>,
                residuals_dot: &Array<T, D>,
                output_bar_dot: &ArrayRef<T, D>,
                mut x_bar_dot: impl Shadow<ArrayRef<T, D>>,
            ) {
                if let Some(total) = x_bar_dot.target() {
                    check_tangents($what, residuals, [residuals_dot, output_bar_dot, total]);
                    check_same($what, output_bar.shape(), "the value", residuals.shape());
                    let (slope, change): (fn(T) -> T, fn(T) -> T) = ($slope, $change);
                    Zip::from(total)
                        .and(residuals)
                        .and(residuals_dot)
                        .and(&output_bar)
                        .and(output_bar_dot)
                        .for_each(|total, &y, &y_dot, &g, &g_dot| {
                            *total += change(y) * y_dot * g + slope(y) * g_dot;
                        });
                }
                $name::backward(x, residuals, output_bar, x_bar);
            }
        }
    )*};
}
by_output! {
    sigmoid, "sigmoid: a tangent", |y| y * (T::ONE - y), |y| T::ONE - y - y,
        "`x_bar_dot += (1 - 2y) y_dot output_bar + y (1 - y) output_bar_dot`.";
    tanh, "tanh: a tangent", |y| T::ONE - y * y, |y| -(y + y),
        "`x_bar_dot += -2 y y_dot output_bar + (1 - y²) output_bar_dot`.";
}

/// An activation whose derivative is told by its input: `x_bar = φ(x) · output_bar`.
macro_rules! by_input {
    ($($name:ident, $what:literal, $slopes:expr, $formula:literal;)*) => {$(
        impl<T: Float, D: Dimension> TwiceDifferentiated<(T, D)> for $name {
            type Tangent = ();
        }

        impl $name {
            /// The output and its tangent; nothing is kept.
            ///
            /// # Panics
            ///
            /// Where the shapes differ, naming both.
            pub fn forward_jvp<T: Float, D: Dimension>(
                x: &ArrayRef<T, D>,
                x_dot: &ArrayRef<T, D>,
            ) -> (Array<T, D>, (), Array<T, D>, ()) {
                let (y, y_dot) = $name::jvp(x, x_dot);
                (y, (), y_dot, ())
            }

            #[doc = $formula]
            ///
            /// # Panics
            ///
            /// Where the shapes differ, naming both.
            #[allow(clippy::too_many_arguments)]
            pub fn backward_jvp<T: Float, D: Dimension>(
                x: &ArrayRef<T, D>,
                residuals: &(),
                output_bar: Array<T, D>,
                x_bar: impl Shadow<ArrayRef<T, D>>,
                x_dot: &ArrayRef<T, D>,
                _residuals_dot: &(),
                output_bar_dot: &ArrayRef<T, D>,
                mut x_bar_dot: impl Shadow<ArrayRef<T, D>>,
            ) {
                if let Some(total) = x_bar_dot.target() {
                    check_tangents($what, x, [x_dot, output_bar_dot, total]);
                    check_same($what, output_bar.shape(), "the value", x.shape());
                    // The slope, and how it changes with the input.
                    let slopes: fn(T) -> (T, T) = $slopes;
                    Zip::from(total).and(x).and(x_dot).and(&output_bar).and(output_bar_dot).for_each(
                        |total, &x, &x_dot, &g, &g_dot| {
                            let (slope, change) = slopes(x);
                            *total += change * x_dot * g + slope * g_dot;
                        },
                    );
                }
                $name::backward(x, residuals, output_bar, x_bar);
            }
        }
    )*};
}
by_input! {
    relu, "relu: a tangent",
        |x| (if x > T::ZERO { T::ONE } else { T::ZERO }, T::ZERO),
        "`x_bar_dot += output_bar_dot` where `x > 0`.";
    softplus, "softplus: a tangent",
        |x| {
            let y = T::ONE / (T::ONE + (-x).exp());
            (y, y * (T::ONE - y))
        },
        "`x_bar_dot += s (1 - s) x_dot output_bar + s output_bar_dot` with `s = sigmoid(x)`.";
}
