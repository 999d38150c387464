//! A multilayer perceptron that reads handwritten digits.
//!
//! ```text
//! cargo run --release --example mlp -- --help
//! ```
//!
//! `network` holds the network and its loss, written as plain functions, and `training` the
//! loop that follows the gradient.

mod error;
mod network;
mod options;
mod report;
mod training;

use std::process::ExitCode;
use std::time::Instant;

use chainrule::Float;
use chainrule_examples::data::{Data, Dataset};
use chainrule_examples::metrics::{Confusion, readings};
use chainrule_examples::optimiser::{Adam, Optimiser, Sgd};
use chainrule_examples::plot::Epoch;
use chainrule_examples::say;
use chainrule_examples::scaling::Standardiser;
use clap::Parser;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

use error::Error;
use network::Network;
use options::{Method, Options, Precision};

fn main() -> ExitCode {
    let options = Options::parse();
    let result = match options.precision {
        Precision::F32 => run::<f32>(&options),
        Precision::F64 => run::<f64>(&options),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run<T: Float>(options: &Options) -> Result<(), Error> {
    options.method()?;
    let data = match &options.data {
        Some(path) => Data::<T>::read(path)?,
        None => Data::digits(),
    };
    let layers = options.layers_for(data.training.inputs.ncols(), data.training.class_count)?;
    say!(
        "{} samples to learn from, {} held back; layers {layers:?} with {}",
        data.training.classes.len(),
        data.held_back.classes.len(),
        options.activation
    );

    let start = Instant::now();
    let scaled = standardise(&data);
    let (network, history) = fit(options, &layers, &scaled)?;
    say!("trained for {} epochs in {:.2?}", options.epochs, start.elapsed());
    conclude(options, &network, &data.held_back, &scaled.held_back, &history)
}

/// Trains a new network as the options say, under a progress bar.
fn fit<T: Float>(
    options: &Options,
    layers: &[usize],
    scaled: &Data<T>,
) -> Result<(Network<T>, Vec<Epoch>), Error> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(options.seed);
    let mut network = Network::new(layers, options.activation, &mut rng);
    let mut optimiser = optimiser(options.method()?);
    let bar = report::progress_bar(options.epochs.get());
    let history = training::train(
        &mut network,
        optimiser.as_mut(),
        scaled,
        (options.epochs, options.batch),
        &mut rng,
        |number, epoch| {
            bar.set_position(number as u64);
            bar.set_message(report::progress_message(epoch));
        },
    )?;
    bar.finish();
    Ok((network, history))
}

/// Prints the table and writes the plots.
fn conclude<T: Float>(
    options: &Options,
    network: &Network<T>,
    samples: &Dataset<T>,
    scaled: &Dataset<T>,
    history: &[Epoch],
) -> Result<(), Error> {
    let scores = network.scores(&scaled.inputs);
    let confusion = Confusion::new(samples.class_count, &samples.classes, &readings(&scores));
    say!("{}", report::table(&confusion, samples.class_count));
    say!("accuracy on the samples held back: {:.2} %", 100.0 * confusion.accuracy());

    let (training, misread) = (options.out.join("training.svg"), options.out.join("misread.svg"));
    report::plot_training(&training, history)?;
    say!("training curve: {}", training.display());
    if let Some(picture) = samples.picture {
        report::plot_misread(&misread, samples, picture, &scores)?;
        say!("misread digits: {}", misread.display());
    }
    Ok(())
}

fn optimiser<T: Float>(method: Method) -> Box<dyn Optimiser<T>> {
    match method {
        Method::Adam { rate } => Box::new(Adam::new(T::from_f64(rate))),
        Method::Sgd { rate, momentum } => {
            Box::new(Sgd::new(T::from_f64(rate), T::from_f64(momentum)))
        }
    }
}

/// Both parts on the scale of the training samples; nothing is learnt from those held back.
fn standardise<T: Float>(data: &Data<T>) -> Data<T> {
    let standardiser = Standardiser::new(&data.training.inputs);
    let scale = |samples: &Dataset<T>| Dataset {
        inputs: standardiser.apply(&samples.inputs),
        classes: samples.classes.clone(),
        ..*samples
    };
    Data { training: scale(&data.training), held_back: scale(&data.held_back) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The accuracy after the last epoch on the fifth of the digits that is held back.
    fn accuracy<T: Float>(arguments: &[&str]) -> f64 {
        let options = Options::parse_from([&["mlp"], arguments].concat());
        let layers = options.layers_for(64, 10).unwrap();
        let (_, history) = fit::<T>(&options, &layers, &standardise(&Data::digits())).unwrap();
        history[history.len() - 1].held_back_accuracy
    }

    #[test]
    fn ninety_seven_of_a_hundred_digits_are_read_right() {
        let (single, double) = (accuracy::<f32>(&[]), accuracy::<f64>(&[]));
        assert!(single >= 0.97 && double >= 0.97, "{single} {double}");
    }

    #[test]
    fn every_activation_and_optimiser_learns() {
        for arguments in [
            ["--activation", "sigmoid"],
            ["--activation", "tanh"],
            ["--activation", "softplus"],
            ["--optimizer", "sgd"],
        ] {
            let accuracy = accuracy::<f32>(&[&arguments[..], &["--epochs", "10"]].concat());
            assert!(accuracy >= 0.93, "{arguments:?}: {accuracy}");
        }
    }

    #[test]
    fn too_large_steps_are_told() {
        let options = Options::parse_from(["mlp", "--optimizer", "sgd", "--lr", "1e30"]);
        let scaled = standardise(&Data::<f32>::digits());
        let message = fit(&options, &[64, 32, 10], &scaled).unwrap_err().to_string();
        assert!(message.starts_with("the loss is no longer finite in epoch 1"), "{message}");
    }
}
