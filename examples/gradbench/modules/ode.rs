//! A differential equation.

use chainrule_examples::evals::ode::{last_gradient, solve};
use serde::Deserialize;
use serde_json::Value;

use super::shapes::at_least;
use super::{Error, Gradient, Program};
use crate::timing::{Repetitions, Timed};

/// The coefficients, and the number of steps.
#[derive(Debug, Deserialize)]
pub struct Input {
    x: Vec<f64>,
    s: usize,
}

impl Program for Input {
    type Function = Gradient;

    fn evaluate(self, function: Gradient, repetitions: Repetitions) -> Result<Timed<Value>, Error> {
        let Input { x, s } = self;
        at_least(x.len(), 1, "the length of x")?;
        at_least(s, 1, "s")?;
        Ok(match function {
            Gradient::Primal => repetitions.time(|| solve(&x, s)).map(Value::from),
            Gradient::Gradient => repetitions.time(|| last_gradient(&x, s)).map(Value::from),
        })
    }
}
