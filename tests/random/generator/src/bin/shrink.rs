//! `shrink <seed> <index> [features]` cuts a failing program down, and prints the smallest that fails the
//! same check.

use std::env;
use std::process::ExitCode;

use chainrule_random_generator::{failures, features, program, reduce};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let number = |i: usize| arguments.get(i).and_then(|text| text.parse().ok());
    let (Some(seed), Some(index)) = (number(0), number(1)) else {
        eprintln!("usage: shrink <seed> <index> [features]");
        return ExitCode::FAILURE;
    };
    let first = program(seed, index, &features(arguments.get(2).map_or("", String::as_str)));
    let Some(failure) = failures(std::slice::from_ref(&first)).remove(&0) else {
        eprintln!("this program passes all checks");
        return ExitCode::FAILURE;
    };
    eprintln!("fails: {}: {}", failure.check, failure.what);
    let small = reduce(first, |batch| {
        let failures = failures(batch);
        let same = |i| failures.get(&i).is_some_and(|other| other.check == failure.check);
        let verdicts: Vec<bool> = (0..batch.len()).map(same).collect();
        eprintln!("{} of {} fail", verdicts.iter().filter(|fails| **fails).count(), batch.len());
        verdicts
    });
    println!("{}", small.text("p"));
    ExitCode::SUCCESS
}
