//! Timing functions alternately, on a machine that others use too.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long one measurement takes at least: shorter than what the system gives a process at a time.
const SAMPLE: Duration = Duration::from_micros(300);
/// How many measurements there are of each function.
const ROUNDS: usize = 101;

/// A function to be timed.
pub struct Task<'a> {
    /// What it is called.
    pub name: &'static str,
    run: Box<dyn FnMut() + 'a>,
}

impl<'a> Task<'a> {
    /// A function whose result is not thrown away by the compiler.
    pub fn new<T>(name: &'static str, mut function: impl FnMut() -> T + 'a) -> Self {
        let run = move || {
            black_box(function());
        };
        Task { name, run: Box::new(run) }
    }

    fn time(&mut self, calls: u32) -> Duration {
        let start = Instant::now();
        (0..calls).for_each(|_| (self.run)());
        start.elapsed()
    }

    /// How many calls fill a measurement.
    fn calls(&mut self) -> u32 {
        let mut calls = 1;
        while self.time(calls) < SAMPLE {
            calls *= 2;
        }
        calls
    }
}

/// Runs every function once.
pub fn once(tasks: &mut [Task<'_>]) {
    tasks.iter_mut().for_each(|task| (task.run)());
}

/// The median time of a call of each function, in nanoseconds; one measurement of each in turn.
pub fn medians(tasks: &mut [Task<'_>]) -> Vec<f64> {
    let calls: Vec<u32> = tasks.iter_mut().map(Task::calls).collect();
    let mut times = vec![Vec::with_capacity(ROUNDS); tasks.len()];
    for _ in 0..ROUNDS {
        for ((task, times), &calls) in tasks.iter_mut().zip(&mut times).zip(&calls) {
            times.push(task.time(calls).as_nanos() as f64 / f64::from(calls));
        }
    }
    times
        .into_iter()
        .map(|mut times| {
            times.sort_unstable_by(f64::total_cmp);
            times[ROUNDS / 2]
        })
        .collect()
}
