//! Repeating a function and timing it.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How often a function is to run at least.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Repetitions {
    /// How many times.
    min_runs: usize,
    /// How long in sum.
    min_seconds: f64,
}

/// How long one run took.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Timing {
    name: &'static str,
    nanoseconds: u128,
}

/// A value, and how long each run took that computed it.
#[derive(Clone, Debug, PartialEq)]
pub struct Timed<T> {
    /// The value.
    pub output: T,
    /// One entry a run.
    pub timings: Vec<Timing>,
}

impl Repetitions {
    /// What an input asks for; once, where it does not say.
    pub fn of(input: &Value) -> Result<Repetitions, serde_json::Error> {
        match input {
            Value::Object(_) => Repetitions::deserialize(input),
            _ => Ok(Repetitions::default()),
        }
    }

    /// Runs a function as often as asked, and at least once.
    pub fn time<T>(self, mut function: impl FnMut() -> T) -> Timed<T> {
        let mut timings = Vec::new();
        let mut sum = Duration::ZERO;
        loop {
            let start = Instant::now();
            let output = black_box(function());
            let duration = start.elapsed();
            sum += duration;
            timings.push(Timing { name: "evaluate", nanoseconds: duration.as_nanos() });
            if timings.len() >= self.min_runs && sum.as_secs_f64() >= self.min_seconds {
                return Timed { output, timings };
            }
        }
    }
}

impl<T> Timed<T> {
    /// The same timings for a value in another form.
    pub fn map<U>(self, form: impl FnOnce(T) -> U) -> Timed<U> {
        Timed { output: form(self.output), timings: self.timings }
    }
}
