//! Forward mode of the layers and losses: the value, and its tangent.

use ndarray::{Array, Array1, Array2, ArrayRef, Dimension, Ix1, Ix2};

use super::layout::check_same;
use super::{
    cross_entropy, linear, log_softmax, logsumexp, mse, relu, sigmoid, softmax, softplus, tanh,
};
use crate::array::Element;
use crate::{Float, array};

/// Panics where a tangent of the layer's arguments has another shape than they.
pub(super) fn check_linear<T, X>(
    x: &ArrayRef<T, Ix2>,
    w: &ArrayRef<T, Ix2>,
    x_dot: &ArrayRef<X, Ix2>,
    w_dot: &ArrayRef<X, Ix2>,
) {
    check_same("linear: the tangent of the input", x_dot.shape(), "the input", x.shape());
    check_same("linear: the tangent of the weights", w_dot.shape(), "they", w.shape());
}

/// Panics where the tangent of a prediction has another shape than it.
pub(super) fn check_mse<T, X, D: Dimension>(prediction: &ArrayRef<T, D>, dot: &ArrayRef<X, D>) {
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
pub(super) fn expected<X: Element>(
    p: &Array2<X::Number>,
    x_dot: &ArrayRef<X, Ix2>,
    what: &str,
) -> Array1<X> {
    check_same(what, x_dot.shape(), "the argument", p.shape());
    let rows = p.outer_iter().zip(x_dot.outer_iter());
    rows.map(|(p, dot)| p.iter().zip(dot).map(|(&p, &dot)| dot * p).sum()).collect()
}

/// `x_dot - p · x_dot` by rows.
pub(super) fn less_expected<X: Element>(
    p: &Array2<X::Number>,
    x_dot: &ArrayRef<X, Ix2>,
    what: &str,
) -> Array2<X> {
    let means = expected(p, x_dot, what);
    let mut y_dot = x_dot.to_owned();
    for (mut row, &mean) in y_dot.outer_iter_mut().zip(&means) {
        row.map_inplace(|dot| *dot = *dot - mean);
    }
    y_dot
}

/// `2 / n · Σ (prediction - target) dot`
pub(super) fn weighted<X: Element, D: Dimension>(
    prediction: &ArrayRef<X::Number, D>,
    target: &ArrayRef<X::Number, D>,
    dot: &ArrayRef<X, D>,
) -> X {
    let terms = prediction.iter().zip(target).zip(dot);
    let sum: X = terms.map(|((&p, &t), &dot)| dot * (p - t)).sum();
    sum * X::Number::from_f64(2.0 / prediction.len() as f64)
}

/// `1 / rows · Σ (p - one_hot(classes)) logits_dot`
pub(super) fn chosen_less_expected<X: Element>(
    p: &Array2<X::Number>,
    classes: &[usize],
    logits_dot: &ArrayRef<X, Ix2>,
) -> X {
    let means = expected(p, logits_dot, "cross_entropy: the tangent");
    let chosen = classes.iter().zip(logits_dot.outer_iter()).map(|(&class, row)| row[class]);
    let sum: X = means.iter().zip(chosen).map(|(&mean, chosen)| mean - chosen).sum();
    sum / X::Number::from_f64(classes.len() as f64)
}

impl log_softmax {
    /// The logarithms, and `x_dot - p · x_dot` by rows, with the probabilities `p`.
    ///
    /// # Panics
    ///
    /// Where the shapes differ, naming both.
    pub fn jvp<T: Float>(x: &ArrayRef<T, Ix2>, x_dot: &ArrayRef<T, Ix2>) -> (Array2<T>, Array2<T>) {
        let (y, p) = log_softmax::forward(x);
        (y, less_expected(&p, x_dot, "log_softmax: the tangent"))
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
        (value, weighted(prediction, target, prediction_dot))
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
        (value, chosen_less_expected(&p, classes, logits_dot))
    }
}
