//! Calls of both halves of a derivative: `let (y, kept) = g::forward(x);` and
//! `g::backward(x, &kept, y_bar)`. In the language between they are what reverse mode writes for a call.

use super::spans::Spanned;
use syn::{Expr, ExprCall, Path};

use super::derivatives::together;
use super::lower::Lower;
use super::scope::{Borrow, Value};
use super::signature::FnSignature;
use crate::ad::drivers::At;
use crate::diagnostics::{ARGUMENTS, Accepted, KIND_MISMATCH, RESIDUALS};
use crate::ir::{Block, Call, Half, Halves, Kind, Op, Passing, Var, Vars, roots};

/// One of the two functions of reverse mode.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum CalledHalf {
    /// `g::forward`
    Forward,
    /// `g::backward`
    Backward,
}

impl CalledHalf {
    pub(super) fn named(name: &str) -> Option<CalledHalf> {
        match name {
            "forward" => Some(CalledHalf::Forward),
            "backward" => Some(CalledHalf::Backward),
            _ => None,
        }
    }
}

impl Lower<'_> {
    /// `g::forward(x)` or `g::backward(x, &kept, y_bar, &mut x_bar)`
    pub(super) fn half_call(
        &mut self,
        call: &ExprCall,
        of: &Path,
        signature: &FnSignature,
        halves: Halves,
        half: CalledHalf,
    ) -> Accepted<Value> {
        let applied = self.applied(call, of, signature, halves)?;
        let rest: Vec<&Expr> = call.args.iter().skip(signature.params.len()).collect();
        match (half, rest.is_empty()) {
            (CalledHalf::Forward, true) => {
                let (value, kept) = self.driven(call.span(), |b| applied.forward(b));
                Ok(Value::Tuple(vec![Value::Var(value), Value::Var(kept)]))
            }
            (CalledHalf::Forward, false) => Err(self.diagnostics.report(call, ARGUMENTS)),
            (CalledHalf::Backward, _) => self.backward_call(call, applied, &rest),
        }
    }

    /// `rest` is what follows the arguments of the function.
    fn backward_call(&mut self, call: &ExprCall, of: At, rest: &[&Expr]) -> Accepted<Value> {
        let lent = of.active.iter().filter(|active| active.passing != Passing::Value);
        let lent: Vec<Kind> = lent.map(|active| active.kind.clone()).collect();
        let [kept, seed, shadows @ ..] = rest else {
            return Err(self.diagnostics.report(call, ARGUMENTS));
        };
        if shadows.len() != lent.len() {
            return Err(self.diagnostics.report(call, ARGUMENTS));
        }
        let residuals = self.residuals_of(kept)?;
        let seed = Some(self.argument_of(seed, &of.output.cotangent())?);
        let shadows = shadows.iter().zip(&lent).map(|(arg, kind)| self.shadow_of(arg, kind));
        let shadows = shadows.collect::<Accepted<Vec<Borrow>>>()?;
        let (holders, places) = self.written(shadows, call.span())?;
        let returned = of.active.iter().filter(|active| active.passing == Passing::Value);
        let mut outs: Vec<Kind> = returned.map(|active| active.kind.cotangent()).collect();
        let values = outs.len();
        outs.extend(roots(&places).into_iter().map(|root| self.vars.kind(root).clone()));
        let outs: Vec<Var> =
            outs.into_iter().map(|kind| self.new_var(kind, None, call.span())).collect();
        for (holder, next) in holders.iter().zip(&outs[values..]) {
            self.take_version(holder, *next);
        }
        let yielded = match outs[..values] {
            [] => Value::Unit,
            ref values => together(values),
        };
        let shadows = places.into_iter().map(Some).collect();
        let back = Call::backward(of.callee, &of.args, residuals, seed, shadows);
        self.define(outs, Op::Call(back), call.span());
        Ok(yielded)
    }

    /// What a call of `forward` has kept.
    fn residuals_of(&mut self, arg: &Expr) -> Accepted<Var> {
        let var = self.var(arg, None)?;
        match self.vars.kind(var) {
            Kind::Residuals { .. } => Ok(var),
            Kind::Real(_) => {
                self.diagnostics.report(arg, RESIDUALS);
                Err(self.diagnostics.rust_too())
            }
            _ => Err(self.diagnostics.report(arg, RESIDUALS)),
        }
    }

    /// Where the cotangent of an argument of this kind is added.
    fn shadow_of(&mut self, arg: &Expr, kind: &Kind) -> Accepted<Borrow> {
        let place = self.place(arg)?;
        let wanted = kind.shadow();
        let fits = match (&place.kind, &wanted) {
            (Kind::Vec(item) | Kind::Array(item, _) | Kind::Slice(item), Kind::Slice(wanted)) => {
                self.unifier.equate_kinds(item, wanted)
            }
            (own, wanted) => {
                super::lower::same_shape(own, wanted) && self.unifier.equate_kinds(own, wanted)
            }
        };
        match fits {
            true => Ok(place),
            false => Err(self.diagnostics.report(arg, KIND_MISMATCH)),
        }
    }
}

/// Whether what a call of `forward` keeps is anything but what it was: part of a tuple, carried by a
/// loop, merged by a branch. Nobody knows then which call it belongs to.
pub(super) fn stray(block: &Block, vars: &Vars, found: &mut Vec<proc_macro2::Span>) {
    for stmt in &block.stmts {
        let carried = match &stmt.op {
            Op::For { carries, .. } | Op::While { carries, .. } => {
                carries.iter().any(|carry| holds(vars.kind(carry.param)))
            }
            _ => false,
        };
        let own = matches!(&stmt.op, Op::Call(call) if call.of == Half::Forward);
        if carried || (!own && stmt.outs.iter().any(|out| holds(vars.kind(*out)))) {
            found.push(stmt.span);
        }
        stmt.op.blocks().into_iter().for_each(|inner| stray(inner, vars, found));
    }
}

fn holds(kind: &Kind) -> bool {
    match kind {
        Kind::Residuals { .. } => true,
        Kind::Tuple(items) => items.iter().any(holds),
        Kind::Array(item, _) | Kind::Slice(item) | Kind::Vec(item) | Kind::Option(item) => {
            holds(item)
        }
        Kind::Real(_)
        | Kind::Int(_)
        | Kind::Bool
        | Kind::Unit
        | Kind::Nd { .. }
        | Kind::Struct(_)
        | Kind::Cotangent(_)
        | Kind::Tangents(..)
        | Kind::Dim { .. }
        | Kind::Other(_) => false,
    }
}
