//! A square and its derivative.

use chainrule_examples::evals::hello::square;
use serde::Deserialize;
use serde_json::Value;

use super::{Error, Program};
use crate::timing::{Repetitions, Timed};

/// x
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Input(f64);

/// `double` is the derivative of `square`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Function {
    Square,
    Double,
}

impl Program for Input {
    type Function = Function;

    fn evaluate(self, function: Function, repetitions: Repetitions) -> Result<Timed<Value>, Error> {
        let Input(x) = self;
        Ok(match function {
            Function::Square => repetitions.time(|| square(x)),
            Function::Double => repetitions.time(|| square::gradient(x)),
        }
        .map(Value::from))
    }
}
