//! A recurrent network.

use chainrule_examples::evals::lstm::objective;
use serde::Deserialize;
use serde_json::Value;

use super::shapes::{at_least, flat, length};
use super::{Error, Jacobian, Program};
use crate::timing::{Repetitions, Timed};

/// The weights, the state before, and the text.
#[derive(Debug, Deserialize)]
pub struct Input {
    main_params: Vec<Vec<f64>>,
    extra_params: Vec<Vec<f64>>,
    state: Vec<Vec<f64>>,
    sequence: Vec<Vec<f64>>,
}

impl Program for Input {
    type Function = Jacobian;

    fn evaluate(self, function: Jacobian, repetitions: Repetitions) -> Result<Timed<Value>, Error> {
        let Input { main_params, extra_params, state, sequence } = self;
        length(&extra_params, 3, "extra_params")?;
        length(&state, main_params.len(), "state")?;
        length(&main_params, main_params.len() / 2 * 2, "main_params")?;
        at_least(sequence.len(), 2, "the length of sequence")?;
        let b = extra_params[0].len();
        at_least(b, 1, "the length of a row of extra_params")?;
        let main = flat(&main_params, 4 * b, "a row of main_params")?;
        let extra = flat(&extra_params, b, "a row of extra_params")?;
        let state = flat(&state, b, "a row of state")?;
        let sequence = flat(&sequence, b, "a row of sequence")?;
        Ok(match function {
            Jacobian::Objective => {
                repetitions.time(|| objective(&main, &extra, &state, &sequence)).map(Value::from)
            }
            Jacobian::Jacobian => repetitions
                .time(|| objective::gradient(&main, &extra, &state, &sequence))
                .map(|(main, extra)| Value::from([main, extra].concat())),
        })
    }
}
