//! Losses: a number from a batch of predictions.

use ndarray::{Array2, ArrayRef, Dimension, Ix2};

use super::layout::{check_same, slice, with_rows};
use super::rows::{RowSum, fold_rows, map_rows};
use crate::{Differentiated, Float, Shadow};

/// The mean squared error, `Σ (prediction - target)² / n` over all `n` elements.
///
/// NaN for arrays without elements.
///
/// # Panics
///
/// Where the shapes differ, naming both.
pub fn mse<T: Float, D: Dimension>(prediction: &ArrayRef<T, D>, target: &ArrayRef<T, D>) -> T {
    check_same("mse: the prediction", prediction.shape(), "the target", target.shape());
    let (p, t) = (prediction.as_standard_layout(), target.as_standard_layout());
    let squares = sum_of_squares(slice(&p), slice(&t));
    T::from_f64(squares / prediction.len() as f64)
}

/// Of the differences: blocks in the type itself, vectorised, and their sums in `f64`.
fn sum_of_squares<T: Float>(prediction: &[T], target: &[T]) -> f64 {
    const LANES: usize = 16;
    const BLOCK: usize = 64 * LANES;
    let mut total = 0.0;
    for (prediction, target) in prediction.chunks(BLOCK).zip(target.chunks(BLOCK)) {
        let mut sums = [T::ZERO; LANES];
        for (p, t) in prediction.chunks(LANES).zip(target.chunks(LANES)) {
            for ((sum, &p), &t) in sums.iter_mut().zip(p).zip(t) {
                *sum += (p - t) * (p - t);
            }
        }
        total += sums.iter().map(|sum| sum.to_f64()).sum::<f64>();
    }
    total
}

/// The derivative of [`mse`](fn@mse) in the prediction; the target is constant.
#[allow(non_camel_case_types)]
pub enum mse {}

impl<T: Float, D: Dimension> Differentiated<(T, D)> for mse {
    type Residuals = ();
}

impl mse {
    /// The error; nothing is kept.
    pub fn forward<T: Float, D: Dimension>(
        prediction: &ArrayRef<T, D>,
        target: &ArrayRef<T, D>,
    ) -> (T, ()) {
        (mse(prediction, target), ())
    }

    /// `prediction_bar += 2 output_bar / n · (prediction - target)`.
    ///
    /// # Panics
    ///
    /// Where the shapes differ, naming both.
    pub fn backward<T: Float, D: Dimension>(
        prediction: &ArrayRef<T, D>,
        target: &ArrayRef<T, D>,
        _residuals: &(),
        output_bar: T,
        mut prediction_bar: impl Shadow<ArrayRef<T, D>>,
    ) {
        let Some(prediction_bar) = prediction_bar.target() else { return };
        check_same("mse: the prediction", prediction.shape(), "the target", target.shape());
        let shape = prediction_bar.shape();
        check_same("mse: the cotangent", shape, "the prediction", prediction.shape());
        let factor = output_bar * T::from_f64(2.0 / prediction.len() as f64);
        ndarray::Zip::from(prediction_bar)
            .and(prediction)
            .and(target)
            .for_each(|bar, &p, &t| *bar += factor * (p - t));
    }
}

/// The cross-entropy of the softmax of every row of `logits` against its class, averaged over rows:
/// `Σᵢ (logsumexp(logitsᵢ) - logitsᵢ[classᵢ]) / rows`.
///
/// NaN for no rows.
///
/// # Panics
///
/// Where there isn't one class to a row, or a class is not below the number of columns.
pub fn cross_entropy<T: Float>(logits: &ArrayRef<T, Ix2>, classes: &[usize]) -> T {
    check_classes(logits, classes);
    let mut classes = classes.iter();
    let losses = fold_rows(logits, |row, scratch| {
        let class = *classes.next().expect("a class to each row");
        -RowSum::new(row, scratch).log_probability(row[class])
    });
    mean(losses.as_slice().expect("a new vector is contiguous"))
}

fn mean<T: Float>(losses: &[T]) -> T {
    T::from_f64(losses.iter().map(|loss| loss.to_f64()).sum::<f64>() / losses.len() as f64)
}

fn check_classes<T>(logits: &ArrayRef<T, Ix2>, classes: &[usize]) {
    let (rows, columns) = logits.dim();
    assert!(
        classes.len() == rows,
        "cross_entropy: {} classes for logits of shape ({rows}, {columns})",
        classes.len(),
    );
    if let Some((row, class)) = classes.iter().enumerate().find(|&(_, &class)| class >= columns) {
        panic!("cross_entropy: class {class} of row {row}, logits of shape ({rows}, {columns})");
    }
}

/// The derivative of [`cross_entropy`](fn@cross_entropy) in the logits; the classes are constant.
#[allow(non_camel_case_types)]
pub enum cross_entropy {}

impl<T: Float> Differentiated<T> for cross_entropy {
    type Residuals = Array2<T>;
}

impl cross_entropy {
    /// The loss; the probabilities of [`softmax`](fn@super::softmax) are kept.
    pub fn forward<T: Float>(logits: &ArrayRef<T, Ix2>, classes: &[usize]) -> (T, Array2<T>) {
        check_classes(logits, classes);
        let mut losses = Vec::with_capacity(classes.len());
        let p = map_rows(logits, |row, p| {
            let sum = RowSum::new(row, p);
            losses.push(-sum.log_probability(row[classes[losses.len()]]));
            sum.normalise(p);
        });
        (mean(&losses), p)
    }

    /// `logits_bar += output_bar / rows · (p - one_hot(classes))`, with the probabilities `p`.
    ///
    /// # Panics
    ///
    /// Where the shape of `logits_bar` is not that of `logits`, naming both.
    pub fn backward<T: Float>(
        logits: &ArrayRef<T, Ix2>,
        classes: &[usize],
        residuals: &Array2<T>,
        output_bar: T,
        mut logits_bar: impl Shadow<ArrayRef<T, Ix2>>,
    ) {
        let Some(logits_bar) = logits_bar.target() else { return };
        check_classes(logits, classes);
        let shape = logits_bar.shape();
        check_same("cross_entropy: the cotangent", shape, "the logits", residuals.shape());
        let factor = output_bar / T::from_f64(classes.len() as f64);
        let columns = residuals.ncols().max(1);
        with_rows(logits_bar, |logits_bar| {
            let p = slice(residuals).chunks_exact(columns);
            for ((bar, p), &class) in logits_bar.chunks_exact_mut(columns).zip(p).zip(classes) {
                for (bar, &p) in bar.iter_mut().zip(p) {
                    *bar += factor * p;
                }
                bar[class] -= factor;
            }
        });
    }
}
