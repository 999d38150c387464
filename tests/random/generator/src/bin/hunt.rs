//! `hunt <seed> <from> <to> [features]` tries many programs, and prints those that fail.
//!
//! They are compiled in batches; those that rustc rejects are left out of their batch, and count as
//! failures.

use std::env;
use std::process::ExitCode;

use chainrule_random_generator::{Program, failures, features, program};

/// How many programs are compiled at once.
const BATCH: u64 = 200;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let number = |i: usize| arguments.get(i).and_then(|text| text.parse::<u64>().ok());
    let (Some(seed), Some(from), Some(to)) = (number(0), number(1), number(2)) else {
        eprintln!("usage: hunt <seed> <from> <to> [features]");
        return ExitCode::FAILURE;
    };
    let features = features(arguments.get(3).map_or("", String::as_str));
    let (mut tried, mut failed) = (0, 0);
    for start in (from..to).step_by(BATCH as usize) {
        let indices: Vec<u64> = (start..to.min(start + BATCH)).collect();
        let batch: Vec<Program> = indices.iter().map(|i| program(seed, *i, &features)).collect();
        let failures = failures(&batch);
        for (i, failure) in &failures {
            println!("=== {seed} {}: {}: {}", indices[*i], failure.check, failure.what);
            println!("{}\n", batch[*i].text(&format!("p{}", indices[*i])));
        }
        tried += batch.len();
        failed += failures.len();
        eprintln!("{failed} of {tried} fail");
    }
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
