//! What can go wrong.

use std::io;
use std::path::PathBuf;

use chainrule_examples::data::DataError;
use chainrule_examples::plot::PlotError;
use thiserror::Error;

/// Why there is no result.
#[derive(Debug, Error)]
pub enum Error {
    /// The data cannot be read.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The layers do not fit the data.
    #[error(
        "--layers {} takes {} inputs to {} classes, but the data has {inputs} inputs and {classes} \
         classes",
        list(layers), layers[0], layers[layers.len() - 1]
    )]
    Layers {
        /// The sizes asked for, at least one.
        layers: Vec<usize>,
        /// Those of the data.
        inputs: usize,
        /// Those of the data.
        classes: usize,
    },
    /// A momentum for an optimiser that has none.
    #[error("--momentum is for --optimizer sgd, but the optimizer is adam")]
    Momentum,
    /// The steps were too large.
    #[error("the loss is no longer finite in epoch {epoch}, but {loss}: try a smaller --lr")]
    Diverged {
        /// The epoch, counted from 1.
        epoch: usize,
        /// Infinite or not a number.
        loss: f64,
    },
    /// A plot cannot be drawn.
    #[error("the plot cannot be drawn: {0}")]
    Plot(#[from] PlotError),
    /// A plot cannot be stored.
    #[error("{}: cannot be written: {reason}", path.display())]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        reason: io::Error,
    },
}

fn list(sizes: &[usize]) -> String {
    let sizes: Vec<String> = sizes.iter().map(usize::to_string).collect();
    sizes.join(",")
}
