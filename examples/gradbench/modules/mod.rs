//! The modules that there are, and the way from a message to a function.

mod ba;
mod det;
mod gmm;
mod hello;
mod ht;
mod kmeans;
mod llsq;
mod lse;
mod lstm;
mod ode;
mod particle;
mod saddle;
mod shapes;

use serde::Deserialize;
use serde::de::value::Error as NameError;
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde_json::Value;
use thiserror::Error;

use crate::timing::{Repetitions, Timed};

/// An eval of the suite.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Module {
    /// A square and its derivative.
    Hello,
    /// A Gaussian mixture model.
    Gmm,
    /// Bundle adjustment.
    Ba,
    /// A recurrent network.
    Lstm,
    /// Hand tracking.
    Ht,
    /// Clustering.
    Kmeans,
    /// Linear least squares.
    Llsq,
    /// The logarithm of a sum of exponentials.
    Lse,
    /// A determinant.
    Det,
    /// A differential equation.
    Ode,
    /// A particle under control.
    Particle,
    /// A saddle point.
    Saddle,
}

/// Why a function cannot be evaluated.
#[derive(Debug, Error)]
pub enum Error {
    /// The module is not one of these.
    #[error("module: {0}")]
    Module(NameError),
    /// The module has no such function.
    #[error("function: {0}")]
    Function(NameError),
    /// The input is not what the function takes.
    #[error("input: {0}")]
    Input(#[from] serde_json::Error),
    /// The parts of the input do not fit together.
    #[error("input: {what} has {found} elements rather than {expected}")]
    Length {
        /// Which part.
        what: &'static str,
        /// How many elements it has.
        found: usize,
        /// How many the others ask for.
        expected: usize,
    },
    /// A number is too small to be a size.
    #[error("input: {what} must be at least {least}")]
    Small {
        /// Which number.
        what: &'static str,
        /// The smallest that makes sense.
        least: usize,
    },
}

/// The arguments of a module's functions.
trait Program: DeserializeOwned {
    /// The names of the functions.
    type Function: DeserializeOwned;

    /// Evaluates a function; only the function itself is timed.
    fn evaluate(
        self,
        function: Self::Function,
        repetitions: Repetitions,
    ) -> Result<Timed<Value>, Error>;
}

/// The functions of evals that ask for a gradient.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Gradient {
    Primal,
    Gradient,
}

/// The functions of evals that ask for nested derivatives: the modes of the outer and of the inner one.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Modes {
    Ff,
    Fr,
    Rf,
    Rr,
}

/// The functions of evals that ask for a Jacobian, be it of one row.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Jacobian {
    Objective,
    Jacobian,
}

/// The module of this name.
pub fn find(name: &str) -> Result<Module, Error> {
    named(name).map_err(Error::Module)
}

/// Evaluates a function of a module, as often as the input asks for.
pub fn evaluate(module: Module, function: &str, input: &Value) -> Result<Timed<Value>, Error> {
    let run = match module {
        Module::Hello => run::<hello::Input>,
        Module::Gmm => run::<gmm::Input>,
        Module::Ba => run::<ba::Input>,
        Module::Lstm => run::<lstm::Input>,
        Module::Ht => run::<ht::Input>,
        Module::Kmeans => run::<kmeans::Input>,
        Module::Llsq => run::<llsq::Input>,
        Module::Lse => run::<lse::Input>,
        Module::Det => run::<det::Input>,
        Module::Ode => run::<ode::Input>,
        Module::Particle => run::<particle::Input>,
        Module::Saddle => run::<saddle::Input>,
    };
    run(function, input)
}

fn run<P: Program>(function: &str, input: &Value) -> Result<Timed<Value>, Error> {
    let function = named(function).map_err(Error::Function)?;
    P::deserialize(input)?.evaluate(function, Repetitions::of(input)?)
}

fn named<T: DeserializeOwned>(name: &str) -> Result<T, NameError> {
    T::deserialize(name.into_deserializer())
}
