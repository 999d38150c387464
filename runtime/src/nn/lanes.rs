//! Forward mode of the layers and losses in several directions at once.

use ndarray::{Array, Array1, Array2, ArrayRef, Dimension, Ix1, Ix2, Zip};

use super::layout::check_same;
use super::tangents::{
    check_linear, check_mse, chosen_less_expected, expected, less_expected, weighted,
};
use super::{
    cross_entropy, linear, log_softmax, logsumexp, mse, relu, sigmoid, softmax, softplus, tanh,
};
use crate::{Float, Lanes, array};

impl linear {
    /// The layer's output, and the tangents `x_dot · wᵀ + x · w_dotᵀ + b_dot`.
    ///
    /// # Panics
    ///
    /// Where the shapes don't fit, naming those that don't.
    pub fn jvp_lanes<T: Float, const N: usize>(
        x: &ArrayRef<T, Ix2>,
        w: &ArrayRef<T, Ix2>,
        b: &ArrayRef<T, Ix1>,
        x_dot: &ArrayRef<Lanes<T, N>, Ix2>,
        w_dot: &ArrayRef<Lanes<T, N>, Ix2>,
        b_dot: &ArrayRef<Lanes<T, N>, Ix1>,
    ) -> (Array2<T>, Array2<Lanes<T, N>>) {
        check_linear(x, w, x_dot, w_dot);
        check_same("linear: the tangent of the bias", b_dot.shape(), "it", b.shape());
        let y = linear(x, w, b);
        let mut y_dot = Array2::zeros(y.raw_dim());
        y_dot.assign(b_dot);
        array::lanes::add_matmul(x_dot, &w.t(), &mut y_dot);
        array::lanes::add_matmul(x, &w_dot.t(), &mut y_dot);
        (y, y_dot)
    }
}

/// Functions of elements: the slopes, which the reverse pass yields for the seed 1, times the tangents.
macro_rules! of_elements {
    ($($name:ident, $formula:literal;)*) => {$(
        impl $name {
            #[doc = concat!("The output, and the tangents `", $formula, "`.")]
            ///
            /// # Panics
            ///
            /// Where the shapes differ, naming both.
            pub fn jvp_lanes<T: Float, D: Dimension, const N: usize>(
                x: &ArrayRef<T, D>,
                x_dot: &ArrayRef<Lanes<T, N>, D>,
            ) -> (Array<T, D>, Array<Lanes<T, N>, D>) {
                check_same("the tangent of the input", x_dot.shape(), "the input", x.shape());
                let (y, residuals) = $name::forward(x);
                let mut slopes = Array::zeros(x.raw_dim());
                $name::backward(x, &residuals, Array::ones(x.raw_dim()), &mut slopes);
                let terms = Zip::from(x_dot).and(&slopes);
                (y, terms.map_collect(|&dot, &slope| dot * slope))
            }
        }
    )*};
}
of_elements! {
    sigmoid, "y (1 - y) x_dot";
    tanh, "(1 - y²) x_dot";
    softplus, "sigmoid(x) x_dot";
}

impl relu {
    /// The output, and the tangents `x_dot` where `x > 0`, else 0.
    ///
    /// # Panics
    ///
    /// Where the shapes differ, naming both.
    pub fn jvp_lanes<T: Float, D: Dimension, const N: usize>(
        x: &ArrayRef<T, D>,
        x_dot: &ArrayRef<Lanes<T, N>, D>,
    ) -> (Array<T, D>, Array<Lanes<T, N>, D>) {
        check_same("the tangent of the input", x_dot.shape(), "the input", x.shape());
        let passed = |&x: &T, &dot: &Lanes<T, N>| if x > T::ZERO { dot } else { Lanes::ZERO };
        (relu(x), Zip::from(x).and(x_dot).map_collect(passed))
    }
}

impl softmax {
    /// The probabilities `y`, and the tangents `y (x_dot - y · x_dot)` by rows.
    ///
    /// # Panics
    ///
    /// Where the shapes differ, naming both.
    pub fn jvp_lanes<T: Float, const N: usize>(
        x: &ArrayRef<T, Ix2>,
        x_dot: &ArrayRef<Lanes<T, N>, Ix2>,
    ) -> (Array2<T>, Array2<Lanes<T, N>>) {
        let y = softmax(x);
        let y_dot = less_expected(&y, x_dot, "softmax: the tangent") * &y;
        (y, y_dot)
    }
}

impl log_softmax {
    /// The logarithms, and the tangents `x_dot - p · x_dot` by rows, with the probabilities `p`.
    ///
    /// # Panics
    ///
    /// Where the shapes differ, naming both.
    pub fn jvp_lanes<T: Float, const N: usize>(
        x: &ArrayRef<T, Ix2>,
        x_dot: &ArrayRef<Lanes<T, N>, Ix2>,
    ) -> (Array2<T>, Array2<Lanes<T, N>>) {
        let (y, p) = log_softmax::forward(x);
        (y, less_expected(&p, x_dot, "log_softmax: the tangent"))
    }
}

impl logsumexp {
    /// The logarithms, and the tangents `p · x_dot` of every row, with the probabilities `p`.
    ///
    /// # Panics
    ///
    /// Where the shapes differ, naming both.
    pub fn jvp_lanes<T: Float, const N: usize>(
        x: &ArrayRef<T, Ix2>,
        x_dot: &ArrayRef<Lanes<T, N>, Ix2>,
    ) -> (Array1<T>, Array1<Lanes<T, N>>) {
        let (y, p) = logsumexp::forward(x);
        (y, expected(&p, x_dot, "logsumexp: the tangent"))
    }
}

impl mse {
    /// The error, and the tangents `2 / n · Σ (prediction - target) prediction_dot`.
    ///
    /// # Panics
    ///
    /// Where the shapes differ, naming both.
    pub fn jvp_lanes<T: Float, D: Dimension, const N: usize>(
        prediction: &ArrayRef<T, D>,
        target: &ArrayRef<T, D>,
        prediction_dot: &ArrayRef<Lanes<T, N>, D>,
    ) -> (T, Lanes<T, N>) {
        let value = mse(prediction, target);
        check_mse(prediction, prediction_dot);
        (value, weighted(prediction, target, prediction_dot))
    }
}

impl cross_entropy {
    /// The loss, and the tangents `1 / rows · Σ (p - one_hot(classes)) logits_dot`, with the
    /// probabilities `p`.
    ///
    /// # Panics
    ///
    /// Where the shapes differ, naming both.
    pub fn jvp_lanes<T: Float, const N: usize>(
        logits: &ArrayRef<T, Ix2>,
        classes: &[usize],
        logits_dot: &ArrayRef<Lanes<T, N>, Ix2>,
    ) -> (T, Lanes<T, N>) {
        let (value, p) = cross_entropy::forward(logits, classes);
        (value, chosen_less_expected(&p, classes, logits_dot))
    }
}
