//! Second derivatives of the layer, of softmax and its kin, and of the losses.

use ndarray::{
    Array1, Array2, ArrayRef, ArrayView1, ArrayViewMut1, Axis, Dimension, Ix1, Ix2, Zip,
};

use super::curvature::check_tangents;
use super::layout::check_same;
use super::tangents::{check_linear, check_mse};
use super::{cross_entropy, linear, log_softmax, logsumexp, mse, softmax};
use crate::{Float, Shadow, TwiceDifferentiated, array};

impl<T: Float> TwiceDifferentiated<T> for linear {
    type Tangent = ();
}

impl linear {
    /// The layer's output and its tangent; nothing is kept.
    ///
    /// # Panics
    ///
    /// Where the shapes don't fit, naming those that don't.
    pub fn forward_jvp<T: Float>(
        x: &ArrayRef<T, Ix2>,
        w: &ArrayRef<T, Ix2>,
        b: &ArrayRef<T, Ix1>,
        x_dot: &ArrayRef<T, Ix2>,
        w_dot: &ArrayRef<T, Ix2>,
        b_dot: &ArrayRef<T, Ix1>,
    ) -> (Array2<T>, (), Array2<T>, ()) {
        let (y, y_dot) = linear::jvp(x, w, b, x_dot, w_dot, b_dot);
        (y, (), y_dot, ())
    }

    /// `x_bar_dot += output_bar_dot · w + output_bar · w_dot`,
    /// `w_bar_dot += output_bar_dotᵀ · x + output_barᵀ · x_dot`, and the column sums of `output_bar_dot`
    /// to `b_bar_dot`.
    ///
    /// # Panics
    ///
    /// Where the shapes don't fit, naming those that don't.
    #[allow(clippy::too_many_arguments)]
    pub fn backward_jvp<T: Float>(
        x: &ArrayRef<T, Ix2>,
        w: &ArrayRef<T, Ix2>,
        b: &ArrayRef<T, Ix1>,
        residuals: &(),
        output_bar: Array2<T>,
        x_bar: impl Shadow<ArrayRef<T, Ix2>>,
        w_bar: impl Shadow<ArrayRef<T, Ix2>>,
        b_bar: impl Shadow<ArrayRef<T, Ix1>>,
        x_dot: &ArrayRef<T, Ix2>,
        w_dot: &ArrayRef<T, Ix2>,
        _b_dot: &ArrayRef<T, Ix1>,
        _residuals_dot: &(),
        output_bar_dot: &ArrayRef<T, Ix2>,
        mut x_bar_dot: impl Shadow<ArrayRef<T, Ix2>>,
        mut w_bar_dot: impl Shadow<ArrayRef<T, Ix2>>,
        b_bar_dot: impl Shadow<ArrayRef<T, Ix1>>,
    ) {
        check_linear(x, w, x_dot, w_dot);
        if let Some(total) = x_bar_dot.target() {
            array::add_matmul(&output_bar, w_dot, total);
            array::add_matmul(output_bar_dot, w, total);
        }
        if let Some(total) = w_bar_dot.target() {
            array::add_matmul(&output_bar.t(), x_dot, total);
            array::add_matmul(&output_bar_dot.t(), x, total);
        }
        let none = crate::Inactive;
        linear::backward(x, w, b, residuals, output_bar_dot.to_owned(), none, none, b_bar_dot);
        linear::backward(x, w, b, residuals, output_bar, x_bar, w_bar, b_bar);
    }
}

/// `p (x_dot - p · x_dot)` by rows: the tangent of softmax, with its value `p`.
fn softmax_dot<T: Float>(what: &str, p: &Array2<T>, x_dot: &ArrayRef<T, Ix2>) -> Array2<T> {
    check_same(what, x_dot.shape(), "the argument", p.shape());
    let mut dot = x_dot.to_owned();
    for (mut dot, p) in dot.outer_iter_mut().zip(p.outer_iter()) {
        let mean = p.dot(&dot);
        dot.zip_mut_with(&p, |dot, &p| *dot = p * (*dot - mean));
    }
    dot
}

