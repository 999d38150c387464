//! The derivative of the loss by hand, until `#[differentiate]` writes it.
#![allow(non_camel_case_types, clippy::type_complexity)]

use chainrule::nn::{cross_entropy, linear, relu, sigmoid, softplus, tanh};
use chainrule::{Float, Inactive};
use ndarray::{Array1, Array2};

use crate::network::{Activation, activate};

/// The derivative of [`loss`](fn@crate::network::loss).
pub enum loss {}

impl loss {
    /// The loss, and its gradient in the weights and biases.
    pub fn value_and_gradient<T: Float>(
        weights: &[Array2<T>],
        biases: &[Array1<T>],
        activation: Activation,
        x: &Array2<T>,
        classes: &[usize],
    ) -> (T, (Vec<Array2<T>>, Vec<Array1<T>>)) {
        let mut inputs = vec![x.clone()];
        let mut outputs: Vec<Array2<T>> = Vec::new();
        for (w, b) in weights.iter().zip(biases) {
            if let Some(last) = outputs.last() {
                inputs.push(activate(activation, last));
            }
            outputs.push(linear(&inputs[inputs.len() - 1], w, b));
        }
        let scores = &outputs[outputs.len() - 1];
        let (value, residuals) = cross_entropy::forward(scores, classes);
        let mut h_bar = Array2::zeros(scores.raw_dim());
        cross_entropy::backward(scores, classes, &residuals, T::ONE, &mut h_bar);

        let mut w_bar: Vec<_> = weights.iter().map(|w| Array2::zeros(w.raw_dim())).collect();
        let mut b_bar: Vec<_> = biases.iter().map(|b| Array1::zeros(b.raw_dim())).collect();
        for i in (0..weights.len()).rev() {
            let (x, w, b) = (&inputs[i], &weights[i], &biases[i]);
            let mut x_bar = Array2::zeros(x.raw_dim());
            if i == 0 {
                linear::backward(x, w, b, &(), h_bar, Inactive, &mut w_bar[i], &mut b_bar[i]);
                break;
            }
            linear::backward(x, w, b, &(), h_bar, &mut x_bar, &mut w_bar[i], &mut b_bar[i]);
            h_bar = Array2::zeros(x.raw_dim());
            let h = &outputs[i - 1];
            match activation {
                Activation::Relu => relu::backward(h, &(), x_bar, &mut h_bar),
                Activation::Sigmoid => sigmoid::backward(h, x, x_bar, &mut h_bar),
                Activation::Tanh => tanh::backward(h, x, x_bar, &mut h_bar),
                Activation::Softplus => softplus::backward(h, &(), x_bar, &mut h_bar),
            }
        }
        (value, (w_bar, b_bar))
    }
}
