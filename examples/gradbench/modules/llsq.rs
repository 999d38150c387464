//! Linear least squares.

use chainrule_examples::evals::llsq::objective;
use serde::Deserialize;
use serde_json::Value;

use super::{Error, Gradient, Program};
use crate::timing::{Repetitions, Timed};

/// The coefficients, and the number of points.
#[derive(Debug, Deserialize)]
pub struct Input {
    x: Vec<f64>,
    n: usize,
}

impl Program for Input {
    type Function = Gradient;

    fn evaluate(self, function: Gradient, repetitions: Repetitions) -> Result<Timed<Value>, Error> {
        let Input { x, n } = self;
        super::shapes::at_least(n, 2, "n")?;
        Ok(match function {
            Gradient::Primal => repetitions.time(|| objective(&x, n)).map(Value::from),
            Gradient::Gradient => repetitions.time(|| objective::gradient(&x, n)).map(Value::from),
        })
    }
}
