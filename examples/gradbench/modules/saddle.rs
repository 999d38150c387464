//! A saddle point.

use chainrule_examples::evals::saddle;
use serde::Deserialize;
use serde_json::Value;

use super::{Error, Modes, Program};
use crate::timing::{Repetitions, Timed};

/// Where both players start.
#[derive(Debug, Deserialize)]
pub struct Input {
    start: [f64; 2],
}

impl Program for Input {
    type Function = Modes;

    fn evaluate(self, function: Modes, repetitions: Repetitions) -> Result<Timed<Value>, Error> {
        let run = match function {
            Modes::Ff => saddle::ff,
            Modes::Fr => saddle::fr,
            Modes::Rf => saddle::rf,
            Modes::Rr => saddle::rr,
        };
        let found = repetitions.time(|| run(self.start));
        Ok(found.map(|point| point.to_vec().into()))
    }
}
