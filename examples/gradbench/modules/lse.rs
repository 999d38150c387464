//! The logarithm of a sum of exponentials.

use chainrule_examples::evals::lse::logsumexp;
use serde::Deserialize;
use serde_json::Value;

use super::{Error, Gradient, Program};
use crate::timing::{Repetitions, Timed};

/// The exponents.
#[derive(Debug, Deserialize)]
pub struct Input {
    x: Vec<f64>,
}

impl Program for Input {
    type Function = Gradient;

    fn evaluate(self, function: Gradient, repetitions: Repetitions) -> Result<Timed<Value>, Error> {
        let Input { x } = self;
        Ok(match function {
            Gradient::Primal => repetitions.time(|| logsumexp(&x)).map(Value::from),
            Gradient::Gradient => repetitions.time(|| logsumexp::gradient(&x)).map(Value::from),
        })
    }
}
