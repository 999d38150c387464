//! Tests of the passes.
//!
//! One corpus of small functions runs through every pass: each result is verified, evaluated by the
//! interpreter and compared with the function itself, compiled by rustc, and with differences of it.

mod bindings;
mod catalogue;
mod corpus;
mod coverage;
mod differences;
mod even;
mod exhaustive;
mod expansions;
mod flat;
mod graph;
mod growth;
mod messages;
mod methods;
mod one_loop;
mod overwritten;
mod passes;
mod pipeline;
mod programs;
mod readme;
mod recursion;
mod round_trip;
mod rules;
mod table;
mod tangents;
mod unread;

use crate::compile::compile;
use crate::front::Options;

/// The handle of a function that calls those with the given signatures.
fn expansion(source: &str, signatures: &[(&str, &str)]) -> String {
    let item = syn::parse_str(source).expect("the test's source parses");
    compile(&item, &Options::default(), &pipeline::signatures(signatures), false).tokens.to_string()
}
