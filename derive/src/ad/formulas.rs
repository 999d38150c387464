//! Formulas of the table written at a point, by whichever mode needs them.

use crate::ir::{Block, Builder, Kind, Op, Stmt, Var, Vars};
use crate::prims::{self, E, Prim};

/// One application of a primitive.
pub(super) struct Point<'a> {
    pub args: &'a [Var],
    pub out: Var,
}

/// A pass that writes statements.
pub(super) trait Formulas {
    /// All values.
    fn vars(&self) -> &Vars;

    /// The statements so far.
    fn stmts(&mut self) -> &mut Vec<Stmt>;

    /// Appends statements.
    fn build<T>(&mut self, run: impl FnOnce(&mut Builder<'_>) -> T) -> T;

    /// A value that is at hand and is just this.
    fn known_value(&self, prim: Prim, args: &[Var]) -> Option<Var>;

    /// Whether all arguments vary, and where they do a branch would jump as it likes.
    fn all_vary(&self, _point: &Point<'_>) -> bool {
        false
    }

    /// `partial · factor`, with nothing superfluous; `None` for a structural zero.
    fn times(&mut self, partial: &E, point: &Point<'_>, factor: Var) -> Option<Var> {
        match partial {
            E::Num(value) if *value == 0.0 => None,
            E::Num(value) if *value == 1.0 => Some(factor),
            E::Num(value) if *value == -1.0 => Some(self.build(|b| b.prim(prims::NEG, &[factor]))),
            E::Op(prim, parts) if *prim == prims::NEG => {
                let term = self.times(&parts[0], point, factor)?;
                Some(self.build(|b| b.prim(prims::NEG, &[term])))
            }
            // An argument over a result, as in `hypot`, is of no great size, however large or small both are.
            E::Op(prim, parts) if *prim == prims::DIV && matches!(parts[0], E::Arg(_)) => {
                let value = self.evaluate(partial, point);
                Some(self.build(|b| b.prim(prims::MUL, &[value, factor])))
            }
            E::Op(prim, parts) if *prim == prims::DIV => {
                let numerator = self.times(&parts[0], point, factor)?;
                let denominator = self.evaluate(&parts[1], point);
                Some(self.build(|b| b.prim(prims::DIV, &[numerator, denominator])))
            }
            E::Select(cond, yes, no) => Some(self.select(cond, yes, no, point, factor)),
            E::Even(branching, even) => {
                let form = if self.all_vary(point) { even } else { branching };
                self.times(form, point, factor)
            }
            E::Op(prim, parts) if *prim == prims::GIVEN => {
                let term = self.times(&parts[0], point, factor)?;
                let cond = self.evaluate(&parts[1], point);
                Some(self.build(|b| b.prim(prims::GIVEN, &[term, cond])))
            }
            E::Arg(_) | E::Out | E::Num(_) | E::Int(_) | E::Op(..) => {
                let value = self.evaluate(partial, point);
                Some(self.build(|b| b.prim(prims::MUL, &[value, factor])))
            }
        }
    }

    /// A branch in a derivative: what is not chosen is not evaluated.
    fn select(&mut self, cond: &E, yes: &E, no: &E, point: &Point<'_>, factor: Var) -> Var {
        let kind = self.vars().kind(factor).clone();
        let cond = self.evaluate(cond, point);
        let then = self.arm(|r| r.times(yes, point, factor), &kind);
        let otherwise = self.arm(|r| r.times(no, point, factor), &kind);
        self.build(|b| b.push(kind, Op::If { cond, then, otherwise }))
    }

    fn arm(&mut self, run: impl FnOnce(&mut Self) -> Option<Var>, kind: &Kind) -> Block {
        let outer = std::mem::take(self.stmts());
        let value = run(self);
        let value = value.unwrap_or_else(|| self.build(|b| b.real(0.0, kind)));
        Block { stmts: std::mem::replace(self.stmts(), outer), results: vec![value] }
    }

    /// A formula at a point.
    fn evaluate(&mut self, e: &E, point: &Point<'_>) -> Var {
        let kind = self.vars().kind(point.out).clone();
        match e {
            E::Arg(i) => point.args[*i],
            E::Out => point.out,
            E::Num(value) => self.build(|b| b.real(*value, &kind)),
            E::Int(value) => {
                let int = self.vars().kind(point.args[1]).clone();
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
                    let kinds: Vec<&Kind> = args.iter().map(|arg| self.vars().kind(*arg)).collect();
                    prim.kind(&kinds)
                };
                self.build(|b| b.push(out, Op::Prim(*prim, args)))
            }
            E::Even(branching, _) => self.evaluate(branching, point),
            E::Select(cond, yes, no) => {
                let cond = self.evaluate(cond, point);
                let then = self.arm(|r| Some(r.evaluate(yes, point)), &kind);
                let otherwise = self.arm(|r| Some(r.evaluate(no, point)), &kind);
                self.build(|b| b.push(kind, Op::If { cond, then, otherwise }))
            }
        }
    }
}
