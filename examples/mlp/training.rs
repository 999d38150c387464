//! The training loop.

use std::num::NonZeroUsize;

use chainrule::Float;
use chainrule_examples::data::{Data, Dataset};
use chainrule_examples::metrics::{Confusion, readings};
use chainrule_examples::optimiser::Optimiser;
use chainrule_examples::plot::Epoch;
use rand::Rng;
use rand::seq::SliceRandom;

use crate::error::Error;
use crate::network::{Network, loss};

/// Takes a step for each batch of samples, in a new order in each epoch, and calls `after_epoch`
/// with the number of the epoch and its result.
///
/// # Errors
/// When the loss is no longer finite.
pub fn train<T: Float>(
    network: &mut Network<T>,
    optimiser: &mut dyn Optimiser<T>,
    data: &Data<T>,
    (epochs, batch): (NonZeroUsize, NonZeroUsize),
    rng: &mut impl Rng,
    mut after_epoch: impl FnMut(usize, &Epoch),
) -> Result<Vec<Epoch>, Error> {
    let mut order: Vec<usize> = (0..data.training.classes.len()).collect();
    let mut history = Vec::new();
    for number in 1..=epochs.get() {
        order.shuffle(rng);
        let mut training_loss = 0.0;
        for indices in order.chunks(batch.get()) {
            let loss = step(network, optimiser, &data.training.select(indices));
            training_loss += loss * indices.len() as f64 / order.len() as f64;
        }
        let epoch = judge(network, training_loss, &data.held_back);
        if let Some(&loss) =
            [epoch.training_loss, epoch.held_back_loss].iter().find(|loss| !loss.is_finite())
        {
            return Err(Error::Diverged { epoch: number, loss });
        }
        after_epoch(number, &epoch);
        history.push(epoch);
    }
    Ok(history)
}

/// Moves weights and biases against the gradient of the loss, and returns the loss before.
fn step<T: Float>(
    network: &mut Network<T>,
    optimiser: &mut dyn Optimiser<T>,
    batch: &Dataset<T>,
) -> f64 {
    let Network { weights, biases, activation } = network;
    let (loss, (weights_bar, biases_bar)) =
        loss::value_and_gradient(weights, biases, *activation, &batch.inputs, &batch.classes);

    let contiguous = "weights and biases are never transposed or cut";
    let weights = weights.iter_mut().map(|w| w.as_slice_mut().expect(contiguous));
    let biases = biases.iter_mut().map(|b| b.as_slice_mut().expect(contiguous));
    let mut parameters: Vec<&mut [T]> = weights.chain(biases).collect();
    let weights_bar = weights_bar.iter().map(|w| w.as_slice().expect(contiguous));
    let biases_bar = biases_bar.iter().map(|b| b.as_slice().expect(contiguous));
    let gradients: Vec<&[T]> = weights_bar.chain(biases_bar).collect();
    optimiser.step(&mut parameters, &gradients);
    loss.to_f64()
}

fn judge<T: Float>(network: &Network<T>, training_loss: f64, held_back: &Dataset<T>) -> Epoch {
    let Network { weights, biases, activation } = network;
    let held_back_loss = loss(weights, biases, *activation, &held_back.inputs, &held_back.classes);
    let readings = readings(&network.scores(&held_back.inputs));
    let confusion = Confusion::new(held_back.class_count, &held_back.classes, &readings);
    Epoch {
        training_loss,
        held_back_loss: held_back_loss.to_f64(),
        held_back_accuracy: confusion.accuracy(),
    }
}
