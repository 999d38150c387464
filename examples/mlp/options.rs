//! The options of the command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Parser, ValueEnum};

use crate::error::Error;
use crate::network::Activation;

const HIDDEN: usize = 128;
const ADAM_RATE: f64 = 0.002;
const SGD_RATE: f64 = 0.05;

/// Trains a multilayer perceptron on handwritten digits, with gradients from chainrule.
///
/// Without --data on 1,797 digits of 8 by 8 pixels: "Optical Recognition of Handwritten Digits",
/// E. Alpaydin and C. Kaynak, 1998, UCI Machine Learning Repository, CC BY 4.0. A fifth of each
/// class is held back and only used to judge the network.
#[derive(Clone, Debug, Parser)]
#[command(name = "mlp")]
pub struct Options {
    /// Sizes of the layers, from the inputs to the classes [default: inputs,128,classes]
    #[arg(long, value_name = "SIZES", value_delimiter = ',')]
    pub layers: Option<Vec<NonZeroUsize>>,

    /// Passes over the training samples
    #[arg(long, value_name = "COUNT", default_value = "40")]
    pub epochs: NonZeroUsize,

    /// Samples in a step
    #[arg(long, value_name = "SAMPLES", default_value = "32")]
    pub batch: NonZeroUsize,

    /// Learning rate [default: 0.002 with adam, 0.05 with sgd]
    #[arg(long, value_name = "RATE", value_parser = positive, allow_negative_numbers = true)]
    pub lr: Option<f64>,

    /// What makes steps of gradients
    #[arg(long, value_enum, default_value_t = OptimiserKind::Adam)]
    pub optimizer: OptimiserKind,

    /// Part of the last step that sgd takes again [default: 0.9]
    #[arg(long, value_name = "PART", value_parser = below_one, allow_negative_numbers = true)]
    pub momentum: Option<f64>,

    /// What stands between the layers
    #[arg(long, value_enum, default_value_t = Activation::Relu)]
    pub activation: Activation,

    /// Seed of the first weights and of the order of the samples; the fifth that is held back is
    /// always the same
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub seed: u64,

    /// Numbers to calculate with
    #[arg(long, value_enum, default_value_t = Precision::F32)]
    pub precision: Precision,

    /// A CSV file (no heading, the class in the last column) or a folder with MNIST's four idx
    /// files, plain or .gz
    #[arg(long, value_name = "PATH")]
    pub data: Option<PathBuf>,

    /// The folder for the plots training.svg and misread.svg
    #[arg(long, value_name = "DIR", default_value = "target/mlp")]
    pub out: PathBuf,
}

/// What makes steps of gradients.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum OptimiserKind {
    /// Adam (Kingma and Ba, 2015)
    Adam,
    /// Stochastic gradient descent with momentum
    Sgd,
}

/// Numbers to calculate with.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum Precision {
    /// Single precision
    F32,
    /// Double precision
    F64,
}

/// An optimiser with all its settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Method {
    /// Adam.
    Adam {
        /// The learning rate.
        rate: f64,
    },
    /// Stochastic gradient descent.
    Sgd {
        /// The learning rate.
        rate: f64,
        /// The part of the last step that is taken again.
        momentum: f64,
    },
}

impl Options {
    /// The optimiser and its settings.
    ///
    /// # Errors
    /// When a momentum is given for another optimiser than `sgd`.
    pub fn method(&self) -> Result<Method, Error> {
        match (self.optimizer, self.momentum) {
            (OptimiserKind::Adam, None) => Ok(Method::Adam { rate: self.lr.unwrap_or(ADAM_RATE) }),
            (OptimiserKind::Adam, Some(_)) => Err(Error::Momentum),
            (OptimiserKind::Sgd, momentum) => Ok(Method::Sgd {
                rate: self.lr.unwrap_or(SGD_RATE),
                momentum: momentum.unwrap_or(0.9),
            }),
        }
    }

    /// The sizes of the layers for data with so many inputs and classes.
    ///
    /// # Errors
    /// When the given sizes do not begin with the one and end with the other.
    pub fn layers_for(&self, inputs: usize, classes: usize) -> Result<Vec<usize>, Error> {
        let Some(layers) = &self.layers else { return Ok(vec![inputs, HIDDEN, classes]) };
        let layers: Vec<usize> = layers.iter().map(|size| size.get()).collect();
        match layers[..] {
            [first, .., last] if first == inputs && last == classes => Ok(layers),
            _ => Err(Error::Layers { layers, inputs, classes }),
        }
    }
}

fn positive(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|&rate: &f64| rate > 0.0 && rate.is_finite());
    number.ok_or_else(|| "expected a number above 0".to_owned())
}

fn below_one(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|part| (0.0..1.0).contains(part));
    number.ok_or_else(|| "expected a number from 0 up to, but not including, 1".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &str) -> Result<Options, clap::Error> {
        Options::try_parse_from(format!("mlp {arguments}").split_whitespace())
    }

    #[test]
    fn layers_fit_the_data_or_the_error_names_both() {
        let layers = |arguments| parse(arguments).unwrap().layers_for(64, 10);
        assert_eq!(layers("").unwrap(), [64, 128, 10]);
        assert_eq!(layers("--layers 64,32,16,10").unwrap(), [64, 32, 16, 10]);
        assert_eq!(layers("--layers 64,10").unwrap(), [64, 10]);
        assert_eq!(
            layers("--layers 784,128,10").unwrap_err().to_string(),
            "--layers 784,128,10 takes 784 inputs to 10 classes, but the data has 64 inputs and \
             10 classes"
        );
        assert_eq!(
            layers("--layers 64").unwrap_err().to_string(),
            "--layers 64 takes 64 inputs to 64 classes, but the data has 64 inputs and 10 classes"
        );
    }

    #[test]
    fn settings_of_the_optimisers() {
        let method = |arguments| parse(arguments).unwrap().method();
        assert_eq!(method("").unwrap(), Method::Adam { rate: 0.002 });
        assert_eq!(method("--lr 0.5").unwrap(), Method::Adam { rate: 0.5 });
        let sgd = Method::Sgd { rate: 0.05, momentum: 0.0 };
        assert_eq!(method("--optimizer sgd --momentum 0").unwrap(), sgd);
        let message = method("--momentum 0.5").unwrap_err().to_string();
        assert_eq!(message, "--momentum is for --optimizer sgd, but the optimizer is adam");
    }

    #[test]
    fn senseless_settings() {
        for arguments in [
            "--layers 64,0,10",
            "--layers 64,,10",
            "--epochs 0",
            "--batch 0",
            "--lr 0",
            "--lr NaN",
            "--lr inf",
            "--optimizer sgd --momentum 1",
            "--activation step",
            "--precision f16",
        ] {
            assert!(parse(arguments).is_err(), "{arguments}");
        }
    }
}
