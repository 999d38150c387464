//! `shrink <seed> <index>` cuts a failing program down, and prints the smallest that fails the same check.
//!
//! Candidates are compiled many at a time, in place of the programs of `chainrule-random`. Those that are
//! no Rust even without the attribute are left out beforehand.

use std::collections::BTreeMap;
use std::process::{Command, ExitCode, Output};
use std::{env, fs};

use chainrule_random_generator::{Program, SEPARATOR, program, reduce};

/// What a program that is no longer Rust under the attribute fails.
const COMPILES: &str = "compiles";

fn main() -> ExitCode {
    let numbers: Vec<u64> = env::args().skip(1).filter_map(|text| text.parse().ok()).collect();
    let [seed, index] = numbers[..] else {
        eprintln!("usage: shrink <seed> <index>");
        return ExitCode::FAILURE;
    };
    let first = program(seed, index);
    let Some(check) = failures(std::slice::from_ref(&first)).remove(&0) else {
        eprintln!("this program passes all checks");
        return ExitCode::FAILURE;
    };
    eprintln!("fails: {check}");
    let small = reduce(first, |batch| {
        let failures = failures(batch);
        let verdicts: Vec<bool> =
            (0..batch.len()).map(|i| failures.get(&i) == Some(&check)).collect();
        eprintln!("{} of {} fail", verdicts.iter().filter(|fails| **fails).count(), batch.len());
        verdicts
    });
    println!("{}", small.source("p"));
    ExitCode::SUCCESS
}

/// The check that each program fails, by its index.
fn failures(batch: &[Program]) -> BTreeMap<usize, String> {
    let mut left: Vec<usize> = (0..batch.len()).collect();
    // Errors of one phase of the compiler hide those of the next.
    while let Some(broken) = broken(&cargo(batch, &left, true)) {
        let positions: Vec<usize> = broken.iter().map(|i| left[*i]).collect();
        left.retain(|i| !positions.contains(i));
    }
    let mut all = BTreeMap::new();
    loop {
        let output = cargo(batch, &left, false);
        let Some(broken) = broken(&output) else {
            for line in String::from_utf8_lossy(&output.stdout).lines() {
                if let Some((i, check)) = line.split_once('\t') {
                    all.insert(left[i.parse::<usize>().expect("an index")], check.to_owned());
                }
            }
            return all;
        };
        let positions: Vec<usize> = broken.iter().map(|i| left[*i]).collect();
        left.retain(|i| !positions.contains(i));
        all.extend(positions.into_iter().map(|i| (i, COMPILES.to_owned())));
    }
}

/// Compiles these programs, and runs the checks unless they are to stay plain.
fn cargo(batch: &[Program], which: &[usize], plain: bool) -> Output {
    let path = env::temp_dir().join(format!("chainrule-shrink-{}.rs", std::process::id()));
    let sources = which.iter().enumerate().map(|(i, which)| batch[*which].source(&format!("p{i}")));
    let text = sources.collect::<Vec<_>>().join(SEPARATOR);
    fs::write(&path, text).expect("the folder for temporary files can be written");
    let mut command = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    command.args(if plain { ["check", "--lib"].as_slice() } else { &["run", "--bin", "verdicts"] });
    command.args(["--package", "chainrule-random", "--message-format", "short"]);
    command.env("CHAINRULE_SOURCES", &path);
    if plain {
        command.env("CHAINRULE_PLAIN", "1");
    }
    command.output().expect("cargo runs")
}

/// The programs that errors are about, if there are any.
fn broken(output: &Output) -> Option<Vec<usize>> {
    if output.status.success() {
        return None;
    }
    let text = String::from_utf8_lossy(&output.stderr);
    let errors = text.lines().filter(|line| line.contains(": error"));
    let program = |line: &str| {
        let file = line.split(".rs:").next()?.rsplit(['/', '\\']).next()?;
        file.trim_start_matches("dual").trim_start_matches('p').parse().ok()
    };
    let mut all: Vec<usize> = errors.filter_map(program).collect();
    all.sort_unstable();
    all.dedup();
    assert!(!all.is_empty(), "cargo failed:\n{text}");
    Some(all)
}