/// The functions of rows whose softmax is kept.
macro_rules! by_probabilities {
    ($($name:ident -> $output:ident, $what:literal;)*) => {$(
        impl<T: Float> TwiceDifferentiated<T> for $name {
            type Tangent = Array2<T>;
        }

        impl $name {
            /// The output and what is kept, and the tangents of both.
            ///
            /// # Panics
            ///
            /// Where the shapes differ, naming both.
            pub fn forward_jvp<T: Float>(
                x: &ArrayRef<T, Ix2>,
                x_dot: &ArrayRef<T, Ix2>,
            ) -> ($output<T>, Array2<T>, $output<T>, Array2<T>) {
                let (y, p) = $name::forward(x);
                let p_dot = softmax_dot($what, &p, x_dot);
                (y, p, $name::jvp(x, x_dot).1, p_dot)
            }
        }
    )*};
}
by_probabilities! {
    softmax -> Array2, "softmax: the tangent";
    log_softmax -> Array2, "log_softmax: the tangent";
    logsumexp -> Array1, "logsumexp: the tangent";
}

/// A row of the argument's cotangent, and all that its tangent is made of.
struct Rows<'a, T> {
    total: ArrayViewMut1<'a, T>,
    p: ArrayView1<'a, T>,
    p_dot: ArrayView1<'a, T>,
    g: ArrayView1<'a, T>,
    g_dot: ArrayView1<'a, T>,
}

