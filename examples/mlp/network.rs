//! The network: a stack of fully connected layers, its loss, and what it makes of samples.

use std::fmt;

use chainrule::nn::{cross_entropy, linear, relu, sigmoid, softplus, tanh};
use chainrule::{Float, differentiate};
use chainrule_examples::initialise::{he_normal, xavier_uniform};
use clap::ValueEnum;
use ndarray::{Array1, Array2};
use rand::Rng;

/// What stands between two layers, elementwise.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum Activation {
    /// max(0, x)
    Relu,
    /// 1 / (1 + e⁻ˣ)
    Sigmoid,
    /// The hyperbolic tangent
    Tanh,
    /// ln(1 + eˣ)
    Softplus,
}

/// The scores of each class, a row for each row of `x`: layers x·Wᵀ + b with the activation
/// between them, and none after the last.
///
/// The weights of a layer have the shape (outputs, inputs), its biases the shape (outputs).
#[differentiate]
pub fn scores<T: Float>(
    weights: &[Array2<T>],
    biases: &[Array1<T>],
    #[constant] activation: Activation,
    #[constant] x: &Array2<T>,
) -> Array2<T> {
    let mut h = x.clone();
    for (i, (w, b)) in weights.iter().zip(biases).enumerate() {
        if i > 0 {
            h = activate(activation, &h);
        }
        h = linear(&h, w, b);
    }
    h
}

/// The activation of each element.
#[differentiate]
pub fn activate<T: Float>(#[constant] activation: Activation, h: &Array2<T>) -> Array2<T> {
    match activation {
        Activation::Relu => relu(h),
        Activation::Sigmoid => sigmoid(h),
        Activation::Tanh => tanh(h),
        Activation::Softplus => softplus(h),
    }
}

/// The mean over all samples of −ln p, where p is the probability (softmax of the scores) that the
/// network gives to the sample's class.
#[differentiate]
pub fn loss<T: Float>(
    weights: &[Array2<T>],
    biases: &[Array1<T>],
    #[constant] activation: Activation,
    #[constant] x: &Array2<T>,
    #[constant] classes: &[usize],
) -> T {
    let scores = scores(weights, biases, activation, x);
    cross_entropy(&scores, classes)
}

/// Weights and biases of all layers, and what stands between them.
#[derive(Clone, Debug)]
pub struct Network<T> {
    /// For each layer, the shape (outputs, inputs).
    pub weights: Vec<Array2<T>>,
    /// For each layer, the shape (outputs).
    pub biases: Vec<Array1<T>>,
    /// Between the layers.
    pub activation: Activation,
}

impl<T: Float> Network<T> {
    /// A network with layers of those sizes, the first the inputs, the last the classes. Weights
    /// are random and keep the variance from layer to layer, biases are zero.
    pub fn new(layers: &[usize], activation: Activation, rng: &mut impl Rng) -> Self {
        let shapes = layers.windows(2).map(|sizes| (sizes[1], sizes[0]));
        let weights = shapes.map(|(outputs, inputs)| match activation {
            Activation::Relu | Activation::Softplus => he_normal(outputs, inputs, rng),
            Activation::Sigmoid | Activation::Tanh => xavier_uniform(outputs, inputs, rng),
        });
        let biases = layers[1..].iter().map(|&outputs| Array1::zeros(outputs));
        Self { weights: weights.collect(), biases: biases.collect(), activation }
    }

    /// The scores of each class, a row for each row of `x`.
    pub fn scores(&self, x: &Array2<T>) -> Array2<T> {
        scores(&self.weights, &self.biases, self.activation, x)
    }
}

impl fmt::Display for Activation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Relu => "relu",
            Self::Sigmoid => "sigmoid",
            Self::Tanh => "tanh",
            Self::Softplus => "softplus",
        })
    }
}

#[cfg(test)]
mod tests {
    use chainrule_examples::initialise::standard_normal;
    use rand::SeedableRng;
    use rand::rngs::Xoshiro256PlusPlus;

    use super::*;

    type Parameters = (Vec<Array2<f64>>, Vec<Array1<f64>>);

    fn example() -> (Parameters, Array2<f64>, [usize; 5]) {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(3);
        let shapes = [(5, 4), (6, 5), (3, 6)];
        let weights = shapes.map(|(outputs, inputs)| standard_normal(outputs, inputs, &mut rng));
        let biases =
            shapes.map(|(outputs, _)| standard_normal(1, outputs, &mut rng).row(0).to_owned());
        let x = standard_normal(5, 4, &mut rng);
        ((weights.to_vec(), biases.to_vec()), x, [0, 2, 1, 1, 0])
    }

    /// The central difference in one parameter.
    fn slope(
        parameters: &Parameters,
        pick: impl Fn(&mut Parameters) -> &mut f64,
        f: impl Fn(&Parameters) -> f64,
    ) -> f64 {
        let h = 1e-5;
        let moved = |by: f64| {
            let mut parameters = parameters.clone();
            *pick(&mut parameters) += by;
            f(&parameters)
        };
        (moved(h) - moved(-h)) / (2.0 * h)
    }

    #[test]
    fn gradients_are_the_slopes_of_the_loss() {
        let (parameters, x, classes) = example();
        for &activation in Activation::value_variants() {
            let (weights, biases) = &parameters;
            let (value, gradient) =
                loss::value_and_gradient(weights, biases, activation, &x, &classes);
            assert_eq!(value, loss(weights, biases, activation, &x, &classes));
            let f = |(w, b): &Parameters| loss(w, b, activation, &x, &classes);
            for layer in 0..weights.len() {
                for (at, &derivative) in gradient.0[layer].indexed_iter() {
                    let slope = slope(&parameters, |p| &mut p.0[layer][at], f);
                    assert!((derivative - slope).abs() < 1e-8, "{activation} {derivative} {slope}");
                }
                for (at, &derivative) in gradient.1[layer].indexed_iter() {
                    let slope = slope(&parameters, |p| &mut p.1[layer][at], f);
                    assert!((derivative - slope).abs() < 1e-8, "{activation} {derivative} {slope}");
                }
            }
        }
    }

    #[test]
    fn a_network_without_weights_knows_nothing() {
        // All scores are equal, so that each of the 10 classes has the probability 1 / 10.
        let (weights, biases) = ([Array2::<f64>::zeros((10, 4))], [Array1::zeros(10)]);
        let value = loss(&weights, &biases, Activation::Relu, &Array2::ones((3, 4)), &[0, 5, 9]);
        assert!((value - 10_f64.ln()).abs() < 1e-15);
    }
}
