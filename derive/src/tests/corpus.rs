//! Every program of the corpus through every pass, by numbers.

use super::differences::{close, gradient, weights};
use super::pipeline::{callees, lowered, reversed, shadow, simplified};
use super::programs::{Program, all};
use crate::ad::Pair;
use crate::front::Lowered;
use crate::ir::interpret::{Value, interpret};
use crate::ir::{Function, Vars};

fn value(function: &Function, vars: &Vars, args: &[Value]) -> Value {
    interpret(function, vars, args, &[], &callees()).remove(0)
}

/// What the backward function yields for this seed: for each active parameter in order, the
/// numbers of its cotangent.
pub fn pulled_back(pair: &Pair, vars: &Vars, args: &[Value], seed: &Value) -> Vec<Vec<f64>> {
    let forward = interpret(&pair.forward, vars, args, &[], &callees());
    let mut given = args.to_vec();
    given.push(seed.clone());
    let position = |var| pair.forward.params.iter().position(|param| param.var == var);
    for (param, shadow_var) in &pair.shadows {
        let argument = &args[position(*param).expect("a parameter")];
        given.push(shadow(argument, vars.kind(*shadow_var)));
    }
    let results = interpret(&pair.backward, vars, &given, &forward[1..], &callees());
    let owners = pair.returned.iter().chain(pair.shadows.iter().map(|(param, _)| param));
    let mut found: Vec<_> = owners.map(|var| position(*var)).zip(results).collect();
    found.sort_by_key(|(position, _)| *position);
    found.into_iter().map(|(_, bar)| bar.reals()).collect()
}

fn check_pair(program: &Program, what: &str, pair: &Pair, vars: &Vars, primal: &Lowered) {
    let name = format!("{} {what}", program.name);
    let forward = interpret(&pair.forward, vars, &program.args, &[], &callees());
    let expected = value(&primal.function, &primal.vars, &program.args);
    assert_eq!(forward[0], expected, "{name}: forward");
    let count = program.expected.reals().len();
    let seed = program.expected.with_reals(&mut weights(count).into_iter());
    let bars = pulled_back(pair, vars, &program.args, &seed);
    let f = |args: &[Value]| value(&primal.function, &primal.vars, args);
    let params = &primal.function.params;
    let active = (0..params.len()).filter(|i| primal.active.contains(&params[*i].var));
    for (position, bar) in active.zip(bars) {
        let expected = gradient(&f, &program.args, position, &seed.reals());
        close(&format!("{name}: cotangent {position}"), &bar, &expected);
    }
}

/// The same value but for the last digit: rustc may evaluate powers when it compiles.
fn nearly_equal(program: &Program, got: &Value) {
    for (a, b) in got.reals().into_iter().zip(program.expected.reals()) {
        let what = program.name;
        assert!((a - b).abs() <= 4.0 * f64::EPSILON * b.abs(), "{what}: {a}, expected {b}");
    }
    let form = |value: &Value| value.with_reals(&mut std::iter::repeat(0.0));
    assert_eq!(form(got), form(&program.expected), "{}", program.name);
}

fn check(program: &Program) {
    let primal = lowered(program.source);
    let got = value(&primal.function, &primal.vars, &program.args);
    nearly_equal(program, &got);
    let mut vars = primal.vars.clone();
    let mut pair = reversed(&primal.function, &mut vars);
    check_pair(program, "reversed", &pair, &vars, &primal);
    simplified(&mut pair, &mut vars);
    check_pair(program, "simplified", &pair, &vars, &primal);
}

#[test]
fn every_pass_keeps_values_and_derivatives() {
    let failed: Vec<String> = all()
        .iter()
        .filter_map(|program| {
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(program)));
            outcome.is_err().then(|| program.name.to_owned())
        })
        .collect();
    assert!(failed.is_empty(), "{failed:?}");
}

#[test]
fn a_branch_not_taken_does_not_contribute() {
    let primal = lowered(super::programs::source("guarded"));
    let mut vars = primal.vars.clone();
    let mut pair = reversed(&primal.function, &mut vars);
    simplified(&mut pair, &mut vars);
    let bars = pulled_back(&pair, &vars, &[Value::Real(0.0)], &Value::Real(1.0));
    assert_eq!(bars, [[0.0]]);
}

#[test]
fn a_constant_has_no_derivative() {
    let primal = lowered("fn f(x: f64) -> f64 { x * constant(x) }");
    let mut vars = primal.vars.clone();
    let mut pair = reversed(&primal.function, &mut vars);
    simplified(&mut pair, &mut vars);
    let bars = pulled_back(&pair, &vars, &[Value::Real(3.0)], &Value::Real(1.0));
    assert_eq!(bars, [[3.0]]);
}
