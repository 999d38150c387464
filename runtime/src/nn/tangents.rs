//! Forward mode of the layers and losses: the value, and its tangent.

use ndarray::{Array, Array1, Array2, ArrayRef, Dimension, Ix1, Ix2};

use super::layout::check_same;
use super::{
    cross_entropy, linear, log_softmax, logsumexp, mse, relu, sigmoid, softmax, softplus, tanh,
};
use crate::{Float, array};

/// Panics where a tangent of the layer's arguments has another shape than they.
pub(super) fn check_linear<T>(
    x: &ArrayRef<T, Ix2>,
    w: &ArrayRef<T, Ix2>,
    x_dot: &ArrayRef<T, Ix2>,
    w_dot: &ArrayRef<T, Ix2>,
) {
    check_same("linear: the tangent of the input", x_dot.shape(), "the input", x.shape());
    check_same("linear: the tangent of the weights", w_dot.shape(), "they", w.shape());
}

/// Panics where the tangent of a prediction has another shape than it.
pub(super) fn check_mse<T, D: Dimension>(prediction: &ArrayRef<T, D>, dot: &ArrayRef<T, D>) {
    check_same("mse: the tangent", dot.shape(), "the prediction", prediction.shape());
}

impl linear {
    /// The layer's output, and `x_dot · wᵀ + x · w_dotᵀ + b_dot`.
    ///
    /// # Panics
    ///
    /// Where the shapes don't fit, naming those that don't.
    pub fn jvp<T: Float>(
        x: &ArrayRef<T, Ix2>,
        w: &ArrayRef<T, Ix2>,
        b: &ArrayRef<T, Ix1>,
        x_dot: &ArrayRef<T, Ix2>,
        w_dot: &ArrayRef<T, Ix2>,
        b_dot: &ArrayRef<T, Ix1>,
    ) -> (Array2<T>, Array2<T>) {
        check_linear(x, w, x_dot, w_dot);
        let y = linear(x, w, b);
        let mut y_dot = linear(x_dot, w, b_dot);
        array::add_matmul(x, &w_dot.t(), &mut y_dot);
        (y, y_dot)
    }
}

/// Forward mode of a function whose Jacobian is symmetric: the reverse pass with the tangent for a
/// seed.
macro_rules! symmetric {
    ($($name:ident [$($generics:tt)*] ($x:ty) -> $y:ty, $formula:literal;)*) => {$(
        impl $name {
            #[doc = concat!("The output, and `", $formula, "`.")]
            ///
            /// # Panics
            ///
            /// Where the shapes differ, naming both.
            pub fn jvp<$($generics)*>(x: &$x, x_dot: &$x) -> ($y, $y) {
                let (y, residuals) = $name::forward(x);
                let mut y_dot = Array::zeros(x.raw_dim());
                $name::backward(x, &residuals, x_dot.to_owned(), &mut y_dot);
                (y, y_dot)
            }
        }
    )*};
}
symmetric! {
    sigmoid [T: Float, D: Dimension] (ArrayRef<T, D>) -> Array<T, D>, "y (1 - y) x_dot";
    tanh [T: Float, D: Dimension] (ArrayRef<T, D>) -> Array<T, D>, "(1 - y²) x_dot";
    relu [T: Float, D: Dimension] (ArrayRef<T, D>) -> Array<T, D>, "x_dot where x > 0, else 0";
    softplus [T: Float, D: Dimension] (ArrayRef<T, D>) -> Array<T, D>, "sigmoid(x) x_dot";
    softmax [T: Float] (ArrayRef<T, Ix2>) -> Array2<T>, "y (x_dot - y · x_dot) by rows";
}

/// `p · x_dot` of every row, with the probabilities `p`.
fn expected<T: Float>(p: &Array2<T>, x_dot: &ArrayRef<T, Ix2>, what: &str) -> Array1<T> {
    check_same(what, x_dot.shape(), "the argument", p.shape());
    let rows = p.outer_iter().zip(x_dot.outer_iter());
    rows.map(|(p, dot)| p.iter().zip(dot).map(|(&p, &dot)| p * dot).sum()).collect()
}

impl log_softmax {
    /// The logarithms, and `x_dot - p · x_dot` by rows, with the probabilities `p`.
    ///
    /// # Panics
    ///
    /// Where the shapes differ, naming both.
    pub fn jvp<T: Float>(x: &ArrayRef<T, Ix2>, x_dot: &ArrayRef<T, Ix2>) -> (Array2<T>, Array2<T>) {
        let (y, p) = log_softmax::forward(x);
        let mut y_dot = x_dot.to_owned();
        let means = expected(&p, x_dot, "log_softmax: the tangent");
        for (mut row, &mean) in y_dot.outer_iter_mut().zip(&means) {
            row.map_inplace(|dot| *dot -= mean);
        }
        (y, y_dot)
    }
}

impl logsumexp {
    /// The logarithms, and `p · x_dot` of every row, with the probabilities `p`.
    ///
    /// # Panics
    ///
    /// Where the shapes differ, naming both.
    pub fn jvp<T: Float>(x: &ArrayRef<T, Ix2>, x_dot: &ArrayRef<T, Ix2>) -> (Array1<T>, Array1<T>) {
        (logsumexp(x), expected(&softmax(x), x_dot, "logsumexp: the tangent"))
    }
}

impl mse {
    /// The error, and `2 / n · Σ (prediction - target) prediction_dot`.
    ///
    /// # Panics
    ///
    /// Where the shapes differ, naming both.
    pub fn jvp<T: Float, D: Dimension>(
        prediction: &ArrayRef<T, D>,
        target: &ArrayRef<T, D>,
        prediction_dot: &ArrayRef<T, D>,
    ) -> (T, T) {
        let value = mse(prediction, target);
        check_mse(prediction, prediction_dot);
        let terms = prediction.iter().zip(target).zip(prediction_dot);
        let sum: T = terms.map(|((&p, &t), &dot)| (p - t) * dot).sum();
        (value, sum * T::from_f64(2.0 / prediction.len() as f64))
    }
}

impl cross_entropy {
    /// The loss, and `1 / rows · Σ (p - one_hot(classes)) logits_dot`, with the probabilities `p`.
    ///
    /// # Panics
    ///
    /// Where the shapes differ, naming both.
    pub fn jvp<T: Float>(
        logits: &ArrayRef<T, Ix2>,
        classes: &[usize],
        logits_dot: &ArrayRef<T, Ix2>,
    ) -> (T, T) {
        let (value, p) = cross_entropy::forward(logits, classes);
        let means = expected(&p, logits_dot, "cross_entropy: the tangent");
        let chosen = classes.iter().zip(logits_dot.outer_iter()).map(|(&class, row)| row[class]);
        let sum: T = means.iter().zip(chosen).map(|(&mean, chosen)| mean - chosen).sum();
        (value, sum / T::from_f64(classes.len() as f64))
    }
}
