//! The text form says all that there is.

use super::pipeline::{lowered, reversed, simplified};
use super::programs::all;
use crate::ir::{Function, Vars, parse, print};

fn check(function: &Function, vars: &Vars) {
    let text = print(function, vars);
    let (function, vars) = parse(&text);
    assert_eq!(print(&function, &vars), text);
}

#[test]
fn printed_parsed_printed_is_the_same() {
    for program in all() {
        let mut lowered = lowered(program.source);
        check(&lowered.function, &lowered.vars);
        let mut pair = reversed(&lowered.function, &mut lowered.vars);
        check(&pair.forward, &lowered.vars);
        check(&pair.backward, &lowered.vars);
        simplified(&mut pair, &mut lowered.vars);
        check(&pair.forward, &lowered.vars);
        check(&pair.backward, &lowered.vars);
    }
}

#[test]
fn a_parsed_function_is_differentiated_the_same() {
    for program in all() {
        let mut lowered = lowered(program.source);
        let (function, mut vars) = parse(&print(&lowered.function, &lowered.vars));
        let pair = reversed(&lowered.function, &mut lowered.vars);
        let again = reversed(&function, &mut vars);
        assert_eq!(print(&again.forward, &vars), print(&pair.forward, &lowered.vars));
        assert_eq!(print(&again.backward, &vars), print(&pair.backward, &lowered.vars));
    }
}
