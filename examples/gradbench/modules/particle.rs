//! A particle under control.

use chainrule_examples::evals::particle;
use serde::Deserialize;
use serde_json::Value;

use super::{Error, Modes, Program};
use crate::timing::{Repetitions, Timed};

/// The control that is started from.
#[derive(Debug, Deserialize)]
pub struct Input {
    w: f64,
}

impl Program for Input {
    type Function = Modes;

    fn evaluate(self, function: Modes, repetitions: Repetitions) -> Result<Timed<Value>, Error> {
        let run = match function {
            Modes::Ff => particle::ff,
            Modes::Fr => particle::fr,
            Modes::Rf => particle::rf,
            Modes::Rr => particle::rr,
        };
        Ok(repetitions.time(|| run(self.w)).map(Value::from))
    }
}
