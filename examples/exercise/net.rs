//! A network with layers of any sizes.

use chainrule::Float;
use chainrule::nn::{linear, sigmoid};
use chainrule_examples::initialise::{standard_normal, xavier_uniform};
use clap::ValueEnum;
use ndarray::{Array1, Array2};
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

use crate::largest;
use crate::network::loss;

/// How the weights begin; biases begin at zero.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum Start {
    /// Independent standard normal
    StandardNormal,
    /// Uniform in ±√(6 / (inputs + outputs)) (Glorot and Bengio, 2010)
    XavierUniform,
}

/// A fully connected network with a sigmoid after every layer.
#[derive(Clone, Debug)]
pub struct CustomNet<T> {
    /// The number of inputs.
    pub input_size: usize,
    /// The number of outputs.
    pub output_size: usize,
    /// The sizes of the layers between, none or as many as you like.
    pub hidden_sizes: Vec<usize>,
    /// For each layer, the shape (outputs, inputs).
    pub weights: Vec<Array2<T>>,
    /// For each layer, the shape (outputs).
    pub biases: Vec<Array1<T>>,
}

/// What the layers make of samples, a row for each sample.
#[derive(Clone, Debug)]
pub struct Pass<T> {
    /// x·Wᵀ + b of each layer.
    pub pre_activations: Vec<Array2<T>>,
    /// The sigmoid of these.
    pub activations: Vec<Array2<T>>,
}

/// The derivative of the loss in each weight and bias, in the shapes of these.
#[derive(Clone, Debug)]
pub struct Gradients<T> {
    /// For each layer, the shape (outputs, inputs).
    pub weights: Vec<Array2<T>>,
    /// For each layer, the shape (outputs).
    pub biases: Vec<Array1<T>>,
}

impl<T: Float> CustomNet<T> {
    /// A network with random weights; the same for the same seed.
    ///
    /// # Panics
    /// If a size is 0.
    pub fn new(
        input_size: usize,
        output_size: usize,
        hidden_sizes: &[usize],
        start: Start,
        seed: u64,
    ) -> Self {
        let sizes = [&[input_size], hidden_sizes, &[output_size]].concat();
        assert!(
            sizes.iter().all(|&size| size > 0),
            "no layer may be empty, but sizes are {sizes:?}"
        );
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let weights = sizes.windows(2).map(|pair| match start {
            Start::StandardNormal => standard_normal(pair[1], pair[0], &mut rng),
            Start::XavierUniform => xavier_uniform(pair[1], pair[0], &mut rng),
        });
        Self {
            input_size,
            output_size,
            hidden_sizes: hidden_sizes.to_vec(),
            weights: weights.collect(),
            biases: sizes[1..].iter().map(|&size| Array1::zeros(size)).collect(),
        }
    }

    /// All pre-activations and activations for the samples `x` (samples, inputs).
    ///
    /// # Panics
    /// If `x` has another number of columns than the network inputs.
    pub fn forward(&self, x: &Array2<T>) -> Pass<T> {
        let mut pass = Pass { pre_activations: Vec::new(), activations: Vec::new() };
        for (w, b) in self.weights.iter().zip(&self.biases) {
            let z = linear(pass.activations.last().unwrap_or(x), w, b);
            pass.activations.push(sigmoid(&z));
            pass.pre_activations.push(z);
        }
        pass
    }

    /// ½ mean((output − y)²) for the samples `x` (samples, inputs) and the wanted `y` (samples,
    /// outputs).
    ///
    /// # Panics
    /// If `x` or `y` does not have the shape named.
    pub fn loss(&self, x: &Array2<T>, y: &Array2<T>) -> T {
        loss(&self.weights, &self.biases, x, y)
    }

    /// The same loss and its gradients.
    ///
    /// # Panics
    /// If `x` or `y` does not have the shape named at [`loss`](Self::loss).
    pub fn backward(&self, x: &Array2<T>, y: &Array2<T>) -> (T, Gradients<T>) {
        let (value, (weights, biases)) =
            loss::value_and_gradient(&self.weights, &self.biases, x, y);
        (value, Gradients { weights, biases })
    }
}

impl<T> Pass<T> {
    /// The activations of the last layer.
    pub fn output(&self) -> &Array2<T> {
        &self.activations[self.activations.len() - 1]
    }
}

impl Gradients<f64> {
    /// The largest deviation from others, in the weights and in the biases of each layer.
    ///
    /// # Panics
    /// If the shapes differ.
    pub fn deviations(&self, other: &Self) -> Vec<(f64, f64)> {
        assert_eq!(self.weights.len(), other.weights.len(), "the numbers of layers differ");
        let weights = self.weights.iter().zip(&other.weights).map(|(a, b)| largest(&(a - b)));
        let biases = self.biases.iter().zip(&other.biases).map(|(a, b)| largest(&(a - b)));
        weights.zip(biases).collect()
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn any_number_of_hidden_layers() {
        for hidden in [&[][..], &[3], &[6, 2, 5, 4]] {
            let net = CustomNet::<f32>::new(4, 2, hidden, Start::XavierUniform, 1);
            let (x, y) = (Array2::ones((7, 4)), Array2::zeros((7, 2)));
            let (pass, (_, gradients)) = (net.forward(&x), net.backward(&x, &y));
            assert_eq!(pass.output().dim(), (7, 2));
            for (layer, &size) in hidden.iter().chain(&[2]).enumerate() {
                assert_eq!(pass.pre_activations[layer].dim(), (7, size));
                assert_eq!(pass.activations[layer].dim(), (7, size));
                assert_eq!(gradients.weights[layer].dim(), net.weights[layer].dim());
                assert_eq!(gradients.biases[layer].dim(), net.biases[layer].dim());
            }
            assert_eq!(gradients.weights.len(), hidden.len() + 1);
        }
    }

    #[test]
    fn one_neuron_by_hand() {
        // w = 0, b = 0: output ½; loss ½ (½ − y)²; derivative in b: (½ − y) · ¼, in w: x times that.
        let mut net = CustomNet::<f64>::new(1, 1, &[], Start::StandardNormal, 1);
        net.weights[0].fill(0.0);
        let (value, gradients) = net.backward(&array![[3.0]], &array![[1.5]]);
        assert_eq!(net.forward(&array![[3.0]]).output(), array![[0.5]]);
        assert_eq!(value, 0.5);
        assert_eq!(gradients.biases[0], array![-0.25]);
        assert_eq!(gradients.weights[0], array![[-0.75]]);
    }

    #[test]
    fn a_seed_gives_the_same_network_again() {
        for start in [Start::StandardNormal, Start::XavierUniform] {
            let net = |seed| CustomNet::<f64>::new(3, 1, &[2], start, seed).weights;
            assert_eq!(net(5), net(5));
            assert_ne!(net(5), net(6));
        }
    }

    #[test]
    #[should_panic(expected = "no layer may be empty, but sizes are [3, 0, 1]")]
    fn an_empty_layer() {
        CustomNet::<f64>::new(3, 1, &[0], Start::StandardNormal, 1);
    }
}
