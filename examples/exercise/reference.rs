//! A network whose loss and gradients PyTorch has computed.

use chainrule::Float;
use ndarray::{Array1, Array2};
use serde::Deserialize;

use crate::net::{CustomNet, Gradients};

const JSON: &str = include_str!("../../tests/data/mlp_torch_seed42.json");

/// Parameters and samples are single-precision numbers; output, `loss_f64` and gradients were
/// computed from them in double precision.
#[derive(Clone, Debug, Deserialize)]
pub struct Reference {
    /// From the inputs to the outputs.
    pub sizes: Vec<usize>,
    weights: Vec<Vec<Vec<f64>>>,
    biases: Vec<Vec<f64>>,
    /// The samples.
    pub x: Vec<Vec<f64>>,
    y: Vec<Vec<f64>>,
    /// As PyTorch printed it in single precision.
    pub loss_f32: f64,
    /// The same in double precision.
    pub loss_f64: f64,
    weight_gradients: Vec<Vec<Vec<f64>>>,
    bias_gradients: Vec<Vec<f64>>,
}

impl Reference {
    /// The network that is kept with the tests.
    pub fn read() -> Self {
        serde_json::from_str(JSON).expect("the file has the fields of this struct")
    }

    /// The network with its parameters.
    pub fn net<T: Float>(&self) -> CustomNet<T> {
        let [input_size, ref hidden_sizes @ .., output_size] = self.sizes[..] else {
            panic!("a network has at least two sizes, the file {:?}", self.sizes);
        };
        CustomNet {
            input_size,
            output_size,
            hidden_sizes: hidden_sizes.to_vec(),
            weights: self.weights.iter().map(|rows| matrix(rows)).collect(),
            biases: self.biases.iter().map(|values| vector(values)).collect(),
        }
    }

    /// The samples, a row for each.
    pub fn x<T: Float>(&self) -> Array2<T> {
        matrix(&self.x)
    }

    /// The outputs wanted, a row for each sample.
    pub fn y<T: Float>(&self) -> Array2<T> {
        matrix(&self.y)
    }

    /// PyTorch's gradients in the weights and biases, in double precision.
    pub fn gradients(&self) -> Gradients<f64> {
        Gradients {
            weights: self.weight_gradients.iter().map(|rows| matrix(rows)).collect(),
            biases: self.bias_gradients.iter().map(|values| vector(values)).collect(),
        }
    }
}

fn matrix<T: Float>(rows: &[Vec<f64>]) -> Array2<T> {
    let shape = (rows.len(), rows.first().map_or(0, Vec::len));
    let values = rows.iter().flatten().map(|&value| T::from_f64(value));
    Array2::from_shape_vec(shape, values.collect()).expect("every row has the length of the first")
}

fn vector<T: Float>(values: &[f64]) -> Array1<T> {
    values.iter().map(|&value| T::from_f64(value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loss_is_that_of_pytorch() {
        let reference = Reference::read();
        let single = reference.net::<f32>().loss(&reference.x(), &reference.y());
        let double = reference.net::<f64>().loss(&reference.x(), &reference.y());
        assert!((f64::from(single) - reference.loss_f32).abs() <= 1.2e-7, "{single}");
        assert!((double - reference.loss_f64).abs() <= 1e-15, "{double}");
    }

    #[test]
    fn every_derivative_is_that_of_pytorch() {
        let reference = Reference::read();
        let (_, gradients) = reference.net::<f64>().backward(&reference.x(), &reference.y());
        let deviations = gradients.deviations(&reference.gradients());
        assert_eq!(deviations.len(), 4);
        for (layer, (w, b)) in deviations.into_iter().enumerate() {
            assert!(w <= 1e-12 && b <= 1e-12, "layer {layer}: {w} {b}");
        }
    }
}