/// `backward_jvp` of a matrix row by row, with the probabilities `p` and `g = output_bar`.
macro_rules! row_by_row {
    ($($name:ident, $what:literal, $formula:literal, $add:expr;)*) => {$(
        impl $name {
            #[doc = concat!("`x_bar_dot += ", $formula, "` by rows, with the probabilities `p` and")]
            /// `g = output_bar`.
            ///
            /// # Panics
            ///
            /// Where the shapes differ, naming both.
            #[allow(clippy::too_many_arguments)]
            pub fn backward_jvp<T: Float>(
                x: &ArrayRef<T, Ix2>,
                residuals: &Array2<T>,
                output_bar: Array2<T>,
                x_bar: impl Shadow<ArrayRef<T, Ix2>>,
                _x_dot: &ArrayRef<T, Ix2>,
                residuals_dot: &Array2<T>,
                output_bar_dot: &ArrayRef<T, Ix2>,
                mut x_bar_dot: impl Shadow<ArrayRef<T, Ix2>>,
            ) {
                if let Some(total) = x_bar_dot.target() {
                    let tangents = [&**residuals_dot, output_bar_dot, &*total];
                    check_tangents($what, residuals, tangents);
                    check_same($what, output_bar.shape(), "the value", residuals.shape());
                    let add: fn(Rows<'_, T>) = $add;
                    for (i, total) in total.outer_iter_mut().enumerate() {
                        let [p, p_dot] = [residuals.row(i), residuals_dot.row(i)];
                        let [g, g_dot] = [output_bar.row(i), output_bar_dot.row(i)];
                        add(Rows { total, p, p_dot, g, g_dot });
                    }
                }
                $name::backward(x, residuals, output_bar, x_bar);
            }
        }
    )*};
}
row_by_row! {
    softmax, "softmax: a tangent",
        "p_dot (g - p · g) + p (g_dot - p_dot · g - p · g_dot)",
        |Rows { total, p, p_dot, g, g_dot }| {
            let (mean, mean_dot) = (p.dot(&g), p_dot.dot(&g) + p.dot(&g_dot));
            Zip::from(total).and(p).and(p_dot).and(g).and(g_dot).for_each(
                |total, &p, &p_dot, &g, &g_dot| {
                    *total += p_dot * (g - mean) + p * (g_dot - mean_dot);
                },
            );
        };
    log_softmax, "log_softmax: a tangent",
        "g_dot - p_dot Σ g - p Σ g_dot",
        |Rows { total, p, p_dot, g, g_dot }| {
            let (sum, sum_dot) = (g.sum(), g_dot.sum());
            Zip::from(total).and(p).and(p_dot).and(g_dot).for_each(
                |total, &p, &p_dot, &g_dot| *total += g_dot - p_dot * sum - p * sum_dot,
            );
        };
}

impl logsumexp {
    /// `x_bar_dot += p_dot g + p g_dot` by rows, with the probabilities `p` and `g = output_bar`.
    ///
    /// # Panics
    ///
    /// Where the shapes differ, naming both.
    #[allow(clippy::too_many_arguments)]
    pub fn backward_jvp<T: Float>(
        x: &ArrayRef<T, Ix2>,
        residuals: &Array2<T>,
        output_bar: Array1<T>,
        x_bar: impl Shadow<ArrayRef<T, Ix2>>,
        _x_dot: &ArrayRef<T, Ix2>,
        residuals_dot: &Array2<T>,
        output_bar_dot: &ArrayRef<T, Ix1>,
        mut x_bar_dot: impl Shadow<ArrayRef<T, Ix2>>,
    ) {
        if let Some(total) = x_bar_dot.target() {
            check_same("logsumexp: a tangent", total.shape(), "the input", residuals.shape());
            let wide = output_bar_dot.view().insert_axis(Axis(1));
            let wide = wide.broadcast(residuals.raw_dim()).expect("a number for each row");
            Zip::from(&mut *total).and(residuals).and(wide).for_each(|total, &p, &g_dot| {
                *total += p * g_dot;
            });
            logsumexp::backward(x, residuals_dot, output_bar.clone(), total);
        }
        logsumexp::backward(x, residuals, output_bar, x_bar);
    }
}

impl<T: Float, D: Dimension> TwiceDifferentiated<(T, D)> for mse {
    type Tangent = ();
}

impl mse {
    /// The error and its tangent; nothing is kept.
    ///
    /// # Panics
    ///
    /// Where the shapes differ, naming both.
    pub fn forward_jvp<T: Float, D: Dimension>(
        prediction: &ArrayRef<T, D>,
        target: &ArrayRef<T, D>,
        prediction_dot: &ArrayRef<T, D>,
    ) -> (T, (), T, ()) {
        let (value, dot) = mse::jvp(prediction, target, prediction_dot);
        (value, (), dot, ())
    }

    /// `prediction_bar_dot += 2 / n · (output_bar_dot (prediction - target) + output_bar prediction_dot)`.
    ///
    /// # Panics
    ///
    /// Where the shapes differ, naming both.
    #[allow(clippy::too_many_arguments)]
    pub fn backward_jvp<T: Float, D: Dimension>(
        prediction: &ArrayRef<T, D>,
        target: &ArrayRef<T, D>,
        residuals: &(),
        output_bar: T,
        prediction_bar: impl Shadow<ArrayRef<T, D>>,
        prediction_dot: &ArrayRef<T, D>,
        _residuals_dot: &(),
        output_bar_dot: T,
        mut prediction_bar_dot: impl Shadow<ArrayRef<T, D>>,
    ) {
        if let Some(total) = prediction_bar_dot.target() {
            check_mse(prediction, prediction_dot);
            let factor = output_bar * T::from_f64(2.0 / prediction.len() as f64);
            mse::backward(prediction, target, residuals, output_bar_dot, &mut *total);
            total.zip_mut_with(prediction_dot, |total, &dot| *total += factor * dot);
        }
        mse::backward(prediction, target, residuals, output_bar, prediction_bar);
    }
}

impl<T: Float> TwiceDifferentiated<T> for cross_entropy {
    type Tangent = Array2<T>;
}

impl cross_entropy {
    /// The loss and the probabilities, and the tangents of both.
    ///
    /// # Panics
    ///
    /// Where the shapes differ, naming both.
    pub fn forward_jvp<T: Float>(
        logits: &ArrayRef<T, Ix2>,
        classes: &[usize],
        logits_dot: &ArrayRef<T, Ix2>,
    ) -> (T, Array2<T>, T, Array2<T>) {
        let (value, p) = cross_entropy::forward(logits, classes);
        let p_dot = softmax_dot("cross_entropy: the tangent", &p, logits_dot);
        let dot = cross_entropy::jvp(logits, classes, logits_dot).1;
        (value, p, dot, p_dot)
    }

    /// `logits_bar_dot += output_bar_dot / rows · (p - one_hot(classes)) + output_bar / rows · p_dot`.
    ///
    /// # Panics
    ///
    /// Where the shapes differ, naming both.
    #[allow(clippy::too_many_arguments)]
    pub fn backward_jvp<T: Float>(
        logits: &ArrayRef<T, Ix2>,
        classes: &[usize],
        residuals: &Array2<T>,
        output_bar: T,
        logits_bar: impl Shadow<ArrayRef<T, Ix2>>,
        _logits_dot: &ArrayRef<T, Ix2>,
        residuals_dot: &Array2<T>,
        output_bar_dot: T,
        mut logits_bar_dot: impl Shadow<ArrayRef<T, Ix2>>,
    ) {
        if let Some(total) = logits_bar_dot.target() {
            let factor = output_bar / T::from_f64(classes.len() as f64);
            cross_entropy::backward(logits, classes, residuals, output_bar_dot, &mut *total);
            total.zip_mut_with(residuals_dot, |total, &p_dot| *total += factor * p_dot);
        }
        cross_entropy::backward(logits, classes, residuals, output_bar, logits_bar);
    }
}
