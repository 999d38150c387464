//! Compiles programs many at a time, in place of those of `chainrule-random`, and runs the checks.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::{env, fs};

use crate::{Program, SEPARATOR};

/// What a program fails.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// The name of the check, or the code of the compiler's error.
    pub check: String,
    /// What it says.
    pub what: String,
}

/// What each program fails, by its index.
pub fn failures(batch: &[Program]) -> BTreeMap<usize, Failure> {
    let mut all = BTreeMap::new();
    let mut left: Vec<usize> = (0..batch.len()).collect();
    // Errors of one phase of the compiler hide those of the next.
    loop {
        let output = cargo(batch, &left, false);
        if output.status.success() {
            all.extend(verdicts(&output, &left));
            break;
        }
        let broken = named(&output);
        if broken.is_empty() {
            let none = cargo(batch, &[], false);
            let text = String::from_utf8_lossy(&none.stdout);
            assert!(none.status.success(), "not even without programs:\n{text}");
            all.extend(bisected(batch, &left, &output));
            break;
        }
        let broken: BTreeMap<usize, Failure> =
            broken.into_iter().map(|(i, failure)| (left[i], failure)).collect();
        for (i, failure) in &broken {
            eprintln!("rustc rejects {i} of the batch: {}", failure.what);
        }
        left.retain(|i| !broken.contains_key(i));
        all.extend(broken);
    }
    let broken: Vec<usize> =
        all.iter().filter(|(_, f)| f.check.starts_with("rustc")).map(|(i, _)| *i).collect();
    for i in no_rust(batch, broken) {
        all.insert(i, Failure { check: NO_RUST.to_owned(), what: all[&i].what.clone() });
    }
    all
}

/// What a program fails that is no Rust without the attribute, either.
pub const NO_RUST: &str = "no Rust";

/// The failures among programs where no message says which of them fails.
fn bisected(batch: &[Program], which: &[usize], output: &Output) -> BTreeMap<usize, Failure> {
    if let [only] = which {
        let text = String::from_utf8_lossy(&output.stdout);
        let what = text.lines().find(|line| line.contains(ERROR)).map(rendered);
        return BTreeMap::from([(*only, failure(what.unwrap_or("no message")))]);
    }
    let (one, other) = which.split_at(which.len() / 2);
    let half = |half: &[usize]| {
        let programs: Vec<Program> = half.iter().map(|i| batch[*i].clone()).collect();
        let failures = failures(&programs);
        failures.into_iter().map(|(i, failure)| (half[i], failure)).collect::<BTreeMap<_, _>>()
    };
    let mut all = half(one);
    all.extend(half(other));
    all
}

/// Those of these programs that do not compile without the attribute.
fn no_rust(batch: &[Program], mut left: Vec<usize>) -> Vec<usize> {
    let mut all = Vec::new();
    while !left.is_empty() {
        let broken: Vec<usize> =
            named(&cargo(batch, &left, true)).into_keys().map(|i| left[i]).collect();
        if broken.is_empty() {
            break;
        }
        left.retain(|i| !broken.contains(i));
        all.extend(broken);
    }
    all
}

/// The failures that the checks tell.
fn verdicts(output: &Output, which: &[usize]) -> BTreeMap<usize, Failure> {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = |line: &str| {
        let mut parts = line.split('\t').map(str::to_owned);
        let i = parts.next()?.parse::<usize>().ok()?;
        Some((which[i], Failure { check: parts.next()?, what: parts.next()? }))
    };
    text.lines().filter_map(line).collect()
}

/// Compiles these programs, and runs the checks unless they are to stay plain.
fn cargo(batch: &[Program], which: &[usize], plain: bool) -> Output {
    let path = env::temp_dir().join(format!("chainrule-trial-{}.rs", std::process::id()));
    let sources = which.iter().enumerate().map(|(i, which)| batch[*which].text(&format!("p{i}")));
    let text = sources.collect::<Vec<_>>().join(SEPARATOR);
    fs::write(&path, text).expect("the folder for temporary files can be written");
    let mut command = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    command.args(if plain { ["check", "--lib"].as_slice() } else { &["run", "--bin", "verdicts"] });
    command.args(["--package", "chainrule-random", "--message-format", "json"]);
    command.env("CHAINRULE_SOURCES", &path);
    // In a folder of its own: the macro optimised, since it runs for each program, and nothing kept of the
    // programs, which are never compiled again.
    let target = PathBuf::from(env::var_os("CARGO_TARGET_DIR").unwrap_or("target".into()));
    command.env("CARGO_TARGET_DIR", target.join("hunt"));
    command.env("CARGO_PROFILE_DEV_BUILD_OVERRIDE_OPT_LEVEL", "3");
    command.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_INCREMENTAL", "0");
    if plain {
        command.env("CHAINRULE_PLAIN", "1");
    }
    command.output().expect("cargo runs")
}

/// The programs that errors name, each with its first. A message may stand at a callee's tokens, and name
/// the program only as where a macro was called.
fn named(output: &Output) -> BTreeMap<usize, Failure> {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut all = BTreeMap::new();
    let errors = text.lines().filter(|line| line.starts_with('{') && line.contains(ERROR));
    for line in errors {
        let number = |name: &str| {
            name.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok())
        };
        for i in line.split(FILE).skip(1).filter_map(number) {
            all.entry(i).or_insert_with(|| failure(rendered(line)));
        }
    }
    all
}

/// The first line of a message.
fn rendered(line: &str) -> &str {
    line.split(RENDERED).nth(1).and_then(|text| text.split("\\n").next()).unwrap_or(line)
}

/// What stands in messages about errors.
const ERROR: &str = "\"level\":\"error\"";

/// What stands before the text of a message.
const RENDERED: &str = "\"rendered\":\"";

/// What stands before the number of a program.
const FILE: &str = "/out/p";

/// What a message of the compiler's says.
fn failure(message: &str) -> Failure {
    let code = message.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    let code = code.map(|(code, _)| code).filter(|code| code.starts_with('E') && code.len() == 5);
    Failure { check: format!("rustc {}", code.unwrap_or("message")), what: message.to_owned() }
}
