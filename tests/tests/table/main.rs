//! README.md's table of the Rust that is taken: each phrase of it has programs here, which contain
//! the code that it quotes and are checked against differences. No phrase is without a program, and
//! no program without a phrase.
// Code as users write it.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern, clippy::let_and_return)]
#![allow(clippy::while_let_on_iterator)]
#![allow(clippy::double_ended_iterator_last, clippy::explicit_counter_loop, clippy::manual_memcpy)]
#![allow(clippy::useless_vec, clippy::never_loop, clippy::manual_slice_fill, clippy::iter_count)]
#![allow(clippy::filter_next, clippy::search_is_some, clippy::obfuscated_if_else)]
#![allow(clippy::manual_repeat_n, clippy::misrefactored_assign_op, clippy::needless_late_init)]

#[macro_use]
mod programs;

mod arrays;
mod bounds;
mod calls;
mod compounds;
mod control;
mod iterators;
mod parts;
mod readme;
mod results;
mod shapes;
mod slices;
mod statements;
mod vectors;

use std::collections::BTreeSet;

use programs::Row;

const ROWS: &[&[Row]] = &[
    compounds::ROWS,
    statements::ROWS,
    slices::ROWS,
    vectors::ROWS,
    control::ROWS,
    results::ROWS,
    iterators::ROWS,
    calls::ROWS,
    bounds::ROWS,
    arrays::ROWS,
    parts::ROWS,
    shapes::ROWS,
];

#[test]
fn every_program_has_its_derivative() {
    let mut failures = Vec::new();
    for row in ROWS.iter().copied().flatten() {
        for program in row.programs {
            if let Err(error) = (program.check)() {
                failures.push(format!("{}, {}: {error}", row.name, program.phrase));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_phrase_has_a_program_and_every_program_a_phrase() {
    let listed: BTreeSet<(String, String)> = readme::phrases().into_iter().collect();
    let mut shown = BTreeSet::new();
    for row in ROWS.iter().copied().flatten() {
        let phrases = row.programs.iter().map(|program| program.phrase.to_owned());
        shown.extend(phrases.map(|phrase| (row.name.to_owned(), phrase)));
    }
    let without: Vec<_> = listed.difference(&shown).collect();
    assert!(without.is_empty(), "phrases of README.md without a program: {without:#?}");
    let unlisted: Vec<_> = shown.difference(&listed).collect();
    assert!(unlisted.is_empty(), "programs for phrases that README.md lacks: {unlisted:#?}");
}

#[test]
fn programs_contain_the_code_that_is_quoted() {
    let mut missing = Vec::new();
    for row in ROWS.iter().copied().flatten() {
        for program in row.programs {
            let same = row.programs.iter().filter(|other| other.phrase == program.phrase);
            let sources: Vec<&str> = same.map(|program| program.source).collect();
            let found = |code: &&str| sources.iter().any(|source| readme::contains(source, code));
            let without = readme::quoted(program.phrase).filter(|code| !found(code));
            missing
                .extend(without.map(|code| format!("{}, {}: `{code}`", row.name, program.phrase)));
        }
    }
    assert!(missing.is_empty(), "quoted, but in no program: {missing:#?}");
}

#[test]
fn a_wrong_derivative_is_found() {
    let wrong = checked!(|x: &f64| x * x, |x| *x, 0.7);
    assert!(wrong.is_err_and(|error| error.contains("the gradient is wrong")));
}
