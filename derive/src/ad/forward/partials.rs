//! Tangents of primitives with partial derivatives: `out_dot = Σ partial · arg_dot`.

use super::{Formulas, Forward};
use crate::ad::formulas::Point;
use crate::ir::{Kind, Op, Rank, Var};
use crate::prims::{self, E};

impl Forward<'_> {
    pub(super) fn partials(&mut self, partials: &[E], args: &[Var], out: Var) -> Option<Var> {
        let point = Point { args, out };
        let mut sum: Option<Var> = None;
        for (i, arg) in args.iter().enumerate() {
            let Some(dot) = self.dots.get(arg).copied() else { continue };
            if args[..i].contains(arg) {
                continue;
            }
            let of_arg = args.iter().zip(partials).filter(|(other, _)| *other == arg);
            let Some(partial) = of_arg.map(|(_, partial)| partial.clone()).reduce(|a, b| a + b)
            else {
                continue;
            };
            let Some(term) = self.times(&partial, &point, dot) else { continue };
            sum = Some(match sum {
                None => term,
                Some(sum) => self.build(|b| b.add(sum, term)),
            });
        }
        sum.map(|sum| self.spread_to(sum, args, out))
    }

    /// A tangent in the shape of its value, where that came of broadcasting an argument that has
    /// none.
    fn spread_to(&mut self, sum: Var, args: &[Var], out: Var) -> Var {
        let Kind::Nd { num, rank, .. } = self.vars.kind(out).clone() else { return sum };
        let array = |f: &Self, var: Var| f.vars.kind(var).rank() != Some(Rank::SCALAR);
        let covered = args.iter().filter(|arg| array(self, **arg));
        if array(self, sum) && covered.clone().all(|arg| self.reaches(sum, *arg)) {
            return sum;
        }
        let view = Kind::Nd { num: num.clone(), rank, view: true };
        let owned = Kind::Nd { num, rank, view: false };
        self.build(|b| {
            let dim = b.prim(prims::DIM, &[out]);
            match b.vars.kind(sum) {
                Kind::Real(_) => b.push(owned, Op::Prim(prims::FULL, vec![sum, dim])),
                _ => {
                    let wide = b.push(view, Op::Prim(prims::BROADCAST, vec![sum, dim]));
                    b.push(owned, Op::Prim(prims::COPY, vec![wide]))
                }
            }
        })
    }

    /// Whether an argument, or its tangent, takes part in a term.
    fn reaches(&self, term: Var, arg: Var) -> bool {
        if term == arg || self.dots.get(&arg) == Some(&term) {
            return true;
        }
        let defined = self.stmts.iter().rev().take(24).find(|stmt| stmt.outs == [term]);
        match defined.map(|stmt| &stmt.op) {
            Some(Op::Prim(_, args)) => args.iter().any(|inner| self.reaches(*inner, arg)),
            _ => false,
        }
    }
}
