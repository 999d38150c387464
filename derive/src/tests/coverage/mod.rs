//! Nothing is dropped: a sample of every form of expression, statement, pattern and item that `syn`
//! knows is differentiated, or refused with an error on its own tokens.
//!
//! A sample that is differentiated is run by the interpreter, and each cotangent compared with
//! differences of the primal: what the macro overlooked would be missing there.

mod expressions;
mod misuse;
mod operators;
mod patterns;
mod sample;
mod statements;
mod variants;

use std::collections::BTreeSet;

pub use sample::{Sample, refused};
use variants::{SYN, Seen, VARIANTS};

fn samples() -> Vec<Sample> {
    [
        expressions::samples(),
        operators::samples(),
        patterns::samples(),
        statements::samples(),
        misuse::samples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn every_sample_is_differentiated_or_refused() {
    let failed: Vec<String> = samples()
        .iter()
        .filter_map(|sample| {
            sample.check().err().map(|why| format!("{why}\n    {}", sample.source))
        })
        .collect();
    assert!(failed.is_empty(), "{} samples:\n{}", failed.len(), failed.join("\n"));
}

/// What no text is parsed as: the literal of an error in another macro.
const UNWRITTEN: &str = "Lit::Verbatim";

#[test]
fn every_variant_of_syn_has_a_sample() {
    let mut seen = Seen::default();
    samples().iter().for_each(|sample| seen.note(&sample.item()));
    let seen: BTreeSet<String> = seen.into_names();
    let untried: Vec<&&str> =
        VARIANTS.iter().filter(|name| !seen.contains(**name) && **name != UNWRITTEN).collect();
    assert!(untried.is_empty(), "no sample has {untried:?}");
    let unlisted: Vec<&String> =
        seen.iter().filter(|name| !VARIANTS.contains(&name.as_str())).collect();
    assert!(unlisted.is_empty(), "not among the variants of syn {SYN}: {unlisted:?}");
}

/// `syn` may add variants in any version, and nothing but its source tells.
#[test]
fn the_variants_are_those_of_the_locked_syn() {
    let lock = include_str!("../../../../Cargo.lock");
    let entry = format!("name = \"syn\"\nversion = \"{SYN}\"\n");
    assert!(lock.contains(&entry), "compare `VARIANTS` with the enums of the syn in Cargo.lock");
}
