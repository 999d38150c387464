//! Contributions of primitives with partial derivatives.

use super::formulas::{Formulas, Point};
use super::reverse::Reverse;
use crate::analysis::Doubt;
use crate::ir::{Block, Builder, Kind, Op, Rank, Stmt, Var, Vars};
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

    fn all_vary(&self, point: &Point<'_>) -> bool {
        point.args.iter().all(|arg| self.activity.varied(*arg))
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
            Derivative::Partials(partials) => self.partials(prim, &partials(), args, out, bar),
            Derivative::Linear(linear) => self.linear(linear, args, bar),
            Derivative::Zero | Derivative::Inactive => {}
        }
    }

    fn partials(&mut self, prim: Prim, partials: &[E], args: &[Var], out: Var, bar: Var) {
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
            let doubt = self.doubt(prim, args, *arg, out, &partial);
            let term = match doubt {
                None => self.times(&partial, &point, bar),
                Some(doubt) => self.doubted(doubt, bar, |r| r.times(&partial, &point, bar)),
            };
            let Some(term) = term else { continue };
            let same_shape = args.iter().all(|other| self.same_shape(*other, *arg));
            let term = if same_shape { term } else { self.shaped_like(term, *arg) };
            self.accumulate(*arg, term);
        }
    }

    /// Whether the cotangent of a result may be 0 for lack of a reader where the partial derivative in
    /// an argument may be infinite.
    fn doubt(&self, prim: Prim, args: &[Var], arg: Var, out: Var, partial: &E) -> Option<Doubt> {
        let steepness = &self.unread.steepness;
        let mut places = (0..args.len()).filter(|i| args[*i] == arg);
        if matches!(partial, E::Num(_)) || !places.any(|i| steepness.is_steep(prim, args, i)) {
            return None;
        }
        match self.unread.doubt(out) {
            None if steepness.is_levelled(prim, out) => Some(Doubt::Cotangent(out)),
            doubt => doubt,
        }
    }

    /// A contribution that is 0 where nothing has read the result.
    pub(super) fn doubted(
        &mut self,
        doubt: Doubt,
        bar: Var,
        term: impl FnOnce(&mut Self) -> Option<Var>,
    ) -> Option<Var> {
        let kind = self.vars.kind(bar).clone();
        if !kind.is_real() {
            let term = term(self)?;
            return Some(self.unless_zero_each(term, bar));
        }
        match doubt {
            Doubt::Arm { cond, holds } => {
                let term = self.arm(term, &kind);
                let none = self.arm(|_| None, &kind);
                let (then, otherwise) = if holds { (term, none) } else { (none, term) };
                Some(self.build(|b| b.push(kind, Op::If { cond, then, otherwise })))
            }
            Doubt::Cotangent(of) => {
                let known = self.cotangents.get(&of).copied();
                // Of an array that the value is spread over only its own cotangent is a number.
                let witness = known.filter(|of| self.vars.kind(*of).is_real()).unwrap_or(bar);
                let term = term(self)?;
                Some(self.build(|b| b.prim(prims::UNLESS_ZERO, &[term, witness])))
            }
        }
    }

    /// The same element by element.
    fn unless_zero_each(&mut self, term: Var, bar: Var) -> Var {
        let kind = self.vars.kind(bar).clone();
        if self.vars.kind(term).rank() != kind.rank() {
            return term;
        }
        let element = Kind::Real(kind.num().cloned().unwrap_or(crate::ir::Num::F64));
        self.build(|b| {
            let params = [(); 2].map(|()| b.fresh(element.clone()));
            b.vars[params[0]].name = Some("term".to_owned());
            b.vars[params[1]].name = Some("g".to_owned());
            let mut inside = Builder::derived(b.vars, b.span);
            let result = inside.prim(prims::UNLESS_ZERO, &params);
            let body = Block { stmts: inside.stmts, results: vec![result] };
            let (args, params) = (vec![term, bar], params.to_vec());
            b.push(kind, Op::Map { args, params, body })
        })
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
