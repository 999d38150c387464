//! A determinant.

use chainrule_examples::evals::det::determinant;
use serde::Deserialize;
use serde_json::Value;

use super::shapes::{at_least, length};
use super::{Error, Gradient, Program};
use crate::timing::{Repetitions, Timed};

/// A square matrix by row.
#[derive(Debug, Deserialize)]
pub struct Input {
    #[serde(rename = "A")]
    a: Vec<f64>,
    ell: usize,
}

impl Program for Input {
    type Function = Gradient;

    fn evaluate(self, function: Gradient, repetitions: Repetitions) -> Result<Timed<Value>, Error> {
        let Input { a, ell } = self;
        at_least(ell, 1, "ell")?;
        length(&a, ell.saturating_mul(ell), "A")?;
        Ok(match function {
            Gradient::Primal => repetitions.time(|| determinant(&a, ell)).map(Value::from),
            Gradient::Gradient => {
                repetitions.time(|| determinant::gradient(&a, ell)).map(Value::from)
            }
        })
    }
}
