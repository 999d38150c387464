//! The rewrites, one a line.
//!
//! All are exact in floating point but for the structural zeros: a factor that is 0 because a
//! derivative vanishes identically makes the product 0 even where the other factor is infinite.

use std::collections::HashMap;

use crate::ir::{Literal, Op, Var};
use crate::prims::{self, Prim};

/// What an operation becomes.
pub enum Rewrite {
    /// A value that exists already.
    Value(Var),
    /// Another operation on existing values.
    Op(Box<Op>),
    /// `factor · value`
    Scaled(f64, Var),
    /// 0 in every place; a number that is 0 already may stand for it.
    Zero(Option<Var>),
}

/// What is known of the operands.
pub struct Facts {
    /// How each value is defined.
    pub definitions: HashMap<Var, Op>,
}

impl Facts {
    /// The number that a value is, where it is known.
    pub fn number(&self, var: Var) -> Option<f64> {
        let definition = self.definitions.get(&var)?;
        match definition.applied(prims::NEG) {
            Some(args) => self.number(args[0]).map(|n| -n),
            None => definition.literal()?.number(),
        }
    }

    /// Whether a factor is 0 wherever the function is evaluated.
    fn is_zero(&self, var: Var) -> bool {
        self.number(var) == Some(0.0)
    }

    fn integer(&self, var: Var) -> Option<i64> {
        let definition = self.definitions.get(&var)?;
        match definition.applied(prims::NEG) {
            Some(args) => self.integer(args[0]).map(|n| -n),
            None => definition.literal()?.integer(),
        }
    }

    fn is(&self, var: Var, value: f64) -> bool {
        matches!(self.definitions.get(&var), Some(Op::Literal(Literal::Real(v))) if *v == value)
    }

    fn negated(&self, var: Var) -> Option<Var> {
        self.definitions.get(&var)?.applied(prims::NEG).map(|args| args[0])
    }
}

/// The first rewrite that applies to a derivative term.
pub fn rewrite(prim: Prim, args: &[Var], facts: &Facts) -> Option<Rewrite> {
    use Rewrite::{Op as Becomes, Scaled, Value, Zero};
    let zero = |i: usize| facts.is(args[i], 0.0);
    let nothing = |i: usize| facts.is_zero(args[i]);
    let one = |i: usize| facts.is(args[i], 1.0);
    let minus_one = |i: usize| facts.is(args[i], -1.0);
    let minus = |i: usize| facts.negated(args[i]);
    let prim_of = |prim: Prim, args: Vec<Var>| Becomes(Box::new(Op::Prim(prim, args)));
    let literal = |literal: Literal| Becomes(Box::new(Op::Literal(literal)));
    match prim {
        p if p == prims::MUL && zero(0) => Some(Zero(Some(args[0]))),
        p if p == prims::MUL && zero(1) => Some(Zero(Some(args[1]))),
        p if p == prims::MUL && (nothing(0) || nothing(1)) => Some(Zero(None)),
        p if p == prims::MUL && one(0) => Some(Value(args[1])),
        p if p == prims::MUL && one(1) => Some(Value(args[0])),
        p if p == prims::MUL && minus_one(0) => Some(prim_of(prims::NEG, vec![args[1]])),
        p if p == prims::MUL && minus_one(1) => Some(prim_of(prims::NEG, vec![args[0]])),
        p if p == prims::DIV && zero(0) => Some(Zero(Some(args[0]))),
        p if p == prims::DIV && one(1) => Some(Value(args[0])),
        p if p == prims::ADD && zero(0) => Some(Value(args[1])),
        p if p == prims::ADD && zero(1) => Some(Value(args[0])),
        p if p == prims::ADD && args[0] == args[1] => Some(Scaled(2.0, args[0])),
        p if p == prims::ADD && minus(1).is_some() => {
            Some(prim_of(prims::SUB, vec![args[0], minus(1)?]))
        }
        p if p == prims::SUB && facts.integer(args[1]).is_some() => {
            let (a, b) = (facts.integer(args[0])?, facts.integer(args[1])?);
            Some(literal(Literal::Int(a.checked_sub(b)?)))
        }
        p if p == prims::SUB && zero(1) => Some(Value(args[0])),
        p if p == prims::SUB && zero(0) => Some(prim_of(prims::NEG, vec![args[1]])),
        p if p == prims::SUB && minus(1).is_some() => {
            Some(prim_of(prims::ADD, vec![args[0], minus(1)?]))
        }
        p if p == prims::SUB && facts.number(args[0]).is_some() => {
            let (a, b) = (facts.number(args[0])?, facts.number(args[1])?);
            Some(literal(Literal::Real(a - b)))
        }
        p if p == prims::NEG && zero(0) => Some(Value(args[0])),
        p if p == prims::NEG && minus(0).is_some() => Some(Value(minus(0)?)),
        p if p == prims::UNLESS_ZERO && zero(0) => Some(Value(args[0])),
        p if p == prims::UNLESS_ZERO && args.len() == 2 => match facts.number(args[1])? {
            0.0 => Some(Zero(None)),
            _ => Some(Value(args[0])),
        },
        p if p == prims::EQ => {
            let (a, b) = (facts.number(args[0])?, facts.number(args[1])?);
            Some(literal(Literal::Bool(a == b)))
        }
        p if p == prims::CAST_REAL => Some(literal(Literal::Real(facts.integer(args[0])? as f64))),
        p if p == prims::POWI && facts.integer(args[1]) == Some(1) => Some(Value(args[0])),
        p if p == prims::POWI && facts.integer(args[1]) == Some(0) => {
            Some(literal(Literal::Real(1.0)))
        }
        p if p == prims::POWF && facts.number(args[1]) == Some(1.0) => Some(Value(args[0])),
        _ => None,
    }
}
