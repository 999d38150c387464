//! The fully connected layer.

use ndarray::{Array2, ArrayRef, Ix1, Ix2};

use crate::{Differentiated, Float, Shadow, array};

/// `x · wᵀ + b`, the fully connected layer.
///
/// `x` has shape (batch, inputs), `w` (outputs, inputs), `b` length outputs; the result has shape
/// (batch, outputs).
///
/// # Panics
///
/// Where the shapes don't fit, naming those that don't.
pub fn linear<T: Float>(
    x: &ArrayRef<T, Ix2>,
    w: &ArrayRef<T, Ix2>,
    b: &ArrayRef<T, Ix1>,
) -> Array2<T> {
    assert!(
        x.ncols() == w.ncols(),
        "linear: the input has shape {:?}, (batch, inputs), but the weights {:?}, (outputs, inputs)",
        x.dim(),
        w.dim(),
    );
    assert!(
        b.len() == w.nrows(),
        "linear: the bias has length {}, but the weights shape {:?}, (outputs, inputs)",
        b.len(),
        w.dim(),
    );
    let mut y = Array2::zeros((x.nrows(), w.nrows()));
    y.assign(b);
    array::add_matmul(x, &w.t(), &mut y);
    y
}

/// The derivative of [`linear`](fn@linear).
#[allow(non_camel_case_types)]
pub enum linear {}

impl<T: Float> Differentiated<T> for linear {
    type Residuals = ();
}

impl linear {
    /// The layer's output; nothing is kept.
    pub fn forward<T: Float>(
        x: &ArrayRef<T, Ix2>,
        w: &ArrayRef<T, Ix2>,
        b: &ArrayRef<T, Ix1>,
    ) -> (Array2<T>, ()) {
        (linear(x, w, b), ())
    }

    /// Adds `output_bar · w`, `output_barᵀ · x` and the column sums of `output_bar` to the
    /// cotangents of `x`, `w` and `b`.
    ///
    /// # Panics
    ///
    /// Where the shapes don't fit, naming those that don't.
    #[allow(clippy::too_many_arguments)]
    pub fn backward<T: Float>(
        x: &ArrayRef<T, Ix2>,
        w: &ArrayRef<T, Ix2>,
        _b: &ArrayRef<T, Ix1>,
        _residuals: &(),
        output_bar: Array2<T>,
        mut x_bar: impl Shadow<ArrayRef<T, Ix2>>,
        mut w_bar: impl Shadow<ArrayRef<T, Ix2>>,
        mut b_bar: impl Shadow<ArrayRef<T, Ix1>>,
    ) {
        let expected = (x.nrows(), w.nrows());
        assert!(
            output_bar.dim() == expected,
            "linear: the cotangent of the output has shape {:?}, the output {expected:?}",
            output_bar.dim(),
        );
        if let Some(x_bar) = x_bar.target() {
            array::add_matmul(&output_bar, w, x_bar);
        }
        if let Some(w_bar) = w_bar.target() {
            array::add_matmul(&output_bar.t(), x, w_bar);
        }
        if let Some(b_bar) = b_bar.target() {
            array::accumulate(b_bar, &output_bar);
        }
    }
}
