//! The network as plain functions of its weights and biases.

use chainrule::nn::{linear, mse, sigmoid};
use chainrule::{Float, differentiate};
use ndarray::{Array1, Array2};

/// One layer, sigmoid(x·Wᵀ + b): x is (samples, inputs), W is (outputs, inputs).
#[differentiate]
pub fn layer<T: Float>(x: &Array2<T>, w: &Array2<T>, b: &Array1<T>) -> Array2<T> {
    let z = linear(x, w, b);
    sigmoid(&z)
}

/// Half the mean of (output − y)² over all samples and outputs.
#[differentiate]
pub fn loss<T: Float>(
    weights: &[Array2<T>],
    biases: &[Array1<T>],
    #[constant] x: &Array2<T>,
    #[constant] y: &Array2<T>,
) -> T {
    let mut h = x.clone();
    for (w, b) in weights.iter().zip(biases) {
        h = layer(&h, w, b);
    }
    T::from_f64(0.5) * mse(&h, y)
}
