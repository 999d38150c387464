//! What is known of whole numbers and truth values while a function is flattened.

use super::graph::{Graph, Id, Scalar, Term};
use crate::ir::Num;
use crate::prims::{self, Prim};

/// The integer or truth value that a primitive yields, where all its operands are known.
pub fn folded(graph: &mut Graph, prim: Prim, args: &[Id], scalar: &Scalar) -> Option<Id> {
    if let Some(value) = truth(graph, prim, args) {
        return Some(graph.bool(value));
    }
    let Scalar::Int(num) = scalar else { return None };
    let args: Vec<i64> = args.iter().map(|arg| graph.integer(*arg)).collect::<Option<_>>()?;
    let value = number(prim, &args).filter(|value| holds(num, *value))?;
    Some(graph.intern(Term::Int(value), scalar.clone(), false))
}

/// Whether every type of that name has this value: what overflows is left to the function.
fn holds(num: &Num, value: i64) -> bool {
    let Num::Int(name) = num else { return i32::try_from(value).is_ok() };
    let name = name.to_string();
    let unsigned = name.starts_with('u');
    let bits = match name.get(1..) {
        Some("8") => 8,
        Some("16") => 16,
        _ => 32,
    } - u32::from(!unsigned);
    value < 1 << bits && value >= if unsigned { 0 } else { -(1 << bits) }
}

fn number(prim: Prim, args: &[i64]) -> Option<i64> {
    match args {
        [a] if prim == prims::NEG => a.checked_neg(),
        [a] if prim == prims::CAST => Some(*a),
        [a, b] => match prim {
            p if p == prims::ADD => a.checked_add(*b),
            p if p == prims::SUB => a.checked_sub(*b),
            p if p == prims::MUL => a.checked_mul(*b),
            p if p == prims::DIV => a.checked_div(*b),
            p if p == prims::REM => a.checked_rem(*b),
            p if p == prims::INT_MIN => Some(*a.min(b)),
            p if p == prims::INT_MAX => Some(*a.max(b)),
            p if p == prims::SATURATING_SUB => Some((a - b).max(0)),
            p if p == prims::STEPS && *b > 0 => Some((a + b - 1) / b),
            _ => None,
        },
        _ => None,
    }
}

fn truth(graph: &Graph, prim: Prim, args: &[Id]) -> Option<bool> {
    let known = |i: usize| graph.truth(args[i]);
    match args {
        [_] if prim == prims::NOT => known(0).map(|a| !a),
        [_, _] if prim == prims::AND => both(known(0), known(1), false),
        [_, _] if prim == prims::OR => both(known(0), known(1), true),
        [a, b] => {
            let (a, b) = (graph.integer(*a)?, graph.integer(*b)?);
            match prim {
                p if p == prims::GT => Some(a > b),
                p if p == prims::LT => Some(a < b),
                p if p == prims::GE => Some(a >= b),
                p if p == prims::LE => Some(a <= b),
                p if p == prims::EQ => Some(a == b),
                p if p == prims::NE => Some(a != b),
                _ => None,
            }
        }
        _ => None,
    }
}

/// `a && b` or `a || b`, of which `decides` is the value that settles it.
fn both(a: Option<bool>, b: Option<bool>, decides: bool) -> Option<bool> {
    match (a, b) {
        (Some(a), _) if a == decides => Some(decides),
        (_, Some(b)) if b == decides => Some(decides),
        (Some(_), Some(_)) => Some(!decides),
        _ => None,
    }
}
