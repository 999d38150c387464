//! Whether each call of `g::backward` in a function belongs to a call of `g::forward` with the same
//! arguments: its derivative is that of the cotangents of `g` at these arguments, whatever was kept.

use std::collections::{HashMap, HashSet};

use proc_macro2::Span;

use crate::diagnostics::{Diagnostics, RESIDUALS};
use crate::ir::{Block, Call, Function, Half, Literal, Op, Place, Step, Var};

/// Reports the calls that belong to no other.
pub fn check_halves(function: &Function, diagnostics: &mut Diagnostics) {
    let mut pass = Pass::default();
    pass.survey(&function.body);
    for (at, call) in std::mem::take(&mut pass.backward) {
        if !pass.belongs(call) {
            diagnostics.at(at, RESIDUALS, "");
        }
    }
}

#[derive(Default)]
struct Pass<'a> {
    definitions: HashMap<Var, &'a Op>,
    backward: Vec<(Span, &'a Call)>,
    /// Pairs of values found to be the same.
    same: HashSet<(Var, Var)>,
}

impl<'a> Pass<'a> {
    fn survey(&mut self, block: &'a Block) {
        for stmt in &block.stmts {
            self.definitions.extend(stmt.outs.iter().map(|out| (*out, &stmt.op)));
            if let Op::Call(call) = &stmt.op
                && call.is(Half::Backward)
            {
                self.backward.push((stmt.span, call));
            }
            stmt.op.blocks().into_iter().for_each(|inner| self.survey(inner));
        }
    }

    fn belongs(&mut self, call: &Call) -> bool {
        let kept = call.residuals();
        let Some(Op::Call(other)) = kept.and_then(|kept| self.definitions.get(&kept)) else {
            return false;
        };
        let callee = |call: &Call| call.callee.half("forward", false).to_string();
        other.is(Half::Forward)
            && callee(other) == callee(call)
            && self.all_same(&call.values(), &other.values())
    }

    fn all_same(&mut self, a: &[Var], b: &[Var]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.same(*a, *b))
    }

    /// Whether two values are computed alike from the same values.
    fn same(&mut self, a: Var, b: Var) -> bool {
        if a == b || self.same.contains(&(a, b)) {
            return true;
        }
        let (Some(first), Some(second)) = (self.definitions.get(&a), self.definitions.get(&b))
        else {
            return false;
        };
        let (first, second) = (*first, *second);
        let found = match first {
            Op::Literal(a) => second.literal().is_some_and(|b| same_literal(a, b)),
            // The kind of a cast is not among its operands.
            Op::Prim(prim, a) => {
                let same = second.applied(*prim).filter(|_| !prim.is_given());
                same.is_some_and(|b| self.all_same(a, b))
            }
            Op::Aggregate(a) => matches!(second, Op::Aggregate(b) if self.all_same(a, b)),
            Op::Project(a) => second.part().is_some_and(|b| self.same_place(a, b)),
            Op::Rust(_)
            | Op::Map { .. }
            | Op::Update { .. }
            | Op::Zeros(_)
            | Op::Call(_)
            | Op::If { .. }
            | Op::For { .. }
            | Op::While { .. }
            | Op::Wrap(_)
            | Op::Unwrap(_) => false,
        };
        if found {
            self.same.insert((a, b));
        }
        found
    }

    fn same_place(&mut self, a: &Place, b: &Place) -> bool {
        self.same(a.root, b.root)
            && a.path.len() == b.path.len()
            && a.path.iter().zip(&b.path).all(|(a, b)| self.same_step(a, b))
    }

    fn same_step(&mut self, a: &Step, b: &Step) -> bool {
        let mut bound = |a: &Option<Var>, b: &Option<Var>| match (a, b) {
            (Some(a), Some(b)) => self.same(*a, *b),
            (None, None) => true,
            _ => false,
        };
        match (a, b) {
            (Step::Range(lo, hi), Step::Range(low, high)) => bound(lo, low) && bound(hi, high),
            (Step::Index(a), Step::Index(b)) => self.same(*a, *b),
            (Step::NdIndex(a), Step::NdIndex(b)) => self.all_same(a, b),
            (a, b) => a == b,
        }
    }
}

fn same_literal(a: &Literal, b: &Literal) -> bool {
    match (a, b) {
        (Literal::Token(_, a), Literal::Token(_, b)) => a == b,
        (Literal::Path(_, a), Literal::Path(_, b)) => a == b,
        (Literal::Int(a), Literal::Int(b)) => a == b,
        (Literal::Bool(a), Literal::Bool(b)) => a == b,
        (Literal::Real(a), Literal::Real(b)) => a == b,
        _ => false,
    }
}
