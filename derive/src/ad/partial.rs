//! Contributions of primitives with partial derivatives.

use super::formulas::{Formulas, Point};
use super::reverse::Reverse;
use crate::ir::{Builder, Rank, Stmt, Var, Vars};
use crate::prims::{self, Derivative, E, Prim};

impl Formulas for Reverse<'_> {
    fn vars(&self) -> &Vars {
        self.vars
    }

    fn stmts(&mut self) -> &mut Vec<Stmt> {
        &mut self.stmts
    }

    fn build<T>(&mut self, run: impl FnOnce(&mut Builder<'_>) -> T) -> T {
        Reverse::build(self, run)
    }

    fn known_value(&self, prim: Prim, args: &[Var]) -> Option<Var> {
        let key = (prim, args.to_vec());
        self.known.iter().rev().find_map(|block| block.get(&key).copied())
    }
}

impl Reverse<'_> {
    /// `out = prim(args)`
    pub(super) fn prim(&mut self, prim: Prim, args: &[Var], out: Var, bar: Var) {
        match prim.derivative {
            Derivative::Partials(partials) => self.partials(&partials(), args, out, bar),
            Derivative::Linear(linear) => self.linear(linear, args, bar),
            Derivative::Zero | Derivative::Inactive => {}
        }
    }

    fn partials(&mut self, partials: &[E], args: &[Var], out: Var, bar: Var) {
        let point = Point { args, out };
        for (i, arg) in args.iter().enumerate() {
            if !self.activity.varied(*arg) || args[..i].contains(arg) {
                continue;
            }
            let partial = args
                .iter()
                .zip(partials)
                .filter(|(other, _)| *other == arg)
                .map(|(_, partial)| partial.clone())
                .reduce(|a, b| a + b);
            let Some(partial) = partial else { continue };
            let Some(term) = self.times(&partial, &point, bar) else { continue };
            let same_shape = args.iter().all(|other| self.same_shape(*other, *arg));
            let term = if same_shape { term } else { self.shaped_like(term, *arg) };
            self.accumulate(*arg, term);
        }
    }

    /// A contribution in the shape of the value it goes to, where broadcasting made it larger.
    pub(super) fn shaped_like(&mut self, term: Var, target: Var) -> Var {
        match (self.vars.kind(term).rank(), self.vars.kind(target).rank()) {
            (Some(Rank::SCALAR) | None, _) | (_, None) => term,
            (Some(_), Some(Rank::SCALAR)) => self.build(|b| b.prim(prims::SUM, &[term])),
            (Some(_), Some(_)) => {
                let dim = self.dim(target);
                self.build(|b| b.prim(prims::UNBROADCAST, &[term, dim]))
            }
        }
    }
}
