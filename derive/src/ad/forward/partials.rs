//! Tangents of primitives with partial derivatives: `out_dot = Σ partial · arg_dot`.

use super::{Formulas, Forward};
use crate::ad::formulas::Point;
use crate::analysis::is_function;
use crate::ir::{Kind, Op, Rank, Stmt, Var};
use crate::prims::{self, E, Prim, Steep};

impl Forward<'_> {
    pub(super) fn partials(
        &mut self,
        prim: Prim,
        partials: &[E],
        args: &[Var],
        out: Var,
    ) -> Option<Var> {
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
            // What is multiplied by a 0 that the user wrote is no input.
            if matches!(partial, E::Arg(i) if self.steepness.number(args[i]) == Some(0.0)) {
                continue;
            }
            let Some(term) = self.times(&partial, &point, dot) else { continue };
            let term = match partial {
                E::Num(_) => term,
                partial => self.guarded(term, (prim, i, &partial), &point, dot),
            };
            sum = Some(match sum {
                None => term,
                Some(sum) => self.build(|b| b.add(sum, term)),
            });
        }
        let sum = sum?;
        self.trace(prim, args, sum);
        Some(self.spread_to(sum, args, out))
    }

    /// Where a tangent comes from, and whether it may be infinite.
    fn trace(&mut self, prim: Prim, args: &[Var], sum: Var) {
        let dots: Vec<Var> = args.iter().filter_map(|arg| self.dots.get(arg).copied()).collect();
        if !dots.is_empty() && dots.iter().all(|dot| self.causes.contains_key(dot)) {
            let mut causes: Vec<Var> = Vec::new();
            for cause in dots.iter().flat_map(|dot| self.causes.get(dot).into_iter().flatten()) {
                if !causes.contains(cause) {
                    causes.push(*cause);
                }
            }
            self.causes.insert(sum, causes);
        }
        let pole = prim.steep == Steep::Pole && is_function(prim);
        let steep = pole && self.steepness.is_steep(prim, args, 0);
        let linear = [prims::ADD, prims::SUB, prims::NEG, prims::MUL].contains(&prim);
        if steep || (linear && dots.iter().any(|dot| self.wild.contains(dot))) {
            self.wild.insert(sum);
        }
    }

    /// A term that is 0 where a tangent of 0 meets an infinite derivative, as reverse mode has it.
    fn guarded(
        &mut self,
        term: Var,
        (prim, i, partial): (Prim, usize, &E),
        point: &Point<'_>,
        dot: Var,
    ) -> Var {
        if !self.vars.kind(term).is_real() {
            return term;
        }
        let mut witnesses = Vec::new();
        // Where an operator has a pole, so has the value.
        if prim.steep == Steep::Pole
            && is_function(prim)
            && self.steepness.is_steep(prim, point.args, i)
        {
            // Where nothing changes at all, there is nothing to tell apart.
            let causes =
                self.causes.get(&dot).filter(|causes| causes.len() < self.inputs_of(causes));
            witnesses.extend(causes.cloned());
        }
        if self.steepness.levels_off(prim, point.args, i) {
            let is_result = [prims::DIV, prims::RECIP, prims::EXP, prims::EXP2].contains(&prim);
            let value = if is_result { point.out } else { self.evaluate(partial, point) };
            witnesses.push(vec![value]);
        }
        // The derivative of a product of a partial derivative and a cotangent.
        if self.derived && prim == prims::MUL {
            let other = point.args[1 - i];
            let pole = self.steepness.has_pole(other).then(|| vec![dot]);
            let wild = self.wild.contains(&dot) || self.steepness.has_wild_tangent(point.args[i]);
            witnesses.extend(wild.then(|| vec![other]).into_iter().chain(pole));
        }
        // That of a derivative of a root: it has a pole where the root is 0.
        if self.derived && prim == prims::DIV && self.steepness.is_root(point.args[1]) {
            witnesses.push(vec![dot]);
        }
        let guard = |term, all: Vec<Var>| {
            let args = [vec![term], all].concat();
            self.build(|b| b.prim(prims::UNLESS_ZERO, &args))
        };
        witnesses.into_iter().fold(term, guard)
    }

    /// How many tangents would have to be 0 for all to be: of elements that is not known.
    fn inputs_of(&self, causes: &[Var]) -> usize {
        let given = |cause: &Var| self.given.contains(cause);
        if causes.iter().all(given) { self.given.len() } else { usize::MAX }
    }

    /// The tangent of a term that counts unless all of its witnesses are 0: it does where one of
    /// these changes, too.
    pub(super) fn unless_zero(&mut self, args: &[Var]) -> Option<Var> {
        let dot = self.dots.get(&args[0]).copied()?;
        let dots: Vec<Var> =
            args[1..].iter().filter_map(|arg| self.dots.get(arg).copied()).collect();
        let args = [&[dot], &args[1..], &dots].concat();
        let out = self.build(|b| b.prim(prims::UNLESS_ZERO, &args));
        if self.wild.contains(&dot) {
            self.wild.insert(out);
        }
        Some(out)
    }

    /// What counts unless all of some cotangents are 0 counts where one of these changes, too.
    pub(super) fn differs(&mut self, stmt: &Stmt, args: &[Var]) {
        let dots = args.iter().filter_map(|arg| self.dots.get(arg).copied());
        let op = Op::Prim(prims::DIFFERS, args.iter().copied().chain(dots).collect());
        self.stmts.push(Stmt { op, ..stmt.clone() });
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
        let term = defined.and_then(|stmt| stmt.op.prim());
        term.is_some_and(|(_, args)| args.iter().any(|inner| self.reaches(*inner, arg)))
    }
}
