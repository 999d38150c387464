//! Contributions of primitives with partial derivatives.

use super::reverse::Reverse;
use crate::ir::{Block, Kind, Op, Rank, Var};
use crate::prims::{self, Derivative, E, Prim};

/// One application of a primitive, in the backward pass.
struct Point<'a> {
    args: &'a [Var],
    out: Var,
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

    /// `partial · bar`, with nothing superfluous; `None` for a structural zero.
    fn times(&mut self, partial: &E, point: &Point<'_>, bar: Var) -> Option<Var> {
        match partial {
            E::Num(value) if *value == 0.0 => None,
            E::Num(value) if *value == 1.0 => Some(bar),
            E::Num(value) if *value == -1.0 => Some(self.build(|b| b.prim(prims::NEG, &[bar]))),
            E::Op(prim, parts) if *prim == prims::NEG => {
                let term = self.times(&parts[0], point, bar)?;
                Some(self.build(|b| b.prim(prims::NEG, &[term])))
            }
            E::Op(prim, parts) if *prim == prims::DIV => {
                let numerator = self.times(&parts[0], point, bar)?;
                let denominator = self.evaluate(&parts[1], point);
                Some(self.build(|b| b.prim(prims::DIV, &[numerator, denominator])))
            }
            E::Select(cond, yes, no) => Some(self.select(cond, yes, no, point, bar)),
            E::Arg(_) | E::Out | E::Num(_) | E::Int(_) | E::Op(..) => {
                let factor = self.evaluate(partial, point);
                Some(self.build(|b| b.prim(prims::MUL, &[factor, bar])))
            }
        }
    }

    /// A branch in a derivative: what is not chosen is not evaluated.
    fn select(&mut self, cond: &E, yes: &E, no: &E, point: &Point<'_>, bar: Var) -> Var {
        let kind = self.vars.kind(bar).clone();
        let cond = self.evaluate(cond, point);
        let then = self.arm(|r| r.times(yes, point, bar), &kind);
        let otherwise = self.arm(|r| r.times(no, point, bar), &kind);
        self.build(|b| b.push(kind, Op::If { cond, then, otherwise }))
    }

    fn arm(&mut self, run: impl FnOnce(&mut Self) -> Option<Var>, kind: &Kind) -> Block {
        let outer = std::mem::take(&mut self.stmts);
        let value = run(self);
        let value = value.unwrap_or_else(|| self.build(|b| b.real(0.0, kind)));
        Block { stmts: std::mem::replace(&mut self.stmts, outer), results: vec![value] }
    }

    /// A formula at a point.
    fn evaluate(&mut self, e: &E, point: &Point<'_>) -> Var {
        let kind = self.vars.kind(point.out).clone();
        match e {
            E::Arg(i) => point.args[*i],
            E::Out => point.out,
            E::Num(value) => self.build(|b| b.real(*value, &kind)),
            E::Int(value) => {
                let int = self.vars.kind(point.args[1]).clone();
                let literal = Op::Literal(crate::ir::Literal::Int(*value));
                self.build(|b| b.push(int, literal))
            }
            E::Op(prim, parts) => {
                let args: Vec<Var> = parts.iter().map(|part| self.evaluate(part, point)).collect();
                if let Some(known) = self.known_value(*prim, &args) {
                    return known;
                }
                let out = if *prim == prims::CAST_REAL {
                    kind
                } else {
                    let kinds: Vec<&Kind> = args.iter().map(|arg| self.vars.kind(*arg)).collect();
                    prim.kind(&kinds)
                };
                self.build(|b| b.push(out, Op::Prim(*prim, args)))
            }
            E::Select(cond, yes, no) => {
                let cond = self.evaluate(cond, point);
                let then = self.arm(|r| Some(r.evaluate(yes, point)), &kind);
                let otherwise = self.arm(|r| Some(r.evaluate(no, point)), &kind);
                self.build(|b| b.push(kind, Op::If { cond, then, otherwise }))
            }
        }
    }

    /// The value of the primal that is just this.
    fn known_value(&self, prim: Prim, args: &[Var]) -> Option<Var> {
        let key = (prim, args.to_vec());
        self.known.iter().rev().find_map(|block| block.get(&key).copied())
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
