//! Each pass alone, text in and text out.
//!
//! What a pass makes of a function has also been evaluated: `corpus` runs every program through
//! all of them, and the helpers here compare values before and after.

mod elements;
mod front;
mod last;
mod record;
mod reverse;
mod rewrite;
mod rows;
mod together;
mod verify;

use expect_test::Expect;

use super::differences::{close, weights};
use super::pipeline::{activity, callees, lowered, reversed, simplified, verified};
use super::programs::source;
use crate::ad::accumulated;
use crate::ir::interpret::{Nd, Value, interpret};
use crate::ir::{Function, Kind, Rank, Vars, parse, print};
use crate::simplify::{LAST, PASSES};

/// Front end: a program of the corpus in the intermediate language.
fn check_lower(program: &str, expected: Expect) {
    let lowered = lowered(source(program));
    expected.assert_eq(&print(&lowered.function, &lowered.vars));
}

/// The values that carry a derivative.
fn check_activity(text: &str, expected: Expect) {
    let (function, mut vars) = parse(text);
    let (_, activity) = activity(&function, &vars);
    for (number, info) in vars.all_mut().enumerate() {
        if activity.varied(crate::ir::Var(number as u32)) {
            info.name = Some(format!("active_{}", info.name.as_deref().unwrap_or("")));
        }
    }
    expected.assert_eq(&print(&function, &vars));
}

/// Reverse mode: the forward and the backward function.
fn check_reverse(program: &str, expected: Expect) {
    let mut lowered = lowered(source(program));
    let pair = reversed(&lowered.function, &mut lowered.vars);
    let both = [print(&pair.forward, &lowered.vars), print(&pair.backward, &lowered.vars)];
    expected.assert_eq(&both.concat());
}

/// Reverse mode and all that follows.
fn check_simplified(program: &str, expected: Expect) {
    let mut lowered = lowered(source(program));
    let mut pair = reversed(&lowered.function, &mut lowered.vars);
    simplified(&mut pair, &mut lowered.vars);
    let both = [print(&pair.forward, &lowered.vars), print(&pair.backward, &lowered.vars)];
    expected.assert_eq(&both.concat());
}

/// What of a function is kept for its backward function, and what is computed again there.
fn check_record(source: &str, expected: Expect) {
    let mut lowered = lowered(source);
    let mut pair = reversed(&lowered.function, &mut lowered.vars);
    simplified(&mut pair, &mut lowered.vars);
    let name = |var: &crate::ir::Var| lowered.vars[*var].name.clone().unwrap_or_default();
    let kept: Vec<String> = pair.kept.iter().map(name).collect();
    let backward = print(&pair.backward, &lowered.vars);
    let again = backward.lines().filter(|line| line.contains(" = ") && !line.contains(":="));
    let again: Vec<&str> = again.map(str::trim).collect();
    expected.assert_eq(&format!("kept: {}\nagain: {}\n", kept.join(", "), again.join("; ")));
}

/// An argument of this kind.
fn sample(kind: &Kind, seed: usize) -> Value {
    let number = weights(seed + 1)[seed];
    match kind {
        Kind::Real(_) => Value::Real(number),
        Kind::Int(_) => Value::Int(3),
        Kind::Bool => Value::Bool(true),
        Kind::Tuple(items) => Value::Tuple(items.iter().map(|item| sample(item, seed)).collect()),
        Kind::Array(item, _) | Kind::Slice(item) | Kind::Vec(item) => {
            Value::Array((0..3).map(|i| sample(item, seed + i)).collect())
        }
        Kind::Nd { rank: Rank::Fixed(rank), .. } => {
            let shape = vec![3; *rank];
            Value::Nd(Nd::new(&shape, &weights(shape.iter().product())))
        }
        other => panic!("no sample of {other:?}"),
    }
}

fn results(function: &Function, vars: &Vars) -> Vec<f64> {
    let given = |var: &crate::ir::Var| sample(vars.kind(*var), var.0 as usize);
    let params: Vec<Value> = function.params.iter().map(|param| given(&param.var)).collect();
    let assumed: Vec<Value> = function.assumed.iter().map(given).collect();
    let results = interpret(function, vars, &params, &assumed, &callees());
    results.iter().flat_map(Value::reals).collect()
}

/// One pass, or all where the name is empty: the text, and the same values.
fn check_pass(pass: &str, text: &str, expected: Expect) {
    let (mut function, mut vars) = parse(text);
    verified(&function, &vars, "parse");
    let before = results(&function, &vars);
    let named = LAST.iter().filter(|known| known.name == pass);
    let chosen = PASSES.iter().filter(|known| pass.is_empty() || known.name == pass).chain(named);
    let mut count = 0;
    for pass in chosen {
        (pass.run)(&mut function, &mut vars);
        verified(&function, &vars, pass.name);
        count += 1;
    }
    assert!(count > 0, "no pass `{pass}`");
    close(pass, &results(&function, &vars), &before);
    expected.assert_eq(&print(&function, &vars));
}

/// Both halves of callees as one call: the text, how many there are, and the same values.
fn check_accumulated(text: &str, expected: Expect) {
    let (count, function) = at_once(text);
    expected.assert_eq(&format!("{count}\n{function}"));
}

fn at_once(text: &str) -> (usize, String) {
    let (mut function, mut vars) = parse(text);
    verified(&function, &vars, "parse");
    let before = results(&function, &vars);
    let count = accumulated(&mut function.body, &mut vars);
    verified(&function, &vars, "accumulated");
    close("accumulated", &results(&function, &vars), &before);
    (count, print(&function, &vars))
}

fn check_simplify(text: &str, expected: Expect) {
    check_pass("", text, expected);
}
